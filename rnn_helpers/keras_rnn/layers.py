"""A cell over time: layers with the API of keras.layers.RNN, and a way back of their own."""

from rnn_helpers import backend
from rnn_helpers.backend import keras, ops
from rnn_helpers.keras_rnn import bptt
from rnn_helpers.keras_rnn.cells import GRUCell, LSTMCell, SimpleRNNCell, register


class Layer(keras.layers.RNN):
    """What the three layers share: states, masks and directions, all by Keras's RNN."""

    def __init__(self, cell, return_sequences=False, return_state=False, go_backwards=False,
                 stateful=False, **kwargs):
        super().__init__(cell, return_sequences=return_sequences, return_state=return_state,
                         go_backwards=go_backwards, stateful=stateful, **kwargs)
        self.input_spec = keras.layers.InputSpec(ndim=3)

    def call(self, sequences, initial_state=None, mask=None, training=False):
        """sequences (B, T, D), also of whole numbers -> as in keras.layers.RNN."""
        sequences = ops.cast(sequences, self.compute_dtype)
        return super().call(sequences, initial_state=initial_state, mask=mask, training=training)

    @property
    def units(self):
        """H, the number of units."""
        return self.cell.units

    def inner_loop(self, sequences, initial_state, mask, training=False):
        """A hook of Keras's RNN: all time steps, without a mask by `recurrence`.

        sequences (B, T, D), initial_state: list of (B, H)
        -> last h (B, H), all h (B, T, H), list of last states (B, H).
        """
        known = mask is None and sequences.shape[1] is not None and not self.unroll
        if not known or not self.own_bptt():
            return super().inner_loop(sequences, initial_state, mask, training)
        x = ops.transpose(sequences, (1, 0, 2))  # time first
        x = ops.flip(x, axis=0) if self.go_backwards else x
        # a copy of each weight is a tensor: TensorFlow's custom_gradient takes no variable
        h, *states = self.recurrence(x, *initial_state, *map(ops.copy, self.cell.weights))
        return h[-1], ops.transpose(h, (1, 0, 2)), [h[-1], *states]

    def own_bptt(self):
        """Whether `recurrence` is the faster way here.

        With gates it is not on TensorFlow without its compiler XLA, which is how TensorFlow runs on
        a CPU: a scan copies all that it keeps there, and that costs more than one product saves.
        """
        return backend.name() != "tensorflow" or backend.device() == "GPU"

    def get_config(self):
        """What `from_config` needs to make this layer again, without its weights."""
        config = super().get_config()
        del config["cell"]  # made again from `units`
        return {**config, "units": self.units}

    @classmethod
    def from_config(cls, config):
        """The layer that `get_config` described."""
        return cls(**config)


@register
class SimpleRNN(Layer):
    """The vanilla network, as keras.layers.SimpleRNN: (B, T, D) -> (B, H), or (B, T, H) with
    return_sequences=True."""

    def __init__(self, units, activation="tanh", **kwargs):
        super().__init__(SimpleRNNCell(units, activation, dtype=kwargs.get("dtype")), **kwargs)

    @property
    def activation(self):
        """φ, a function."""
        return self.cell.phi

    def own_bptt(self):
        """Whether the slope of this activation is known; then it is the faster way everywhere."""
        return self.activation in bptt.SLOPES

    def recurrence(self, *arguments):
        """x (T, B, D), h_0, W_xh, W_hh, b_h -> [h (T, B, H)]."""
        return [bptt.simple_rnn(self.activation)(*arguments)]

    def get_config(self):
        """As in every layer, and the activation."""
        activation = keras.activations.serialize(self.activation)
        return {**super().get_config(), "activation": activation}


@register
class LSTM(Layer):
    """Long short-term memory, as keras.layers.LSTM: (B, T, D) -> (B, H), or (B, T, H) with
    return_sequences=True."""

    def __init__(self, units, **kwargs):
        super().__init__(LSTMCell(units, dtype=kwargs.get("dtype")), **kwargs)

    def recurrence(self, *arguments):
        """x (T, B, D), h_0, c_0, W_x, W_h, b -> [h (T, B, H), last c (B, H)]."""
        h_and_c = bptt.lstm(*arguments)
        return [h_and_c[:-1], h_and_c[-1]]


@register
class GRU(Layer):
    """The gated recurrent unit, as keras.layers.GRU: (B, T, D) -> (B, H), or (B, T, H) with
    return_sequences=True."""

    def __init__(self, units, **kwargs):
        super().__init__(GRUCell(units, dtype=kwargs.get("dtype")), **kwargs)

    def recurrence(self, *arguments):
        """x (T, B, D), h_0, W_x, W_h, b -> [h (T, B, H)]."""
        return [bptt.gru(*arguments)]
