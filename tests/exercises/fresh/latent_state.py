"""Fresh wrong attempts at the exercises of 02. Name: EXERCISE__SLIP; docstring: the true cause."""

import numpy as np


def multiplications__last_prefix(T, D, H, K):
    """The prefix network runs only once, on the whole text."""
    return T * D * H + H * K, T * (D * H + H * H + H * K)


def multiplications__one_step(T, D, H, K):
    """The state network's single step, not T of them."""
    return sum(t * D * H + H * K for t in range(1, T + 1)), D * H + H * H + H * K


def multiplications__from_zero(T, D, H, K):
    """The prefixes run from 0 to T - 1 elements, not from 1 to T."""
    return sum(t * D * H + H * K for t in range(T)), T * (D * H + H * H + H * K)


def multiplications__no_output(T, D, H, K):
    """Dense(K) on the states is left out."""
    return sum(t * D * H + H * K for t in range(1, T + 1)), T * (D * H + H * H)


def multiplications__biases(T, D, H, K):
    """Counts parameters with biases instead of multiplications."""
    return (sum(t * D * H + H + H * K + K for t in range(1, T + 1)),
            T * (D * H + H * H + H + H * K + K))


def loop__same_array(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    """One array is appended T times: each h is the last one."""
    h, hs, ys = h_0.copy(), [], []
    for x_t in x:
        h[:] = np.tanh(x_t @ W_xh + h @ W_hh + b_h)
        hs.append(h)
        ys.append(h @ W_hy + b_y)
    return np.array(hs), np.array(ys)


def loop__output_before_update(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    """The output is computed from the state before the update."""
    h, hs, ys = h_0, [], []
    for x_t in x:
        ys.append(h @ W_hy + b_y)
        h = np.tanh(x_t @ W_xh + h @ W_hh + b_h)
        hs.append(h)
    return np.array(hs), np.array(ys)


def loop__with_start(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    """The start h_0 is stored in place of h_1: everything a step late."""
    h, hs, ys = h_0, [], []
    for x_t in x:
        hs.append(h)
        h = np.tanh(x_t @ W_xh + h @ W_hh + b_h)
        ys.append(h @ W_hy + b_y)
    return np.array(hs), np.array(ys)


def loop__tanh_output(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    """tanh is applied to the outputs, too."""
    h, hs, ys = h_0, [], []
    for x_t in x:
        h = np.tanh(x_t @ W_xh + h @ W_hh + b_h)
        hs.append(h)
        ys.append(np.tanh(h @ W_hy + b_y))
    return np.array(hs), np.array(ys)


def loop__last_only(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    """Only the last state and the last output are returned."""
    h = h_0
    for x_t in x:
        h = np.tanh(x_t @ W_xh + h @ W_hh + b_h)
    return h, h @ W_hy + b_y


def twin__itself(W_hy, h_t):
    """The same state again."""
    return h_t.copy()


def twin__orthogonal_to_h(W_hy, h_t):
    """Adds a vector orthogonal to h_t, which W_hy does read."""
    v = np.ones_like(h_t)
    v -= (v @ h_t) / (h_t @ h_t) * h_t
    return h_t + v / np.linalg.norm(v)


def twin__tiny(W_hy, h_t):
    """The right direction, but too short: closer than 0.1."""
    u, _, _ = np.linalg.svd(W_hy)
    return h_t + 0.01 * u[:, -1]


def twin__wrong_side(W_hy, h_t):
    """Takes a left singular vector that W_hy reads: the first, not the last."""
    u, _, _ = np.linalg.svd(W_hy)
    return h_t + u[:, 0]


def twin__output(W_hy, h_t):
    """Returns the output, not a state."""
    return h_t @ W_hy


def probe_pairs__off_by_one(h, words, k):
    """k = 1 is taken as the word before the one just read."""
    return h[k:], words[:-k]


def probe_pairs__future(h, words, k):
    """Pairs a state with a word that comes later."""
    n = len(words) - k + 1
    return h[:n], words[k - 1:]


def probe_pairs__no_shift(h, words, k):
    """States cut right, labels not shifted."""
    return h[k - 1:], words[k - 1:]


def probe_pairs__minus_zero(h, words, k):
    """words[:-(k - 1)] is empty for k = 1."""
    return h[k - 1:], words[:-(k - 1)]


def probe_pairs__swapped(h, words, k):
    """The two results exchanged."""
    return words[: len(words) - k + 1], h[k - 1:]
