"""Gradients on their way back: lines, circles and dots stand for the numbers given."""

import numpy as np
import pytest
from matplotlib.patches import Circle

from helpers.drawing import NAN, curves, drawn, legend, values
from rnn_helpers import figures
from rnn_helpers.figures.canvas import picture

k = np.arange(201)
SERIES = {  # one value, many, what has no place on a logarithmic axis, what ends early in zero
    "one": np.ones(1),
    "long": 0.8**k,
    "huge": 10.0 ** (2 * k[:140]),
    "tiny": 10.0 ** (-2 * k[:140]),
    "zeros": np.zeros(5),
    "lost": np.full(5, NAN),
    "infinite": np.array([1.0, np.inf]),
    "gone": np.array([1.0, 4.0, 0.0, 0.0]),
}
series = pytest.mark.parametrize("name", SERIES)


def test_gradient_flow():
    norms = {"a": np.array([1, 0.5, 0.1]), "b": np.array([1.0, 4, 0])}
    figure = drawn(figures.gradient_flow(norms, {"ρ$^k$": 0.9 ** np.arange(3)}))
    (ax,) = figure.axes
    shown = values(ax)
    np.testing.assert_array_equal(shown["a"], norms["a"])
    np.testing.assert_array_equal(shown["b"], [1, 4, NAN], "zero leaves a gap")
    np.testing.assert_allclose(shown["ρ$^k$"], [1, 0.9, 0.81])
    assert curves(ax)["a"][:, 0].tolist() == [0, 1, 2]
    assert ax.get_yscale() == "log" and legend(ax) == ["a", "b", "ρ$^k$"]
    looks = {(line.get_color(), line.get_linestyle()) for line in ax.lines[:3]}
    assert len(looks) == 3, "colour is not the only sign"
    assert figure.alt.startswith("norm of ∂h_t / ∂h_t-k by steps back: a shrinks; b first grows")


@pytest.mark.parametrize(
    "ends, said",
    [
        ([1, 0.1], "shrinks"),
        ([1, 0.9], "keeps its size"),
        ([1, 9], "grows"),
        ([1, 1e-3], "vanishes"),
        ([1, 100], "explodes"),
        ([1, 4, 0.001], "first grows, then vanishes"),
        ([0, 0], "does not move"),
        ([1, NAN], "is unknown"),
    ],
)
def test_the_words_for_a_course(ends, said):
    assert figures.gradient_flow({"x": np.array(ends, float)}).alt.endswith(f": x {said}.")


@series
def test_any_series(name):
    norms = {name: SERIES[name]}
    drawn(figures.gradient_flow(norms, {"bound": SERIES[name]}))
    drawn(figures.flow_beside_spectrum(norms, {}, [0.9, 0.9], [1.8, 0.3]))


def test_flow_panels():
    panels = {"linear φ": {"w = 1": np.ones(9)}, "tanh φ": {"w = 1": 0.1 ** np.arange(9)}}
    figure = drawn(figures.flow_panels(panels))
    left, right = figure.axes
    for ax, (title, norms) in zip(figure.axes, panels.items(), strict=True):
        assert ax.get_title(loc="left") == title
        np.testing.assert_array_equal(values(ax)["w = 1"], norms["w = 1"])
    assert left.get_ylim() == right.get_ylim()
    assert (
        "linear φ: w = 1 keeps its size." in figure.alt and "tanh φ: w = 1 vanishes." in figure.alt
    )


def test_flow_of_draws(rng):
    draws = 0.5 ** np.arange(30) * rng.uniform(0.5, 2, (5, 1))
    figure = drawn(figures.flow_of_draws({"tied": draws}))
    (ax,) = figure.axes
    np.testing.assert_array_equal([line.get_ydata() for line in ax.lines[:5]], draws)
    np.testing.assert_allclose(values(ax)["median"], np.sort(draws, axis=0)[2])
    assert "tied: the median vanishes" in figure.alt


def circles(ax):
    """Radius and dash of each circle around zero."""
    return {
        circle.radius: circle.get_linestyle() for circle in ax.patches if isinstance(circle, Circle)
    }


def test_spectrum():
    figure = drawn(figures.spectrum([2j, -2j, 0.5], [3.0, 1.5, 0.5], of_factor=[1 + 1j]))
    (ax,) = figure.axes
    shown = curves(ax)
    assert shown["eigenvalues"].tolist() == [[0, 2], [0, -2], [0.5, 0]]
    assert shown["eigenvalues of the last factor"].tolist() == [[1, 1]]
    assert circles(ax) == {1: "solid", 3: "--", 0.5: ":"}
    assert all(limit > 3 for limit in (ax.get_xlim()[1], ax.get_ylim()[1]))
    assert figure.alt == ("3 eigenvalues, the largest of size 2; singular values from 0.5 to 3.")


@pytest.mark.parametrize("values", [[0.0, 0.0], [NAN], [200.0]])
def test_spectrum_at_the_extremes(values):
    drawn(figures.spectrum(values, values))


def test_flow_beside_spectrum():
    figure = drawn(
        figures.flow_beside_spectrum({"a": 0.5 ** k[:9]}, {"b": 0.9 ** k[:9]}, [0.9], [1.8])
    )
    left, right = figure.axes
    assert list(values(left))[:2] == legend(left) == ["a", "b"] and 1.8 in circles(right)
    assert "a vanishes. Next to it, 1 eigenvalues" in figure.alt


@series
def test_axes_that_move_in_leaps(name):
    figure, axes = picture(1, 2)
    norms, values = {name: SERIES[name]}, ([0.9, NAN], [30.0, 0.0])
    figures.flow_beside_spectrum(norms, norms, *values, of_factor=[0.5j, 0], ax=axes)
    left, right = drawn(figure).axes
    low, high = np.log10(left.get_ylim())
    assert low <= -5 and high >= 5
    assert (low % 5, high % 5) == pytest.approx((0, 0), abs=1e-6)
    assert not legend(left) and not legend(right)


def test_the_axes_of_a_small_change_stay():
    def limits(rho, steps):
        figure, axes = picture(1, 2)
        norms = rho ** np.arange(steps)
        figures.flow_beside_spectrum({"a": norms}, {}, [rho], [rho], ax=axes)
        return [(ax.get_xlim(), ax.get_ylim()) for ax in axes]

    assert limits(0.9, 30) == limits(1.1, 35) != limits(1.1, 55)


def test_key():
    figure = drawn(figures.flow_key("this network", ["(γ σ$_{max}$)$^k$", "ρ$^k$"]))
    assert len(figure.axes[0].lines) == 3 + 4
    assert "this network" in figure.alt and "ρ^k" in figure.alt and "eigenvalues of W" in figure.alt
