"""Attempts at `state_effect`."""

import numpy as np

from rnn_helpers import gradients, numpy_rnn
from rnn_helpers.backend import ops


def from_the_right(W_hh, h, t, k):
    """Starting with the earliest factor."""
    effects = []
    for states in h:
        product = np.eye(len(W_hh))
        for s in range(t - k + 1, t + 1):
            product = np.diag(1 - states[s] ** 2) @ W_hh.T @ product
        effects.append(product)
    return np.array(effects)


def package(W_hh, h, t, k):
    return gradients.state_jacobian(
        numpy_rnn.Params(np.zeros((1, len(W_hh))), W_hh, np.zeros(len(W_hh))), h, t, k
    )


def row_by_row(W_hh, h, t, k):
    """A gradient sent back for each unit, as BPTT does it."""
    B, _, H = h.shape
    effect = np.empty((B, H, H))
    for i in range(H):
        d = np.zeros((B, H))
        d[:, i] = 1
        for u in range(k):
            d = (d * (1 - h[:, t - u] ** 2)) @ W_hh.T
        effect[:, i] = d
    return effect


def einsums(W_hh, h, t, k):
    product = np.stack([np.eye(len(W_hh))] * len(h))
    for s in range(t, t - k, -1):
        product = np.einsum("bim,bm,jm->bij", product, (1 - h[:, s]) * (1 + h[:, s]), W_hh)
    return product


def keras_ops(W_hh, h, t, k):
    product = ops.eye(len(W_hh), dtype="float64")
    for u in range(k):
        product = ops.matmul(
            product, ops.expand_dims(1 - ops.square(h[:, t - u]), 2) * ops.transpose(W_hh)
        )
    return product


RIGHT = [from_the_right, package, row_by_row, einsums, keras_ops]


def walk(W_hh, h, steps, factor=lambda h_t, W_hh: np.diag(1 - h_t**2) @ W_hh.T):
    """Example by example, the factor of each of these steps put on the right."""
    effects = np.zeros((len(h), *W_hh.shape))
    for b in range(len(h)):
        effects[b] = np.eye(len(W_hh))
        for s in steps:
            effects[b] = effects[b] @ factor(h[b, s], W_hh)
    return effects


def t_factors(W_hh, h, t, k):
    return walk(W_hh, h, [t - u for u in range(t)])


def down_to_index_0(W_hh, h, t, k):
    return walk(W_hh, h, range(t, -1, -1))


def inclusive(W_hh, h, t, k):
    return walk(W_hh, h, [t - u for u in range(k + 1)])


def exclusive(W_hh, h, t, k):
    return walk(W_hh, h, range(t, t - k + 1, -1))


def as_on_the_page(W_hh, h, t, k):
    return walk(W_hh, h, [t - 1 - u for u in range(k)])


def from_early_to_late(W_hh, h, t, k):
    return walk(W_hh, h, range(t - k + 1, t + 1))


def as_the_lecture_writes_it(W_hh, h, t, k):
    return walk(W_hh, h, range(t, t - k, -1), lambda h_t, W_hh: np.diag(1 - h_t**2) @ W_hh)


def diagonal_behind(W_hh, h, t, k):
    return walk(W_hh, h, range(t, t - k, -1), lambda h_t, W_hh: W_hh.T @ np.diag(1 - h_t**2))


def other_layout(W_hh, h, t, k):
    effects = []
    for states in h:
        product = np.eye(len(W_hh))
        for u in range(k):
            product = W_hh @ np.diag(1 - states[t - u] ** 2) @ product
        effects.append(product)
    return np.stack(effects)


def matrix_power(W_hh, h, t, k):
    return np.repeat(np.linalg.matrix_power(W_hh.T, k)[None], len(h), axis=0)


def factor_to_the_power(W_hh, h, t, k):
    factor = (1 - h[:, t] ** 2)[:, :, None] * W_hh.T
    return np.linalg.matrix_power(factor, k)


def tanh_again(W_hh, h, t, k):
    return walk(
        W_hh, h, range(t, t - k, -1), lambda h_t, W_hh: np.diag(1 / np.cosh(h_t) ** 2) @ W_hh.T
    )


def no_square(W_hh, h, t, k):
    return walk(W_hh, h, range(t, t - k, -1), lambda h_t, W_hh: np.diag(1 - h_t) @ W_hh.T)


def first_example(W_hh, h, t, k):
    return walk(W_hh, h[:1], range(t, t - k, -1))


def number_by_number(W_hh, h, t, k):
    product = np.ones((len(h), *W_hh.shape))
    for u in range(k):
        product = product * (1 - h[:, t - u, :, None] ** 2) * W_hh.T
    return product


def averaged(W_hh, h, t, k):
    return walk(W_hh, h, range(t, t - k, -1)).mean(axis=0)


WRONG = {
    "as in the lecture": [t_factors],
    "to the start": [down_to_index_0],
    "one factor too many": [inclusive],
    "one factor too few": [exclusive],
    "slope one step early": [as_on_the_page],
    "order reversed": [from_early_to_late],
    "W_hh not transposed": [as_the_lecture_writes_it],
    "slope on the other side": [diagonal_behind],
    "transposed": [other_layout],
    "no slope": [matrix_power],
    "one slope for all": [factor_to_the_power],
    "slope of h": [tanh_again],
    "slope 1 - h": [no_square],
    "only B=1": [first_example],
    "averaged": [averaged],
    "wrong": [number_by_number],
}
