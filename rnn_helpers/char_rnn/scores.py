"""How well a cell follows a label: every cell against every label, by ranks, so that no scale or threshold is chosen.

For yes or no, the area under the ROC curve (Hanley & McNeil 1982): the chance that the cell is higher at a character
where the answer is yes than at one where it is no; 0.5 is guessing, below 0.5 the cell falls where it should rise.
For how much, Spearman's rank correlation, -1 to 1.
"""

from typing import NamedTuple

import numpy as np

from rnn_helpers import arguments, char_rnn
from rnn_helpers.char_rnn import scanner


class Best(NamedTuple):
    """A label's best cell, chosen on one part of the text; its score and interval (low, high) on the other, as if it rose
    with the label."""

    cell: int
    score: float
    low: float
    high: float


def observations(network, texts, every=1):
    """What there is to compare, at every n-th character of several texts -> values (N, K), labels name -> (N,), groups (N,).

    K: the cells h_0 to h_(H-1), and then those of c where there is one. groups: the number of the text.
    """
    texts = [char_rnn.decode(char_rnn.encode(text)) for text in texts]  # as the network reads them: no tabs
    values, labels = char_rnn.states_at(network, texts, every), [scanner.label(text) for text in texts]
    return (np.concatenate(values), {name: np.concatenate([each[name][::every] for each in labels]) for name in scanner.names()},
            np.repeat(np.arange(len(texts)), [len(v) for v in values]))


def ranks(values):
    """Ranks of each column, centred: (N, ...) -> (N, ...) float32, equal values share their mean rank."""
    values = np.asarray(values)
    N = len(values)
    columns = np.ascontiguousarray(values.reshape(N, -1).T)
    out = np.empty(columns.shape, np.float32)
    for column, row in zip(columns, out):
        order = np.argsort(column, kind="stable")
        sorted_ = column[order]
        first = np.flatnonzero(np.r_[True, sorted_[1:] != sorted_[:-1]])  # of each run of equal values
        run = np.diff(np.r_[first, N])
        row[order] = np.repeat(first + (run - 1) / 2, run) - (N - 1) / 2
    return out.T.reshape(values.shape)


def scores(values, label):
    """Score of every cell for one label. values (N, K), label (N,) bool or int -> (K,).

    A label that never changes has no score: NaN.
    """
    return scores_of_ranks(ranks(values), label)


