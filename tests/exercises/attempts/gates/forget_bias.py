"""Attempts at `forget_bias`: three right ones, and what students hand in."""

import math

import numpy as np


def by_logarithms(steps, left):
    f = math.exp(math.log(left) / steps)
    return math.log(f) - math.log(1 - f)


def one_over(steps, left):
    return -np.log(left ** (-1 / steps) - 1)


def by_halving(steps, left):
    low, high = -40.0, 40.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        if (1 / (1 + math.exp(-middle))) ** steps < left:
            low = middle
        else:
            high = middle
    return low


RIGHT = [by_logarithms, one_over, by_halving]


def the_gate(steps, left):
    return np.exp(np.log(left) / steps)


def only_log(steps, left):
    return np.log(left ** (1 / steps))


def forgot_steps(steps, left):
    return np.log(left / (1 - left))


def upside_down(steps, left):
    f = left ** (1 / steps)
    return np.log((1 - f) / f)


def fifty(steps, left):
    f = 2 ** (-1 / steps)
    return np.log(f / (1 - f))


def evenly(steps, left):
    lost = (1 - left) / steps
    return np.log((1 - lost) / lost)


def one_less(steps, left):
    f = left ** (1 / (steps - 1))
    return np.log(f / (1 - f))


WRONG = {
    "the gate itself": [the_gate],
    "log of the gate": [only_log],
    "one step": [forgot_steps],
    "sign": [upside_down],
    "half-life": [fifty],
    "linear": [evenly],
    "off by one": [one_less],
}
