"""Intervals by the bootstrap: how far a number might move had other files been held out.

Characters of one file resemble each other, so a whole file counts as one observation: files are
drawn at random with replacement, as many as there are, and the number is computed again (Efron &
Tibshirani 1993, chapter 8). All that matters of a draw is how often each file is in it, and those
counts are multinomial; so each file is summed up once, and a draw is a weighted sum of files.
"""

import numpy as np

from rnn_helpers import arguments

BINS = 256  # of a cell's values, equally full: so fine that ties do not matter


def ratio(numerators, denominators, *, rng, draws=1000, level=0.95):
    """Sum of numerators / sum of denominators, one of each per file -> (ratio, low, high)."""
    numerators, denominators = np.asarray(numerators, float), np.asarray(denominators, float)
    weights = _draw_files(len(numerators), draws, rng)
    with np.errstate(invalid="ignore", divide="ignore"):
        drawn = (weights @ numerators) / (weights @ denominators)
        return numerators.sum() / denominators.sum(), *_middle(drawn, level)


def mean(parts, *, rng, draws=1000, level=0.95):
    """Mean of all values of several files, parts: an array for each -> (mean, low, high)."""
    sums, sizes = [part.sum(dtype=float) for part in parts], [len(part) for part in parts]
    return ratio(sums, sizes, rng=rng, draws=draws, level=level)


def score(values, label, groups, *, rng, draws=200, level=0.95):
    """Interval of one cell's `scores.scores` -> (low, high).

    values, label, groups (N,): of each character the cell's value, the label, the number of its
    file.
    """
    label = np.asarray(label)
    tables = _tables(values, label, groups)
    weights = _draw_files(len(tables), draws, rng)
    drawn = [_score_of_table(table, label.dtype == bool)
             for table in np.tensordot(weights, tables, axes=1)]
    return _middle(drawn, level)


def _draw_files(files, draws, rng):
    """How often each file is in each draw, (draws, files)."""
    arguments.check_rng(rng)
    return rng.multinomial(files, np.full(files, 1 / files), size=draws)


def _middle(drawn, level):
    """Between which values the middle fraction `level` of the draws lies: (low, high)."""
    return tuple(np.nanquantile(drawn, [(1 - level) / 2, (1 + level) / 2]))


def _tables(values, label, groups):
    """How often each bin of the values meets each level of the label: (files, BINS, levels)."""
    edges = np.quantile(values, np.linspace(0, 1, BINS + 1)[1:-1])
    bins = np.searchsorted(edges, values)
    _, level = np.unique(label, return_inverse=True)
    _, group = np.unique(groups, return_inverse=True)
    shape = (group.max() + 1, BINS, level.max() + 1)
    cells = np.ravel_multi_index((group, bins, level), shape)
    return np.bincount(cells, minlength=np.prod(shape)).reshape(shape)


def _score_of_table(table, yes_or_no):
    """The score that `scores.scores` gives the characters counted in a table (BINS, levels)."""
    in_bins, in_levels = table.sum(axis=1), table.sum(axis=0)
    r, levels = _mean_ranks(in_bins), _mean_ranks(in_levels)
    if yes_or_no:
        if len(in_levels) < 2 or 0 in in_levels:
            return np.nan
        return 0.5 + r @ table[:, 1] / np.prod(in_levels.astype(float))
    spread = np.sqrt((r**2 @ in_bins) * (levels**2 @ in_levels))
    return r @ table @ levels / spread if spread else np.nan


def _mean_ranks(counts):
    """The rank that all values of one bin share, minus the mean of all ranks; counts in order."""
    return np.cumsum(counts) - (counts + 1) / 2 - (counts.sum() - 1) / 2
