"""The figures of the state: drawn for extreme inputs without error or warning, and described with what they show."""

import numpy as np
import pytest
from helpers.drawing import NAN, drawn, no_warnings, polygons, rng  # noqa: F401 (fixtures)

from rnn_helpers import figures
from rnn_helpers.figures import state
from rnn_helpers.figures.canvas import picture


def legends(figure):
    return [text.get_text() for ax in figure.axes if ax.get_legend() for text in ax.get_legend().get_texts()]


def test_prefix_costs():
    for t in ([1], [1, 2, 200]):
        grows, stays = np.array(t, float) * 100, np.full(len(t), 7.0)
        drawn(figures.prefix_costs(t, {"prefix": grows, "state": stays}, {"prefix": grows, "state": stays}))
    drawn(figures.prefix_costs([1, 2], {"prefix": [0, 0]}, {"prefix": [NAN, NAN]}))
    alt = figures.prefix_costs([1, 3], {"prefix": [10, 30], "state": [5, 5]}, {"prefix": [10, 40], "state": [6, 6]}).alt
    assert "prefix: parameters grow 3-fold, multiplications grow 4-fold" in alt
    assert "state: parameters do not grow, multiplications do not grow" in alt


def test_state_over_words(rng):
    for T, H in ((1, 1), (1, 128), (9, 6), (200, 5)):
        for h in (np.zeros((T, H)), np.full((T, H), NAN), rng.uniform(-1, 1, (T, H))):
            drawn(figures.state_over_words(h, ["word"] * T))
    figure = figures.state_over_words(rng.uniform(-1, 1, (3, 4)), ["we", "call", "it"], ["call", "it", "good"])
    drawn(figure)
    assert "4 units over 3 words, from “we” to “it”" in figure.alt and "word expected next" in figure.alt
    assert "good" not in figure.alt, "what a network expects may differ on another machine"
    assert "expected" not in figures.state_over_words(np.zeros((1, 2)), ["a"]).alt


def test_the_column_of_a_word_holds_its_state(rng):
    h = rng.uniform(-1, 1, (3, 4))
    mesh = figures.state_over_words(h, ["a", "b", "c"]).axes[0].collections[0]
    assert np.array_equal(np.reshape(mesh.get_array(), (4, 3)), h.T) and mesh.get_clim() == (-1, 1)


def test_fading():
    for values in ([1.0], [0.0], [NAN], np.zeros(200), np.full(200, NAN), np.geomspace(1, 1e-12, 200), [1.0, 0.0]):
        drawn(figures.fading({"one": values}))
    course = {"gone": [1, 1e-3, 0], "less": [1, 0.3], "there": [1, 2], "lost": [NAN, 1]}
    assert "gone: fades away; less: fades; there: stays; lost: unknown" in figures.fading(course, xlabel="words").alt


def test_shares_right():
    for x in ([1], np.arange(1, 201)):
        for share in (np.zeros(len(x)), np.ones(len(x)), np.full(len(x), NAN)):
            drawn(figures.shares_right(x, {"a": share, "b, "
                                                       "c": share}, chance=0.5, seen=(2, 4), xlabel="days"))
    x = [1, 5, 20]
    curves = {"down": [1, NAN, 0.2], "up": [0.2, 0.5, 0.9], "flat": [0.5, 0.6, 0.6], "none": [NAN] * 3, "one": [NAN, 0.4, NAN]}
    alt = figures.shares_right(x, curves, xlabel="days", ylabel="right").alt
    assert "right against days" in alt and "none unknown; one is a single point at 5" in alt
    assert "down falls from 1 to 20; up rises from 1 to 20; flat stays about level from 1 to 20" in alt


def test_names_that_share_a_part_share_a_look():
    names = ["trained, near", "trained, far", "untrained, near", "untrained, far"]
    lines = figures.shares_right([1, 2], {name: [0.5, 0.6] for name in names}).axes[0].lines[:4]
    colors, dashes, markers = ([line.get_color() for line in lines], [line.get_linestyle() for line in lines],
                               [line.get_marker() for line in lines])
    assert colors[0] == colors[1] != colors[2] == colors[3]
    assert dashes[0] == dashes[2] != dashes[1] == dashes[3]
    assert len(set(markers)) == 4, "colour and dash are not the only signs"


def test_words_kept():
    for lengths in ([1], [1, 10, 200]):
        for kept in (np.zeros(len(lengths)), np.full(len(lengths), NAN), np.array(lengths, float)):
            drawn(figures.words_kept(lengths, {"8 units": kept}))
    alt = figures.words_kept([1, 200], {"small": [0.5, 1], "middle": [1, 5], "large": [1, 11], "none": [NAN, NAN]}).alt
    assert "1 to 200 words: small at most two; middle at most eight; large more than eight; none unknown" in alt


