"""What counting alone achieves: a character n-gram model with Witten and Bell's smoothing (1991).

    p_n(a | context) = (count(context a) + types(context) p_(n-1)(a | shorter context))
                       / (count(context) + types(context))

types(context) is the number of different characters that followed the context in training. The
recursion ends below the single character, at the uniform distribution.
"""

from typing import NamedTuple

import numpy as np

from rnn_helpers import arguments


class Counts(NamedTuple):
    """Runs of one length in the training text, coded as numbers; all arrays are sorted by code.

    grams, counts (G,): each distinct run, and how often it occurs. contexts, totals, types (C,):
    each run without its last character, how often it occurs, and how many different characters
    follow it.
    """

    grams: np.ndarray
    counts: np.ndarray
    contexts: np.ndarray
    totals: np.ndarray
    types: np.ndarray


def count(train, n=5, *, size):
    """Count a text -> a list of Counts, of runs of 1, 2, …, n characters.

    train: indices (N,) below `size`, the number of different characters.
    """
    counted = []
    for order in range(1, arguments.check_count("n", n) + 1):
        grams, counts = np.unique(_codes(train, order, size), return_counts=True)
        contexts, first = np.unique(grams // size, return_index=True)
        totals, types = np.add.reduceat(counts, first), np.diff(np.r_[first, len(grams)])
        counted.append(Counts(grams, counts, contexts, totals, types))
    return counted


def bits_per_character(counted, held, *, size):
    """Mean of -log2 p(character | the n - 1 before it) over a held-out text, in bits.

    counted: from `count` with the same `size`; held: indices (N,) below it. The first n - 1
    characters are only context.
    """
    n = len(counted)
    p = np.full(len(held) - n + 1, 1 / size)
    for order, known in enumerate(counted, start=1):
        asked = _codes(held, order, size)[n - order :]
        counts = _look_up(known.grams, known.counts, asked)
        totals = _look_up(known.contexts, known.totals, asked // size)
        types = _look_up(known.contexts, known.types, asked // size)
        seen = totals > 0
        p[seen] = (counts[seen] + types[seen] * p[seen]) / (totals[seen] + types[seen])
    return float(-np.log2(p).mean())


def _codes(text, order, size):
    """Each run of `order` characters as one number, (N - order + 1,)."""
    codes = np.zeros(len(text) - order + 1, np.int64)
    for k in range(order):
        codes = codes * size + text[k : len(text) - order + 1 + k]
    return codes


def _look_up(keys, values, asked):
    """The value of each key asked for, 0 for one that is not there. keys: sorted."""
    at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    return np.where(keys[at] == asked, values[at], 0)
