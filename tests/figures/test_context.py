"""What reaches the last state: colours and lines hold the numbers that were given."""

import numpy as np
import pytest

from helpers.drawing import NAN, curves, drawn, grid, legend, texts, values
from rnn_helpers import figures


def test_influence(rng):
    moved = np.triu(rng.random((5, 5)) + 0.01)
    last = {"SimpleRNN": moved[:, -1], "LSTM": np.array([0, 0, 0.1, 0.2, 1])}
    figure = drawn(figures.influence(moved, last))
    left, right = figure.axes[:2]
    np.testing.assert_allclose(grid(left.collections[0]), np.where(moved > 0, moved, NAN))
    assert left.yaxis_inverted(), "the first input is on top"
    np.testing.assert_allclose(values(right)["SimpleRNN"], moved[::-1, -1])
    np.testing.assert_allclose(values(right)["LSTM"], [1, 0.2, 0.1, NAN, NAN])
    assert right.get_yscale() == "log" and legend(right) == list(last)
    assert "no state moves before" in figure.alt
    assert "5 of 5 inputs in SimpleRNN, 3 of 5 inputs in LSTM" in figure.alt
    assert "some state moves before" in figures.influence(np.ones((3, 3)), {"GRU": np.ones(3)}).alt


@pytest.mark.parametrize("moved", [np.zeros((3, 3)), np.full((3, 3), NAN), np.eye(1)])
def test_influence_of_nothing(moved):
    drawn(figures.influence(moved, {"GRU": moved[:, -1]}))


def test_pieces():
    y = np.arange(6.0)
    others = {"kept": y + 1e-7, "lost": y + 1, "unknown": np.full(6, NAN)}
    figure = drawn(figures.pieces(y, others, [3, 5]))
    (ax,) = figure.axes
    shown = values(ax)
    np.testing.assert_array_equal(shown["one pass"], y)
    for name, expected in others.items():
        np.testing.assert_array_equal(shown[name], expected)
    assert curves(ax)["lost"][:, 0].tolist() == [1, 2, 3, 4, 5, 6]
    cuts = [line.get_xdata()[0] for line in ax.lines if line.get_linestyle() == ":"]
    assert 2.5 in cuts and 4.5 in cuts
    assert "in 3 pieces" in figure.alt
    assert "kept equal, lost different, unknown different" in figure.alt


def test_padded_states(rng):
    h = rng.standard_normal((6, 4))
    kept = h.copy()
    kept[3:] = h[2]
    tokens = ["a", "b", "c"] + ["<pad>"] * 3
    figure = drawn(figures.padded_states({"mask": kept, "none": h}, tokens, 3))
    for ax, expected in zip(figure.axes[:2], (kept, h), strict=True):
        mesh = ax.collections[0]
        np.testing.assert_array_equal(grid(mesh), expected.T)
        limit = max(np.abs(kept).max(), np.abs(h).max())
        assert mesh.get_clim() == (-limit, limit), "one scale for both"
        assert ax.lines[0].get_xdata()[0] == 3
    assert [tick.get_text() for tick in figure.axes[1].get_xticklabels()] == tokens
    assert "mask: the last word’s state is kept, none: the state moves on" in figure.alt


@pytest.mark.parametrize("T, H, words", [(1, 1, 0), (200, 3, 200)])
def test_padded_states_at_the_extremes(T, H, words):
    drawn(figures.padded_states({"nothing": np.full((T, H), NAN)}, ["word"] * T, words))


def test_by_length():
    accuracy = {"a": [1, 0.99], "b": [0.9, 0.8], "c": [0.5, 0.4], "d": [1, 0.3], "e": [NAN, 1]}
    figure = drawn(figures.by_length([5, 9], accuracy))
    (ax,) = figure.axes
    for name, expected in accuracy.items():
        np.testing.assert_allclose(values(ax)[name], 100 * np.array(expected))
    first, second = ax.lines[:2]
    assert first.get_linewidth() > 2 * second.get_linewidth(), "lines that coincide stay visible"
    assert list(ax.lines[-1].get_ydata()) == [50, 50] and texts(ax) == ["chance"]
    assert figure.alt == (
        "accuracy, held-out pairs, by length: a, nearly perfect at every length; b, high at every "
        "length; c, below two thirds at every length; d, it depends on the length; e, unknown."
    )
