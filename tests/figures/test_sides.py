"""Two engines on the same work: the lines hold the losses, times and errors that were given."""

import numpy as np

from helpers.drawing import NAN, drawn, values
from rnn_helpers import figures


def test_parting():
    losses = [1.0, 0.5, 0.2]
    curves = {"float32": (losses, [1.0, 0.6, 0.2]), "float64": (losses, losses)}
    figure = drawn(figures.parting(curves))
    left, right = figure.axes
    np.testing.assert_array_equal(values(left)["NumPy"], losses)
    np.testing.assert_array_equal(values(left)["Keras"], [1.0, 0.6, 0.2])
    np.testing.assert_allclose(values(right)["float32"], [1e-18, 0.1 / 0.6, 1e-18])
    np.testing.assert_allclose(values(right)["float64"], 1e-18)
    assert figure.alt.endswith("float32 above 1e-3, float64 below 1e-3.")


def test_floors():
    rows = {"NumPy": ([0.1, 0.2], "measured"), "T tiny steps": ([0.01, 0.02], "floor")}
    figure = drawn(figures.floors([25, 400], rows))
    (ax,) = figure.axes
    np.testing.assert_allclose(values(ax)["NumPy"], [100, 200])
    np.testing.assert_allclose(values(ax)["T tiny steps"], [10, 20])
    measured, floor = ax.lines
    assert measured.get_marker() == "o" and floor.get_linestyle() == "--"
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["25", "400"]
    assert figure.alt.endswith("NumPy 1e+02, 2e+02; T tiny steps 10, 20.")


def test_rounding():
    states = {"float16": np.geomspace(1e-4, 1, 50), "bfloat16": np.zeros(50)}
    gradients = {"float16": {10: 0.1, 20: NAN}, "bfloat16": {10: 0.0, 20: 1.0}}
    figure = drawn(figures.rounding(states, gradients))
    left, right = figure.axes
    np.testing.assert_allclose(values(left)["float16"], states["float16"])
    np.testing.assert_allclose(values(left)["bfloat16"], 1e-12)
    np.testing.assert_allclose(values(right)["bfloat16"], [1e-12, 1])
    np.testing.assert_allclose(values(right)["float16"], [0.1, NAN])
    colors = [{line.get_label(): line.get_color() for line in ax.lines} for ax in figure.axes]
    assert colors[0] == colors[1], "the same colour for the same engine"
    assert figure.alt.endswith("float16 above 50 %, bfloat16 below 1 %.")
