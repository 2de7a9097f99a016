"""Attempts at `lstm_step`: three right ones, and what students hand in."""

import numpy as np

from rnn_helpers.backend import ops


def sigma(z):
    return np.exp(z) / (1 + np.exp(z))


def four_products(W_x, W_h, b, x_t, h_prev, c_prev):
    H = h_prev.shape[1]
    z = [x_t @ W_x[:, k * H : (k + 1) * H] + h_prev @ W_h[:, k * H : (k + 1) * H]
         + b[k * H : (k + 1) * H] for k in range(4)]
    c_t = sigma(z[1]) * c_prev + sigma(z[0]) * np.tanh(z[2])
    return sigma(z[3]) * np.tanh(c_t), c_t


def stacked(W_x, W_h, b, x_t, h_prev, c_prev):
    z = np.hstack([x_t, h_prev]) @ np.vstack([W_x, W_h]) + b
    i, f, g, o = z.reshape(len(z), 4, -1).swapaxes(0, 1)
    c_t = c_prev * (0.5 + 0.5 * np.tanh(f / 2)) + (0.5 + 0.5 * np.tanh(i / 2)) * np.tanh(g)
    return {"h_t": (0.5 + 0.5 * np.tanh(o / 2)) * np.tanh(c_t), "c_t": c_t}


def keras_ops(W_x, W_h, b, x_t, h_prev, c_prev):
    z = ops.matmul(x_t, W_x) + ops.matmul(h_prev, W_h) + b
    i, f, g, o = ops.split(z, 4, axis=1)
    c_t = ops.sigmoid(f) * c_prev + ops.sigmoid(i) * ops.tanh(g)
    return ops.sigmoid(o) * ops.tanh(c_t), c_t


RIGHT = [four_products, stacked, keras_ops]


def sums(W_x, W_h, b, x_t, h_prev):
    return np.split(x_t @ W_x + h_prev @ W_h + b, 4, axis=1)


def pytorch_lookalike(W_x, W_h, b, x_t, h_prev, c_prev):
    i, f, o, g = sums(W_x, W_h, b, x_t, h_prev)
    c_t = sigma(f) * c_prev + sigma(i) * np.tanh(g)
    return sigma(o) * np.tanh(c_t), c_t


def forget_first(W_x, W_h, b, x_t, h_prev, c_prev):
    f, i, g, o = sums(W_x, W_h, b, x_t, h_prev)
    c_t = sigma(f) * c_prev + sigma(i) * np.tanh(g)
    return sigma(o) * np.tanh(c_t), c_t


def all_sigma(W_x, W_h, b, x_t, h_prev, c_prev):
    i, f, g, o = map(sigma, sums(W_x, W_h, b, x_t, h_prev))
    c_t = f * c_prev + i * g
    return o * np.tanh(c_t), c_t


def tanh_too_early(W_x, W_h, b, x_t, h_prev, c_prev):
    i, f, g, o = sums(W_x, W_h, b, x_t, h_prev)
    c_t = np.tanh(sigma(f) * c_prev + sigma(i) * np.tanh(g))
    return sigma(o) * c_t, c_t


def straight_out(W_x, W_h, b, x_t, h_prev, c_prev):
    i, f, g, o = sums(W_x, W_h, b, x_t, h_prev)
    c_t = sigma(f) * c_prev + sigma(i) * np.tanh(g)
    return sigma(o) * c_t, c_t


def always_open(W_x, W_h, b, x_t, h_prev, c_prev):
    i, f, g, _ = sums(W_x, W_h, b, x_t, h_prev)
    c_t = sigma(f) * c_prev + sigma(i) * np.tanh(g)
    return np.tanh(c_t), c_t


def like_a_gru(W_x, W_h, b, x_t, h_prev, c_prev):
    _, f, g, o = sums(W_x, W_h, b, x_t, h_prev)
    c_t = sigma(f) * c_prev + (1 - sigma(f)) * np.tanh(g)
    return sigma(o) * np.tanh(c_t), c_t


def of_1997(W_x, W_h, b, x_t, h_prev, c_prev):
    i, _, g, o = sums(W_x, W_h, b, x_t, h_prev)
    c_t = c_prev + sigma(i) * np.tanh(g)
    return sigma(o) * np.tanh(c_t), c_t


def writes_everything(W_x, W_h, b, x_t, h_prev, c_prev):
    _, f, g, o = sums(W_x, W_h, b, x_t, h_prev)
    c_t = sigma(f) * c_prev + np.tanh(g)
    return sigma(o) * np.tanh(c_t), c_t


def wrong_belt(W_x, W_h, b, x_t, h_prev, c_prev):
    i, f, g, o = sums(W_x, W_h, b, x_t, h_prev)
    c_t = sigma(f) * h_prev + sigma(i) * np.tanh(g)
    return sigma(o) * np.tanh(c_t), c_t


def forgot_b(W_x, W_h, b, x_t, h_prev, c_prev):
    i, f, g, o = np.split(np.hstack([x_t, h_prev]) @ np.vstack([W_x, W_h]), 4, axis=1)
    c_t = sigma(f) * c_prev + sigma(i) * np.tanh(g)
    return sigma(o) * np.tanh(c_t), c_t


def one_result(W_x, W_h, b, x_t, h_prev, c_prev):
    return four_products(W_x, W_h, b, x_t, h_prev, c_prev)[0]


def reads_the_old_belt(W_x, W_h, b, x_t, h_prev, c_prev):
    z = x_t @ W_x + h_prev @ W_h + b
    H = c_prev.shape[1]
    i, f, o = (1 / (1 + np.exp(-z[:, k * H : (k + 1) * H])) for k in (0, 1, 3))
    return o * np.tanh(c_prev), f * c_prev + i * np.tanh(z[:, 2 * H : 3 * H])


WRONG = {
    "order i f o g": [pytorch_lookalike],
    "order f i g o": [forget_first],
    "candidate by σ": [all_sigma],
    "c squashed": [tanh_too_early],
    "no tanh": [straight_out],
    "no output gate": [always_open],
    "coupled": [like_a_gru],
    "no forget gate": [of_1997],
    "no input gate": [writes_everything],
    "h on the belt": [wrong_belt],
    "no bias": [forgot_b],
    "old belt": [reads_the_old_belt],
}
