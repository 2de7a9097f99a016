"""A gradient as a sum: each cell has the colour of its number, in its place."""

import numpy as np
import pytest
from matplotlib import colormaps

from helpers.drawing import NAN, drawn, grid, polygons, texts
from rnn_helpers import figures


def test_matrix_sum(rng, written):
    parts = rng.standard_normal((3, 2, 4))
    parts[0] = 0
    total = parts.sum(axis=0)
    figure = drawn(figures.matrix_sum(parts, total))
    cells = figure.axes[0].collections[0]
    numbers = np.concatenate([*parts, total]).ravel()
    largest = np.abs(numbers).max()
    colors = colormaps["RdBu_r"](0.5 + 0.5 * numbers / largest)
    np.testing.assert_allclose(cells.get_facecolor(), colors)
    lefts = [corners[:, 0].min() for corners in polygons(cells)]
    assert lefts[::8] == [0, 5, 10, 15] and lefts[:4] == [0, 1, 2, 3]
    assert [written[sign] for sign in "+="] == [[(4.5, 1), (9.5, 1)], [(14.5, 1)]]
    assert {"t = 1", "t = 2", "t = 3", "sum"} <= set(written)
    assert figure.alt == "3 matrices of 2 by 4, one per step, and their sum; all zeros at t = 1."


def test_names_and_a_fixed_scale(written):
    parts = np.ones((2, 1, 1))
    figure = figures.matrix_sum(parts, 2 * parts[0], ["a", "b", "c"], largest=4)
    assert {"a", "b", "c"} <= set(written) and "sum" not in written
    colors = figure.axes[0].collections[0].get_facecolor()
    np.testing.assert_allclose(colors, colormaps["RdBu_r"]([0.625, 0.625, 0.75]))


@pytest.mark.parametrize("T", [1, 200])
@pytest.mark.parametrize("fill", [0, NAN])
def test_any_number_of_matrices(T, fill):
    parts = np.full((T, 4, 3), fill, float)
    drawn(figures.matrix_sum(parts, parts.sum(axis=0)))


def test_places():
    norms = [[0, 0.5, 0], [0, 0.25, 1]]
    figure = drawn(figures.places(norms, ["$W_{(1)}$", "$W_{hh}$"]))
    (ax,) = figure.axes
    np.testing.assert_allclose(grid(ax.collections[0]), [[NAN, 0.5, NAN], [NAN, 0.25, 1]])
    assert texts(ax) == ["–", "0.5", "–", "–", "0.2", "1"]
    assert figure.alt == "How many places each gradient comes from: W_(1) 1 of 3, W_hh 2 of 3."


@pytest.mark.parametrize("R, P", [(1, 1), (3, 200)])
@pytest.mark.parametrize("fill", [0, NAN, 1e9])
def test_any_number_of_places(R, P, fill):
    drawn(figures.places(np.full((R, P), fill), [f"row {n}" for n in range(R)]))


def test_a_row_is_a_loss_and_a_column_a_lag():
    norms = np.tril([[1, 0, 0], [2, 3, 0], [4, 5, 6]]).astype(float)
    figure = drawn(figures.loss_and_lag(norms))
    expected = [[1, NAN, NAN], [3, 2, NAN], [6, 5, 4]]
    np.testing.assert_array_equal(grid(figure.axes[0].collections[0]), expected)


@pytest.mark.parametrize(
    "factor, said", [(0.5, "ten times smaller"), (0.95, "back are smaller"), (1.1, "not smaller")]
)
def test_says_whether_the_terms_shrink(factor, said):
    s, t = np.indices((12, 12))
    assert said in figures.loss_and_lag(np.where(s >= t, factor ** (s - t), 0)).alt


@pytest.mark.parametrize("T", [1, 200])
def test_any_number_of_losses(T, rng):
    wide = np.tril(10.0 ** rng.uniform(-30, 30, (T, T)))
    for norms in (wide, np.zeros((T, T)), np.full((T, T), NAN)):
        drawn(figures.loss_and_lag(norms))
