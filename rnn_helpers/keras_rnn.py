"""The same equations in keras.ops: cells that are one step, layers that are the loop.

Real Keras layers: they train, save, reload, take masks and run on TensorFlow, JAX and PyTorch.
Weights have the order and layout of `numpy_rnn`, `numpy_lstm` and `numpy_gru`, which are Keras's
own, so get_weights() of one is set_weights() of the other. Nothing here imports the NumPy engine:
two engines that share code prove nothing about each other.

A cell's call is the equation as the page has it. The layer computes the part of it that needs no
state, x W_x + b, for all steps at once before the loop; a test holds the two equal.
"""

from rnn_helpers.backend import keras, ops

register = keras.saving.register_keras_serializable(package="rnn_helpers")


class _Cell(keras.layers.Layer):
    """What the three cells share: `units`, a state of that size, and their weights' shapes."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        if isinstance(units, bool) or not isinstance(units, int) or units < 1:
            raise ValueError(f"units: expected a whole number of at least 1, got {units!r}")
        self.units = units
        self.state_size = units
        self.output_size = units

    def add_weights(self, D, gates, names, b_shape, b_start="zeros"):
        """W_x (D, gates · H), W_h (H, gates · H) and b, started as Keras starts them."""
        columns = gates * self.units
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
        self.W_xh, self.W_hh, self.b_h = self.add_weights(
            input_shape[-1], 1, ("W_xh", "W_hh", "b_h"), (self.units,))

    def call(self, x_t, states):
        (h_prev,) = states
        h_t = self.phi(x_t @ self.W_xh + h_prev @ self.W_hh + self.b_h)
        return h_t, [h_t]

    def from_input(self, x):
        """The part of the step that needs no state, for any number of steps at once."""
        return x @ self.W_xh + self.b_h

    def advance(self, zx_t, states):
        """The rest of it: zx_t is from_input(x_t)."""
        (h_prev,) = states
        h_t = self.phi(zx_t + h_prev @ self.W_hh)
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
            input_shape[-1], 4, ("W_x", "W_h", "b"), (4 * self.units,), forget_bias_1)

    def call(self, x_t, states):
        return self.advance(self.from_input(x_t), states)

    def from_input(self, x):
        return x @ self.W_x + self.b

    def advance(self, zx_t, states):
        h_prev, c_prev = states
        i, f, g, o = ops.split(zx_t + h_prev @ self.W_h, 4, axis=-1)
        c_t = ops.sigmoid(f) * c_prev + ops.sigmoid(i) * ops.tanh(g)
        h_t = ops.sigmoid(o) * ops.tanh(c_t)
        return h_t, [h_t, c_t]


@register
class GRUCell(_Cell):
    """One step: (B, D), [h] -> h_t, [h_t]. Gates in the order z, r, g; reset after the product. Cho et al. 2014."""

    def build(self, input_shape):
        self.W_x, self.W_h, self.b = self.add_weights(
            input_shape[-1], 3, ("W_x", "W_h", "b"), (2, 3 * self.units))

    def call(self, x_t, states):
        return self.advance(self.from_input(x_t), states)

    def from_input(self, x):
        return x @ self.W_x + self.b[0]

    def advance(self, zx_t, states):
        (h_prev,) = states
        xz, xr, xg = ops.split(zx_t, 3, axis=-1)
        hz, hr, hg = ops.split(h_prev @ self.W_h + self.b[1], 3, axis=-1)
        z, r = ops.sigmoid(xz + hz), ops.sigmoid(xr + hr)
        g = ops.tanh(xg + r * hg)
        h_t = z * h_prev + (1 - z) * g
        return h_t, [h_t]


class _Layer(keras.layers.RNN):
    """A cell over time: Keras's RNN keeps the API (states, masks, directions), the loop is ours."""

    def __init__(self, cell, return_sequences=False, return_state=False, go_backwards=False, stateful=False, **kwargs):
        super().__init__(cell, return_sequences=return_sequences, return_state=return_state,
                         go_backwards=go_backwards, stateful=stateful, **kwargs)

    def inner_loop(self, sequences, initial_state, mask, training=False):
        return keras.src.backend.rnn(
            self.cell.advance,
            self.cell.from_input(sequences),
            initial_state,
            go_backwards=self.go_backwards,
            mask=mask,
            unroll=self.unroll,
            input_length=sequences.shape[1],
            zero_output_for_mask=self.zero_output_for_mask,
            return_all_outputs=self.return_sequences,
        )

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
