"""Means as colours and text, single runs below them."""

import numpy as np

from helpers.drawing import drawn, texts
from rnn_helpers import figures


def test_means_runs_and_who_recalls():
    accuracy = {"plain": [[0.9, 0.1], [1.0, 0.2]], "open": [[1.0, 0.9], [1.0, 0.7]]}
    figure = drawn(figures.race([6, 48], accuracy, chance=0.125))
    (ax,) = figure.axes
    assert texts(ax) == ["95 %", "90  100", "15 %", "10  20", "100 %", "100  100", "80 %", "90  70"]
    np.testing.assert_allclose(ax.collections[0].get_array().ravel(), [95, 15, 100, 80])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["plain", "open"]
    assert "plain: 6; open: 6" in figure.alt
