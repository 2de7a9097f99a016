"""The path of every k is drawn from its own step; a loss's bar covers what its gradient reaches."""

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.patches import FancyArrowPatch

from helpers.drawing import drawn, texts
from rnn_helpers import figures
from rnn_helpers.figures.palette import RED


def coloured(ax):
    """(start, end) of each highlighted arrow, sorted."""
    return sorted(tuple(map(tuple, np.round(patch._posA_posB, 2))) for patch in ax.patches
                  if isinstance(patch, FancyArrowPatch) and patch.get_edgecolor() == to_rgba(RED))


def test_a_path_of_k_steps_has_k_arrows_between_states():
    T = 4
    above, below = [f"term {k}" for k in range(T)], [f"{k}!" for k in range(T)]
    figure = drawn(figures.weight_paths(above, below))
    assert len(figure.axes) == T
    for k, ax in enumerate(figure.axes):
        between = [(start, end) for start, end in coloured(ax) if start[1] == end[1]]
        assert [round(start[0] - 0.22) for start, _ in between] == list(range(T - k, T))
        upward = [start[0] for start, end in coloured(ax) if start[1] != end[1] and end[1] < 1]
        assert upward == [T - k], "it meets the weights at one step only"
        assert ax.get_title("center") == f"term {k}" and f"{k}!" in texts(ax)
    assert "k = 2, from step 2 over 2 steps: 2!" in figure.alt


def test_bars_cover_what_is_reached():
    first = {"whole": [0] * 5, "two back": [0, 0, 0, 1, 2], "pieces": [0, 0, 2, 2, 4]}
    figure = drawn(figures.reach(list("abcde"), first))
    for ax, reached in zip(figure.axes, first.values(), strict=True):
        bars = [(bar.get_x() + 0.5, bar.get_width()) for bar in ax.patches]
        assert bars == [(start, t - start + 1) for t, start in enumerate(reached)]
        assert [label.get_text() for label in ax.get_xticklabels()] == list("abcde")
    assert "whole: 0 to 4 steps back; two back: 0 to 2" in figure.alt
