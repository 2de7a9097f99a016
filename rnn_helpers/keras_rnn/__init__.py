"""The same equations in keras.ops: cells that are one step, layers that are the loop.

Real Keras layers: they train, save, reload, take masks and run on TensorFlow, JAX and PyTorch.
Weights have the order and layout of `numpy_rnn`, `numpy_lstm` and `numpy_gru`, which are Keras's
own, so get_weights() of one is set_weights() of the other. Nothing here imports the NumPy engine:
two engines that share code prove nothing about each other.

`cells` has the equations; `layers` has Keras's RNN walk them through time; `bptt` computes the
same numbers sooner where there is no mask, and tests hold the two equal. `linear` has the
recurrence that needs no loop, and the minGRU.
"""

from rnn_helpers.keras_rnn import bptt
from rnn_helpers.keras_rnn.cells import GRUCell, LSTMCell, SimpleRNNCell
from rnn_helpers.keras_rnn.layers import GRU, LSTM, SimpleRNN
from rnn_helpers.keras_rnn.linear import MinGRU, MinGRUCell, linear_recurrence

__all__ = [
    "GRU", "LSTM", "GRUCell", "LSTMCell", "MinGRU", "MinGRUCell", "SimpleRNN", "SimpleRNNCell",
    "bptt", "linear_recurrence",
]
