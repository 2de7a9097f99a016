"""Figures of notebook 04: drawn for extreme inputs without error or warning, and described in true words."""

import numpy as np
import pytest
from helpers.drawing import NAN, drawn, no_warnings, rng  # noqa: F401 (fixtures)

from rnn_helpers import figures, numpy_layers
from rnn_helpers.figures import modes
from rnn_helpers.figures.canvas import picture
from rnn_helpers.figures.modes import HEADS

MODES = [(False, False), (False, True), (True, False), (True, True)]


def live(kind, shape, sequences, state, units=5):
    """Shapes from a real call: what the figures are made for."""
    out = getattr(numpy_layers, kind)(units, return_sequences=sequences, return_state=state)(np.ones(shape, np.float32))
    return [part.shape for part in (out if state else [out])]


@pytest.fixture
def written(monkeypatch):
    """Every text that is drawn as an outline."""
    texts, add = [], modes.Labels.add

    def remembered(self, x, y, text, **options):
        texts.append(text)
        add(self, x, y, text, **options)

    monkeypatch.setattr(modes.Labels, "add", remembered)
    return texts


def heads(ax):
    """Where the arrows with a head end: all that are lit."""
    triangles = [place for outline, place in zip(ax.collections[-1].get_paths(), ax.collections[-1].get_offsets())
                 if any(outline is head for head in HEADS.values())]
    return np.array(triangles)


class TestApiMode:
    @pytest.mark.parametrize("kind", ["SimpleRNN", "LSTM", "GRU"])
    @pytest.mark.parametrize("mode", MODES)
    @pytest.mark.parametrize("T", [1, 7, 200])
    def test_every_mode_of_every_layer(self, kind, mode, T):
        returned = live(kind, (4, T, 3), *mode)
        figure = figures.api_mode(kind, (4, T, 3), returned, return_sequences=mode[0], return_state=mode[1])
        drawn(figure)
        assert f"x (4, {T}, 3)" in figure.alt and ("every y" in figure.alt) == mode[0]
        assert ("the last h (4, 5)" in figure.alt) == mode[1]
        assert ("the last c (4, 5)" in figure.alt) == (mode[1] and kind == "LSTM")

    @pytest.mark.parametrize("mode, count", list(zip(MODES, (1, 3, 6, 8))))
    def test_the_arrows_that_leave_are_the_ones_of_the_mode(self, mode, count, written):
        returned = live("LSTM", (4, 6, 3), *mode)
        figure = figures.api_mode("LSTM", (4, 6, 3), returned, return_sequences=mode[0], return_state=mode[1])
        out = [end for end in heads(figure.axes[0]) if end[1] > 0.5 or end[0] > 5.6]  # above the box, or to its right
        assert len(out) == count
        ys = [t for t in written if t.startswith("$y_")]
        assert len(ys) == (6 if mode[0] else 1) and "$y_{6}$" in ys

    def test_arrows_start_and_end_where_they_should(self):
        """7 inputs, 6 steps, 1 output; a second layer adds 7 upward arrows and 6 more steps; a masked input is not read."""
        def count(**options):
            return len(heads(figures.api_mode("GRU", (2, 7, 3), [(2, 5)], **options).axes[0]))

        assert count() == 14 and count(layers=2) == 27 and count(mask=np.arange(7) < 4) == 11

    def test_the_code_stands_over_it(self, written):
        code = ["lower = keras.layers.GRU(4, "
                "return_sequences=True)(x)", "y = "
                                                                         "keras.layers.GRU(4)(lower)"]
        figure = figures.api_mode("GRU", (2, 5, 3), [(2, 4)], layers=2, code=code)
        drawn(figure)
        assert set(code) < set(written) and not figure.axes[0].get_title()

    def test_stack_and_mask(self, written):
        drawn(figures.api_mode("GRU", (2, 5, 3), [(2, 4)], layers=3))
        figure = figures.api_mode("SimpleRNN", (1, 5, 3), [(1, 4)], mask=np.array([True, True, False, False, False]))
        drawn(figure)
        assert written.count("pad") == written.count("=") == 3 and "3 steps masked" in figure.alt
        masked = np.zeros(200, bool)
        drawn(figures.api_mode("SimpleRNN", (1, 200, 3), [(1, 200, 4)], return_sequences=True, layers=2, mask=masked))
        assert "2 stacked" in figures.api_mode("SimpleRNN", (1, 5, 3), [(1, 4)], layers=2).alt

    def test_all_four(self):
        for T in (1, 7, 200):
            figure = figures.api_modes("LSTM", (4, T, 3), {mode: live("LSTM", (4, T, 3), *mode) for mode in MODES})
            drawn(figure)
            assert len(figure.axes) == 4 and figure.alt.count("LSTM, return_sequences=") == 4

    def test_shapes_that_do_not_fit_the_mode_are_refused(self):
        with pytest.raises(ValueError, match="returned: expected 3 shapes .*got 2"):
            figures.api_mode("LSTM", (4, 7, 3), [(4, 5), (4, 5)], return_state=True)

    def test_a_long_sequence_shows_its_first_steps_and_its_last(self):
        assert modes._shown(8) == list(range(1, 9)) and modes._shown(1) == [1]
        assert modes._shown(9) == [1, 2, 3, 4, 5, None, 9]


