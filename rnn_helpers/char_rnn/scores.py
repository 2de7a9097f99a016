"""How well each cell follows each label, by ranks: no scale and no threshold has to be chosen.

A cell is one number of the state, an element of h or, in an LSTM, of c.

For yes or no, the area under the ROC curve (Hanley & McNeil 1982): the probability that the cell is
higher at a random character where the answer is yes than at one where it is no. 0.5 is guessing;
below 0.5 the cell falls where it should rise. For how much, Spearman's rank correlation, -1 to 1.
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import rankdata

from rnn_helpers.char_rnn import intervals, scanner
from rnn_helpers.char_rnn.corpus import decode, encode
from rnn_helpers.char_rnn.reading import states_at
from rnn_helpers.numpy_training import linear_probe


class Best(NamedTuple):
    """The cell that follows a label best, chosen on one half of the files, scored on the other.

    cell: its column; sign: 1 if it rises with the label, -1 if it falls; score, and the interval
    low to high: of the cell times its sign.
    """

    cell: int
    sign: int
    score: float
    low: float
    high: float


def observations(network, texts, every=1):
    """Values and labels at every n-th character of several texts, N characters in all.

    -> values (N, K), labels {name: (N,)}, groups (N,): the number of each character's text.
    K: the cells h_0 to h_(H-1), and then those of c where there is one.
    """
    texts = [decode(encode(text)) for text in texts]  # as the network reads them: without tabs
    values = states_at(network, texts, every)
    found = [scanner.label(text) for text in texts]
    labels = {name: np.concatenate([each[name][::every] for each in found])
              for name in scanner.names()}
    groups = np.repeat(np.arange(len(texts)), [len(v) for v in values])
    return np.concatenate(values), labels, groups


def ranks(values):
    """Ranks within each column, minus their mean: (N, ...) -> (N, ...) float32.

    Equal values share their mean rank.
    """
    values = np.asarray(values)
    N = len(values)
    columns = np.ascontiguousarray(values.reshape(N, -1).T)
    centred = np.empty(columns.shape, np.float32)
    for column, row in zip(columns, centred, strict=True):  # one at a time, to save memory
        row[:] = rankdata(column) - (N + 1) / 2
    return centred.T.reshape(values.shape)


def scores(values, label):
    """The score of each cell for one label. values (N, K), label (N,) bool or int -> (K,).

    A label that never changes gives NaN.
    """
    return scores_of_ranks(ranks(values), label)


def scores_of_ranks(r, label):
    """The same, from the cells' `ranks` r (N, K): many labels can share them."""
    label = np.asarray(label)
    if len(label) != len(r):
        raise ValueError(f"label: expected {len(r)} values, one per character, got {len(label)}")
    if label.min() == label.max():
        return np.full(r.shape[1:], np.nan)
    return roc_auc(r, label) if label.dtype == bool else rank_correlation(r, label)


def roc_auc(r, label):
    """Area under the ROC curve, from `ranks` r (N, K) and label (N,) bool -> (K,).

    Mann and Whitney's U, divided by the number of pairs of a yes and a no.
    """
    yes = label.sum()
    return 0.5 + (label.astype(np.float32) @ r) / float(yes * (len(label) - yes))


def rank_correlation(r, label):
    """Spearman's correlation, from `ranks` r (N, K) and label (N,) -> (K,); constant cells NaN."""
    levels = ranks(label)
    spread = np.sqrt(np.square(r, dtype=float).sum(axis=0) * np.square(levels, dtype=float).sum())
    return (levels @ r) / np.where(spread > 0, spread, np.nan)


def ceiling(label):
    """The highest score any cell without ties can reach for a label: 1 for yes or no.

    For how much it is lower where many characters share a level: they share a rank, a cell's values
    do not, and no order among them is the right one.
    """
    label = np.asarray(label)
    if label.dtype == bool:
        return 1.0
    N = len(label)
    return float(np.sqrt(np.square(ranks(label), dtype=float).sum() / ((N**3 - N) / 12)))


def strength(score, label):
    """How far a score is from guessing, in either direction.

    score (...), label (N,) -> (...): an area becomes 0.5 to 1, a correlation 0 to 1.
    """
    return np.maximum(score, 1 - score) if np.asarray(label).dtype == bool else np.abs(score)


def halves(groups):
    """Split by file -> (N,) bool each: characters of even-numbered files, of odd-numbered ones.

    One half chooses a cell, the other scores it: on the text it was chosen on, the best of many
    looks better than it is.
    """
    choose = np.asarray(groups) % 2 == 0
    return choose, ~choose


def strengths(values, labels, groups):
    """The `strength` of each cell for each label, on the half that chooses -> {name: (K,)}.

    values (N, K), labels {name: (N,)}, groups (N,): as from `observations`.
    """
    choose, _ = halves(groups)
    r = ranks(values[choose])
    return {name: strength(scores_of_ranks(r, label[choose]), label)
            for name, label in labels.items()}


def best_cells(values, labels, groups, *, rng, chosen_by=None):
    """The best cell for each label, chosen and scored by `halves` -> {name: Best}.

    values (N, K), labels {name: (N,)}, groups (N,): as from `observations`. chosen_by: their
    `strengths`, if they are known already.
    """
    chosen_by = strengths(values, labels, groups) if chosen_by is None else chosen_by
    _, measure = halves(groups)
    held, found = values[measure], {}
    for name, label in labels.items():
        cell = int(np.nanargmax(chosen_by[name]))
        column, asked = held[:, cell], label[measure]
        score = float(scores(column, asked))
        low, high = intervals.score(column, asked, groups[measure], rng=rng)
        top = 1 if label.dtype == bool else 0
        sign = 1 if score >= top / 2 else -1  # a cell that falls tells as much as one that rises
        if sign < 0:
            score, low, high = top - score, top - high, top - low
        found[name] = Best(cell, sign, score, low, high)
    return found


def probes(values, labels, groups, *, ridge=0.01):
    """What all cells together tell: the score of a linear probe for each label -> {name: score}.

    values (N, K), labels {name: (N,)}, groups (N,): fitted on one of `halves`, scored on the other.
    ridge: as in `numpy_training.linear_probe`.
    """
    fit, measure = halves(groups)
    targets = np.stack([label[fit] for label in labels.values()], axis=1)
    W, _ = linear_probe(values[fit], targets, ridge=ridge)
    r = ranks(values[measure] @ W)
    return {name: float(scores_of_ranks(column, label[measure]))
            for column, (name, label) in zip(r.T, labels.items(), strict=True)}
