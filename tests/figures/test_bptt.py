"""The figures of notebook 06: drawn for extreme inputs without error or warning, and described in words."""

import numpy as np
import pytest
from helpers.drawing import NAN, drawn, no_warnings, polygons, rng  # noqa: F401 (fixtures)

from rnn_helpers import figures
from rnn_helpers.figures.canvas import picture

LENGTHS = (1, 7, 200)


def texts(ax):
    return [text.get_text() for text in ax.texts]


class TestWalkBack:
    @pytest.mark.parametrize("T", LENGTHS)
    def test_any_length_and_any_step(self, T, rng):
        drawn(figures.walk_back(*rng.random((3, T)), step=(T + 1) // 2))
        for values in (np.zeros((3, T)), np.full((3, T), NAN)):
            drawn(figures.walk_back(*values))

    def test_only_what_is_reached_is_drawn(self, rng):
        figure = figures.walk_back(*rng.random((3, 6)) + 0.1, step=4)
        top, bottom = figure.axes
        middles = [[round(corners[:, 0].mean(), 1) for corners in polygons(ax.collections[0])] for ax in (top, bottom)]
        assert middles == [[3.8, 4.8, 5.8, 4.2, 5.2, 6.2, 2.0], [4, 5, 6, 2.0]]  # the last: what is not reached
        assert texts(top) == ["not reached yet"]
        assert not texts(figures.walk_back(*rng.random((3, 6))).axes[0])

    @pytest.mark.parametrize("T", LENGTHS)
    def test_in_motion(self, T, rng):
        for values in (rng.random((3, T)), np.zeros((3, T)), np.full((3, T), NAN), 1e-12 * rng.random((3, T))):
            for step in {1, (T + 1) // 2, T}:
                drawn(figures.walk_back(*values, step=step, tokens=["e"] * T, whole=values[1:], steady=True))

    def test_the_scales_of_a_moving_walk_stay(self, rng):
        values = rng.random((3, 6))
        ranges = [[ax.get_ylim() for ax in figures.walk_back(*values, step=step, steady=True).axes] for step in (1, 4, 6)]
        assert ranges[0] == ranges[1] == ranges[2]

    def test_outlines_of_what_truncation_cuts(self):
        figure = figures.walk_back([1, 1], [0.5, 0], [0, 1], whole=([2.0, 0.0], [3.0, 1.0]))
        for ax, high in zip(figure.axes, (2, 3)):
            outline, _ = polygons(ax.collections[0], edged=True)
            assert outline[:, 1].max() == high
            assert ax.get_ylim()[1] > high

    def test_key(self):
        assert "without truncation" in drawn(figures.walk_key())

    def test_says_what_comes_from_where(self):
        alt = figures.walk_back([1, 1, 1], [2, 2, 0], [0, 1, 1]).alt
        assert "comes nothing at step 3 and something at step 1; step 1 adds nothing" in alt


class TestMatrixSum:
    @pytest.mark.parametrize("T", LENGTHS)
    def test_any_number_of_matrices(self, T, rng):
        parts = rng.standard_normal((T, 4, 3))
        drawn(figures.matrix_sum(parts, parts.sum(axis=0)))
        for values in (np.zeros((T, 4, 3)), np.full((T, 4, 3), NAN)):
            drawn(figures.matrix_sum(values, values.sum(axis=0)))

    def test_names_the_empty_ones_and_puts_signs_between(self, rng):
        parts = rng.standard_normal((3, 2, 2))
        parts[0] = 0
        figure = figures.matrix_sum(parts, parts.sum(axis=0))
        assert figure.alt.endswith("all zeros at t = 1.")
        cells, labels = figure.axes[0].collections
        assert len(cells.get_paths()) == 4 * 4 and labels.get_offsets()[:, 0].tolist() == [1, 2.5, 4, 5.5, 7, 8.5, 10]


    def test_a_name_for_the_sum_and_a_fixed_scale(self):
        parts = np.ones((2, 1, 1))
        ours = [figures.matrix_sum(parts, parts.sum(axis=0), ["a", "b", *more], largest=4) for more in ((), ("c",))]
        one, other = ([path.vertices.shape for path in figure.axes[0].collections[1].get_paths()] for figure in ours)
        assert one[:-1] == other[:-1] and one[-1] != other[-1]
        colors = ours[0].axes[0].collections[0].get_facecolor()
        assert (colors[0] == colors[1]).all() and (colors[0] != colors[2]).any()
        darkest = figures.matrix_sum(parts, 4 * parts[0], largest=4).axes[0].collections[0].get_facecolor()[2]
        assert darkest[1] < colors[2][1]  # 4 of 4 is darker than 2 of 4


class TestPlaces:
    def test_any_size(self, rng):
        for R, P in ((1, 1), (6, 5), (3, 200)):
            for values in (rng.random((R, P)), np.zeros((R, P)), np.full((R, P), NAN), 1e9 * rng.random((R, P))):
                drawn(figures.places(values, [f"row {n}" for n in range(R)]))

    def test_counts_the_places(self):
        figure = figures.places([[0, 0.5, 0], [0, 0.25, 1]], ["$W_{(1)}$", "$W_{hh}$"])
        assert figure.alt == "From how many places each gradient comes: W_(1) 1 of 3, W_hh 2 of 3."
        assert texts(figure.axes[0]) == ["–", "0.5", "–", "–", "0.2", "1"]


class TestLossAndLag:
    @pytest.mark.parametrize("T", LENGTHS)
    def test_any_length(self, T, rng):
        for values in (np.tril(rng.random((T, T))), np.zeros((T, T)), np.full((T, T), NAN), np.tril(np.ones((T, T)))):
            drawn(figures.loss_and_lag(values))
        drawn(figures.loss_and_lag(np.tril(10.0 ** rng.uniform(-30, 30, (T, T)))))

    def test_a_row_is_a_loss_and_a_column_a_lag(self):
        lengths = np.tril([[1, 0, 0], [2, 3, 0], [4, 5, 6]]).astype(float)
        mesh = figures.loss_and_lag(lengths).axes[0].collections[0]
        shown = np.ma.filled(mesh.get_array().reshape(3, 3), 0)
        assert shown.tolist() == [[1, 0, 0], [3, 2, 0], [6, 5, 4]]

    def test_says_whether_the_terms_shrink(self):
        s, t = np.indices((12, 12))
        for factor, said in ((0.5, "less than a tenth as "
                                   "long"), (0.95, "far back are "
                                                                        "shorter"), (1.1, "not "
                                                                                                       "shorter")):
            assert said in figures.loss_and_lag(np.where(s >= t, factor ** (s - t), 0)).alt


class TestTruncation:
    def test_truncation_error(self, rng):
        for n in (1, 5, 200):
            k = np.arange(n)
            for values in (rng.random(n), np.zeros(n), np.full(n, NAN)):
                drawn(figures.truncation_error(k, {"far": values, "near": values / 2}, k + 1))
        alt = figures.truncation_error([0, 3], {"far": [0.95, 0.7], "near": [0.5, 0.0]}, [1, 4]).alt
        assert "far nearly all and more than half; near about half and none" in alt

    def test_averaging(self, rng):
        for batches in ([1], [1, 4, 16, 64, 256]):
            for values in (rng.random(len(batches)), np.zeros(len(batches)), np.full(len(batches), NAN)):
                drawn(figures.averaging(batches, {"full": values, "truncated": values}))
        alt = figures.averaging([1, 256], {"full": [2.0, 0.1], "cut": [2.0, 0.8], "stuck": [1.0, 0.9]}).alt
        assert "full falls to less than a quarter; cut falls; stuck hardly falls" in alt


class TestLearning:
    def test_learning(self, rng):
        for starts, n in ((1, 1), (3, 30), (5, 200)):
            for values in (rng.random((starts, n)), np.zeros((starts, n)), np.full((starts, n), NAN)):
                drawn(figures.learning({"far": {"full": values, "k = "
                                                                "3": values}}, every=25, chance=0.1))
        panels = {"far": {"full": [[0.99] * 5], "k = "
                                                "3": [[0.2] * 5]}, "near": {"full": [[0.7] * 5]}}
        alt = figures.learning(panels, every=1, chance=0.5).alt
        assert "far: full nearly always, k = 3 less than a third; near: full in between." in alt

    def test_accuracy_by_lag(self, rng):
        for lags in ([3], [2, 3, 4, 6, 10], list(range(1, 200))):
            for values in (rng.random((3, len(lags))), np.zeros((1, len(lags))), np.full((2, len(lags)), NAN)):
                drawn(figures.accuracy_by_lag(lags, {"full": values, "cut": values}, reach=3, chance=0.125))
        alt = figures.accuracy_by_lag([2, 9], {"full": [[1.0, 0.9]], "cut": [[1.0, 0.3]]}, reach=3, chance=0.1).alt
        assert "cut nearly always at the shortest, less than a third at the longest" in alt

    def test_loss_by_letters(self, rng):
        for n in (1, 16, 200):
            for values in (rng.random(n), np.zeros(n), np.full(n, NAN)):
                drawn(figures.loss_by_letters({"one": (np.arange(n), values), "other": (np.arange(n), values + 1)}))
        assert "low, high" in figures.loss_by_letters({"high": ([1, 2], [3.0, 2.0]), "low": ([1], [1.0])}).alt


def test_they_draw_into_the_axes_they_are_given(rng):
    figure, axes = picture(2, 4)
    (a, b, c, d), (e, f, g, h) = axes
    parts = rng.random((2, 3, 3))
    assert figures.matrix_sum(parts, parts.sum(axis=0), ax=a) is figure and a.collections
    assert figures.places(parts[0], "abc", ax=b) is figure and b.collections
    assert figures.loss_and_lag(np.tril(parts[0]), ax=c) is figure and c.collections
    assert figures.averaging([1, 2], {"x": [1, 2]}, ax=d) is figure and d.lines
    assert figures.accuracy_by_lag([1, 2], {"x": [[1, 0]]}, reach=1, chance=0.1, ax=e) is figure and e.lines
    assert figures.loss_by_letters({"x": ([1], [1])}, ax=f) is figure and f.lines
    assert figures.walk_back([1], [0], [1], ax=(g, h)) is figure and g.collections and h.collections
    figure, (a, b) = picture(1, 2)
    assert figures.truncation_error([0], {"x": [0.1]}, [1], ax=(a, b)) is figure and a.lines and b.lines
    figure, a = picture()
    assert figures.learning({"p": {"x": [[0.1]]}}, every=1, chance=0.1, ax=[a]) is figure and a.lines