def scores_of_ranks(r, label):
    """`scores`, where the ranks (N, K) are there already."""
    label = np.asarray(label)
    if len(label) != len(r):
        raise ValueError(f"label: expected {len(r)} values, one a character, got {len(label)}")
    if label.dtype == bool:
        yes = label.sum()
        with np.errstate(invalid="ignore"):
            return 0.5 + (label.astype(np.float32) @ r) / np.float64(yes * (len(label) - yes))
    levels = ranks(label)
    spread = np.sqrt(np.square(r, dtype=float).sum(axis=0) * np.square(levels, dtype=float).sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        return (levels @ r) / spread


def ceiling(label):
    """The largest score that a cell can have for a label: 1 for yes or no; for how much, less where many values are equal.

    Characters of one depth share a rank, and a cell's values do not: among those at depth 0 no order is the right one.
    """
    label = np.asarray(label)
    if label.dtype == bool:
        return 1.0
    N = len(label)
    return float(np.sqrt(np.square(ranks(label), dtype=float).sum() / ((N**3 - N) / 12)))


def strength(score, label):
    """How far a score is from guessing, whichever way the cell goes: AUC 0.5 to 1, correlation 0 to 1."""
    return np.maximum(score, 1 - score) if np.asarray(label).dtype == bool else np.abs(score)


def interval(values, label, groups, *, rng, draws=200, level=0.95):
    """Interval (low, high) of one cell's score: whole files are drawn again, as many as there are, with replacement.

    values, label, groups (N,): the cell, the label and the number of the file of each character. Characters of one
    file are alike, so a file counts as one observation.
    """
    table = _counts(values, label, groups)
    arguments.check_rng(rng)
    taken = _drawn_again(len(table), draws, rng)
    return _inner([_score_of(part, np.asarray(label).dtype == bool) for part in np.tensordot(taken, table, axes=1)], level)


def _drawn_again(files, draws, rng):
    """How often each file is taken, in each of the draws: as many files as there are, with replacement. (draws, files)."""
    return rng.multinomial(files, np.full(files, 1 / files), size=draws)


def _inner(drawn, level):
    """The interval (low, high) that holds the share `level` of what was drawn, as much left out below as above."""
    return tuple(np.nanquantile(drawn, [(1 - level) / 2, (1 + level) / 2]))


BINS = 256  # of a cell's values, equally many characters in each; so fine that ties hardly matter


def _counts(values, label, groups):
    """How often each level of the label met each bin of the values, file by file: (files, BINS, levels)."""
    edges = np.quantile(values, np.linspace(0, 1, BINS + 1)[1:-1])
    bins = np.searchsorted(edges, values)
    _, level = np.unique(label, return_inverse=True)
    _, group = np.unique(groups, return_inverse=True)
    shape = (group.max() + 1, BINS, level.max() + 1)
    return np.bincount(np.ravel_multi_index((group, bins, level), shape), minlength=np.prod(shape)).reshape(shape)


def _score_of(table, yes_or_no):
    """The score of a table of counts (bins, levels), as `scores` gives it for single characters."""
    def mid_ranks(counts):
        return np.cumsum(counts) - (counts + 1) / 2 - (counts.sum() - 1) / 2

    in_bins, in_levels = table.sum(axis=1), table.sum(axis=0)
    r = mid_ranks(in_bins)
    if yes_or_no:
        if len(in_levels) < 2 or 0 in in_levels:
            return np.nan
        return 0.5 + r @ table[:, 1] / np.prod(in_levels.astype(float))
    levels = mid_ranks(in_levels)
    spread = np.sqrt((r**2 @ in_bins) * (levels**2 @ in_levels))
    return r @ table @ levels / spread if spread else np.nan


def halves(groups):
    """-> (N,) bool each: where files have an even number, and where an odd one. One half chooses, the other measures:
    the best of many on the text it was chosen on would look better than it is."""
    choose = np.asarray(groups) % 2 == 0
    return choose, ~choose


def best_cells(values, labels, groups, *, rng):
    """Label's name -> Best. values (N, K), labels name -> (N,), groups (N,) file numbers. Chosen and scored by `halves`."""
    choose, measure = halves(groups)
    r, held, found = ranks(values[choose]), values[measure], {}
    for name, label in labels.items():
        cell = int(np.nanargmax(strength(scores_of_ranks(r, label[choose]), label)))
        column, asked = held[:, cell], label[measure]
        score = float(scores(column, asked))
        low, high = interval(column, asked, groups[measure], rng=rng)
        whole = 1 if label.dtype == bool else 0
        if score < whole / 2:  # a cell that falls tells as much as one that rises
            score, low, high = whole - score, whole - high, whole - low
        found[name] = Best(cell, score, low, high)
    return found


def probes(values, labels, groups, *, ridge=0.01):
    """What all cells together tell: label's name -> score of a weighted sum of the cells.

    values (N, K), labels name -> (N,), groups (N,). Weights by least squares on one of `halves`, scored on the other.
    ridge: penalty on their squares, as a share of the cells' mean square.
    """
    fit, measure = halves(groups)
    x = values[fit]
    centre = x.mean(axis=0)
    x = x - centre
    y = np.stack([label[fit] for label in labels.values()], axis=1).astype(x.dtype)
    gram = (x.T @ x).astype(float)
    penalty = ridge * np.mean(np.diag(gram)) * np.eye(len(gram))
    w = np.linalg.solve(gram + penalty, (x.T @ (y - y.mean(axis=0))).astype(float)).astype(x.dtype)
    told = ranks((values[measure] - centre) @ w)
    return {name: float(scores_of_ranks(column, label[measure])) for column, (name, label) in zip(told.T, labels.items())}


def telling_places(text, labels):
    """Characters that can only come where something is open: name -> indices (n,).

    labels: `scanner.label(text)`. Closing quotes, closing parentheses, ends of comments (the last character of each,
    which may be a line's end), and what stands within comments.
    """
    letters = np.array(list(text))
    closing = lambda label: np.flatnonzero(label[:-1] & ~label[1:]) + 1  # noqa: E731: true before it, not after it
    quotes = closing(labels["string"])
    return {"closing quote": quotes[letters[quotes] == '"'],
            "end of a comment": closing(labels["comment"]),
            "within a comment": np.flatnonzero(labels["comment"][:-1] & labels["comment"][1:]) + 1,
            "closing parenthesis": np.flatnonzero(np.diff(labels["depth of ( )"]) < 0) + 1}


def cost_of_losing(network, cell, readings, places):
    """Bits more that each of the characters at `places` costs when one cell is set to zero: one array for each text.

    readings: by the whole network; places: name -> indices, for each text. -> name -> list of arrays.
    """
    without = char_rnn.read_all(char_rnn.ablated(network, cell), [reading.text for reading in readings])
    more = [char_rnn.surprise(b) - char_rnn.surprise(a) for a, b in zip(readings, without)]
    return {name: [bits[at[name] - 1] for bits, at in zip(more, places)] for name in places[0]}


def mean_with_interval(parts, *, rng, draws=1000, level=0.95):
    """Mean over all values of several files, (mean, low, high): files are drawn again, with replacement."""
    sums, sizes = (np.array([f(part) for part in parts], float) for f in (np.sum, len))
    taken = _drawn_again(len(parts), draws, rng)
    with np.errstate(invalid="ignore"):
        drawn = (taken @ sums) / (taken @ sizes)
    return sums.sum() / sizes.sum(), *_inner(drawn, level)


def change_ratio(found, others, *, rng, draws=1000, level=0.95):
    """How many times as much the bits change without one cell as without others: (ratio, low, high).

    found: `cost_of_losing` at one kind of place, an array for each file; others: the same for each of the other cells.
    Dearer or cheaper, a change counts by its size. Files are drawn again, the same ones for all cells.
    """
    size = lambda parts: np.array([np.abs(part).sum(dtype=float) for part in parts])  # noqa: E731
    one, other = size(found), np.mean([size(each) for each in others], axis=0)
    taken = _drawn_again(len(one), draws, rng)
    with np.errstate(invalid="ignore", divide="ignore"):
        drawn = (taken @ one) / (taken @ other)
        return one.sum() / other.sum(), *_inner(drawn, level)
