"""The n-gram model against its formula, written out for one character at a time."""

from collections import Counter, defaultdict

import numpy as np
import pytest

from rnn_helpers.char_rnn import ngram


def by_formula(train, held, n, size):
    after = defaultdict(Counter)
    for order in range(n):
        for i in range(order, len(train)):
            after[tuple(train[i - order : i])][train[i]] += 1

    def p(context, a):
        counts = after.get(context)
        lower = p(context[1:], a) if context else 1 / size
        if not counts:
            return lower
        return (counts[a] + len(counts) * lower) / (sum(counts.values()) + len(counts))

    asked = range(n - 1, len(held))
    return -np.mean([np.log2(p(tuple(held[i - n + 1 : i]), held[i])) for i in asked])


@pytest.mark.parametrize("n", [1, 2, 3, 5])
@pytest.mark.parametrize("seed", range(3))
def test_equals_the_formula(n, seed):
    rng = np.random.default_rng(seed)
    train, held = (rng.integers(0, 5, size).cumsum() % 7 for size in (800, 150))
    bits = ngram.bits_per_character(ngram.count(train, n, size=9), held, size=9)
    assert bits == pytest.approx(by_formula(train.tolist(), held.tolist(), n, 9), rel=1e-9)


def test_what_was_counted_is_cheap():
    text = np.tile([3, 1, 4, 1, 5], 200)
    assert ngram.bits_per_character(ngram.count(text, 3, size=97), text[:50], size=97) < 0.1
