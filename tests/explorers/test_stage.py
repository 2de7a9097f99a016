"""The stage: a snapshot shows what the figure holds, and redraws only what moved."""

import io

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from PIL import Image

from rnn_helpers.explorers import stage as module
from rnn_helpers.explorers.stage import contents, stage, wiped
from rnn_helpers.figures.canvas import style


def pixels(figure):
    return np.asarray(Image.open(io.BytesIO(figure.snapshot())))


def drawn_anew(figure):
    """The same figure as matplotlib draws it, all of it."""
    with style():
        figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba())[..., :3]


@pytest.fixture
def backdrops(monkeypatch):
    """Counts how often a whole figure is drawn."""
    count, draw = [], module.FigureCanvasAgg.draw
    monkeypatch.setattr(module.FigureCanvasAgg, "draw", lambda self: count.append(1) or draw(self))
    return count


@pytest.mark.parametrize("width, height", [(1.3, 0.7), (4.1, 2.9)])
def test_the_picture_is_the_figure_pixel_for_pixel(width, height):
    figure, ax = stage(width=width, height=height, bare=True)
    ax.imshow(np.random.default_rng(0).random((7, 5, 3)))
    ax.set_axis_off()
    seen = pixels(figure)
    assert seen.shape == (round(80 * height), round(80 * width), 3)
    np.testing.assert_array_equal(seen, drawn_anew(figure))


def test_contents_are_drawn_over_one_another_in_their_order(backdrops):
    """Patches, lines and collections of one zorder, as they came; zorder before that."""
    figure, ax = stage(width=2, height=2, bare=True)
    ax.set_axis_off()
    ax.set(xlim=(0, 1), ylim=(0, 1))
    high = LineCollection([[(0, 0.5), (1, 0.5)]], colors="green", linewidths=20, zorder=3)
    ax.add_collection(high, autolim=False)
    ax.axvspan(0, 1, color="blue", zorder=2)
    low = LineCollection([[(0, 0.2), (1, 0.2)]], colors="red", linewidths=20, zorder=2)
    ax.add_collection(low, autolim=False)
    seen = pixels(figure)
    colors = [seen[round(160 * (1 - y)), 80].tolist() for y in (0.5, 0.2, 0.8)]
    assert colors == [[0, 128, 0], [255, 0, 0], [0, 0, 255]]
    np.testing.assert_array_equal(seen, drawn_anew(figure))


def test_only_what_moved_is_drawn_again(backdrops):
    figure, (left, right) = stage(1, 2, width=4, height=2)
    right.axhspan(0, 1, color="red")
    right.set(xlim=(0, 1), ylim=(0, 1))
    left.set(xlim=(0, 1), ylim=(0, 1))
    figure.keep(right)
    first = pixels(figure)
    assert (first[:, 160:] == [255, 0, 0]).all(axis=-1).any(), "what is kept is there"
    left.plot([0, 1], [0, 1], color="blue")
    second = pixels(figure)
    assert (second[:, :160] == [0, 0, 255]).all(axis=-1).any()
    np.testing.assert_array_equal(second[:, 165:], first[:, 165:])
    wiped(left)
    np.testing.assert_array_equal(pixels(figure), first)
    assert len(backdrops) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda ax: ax.set_xlim(0, 2),
        lambda ax: ax.set_yscale("symlog"),
        lambda ax: ax.set_title("a title"),
        lambda ax: ax.set_ylabel("a label"),
        lambda ax: ax.set_xticks([0.1, 0.2]),
        lambda ax: ax.set_xticks([0.0, 1.0], ["a", "b"]),
        lambda ax: ax.set_axis_off(),
    ],
)
def test_a_changed_frame_is_drawn_anew_and_kept(change, backdrops):
    figure, ax = stage(width=6, height=3)
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ax.set_xticks([0.0, 1.0])
    before = pixels(figure)
    change(ax)
    after = pixels(figure)
    assert (before != after).any() and len(backdrops) == 2
    np.testing.assert_array_equal(after, drawn_anew(figure))
    np.testing.assert_array_equal(pixels(figure), after)
    assert len(backdrops) == 3, "only the test's own"


def test_a_frame_that_comes_back_is_not_drawn_again(backdrops):
    figure, ax = stage(width=3, height=2)
    seen = []
    for end in (1, 2, 1, 2):
        ax.set_xlim(0, end)
        seen.append(pixels(figure))
    np.testing.assert_array_equal(seen[0], seen[2])
    np.testing.assert_array_equal(seen[1], seen[3])
    assert len(backdrops) == 2


def test_an_equal_aspect_holds_when_limits_move():
    figure, ax = stage(width=4, height=2)
    ax.set_axis_off()  # else the line would lie over its own frame
    for width, height in ((1, 1), (3, 1), (1, 3)):
        ax.set(xlim=(-width, width), ylim=(-height, height), aspect="equal")
        wiped(ax)
        ax.plot([-width, width], [-height, height], color="blue")
        np.testing.assert_array_equal(pixels(figure), drawn_anew(figure))


def test_wiped_leaves_the_frame():
    _, ax = stage()
    ax.plot([0, 1], [0, 1], label="a line")
    ax.text(0, 0, "a text")
    ax.legend()
    ax.set_title("a title", loc="left")
    assert len(contents(ax)) == 3
    wiped(ax)
    assert contents(ax) == [] and ax.get_title(loc="left") == "a title"
