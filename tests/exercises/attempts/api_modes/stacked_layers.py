"""Attempts at `stacked_layers`."""

import numpy as np

from rnn_helpers import keras_rnn, numpy_rnn
from rnn_helpers.backend import ops


def by_layer(f):
    """Attempts are written with three arrays a layer."""

    def attempt(x, W_xh, W_hh, b_h, W_hk, W_kk, b_k):
        return f((W_xh, W_hh, b_h), (W_hk, W_kk, b_k), x)

    attempt.__name__ = f.__name__
    return attempt


@by_layer
def in_one_loop(lower, upper, x):
    h_low, h_up = np.zeros((len(x), len(lower[2]))), np.zeros((len(x), len(upper[2])))
    for x_t in x.swapaxes(0, 1):
        h_low = np.tanh(x_t @ lower[0] + h_low @ lower[1] + lower[2])
        h_up = np.tanh(h_low @ upper[0] + h_up @ upper[1] + upper[2])
    return h_up


@by_layer
def package(lower, upper, x):
    return numpy_rnn.forward(upper, numpy_rnn.forward(lower, x))[:, -1]


@by_layer
def example_by_example(lower, upper, x):
    rows = []
    for example in x:
        for W, U, b in (lower, upper):
            h, states = np.zeros(len(b)), []
            for step in example:
                h = np.tanh(W.T @ step + U.T @ h + b)
                states.append(h)
            example = states
        rows.append(h)
    return np.array(rows)


@by_layer
def keras_layers(lower, upper, x):
    for params, sequences in ((lower, True), (upper, False)):
        layer = keras_rnn.SimpleRNN(len(params[2]), return_sequences=sequences, dtype="float64")
        layer.build(x.shape)
        layer.set_weights(params)
        x = layer(x)
    return x


@by_layer
def keras_ops(lower, upper, x):
    states = [ops.zeros((len(x), len(params[2])), dtype="float64") for params in (lower, upper)]
    for t in range(x.shape[1]):
        reads = x[:, t]
        for n, (W_xh, W_hh, b_h) in enumerate((lower, upper)):
            states[n] = reads = ops.tanh(
                ops.matmul(reads, W_xh) + ops.matmul(states[n], W_hh) + b_h
            )
    return states[1]


keras_layers.seeds = 5
RIGHT = [in_one_loop, package, example_by_example, keras_layers, keras_ops]


@by_layer
def many_to_one_below(lower, upper, x):
    h = np.zeros((len(x), len(lower[2])))
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ lower[0] + h @ lower[1] + lower[2])
    return np.tanh(h @ upper[0] + upper[2])


@by_layer
def upper_moves_first(lower, upper, x):
    low, up = np.zeros((len(x), len(lower[2]))), np.zeros((len(x), len(upper[2])))
    for t in range(x.shape[1]):
        up = np.tanh(low @ upper[0] + up @ upper[1] + upper[2])
        low = np.tanh(x[:, t] @ lower[0] + low @ lower[1] + lower[2])
    return up


@by_layer
def upper_returns_sequences(lower, upper, x):
    return numpy_rnn.forward(upper, numpy_rnn.forward(lower, x))


@by_layer
def one_layer(lower, upper, x):
    return numpy_rnn.forward(lower, x)[:, -1]


@by_layer
def dense_below(lower, upper, x):
    return numpy_rnn.forward(upper, np.tanh(x @ lower[0] + lower[2]))[:, -1]


@by_layer
def sums_handed_up(lower, upper, x):
    z, up = np.zeros((len(x), len(lower[2]))), np.zeros((len(x), len(upper[2])))
    for t in range(x.shape[1]):
        z = x[:, t] @ lower[0] + z @ lower[1] + lower[2]
        up = np.tanh(z @ upper[0] + up @ upper[1] + upper[2])
    return up


@by_layer
def linear_above(lower, upper, x):
    return numpy_rnn.forward(upper, numpy_rnn.forward(lower, x), activation="linear")[:, -1]


@by_layer
def book_order(lower, upper, x):
    for W, U, b in (lower, upper):
        h, states = np.zeros((len(b), len(x))), []
        for t in range(x.shape[1]):
            h = np.tanh(W.T @ x[:, t].T + U @ h + b[:, None])
            states.append(h.T)
        x = np.stack(states, axis=1)
    return h.T


@by_layer
def prepended(lower, upper, x):
    h, states = np.zeros((len(x), len(lower[2]))), []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ lower[0] + h @ lower[1] + lower[2])
        states.insert(0, h)
    return numpy_rnn.forward(upper, np.stack(states, axis=1))[:, -1]


@by_layer
def hands_the_state_over(lower, upper, x):
    h_T = numpy_rnn.forward(lower, x)[:, -1]
    return numpy_rnn.forward(upper, x, h_T)[:, -1]


@by_layer
def stacked_along_the_batch(lower, upper, x):
    h, states = np.zeros((len(x), len(lower[2]))), []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ lower[0] + h @ lower[1] + lower[2])
        states.append(h)
    return numpy_rnn.forward(upper, np.stack(states))[:, -1]


@by_layer
def both(lower, upper, x):
    h = numpy_rnn.forward(lower, x)
    return h[:, -1], numpy_rnn.forward(upper, h)[:, -1]


WRONG = {
    "last state only": [many_to_one_below],
    "one step behind": [upper_moves_first],
    "all steps": [upper_returns_sequences],
    "lower alone": [one_layer],
    "lower forgets": [dense_below],
    "lower without phi": [sums_handed_up],
    "upper without phi": [linear_above],
    "W_hh transposed": [book_order],
    "time reversed": [prepended],
    "raises": [hands_the_state_over],
    "shape": [stacked_along_the_batch],
    "type": [both],
}
