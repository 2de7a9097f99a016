"""The NumPy engine as layers like Keras's: the same arguments, defaults, weights and outputs.

    layer = SimpleRNN(8, return_sequences=True);  y = layer(x);  dx = layer.backward(dy)

Arrays as in Keras: x (B, T, D), y (B, H), or (B, T, H) with return_sequences. What Keras does by
autodiff is here `backward`: it returns dx and leaves the weights' gradients in `layer.gradients`.
"""

from rnn_helpers.numpy_layers.feed_forward import Dense, Sequential
from rnn_helpers.numpy_layers.recurrent import GRU, LSTM, MinGRU, SimpleRNN, SkipRNN

__all__ = ["GRU", "LSTM", "Dense", "MinGRU", "Sequential", "SimpleRNN", "SkipRNN"]
