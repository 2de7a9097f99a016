"""The ground of every figure: what a notebook gets, and whose axes are drawn on."""

import io

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from rnn_helpers import figures
from rnn_helpers.figures import canvas


def test_a_notebook_gets_one_small_png_and_the_same_words_twice(monkeypatch):
    figure, ax = canvas.picture(width=4, height=2)
    ax.imshow(np.random.default_rng(0).random((40, 40, 3)))
    figure.alt = "three random words"
    renderings = []
    savefig = canvas.Picture.savefig
    monkeypatch.setattr(
        canvas.Picture, "savefig", lambda *a, **o: renderings.append(o) or savefig(*a, **o)
    )
    data, metadata = figure._repr_mimebundle_()
    assert len(renderings) == 1
    assert metadata["image/png"]["alt"] == "three random words"
    assert data["text/plain"].splitlines() == ["[picture]", "three random words"]
    picture = Image.open(io.BytesIO(data["image/png"]))
    assert picture.mode == "P" and len(picture.getcolors()) <= 256
    assert picture.size[0] < 4 * 96 + 20


def test_the_readers_settings_are_neither_used_nor_changed():
    with mpl.rc_context({"font.size": 5, "axes.spines.top": True}):
        before = dict(mpl.rcParams)
        figure = figures.loss_curves({"a": [1.0, 0.5]})
        assert figure.axes[0].xaxis.label.get_size() == 15
        assert not figure.axes[0].spines["top"].get_visible()
        assert dict(mpl.rcParams) == before


def test_level_is_a_line_at_its_height_with_its_name():
    _, ax = canvas.picture()
    canvas.level(ax, 12.5, "chance")
    (line,), (text,) = ax.lines, ax.texts
    assert list(line.get_ydata()) == [12.5, 12.5] and line.get_linestyle() == ":"
    assert text.get_text() == "chance" and text.xy == (1, 12.5)


def test_fixed_ticks_are_where_they_are_asked_for():
    _, ax = canvas.picture()
    ax.set(xscale="log", xlim=(1, 100))
    canvas.fixed_ticks(ax.xaxis, [1, 5, 50])
    assert [text.get_text() for text in ax.get_xticklabels()] == ["1", "5", "50"]
    assert not len(ax.get_xticks(minor=True))


