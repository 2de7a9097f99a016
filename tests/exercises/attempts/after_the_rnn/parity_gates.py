"""Attempts at `parity_gates`: three right ones, and what students hand in."""

import numpy as np


def by_where(bits):
    one = np.asarray(bits) == 1
    return np.where(one, -1.0, 1.0), np.where(one, 1.0, 0.0)


def by_power(bits):
    return {"b": np.array(bits, float), "a": (-1.0) ** np.asarray(bits)}


def with_loops(bits):
    a, b = np.ones(bits.shape), np.zeros(bits.shape)
    for n, t in zip(*np.nonzero(bits)):
        a[n, t], b[n, t] = -1, 1
    return a, b


RIGHT = [by_where, by_power, with_loops]


def counting(bits):
    return np.ones(bits.shape), bits + 0.0


def flip_only(bits):
    return 1.0 - 2 * bits, np.zeros(bits.shape)


def latch(bits):
    return 1.0 - bits, 1.0 * bits


def copy(bits):
    return np.zeros(bits.shape), 1.0 * bits


def other_way(bits):
    return np.where(bits, 1.0, -1.0), np.where(bits, 0.0, 1.0)


def always_on(bits):
    return 1.0 - 2 * bits, np.ones(bits.shape)


def negative(bits):
    return 1.0 - 2 * bits, -1.0 * bits


WRONG = {
    "counts": [counting],
    "turns nothing": [flip_only],
    "a positive": [latch],
    "the bit itself": [copy],
    "exchanged bits": [other_way],
    "b always": [always_on],
    "minus b": [negative],
}
