"""The same equations in keras.ops: cells that are one step, layers that are the loop.

Real Keras layers: they train, save, reload, take masks and run on TensorFlow, JAX and PyTorch.
Weights have the order and layout of `numpy_rnn`, `numpy_lstm` and `numpy_gru`, which are Keras's
own, so get_weights() of one is set_weights() of the other. Nothing here imports the NumPy engine:
two engines that share code prove nothing about each other.

A cell's call is the equation as the page has it, and Keras's RNN walks it through time. Without a
mask the vanilla layer has a faster way, `recurrence`; tests hold the two equal.
"""

from rnn_helpers.backend import keras, ops

register = keras.saving.register_keras_serializable(package="rnn_helpers")


class _Cell(keras.layers.Layer):
    """What the three cells share: `units`, states of that size, and their weights."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        if isinstance(units, bool) or not isinstance(units, int) or units < 1:
            raise ValueError(f"units: expected a whole number of at least 1, got {units!r}")
        self.units = units
        self.state_size = units
        self.output_size = units

    def add_weights(self, names, D, columns, b_shape, b_start="zeros"):
        """W_x (D, columns), W_h (H, columns) and b, started as Keras starts them."""
        W_x, W_h, b = names
        return (self.add_weight(shape=(D, columns), initializer="glorot_uniform", name=W_x),
                self.add_weight(shape=(self.units, columns), initializer="orthogonal", name=W_h),
                self.add_weight(shape=b_shape, initializer=b_start, name=b))

    def get_initial_state(self, batch_size=None):
        sizes = self.state_size if isinstance(self.state_size, list) else [self.state_size]
        return [ops.zeros((batch_size, n), dtype=self.compute_dtype) for n in sizes]

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@register
class SimpleRNNCell(_Cell):
    """One step of the vanilla network: (B, D), [h (B, H)] -> h_t (B, H), [h_t]. Elman 1990."""

    def __init__(self, units, activation="tanh", **kwargs):
        super().__init__(units, **kwargs)
        self.phi = keras.activations.get(activation)

    def build(self, input_shape):
        self.W_xh, self.W_hh, self.b_h = self.add_weights(("W_xh", "W_hh", "b_h"), input_shape[-1], self.units, (self.units,))

    def call(self, x_t, states):
        (h_prev,) = states
        h_t = self.phi(x_t @ self.W_xh + h_prev @ self.W_hh + self.b_h)
        return h_t, [h_t]

    def get_config(self):
        return {**super().get_config(), "activation": keras.activations.serialize(self.phi)}


@register
class LSTMCell(_Cell):
    """One step: (B, D), [h, c] -> h_t, [h_t, c_t]. Gates in the order i, f, g, o. Hochreiter & Schmidhuber 1997."""

    def __init__(self, units, **kwargs):
        super().__init__(units, **kwargs)
        self.state_size = [units, units]

    def build(self, input_shape):
        def forget_bias_1(shape, dtype=None):
            i, f, g, o = (ops.zeros(self.units, dtype) for _ in range(4))
            return ops.concatenate([i, f + 1, g, o])

        self.W_x, self.W_h, self.b = self.add_weights(
            ("W_x", "W_h", "b"), input_shape[-1], 4 * self.units, (4 * self.units,), forget_bias_1)

    def call(self, x_t, states):
        h_prev, c_prev = states
        i, f, g, o = ops.split(x_t @ self.W_x + h_prev @ self.W_h + self.b, 4, axis=-1)
        c_t = ops.sigmoid(f) * c_prev + ops.sigmoid(i) * ops.tanh(g)
        h_t = ops.sigmoid(o) * ops.tanh(c_t)
        return h_t, [h_t, c_t]


@register
class GRUCell(_Cell):
    """One step: (B, D), [h] -> h_t, [h_t]. Gates in the order z, r, g; reset after the product. Cho et al. 2014."""

    def build(self, input_shape):
        self.W_x, self.W_h, self.b = self.add_weights(
            ("W_x", "W_h", "b"), input_shape[-1], 3 * self.units, (2, 3 * self.units))

    def call(self, x_t, states):
        (h_prev,) = states
        xz, xr, xg = ops.split(x_t @ self.W_x + self.b[0], 3, axis=-1)
        hz, hr, hg = ops.split(h_prev @ self.W_h + self.b[1], 3, axis=-1)
        z, r = ops.sigmoid(xz + hz), ops.sigmoid(xr + hr)
        g = ops.tanh(xg + r * hg)
        h_t = z * h_prev + (1 - z) * g
        return h_t, [h_t]


class _Layer(keras.layers.RNN):
    """A cell over time, with the API of Keras's RNN: states, masks, directions."""

    def __init__(self, cell, return_sequences=False, return_state=False, go_backwards=False, stateful=False, **kwargs):
        super().__init__(cell, return_sequences=return_sequences, return_state=return_state,
                         go_backwards=go_backwards, stateful=stateful, **kwargs)

    @property
    def units(self):
        return self.cell.units

    def get_config(self):
        config = super().get_config()
        del config["cell"]  # made anew from `units`
        return {**config, "units": self.units}

    @classmethod
    def from_config(cls, config):
        return cls(**config)


