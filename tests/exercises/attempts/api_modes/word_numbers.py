"""Attempts at `word_numbers`."""

import itertools

import numpy as np


def two_passes(sentences):
    vocabulary = []
    for sentence in sentences:
        for word in sentence.split():
            if word not in vocabulary:
                vocabulary.append(word)
    rows = [[vocabulary.index(word) + 1 for word in s.split()] for s in sentences]
    T = max(len(row) for row in rows)
    return (np.array([row + [0] * (T - len(row)) for row in rows]),
            np.array([[t < len(row) for t in range(T)] for row in rows]))


def zipped(sentences):
    split = [sentence.split(" ") for sentence in sentences]
    number = {word: n for n, word in enumerate(dict.fromkeys(itertools.chain(*split)), start=1)}
    columns = itertools.zip_longest(*[[number[word] for word in words] for words in split],
                                    fillvalue=0)
    x = np.array(list(columns)).T
    return {"x": x, "mask": x != 0}


def by_lengths(sentences):
    lengths = np.array([len(s.split()) for s in sentences])
    mask = np.arange(lengths.max()) < lengths[:, None]
    known, x = {"": 0}, np.zeros(mask.shape, int)
    x[mask] = [known.setdefault(word, len(known)) for s in sentences for word in s.split()]
    return x, mask


RIGHT = [two_passes, zipped, by_lengths]


def from_zero(sentences):
    x, mask = two_passes(sentences)
    return np.where(mask, x - 1, 0), mask


def alphabet(sentences):
    known = sorted({word for s in sentences for word in s.split()})
    _, mask = two_passes(sentences)
    x = np.zeros(mask.shape, int)
    x[mask] = [known.index(word) + 1 for s in sentences for word in s.split()]
    return x, mask


def most_common(sentences):
    from collections import Counter

    counts = Counter(word for s in sentences for word in s.split())
    known = [word for word, _ in counts.most_common()]
    _, mask = two_passes(sentences)
    x = np.zeros(mask.shape, int)
    x[mask] = [known.index(word) + 1 for s in sentences for word in s.split()]
    return x, mask


def begins_again(sentences):
    x, mask = two_passes(sentences)
    for b, sentence in enumerate(sentences):
        number = {}
        row = [number.setdefault(word, len(number) + 1) for word in sentence.split()]
        x[b, : len(row)] = row
    return x, mask


def counts_up(sentences):
    n = itertools.count(1)
    rows = [[next(n) for _ in s.split()] for s in sentences]
    T = max(map(len, rows))
    x = np.array([row + [0] * (T - len(row)) for row in rows])
    return x, x > 0


def left(sentences):
    x, mask = two_passes(sentences)
    rows = [np.roll(row, (~real).sum()) for row, real in zip(x, mask, strict=True)]
    return np.stack(rows), np.stack(rows) > 0


def no_padding_in_mask(sentences):
    x, _ = two_passes(sentences)
    return x, x >= 0


def mask_first(sentences):
    return two_passes(sentences)[::-1]


def words_for_numbers(sentences):
    return [s.split() for s in sentences], None


WRONG = {
    "from zero": [from_zero],
    "sorted": [alphabet],
    "by frequency": [most_common],
    "a vocabulary each": [begins_again],
    "every word new": [counts_up],
    "padded in front": [left],
    "all real": [no_padding_in_mask],
    "results exchanged": [mask_first],
    "type": [words_for_numbers],
}
