"""Attempts at `how_equal`."""

from collections import Counter

import numpy as np


def counter(a, b):
    return frozenset(a) == frozenset(b), Counter(a) == Counter(b), list(a) == list(b)


def loops(a, b):
    rest = list(b)
    for word in a:
        if word in rest:
            rest.remove(word)
        else:
            rest.append(None)
    same = len(a) == len(b)
    for i in range(min(len(a), len(b))):
        same = same and a[i] == b[i]
    return not set(a) ^ set(b), rest == [], same


def with_arrays(a, b):
    words_a, counts_a = np.unique(a, return_counts=True)
    words_b, counts_b = np.unique(b, return_counts=True)
    as_sets = np.array_equal(words_a, words_b)
    return as_sets, as_sets and np.array_equal(counts_a, counts_b), np.array_equal(a, b)


RIGHT = [counter, loops, with_arrays]


def words_and_length(a, b):
    as_sets = not set(a) - set(b) and not set(b) - set(a)
    return as_sets, as_sets and len(a) == len(b), a == b


def everything_found(a, b):
    as_multisets = True
    for word in a:
        if a.count(word) != b.count(word):
            as_multisets = False
    return set(a) == set(b), as_multisets, a == b


def all_in_the_other(a, b):
    return all(word in b for word in a), sorted(a) == sorted(b), a == b


def all_in_the_first(a, b):
    return not [word for word in b if word not in a], sorted(a) == sorted(b), a == b


def no_counting(a, b):
    return set(a) == set(b), sorted(set(a)) == sorted(set(b)), a == b


def sorted_twice(a, b):
    a, b = sorted(a), sorted(b)
    return set(a) == set(b), a == b, a == b


def zipped(a, b):
    for one, other in zip(a, b):
        if one != other:
            return set(a) == set(b), sorted(a) == sorted(b), False
    return set(a) == set(b), sorted(a) == sorted(b), True


def counted_sets(a, b):
    return Counter(a) == Counter(b), sorted(a) == sorted(b), a == b


def strictest_first(a, b):
    return a == b, sorted(a) == sorted(b), set(a) == set(b)


def sorts_in_place(a, b):
    as_sequences = a == b
    a.sort()
    b.sort()
    return set(a) == set(b), a == b, as_sequences


def one_answer(a, b):
    return sorted(a) == sorted(b)


def lengths_only(a, b):
    return len(set(a)) == len(set(b)), sorted(a) == sorted(b), a == b


WRONG = {
    "length for counts": [words_and_length],
    "counts one way": [everything_found],
    "subset": [all_in_the_other],
    "subset turned": [all_in_the_first],
    "counts ignored": [no_counting],
    "order ignored": [sorted_twice],
    "up to the shorter": [zipped],
    "sets that count": [counted_sets],
    "other way round": [strictest_first],
    "in place": [sorts_in_place],
    "type": [one_answer],
    "wrong": [lengths_only],
}
