"""Attempts at `twin`."""

import numpy as np

from rnn_helpers.backend import ops


def projected(W_hy, h_t):
    """A random step, less what lies in the columns of W_hy."""
    step = np.random.default_rng(0).standard_normal(len(h_t))
    step -= W_hy @ np.linalg.solve(W_hy.T @ W_hy, W_hy.T @ step)
    return h_t + step / np.linalg.norm(step)


def full_qr(W_hy, h_t):
    return h_t - np.linalg.qr(W_hy, mode="complete")[0][:, -1]


def solved(W_hy, h_t):
    """The last number goes up by one, and K of the others make up for it."""
    K = W_hy.shape[1]
    step = np.zeros(len(h_t))
    step[-1] = 1
    step[:K] = np.linalg.solve(W_hy[:K].T, -W_hy[-1])
    return h_t + step


def eigenvector(W_hy, h_t):
    return h_t + np.linalg.eigh(W_hy @ W_hy.T)[1][:, 0]


def keras_ops(W_hy, h_t):
    return ops.convert_to_tensor(h_t) + ops.svd(W_hy, full_matrices=True)[0][:, -1]


RIGHT = [projected, full_qr, solved, eigenvector, keras_ops]


def a_copy(W_hy, h_t):
    return h_t.copy()


def nearly(W_hy, h_t):
    return h_t + 1e-6 * np.linalg.svd(W_hy.T)[2][-1]


def only_the_direction(W_hy, h_t):
    return np.linalg.svd(W_hy.T)[2][-1]


def twice(W_hy, h_t):
    return h_t + h_t


def normalised(W_hy, h_t):
    return h_t / np.linalg.norm(h_t) * (1 + np.linalg.norm(h_t))


def first_direction(W_hy, h_t):
    return h_t + np.linalg.svd(W_hy.T)[2][0]


def a_column(W_hy, h_t):
    return h_t + W_hy[:, 0]


def least_squares(W_hy, h_t):
    """The shortest state with this output, moved on by a column."""
    return h_t + np.linalg.pinv(W_hy).T @ np.ones(W_hy.shape[1])


def one_unit(W_hy, h_t):
    other = h_t.copy()
    other[0] += 1
    return other


def random_state(W_hy, h_t):
    return np.random.default_rng(0).standard_normal(len(h_t))


def wrong_side(W_hy, h_t):
    return h_t[: W_hy.shape[1]] + np.linalg.svd(W_hy)[2][-1]


def as_a_row(W_hy, h_t):
    return (h_t + np.linalg.svd(W_hy.T)[2][-1])[None]


def fits_nothing(W_hy, h_t):
    return h_t + np.linalg.svd(W_hy)[2][-1]


def into_h_t(W_hy, h_t):
    h_t += np.linalg.svd(W_hy.T)[2][-1]
    return h_t


def the_output(W_hy, h_t):
    return h_t @ W_hy


WRONG = {
    "too near": [a_copy, nearly],
    "direction alone": [only_the_direction],
    "longer or shorter": [twice, normalised],
    "direction seen": [first_direction, a_column, least_squares],
    "output moves": [one_unit, random_state],
    "shape": [wrong_side, as_a_row, the_output],
    "sizes": [fits_nothing],
    "in place": [into_h_t],
}
