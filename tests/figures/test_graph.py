"""The graph of a run, in its three views: boxes hold the numbers, arrows are as wide as vectors."""

import numpy as np
import pytest
from matplotlib import colormaps

from helpers.drawing import NAN, drawn, lines, polygons
from rnn_helpers import figures

VIEWS = ("unrolled", "loop", "backward")


def run(T, D=3, H=5, K=2, fill=None):
    rng = np.random.default_rng(T)
    shapes = {"x": (T, D), "h": (T, H), "y": (T, K), "dh": (T, H), "dx": (T, D), "dh_0": (H,)}
    return {
        name: rng.standard_normal(shape) if fill is None else np.full(shape, fill)
        for name, shape in shapes.items()
    }


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("T", [1, 2, 13, 60, 200])
def test_any_length(view, T):
    arrays = run(T, D=1, H=1, K=1)
    drawn(figures.unrolled(**arrays, view=view, tokens=["sentence"] * T, step=(T + 1) // 2))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("fill", [NAN, 0.0, 1e300])
def test_numbers_at_the_extremes(view, fill):
    arrays = run(4, fill=fill)
    drawn(figures.unrolled(**arrays, view=view))
    drawn(figures.unrolled(**arrays | {"y": None, "dx": None, "dh_0": None}, view=view))


def cells(figure, count):
    """The colours of the boxes of one row, as they were drawn: after the key's five."""
    return figure.axes[0].collections[0].get_facecolor()[5:][:count]


def test_boxes_hold_the_numbers():
    arrays = run(4, D=3)
    x = arrays["x"]
    figure = drawn(figures.unrolled(**arrays))
    expected = colormaps["RdBu_r"](0.5 + 0.5 * x.ravel() / np.abs(x).max())
    np.testing.assert_allclose(cells(figure, 12), expected)
    first = polygons(figure.axes[0].collections[0])[5]
    assert first[:, 0].min() < 1 < first[:, 0].max(), "the first column is step 1"


def test_arrows_are_as_many_as_edges_and_as_wide_as_their_vectors():
    x, h = np.ones((4, 2)), np.diag([1.0, 2.0, 3.0, 4.0])
    shapes, _ = drawn(figures.unrolled(x, h)).axes[0].collections
    assert len(lines(shapes)) == 2 * 4
    widths = [width for (start, end), width, _ in lines(shapes) if start[1] == end[1]]
    assert len(widths) == 4
    np.testing.assert_allclose(np.diff(widths), widths[1] - widths[0])  # |h_0| … |h_3| = 0 … 3
    assert widths[1] > widths[0]


def test_arrows_carry_the_norms_of_their_vectors(written):
    x, h = np.array([[3.0, 4], [0, 0.25], [6e5, 8e5]]), np.zeros((3, 2))
    drawn(figures.unrolled(x, h))
    assert {"5.0", "0.25", "$10^{6}$"} <= set(written)


def test_what_is_not_reached_is_left_out(written):
    arrays = run(6)
    figure = figures.unrolled(**arrays, step=3)
    assert len(lines(figure.axes[0].collections[0])) == 3 * 3, "W_xh, W_hh and W_hy, three steps"
    backward = figures.unrolled(**arrays | {"dh_0": None}, step=5, view="backward")
    # At steps 5 and 6 something goes down to x, from 6 to 5 and from 5 to 4 is one not reached.
    assert len(lines(backward.axes[0].collections[0])) == 2 + 1 + 1


def test_tokens_stand_under_their_steps(written):
    drawn(figures.unrolled(**run(3), tokens=["it", "is", "easy"]))
    assert [written[token][0][0] for token in ("it", "is", "easy")] == [1, 2, 3]
    written.clear()
    drawn(figures.unrolled(**run(3), tokens=["it", "is", "easy"], view="loop", step=2))
    assert "is" in written and "it" not in written and "$h_{1}$" in written


@pytest.mark.parametrize(
    "factor, said",
    [(0.1, "less than a thousandth as long"), (0.5, "less than a tenth"), (1, "about as long"),
     (1.5, "longer"), (10, "more than ten times")],
)
def test_the_words_tell_how_the_gradient_changed(factor, said):
    dh = np.ones((5, 2)) * (factor ** np.arange(4, -1, -1.0))[:, None]
    assert said in figures.unrolled(np.ones((5, 1)), dh, dh=dh, view="backward").alt


def test_one_step_is_singular():
    assert "over 1 step:" in figures.unrolled(np.ones((1, 1)), np.ones((1, 2))).alt


def test_mistakes():
    x, h = np.ones((3, 1)), np.ones((3, 2))
    said = "view: expected one of unrolled, loop, backward; got 'back'"
    with pytest.raises(ValueError, match=said):
        figures.unrolled(x, h, view="back")
    with pytest.raises(ValueError, match=r"dh: expected \(T, H\) for the backward view, got None"):
        figures.unrolled(x, h, view="backward")
