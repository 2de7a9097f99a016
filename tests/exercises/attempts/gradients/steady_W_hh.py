"""Attempts at `steady_W_hh`."""

import numpy as np

from rnn_helpers.backend import ops
from rnn_helpers.weights import orthogonal


def from_svd(random, slope):
    U, _, Vt = np.linalg.svd(random)
    return U @ Vt / slope


def a_permutation(random, slope):
    return np.eye(len(random))[random[0].argsort()] / slope


def identity(random, slope):
    return np.diag(np.full(len(random), 1 / slope))


def package(random, slope):
    return orthogonal(*random.shape, rng=np.random.default_rng(0), dtype=np.float32) / np.float32(
        slope
    )


def reflection(random, slope):
    v = random[:, :1] / np.linalg.norm(random[:, 0])
    return (np.eye(len(random)) - 2 * v @ v.T) / slope


def keras_ops(random, slope):
    Q, _ = ops.linalg.qr(random)
    return ops.divide(Q, slope)


RIGHT = [from_svd, a_permutation, identity, package, reflection, keras_ops]


def plain_orthogonal(random, slope):
    return np.linalg.qr(random).Q


def identity_alone(random, slope):
    return np.eye(len(random))


def times_slope(random, slope):
    return slope * np.linalg.qr(random)[0]


def a_little_less(random, slope):
    return 0.9 * np.linalg.qr(random)[0] / slope


def zeros(random, slope):
    return np.zeros_like(random)


def a_little_more(random, slope):
    return 1.1 * np.eye(len(random)) / slope


def a_chain(random, slope):
    return (np.eye(len(random)) + np.eye(len(random), k=1)) / slope


def skewed_basis(random, slope):
    """Eigenvalues 1 and -1, in a basis that is not orthogonal."""
    basis = np.eye(len(random))
    basis[0] += 5
    signs = np.where(np.arange(len(random)) % 2, -1.0, 1.0)
    return basis @ np.diag(signs) @ np.linalg.inv(basis) / slope


def divided_by_sigma(random, slope):
    return random / np.linalg.norm(random, 2) / slope


def divided_by_rho(random, slope):
    return random / np.abs(np.linalg.eigvals(random)).max() / slope


def all_ones(random, slope):
    return np.ones_like(random) / len(random) / slope


def as_they_are(random, slope):
    return 3 * random / slope


def one_row(random, slope):
    return random[0] / slope


def a_number(random, slope):
    return 1 / slope


def divides_by_nothing(random, slope):
    return random / (np.linalg.norm(random) * 0)


def only_the_sizes(random, slope):
    np.linalg.qr(random)


def over_random(random, slope):
    random[:] = np.linalg.qr(random)[0] / slope
    return random


def nearly_the_identity(random, slope):
    return (np.eye(len(random)) + 0.03 * random) / slope


WRONG = {
    "slope ignored": [plain_orthogonal, identity_alone],
    "slope on the wrong side": [times_slope],
    "vanishes": [a_little_less, zeros],
    "explodes": [a_little_more],
    "only eigenvalues": [a_chain, skewed_basis],
    "only the largest": [divided_by_sigma, all_ones],
    "only the spectral radius": [divided_by_rho],
    "not all equal": [as_they_are],
    "not H by H": [one_row, a_number],
    "nan": [divides_by_nothing],
    "none": [only_the_sizes],
    "in place": [over_random],
    "not quite": [nearly_the_identity],
}
