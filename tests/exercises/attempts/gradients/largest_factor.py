"""Attempts at `largest_factor`."""

import numpy as np

from rnn_helpers import gradients
from rnn_helpers.backend import ops


def two_norm(W_hh, gamma, k):
    return np.linalg.norm(gamma * W_hh, ord=2) ** k


def root_of_eigenvalues(W_hh, gamma, k):
    return gamma**k * np.linalg.eigvalsh(W_hh @ W_hh.T).max() ** (k / 2)


def step_by_step(W_hh, gamma, k):
    factor = 1.0
    for _ in range(k):
        factor *= gamma * gradients.singular_values(W_hh)[0]
    return factor


def keras_ops(W_hh, gamma, k):
    return (gamma * ops.max(ops.linalg.svd(W_hh, compute_uv=False))) ** k


RIGHT = [two_norm, root_of_eigenvalues, step_by_step, keras_ops]


def radius(W_hh, gamma, k):
    return (gamma * gradients.spectral_radius(W_hh)) ** k


def last_of_them(W_hh, gamma, k):
    U, s, Vt = np.linalg.svd(W_hh)
    return (gamma * s[-1]) ** k


def norm_of_a_matrix(W_hh, gamma, k):
    return (gamma * np.linalg.norm(W_hh)) ** k


def no_root(W_hh, gamma, k):
    return (gamma * np.linalg.eigvalsh(W_hh.T @ W_hh)[-1]) ** k


def weights_only(W_hh, gamma, k):
    return np.linalg.norm(W_hh, 2) ** k


def precedence(W_hh, gamma, k):
    return gamma * np.linalg.norm(W_hh, 2) ** k


def of_one_step(W_hh, gamma, k):
    return np.linalg.norm(gamma * W_hh, 2)


def added_up(W_hh, gamma, k):
    return sum(gamma * np.linalg.norm(W_hh, 2) for _ in range(k))


def as_for_linear(W_hh, gamma, k):
    return np.linalg.norm(np.linalg.matrix_power(gamma * W_hh, k), 2)


def over_gamma(W_hh, gamma, k):
    return (np.linalg.norm(W_hh, 2) / gamma) ** k


def all_of_them(W_hh, gamma, k):
    return (gamma * np.linalg.svd(W_hh, compute_uv=False)) ** k


def scales_in_place(W_hh, gamma, k):
    W_hh *= gamma
    return np.linalg.norm(W_hh, 2) ** k


def printed(W_hh, gamma, k):
    print(np.linalg.norm(gamma * W_hh, 2) ** k)


WRONG = {
    "spectral radius": [radius],
    "smallest": [last_of_them],
    "Frobenius": [norm_of_a_matrix],
    "squared": [no_root],
    "no slope": [weights_only],
    "slope once": [precedence],
    "one step": [of_one_step],
    "times k": [added_up],
    "of the power": [as_for_linear],
    "divided": [over_gamma],
    "shape": [all_of_them],
    "in place": [scales_in_place],
    "none": [printed],
}
