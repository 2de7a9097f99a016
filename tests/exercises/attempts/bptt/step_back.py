"""Attempts at `step_back`."""

import numpy as np

from rnn_helpers import numpy_rnn
from rnn_helpers.backend import ops


def loop(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    dx_t, dh_prev = np.zeros(x_t.shape), np.zeros(h_prev.shape)
    dW_xh, dW_hh, db_h = np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))
    for i in range(len(x_t)):
        for j in range(len(W_hh)):
            dz = dh_t[i, j] * (1 - h_t[i, j] ** 2)
            dx_t[i] += dz * W_xh[:, j]
            dh_prev[i] += dz * W_hh[:, j]
            dW_xh[:, j] += dz * x_t[i]
            dW_hh[:, j] += dz * h_prev[i]
            db_h[j] += dz
    return dx_t, dh_prev, dW_xh, dW_hh, db_h


def stacked(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    D = x_t.shape[1]
    dz = dh_t - dh_t * np.square(h_t)
    back = dz @ np.vstack([W_xh, W_hh]).T
    dW = np.hstack([x_t, h_prev, np.ones((len(x_t), 1))]).T @ dz
    return back[:, :D], back[:, D:], dW[:D], dW[D:-1], dW[-1]


def einsums(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    dz = np.einsum("bh,bh->bh", dh_t, (1 - h_t) * (1 + h_t))
    grads = (
        np.einsum("bd,bh->dh", x_t, dz),
        np.einsum("bk,bh->kh", h_prev, dz),
        np.einsum("bh->h", dz),
    )
    return np.einsum("bh,dh->bd", dz, W_xh), np.einsum("bh,kh->bk", dz, W_hh), grads


def keras_ops(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    dz = ops.multiply(dh_t, 1 - ops.square(h_t))
    return {
        "dx_t": ops.matmul(dz, ops.transpose(W_xh)),
        "dh_prev": ops.matmul(dz, ops.transpose(W_hh)),
        "dW_xh": ops.matmul(ops.transpose(x_t), dz),
        "dW_hh": ops.matmul(ops.transpose(h_prev), dz),
        "db_h": ops.sum(dz, axis=0),
    }


def package(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    params = numpy_rnn.Params(W_xh, W_hh, np.zeros(len(W_hh)))
    grads, dx, dh_0 = numpy_rnn.bptt(params, x_t[:, None], h_t[:, None], dh_t[:, None], h_prev)
    return dx[:, 0], dh_0, *grads


RIGHT = [loop, stacked, einsums, keras_ops, package]


def past_phi(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    return dh_t @ W_xh.T, dh_t @ W_hh.T, x_t.T @ dh_t, h_prev.T @ dh_t, dh_t.sum(0)


def tanh_once_more(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    dz = dh_t / np.cosh(h_t) ** 2
    return dz @ W_xh.T, dz @ W_hh.T, x_t.T @ dz, h_prev.T @ dz, dz.sum(0)


def forgot_the_square(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    dz = dh_t - dh_t * h_t
    return dz @ W_xh.T, dz @ W_hh.T, x_t.T @ dz, h_prev.T @ dz, dz.sum(0)


def before_tanh(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    z = np.log((1 + h_t) / (1 - h_t)) / 2
    dz = dh_t * (1 - z * z)
    return dz @ W_xh.T, dz @ W_hh.T, x_t.T @ dz, h_prev.T @ dz, dz.sum(0)


def of_the_logistic(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    dz = dh_t * (h_t - h_t**2)
    return dz @ W_xh.T, dz @ W_hh.T, x_t.T @ dz, h_prev.T @ dz, dz.sum(0)


def same_way_as_forward(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    dz = dh_t * (1 - h_t**2)
    return np.dot(dz, W_xh.T), np.dot(dz, W_hh), np.dot(x_t.T, dz), np.dot(h_prev.T, dz), dz.sum(0)


def averaged(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    dz, B = dh_t * (1 - h_t**2), len(x_t)
    return dz @ W_xh.T, dz @ W_hh.T, x_t.T @ dz / B, h_prev.T @ dz / B, dz.mean(0)


def new_state(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    dz = dh_t * (1 - h_t**2)
    return dz @ W_xh.T, dz @ W_hh.T, x_t.T @ dz, np.einsum("bi,bj->ij", h_t, dz), dz.sum(0)


def square_and_turned(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    dz = dh_t * (1 - h_t**2)
    return dz @ W_xh.T, dz @ W_hh.T, x_t.T @ dz, np.einsum("bi,bj->ij", dz, h_prev), dz.sum(0)


def straight_back(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    dz = dh_t * (1 - h_t**2)
    return dz @ W_xh.T, dz, x_t.T @ dz, h_prev.T @ dz, dz.sum(0)


def carried_too_soon(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    dh_prev = dh_t @ W_hh.T
    dz = dh_t * (1 - h_t**2)
    return dz @ W_xh.T, dh_prev, x_t.T @ dz, h_prev.T @ dz, dz.sum(0)


def bias_of_each(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    dz = dh_t * (1 - h_t**2)
    return dz @ W_xh.T, dz @ W_hh.T, x_t.T @ dz, h_prev.T @ dz, dz


def bias_over_units(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    dz = dh_t * (1 - h_t**2)
    return dz @ W_xh.T, dz @ W_hh.T, x_t.T @ dz, h_prev.T @ dz, dz.sum(axis=1)


def wrong_order(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    dz = dh_t * (1 - h_t**2)
    return W_xh @ dz, W_hh @ dz, x_t.T @ dz, h_prev.T @ dz, dz.sum(0)


def dh_overwritten(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    dh_t *= 1 - h_t**2
    return dh_t @ W_xh.T, dh_t @ W_hh.T, x_t.T @ dh_t, h_prev.T @ dh_t, dh_t.sum(0)


def first_example(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    dz = (dh_t * (1 - h_t**2))[0]
    return (W_xh @ dz)[None], (W_hh @ dz)[None], np.outer(x_t[0], dz), np.outer(h_prev[0], dz), dz


def states_only(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    dz = dh_t * (1 - h_t**2)
    return dz @ W_xh.T, dz @ W_hh.T


WRONG = {
    "no slope": [past_phi],
    "slope of h_t": [tanh_once_more],
    "slope 1 - h": [forgot_the_square],
    "slope 1 - z²": [before_tanh],
    "slope of the sigmoid": [of_the_logistic],
    "W_hh not transposed": [same_way_as_forward],
    "mean": [averaged],
    "h_t for h_prev": [new_state],
    "dW_hh transposed": [square_and_turned],
    "dh_prev without W_hh": [straight_back],
    "dh_prev without slope": [carried_too_soon],
    "db_h not summed": [bias_of_each],
    "shape": [bias_over_units],
    "sizes": [wrong_order],
    "in place": [dh_overwritten],
    "only B=1": [first_example],
    "type": [states_only],
}