def test_influence(rng):
    for T in (1, 2, 24, 200):
        moved = np.triu(rng.random((T, T)) + 1e-9)
        for m in (moved, np.zeros((T, T)), np.full((T, T), NAN), np.triu(np.ones((T, T)))):
            drawn(figures.influence(m, {"SimpleRNN": m[:, -1], "LSTM": m[:, -1] / 10}))
    m = np.triu(np.ones((5, 5)))
    m[0, 4] = 0
    alt = figures.influence(m, {"GRU": m[:, -1]}).alt
    assert "no state moves before" in alt and "4 of 5 inputs in GRU" in alt
    assert "states move before the push" in figures.influence(np.ones((3, 3)), {"GRU": np.ones(3)}).alt


def test_pieces(rng):
    for T in (1, 36, 200):
        y = rng.standard_normal(T)
        for other in (y, np.zeros(T), np.full(T, NAN)):
            drawn(figures.pieces(y, {"kept": y, "from zero": other}, [T // 2]))
    y = np.arange(4.0)
    figure = figures.pieces(y, {"kept": y + 1e-7, "lost": y + 1}, [3])
    assert "in 2 pieces" in figure.alt and "kept equal, lost different" in figure.alt


def test_padded_states(rng):
    for T, H in ((1, 1), (8, 5), (200, 3)):
        h = rng.standard_normal((T, H))
        for other in (h, np.zeros((T, H)), np.full((T, H), NAN)):
            for words in (0, 1, T):
                drawn(figures.padded_states({"with": h, "without": other}, ["word"] * T, words))
    h = rng.standard_normal((6, 4))
    kept = h.copy()
    kept[3:] = h[2]
    alt = figures.padded_states({"a": kept, "b": h}, list("abc") + ["<pad>"] * 3, 3).alt
    assert "a: the last word’s state is kept" in alt and "b: the state moves on" in alt


def test_by_length():
    for lengths in ([14], list(range(1, 201))):
        n = len(lengths)
        drawn(figures.by_length(lengths, {"mask": [1.0] * n, "no "
                                                             "mask": [0.0] * n, "unknown": [NAN] * n}))
    alt = figures.by_length([5, 9], {"a": [1, 0.99], "b": [0.9, 0.8], "c": [0.5, 0.4], "d": [1, 0.3], "e": [NAN, 1]}).alt
    for words in ("a, nearly "
                  "all", "b, "
                                   "most", "c, less than two "
                                              "thirds", "d, it "
                                                                         "depends", "e, "
                                                                                          "unknown"):
        assert words in alt


def test_accuracies_without_a_line_for_guessing():
    figure = figures.accuracies({"a": {"bag": 0.5}}, chance=None)
    drawn(figure)
    assert "guessing" not in [text.get_text() for text in figure.axes[0].texts] and not figure.axes[0].lines


def test_they_draw_into_the_axes_they_are_given():
    figure, (one, two, three) = picture(1, 3, width=18)
    assert figures.api_mode("GRU", (4, 7, 3), [(4, 5)], ax=one) is figure and one.patches
    assert figures.pieces([1.0, 2.0], {"a": [1.0, 2.0]}, [2], ax=two) is figure and two.lines
    assert figures.by_length([1, 2], {"a": [0, 1]}, ax=three) is figure and three.lines
    drawn(figure)
