"""What counting alone reaches: an n-gram model of characters, smoothed by Witten and Bell's rule (1991).

    p_n(a | context) = (count(context a) + types(context) p_(n-1)(a | shorter context)) / (count(context) + types(context))

types(context): how many different characters followed it. Below a single character stands the uniform distribution.
"""

import numpy as np

from rnn_helpers import shapes


def bits_per_character(train, held, n=5, *, size):
    """Mean of -log2 p of each character of `held` from the n - 1 before it, after counting in `train`.

    train, held: indices (N,) below `size`. The first n - 1 characters of held are not asked.
    """
    shapes.check_count("n", n)
    p = np.full(len(held) - n + 1, 1 / size)
    for order in range(1, n + 1):
        grams, counts = np.unique(_codes(train, order, size), return_counts=True)
        contexts, first = np.unique(grams // size, return_index=True)
        types = np.diff(np.r_[first, len(grams)])
        totals = np.add.reduceat(counts, first)
        asked = _codes(held, order, size)[n - order :]
        count = _look_up(grams, counts, asked)
        total, kinds = (_look_up(contexts, values, asked // size) for values in (totals, types))
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
