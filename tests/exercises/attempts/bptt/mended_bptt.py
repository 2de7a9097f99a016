"""Attempts at `mended_bptt`: the wrong line changed in a wrong way, or another line changed."""

import numpy as np

from rnn_helpers.backend import ops


def with_a_list(W_hh, h, from_loss, h_0):
    states = [h_0, *h.swapaxes(0, 1)]
    dW_hh, d = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in reversed(range(h.shape[1])):
        dz = (from_loss[:, t] + d) * (1 - states[t + 1] ** 2)
        dW_hh, d = dW_hh + states[t].T @ dz, dz @ W_hh.T
    return dW_hh, d


def keeps_dz(W_hh, h, from_loss, h_0):
    dz, future = np.zeros_like(h), np.zeros_like(h_0)
    for t in range(h.shape[1] - 1, -1, -1):
        dz[:, t] = (from_loss[:, t] + future) * (1 - h[:, t] ** 2)
        future = np.einsum("bj,ij->bi", dz[:, t], W_hh)
    h_before = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
    return np.tensordot(h_before, dz, axes=([0, 1], [0, 1])), future


def keras_ops(W_hh, h, from_loss, h_0):
    dW_hh, d = ops.zeros_like(W_hh), ops.zeros_like(h_0)
    for t in reversed(range(h.shape[1])):
        h_prev = h[:, t - 1] if t else h_0
        dz = ops.multiply(from_loss[:, t] + d, 1 - h[:, t] ** 2)
        dW_hh = dW_hh + ops.matmul(ops.transpose(h_prev), dz)
        d = ops.matmul(dz, ops.transpose(W_hh))
    return dW_hh, d


RIGHT = [with_a_list, keeps_dz, keras_ops]


def rewritten_with_the_bug(W_hh, h, from_loss, h_0):
    T = h.shape[1]
    dW_hh, d = np.zeros_like(W_hh), 0
    for t in reversed(range(T)):
        dz = (from_loss[:, t] + d) * (1 - h[:, t] ** 2)
        dW_hh = dW_hh + np.dot(h[:, t - 1].T, dz)
        d = np.dot(dz, W_hh.T)
    return dW_hh, d


def zeros_before(W_hh, h, from_loss, h_0):
    dW_hh, from_future = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in reversed(range(h.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else np.zeros_like(h_0)
        dz_t = (from_loss[:, t] + from_future) * (1 - h[:, t] ** 2)
        dW_hh += h_prev.T @ dz_t
        from_future = dz_t @ W_hh.T
    return dW_hh, from_future


def stops_early(W_hh, h, from_loss, h_0):
    dW_hh, from_future = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in reversed(range(1, h.shape[1])):
        h_prev = h[:, t - 1]
        dz_t = (from_loss[:, t] + from_future) * (1 - h[:, t] ** 2)
        dW_hh += h_prev.T @ dz_t
        from_future = dz_t @ W_hh.T
    return dW_hh, from_future


def this_state(W_hh, h, from_loss, h_0):
    dW_hh, from_future = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in reversed(range(h.shape[1])):
        dz_t = (from_loss[:, t] + from_future) * (1 - h[:, t] ** 2)
        dW_hh += h[:, t].T @ dz_t
        from_future = dz_t @ W_hh.T
    return dW_hh, from_future


def turned_the_weights(W_hh, h, from_loss, h_0):
    dW_hh, from_future = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in reversed(range(h.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h_0
        dz_t = (from_loss[:, t] + from_future) * (1 - h[:, t] ** 2)
        dW_hh += h_prev.T @ dz_t
        from_future = dz_t @ W_hh
    return dW_hh, from_future


def loss_only(W_hh, h, from_loss, h_0):
    dW_hh, from_future = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in reversed(range(h.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h_0
        dz_t = from_loss[:, t] * (1 - h[:, t] ** 2)
        dW_hh += h_prev.T @ dz_t
        from_future = dz_t @ W_hh.T
    return dW_hh, from_future


def the_other_way(W_hh, h, from_loss, h_0):
    dW_hh, from_future = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in range(h.shape[1]):
        h_prev = h[:, t - 1] if t > 0 else h_0
        dz_t = (from_loss[:, t] + from_future) * (1 - h[:, t] ** 2)
        dW_hh += h_prev.T @ dz_t
        from_future = dz_t @ W_hh.T
    return dW_hh, from_future


def tanh_again(W_hh, h, from_loss, h_0):
    dW_hh, from_future = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in reversed(range(h.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h_0
        dz_t = (from_loss[:, t] + from_future) * (1 - np.tanh(h[:, t]) ** 2)
        dW_hh += h_prev.T @ dz_t
        from_future = dz_t @ W_hh.T
    return dW_hh, from_future


def overwrites(W_hh, h, from_loss, h_0):
    dW_hh, from_future = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in reversed(range(h.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h_0
        dz_t = (from_loss[:, t] + from_future) * (1 - h[:, t] ** 2)
        dW_hh = h_prev.T @ dz_t
        from_future = dz_t @ W_hh.T
    return dW_hh, from_future


def into_from_loss(W_hh, h, from_loss, h_0):
    dW_hh, from_future = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in reversed(range(h.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h_0
        from_loss[:, t] += from_future
        dz_t = from_loss[:, t] * (1 - h[:, t] ** 2)
        dW_hh += h_prev.T @ dz_t
        from_future = dz_t @ W_hh.T
    return dW_hh, from_future


def dW_hh_only(W_hh, h, from_loss, h_0):
    return with_a_list(W_hh, h, from_loss, h_0)[0]


def never_below_zero(W_hh, h, from_loss, h_0):
    dW_hh, from_future = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in reversed(range(h.shape[1])):
        dz_t = (from_loss[:, t] + from_future) * (1 - h[:, t] ** 2)
        dW_hh += h[:, max(t - 1, 0)].T @ dz_t
        from_future = dz_t @ W_hh.T
    return dW_hh, from_future


WRONG = {
    "wraps round": [rewritten_with_the_bug],
    "zero start": [zeros_before],
    "first step left out": [stops_early],
    "h of the same step": [this_state],
    "W_hh not transposed": [turned_the_weights],
    "no future": [loss_only],
    "forwards": [the_other_way],
    "slope of h": [tanh_again],
    "not added up": [overwrites],
    "in place": [into_from_loss],
    "type": [dW_hh_only],
    "h_1 for h_0": [never_below_zero],
}
