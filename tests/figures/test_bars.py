"""Bars are as high as their numbers, and say them."""

import numpy as np

from helpers.drawing import NAN, bars, drawn, legend, texts
from rnn_helpers import figures


def test_accuracies():
    values = {"a": {"bag": 0.52, "recurrent": 0.97}, "b": {"bag": NAN, "recurrent": 0.0}}
    figure = drawn(figures.accuracies(values))
    (ax,) = figure.axes
    heights = bars(ax)
    np.testing.assert_allclose(heights["bag"], [52, NAN])
    np.testing.assert_allclose(heights["recurrent"], [97, 0])
    assert texts(ax) == ["52 %", "?", "97 %", "0 %", "chance"]
    assert list(ax.lines[0].get_ydata()) == [50, 50]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["a", "b"]
    assert legend(ax) == ["bag", "recurrent"]
    first, second = ax.containers
    assert first[0].get_x() + first[0].get_width() <= second[0].get_x(), "bars side by side"
    assert figure.alt == (
        "accuracy, held-out pairs: a: bag about half, recurrent nearly all; b: bag unknown, "
        "recurrent nearly none."
    )


def test_accuracies_of_one_model_without_chance():
    (ax,) = figures.accuracies({f"task {n}": {"bag": n / 10} for n in range(11)}, chance=None).axes
    assert not ax.lines and "chance" not in texts(ax) and not legend(ax)
    np.testing.assert_allclose(bars(ax)["bag"], range(0, 101, 10))


def test_times():
    figure = drawn(figures.times({"NumPy": 1.5, "Keras": 0.25}, title="one step"))
    (ax,) = figure.axes
    assert [bar.get_width() for bar in ax.patches] == [1.5, 0.25]
    assert texts(ax) == [" 1.5", " 0.25"] and ax.yaxis_inverted()
    assert ax.patches[0].get_facecolor() != ax.patches[1].get_facecolor(), "NumPy stands out"
    assert figure.alt == "one step: NumPy 1.5, Keras 0.25."
