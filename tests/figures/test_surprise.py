"""Surprisal in colour: each character in its place, with its own guesses under it."""

import numpy as np
import pytest

from helpers.drawing import NAN, drawn
from rnn_helpers import figures


def test_characters_guesses_and_colours_are_in_their_places(written):
    text, bits = "ab\nc", np.array([NAN, 8.0, 0.0, 2.0])
    guesses = [["x", "y"], ["q", "r"], [" ", "\n"], ["c", "z"]]
    probabilities = np.array([[0.9, 0.1], [0.5, 0.004], [0.7, 0.2], [0.25, 0.01]])
    figure = drawn(figures.surprisal_text(text, bits, guesses, probabilities, limit=8.0))
    assert written["a"] == [(0.5, 0.55)] and written["b"] == [(1.5, 0.55)]
    assert len(written["c"]) == 2, "the character and its guess"
    assert "x" not in written and "r" not in written, "unknown, or too improbable"
    (x, y), = written["q"]
    assert x == 1.5 and y > 1
    assert written["␣"] and written["z"]
    (_, row), (_, guessed) = sorted(written["c"], key=lambda place: place[1])
    assert guessed > row > 1.5, "the second line lies below the guesses of the first"
    assert "up to 8.0 for “b”" in figure.alt


def test_the_more_bits_the_more_orange():
    bits = np.array([0.0, 2.0, 4.0, 8.0, 80.0])
    nothing = [[" "]] * 5
    figure = drawn(figures.surprisal_text("abcde", bits, nothing, np.zeros((5, 1)), limit=8.0))
    blue = figure.axes[0].collections[0].get_facecolor()[:, 2]
    np.testing.assert_allclose(blue, [1, 0.75, 0.5, 0, 0], atol=1e-6)


@pytest.mark.parametrize("columns", [10, 64])
def test_long_lines_continue(columns):
    text = "x" * 70 + "\n"
    guesses, p = [["x"]] * len(text), np.full((len(text), 1), 0.5)
    figure = drawn(figures.surprisal_text(text, np.ones(len(text)), guesses, p, columns=columns))
    assert figure.axes[0].get_xlim() == (0, columns)
