"""Attempts at `losses_reaching`."""

import numpy as np

from rnn_helpers.backend import ops


def sums(looks):
    return [sum(looks[t:]) for t in range(len(looks))]


def walk(looks):
    counts, arrived = [0] * len(looks), 0
    for t in reversed(range(len(looks))):
        arrived += looks[t]
        counts[t] = arrived
    return counts


def triangle(looks):
    return np.triu(np.ones((len(looks), len(looks)))) @ looks


def keras_ops(looks):
    return ops.flip(ops.cumsum(ops.flip(ops.convert_to_tensor(looks), axis=0)), axis=0)


RIGHT = [sums, walk, triangle, keras_ops]


def as_time_runs(looks):
    counts, seen = [], 0
    for look in looks:
        seen += look
        counts.append(seen)
    return counts


def where_it_looks(looks):
    return [1 if look else 0 for look in looks]


def strictly_later(looks):
    return [sum(looks[t + 1 :]) for t in range(len(looks))]


def one_neighbour(looks):
    return [sum(looks[t : t + 2]) for t in range(len(looks))]


def all_of_them(looks):
    return [sum(looks) for _ in looks]


def strictly_earlier(looks):
    return [sum(looks[:t]) for t in range(len(looks))]


def in_walking_order(looks):
    counts, arrived = [], 0
    for look in reversed(looks):
        arrived += look
        counts.append(arrived)
    return counts


def any_at_all(looks):
    return [any(looks[t:]) for t in range(len(looks))]


def steps_to_the_end(looks):
    return [len(looks) - t for t in range(len(looks))]


def reversed_in_place(looks):
    looks.reverse()
    return np.cumsum(looks)[::-1]


def total(looks):
    return sum(looks)


def up_to_the_next(looks):
    return [1 + looks[t:].index(1) if 1 in looks[t:] else 0 for t in range(len(looks))]


WRONG = {
    "forwards": [as_time_runs],
    "own step only": [where_it_looks],
    "own step left out": [strictly_later],
    "next step only": [one_neighbour],
    "all": [all_of_them],
    "all that come before": [strictly_earlier],
    "in the order of the walk": [in_walking_order],
    "whether": [any_at_all],
    "steps": [steps_to_the_end],
    "in place": [reversed_in_place],
    "wrong": [up_to_the_next],
    "first only": [total],
}
