"""Attempts at `stacked_step`."""

import numpy as np

from rnn_helpers.backend import ops


def columns(W, b, x_t, h_prev):
    return np.tanh(W @ np.vstack([x_t.T, h_prev.T]) + b[:, None]).T


def cut_apart(W, b, x_t, h_prev):
    D = x_t.shape[1]
    return np.tanh(x_t @ W[:, :D].T + h_prev @ W[:, D:].T + b)


def loop(W, b, x_t, h_prev):
    return np.array([np.tanh(W @ np.concatenate([x, h]) + b) for x, h in zip(x_t, h_prev)])


def keras_ops(W, b, x_t, h_prev):
    return ops.tanh(ops.matmul(ops.concatenate([x_t, h_prev], axis=-1), ops.transpose(W)) + b)


RIGHT = [columns, cut_apart, loop, keras_ops]


def state_on_top(W, b, x_t, h_prev):
    return np.tanh(np.hstack([h_prev, x_t]) @ W.T + b)


def as_in_the_lecture(W, b, x_t, h_prev):
    return (W @ np.vstack([x_t.T, h_prev.T])).T + b


def forgot_b(W, b, x_t, h_prev):
    return np.tanh(np.hstack([x_t, h_prev]) @ W.T)


def b_at_the_end(W, b, x_t, h_prev):
    h_t = np.tanh((W @ np.vstack([x_t.T, h_prev.T])).T)
    return h_t + b


def second_block_as_it_is(W, b, x_t, h_prev):
    H = h_prev.shape[1]
    W_xh, W_hh = W[:, :-H], W[:, -H:]
    return np.tanh(x_t @ W_xh.T + h_prev @ W_hh + b)


def reshaped_to_fit(W, b, x_t, h_prev):
    both = np.hstack([x_t, h_prev])
    return np.tanh(both @ W.reshape(both.shape[1], -1) + b)


def input_block_only(W, b, x_t, h_prev):
    return np.tanh((W[:, : x_t.shape[1]] @ x_t.T).T + b)


def cut_in_the_middle(W, b, x_t, h_prev):
    W_xh, W_hh = np.split(W, 2, axis=1)
    return np.tanh(x_t @ W_xh.T + h_prev @ W_hh.T + b)


def without_transpose(W, b, x_t, h_prev):
    return np.tanh(np.hstack([x_t, h_prev]) @ W + b)


def stacked_examples(W, b, x_t, h_prev):
    return np.tanh(np.concatenate([x_t, h_prev]) @ W.T + b)


def left_as_columns(W, b, x_t, h_prev):
    return np.tanh(W @ np.vstack([x_t.T, h_prev.T]) + b[:, None])


WRONG = {
    "state first": [state_on_top],
    "no phi": [as_in_the_lecture],
    "no bias": [forgot_b],
    "bias after phi": [b_at_the_end],
    "square part not transposed": [second_block_as_it_is],
    "reshaped": [reshaped_to_fit],
    "no state": [input_block_only],
    "only D=H": [cut_in_the_middle],
    "sizes": [without_transpose, stacked_examples],
    "transposed": [left_as_columns],
}