@pytest.fixture
def written(monkeypatch):
    """Every text that is drawn as an outline, and where."""
    texts, add = {}, state.Labels.add

    def remembered(self, x, y, text, **options):
        texts.setdefault(text, []).append((x, y))
        add(self, x, y, text, **options)

    monkeypatch.setattr(state.Labels, "add", remembered)
    return texts


@pytest.mark.parametrize("upright", [False, True])
def test_read_back(upright, written):
    for words in (["one"], ["word"] * 10, ["word"] * 200, [".", ""]):
        for read in (words, ["another"] * len(words)):
            drawn(figures.read_back(words, read, title="from one "
                                                       "state", upright=upright, mark=len(words)))
    written.clear()
    figure = figures.read_back(["it", "is", "easy"], ["it", "was", "easy"], upright=upright, mark=2)
    assert "✗ was" in written and "✗ it" not in written and len(written["it"]) == len(written["easy"]) == 2
    assert [text for text in written if text.isdigit()] == ["3", "2", "1"], "the last word is one word back"
    shapes, labels = figure.axes[0].collections
    assert (labels.get_facecolor()[:, 3] < 1).sum() == 2, "a box for each word that was read rightly"
    (frame,) = polygons(shapes, edged=True)
    inside = [text for text, places in written.items() for place in places if _holds(frame, place)]
    assert sorted(inside) == sorted(["is", "✗ was", "2"]), "the frame is around the marked word"
    assert f"The last 3 words of a text, and {'beside' if upright else 'under'} each" in figure.alt


def _holds(frame, place):
    return np.all(frame.min(axis=0) <= place) and np.all(place <= frame.max(axis=0))


def test_a_marked_point_of_a_curve(written):
    for values in ([0.25, 0.5, 1.0], [NAN] * 3, [0, 0, 0]):
        for at in (1, 4, 20):
            drawn(figures.shares_right([1, 4, 20], {"a": values, "b": [0.1] * 3}, chance=0.1, mark=("a", at), legend=False))
    written.clear()
    figure = figures.shares_right([1, 4, 20], {"a": [0.25, 0.5, 1.0], "b": [0.1] * 3}, mark=("a", 4))
    ring = figure.axes[0].lines[-1]
    assert np.array_equal(ring.get_xydata(), [[4, 50]]) and list(written) == ["50 %"]
    assert legends(figure) == ["a", "b"]
    assert not legends(figures.shares_right([1, 4], {"a": [0.25, 0.5]}, legend=False))


def test_two_facts(rng):
    names = (("thing", "person"), ("good", "bad"))
    for N in (0, 1, 200):
        for scores in (np.zeros((N, 2)), np.full((N, 2), NAN), rng.standard_normal((N, 2))):
            drawn(figures.two_facts(scores, rng.random((N, 2)) < 0.5, names))
    facts = np.array([[False, False], [False, True], [True, False], [True, True]])
    right, wrong = figures.two_facts(facts * 2 - 1, facts, names), figures.two_facts(1 - facts * 2, facts, names)
    assert "nearly all" in right.alt and "half or less" in wrong.alt
    assert legends(right) == ["person, bad", "person, good", "thing, bad", "thing, good"]
    for line, place in zip(right.axes[0].lines, facts * 2 - 1):
        assert np.array_equal(np.ravel(line.get_xydata()), place), "a group lies in its own quarter"


def test_picked():
    for here in ([0.7], [NAN], np.zeros(200), np.linspace(0.5, 1, 200)):
        drawn(figures.picked({"by lot": (here, np.full(len(here), 0.5)), "real": (0.8, 0.8)}))
    scores = {"a": ([0.8], [0.5]), "b": ([0.8], [0.79]), "c": ([0.9], [0.7]), "d": ([0.51], [0.5]), "e": ([NAN], [0.5])}
    assert "a: falls to guessing; b: holds; c: falls; d: guessing on both; e: unknown" in figures.picked(scores).alt


def test_they_draw_into_the_axes_they_are_given(rng):
    draw = [lambda ax: figures.state_over_words(np.zeros((2, 3)), ["a", "b"], ax=ax),
            lambda ax: figures.fading({"a": [1.0, 0.5]}, ax=ax),
            lambda ax: figures.shares_right([1, 2], {"a": [0.5, 0.6]}, ax=ax),
            lambda ax: figures.read_back(["a"], ["a"], ax), lambda ax: figures.read_back(["a"], ["a"], ax, upright=True),
            lambda ax: figures.words_kept([1, 2], {"a": [0.5, 0.6]}, ax=ax),
            lambda ax: figures.two_facts(np.ones((2, 2)), np.ones((2, 2), bool), (("a", "b"), ("c", "d")), ax=ax),
            lambda ax: figures.picked({"a": ([0.5], [0.5])}, ax=ax)]
    for into in draw:
        figure, (one, two) = picture(1, 2)
        assert into(two) is figure and (two.has_data() or two.collections)
        assert not one.has_data() and not one.collections
