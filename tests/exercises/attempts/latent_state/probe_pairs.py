"""Attempts at `probe_pairs`."""

import numpy as np

from rnn_helpers.backend import ops


def loop(h, words, k):
    states, labels = [], []
    for t in range(k - 1, len(words)):
        states.append(h[t])
        labels.append(words[t - k + 1])
    return np.array(states), np.array(labels)


def by_places(h, words, k):
    t = np.arange(k, len(words) + 1)
    return {"states": h[t - 1], "labels": words[t - k]}


def zipped(h, words, k):
    pairs = list(zip(h[k - 1 :], words))
    return np.stack([state for state, _ in pairs]), [word for _, word in pairs]


def rolled_and_cut(h, words, k):
    return h[k - 1 :], np.roll(words, k - 1)[k - 1 :]


def keras_ops(h, words, k):
    n = len(words) - k + 1
    return ops.convert_to_tensor(h)[-n:], ops.convert_to_tensor(words)[:n]


RIGHT = [loop, by_places, zipped, rolled_and_cut, keras_ops]


def minus_zero(h, words, k):
    back = k - 1
    return h[back:], words[:-back]


def counted_from_zero(h, words, k):
    return np.array([h[t] for t in range(k, len(h))]), np.array(
        [words[t - k] for t in range(k, len(h))]
    )


def the_future(h, words, k):
    n = len(words) - k + 1
    return h[:n], words[-n:]


def both_late(h, words, k):
    n = len(words) - k + 1
    return h[-n:], words[-n:]


def both_early(h, words, k):
    n = len(words) - k + 1
    return h[:n], words[:n]


def rolled(h, words, k):
    labels = np.concatenate([words[len(words) - k + 1 :], words[: len(words) - k + 1]])
    return h, labels


def first_one_lost(h, words, k):
    return h[k:], np.array([words[t - k + 1] for t in range(k, len(words))])


def stops_short(h, words, k):
    states, labels = [], []
    for t in range(len(words) - k):
        states.append(h[t + k - 1])
        labels.append(words[t])
    return np.array(states).reshape(-1, h.shape[1]), np.array(labels)


def every_kth(h, words, k):
    states, labels = loop(h, words, k)
    return states[::k], labels[::k]


def all_of_them(h, words, k):
    return h, words


def one_pair(h, words, k):
    return h[-1:], words[-k : -k + 1] if k > 1 else words[-1:]


def labels_only(h, words, k):
    return words[: len(words) - k + 1]


def states_turned(h, words, k):
    return h[k - 1 :].T, words[: len(words) - k + 1]


WRONG = {
    "empty at k = 1": [minus_zero],
    "k from 0": [counted_from_zero],
    "what comes": [the_future],
    "same step": [both_late],
    "cut at the end": [both_early],
    "wraps round": [rolled],
    "one pair lost": [first_one_lost],
    "last pair lost": [stops_short],
    "times k": [every_kth],
    "nothing left out": [all_of_them],
    "only T=1": [one_pair],
    "type": [labels_only],
    "transposed": [states_turned],
}
