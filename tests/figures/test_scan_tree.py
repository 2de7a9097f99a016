"""The tree of partial results: its joins, carried out, give the loop's states."""

import numpy as np
import pytest

from helpers.drawing import drawn
from rnn_helpers import figures, numpy_scan
from rnn_helpers.figures.scan_tree import NAMES, rounds


@pytest.mark.parametrize("way", NAMES)
@pytest.mark.parametrize("T", [1, 2, 3, 5, 8, 13, 16])
def test_the_joins_compute_the_states(way, T, rng):
    a, b = rng.uniform(-1, 1, (2, 1, T, 3))
    pairs = {t: (a[:, t - 1], b[:, t - 1]) for t in range(1, T + 1)}
    covers = {t: (t, t) for t in pairs}
    for joins in rounds(way, T):
        before, covered = dict(pairs), dict(covers)  # one round: all at once
        for join in joins:
            assert covered[join.earlier][1] + 1 == covered[join.at][0]  # nothing left out or twice
            pairs[join.at] = numpy_scan.combine(before[join.earlier], before[join.at])
            covers[join.at] = (covered[join.earlier][0], join.at)
            assert join.first == covers[join.at][0]
    h = np.stack([pairs[t][1] for t in sorted(pairs)], axis=1)
    np.testing.assert_allclose(h, numpy_scan.loop(a, b), atol=1e-12)
    assert len(rounds(way, T)) == numpy_scan.cost(way, T)[0]


@pytest.mark.parametrize("way, finished", [("loop", 3), ("doubling", 8), ("scan", 4)])
def test_boxes_say_what_they_cover(way, finished, written):
    figure = drawn(figures.scan_tree(way, 8, 3, counted=(7, 29)))
    assert f"After round 3, {finished} of 8 states are finished." in figure.alt
    assert {"1–2", "1–8", "4"} <= set(written)
    assert written["8"] == [(8, 0)]
    assert any("7 rounds, 29 operations" in each.get_text() for each in figure.axes[0].texts)


def test_an_unknown_way():
    with pytest.raises(ValueError, match="way: expected one of 'loop', .*, got 'tree'"):
        figures.scan_tree("tree", 4)
