"""Which lines of which file to show: chosen by a rule, so that no picture is picked by hand."""

from typing import NamedTuple

import numpy as np


class Excerpt(NamedTuple):
    """Some whole lines of one file: texts[file][part]."""

    file: int
    part: slice


def richest(texts, marks, *, lines=14, columns=84):
    """The run of whole lines that has most of everything that is wanted -> Excerpt.

    texts: a list, one per file; marks: for each text K arrays (N,) of bool, or of counts, that say
    where it has each of the K things. "Most" is the largest product of the K sums, so that none may
    be missing; the first such run counts. Runs with a longer line than `columns` are left out.
    """
    best, most = None, 0
    for n, (text, wanted) in enumerate(zip(texts, marks, strict=True)):
        ends = [-1, *(i for i, letter in enumerate(text) if letter == "\n")]
        totals = np.concatenate([np.zeros((len(wanted), 1)), np.cumsum(wanted, axis=1)], axis=1)
        widths = np.diff(ends) - 1
        for first in range(len(ends) - lines):
            start, stop = ends[first] + 1, ends[first + lines] + 1
            worth = np.prod(totals[:, stop] - totals[:, start])
            if worth > most and widths[first : first + lines].max() <= columns:
                best, most = Excerpt(n, slice(start, stop)), worth
    if best is None:
        raise ValueError(f"marks: expected some {lines} lines of at most {columns} characters that "
                         f"have all {len(marks[0]) if marks else 0} things, got none")
    return best
