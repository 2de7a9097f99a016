"""Attempts at `bptt_in_pieces`."""

import numpy as np

from rnn_helpers import numpy_rnn


def walk(W_hh, h, from_loss, h_0):
    dW_hh, dh = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in reversed(range(h.shape[1])):
        dz = (from_loss[:, t] + dh) * (1 - h[:, t] ** 2)
        dW_hh += (h[:, t - 1] if t else h_0).T @ dz
        dh = dz @ W_hh.T
    return dW_hh


def piece_after_piece(W_hh, h, from_loss, h_0, k):
    total, state = 0, h_0
    for begin in range(0, h.shape[1], k):
        piece = h[:, begin : begin + k]
        total = total + walk(W_hh, piece, from_loss[:, begin : begin + k], state)
        state = piece[:, -1]
    return total


def one_walk(W_hh, h, from_loss, h_0, k):
    prev = np.concatenate([h_0[:, None], h], axis=1)
    dW_hh, dh = np.zeros_like(W_hh), 0
    for t in range(h.shape[1] - 1, -1, -1):
        if t % k == k - 1:
            dh = 0
        dz = (from_loss[:, t] + dh) * (1 - h[:, t] ** 2)
        dW_hh += np.einsum("bi,bj->ij", prev[:, t], dz)
        dh = dz @ W_hh.T
    return dW_hh


def by_the_engine(W_hh, h, from_loss, h_0, k):
    params = numpy_rnn.Params(np.zeros((1, len(W_hh))), W_hh, np.zeros(len(W_hh)))
    total, start = np.zeros_like(W_hh), h_0
    for h_p, loss_p in zip(*(np.split(a, range(k, h.shape[1], k), axis=1) for a in (h, from_loss)),
                           strict=True):
        x = np.zeros((*h_p.shape[:2], 1))
        grads, _, _ = numpy_rnn.bptt(params, x, h_p, loss_p, start)
        total += grads.W_hh
        start = h_p[:, -1]
    return total


RIGHT = [piece_after_piece, one_walk, by_the_engine]


def all_of_it(W_hh, h, from_loss, h_0, k):
    return walk(W_hh, h, from_loss, h_0)


def k_steps_from_each_loss(W_hh, h, from_loss, h_0, k):
    total = np.zeros_like(W_hh)
    for t in range(h.shape[1]):
        alone = np.zeros_like(from_loss)
        alone[:, t] = from_loss[:, t]
        begin = max(t - k + 1, 0)
        start = h[:, begin - 1] if begin else h_0
        total += walk(W_hh, h[:, begin : t + 1], alone[:, begin : t + 1], start)
    return total


def from_h_0_again(W_hh, h, from_loss, h_0, k):
    return sum(walk(W_hh, h[:, b : b + k], from_loss[:, b : b + k], h_0)
               for b in range(0, h.shape[1], k))


def from_zeros(W_hh, h, from_loss, h_0, k):
    return sum(walk(W_hh, h[:, b : b + k], from_loss[:, b : b + k], np.zeros_like(h_0))
               for b in range(0, h.shape[1], k))


def whole_pieces(W_hh, h, from_loss, h_0, k):
    total, state = np.zeros_like(W_hh), h_0
    for n in range(h.shape[1] // k):
        piece = slice(n * k, (n + 1) * k)
        total += walk(W_hh, h[:, piece], from_loss[:, piece], state)
        state = h[:, (n + 1) * k - 1]
    return total


def overwritten(W_hh, h, from_loss, h_0, k):
    state = h_0
    for b in range(0, h.shape[1], k):
        dW_hh = walk(W_hh, h[:, b : b + k], from_loss[:, b : b + k], state)
        state = h[:, min(b + k, h.shape[1]) - 1]
    return dW_hh


def no_walk(W_hh, h, from_loss, h_0, k):
    prev = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
    return np.einsum("bti,btj->ij", prev, from_loss * (1 - h**2))


def averaged_over_examples(W_hh, h, from_loss, h_0, k):
    return one_walk(W_hh, h, from_loss, h_0, k) / len(h)


WRONG = {
    "not cut": [all_of_it],
    "sliding": [k_steps_from_each_loss],
    "states reset": [from_h_0_again],
    "states zero": [from_zeros],
    "rest left out": [whole_pieces],
    "last piece only": [overwritten],
    "one step each": [no_walk],
    "mean for sum": [averaged_over_examples],
}