@register
class SimpleRNN(_Layer):
    """The vanilla network: (B, T, D) -> (B, H), or (B, T, H) with return_sequences. As keras.layers.SimpleRNN."""

    def __init__(self, units, activation="tanh", **kwargs):
        super().__init__(SimpleRNNCell(units, activation, dtype=kwargs.get("dtype")), **kwargs)

    def inner_loop(self, sequences, initial_state, mask, training=False):
        phi = keras.activations.serialize(self.cell.phi)
        T = sequences.shape[1]
        if mask is not None or T is None or self.unroll or phi not in SLOPES:
            return super().inner_loop(sequences, initial_state, mask, training)
        x = ops.transpose(sequences, (1, 0, 2))  # time first
        x = ops.flip(x, axis=0) if self.go_backwards else x
        zx = rows(x) @ self.cell.W_xh + self.cell.b_h  # the part of every step that needs no state: one product
        zx = ops.reshape(zx, (T, -1, self.units))
        W_hh = ops.copy(self.cell.W_hh)  # a tensor: TensorFlow's custom_gradient takes no variable
        h = recurrence(phi)(zx, initial_state[0], W_hh)
        return h[-1], ops.transpose(h, (1, 0, 2)), [h[-1]]

    def get_config(self):
        return {**super().get_config(), "activation": keras.activations.serialize(self.cell.phi)}


@register
class LSTM(_Layer):
    """Long short-term memory: (B, T, D) -> (B, H), or (B, T, H) with return_sequences. As keras.layers.LSTM."""

    def __init__(self, units, **kwargs):
        super().__init__(LSTMCell(units, dtype=kwargs.get("dtype")), **kwargs)


@register
class GRU(_Layer):
    """Gated recurrent unit: (B, T, D) -> (B, H), or (B, T, H) with return_sequences. As keras.layers.GRU."""

    def __init__(self, units, **kwargs):
        super().__init__(GRUCell(units, dtype=kwargs.get("dtype")), **kwargs)


# φ′ from the value h = φ(z)
SLOPES = {"tanh": lambda h: 1 - h * h, "relu": lambda h: ops.cast(h > 0, h.dtype),
          "sigmoid": lambda h: h * (1 - h), "linear": ops.ones_like}
PIECES = 4  # of the way back: the weights' gradient of one is computed while the next walks


def rows(a):
    """(T, B, n) -> (T · B, n)."""
    return ops.reshape(a, (-1, a.shape[-1]))


def recurrence(phi):
    """(zx (T, B, H), h_0 (B, H), W_hh) -> h (T, B, H), h_t = φ(zx_t + h_(t-1) W_hh), with its own BPTT.

    Autodiff would add up a gradient of W_hh at every step. Here the way back only walks dh from step to
    step; the weights' gradient is one product for many steps, as in `numpy_rnn.bptt`.
    """
    slope = SLOPES[phi]
    phi = keras.activations.get(phi)

    @ops.custom_gradient
    def run(zx, h_0, W_hh):
        def forward(h_prev, zx_t):
            h_t = phi(zx_t + h_prev @ W_hh)
            return h_t, h_t

        _, h = ops.scan(forward, h_0, zx)

        def bptt(*arguments, upstream=None):
            dh = arguments[0] if upstream is None else upstream  # PyTorch hands it over by name
            W_hh_T = ops.transpose(W_hh)

            def back(dz_next, dh_and_h):
                dh_t, h_t = dh_and_h
                dz_t = (dh_t + dz_next @ W_hh_T) * slope(h_t)  # from the loss at t, from the future; through φ
                return dz_t, dz_t

            dz_t, pieces, dW_hh = ops.zeros_like(h_0), [], 0
            for a, b in reversed(_pieces(h.shape[0])):
                dz_t, dz = ops.scan(back, dz_t, (dh[a:b], h[a:b]), reverse=True)
                pieces.insert(0, dz)
                if a == 0:
                    dW_hh += ops.transpose(h_0) @ dz[0] + ops.transpose(rows(h[: b - 1])) @ rows(dz[1:])
                else:
                    dW_hh += ops.transpose(rows(h[a - 1 : b - 1])) @ rows(dz)
            return ops.concatenate(pieces), dz_t @ W_hh_T, dW_hh

        return h, bptt

    return run


def _pieces(T):
    """Steps 0 .. T-1 as (first, past) pairs; one piece if T is short."""
    if T < 2 * PIECES:
        return [(0, T)]
    edges = [T * n // PIECES for n in range(PIECES + 1)]
    return list(zip(edges, edges[1:]))
