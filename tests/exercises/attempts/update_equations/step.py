"""Attempts at `step`: three right ones, and what students hand in."""

import numpy as np

from rnn_helpers.backend import ops


def loop(W_xh, W_hh, b_h, x_t, h_prev):
    rows = []
    for x, h in zip(x_t, h_prev):
        z = b_h.copy()
        for d in range(len(x)):
            z = z + x[d] * W_xh[d]
        for k in range(len(h)):
            z = z + h[k] * W_hh[k]
        rows.append(np.tanh(z))
    return np.array(rows)


def stacked(W_xh, W_hh, b_h, x_t, h_prev):
    return np.tanh(np.hstack([x_t, h_prev]) @ np.vstack([W_xh, W_hh]) + b_h)


def columns(W_xh, W_hh, b_h, x_t, h_prev):
    return np.tanh(W_xh.T @ x_t.T + W_hh.T @ h_prev.T + b_h[:, None]).T


def keras_ops(W_xh, W_hh, b_h, x_t, h_prev):
    return ops.tanh(ops.matmul(x_t, W_xh) + ops.matmul(h_prev, W_hh) + b_h)


RIGHT = [loop, stacked, columns, keras_ops]


def book_order(W_xh, W_hh, b_h, x_t, h_prev):
    return np.tanh(x_t @ W_xh + (W_hh @ h_prev.T).T + b_h)


def einsum_turned(W_xh, W_hh, b_h, x_t, h_prev):
    return np.tanh(np.einsum("bd,dh->bh", x_t, W_xh) + np.einsum("bk,hk->bh", h_prev, W_hh) + b_h)


def forgot_tanh(W_xh, W_hh, b_h, x_t, h_prev):
    h_t = np.dot(x_t, W_xh) + np.dot(h_prev, W_hh)
    return h_t + b_h


def forgot_bias(W_xh, W_hh, b_h, x_t, h_prev):
    z = np.hstack([x_t, h_prev]) @ np.vstack([W_xh, W_hh])
    return np.tanh(z)


def bias_outside(W_xh, W_hh, b_h, x_t, h_prev):
    return np.tanh(x_t @ W_xh + h_prev @ W_hh) + b_h


def from_zero(W_xh, W_hh, b_h, x_t, h_prev):
    h_prev = np.zeros_like(h_prev)
    return np.tanh(x_t @ W_xh + h_prev @ W_hh + b_h)


def state_as_it_is(W_xh, W_hh, b_h, x_t, h_prev):
    return np.tanh(h_prev + x_t @ W_xh + b_h)


def state_only(W_xh, W_hh, b_h, x_t, h_prev):
    return np.tanh(h_prev @ W_hh + b_h)


def logistic(W_xh, W_hh, b_h, x_t, h_prev):
    z = x_t @ W_xh + h_prev @ W_hh + b_h
    return np.exp(z) / (1 + np.exp(z))


def rectified(W_xh, W_hh, b_h, x_t, h_prev):
    z = x_t @ W_xh + h_prev @ W_hh + b_h
    return np.where(z > 0, z, 0)


def tanh_of_each(W_xh, W_hh, b_h, x_t, h_prev):
    return np.tanh(x_t @ W_xh) + np.tanh(h_prev @ W_hh + b_h)


def input_turned(W_xh, W_hh, b_h, x_t, h_prev):
    return np.tanh((W_xh @ x_t.T).T + h_prev @ W_hh + b_h)


def first_example_only(W_xh, W_hh, b_h, x_t, h_prev):
    return np.tanh(x_t[:1] @ W_xh + h_prev[:1] @ W_hh + b_h)


def all_as_columns(W_xh, W_hh, b_h, x_t, h_prev):
    return np.tanh(W_xh.T @ x_t.T + W_hh.T @ h_prev.T + b_h[:, None])


def hard_coded(W_xh, W_hh, b_h, x_t, h_prev):
    h_t = np.zeros((3, 4))
    h_t[:] = np.tanh(x_t @ W_xh + h_prev @ W_hh + b_h)
    return h_t


def into_h_prev(W_xh, W_hh, b_h, x_t, h_prev):
    h_prev[:] = np.tanh(x_t @ W_xh + h_prev @ W_hh + b_h)
    return h_prev


def forgot_return(W_xh, W_hh, b_h, x_t, h_prev):
    h_t = np.tanh(x_t @ W_xh + h_prev @ W_hh + b_h)


# the mistake that the check must name -> attempts that make it
WRONG = {
    "W_hh transposed": [book_order, einsum_turned],
    "no phi": [forgot_tanh],
    "no bias": [forgot_bias],
    "bias after phi": [bias_outside],
    "no state": [from_zero],
    "no weights on state": [state_as_it_is],
    "no input": [state_only],
    "sigmoid": [logistic],
    "relu": [rectified],
    "phi twice": [tanh_of_each],
    "W_xh transposed": [input_turned],
    "only B=1": [first_example_only],
    "transposed": [all_as_columns],
    "sizes": [hard_coded],
    "in place": [into_h_prev],
    "none": [forgot_return],
}
