"""Attempts at `gru_step`: three right ones, and what students hand in."""

import numpy as np

from rnn_helpers.backend import ops


def sigma(z):
    return 0.5 + 0.5 * np.tanh(z / 2)


def thirds(W_x, W_h, b, x_t, h_prev):
    H = h_prev.shape[1]
    x, h = x_t @ W_x + b[0], h_prev @ W_h + b[1]
    z, r = sigma(x[:, :H] + h[:, :H]), sigma(x[:, H : 2 * H] + h[:, H : 2 * H])
    g = np.tanh(x[:, 2 * H :] + r * h[:, 2 * H :])
    return g + z * (h_prev - g)


def example_by_example(W_x, W_h, b, x_t, h_prev):
    rows = []
    for x, h in zip(x_t, h_prev):
        a, c = np.split(x @ W_x + b[0], 3), np.split(h @ W_h + b[1], 3)
        z, r = sigma(a[0] + c[0]), sigma(a[1] + c[1])
        rows.append(z * h + (1 - z) * np.tanh(a[2] + r * c[2]))
    return np.array(rows)


def keras_ops(W_x, W_h, b, x_t, h_prev):
    x_z, x_r, x_g = ops.split(ops.matmul(x_t, W_x) + b[0], 3, axis=1)
    h_z, h_r, h_g = ops.split(ops.matmul(h_prev, W_h) + b[1], 3, axis=1)
    z, r = ops.sigmoid(x_z + h_z), ops.sigmoid(x_r + h_r)
    return z * h_prev + (1 - z) * ops.tanh(x_g + r * h_g)


RIGHT = [thirds, example_by_example, keras_ops]


def parts(W_x, W_h, b, x_t, h_prev):
    return (*np.split(x_t @ W_x + b[0], 3, axis=1), *np.split(h_prev @ W_h + b[1], 3, axis=1))


def chungs(W_x, W_h, b, x_t, h_prev):
    x_z, x_r, x_g, h_z, h_r, h_g = parts(W_x, W_h, b, x_t, h_prev)
    z, g = sigma(x_z + h_z), np.tanh(x_g + sigma(x_r + h_r) * h_g)
    return h_prev + z * (g - h_prev)


def pytorchs(W_x, W_h, b, x_t, h_prev):
    x_r, x_z, x_g, h_r, h_z, h_g = parts(W_x, W_h, b, x_t, h_prev)
    z, g = sigma(x_z + h_z), np.tanh(x_g + sigma(x_r + h_r) * h_g)
    return z * h_prev + (1 - z) * g


def first_paper(W_x, W_h, b, x_t, h_prev):
    x_z, x_r, x_g, h_z, h_r, _ = parts(W_x, W_h, b, x_t, h_prev)
    H = h_prev.shape[1]
    z, r = sigma(x_z + h_z), sigma(x_r + h_r)
    g = np.tanh(x_g + (r * h_prev) @ W_h[:, 2 * H :] + b[1, 2 * H :])
    return z * h_prev + (1 - z) * g


def biases_first(W_x, W_h, b, x_t, h_prev):
    b = b.sum(axis=0)
    x_z, x_r, x_g = np.split(x_t @ W_x + b, 3, axis=1)
    h_z, h_r, h_g = np.split(h_prev @ W_h, 3, axis=1)
    z, g = sigma(x_z + h_z), np.tanh(x_g + sigma(x_r + h_r) * h_g)
    return z * h_prev + (1 - z) * g


def never_resets(W_x, W_h, b, x_t, h_prev):
    x_z, _, x_g, h_z, _, h_g = parts(W_x, W_h, b, x_t, h_prev)
    z = sigma(x_z + h_z)
    return z * h_prev + (1 - z) * np.tanh(x_g + h_g)


def resets_all(W_x, W_h, b, x_t, h_prev):
    x_z, x_r, x_g, h_z, h_r, h_g = parts(W_x, W_h, b, x_t, h_prev)
    z, r = sigma(x_z + h_z), sigma(x_r + h_r)
    return z * h_prev + (1 - z) * np.tanh(r * (x_g + h_g))


def all_sigma(W_x, W_h, b, x_t, h_prev):
    x_z, x_r, x_g, h_z, h_r, h_g = parts(W_x, W_h, b, x_t, h_prev)
    z, g = sigma(x_z + h_z), sigma(x_g + sigma(x_r + h_r) * h_g)
    return z * h_prev + (1 - z) * g


def piles_up(W_x, W_h, b, x_t, h_prev):
    x_z, x_r, x_g, h_z, h_r, h_g = parts(W_x, W_h, b, x_t, h_prev)
    return sigma(x_z + h_z) * h_prev + np.tanh(x_g + sigma(x_r + h_r) * h_g)


def forgot_b(W_x, W_h, b, x_t, h_prev):
    return thirds(W_x, W_h, np.zeros_like(b), x_t, h_prev)


def first_bias_only(W_x, W_h, b, x_t, h_prev):
    x_z, x_r, x_g = np.split(x_t @ W_x + b[0], 3, axis=1)
    h_z, h_r, h_g = np.split(h_prev @ W_h, 3, axis=1)
    z, r = 1 / (1 + np.exp(-x_z - h_z)), 1 / (1 + np.exp(-x_r - h_r))
    return z * h_prev + (1 - z) * np.tanh(x_g + r * h_g)


WRONG = {
    "z the wrong way round": [chungs],
    "order r z g": [pytorchs],
    "reset before the product": [first_paper],
    "b[1] not reset": [biases_first],
    "no reset gate": [never_resets],
    "reset the input": [resets_all],
    "candidate by σ": [all_sigma],
    "added on top": [piles_up],
    "no biases": [forgot_b],
    "one bias": [first_bias_only],
}
