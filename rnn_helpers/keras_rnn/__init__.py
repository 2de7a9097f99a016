"""The same equations in keras.ops: cells that are one step, layers that are the loop.

Real Keras layers: they train, save, reload, take masks and run on TensorFlow, JAX and PyTorch.
Weights have the order and layout of `numpy_rnn`, `numpy_lstm` and `numpy_gru`, which are Keras's
own, so get_weights() of one is set_weights() of the other. Nothing here imports the NumPy engine:
two engines that share code prove nothing about each other.

A cell's call is the equation as the page has it, and Keras's RNN walks it through time. Without a
mask there is a faster way, `bptt`; tests hold the two equal.
"""

from rnn_helpers import backend
from rnn_helpers.backend import keras, ops
from rnn_helpers.keras_rnn import bptt

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

    def inner_loop(self, sequences, initial_state, mask, training=False):
        """x (B, T, D), list of (B, H) -> last h (B, H), all h (B, T, H), last states. A hook of Keras's RNN."""
        if mask is not None or sequences.shape[1] is None or self.unroll or not self.own_bptt():
            return super().inner_loop(sequences, initial_state, mask, training)
        x = ops.transpose(sequences, (1, 0, 2))  # time first
        x = ops.flip(x, axis=0) if self.go_backwards else x
        # a copy of each weight is a tensor: TensorFlow's custom_gradient takes no variable
        h, *states = self.recurrence(x, *initial_state, *map(ops.copy, self.cell.weights))
        return h[-1], ops.transpose(h, (1, 0, 2)), [h[-1], *states]

    def own_bptt(self):
        """Whether `recurrence` is the faster way. With gates, not on TensorFlow without its compiler XLA, as it
        runs on a CPU: there a scan copies all that it keeps, and that costs more than the one product saves."""
        return backend.name() != "tensorflow" or backend.device() == "GPU"

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

    def own_bptt(self):
        return keras.activations.serialize(self.cell.phi) in bptt.SLOPES

    def recurrence(self, *arguments):
        return [bptt.simple_rnn(keras.activations.serialize(self.cell.phi))(*arguments)]

    def get_config(self):
        return {**super().get_config(), "activation": keras.activations.serialize(self.cell.phi)}


@register
class LSTM(_Layer):
    """Long short-term memory: (B, T, D) -> (B, H), or (B, T, H) with return_sequences. As keras.layers.LSTM."""

    def __init__(self, units, **kwargs):
        super().__init__(LSTMCell(units, dtype=kwargs.get("dtype")), **kwargs)

    def recurrence(self, *arguments):
        h_and_c = bptt.lstm(*arguments)
        return h_and_c[:-1], h_and_c[-1]


@register
class GRU(_Layer):
    """Gated recurrent unit: (B, T, D) -> (B, H), or (B, T, H) with return_sequences. As keras.layers.GRU."""

    def __init__(self, units, **kwargs):
        super().__init__(GRUCell(units, dtype=kwargs.get("dtype")), **kwargs)

    def recurrence(self, *arguments):
        return [bptt.gru(*arguments)]
