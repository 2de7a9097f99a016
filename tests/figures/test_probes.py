"""What probes read: curves, rings, frames and crosses stand where the numbers say."""

import numpy as np
import pytest

from helpers.drawing import NAN, boxes, curves, drawn, legend, texts, values
from rnn_helpers import figures


def test_accuracy_curves(written):
    x = [1, 5, 20]
    accuracy = {
        "down": [1, NAN, 0.2],
        "up": [0.2, 0.5, 0.9],
        "flat": [0.5, 0.6, 0.6],
        "none": [NAN] * 3,
        "one": [NAN, 0.4, NAN],
    }
    figure = drawn(figures.accuracy_curves(x, accuracy, xlabel="days", baseline=0.3, seen=(2, 4)))
    (ax,) = figure.axes
    for name, expected in accuracy.items():
        points = np.column_stack([x, 100 * np.array(expected)])
        np.testing.assert_allclose(curves(ax)[name], points)
    assert ax.get_xscale() == "log" and list(ax.lines[-1].get_ydata()) == [30, 30]
    assert "baseline" in written and texts(ax) == ["seen in training"]
    np.testing.assert_allclose(
        ax.patches[0].get_extents().transformed(ax.transData.inverted()).intervalx, (2, 4)
    )
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["1", "5", "20"]
    assert legend(ax) == list(accuracy)
    assert figure.alt == (
        "accuracy against days: down falls from 1 to 20; up rises from 1 to 20; flat stays about "
        "level from 1 to 20; none unknown; one is a single point at 5."
    )


def test_names_that_share_a_part_share_a_look():
    names = ["trained, near", "trained, far", "untrained, near", "untrained, far"]
    figure = figures.accuracy_curves([1, 2], {name: [0.5, 0.6] for name in names})
    lines = figure.axes[0].lines[:4]
    colors, dashes = (
        [line.get_color() for line in lines],
        [line.get_linestyle() for line in lines],
    )
    assert colors[0] == colors[1] != colors[2] == colors[3]
    assert dashes[0] == dashes[2] != dashes[1] == dashes[3]
    assert len({line.get_marker() for line in lines}) == 4, "colour and dash are not the only signs"


@pytest.mark.parametrize("at, value", [(1, 0.25), (4, 0.5), (20, NAN)])
def test_a_marked_point_of_a_curve(at, value, written):
    accuracy = {"a": [0.25, 0.5, NAN], "b": [0.1] * 3}
    figure = figures.accuracy_curves([1, 4, 20], accuracy, mark=("a", at), legend=False)
    (ax,) = drawn(figure).axes
    np.testing.assert_array_equal(ax.lines[-1].get_xydata(), [[at, 100 * value]])
    assert list(written) == ["unknown" if np.isnan(value) else f"{100 * value:.0f} %"]
    assert not legend(ax)


@pytest.mark.parametrize("upright", [False, True])
def test_read_back(upright, written):
    words, read = ["it", "is", "easy"], ["it", "was", "easy"]
    figure = drawn(figures.read_back(words, read, upright=upright, mark=2, title="one state"))
    assert "✗ was" in written and "✗ it" not in written
    assert len(written["it"]) == len(written["easy"]) == 2
    assert [text for text in written if text.isdigit()] == ["3", "2", "1"], "the last is one back"
    shapes, labels = figure.axes[0].collections
    assert (labels.get_facecolor()[:, 3] < 1).sum() == 2, "a box for each word read rightly"
    ((left, low, width, height),) = boxes(shapes, edged=True)
    inside = [
        text
        for text, places in written.items()
        for x, y in places
        if left <= x <= left + width and low <= y <= low + height
    ]
    assert sorted(inside) == sorted(["is", "✗ was", "2"]), "the frame is around the marked word"
    assert f"The last 3 words of a text, and {'beside' if upright else 'under'} each" in figure.alt


@pytest.mark.parametrize("upright", [False, True])
@pytest.mark.parametrize("words", [["one"], ["word"] * 200, [".", ""]])
def test_any_words(upright, words):
    drawn(figures.read_back(words, ["another"] * len(words), upright=upright, mark=len(words)))


def test_two_facts():
    names = (("thing", "person"), ("good", "bad"))
    facts = np.array([[False, False], [False, True], [True, False], [True, True]])
    right = drawn(figures.two_facts(facts * 2 - 1, facts, names))
    (ax,) = right.axes
    assert legend(ax) == ["person, bad", "person, good", "thing, bad", "thing, good"]
    for line, place in zip(ax.lines, facts * 2 - 1, strict=False):
        assert line.get_xydata().tolist() == [place.tolist()], "a group lies in its own quarter"
    assert ax.get_xlabel() == "first probe:  person  ←   0   →  thing"
    assert "nearly all" in right.alt
    assert "half or less" in figures.two_facts(1 - facts * 2, facts, names).alt


@pytest.mark.parametrize("N", [0, 200])
def test_two_facts_of_any_number(N, rng):
    names = (("thing", "person"), ("good", "bad"))
    drawn(figures.two_facts(np.full((N, 2), NAN), rng.random((N, 2)) < 0.5, names))


def test_picked():
    scores = {
        "a": ([0.8, 0.9], [0.5, 0.52]),
        "b": ([0.8], [0.79]),
        "c": ([0.9], [0.7]),
        "d": ([0.51], [0.5]),
        "e": (NAN, 0.5),
    }
    figure = drawn(figures.picked(scores))
    (ax,) = figure.axes
    assert curves(ax)["a"].tolist() == [[80, 50], [90, 52]] and curves(ax)["b"].tolist() == [
        [80, 79]
    ]
    assert legend(ax) == list(scores)
    assert figure.alt.endswith(
        "a: falls to chance; b: holds; c: falls; d: at chance on both; e: unknown."
    )


def test_words_kept():
    kept = {"small": [0.5, 1], "middle": [1, 5], "large": [1, 11], "none": [NAN, NAN]}
    figure = drawn(figures.words_kept([1, 200], kept))
    (ax,) = figure.axes
    for name, expected in kept.items():
        np.testing.assert_array_equal(values(ax)[name], expected)
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), [[1, 1], [200, 200]], "all of it")
    assert figure.alt == (
        "Words known from one state, for prefixes of 1 to 200 words: small at most two; middle at "
        "most eight; large more than eight; none unknown."
    )
