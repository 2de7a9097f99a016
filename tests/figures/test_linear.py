"""Pictures of linear recurrences hold the numbers that were given."""

import numpy as np
import pytest

from helpers.drawing import curves, drawn, texts, values
from rnn_helpers import figures


def test_two_cures():
    accuracy = [[[0.1, 0.2, 0.15], [1, 1, 1]], [[0.1, 0.1, 0.1], [0.9, 1, 0.8]]]
    names = {"rows": ["fast", "slow"], "columns": ["as it comes", "open"]}
    figure = drawn(figures.two_cures(accuracy, [[2, 2.04], [12.5, 12]], **names))
    (ax,) = figure.axes
    assert texts(ax)[:3] == ["15 % right", "runs: 10  20  15", "2 ms per update"]
    assert texts(ax)[9:] == ["90 % right", "runs: 90  100  80", "12 ms per update"]
    np.testing.assert_allclose(ax.collections[0].get_array().ravel(), [15, 100, 10, 90])
    assert "fast, as it comes: does not recall; fast, open: recalls" in figure.alt


def test_time_by_T():
    T, lines = [10, 100, 1000], {"loop": [1, 10, 100], "scan": [2, 3, 4]}
    figure = drawn(figures.time_by_T(T, lines, [("scan", 50, 2.5), ("loop", 7, 1.5)], at=100))
    (ax,) = figure.axes
    for name, expected in lines.items():
        np.testing.assert_array_equal(values(ax)[name], expected)
    dots = [line.get_xydata().tolist() for line in ax.lines if line.get_linewidth() == 0]
    assert dots == [[[7, 1.5]], [[50, 2.5]]]
    assert "scan is lowest at T = 1000" in figure.alt


def test_by_length_of_test(rng):
    T, accuracy = [12, 100, 1000], {"one": rng.uniform(0, 1, (2, 3)), "two": [[1, 1, 0.95]]}
    figure = drawn(figures.by_length_of_test(T, accuracy, chance=0.5, trained=12))
    first, second = figure.axes
    np.testing.assert_allclose([line.get_ydata() for line in first.lines[:2]],
                               100 * accuracy["one"])
    assert second.get_title(loc="left") == "two"
    assert "two: the best run above 90 % at 1000" in figure.alt


def test_snap_back():
    distance, nudged = {"linear": [2.0, 0.5], "tanh": [2.1, 2.1]}, {"linear": [1, 0.9, 0.8]}
    figure = drawn(figures.snap_back([10, 90], distance, nudged))
    left, right = figure.axes
    for name, expected in distance.items():
        np.testing.assert_array_equal(values(left)[name], expected)
    np.testing.assert_array_equal(right.lines[0].get_xydata(), [[0, 1], [1, 0.9], [2, 0.8]])
    assert "linear loses most of it; tanh keeps most of it" in figure.alt


def test_dependent_steps():
    lines = {"RNN": [8, 64], "scan": [3, 6]}
    figure = drawn(figures.dependent_steps([8, 64], lines, notes={"RNN": "work T"}))
    (ax,) = figure.axes
    assert texts(ax) == ["RNN\nwork T", "scan"]
    assert [line.get_ydata().tolist() for line in ax.lines] == list(lines.values())
    assert "At T = 64: RNN 64; scan 6." in figure.alt


def test_memory_flow():
    kept = {"short": [1, 0.5, 0.25], "long": [1, 0.9, 0.8]}
    figure = drawn(figures.memory_flow([0, 1, 2], kept))
    for name, expected in kept.items():
        np.testing.assert_array_equal(curves(figure.axes[0])[name][:, 1], expected)
    assert "2 steps on: short 0.2; long 0.8" in figure.alt


def test_ladder():
    figure = drawn(figures.ladder(["a", "b"], {"one": [[0.5, 1], [0.7, 1]]}, chance=0.125))
    (ax,) = figure.axes
    np.testing.assert_allclose([bar.get_height() for bar in ax.patches], [60, 100])
    assert figure.alt == "Accuracy on a, b, by one."


@pytest.mark.parametrize("arrived", [[True, True], [True, False]])
def test_rounds_by_scale(arrived):
    figure = drawn(figures.rounds_by_scale([0.5, 2], [5, 60], arrived))
    assert ("not arrived" in figure.alt) is not all(arrived) and "0.5, 2: 5" in figure.alt
    assert len(texts(figure.axes[0])) == (not all(arrived))
