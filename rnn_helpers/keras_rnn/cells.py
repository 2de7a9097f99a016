"""One step of each kind of network. `call` is the equation as the page has it.

The same lines as `step` in `numpy_rnn`, `numpy_lstm` and `numpy_gru`, in keras.ops. Keras's RNN,
and with it the layers of this package, walks a cell through time.
"""

import operator

from rnn_helpers.backend import keras, ops
from rnn_helpers.keras_rnn.gates import gru_gates, lstm_gates

register = keras.saving.register_keras_serializable(package="rnn_helpers")


class Cell(keras.layers.Layer):
    """What the three cells share: `units`, the sizes of their states, and how weights are made."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        whole = hasattr(units, "__index__") and not isinstance(units, bool)
        if not whole or operator.index(units) < 1:
            raise ValueError(f"units: expected a whole number of at least 1, got {units!r}")
        self.units = operator.index(units)
        self.state_size = self.units
        self.output_size = self.units

    def add_weights(self, names, D, columns, b_shape, b_start="zeros"):
        """W_x (D, columns), W_h (H, columns) and b, initialized as Keras initializes them."""
        W_x, W_h, b = names
        return (
            self.add_weight(shape=(D, columns), initializer="glorot_uniform", name=W_x),
            self.add_weight(shape=(self.units, columns), initializer="orthogonal", name=W_h),
            self.add_weight(shape=b_shape, initializer=b_start, name=b),
        )

    def get_initial_state(self, batch_size=None):
        """A list of zeros (B, H), one per state."""
        sizes = self.state_size if isinstance(self.state_size, list) else [self.state_size]
        return [ops.zeros((batch_size, n), dtype=self.compute_dtype) for n in sizes]

    def get_config(self):
        """What `from_config` needs to make this cell again, without its weights."""
        return {**super().get_config(), "units": self.units}


@register
class SimpleRNNCell(Cell):
    """The vanilla network: x_t (B, D), [h_prev (B, H)] -> h_t (B, H), [h_t]. Elman 1990."""

    def __init__(self, units, activation="tanh", **kwargs):
        super().__init__(units, **kwargs)
        self.phi = keras.activations.get(activation)

    def build(self, input_shape):
        """W_xh (D, H), W_hh (H, H), b_h (H,)."""
        D, H = input_shape[-1], self.units
        self.W_xh, self.W_hh, self.b_h = self.add_weights(("W_xh", "W_hh", "b_h"), D, H, (H,))

    def call(self, x_t, states):
        (h_prev,) = states
        h_t = self.phi(x_t @ self.W_xh + h_prev @ self.W_hh + self.b_h)
        return h_t, [h_t]

    def get_config(self):
        """As in every cell, and the activation."""
        return {**super().get_config(), "activation": keras.activations.serialize(self.phi)}


@register
class LSTMCell(Cell):
    """Long short-term memory: x_t (B, D), [h_prev, c_prev] (B, H) -> h_t, [h_t, c_t].

    The gates i, f, g, o stand side by side in the columns. Hochreiter & Schmidhuber 1997.
    """

    def __init__(self, units, **kwargs):
        super().__init__(units, **kwargs)
        self.state_size = [self.units, self.units]

    def build(self, input_shape):
        """W_x (D, 4H), W_h (H, 4H), b (4H,), the latter zero except for the forget gate's, one."""
        D, H = input_shape[-1], self.units

        def forget_bias_1(shape, dtype=None):
            i, f, g, o = (ops.zeros(H, dtype) for _ in range(4))
            return ops.concatenate([i, f + 1, g, o])

        names = ("W_x", "W_h", "b")
        self.W_x, self.W_h, self.b = self.add_weights(names, D, 4 * H, (4 * H,), forget_bias_1)

    def call(self, x_t, states):
        h_prev, c_prev = states
        i, f, g, o = lstm_gates(x_t @ self.W_x + h_prev @ self.W_h + self.b)
        c_t = f * c_prev + i * g
        h_t = o * ops.tanh(c_t)
        return h_t, [h_t, c_t]


@register
class GRUCell(Cell):
    """The gated recurrent unit: x_t (B, D), [h_prev (B, H)] -> h_t, [h_t].

    The gates z, r, g stand side by side in the columns; the reset gate acts after the product with
    W_h, as in Keras's default reset_after=True. Cho et al. 2014.
    """

    def build(self, input_shape):
        """W_x (D, 3H), W_h (H, 3H), b (2, 3H): b[0] beside W_x, b[1] beside W_h."""
        D, H = input_shape[-1], self.units
        names = ("W_x", "W_h", "b")
        self.W_x, self.W_h, self.b = self.add_weights(names, D, 3 * H, (2, 3 * H))

    def call(self, x_t, states):
        (h_prev,) = states
        z, r, g = gru_gates(x_t @ self.W_x + self.b[0], h_prev @ self.W_h + self.b[1])
        h_t = z * h_prev + (1 - z) * g
        return h_t, [h_t]
