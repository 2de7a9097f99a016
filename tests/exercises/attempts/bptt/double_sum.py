"""Attempts at `double_sum`."""

import numpy as np

from rnn_helpers import gradients, numpy_rnn
from rnn_helpers.backend import ops


def network(W_hh):
    """As the package wants it: with an input of one feature that is never used."""
    return numpy_rnn.Params(np.zeros((1, len(W_hh))), W_hh, np.zeros(len(W_hh)))


def before(h, h_0):
    return np.concatenate([h_0[:, None], h[:, :-1]], axis=1)


def by_paths(W_hh, h, from_loss, h_0):
    paths = gradients.loss_paths(network(W_hh), h, from_loss)
    return np.einsum("bti,bstj->ij", before(h, h_0), paths * (1 - h**2)[:, None])


def by_jacobians(W_hh, h, from_loss, h_0):
    states, dW_hh = before(h, h_0), 0
    for t in range(h.shape[1]):
        for k in range(t + 1):
            factor = gradients.state_jacobian(network(W_hh), h, t, k)
            d = np.einsum("bi,bij->bj", from_loss[:, t], factor) * (1 - h[:, t - k] ** 2)
            dW_hh = dW_hh + states[:, t - k].T @ d
    return dW_hh


def one_walk(W_hh, h, from_loss, h_0):
    x = np.zeros((*h.shape[:2], 1))
    return numpy_rnn.bptt(network(W_hh), x, h, from_loss, h_0)[0].W_hh


def keras_ops(W_hh, h, from_loss, h_0):
    states, dW_hh = [h_0, *(h[:, t] for t in range(h.shape[1]))], ops.zeros_like(W_hh)
    for t in range(h.shape[1]):
        d = from_loss[:, t]
        for s in range(t + 1, 0, -1):
            d = ops.multiply(d, 1 - ops.square(states[s]))
            dW_hh += ops.matmul(ops.transpose(states[s - 1]), d)
            d = ops.matmul(d, ops.transpose(W_hh))
    return dW_hh


RIGHT = [by_paths, by_jacobians, one_walk, keras_ops]


def totals(W_hh, h, from_loss, h_0):
    B, T, H = h.shape
    J, states = gradients.jacobians(network(W_hh), h), before(h, h_0)
    paths = gradients.loss_paths(network(W_hh), h, from_loss)
    S, dW_hh = np.zeros((B, H, H, H)), np.zeros((H, H))
    for t in range(T):
        immediate = np.einsum("bi,bj,jk->bjik", states[:, t], 1 - h[:, t] ** 2, np.eye(H))
        S = immediate + np.einsum("bjm,bmik->bjik", J[:, t], S)
        dW_hh += np.einsum("bsj,bjik->ik", paths[:, :, t], S)
    return dW_hh


def not_through_time(W_hh, h, from_loss, h_0):
    return np.einsum("bti,btj->ij", before(h, h_0), from_loss * (1 - h**2))


def from_one_back(W_hh, h, from_loss, h_0):
    states, dW_hh = before(h, h_0), np.zeros_like(W_hh)
    for t in range(h.shape[1]):
        d = from_loss[:, t]
        for k in range(1, t + 1):
            d = (d * (1 - h[:, t - k + 1] ** 2)) @ W_hh.T
            dW_hh += states[:, t - k].T @ (d * (1 - h[:, t - k] ** 2))
    return dW_hh


def end_of_the_sequence(W_hh, h, from_loss, h_0):
    states, dW_hh, d = before(h, h_0), 0, from_loss[:, -1]
    for s in range(h.shape[1] - 1, -1, -1):
        d = d * (1 - h[:, s] ** 2)
        dW_hh, d = dW_hh + states[:, s].T @ d, d @ W_hh.T
    return dW_hh


def phi_on_the_way_only(W_hh, h, from_loss, h_0):
    paths = gradients.loss_paths(network(W_hh), h, from_loss)
    return np.einsum("bti,bstj->ij", before(h, h_0), paths)


def powers_of_W(W_hh, h, from_loss, h_0):
    states, dW_hh = before(h, h_0), np.zeros_like(W_hh)
    for t in range(h.shape[1]):
        for k in range(t + 1):
            d = from_loss[:, t] @ np.linalg.matrix_power(W_hh.T, k)
            dW_hh += states[:, t - k].T @ (d * (1 - h[:, t - k] ** 2))
    return dW_hh


def turned_weights(W_hh, h, from_loss, h_0):
    states, dW_hh = before(h, h_0), np.zeros_like(W_hh)
    for t in range(h.shape[1]):
        d = from_loss[:, t]
        for s in range(t, -1, -1):
            d = d * (1 - h[:, s] ** 2)
            dW_hh += states[:, s].T @ d
            d = d @ W_hh
    return dW_hh


def loop_with(h_prev, first=0):
    def attempt(W_hh, h, from_loss, h_0):
        dW_hh = np.zeros_like(W_hh)
        for t in range(h.shape[1]):
            d = from_loss[:, t]
            for s in range(t, first - 1, -1):
                dz = d * (1 - h[:, s] ** 2)
                dW_hh += h_prev(h, h_0, s).T @ dz
                d = dz @ W_hh.T
        return dW_hh

    return attempt


own_state = loop_with(lambda h, h_0, s: h[:, s])
minus_one = loop_with(lambda h, h_0, s: h[:, s - 1])
without_the_first = loop_with(lambda h, h_0, s: h[:, s - 1], first=1)
for name in ("own_state", "minus_one", "without_the_first"):
    globals()[name].__name__ = name


def in_from_loss(W_hh, h, from_loss, h_0):
    from_loss *= 1 - h**2
    return np.einsum("bti,btj->ij", before(h, h_0), from_loss)


def turned_result(W_hh, h, from_loss, h_0):
    return one_walk(W_hh, h, from_loss, h_0).T


def list_of_terms(W_hh, h, from_loss, h_0):
    paths = gradients.loss_paths(network(W_hh), h, from_loss) * (1 - h**2)[:, None]
    return np.einsum("bti,bstj->stij", before(h, h_0), paths)


WRONG = {
    "total derivatives": [totals],
    "k = 0 only": [not_through_time],
    "k = 0 left out": [from_one_back],
    "last loss only": [end_of_the_sequence],
    "meets without slope": [phi_on_the_way_only],
    "carried without slope": [powers_of_W],
    "W_hh not transposed": [turned_weights],
    "h of the same step": [own_state],
    "wraps round": [minus_one],
    "zero start": [without_the_first],
    "in place": [in_from_loss],
    "transposed": [turned_result],
    "shape": [list_of_terms],
}
