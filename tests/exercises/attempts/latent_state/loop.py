"""Attempts at `loop`."""

import numpy as np

from rnn_helpers import numpy_rnn
from rnn_helpers.backend import ops


def preallocated(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h, y = np.zeros((len(x), len(h_0))), np.zeros((len(x), len(b_y)))
    for t in range(len(x)):
        h_prev = h[t - 1] if t > 0 else h_0
        h[t] = np.tanh(x[t] @ W_xh + h_prev @ W_hh + b_h)
        y[t] = h[t] @ W_hy + b_y
    return h, y


def outputs_behind(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h = [h_0]
    for z in x @ W_xh + b_h:
        h.append(np.tanh(z + h[-1] @ W_hh))
    return {"h": np.array(h[1:]), "y": np.array(h[1:]) @ W_hy + b_y}


def recursive(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    if len(x) == 0:
        return np.zeros((0, len(h_0))), np.zeros((0, len(b_y)))
    h_1 = np.tanh(W_xh.T @ x[0] + W_hh.T @ h_0 + b_h)
    h, y = recursive(W_xh, W_hh, b_h, W_hy, b_y, x[1:], h_1)
    return np.vstack([h_1, h]), np.vstack([h_1 @ W_hy + b_y, y])


def package(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h = numpy_rnn.forward((W_xh, W_hh, b_h), x[None], h_0[None])[0]
    return h, h @ W_hy + b_y


def keras_ops(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h_t, h = ops.convert_to_tensor(h_0[None]), []
    for x_t in x:
        h_t = ops.tanh(ops.matmul(x_t[None], W_xh) + ops.matmul(h_t, W_hh) + b_h)
        h.append(h_t)
    h = ops.concatenate(h)
    return h, ops.matmul(h, W_hy) + b_y


RIGHT = [preallocated, outputs_behind, recursive, package, keras_ops]


def zeros_first(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h = [np.zeros(len(b_h))]
    for x_t in x:
        h.append(np.tanh(x_t @ W_xh + h[-1] @ W_hh + b_h))
    return np.array(h[1:]), np.array(h[1:]) @ W_hy + b_y


def h_0_each_time(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h = np.tanh(x @ W_xh + h_0 @ W_hh + b_h)
    return h, h @ W_hy + b_y


def written_into(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h_t, h, y = h_0.copy(), [], []
    for x_t in x:
        h_t[:] = np.tanh(x_t @ W_xh + h_t @ W_hh + b_h)
        h.append(h_t)
        y.append(h_t @ W_hy + b_y)
    return np.array(h), np.array(y)


def written_into_h_0(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h, y = [], []
    for x_t in x:
        h_0[:] = np.tanh(x_t @ W_xh + h_0 @ W_hh + b_h)
        h.append(h_0.copy())
        y.append(h_0 @ W_hy + b_y)
    return np.array(h), np.array(y)


def kept_first(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h_t, h, y = h_0, [], []
    for x_t in x:
        h.append(h_t)
        h_t = np.tanh(x_t @ W_xh + h_t @ W_hh + b_h)
        y.append(h_t @ W_hy + b_y)
    return np.array(h), np.array(y)


def output_first(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h_t, h, y = h_0, [], []
    for x_t in x:
        y.append(b_y + h_t @ W_hy)
        h_t = np.tanh(x_t @ W_xh + h_t @ W_hh + b_h)
        h.append(h_t)
    return np.array(h), np.array(y)


def output_squeezed(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h, y = preallocated(W_xh, W_hh, b_h, W_hy, b_y, x, h_0)
    return h, np.tanh(y)


def output_product(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h = numpy_rnn.forward((W_xh, W_hh, b_h), x[None], h_0[None])[0]
    return h, np.einsum("th,hk->tk", h, W_hy)


def state_product(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h = [h_0]
    for x_t in x:
        h.append(np.tanh(np.concatenate([x_t, h[-1]]) @ np.vstack([W_xh, W_hh])))
    return np.array(h[1:]), np.array(h[1:]) @ W_hy + b_y


def linear(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h = numpy_rnn.forward((W_xh, W_hh, b_h), x[None], h_0[None], activation="linear")[0]
    return h, h @ W_hy + b_y


def bracket_closed_too_soon(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h_t, h, y = h_0, [], []
    for x_t in x:
        h_t = np.tanh(b_h + x_t @ W_xh) + h_t @ W_hh
        h.append(h_t)
        y.append(h_t @ W_hy + b_y)
    return np.array(h), np.array(y)


def as_on_the_page(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h_t, h, y = h_0, [], []
    for x_t in x:
        h_t = np.tanh(W_xh.T @ x_t + W_hh @ h_t + b_h)
        h.append(h_t)
        y.append(h_t @ W_hy + b_y)
    return np.array(h), np.array(y)


def list_with_the_start(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h, y = [h_0], []
    for x_t in x:
        h.append(np.tanh(x_t @ W_xh + h[-1] @ W_hh + b_h))
        y.append(h[-1] @ W_hy + b_y)
    return np.array(h), np.array(y)


def returned_h_t(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h_t = h_0
    for x_t in x:
        h_t = np.tanh(x_t @ W_xh + h_t @ W_hh + b_h)
        y_t = h_t @ W_hy + b_y
    return h_t, y_t


def one_output(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h, y = preallocated(W_xh, W_hh, b_h, W_hy, b_y, x, h_0)
    return h, y[-1]


def return_in_the_loop(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h_t, h, y = h_0, [], []
    for x_t in x:
        h_t = np.tanh(x_t @ W_xh + h_t @ W_hh + b_h)
        h.append(h_t)
        y.append(h_t @ W_hy + b_y)
        return np.array(h), np.array(y)


def random_start(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    h_0 = np.random.default_rng(0).uniform(size=len(h_0))
    return preallocated(W_xh, W_hh, b_h, W_hy, b_y, x, h_0)


def states_only(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    return preallocated(W_xh, W_hh, b_h, W_hy, b_y, x, h_0)[0]


WRONG = {
    "zero start": [zeros_first],
    "state not carried": [h_0_each_time],
    "one array": [written_into],
    "in place": [written_into_h_0],
    "one late": [kept_first],
    "y before the update": [output_first],
    "y with phi": [output_squeezed],
    "no b_y": [output_product],
    "no b_h": [state_product],
    "no phi": [linear],
    "phi too soon": [bracket_closed_too_soon],
    "W_hh transposed": [as_on_the_page],
    "start too": [list_with_the_start],
    "last only": [returned_h_t],
    "last output only": [one_output],
    "only T=1": [return_in_the_loop],
    "wrong": [random_start],
    "type": [states_only],
}
