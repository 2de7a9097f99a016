"""Attempts at `signed_memory`: three right ones, and what students hand in."""

import math

import numpy as np


def by_tanh(steps):
    a = math.exp(math.log(0.5) / steps)
    return a, 2 * math.atanh(a)  # 2σ(z) - 1 is tanh(z / 2)


def by_difference(steps):
    a = np.power(2.0, -1 / steps)
    return {"a": a, "bias": np.log1p(a) - np.log(1 - a)}


def by_halving(steps):
    low, high = 0.0, 60.0
    while high - low > 1e-13:
        middle = (low + high) / 2
        if math.tanh(middle / 2) ** steps < 0.5:
            low = middle
        else:
            high = middle
    return math.tanh(low / 2), low


RIGHT = [by_tanh, by_difference, by_halving]


def from_the_last_notebook(steps):
    f = 0.5 ** (1 / steps)
    return f, np.log(f / (1 - f))


def gate_returned(steps):
    a = 2 ** (-1 / steps)
    return a, 0.5 + a / 2


def e_fold(steps):
    a = math.exp(-1 / steps)
    return a, 2 * math.atanh(a)


def evenly(steps):
    a = 1 - 1 / (2 * steps)
    return a, 2 * math.atanh(a)


def negative(steps):
    a = -math.exp(-math.log(2) / steps)
    return a, 2 * math.atanh(a)


def bias_upside_down(steps):
    a = 0.5 ** (1 / steps)
    z = (a + 1) / 2
    return a, math.log((1 - z) / z)


def twice_as_long(steps):
    a = 0.5 ** (1 / (2 * steps))
    return a, 2 * math.atanh(a)


WRONG = {
    "an unsigned gate": [from_the_last_notebook],
    "z for the bias": [gate_returned],
    "1/e": [e_fold],
    "linear": [evenly],
    "turns the sign": [negative],
    "sign of the bias": [bias_upside_down],
    "half of the steps": [twice_as_long],
}
