"""Figures of two explorers, `reordered` and `step_blocks`: drawn for extreme inputs without warning, and described."""

import numpy as np
import pytest
from helpers.drawing import NAN, drawn, lines, no_warnings, polygons, rng  # noqa: F401 (fixtures)
from matplotlib import colormaps

from rnn_helpers import figures
from rnn_helpers.figures.canvas import picture


def belief(*shares):
    return np.array(shares, float)


class TestReordered:
    MODELS = {"bag": (belief(0.5, 0.5), belief(0.5, 0.5)), "recurrent": (belief(0.9, 0.1), belief(0.2, 0.8))}

    def shown(self, T):
        return [["word"] * T, [f"w{'x' * (n % 20)}" for n in range(T)], np.linspace(90, 120, T), np.full(T, NAN), np.zeros(T),
                np.full((T, 5), NAN), np.zeros((T, 16)), np.arange(3 * T).reshape(T, 3)]

    @pytest.mark.parametrize("T", [1, 2, 200])
    def test_extremes(self, T, rng):
        for shown in self.shown(T):
            for anchor in (None, np.ones(T, bool), np.arange(T) % 2 == 0)[:: 1 if T < 3 else 2]:
                drawn(figures.reordered(shown, rng.permutation(T), ["no", "yes"], self.MODELS, anchor=anchor))

    @pytest.mark.parametrize("K", [1, 2, 10, 50])
    def test_answers(self, K, rng):
        for before, now in ((np.full(K, 1 / K), np.eye(K)[-1]), (np.zeros(K), np.full(K, NAN))):
            models = {"one": (before, now), "two": (now, before)}
            drawn(figures.reordered([1.0, 2.0], [1, 0], [str(k) for k in range(K)], models))

    def test_words(self):
        figure = figures.reordered(["a", "b", "c"], [1, 0, 2], ["no", "yes"], self.MODELS, anchor=[False, False, True])
        assert figure.alt == ("A sentence of 3 words, 2 of them in another place than before, with an anchor of 1 held; "
                              "the bag model says the same as before, the recurrent model says something else than before.")

    def test_what_moved_is_marked_not_only_by_colour(self):
        """A line from its old place to the new one, which slants; and where it comes from, as a number."""
        figure, axes = picture(1, 3, width=11, height=4)
        figures.reordered(["a", "b", "c"], [1, 0, 2], ["no", "yes"], self.MODELS, ax=axes)
        slants = [start[1] != end[1] for (start, end), *_ in lines(axes[0].collections[0])]
        assert slants == [True, True, False]

    def test_what_is_held_is_dashed(self):
        figure = figures.reordered(["a", "b", "c"], [1, 0, 2], ["no", "yes"], self.MODELS, anchor=[False, False, True])
        assert [dash is not None for *_, dash in lines(figure.axes[0].collections[0])] == [False, False, True]

    def test_into_given_axes(self):
        figure, axes = picture(1, 3, width=11, height=4)
        assert figures.reordered([1.0, 2.0], [1, 0], ["no", "yes"], self.MODELS, ax=axes) is figure
        assert len(figure.axes) == 3 and all(ax.collections for ax in axes)


class TestStepBlocks:
    def arrays(self, rng, B, D, H):
        return [rng.standard_normal(size) for size in ((B, D), (D, H), (B, H), (H, H), (H,), (B, H))]

    @pytest.mark.parametrize("B, D, H", [(1, 1, 1), (5, 8, 8), (2, 200, 1), (200, 1, 2)])
    @pytest.mark.parametrize("columns", [False, True])
    @pytest.mark.parametrize("stacked", [False, True])
    def test_extremes(self, rng, B, D, H, columns, stacked):
        for arrays in (self.arrays(rng, B, D, H), [np.full_like(a, NAN) for a in self.arrays(rng, B, D, H)],
                       [np.zeros_like(a) for a in self.arrays(rng, B, D, H)]):
            drawn(figures.step_blocks(*arrays, columns=columns, stacked=stacked))
            drawn(figures.step_blocks(*arrays, columns=columns, stacked=stacked, follow=(B - 1, H - 1), phi="sigmoid",
                                      note="a line"))

    def test_shapes_in_words(self, rng):
        arrays = self.arrays(rng, 3, 2, 4)
        assert "x_t (3, 2) W_{xh} (2, 4) + h_{t-1} (3, 4) W_{hh} (4, 4) + b_h (1, 4)" in figures.step_blocks(*arrays).alt
        assert "W_{xh} (4, 2) x_t (2, 3) + W_{hh} (4, 4) h_{t-1} (4, 3)" in figures.step_blocks(*arrays, columns=True).alt
        stacked = figures.step_blocks(*arrays, stacked=True, follow=(1, 2)).alt
        assert "h_{t-1} (3, 6) W (6, 4) + b_h (1, 4)" in stacked
        assert stacked.endswith("example 2, unit 3, and what it is made of")

    @pytest.mark.parametrize("columns, stacked", [(False, False), (True, False), (False, True), (True, True)])
    def test_the_frames_hold_what_the_number_is_made_of(self, rng, columns, stacked):
        """The cells inside the frames, read back from the drawing, give h_t[i, j]."""
        x, W, h, U, b, _ = self.arrays(rng, 3, 2, 4)
        i, j = 1, 2
        h_t = x @ W + h @ U + b
        figure = figures.step_blocks(x, W, h, U, b, h_t, columns=columns, stacked=stacked, follow=(i, j))
        shapes = figure.axes[0].collections[0]
        centres = np.array([corners.mean(axis=0) for corners in polygons(shapes)])
        pairs = [(np.hstack([x, h]), np.vstack([W, U]))] if stacked else [(x, W), (h, U)]
        arrays = [h_t, *(array for left, right in pairs for array in (left, right)), b[None]]
        if columns:
            arrays = [h_t.T, *(array.T for left, right in pairs for array in (right, left)), b[:, None]]
        values = np.concatenate([array.ravel() for array in arrays])
        colors = colormaps["RdBu_r"](0.5 + 0.5 * values / np.abs(values).max())
        np.testing.assert_array_equal(shapes.get_facecolor()[: len(values)], colors)
        inside = []
        for frame in polygons(shapes, edged=True):
            low, high = frame.min(axis=0), frame.max(axis=0)
            inside.append(values[((centres > low) & (centres < high)).all(axis=1)])
        number, *factors, bias = inside
        assert len(factors) == (2 if stacked else 4)
        total = sum(a @ w for a, w in zip(factors[::2], factors[1::2])) + bias[0]
        assert number == pytest.approx([h_t[i, j]]) and total == pytest.approx(h_t[i, j])
