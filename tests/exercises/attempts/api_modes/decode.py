"""Attempts at `decode`."""

import numpy as np

from rnn_helpers import keras_rnn, numpy_rnn
from rnn_helpers.backend import ops


def package(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    state, y = h[:, -1], np.zeros((len(h), steps + 1, len(b_y)))
    for t in range(steps):
        state = numpy_rnn.step((W_xh, W_hh, b_h), y[:, t], state)
        y[:, t + 1] = state @ W_hy + b_y
    return y[:, 1:]


def all_anew_each_time(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    """As in the notebook: at each step the decoder reads all of its outputs so far again."""
    said = np.zeros((len(h), 1, len(b_y)))
    for _ in range(steps):
        y = numpy_rnn.forward((W_xh, W_hh, b_h), said, h[:, -1]) @ W_hy + b_y
        said = np.concatenate([said, y[:, -1:]], axis=1)
    return y


def example_by_example(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    y = []
    for states in h:
        state, said = states[-1], [np.zeros(len(b_y))]
        while len(said) <= steps:
            state = np.tanh(W_xh.T @ said[-1] + W_hh.T @ state + b_h)
            said.append(W_hy.T @ state + b_y)
        y.append(said[1:])
    return np.array(y)


def folded(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    """The output folded into the weights: after the first step it reads its own state."""
    states = [np.tanh(h[:, -1] @ W_hh + b_h)]
    for _ in range(steps - 1):
        states.append(np.tanh(states[-1] @ (W_hy @ W_xh + W_hh) + b_y @ W_xh + b_h))
    return np.stack(states, axis=1) @ W_hy + b_y


def keras_ops(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    cell = keras_rnn.SimpleRNNCell(len(b_h), dtype="float64")
    cell.build((len(h), len(b_y)))
    cell.set_weights([W_xh, W_hh, b_h])
    state, y = h[:, -1], [ops.zeros((len(h), len(b_y)), dtype="float64")]
    for _ in range(steps):
        state, _ = cell(y[-1], [state])
        y.append(ops.matmul(state, W_hy) + b_y)
    return ops.stack(y[1:], axis=1)


keras_ops.seeds = 5
RIGHT = [package, all_anew_each_time, example_by_example, folded, keras_ops]


def from_state(state, W_xh, W_hh, b_h, W_hy, b_y, steps):
    y_t, y = np.zeros((len(state), len(b_y))), []
    for _ in range(steps):
        state = np.tanh(y_t @ W_xh + state @ W_hh + b_h)
        y_t = state @ W_hy + b_y
        y.append(y_t)
    return np.stack(y, axis=1)


def from_zeros(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    return from_state(np.zeros((len(h), len(b_h))), W_xh, W_hh, b_h, W_hy, b_y, steps)


def back_to_the_encoder(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    y, y_t = [], np.zeros((len(h), len(b_y)))
    for _ in range(steps):
        h_t = np.tanh(y_t @ W_xh + h[:, -1] @ W_hh + b_h)
        y_t = h_t @ W_hy + b_y
        y.append(y_t)
    return np.stack(y, axis=1)


def one_call_of_a_layer(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    return (
        numpy_rnn.forward((W_xh, W_hh, b_h), np.zeros((len(h), steps, len(b_y))), h[:, -1]) @ W_hy
        + b_y
    )


def index_0(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    return from_state(h[:, 0], W_xh, W_hh, b_h, W_hy, b_y, steps)


def average(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    return from_state(sum(h.swapaxes(0, 1)) / h.shape[1], W_xh, W_hh, b_h, W_hy, b_y, steps)


def speaks_first(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    state, y = h[:, -1], []
    for _ in range(steps):
        y.append(state @ W_hy + b_y)
        state = np.tanh(y[-1] @ W_xh + state @ W_hh + b_h)
    return np.stack(y, axis=1)


def squashed(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    state, y = h[:, -1], [np.zeros((len(h), len(b_y)))]
    for _ in range(steps):
        state = np.tanh(y[-1] @ W_xh + state @ W_hh + b_h)
        y.append(np.tanh(state @ W_hy + b_y))
    return np.stack(y[1:], axis=1)


def book_order(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    state, y_t, y = h[:, -1].T, np.zeros((len(b_y), len(h))), []
    for _ in range(steps):
        state = np.tanh(W_xh.T @ y_t + W_hh @ state + b_h[:, None])
        y_t = W_hy.T @ state + b_y[:, None]
        y.append(y_t.T)
    return np.stack(y, axis=1)


def last_output(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    return folded(h, W_xh, W_hh, b_h, W_hy, b_y, steps)[:, -1]


def its_states(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    states = [np.tanh(h[:, -1] @ W_hh + b_h)]
    while len(states) < steps:
        states.append(np.tanh((states[-1] @ W_hy + b_y) @ W_xh + states[-1] @ W_hh + b_h))
    return np.stack(states)


def along_the_encoder(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    y, y_t = [], np.zeros((len(h), len(b_y)))
    for t in range(steps):
        y_t = np.tanh(y_t @ W_xh + h[:, t] @ W_hh + b_h) @ W_hy + b_y
        y.append(y_t)
    return np.stack(y, axis=1)


WRONG = {
    "nothing handed over": [from_zeros],
    "handed over at each step": [back_to_the_encoder],
    "not fed back": [one_call_of_a_layer],
    "first state": [index_0],
    "mean state": [average],
    "output before the step": [speaks_first],
    "phi on the output": [squashed],
    "W_hh transposed": [book_order],
    "shape": [its_states],
    "last only": [last_output],
    "sizes": [along_the_encoder],
}
