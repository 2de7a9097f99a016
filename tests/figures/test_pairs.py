"""Pairs, tags and mappings: what moved is coloured, and histograms count what is there."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyBboxPatch

from helpers.drawing import NAN, bars, curves, drawn, texts
from rnn_helpers import figures


def test_sentence_pair():
    figure = drawn(figures.sentence_pair("this is good", "good is this"))
    left, right = figure.axes
    assert texts(left) == ["this", "is", "good", "good", "is", "this"]
    colors = [to_hex(box.get_facecolor()) for box in left.patches]
    assert colors[1] == colors[4] == "#eeeeee" not in (colors[0], colors[2], colors[3], colors[5])
    assert [tick.get_text() for tick in right.get_xticklabels()] == ["good", "is", "this"]
    assert bars(right) == {"above": [1, 1, 1], "below": [1, 1, 1]}
    assert figure.alt == "“this is good” and “good is this”: word counts equal."
    assert figures.sentence_pair("a b", "a a").alt.endswith("word counts different.")


@pytest.mark.parametrize("a, b", [("one", "one"), ("a b", "a b c"), ("w " * 14, "v " * 14)])
def test_any_two_sentences(a, b):
    drawn(figures.sentence_pair(a, b))


def test_window_pair():
    rising = np.array([0.0, 1, 1, 2, 5, 6])
    figure = drawn(figures.window_pair(rising, rising[::-1]))
    left, right = figure.axes
    assert curves(left)["rising"].tolist() == [[n + 1, price] for n, price in enumerate(rising)]
    assert curves(left)["falling"][:, 1].tolist() == rising[::-1].tolist()
    counts = np.histogram(rising, bins=6)[0]
    for group in right.containers:
        places = [round(bar.get_x() + bar.get_width() / 2) for bar in group]
        heights = dict(zip(places, (bar.get_height() for bar in group), strict=True))
        assert [heights.get(n, 0) for n in range(6)] == counts.tolist(), (
            "an empty bin keeps its place"
        )
    assert [tick.get_text() for tick in right.get_xticklabels()] == list("0123456")
    assert figure.alt.endswith("are equal.")


def test_window_pair_with_gaps():
    gap = np.array([1.0, NAN, 3.0])
    assert drawn(figures.window_pair(gap, gap[::-1])).alt.endswith("are equal.")
    assert figures.window_pair(gap, gap + 1).alt.endswith("are different.")
    drawn(figures.window_pair(np.full(4, NAN), np.full(4, NAN)))
    drawn(figures.window_pair(np.array([3.0]), np.array([3.0])))


def test_face_pair(rng):
    smile = rng.integers(0, 256, (16, 16)).astype(np.uint8)
    figure = drawn(figures.face_pair(smile, smile[::-1]))
    for ax, image in zip(figure.axes, (smile, smile[::-1]), strict=False):
        np.testing.assert_array_equal(ax.images[0].get_array(), image)
    counts = np.histogram(smile, bins=np.arange(0, 257, 32))[0]
    assert bars(figure.axes[2]) == {"smile": counts.tolist(), "frown": counts.tolist()}
    assert figure.alt.endswith("are equal.")


def test_images_and_words(rng):
    images = rng.random((3, 8, 8))
    figure = figures.images_and_words(images, ["one", "two", ""], ["one", "six", ""], title="96 %")
    drawn(figure)
    assert [ax.get_xlabel() for ax in figure.axes] == ["one", "two ✗", ""]
    for ax, image in zip(figure.axes, images, strict=True):
        np.testing.assert_array_equal(ax.images[0].get_array(), image)
    assert "one, two (wrong: six)" in figure.alt


def test_mappings():
    figure = drawn(figures.mappings())
    counts = [sum(isinstance(p, FancyBboxPatch) for p in ax.patches) for ax in figure.axes]
    # Inputs, states, outputs: 4 + 4 + 1, 1 + 4 + 4, 4 + 4 + 4, 3 + 5 + 2.
    assert counts == [9, 9, 12, 10]
    arrows = [sum(not text.get_text() for text in ax.texts) for ax in figure.axes]
    # Up from inputs, up to outputs, from state to state, and outputs that are fed back.
    assert arrows == [4 + 1 + 3, 1 + 4 + 3 + 3, 4 + 4 + 3, 3 + 2 + 4 + 1]


@pytest.mark.parametrize("n", [1, 200])
def test_tagged(n):
    words, tags = ["the", "cat", "sat"] * n, ["d", "n", "d"] * n
    figure = drawn(figures.tagged(words, tags))
    (ax,) = figure.axes
    assert texts(ax)[:6] == ["the", "d", "cat", "n", "sat", "d"]
    colors = [text.get_bbox_patch().get_facecolor() for text in ax.texts[1:6:2]]
    assert colors[0] == colors[2] != colors[1], "a colour for each tag"
    assert figure.alt.startswith("Tags by word: the: d, cat: n")