ONES = np.ones((3, 2))
GIVEN = {
    "ablations": lambda ax: figures.ablations({"a": (1.0, 0.5, 1.5, [0.1])}, ax=ax),
    "accuracies": lambda ax: figures.accuracies({"a": {"bag": 0.5}}, ax=ax),
    "accuracy_by_lag": lambda ax: figures.accuracy_by_lag(
        [1, 2], {"x": [[1, 0]]}, reach=1, chance=0.1, ax=ax
    ),
    "accuracy_curves": lambda ax: figures.accuracy_curves([1, 2], {"a": [0.5, 0.6]}, ax=ax),
    "api_mode": lambda ax: figures.api_mode("GRU", (4, 7, 3), [(4, 5)], ax=ax),
    "averaging": lambda ax: figures.averaging([1, 2], {"x": [1, 2]}, ax=ax),
    "batch_axes": lambda ax: figures.batch_axes(np.ones((2, 3, 4)), 1, 2, 3, ax=ax),
    "by_length": lambda ax: figures.by_length([1, 2], {"a": [0, 1]}, ax=ax),
    "cells_by_label": lambda ax: figures.cells_by_label(
        {"a": [0.5]}, {"a": (0.9, 0.8, 1.0)}, {"a": 0.9}, ax=ax
    ),
    "coloured_text": lambda ax: figures.coloured_text("int x;", np.zeros(6), ax=ax),
    "belt": lambda ax: figures.belt([1.0], [0.5], [0.4], ax=ax),
    "half_lives": lambda ax: figures.half_lives([0, 1], [1, 2], {0: 1}, {1: "a"}, ax=ax),
    "lstm_cell": lambda ax: figures.lstm_cell(1.0, 0.5, 0.5, 0.1, 0.9, ax=ax),
    "fading": lambda ax: figures.fading({"a": [1.0, 0.5]}, ax=ax),
    "flow_key": lambda ax: figures.flow_key("a", ["b"], ax=ax),
    "forecast": lambda ax: figures.forecast([0, 1], [1, 1], {"naive": [3, 3]}, ax=ax),
    "gradient_flow": lambda ax: figures.gradient_flow({"a": np.ones(3)}, ax=ax),
    "looking_back": lambda ax: figures.looking_back([1, 2], {"a": [1, 0.5]}, ax=ax),
    "loss_and_lag": lambda ax: figures.loss_and_lag(np.tril(np.ones((3, 3))), ax=ax),
    "loss_by_letters": lambda ax: figures.loss_by_letters({"x": ([1], [1])}, ax=ax),
    "loss_curves": lambda ax: figures.loss_curves({"a": [1.0]}, ax=ax),
    "matrix_sum": lambda ax: figures.matrix_sum(np.ones((2, 3, 3)), np.ones((3, 3)), ax=ax),
    "next_characters": lambda ax: figures.next_characters([("x", 0.5)], ax=ax),
    "picked": lambda ax: figures.picked({"a": ([0.5], [0.5])}, ax=ax),
    "pieces": lambda ax: figures.pieces([1.0, 2.0], {"a": [1.0, 2.0]}, [2], ax=ax),
    "places": lambda ax: figures.places(ONES, "abc", ax=ax),
    "race": lambda ax: figures.race([6], {"a": [[0.5]]}, chance=0.1, ax=ax),
    "read_back": lambda ax: figures.read_back(["a"], ["a"], ax=ax),
    "reading_curves": lambda ax: figures.reading_curves({"a": ([1, 2], [3.0, 2.0])}, ax=ax),
    "spectrum": lambda ax: figures.spectrum([1.0], [1.0], ax=ax),
    "state_over_words": lambda ax: figures.state_over_words(ONES, ["a", "b", "c"], ax=ax),
    "step_blocks": lambda ax: figures.step_blocks(
        ONES, np.ones((2, 1)), ONES[:, :1], [[1.0]], [0.5], ONES[:, 1:], ax=ax
    ),
    "times": lambda ax: figures.times({"NumPy": 1.0}, ax=ax),
    "two_engines": lambda ax: figures.two_engines(ONES, ONES, ax=ax),
    "two_facts": lambda ax: figures.two_facts(ONES, ONES > 0, ("ab", "cd"), ax=ax),
    "unrolled": lambda ax: figures.unrolled(ONES, ONES, ax=ax),
    "walk_key": lambda ax: figures.walk_key(ax=ax),
    "words_kept": lambda ax: figures.words_kept([1, 2], {"a": [0.5, 0.6]}, ax=ax),
}
SEVERAL = {
    "gates_over": (2, lambda ax: figures.gates_over("abc", {"x": ONES, "y": ONES}, ax=ax)),
    "reach": (2, lambda ax: figures.reach("ab", {"x": [0, 0], "y": [0, 1]}, ax=ax)),
    "weight_paths": (2, lambda ax: figures.weight_paths("ab", "cd", ax=ax)),
    "learning": (1, lambda ax: figures.learning({"p": {"x": [[0.1]]}}, every=1, chance=0.1, ax=ax)),
    "reordered": (2, lambda ax: figures.reordered([1.0, 2.0], [1, 0], "ab", BELIEFS, ax=ax)),
    "truncation_error": (2, lambda ax: figures.truncation_error([0], {"x": [0.1]}, [1], ax=ax)),
    "walk_back": (2, lambda ax: figures.walk_back([1], [0], [1], ax=ax)),
    "flow_beside_spectrum": (
        2,
        lambda ax: figures.flow_beside_spectrum({"a": [1, 0.5]}, {}, [1.0], [1.0], ax=ax),
    ),
}
BELIEFS = {"one": (np.array([0.4, 0.6]), np.array([0.7, 0.3]))}


def contents(ax):
    return [*ax.lines, *ax.collections, *ax.patches, *ax.images, *ax.texts]


@pytest.mark.parametrize("name", GIVEN)
def test_a_figure_is_drawn_into_the_axes_it_is_given(name):
    figure, (one, two) = canvas.picture(1, 2)
    assert GIVEN[name](two) is figure
    assert contents(two) and not contents(one)


@pytest.mark.parametrize("name", SEVERAL)
def test_a_figure_of_several_axes_is_drawn_into_those_it_is_given(name):
    count, draw = SEVERAL[name]
    figure, axes = canvas.picture(1, count + 1)
    assert draw(axes[:count]) is figure
    assert all(map(contents, axes[:count])) and not contents(axes[count])
    assert len(figure.axes) == count + 1
