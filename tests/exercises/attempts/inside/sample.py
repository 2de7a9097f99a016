"""Attempts at `sample`."""

import numpy as np

from rnn_helpers.activations import softmax


def searched(logits, temperature, u):
    p = softmax(logits / temperature)
    return np.array([np.searchsorted(np.cumsum(row), one) for row, one in zip(p, u, strict=True)])


def counted(logits, temperature, u):
    z = (logits - logits.max(axis=1)[:, None]) / temperature
    weight = np.exp(z)
    ends = np.cumsum(weight, axis=1)
    return (ends <= u[:, None] * ends[:, -1:]).sum(axis=1)


def loop(logits, temperature, u):
    found = []
    for row, limit in zip(logits / temperature, u, strict=True):
        p = np.exp(row - row.max())
        p, k = p / p.sum(), 0
        while p[: k + 1].sum() <= limit:
            k += 1
        found.append(k)
    return found


RIGHT = [searched, counted, loop]


def plain_softmax(logits, temperature, u):
    e = np.exp(logits / temperature)
    return (np.cumsum(e / e.sum(axis=1)[:, None], axis=1) > u[:, None]).argmax(axis=1)


def no_temperature(logits, temperature, u):
    return searched(logits, 1.0, u)


def times(logits, temperature, u):
    return counted(logits * temperature, 1.0, u)


def greedy(logits, temperature, u):
    return np.argmax(logits / temperature, axis=1)


def after_softmax(logits, temperature, u):
    p = softmax(logits) / temperature
    return (np.cumsum(p, axis=1) > u[:, None]).argmax(axis=1)


def from_one(logits, temperature, u):
    return np.array(loop(logits, temperature, u)) + 1


def single(logits, temperature, u):
    return (softmax(logits / temperature) > u[:, None]).argmax(axis=1)


def probabilities(logits, temperature, u):
    return softmax(logits / temperature)


WRONG = {
    "overflow": [plain_softmax],
    "temperature ignored": [no_temperature],
    "multiplied": [times],
    "the likeliest": [greedy],
    "p divided": [after_softmax],
    "one too late": [from_one],
    "no sum": [single],
    "wrong": [probabilities],
}
