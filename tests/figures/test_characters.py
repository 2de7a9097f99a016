"""The figures of notebook 08: drawn for extreme inputs without error or warning, and described in words."""

import numpy as np
import pytest
from helpers.drawing import NAN, drawn, no_warnings, rng  # noqa: F401 (fixtures)

from rnn_helpers import figures
from rnn_helpers.figures.canvas import picture
from rnn_helpers.figures.characters import COLUMNS, text_rows


@pytest.mark.parametrize("text", ["x", "\n", "int f();\n\n  // a\n", "a" * 500, "\n" * 60])
@pytest.mark.parametrize("positive", [True, False])
def test_coloured_text(text, positive, rng):
    values = rng.standard_normal(len(text))
    values[0] = NAN
    figure = figures.coloured_text(text, values, truth=rng.random(len(text)) < 0.5, mark=len(text) - 1, written=1, positive=positive,
                                   limit=2.0, title="a title")
    assert f"{len(text)} characters" in drawn(figure)


def test_rows_follow_lines_and_fold():
    row, column = text_rows("ab\n" + "c" * (COLUMNS + 2) + "\n\nd")
    assert row.tolist()[:3] == [0, 0, 0] and column.tolist()[:4] == [0, 1, 2, 0]
    assert (row[-1], column[-1]) == (4, 0) and row[3 + COLUMNS] == 2 and column[3 + COLUMNS] == 0


@pytest.mark.parametrize("mark, first", [(0, 0), (50, 40), (99, 80)])
def test_only_rows_around_the_mark_are_drawn(mark, first):
    figure = figures.coloured_text("\n" * 100, np.zeros(100), mark=mark, rows=20)
    assert figure.first_row == first
    drawn(figure)


def test_next_characters():
    alt = drawn(figures.next_characters([("\n", 0.51), (" ", 0.25), ("\ufffd", 0.1), ("{", 0.05), ("x", 0.0)]))
    assert "line end 51 %, blank 25 %, other 10 %, { 5 %, x 0 %" in alt


def test_key_and_scores_and_curves(rng):
    figure, ax = picture()
    figures.colour_key(ax, limit=12.0, name="value of cell c 3")
    best = {"comment": (0.95, 0.9, 0.98), "depth": (0.5, 0.4, NAN)}
    drawn(figures.cells_by_label({name: rng.random(512) for name in best}, best, {"comment": 0.99, "depth": 0.7}))
    drawn(figures.looking_back(np.arange(1, 50), {"LSTM": rng.random(49), "GRU": np.zeros(49) + 1e-9}))
    drawn(figures.ablations({"closing "
                             "quote": (2.0, 1.5, 2.5, np.array([0.1, -0.1])), "other": (0.0, NAN, NAN, np.array([]))}))
    assert "LSTM ends at 1.50" in drawn(figures.reading_curves({"LSTM": ([1, 2], [3.0, 1.5])}, lines=[(2.5, "counted")]))
