"""What counting alone reaches: an n-gram model of characters, smoothed by Witten and Bell's rule (1991).

    p_n(a | context) = (count(context a) + types(context) p_(n-1)(a | shorter context)) / (count(context) + types(context))

types(context): how many different characters followed it. Below a single character stands the uniform distribution.
"""

from typing import NamedTuple

import numpy as np

from rnn_helpers import arguments


class Counts(NamedTuple):
    """Of the runs of one length: each run as a number, how often it came; each context, how often, followed by how many."""

    grams: np.ndarray
    counts: np.ndarray
    contexts: np.ndarray
    totals: np.ndarray
    types: np.ndarray


def count(train, n=5, *, size):
    """What the model knows: Counts of runs of 1, 2, …, n characters. train: indices (N,) below `size`."""
    found = []
    for order in range(1, arguments.check_count("n", n) + 1):
        grams, counts = np.unique(_codes(train, order, size), return_counts=True)
        contexts, first = np.unique(grams // size, return_index=True)
        found.append(Counts(grams, counts, contexts, np.add.reduceat(counts, first), np.diff(np.r_[first, len(grams)])))
    return found


def bits_per_character(counted, held, *, size):
    """Mean of -log2 p of each character of `held` from the n - 1 before it.

    counted: by `count`, with the same `size`; held: indices (N,) below it. The first n - 1 of them are not asked.
    """
    n = len(counted)
    p = np.full(len(held) - n + 1, 1 / size)
    for order, known in enumerate(counted, start=1):
        asked = _codes(held, order, size)[n - order :]
        count = _look_up(known.grams, known.counts, asked)
        total, kinds = (_look_up(known.contexts, values, asked // size) for values in (known.totals, known.types))
        seen = total > 0
        p[seen] = (count[seen] + kinds[seen] * p[seen]) / (total[seen] + kinds[seen])
    return float(-np.log2(p).mean())


def _codes(text, order, size):
    """Each run of `order` characters as one number."""
    codes = np.zeros(len(text) - order + 1, np.int64)
    for k in range(order):
        codes = codes * size + text[k : len(text) - order + 1 + k]
    return codes


def _look_up(keys, values, asked):
    """values where keys == asked, else 0. keys sorted."""
    at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    return np.where(keys[at] == asked, values[at], 0)
