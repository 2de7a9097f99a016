"""Lines over time or against a size hold the numbers that were given."""

import numpy as np
import pytest

from helpers.drawing import NAN, curves, drawn, values
from rnn_helpers import figures


@pytest.mark.parametrize("shift, said", [(1e-7, "coincide"), (0.5, "differ")])
def test_two_engines(shift, said, rng):
    h = rng.uniform(-1, 1, (7, 3))
    figure = drawn(figures.two_engines(h, h + shift))
    (ax,) = figure.axes
    ours, theirs = ax.lines[::2], ax.lines[1::2]
    np.testing.assert_array_equal([line.get_ydata() for line in ours], h.T)
    np.testing.assert_array_equal([line.get_ydata() for line in theirs], h.T + shift)
    assert list(curves(ax)) == ["NumPy", "Keras"] and ours[0].get_xdata()[0] == 1
    assert figure.alt.startswith("3 units over 7 steps") and said in figure.alt


def test_forecast():
    time, observed = [2000, 2001, 2002], [1.0, 2.0, 4.0]
    forecasts = {"naive": [3.0, 4.0, 6.0], "recurrent": [1.0, 2.0, 7.0], "none": [NAN] * 3}
    figure = drawn(figures.forecast(time, observed, forecasts, ylabel="spots"))
    (ax,) = figure.axes
    for name, expected in (forecasts | {"measured": observed}).items():
        np.testing.assert_array_equal(curves(ax)[name], np.column_stack([time, expected]))
    assert "naive 2.0, recurrent 1.7, none nan" in figure.alt


@pytest.mark.parametrize("log", [True, False])
def test_against(log):
    panels = {"time, s": {"a": [0.5, 1, 2], "b": [1, 1, 1]}, "memory, MB": {"a": [3, 2, 1]}}
    figure = drawn(figures.against([10, 20, 400], panels, log=log))
    for ax, (title, lines) in zip(figure.axes, panels.items(), strict=True):
        assert ax.get_title(loc="left") == title and ax.get_xlabel() == "time steps T"
        assert ax.get_yscale() == ("log" if log else "linear")
        assert log or ax.get_ylim()[0] == 0
        for name, expected in lines.items():
            np.testing.assert_array_equal(values(ax)[name], expected)
    assert figure.alt == "time, s: a, b; memory, MB: a, against time steps T."
