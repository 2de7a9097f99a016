"""Scores of cells: each mark stands at its number, in its label's row."""

import numpy as np

from helpers.drawing import NAN, curves, drawn, legend, texts
from rnn_helpers import figures


def at(ax, marker):
    """x and y of the marks of one kind."""
    found = [line.get_xydata() for line in ax.lines if line.get_marker() == marker]
    return np.concatenate(found).tolist()


def test_cells_by_label(rng):
    strengths = {"comment": rng.random(51), "depth": rng.random(51)}
    best = {"comment": (0.95, 0.9, 0.98), "depth": (0.5, 0.4, NAN)}
    figure = drawn(figures.cells_by_label(strengths, best, {"comment": 0.99, "depth": 0.7}))
    (ax,) = figure.axes
    assert at(ax, "o") == [[0.95, 0], [0.5, 1]] and at(ax, "D") == [[0.99, 0], [0.7, 1]]
    for row, (every, median) in enumerate(
        zip(ax.collections[::2], ax.collections[1::2], strict=True)
    ):
        values = list(strengths.values())[row]
        np.testing.assert_allclose([line[0, 0] for line in every.get_segments()], values)
        ((low, high),) = median.get_segments()
        assert low[0] == high[0] == np.median(values) and low[1] < row < high[1]
    intervals = [line.get_xdata().tolist() for line in ax.lines if line.get_linewidth() == 3]
    np.testing.assert_array_equal(intervals, [[0.9, 0.98], [0.4, NAN]])
    assert legend(ax) == ["each cell", "median cell", "best cell", "all cells together"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["comment", "depth"]


def test_ablations():
    effects = {
        "closing quote": (2.0, 1.5, 2.5, np.array([0.1, -0.1])),
        "other": (0.0, NAN, NAN, np.array([])),
    }
    figure = drawn(figures.ablations(effects))
    (ax,) = figure.axes
    assert at(ax, "o") == [[2, 0], [0, 1]] and at(ax, "|") == [[0.1, 0], [-0.1, 0]]
    assert "closing quote, other" in figure.alt and ax.yaxis_inverted()


def test_looking_back():
    figure = drawn(figures.looking_back([1, 2, 3], {"LSTM": [1, 0.5, 0.1], "GRU": [1e-9, 0, 0]}))
    (ax,) = figure.axes
    assert curves(ax)["LSTM"].tolist() == [[1, 1], [2, 0.5], [3, 0.1]]
    assert ax.get_xscale() == ax.get_yscale() == "log"


def test_reading_curves():
    figure = drawn(figures.reading_curves({"LSTM": ([1, 2], [3.0, 1.5])}, lines=[(2.5, "counted")]))
    (ax,) = figure.axes
    assert curves(ax)["LSTM: 1.50"].tolist() == [[1, 3], [2, 1.5]]
    assert texts(ax) == ["counted"] and list(ax.lines[-1].get_ydata()) == [2.5, 2.5]
    assert figure.alt.endswith("LSTM ends at 1.50.")
