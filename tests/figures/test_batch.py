"""A batch as sheets, and activations beside what they do to a run."""

import numpy as np

from helpers.drawing import curves, drawn, texts, values
from rnn_helpers import figures


def test_batch_axes(rng):
    x = rng.standard_normal((3, 5, 4))
    figure = drawn(figures.batch_axes(x, 1, 4, 2))
    (ax,) = figure.axes
    assert len(ax.images) == 3
    for image, sheet in zip(ax.images, x[::-1], strict=True):  # the last lies lowest
        np.testing.assert_array_equal(image.get_array(), sheet.T)
        assert image.get_clim() == (-np.abs(x).max(), np.abs(x).max())
    mark = ax.patches[-1]
    left, right, bottom, _ = ax.images[1].get_extent()
    assert (right - left, mark.get_width()) == (5, 1)
    np.testing.assert_allclose(mark.get_xy(), [left + 4, bottom + 2])
    assert texts(ax)[0] == "$x_{(5),3}^{(2)}$", "counted from one"
    assert figure.alt.endswith("marked: example 2, time 5, feature 3.")


def test_phi_and_states():
    z = np.linspace(-3, 3, 7)
    phis = {"tanh": (z, np.tanh(z)), "relu": (z, np.maximum(z, 0))}
    sizes = {"tanh": np.array([0.5, 0.9]), "relu": np.array([1.0, 1e12])}
    figure = drawn(figures.phi_and_states(phis, sizes))
    left, right = figure.axes
    for name, (z, phi) in phis.items():
        np.testing.assert_array_equal(curves(left)[name], np.column_stack([z, phi]))
        np.testing.assert_array_equal(values(right)[name], sizes[name])
    dashes = [{line.get_label(): line.get_linestyle() for line in ax.lines} for ax in figure.axes]
    assert dashes[0]["tanh"] == dashes[1]["tanh"] != dashes[0]["relu"] == dashes[1]["relu"]
    assert right.get_yscale() == "log"
    assert figure.alt.endswith("tanh 9e-01, relu 1e+12.")
