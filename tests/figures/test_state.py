"""The state: a column of colours for each word, and lines that hold costs and distances."""

import numpy as np
import pytest

from helpers.drawing import NAN, drawn, grid, legend, values
from rnn_helpers import figures


def test_prefix_costs():
    parameters = {"prefix": [10, 30], "state": [5, 5]}
    work = {"prefix": [10, 40], "state": [6, 6]}
    figure = drawn(figures.prefix_costs([1, 3], parameters, work))
    for ax, curves in zip(figure.axes, (parameters, work), strict=True):
        assert {name: list(heights) for name, heights in values(ax).items()} == curves
        assert ax.get_xscale() == ax.get_yscale() == "log"
    assert figure.alt == (
        "From t=1 to t=3: prefix: parameters grow 3-fold, multiplications grow 4-fold; state: "
        "parameters do not grow, multiplications do not grow."
    )
    drawn(figures.prefix_costs([1, 2], {"prefix": [0, 0]}, {"prefix": [NAN, NAN]}))


def test_the_column_of_a_word_holds_its_state(rng):
    h, words, said = rng.uniform(-1, 1, (3, 4)), ["we", "call", "it"], ["call", "it", "good"]
    figure = drawn(figures.state_over_words(h, words, said))
    ax = figure.axes[0]
    mesh = ax.collections[0]
    np.testing.assert_array_equal(grid(mesh), h.T)
    assert mesh.get_clim() == (-1, 1) and ax.yaxis_inverted(), "unit 1 is on top"
    assert [tick.get_text() for tick in ax.get_xticklabels()] == said
    assert [tick.get_text() for tick in ax.child_axes[0].get_xticklabels()] == words
    assert "4 units over 3 words, from “we” to “it”" in figure.alt
    assert "it expects next" in figure.alt
    assert "good" not in figure.alt, "what a network expects may differ on another machine"


@pytest.mark.parametrize("T, H", [(1, 1), (200, 5)])
def test_any_state(T, H):
    figure = drawn(figures.state_over_words(np.full((T, H), NAN), ["word"] * T))
    assert "expected" not in figure.alt
    assert [tick.get_text() for tick in figure.axes[0].get_xticklabels()] == ["word"] * T


def test_fading():
    course = {"gone": [1, 1e-3, 0], "less": [1, 0.3], "there": [1, 2], "lost": [NAN, 1]}
    figure = drawn(figures.fading(course, xlabel="words"))
    (ax,) = figure.axes
    shown = values(ax)
    np.testing.assert_array_equal(shown["gone"], [1, 1e-3, NAN])
    np.testing.assert_array_equal(shown["there"], [1, 2])
    assert ax.get_yscale() == "log" and ax.get_ylim() == pytest.approx((1e-3 / 3, 6))
    assert legend(ax) == list(course)
    assert figure.alt.endswith("gone: fades away; less: fades; there: stays; lost: unknown.")


@pytest.mark.parametrize("values", [[0.0], [NAN], np.zeros(200)])
def test_fading_of_nothing(values):
    drawn(figures.fading({"one": values}))
