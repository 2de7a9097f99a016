"""What truncation costs: lines hold the errors, distances, losses and accuracies given."""

import numpy as np
import pytest

from helpers.drawing import NAN, curves, drawn, texts, values
from rnn_helpers import figures


def test_truncation_error():
    errors = {"far": [0.95, 0.7], "near": [0.5, 0.0]}
    figure = drawn(figures.truncation_error([0, 3], errors, [1, 4]))
    left, right = figure.axes
    np.testing.assert_allclose(curves(left)["far"], [[0, 95], [3, 70]])
    np.testing.assert_allclose(curves(left)["near"], [[0, 50], [3, 0]])
    np.testing.assert_array_equal(right.lines[0].get_xydata(), [[0, 1], [3, 4]])
    assert "far nearly all and more than half; near about half and none" in figure.alt
    assert "unknown" in figures.truncation_error([0], {"a": [NAN]}, [1]).alt


def test_averaging():
    distances = {"full": [2.0, 0.1], "cut": [2.0, 0.8], "stuck": [1.0, 0.9], "zero": [1.0, 0]}
    figure = drawn(figures.averaging([1, 256], distances))
    (ax,) = figure.axes
    np.testing.assert_allclose(curves(ax)["full"], [[1, 200], [256, 10]])
    np.testing.assert_allclose(curves(ax)["zero"], [[1, 100]])
    assert ax.get_xscale() == ax.get_yscale() == "log"
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["1", "256"]
    assert "full falls to less than a quarter; cut falls; stuck hardly falls" in figure.alt
    drawn(figures.averaging([1], {"nothing": [0.0]}))


def test_learning():
    panels = {
        "far": {"full": [[0.9] * 5, [1.0] * 5], "k = 3": [[0.2] * 5]},
        "near": {"full": [[0.7] * 5]},
    }
    figure = drawn(figures.learning(panels, every=25, chance=0.1))
    far, near = figure.axes
    assert far.get_title(loc="left") == "far" and near.get_title(loc="left") == "near"
    assert curves(far)["full"][:, 0].tolist() == [25, 50, 75, 100, 125]
    np.testing.assert_allclose(values(far)["full"], 95)
    thin = [line for line in far.lines if line.get_linewidth() < 1.5 and line.get_alpha()]
    np.testing.assert_allclose([line.get_ydata()[0] for line in thin], [90, 100, 20])
    assert texts(far) == ["chance"] and list(far.lines[-1].get_ydata()) == [10, 10]
    assert "far: full high, k = 3 below a third; near: full in between." in figure.alt


@pytest.mark.parametrize("starts, n", [(1, 1), (5, 200)])
def test_learning_of_any_length(starts, n):
    drawn(figures.learning({"far": {"full": np.full((starts, n), NAN)}}, every=25, chance=0.1))


def test_accuracy_by_lag():
    accuracy = {"full": [[1.0, 0.9], [0.8, 0.9]], "cut": [[1.0, 0.3]]}
    figure = drawn(figures.accuracy_by_lag([2, 9], accuracy, reach=3, chance=0.1))
    (ax,) = figure.axes
    np.testing.assert_allclose(curves(ax)["full"], [[2, 90], [9, 90]])
    dots = [line.get_ydata() for line in ax.lines if line.get_linestyle() == "None"]
    np.testing.assert_allclose(dots, [[100, 90], [80, 90], [100, 30]])
    assert ax.patches[0].get_x() + ax.patches[0].get_width() == 3.5
    assert "cut high at the shortest, below a third at the longest" in figure.alt
    drawn(figures.accuracy_by_lag([3], {"lost": [[NAN]]}, reach=3, chance=0.1))


def test_loss_by_letters():
    losses = {"high": ([1, 2], [3.0, 2.0]), "low": ([1], [1.0]), "lost": ([5], [NAN])}
    figure = drawn(figures.loss_by_letters(losses))
    (ax,) = figure.axes
    assert curves(ax)["high"].tolist() == [[1, 3], [2, 2]] and ax.get_ylim()[0] == 0
    assert figure.alt.endswith("low, high, lost.")
