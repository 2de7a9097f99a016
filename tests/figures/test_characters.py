"""Coloured text: each character on the colour of its own value, in its own place."""

import numpy as np
import pytest
from matplotlib import colormaps

from helpers.drawing import NAN, boxes, drawn, lines
from rnn_helpers import figures
from rnn_helpers.figures.canvas import picture
from rnn_helpers.figures.characters import COLUMNS, GREYED, text_rows


def test_rows_follow_lines_and_fold():
    row, column = text_rows("ab\n" + "c" * (COLUMNS + 2) + "\n\nd")
    assert row.tolist()[:3] == [0, 0, 0] and column.tolist()[:4] == [0, 1, 2, 0]
    assert (row[-1], column[-1]) == (4, 0)
    assert row[3 + COLUMNS] == 2 and column[3 + COLUMNS] == 0


@pytest.mark.parametrize("positive", [True, False])
def test_each_character_has_the_colour_of_its_value(positive, written):
    values = np.array([0.5, -1.0, NAN, 2.0, 1.0])
    figure = drawn(figures.coloured_text("ab\ncd", values, limit=2.0, positive=positive))
    colors = figure.axes[0].images[0].get_array()
    scale = colormaps["Oranges" if positive else "RdBu_r"]
    for n, (row, column) in {0: (0, 0), 1: (0, 1), 3: (1, 0), 4: (1, 1)}.items():
        part = values[n] / 2 if positive else (values[n] / 2 + 1) / 2
        assert colors[row, column].tolist() == list(scale(part, bytes=True))
    assert colors[0, 2].tolist() == colors[1, 2].tolist() == [255] * 4, "nothing is white"
    assert written == {"a": [(0.5, 0.5)], "b": [(1.5, 0.5)], "¬": [(2.5, 0.5)], "c": [(0.5, 1.5)],
                       "d": [(1.5, 1.5)]}


def test_what_is_underlined_framed_and_written(written):
    truth = np.array([False, True, True, False])
    figure = drawn(figures.coloured_text("abcd", np.zeros(4), truth=truth, mark=3, written=1))
    labels, shapes = figure.axes[0].collections
    assert [ends[0, 0] for ends, *_ in lines(shapes)] == [1, 2]
    assert boxes(shapes, edged=True) == [(3, 0, 1, 1)]
    grey = int(GREYED[1:3], 16) / 255
    np.testing.assert_allclose(labels.get_facecolor()[:, 0], [0, 0, 0, grey])
    assert "should be high are underlined" in figure.alt


@pytest.mark.parametrize("mark, first", [(0, 0), (50, 40), (99, 80)])
def test_only_rows_around_the_mark_are_drawn(mark, first, written):
    figure = drawn(figures.coloured_text("\n" * 100, np.zeros(100), mark=mark, rows=20))
    assert figure.first_row == first and len(written["¬"]) == 20
    assert boxes(figure.axes[0].collections[1], edged=True)[0][:2] == (0, mark - first)


@pytest.mark.parametrize("text", ["x", "\n", "a" * 500, "é日本\t"])
def test_any_text(text):
    figure = figures.coloured_text(
        text, np.full(len(text), NAN), mark=len(text) - 1, title="a title"
    )
    assert f"{len(text)} characters" in drawn(figure).alt


def test_the_key_goes_from_end_to_end():
    for positive, ticks in ((False, ["−12", "0", "12"]), (True, ["0", "6", "12"])):
        _, ax = picture()
        figures.colour_key(ax, limit=12.0, name="value of cell c 3", positive=positive)
        assert [tick.get_text() for tick in ax.get_xticklabels()] == ticks
        assert ax.get_xlabel() == "value of cell c 3"
        assert ax.images[0].get_extent() == [-12 * (not positive), 12, 0, 1]


def test_next_characters(written):
    guesses = [("\n", 0.51), (" ", 0.25), ("\ufffd", 0.1), ("{", 0.05), ("x", 0.0)]
    figure = drawn(figures.next_characters(guesses, title="next"))
    widths = [box[2] for box in boxes(figure.axes[0].collections[0])]
    np.testing.assert_allclose(widths, [51, 25, 10, 5, 0])
    assert {"51 %", "25 %", "0 %", "next"} <= set(written)
    assert "line end 51 %, space 25 %, other 10 %, { 5 %, x 0 %" in figure.alt


def test_the_same_text_by_several_cells():
    values = {"one": np.array([1.0, -1.0, 0.0]), "two": np.array([0.0, 0.5, NAN])}
    panels = {name: (v, 1.0, np.array([True, False, False])) for name, v in values.items()}
    figure = drawn(figures.coloured_texts("ab\n", panels))
    scale = colormaps["RdBu_r"]
    for ax, (name, v) in zip(figure.axes, values.items(), strict=True):
        assert ax.get_title(loc="left") == name
        colors = ax.images[0].get_array()
        for n in range(2):
            assert colors[0, n].tolist() == list(scale((v[n] + 1) / 2, bytes=True))
    assert "one; two" in figure.alt
