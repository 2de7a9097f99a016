"""An arc for each arrow, from the step that is read to the step that reads it."""

import numpy as np
import pytest
from matplotlib.patches import FancyArrowPatch

from helpers.drawing import drawn, texts
from rnn_helpers import figures

T = 7
CHAIN = [(f"h_{t}", f"h_{t + 1}") for t in range(1, T)]
ALL = [(f"h_{s}", f"h_{t}") for t in range(2, T + 1) for s in range(1, t)]


def arcs(ax):
    """(from, to) of each arrow."""
    return [tuple(np.round([end[0] for end in patch._posA_posB]).astype(int))
            for patch in ax.patches if isinstance(patch, FancyArrowPatch)]


def test_arcs_are_the_edges():
    figure = drawn(figures.reading({"chain": CHAIN, "all": ALL}, T, [6, 1]))
    chain, everything = figure.axes
    assert arcs(chain) == [(t, t + 1) for t in range(1, T)]
    assert sorted(arcs(everything)) == sorted((s, t) for t in range(2, T + 1) for s in range(1, t))
    assert [ax.get_title("center") for ax in figure.axes] == ["chain: 6 arrows", "all: 21 arrows"]
    assert texts(chain)[:T] == [str(t) for t in range(1, T + 1)]
    assert texts(chain)[-1].endswith(": 6 arrows") and texts(everything)[-1].endswith(": 1 arrow")
    assert "chain 6" in figure.alt and "all 21" in figure.alt


@pytest.mark.parametrize("panels", [1, 3])
def test_any_number_of_panels_without_paths(panels):
    figure = drawn(figures.reading({str(n): CHAIN for n in range(panels)}, T))
    assert len(figure.axes) == panels and texts(figure.axes[0]) == [str(t) for t in range(1, T + 1)]
