"""Attempts at `belt_back`: three right ones, and what students hand in."""

import numpy as np

from rnn_helpers.backend import ops


def by_cosh(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    dc = dc_t + dh_t * o / np.cosh(c_t) ** 2
    return g * dc, c_prev * dc, i * dc, np.tanh(c_t) * dh_t, f * dc


def recomputed(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    t = np.tanh(f * c_prev + i * g)
    dc = np.add(dc_t, dh_t * o * (1 - t) * (1 + t))
    return {"di": dc * g, "df": dc * c_prev, "dg": dc * i, "do": dh_t * t, "dc_prev": dc * f}


def keras_ops(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    t = ops.tanh(c_t)
    dc = dc_t + dh_t * o * (1 - t * t)
    return dc * g, dc * c_prev, dc * i, dh_t * t, dc * f


RIGHT = [by_cosh, recomputed, keras_ops]


def rest(dc, i, f, g, c_prev, c_t, dh_t):
    return dc * g, dc * c_prev, dc * i, dh_t * np.tanh(c_t), dc * f


def belt_alone(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    return rest(dc_t, i, f, g, c_prev, c_t, dh_t)


def h_alone(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    return rest(dh_t * o * (1 - np.tanh(c_t) ** 2), i, f, g, c_prev, c_t, dh_t)


def no_phi(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    return rest(dc_t + dh_t * o, i, f, g, c_prev, c_t, dh_t)


def c_for_tanh(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    return rest(dc_t + dh_t * o * (1 - c_t * c_t), i, f, g, c_prev, c_t, dh_t)


def o_left_out(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    return rest(dc_t + dh_t / np.cosh(c_t) ** 2, i, f, g, c_prev, c_t, dh_t)


def raw_c(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    di, df, dg, _, dc_prev = by_cosh(i, f, g, o, c_prev, c_t, dh_t, dc_t)
    return di, df, dg, dh_t * c_t, dc_prev


def unforgetting(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    *gates, dc_prev = by_cosh(i, f, g, o, c_prev, c_t, dh_t, dc_t)
    return *gates, dc_prev / f


def belt_only_on(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    *gates, _ = by_cosh(i, f, g, o, c_prev, c_t, dh_t, dc_t)
    return *gates, dc_t * f


def swapped(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    di, df, dg, do, dc_prev = by_cosh(i, f, g, o, c_prev, c_t, dh_t, dc_t)
    return dg, df, di, do, dc_prev


def belt_after(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    di, _, dg, do, dc_prev = by_cosh(i, f, g, o, c_prev, c_t, dh_t, dc_t)
    return di, dc_prev / f * c_t, dg, do, dc_prev


WRONG = {
    "only from the belt": [belt_alone],
    "only from h": [h_alone],
    "no slope": [no_phi],
    "slope at c": [c_for_tanh],
    "no output gate": [o_left_out],
    "do without tanh": [raw_c],
    "dc_prev without f": [unforgetting],
    "dc_prev past h": [belt_only_on],
    "i and g exchanged": [swapped],
    "df with c_t": [belt_after],
}
