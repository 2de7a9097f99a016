"""The walk back: bars as high as the norms, at their steps, and nothing where it has not been."""

import numpy as np
import pytest

from helpers.drawing import NAN, boxes, drawn, legend, texts
from rnn_helpers import figures
from rnn_helpers.figures.canvas import picture


def coloured(ax, color):
    """Middle and height of each bar of one colour: 0, blue or green; 1, orange."""
    shapes = ax.collections[0]
    faces = [tuple(face) for face in shapes.get_facecolor() if face[3] > 0]
    kinds = list(dict.fromkeys(faces))
    found = zip(boxes(shapes), faces, strict=True)
    return [
        (left + width / 2, height)
        for (left, _, width, height), face in found
        if face == kinds[color]
    ]


def test_bars_are_the_norms(rng):
    loss, later, added = rng.random((3, 6)) + 0.1
    top, bottom = drawn(figures.walk_back(loss, later, added)).axes
    t = np.arange(1, 7)
    np.testing.assert_allclose(coloured(top, 0), np.column_stack([t - 0.2, loss]))
    np.testing.assert_allclose(coloured(top, 1), np.column_stack([t + 0.2, later]))
    np.testing.assert_allclose(coloured(bottom, 0), np.column_stack([t, added]))
    assert legend(top) == ["from the loss", "from later steps"] and not texts(top)


def test_only_what_is_reached_is_drawn(rng):
    loss, later, added = rng.random((3, 6)) + 0.1
    top, bottom = drawn(figures.walk_back(loss, later, added, step=4)).axes
    np.testing.assert_allclose(coloured(bottom, 0), np.column_stack([[4, 5, 6], added[3:]]))
    left, _, width, _ = boxes(bottom.collections[0])[-1]
    assert 0 < left < 1 and 3 < left + width < 4, "the steps before are shaded"
    assert texts(top) == ["not reached yet"]


@pytest.mark.parametrize("T", [1, 200])
@pytest.mark.parametrize("fill", [0, NAN, 1e-12])
def test_any_walk(T, fill):
    values = np.full((3, T), fill, float)
    drawn(figures.walk_back(*values))
    tokens = ["e"] * T
    drawn(
        figures.walk_back(*values, step=(T + 1) // 2, tokens=tokens, whole=values[1:], steady=True)
    )


def test_the_scales_of_a_moving_walk_stay(rng):
    values = rng.random((3, 6))

    def limits(step):
        figure, axes = picture(2, 1)
        figures.walk_back(*values, step=step, steady=True, tokens=list("abcdef"), ax=axes)
        names = [tick.get_text() for tick in axes[1].get_xticklabels()]
        assert names == list("abcdef") and not legend(axes[0])
        return [(ax.get_ylim(), list(ax.get_yticks())) for ax in axes]

    assert limits(1) == limits(4) == limits(6)


def test_outlines_of_what_truncation_cuts():
    figure = drawn(figures.walk_back([1, 1], [0.5, 0], [0, 1], whole=([2.0, 0.0], [3.0, 1.0])))
    for ax, heights in zip(figure.axes, ([2, 0], [3, 1]), strict=True):
        assert [box[3] for box in boxes(ax.collections[0], edged=True)] == heights
        assert ax.get_ylim()[1] > max(heights)


def test_key(written):
    figure = drawn(figures.walk_key())
    assert list(written) == ["from the loss", "from later steps", "without truncation"]
    assert figure.alt.endswith("from the loss, from later steps, without truncation.")


def test_says_what_comes_from_where():
    assert figures.walk_back([1, 1, 1], [2, 2, 0], [0, 1, 1]).alt == (
        "The walk back from step 3 to step 1. What comes from later steps: nothing at step 3, "
        "something at step 1. Step 1 adds nothing to dW_hh."
    )
