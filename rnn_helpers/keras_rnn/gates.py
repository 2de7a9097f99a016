"""The gates of the LSTM and the GRU, as in `numpy_lstm.gates` and `numpy_gru.gates`."""

from rnn_helpers.backend import ops


def lstm_gates(z):
    """The sums z (..., 4H) -> input gate, forget gate, candidate, output gate, each (..., H)."""
    i, f, g, o = ops.split(z, 4, axis=-1)
    return ops.sigmoid(i), ops.sigmoid(f), ops.tanh(g), ops.sigmoid(o)


def gru_gates(zx, zh):
    """What x and h add, (..., 3H) each -> update gate, reset gate, candidate, (..., H) each."""
    x_z, x_r, x_g = ops.split(zx, 3, axis=-1)
    h_z, h_r, h_g = ops.split(zh, 3, axis=-1)
    z, r = ops.sigmoid(x_z + h_z), ops.sigmoid(x_r + h_r)
    g = ops.tanh(x_g + r * h_g)
    return z, r, g
