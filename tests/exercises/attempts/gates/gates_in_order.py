"""Attempts at `gates_in_order`: three right ones, and what students hand in."""

from itertools import permutations

import numpy as np


def sigma(z):
    return 0.5 + 0.5 * np.tanh(z / 2)


def the_order(W_x, W_h, b, x_t, h_prev, c_prev, h_t, c_t):
    """The quarters of what is given that are i, f, g and o."""
    z = np.split(x_t @ W_x + h_prev @ W_h + b, 4, axis=1)
    for i, f, g, o in permutations(range(4)):
        c = sigma(z[f]) * c_prev + sigma(z[i]) * np.tanh(z[g])
        if np.allclose(c, c_t) and np.allclose(sigma(z[o]) * np.tanh(c), h_t):
            return [i, f, g, o]


def put(order, w):
    H = w.shape[-1] // 4
    return w[..., np.concatenate([np.arange(k * H, (k + 1) * H) for k in order])]


def by_columns(*given):
    order = the_order(*given)
    return tuple(put(order, w) for w in given[:3])


def by_reshape(*given):
    order = the_order(*given)
    return [w.reshape(*w.shape[:-1], 4, -1)[..., order, :].reshape(w.shape) for w in given[:3]]


def output_gate_first(W_x, W_h, b, x_t, h_prev, c_prev, h_t, c_t):
    z = np.split(x_t @ W_x + h_prev @ W_h + b, 4, axis=1)
    o = min(range(4), key=lambda k: np.abs(sigma(z[k]) * np.tanh(c_t) - h_t).max())
    rest = [k for k in range(4) if k != o]
    i, f, g = min(permutations(rest), key=lambda p: np.abs(
        sigma(z[p[1]]) * c_prev + sigma(z[p[0]]) * np.tanh(z[p[2]]) - c_t).max())
    return {"W_x": put([i, f, g, o], W_x), "W_h": put([i, f, g, o], W_h),
            "b": put([i, f, g, o], b)}


RIGHT = [by_columns, by_reshape, output_gate_first]


def unchanged(W_x, W_h, b, x_t, h_prev, c_prev, h_t, c_t):
    return W_x, W_h, b


def the_other_way(*given):
    order = the_order(*given)
    return tuple(put([order.index(k) for k in range(4)], w) for w in given[:3])


def forgot_b(*given):
    order = the_order(*given)
    return put(order, given[0]), put(order, given[1]), given[2]


def forgot_W_h(*given):
    order = the_order(*given)
    return put(order, given[0]), given[1], put(order, given[2])


def of_tensorflow_1(*given):
    return tuple(put([0, 2, 1, 3], w) for w in given[:3])


def i_f_o_g(*given):
    i, f, g, o = the_order(*given)
    return tuple(put([i, f, o, g], w) for w in given[:3])


def f_i_g_o(*given):
    i, f, g, o = the_order(*given)
    return tuple(put([f, i, g, o], w) for w in given[:3])


WRONG = {
    "as they came": [unchanged],
    "backwards": [the_other_way],
    "b left": [forgot_b],
    "W_h left": [forgot_W_h],
    "assumed": [of_tensorflow_1],
    "o and g exchanged": [i_f_o_g],
    "f first": [f_i_g_o],
}
