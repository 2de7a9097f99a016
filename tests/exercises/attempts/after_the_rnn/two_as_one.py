"""Attempts at `two_as_one`: three right ones, and what students hand in."""

import numpy as np


def by_ends(a_1, b_1, a_2, b_2):
    b = a_2 * b_1 + b_2
    at_one = a_2 * (a_1 + b_1) + b_2
    return at_one - b, b


def by_matrices(a_1, b_1, a_2, b_2):
    one, zero = np.ones_like(a_1), np.zeros_like(a_1)
    first = np.stack([np.stack([a_1, b_1], -1), np.stack([zero, one], -1)], -2)
    then = np.stack([np.stack([a_2, b_2], -1), np.stack([zero, one], -1)], -2)
    both = then @ first
    return both[..., 0, 0], both[..., 0, 1]


def as_dict(a_1, b_1, a_2, b_2):
    return {"b": np.add(np.multiply(b_1, a_2), b_2), "a": np.multiply(a_1, a_2)}


RIGHT = [by_ends, by_matrices, as_dict]


def second_first(a_1, b_1, a_2, b_2):
    a = a_2 * a_1
    return a, b_1 + a_1 * b_2


def plain_sum(a_1, b_1, a_2, b_2):
    return np.prod([a_1, a_2], axis=0), np.sum([b_1, b_2], axis=0)


def all_products(a_1, b_1, a_2, b_2):
    return a_2 * a_1, b_2 * b_1


def sum_of_a(a_1, b_1, a_2, b_2):
    return a_2 + a_1, b_2 + a_2 * b_1


def bracketed(a_1, b_1, a_2, b_2):
    return a_1 * a_2, (b_1 + b_2) * a_2


def a_of_the_last(a_1, b_1, a_2, b_2):
    return a_2 + 0, b_1 * a_2 + b_2


WRONG = {
    "other order": [second_first],
    "b added": [plain_sum],
    "b multiplied": [all_products],
    "a added": [sum_of_a],
    "both multiplied by a_2": [bracketed],
    "last step": [a_of_the_last],
}
