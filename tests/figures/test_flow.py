"""Figures of notebook 07: drawn for extreme inputs without error or warning, and described."""

from helpers import drawing
import numpy as np
import pytest
from helpers.drawing import NAN, no_warnings  # noqa: F401 (fixtures)

from rnn_helpers import figures
from rnn_helpers.figures.canvas import picture
from rnn_helpers.figures.scales import few_steps, light_scales


def drawn(figure):
    """As for any figure, and its text holds no formula."""
    alt = drawing.drawn(figure)
    assert "$" not in alt
    return alt


def series():
    """One value, 200, zeros, NaN, what has no place on the axis, and what ends early in zero."""
    k = np.arange(201)
    return {"one": np.ones(1), "long": 0.8**k, "huge": 10.0 ** (2 * k[:140]), "tiny": 10.0 ** (-2 * k[:140]),
            "zeros": np.zeros(5),
            "lost": np.full(5, NAN), "infinite": np.array([1.0, np.inf]), "gone": np.array([1.0, 4.0, 0.0, 0.0])}


def test_gradient_flow():
    for name, values in series().items():
        drawn(figures.gradient_flow({name: values}))
        drawn(figures.gradient_flow({name: values}, {"σ$^k$": values, "ρ$^k$": np.ones(3)}))
    some = {name: series()[name] for name in ("long", "huge", "zeros", "lost", "gone")}
    alt = drawn(figures.gradient_flow(some))
    assert "long vanishes; huge explodes; zeros does not move; lost is not known; gone first grows, then vanishes" in alt
    assert "size of ∂h_t / ∂h_t-k" in alt
    ends = {"a": 0.1, "b": 0.9, "c": 9.0}
    alt = drawn(figures.gradient_flow({name: np.array([1.0, end]) for name, end in ends.items()}))
    assert alt.endswith("a shrinks; b stays near its size; c grows.")


def test_flow_panels():
    for name, values in series().items():
        drawn(figures.flow_panels({"linear "
                                   "φ": {name: values}, "tanh "
                                                               "φ": {name: values, "b": np.ones(2)}}))
    alt = drawn(figures.flow_panels({"linear "
                                     "φ": {"w = "
                                                  "1": np.ones(9)}, "tanh "
                                                                        "φ": {"w = "
                                                                                   "1": 0.1 ** np.arange(9)}}))
    assert "linear φ: w = 1 stays near its size." in alt and "tanh φ: w = 1 vanishes." in alt


def test_spectrum():
    rng = np.random.default_rng(0)
    for eigenvalues, singular_values in (([0.5], [0.5]), (np.zeros(3), np.zeros(3)), ([NAN], [NAN]), ([1j, -1j], [1.0, 1.0]),
                                         (np.linalg.eigvals(rng.standard_normal((200, 200))), np.linspace(30, 0, 200))):
        drawn(figures.spectrum(eigenvalues, singular_values))
    alt = drawn(figures.spectrum([2j, -2j], [3.0, 0.5]))
    assert "2 eigenvalues, the largest of size 2; singular values from 0.5 to 3" in alt


def test_flow_beside_spectrum():
    for name, values in series().items():
        alt = drawn(figures.flow_beside_spectrum({name: values}, {"ρ$^k$": values}, [0.9, 0.9], [1.8, 0.3]))
        assert "Beside it: 2 eigenvalues" in alt and name in alt


def test_flow_that_moves():
    figure, axes = picture(1, 2)
    for name, values in series().items():
        for ax in axes:
            for artist in [*ax.lines, *ax.collections, *ax.patches]:
                artist.remove()
        bounds = {"ρ$^k$": values}
        figures.flow_beside_spectrum({name: values}, bounds, [0.9, NAN], [30.0, 0.0], of_factor=[0.5j, 0], ax=axes)
        assert drawn(figure).startswith("size of") and not any(ax.get_legend() for ax in axes)
        low, high = np.log10(axes[0].get_ylim())
        assert low <= -5 and high >= 5 and (low % 5, high % 5) == pytest.approx((0, 0), abs=1e-6)
        assert axes[1].lines[-1].get_marker() == "x" and not any(ax.axison for ax in axes)
    alt = drawn(figures.flow_key("this network", ["(γ σ$_{max}$)$^k$", "ρ$^k$"]))
    assert "this network" in alt and "ρ^k" in alt and "eigenvalues of W" in alt


@pytest.mark.parametrize("last", [1, 5, 8, 9, 60, 199, 12345])
def test_few_steps(last):
    places, names = few_steps(0, last)
    assert 2 <= len(places) <= 9 and places[0] == 0 and places[-1] <= last and names == [str(n) for n in places]
    assert len(set(np.diff(places))) == 1


def test_light_scales_stand_where_the_axes_own_would():
    figure, ax = picture()
    ax.set(yscale="log", xlim=(0, 10), ylim=(1e-2, 1e4))
    light_scales(ax, ([0, 5, 10], ["0", "5", ""]), ([1.0, 100.0], ["1", "100"]), "across", "up")
    (marks,) = ax.collections
    bars = [(*place, *np.ptp(path.vertices, axis=0)) for path, place in zip(marks.get_paths(), marks.get_offsets())
            if len(path.vertices) == 5]
    axes, ticks = [bar for bar in bars if max(bar[2:]) > 50], [bar[:2] for bar in bars if max(bar[2:]) < 50]
    assert sorted(bar[:2] for bar in axes) == [(0, 1e-2)] * 2
    assert ticks == [(0, 1), (0, 100), (0, 1e-2), (5, 1e-2), (10, 1e-2)]
    assert len(marks.get_paths()) == len(bars) + 6 and not ax.axison  # an empty name is none
    light_scales(ax, ([], []), ([], []))
    figure.png()


def test_flow_of_draws():
    for values in series().values():
        drawn(figures.flow_of_draws({"tied": values[None], "untied": np.repeat(values[None], 30, axis=0)}))
    assert "tied: the median vanishes" in drawn(figures.flow_of_draws({"tied": 0.5 ** np.arange(30) * np.ones((4, 1))}))


def test_training_runs():
    for losses, norms in (([2.0], [1.0]), (list(np.linspace(2, 0, 200)), [0.0] * 200),
                          ([2.0, NAN, np.inf], [1.0, NAN, np.inf]), ([0.0] * 5, [3.0] * 5)):
        drawn(figures.training_runs(dict.fromkeys(("small", "large", "clip"), (losses, norms)), guessing=2.0, limit=1.0))
    runs = {name: ([loss] * 50, [1.0] * 50) for name, loss in (("a", 2.0), ("b", 0.1), ("c", NAN))}
    runs["d"] = ([2.0, 5.0] + [2.0] * 50, [1.0] * 52)
    alt = drawn(figures.training_runs(runs, guessing=2.0))
    assert "a: the loss stays near guessing; b: the loss falls far below guessing; c: the loss is lost; d: the loss jumps" in alt


def test_recall_by_lag():
    for lags, runs in (((6,), [[1.0]]), ((6, 12), [[1.0, NAN], [0.5, 0.1]]), ((6, 12), [[NAN, NAN]]),
                       (range(1, 30), np.zeros((5, 29)))):
        drawn(figures.recall_by_lag(lags, {"plain": runs}, chance=0.125))
        drawn(figures.recall_by_lag(lags, {"remedy "
                                           f"{n}": runs for n in range(9)}, chance=0.125, behind="remedy "
                                                                                                        "0"))
    alt = drawn(figures.recall_by_lag((6, 12), {"plain": [[1, 0]], "GRU": [[1, 1]]}, chance=0.1, shows="The "
                                                                                                       "GRU "
                                                                                                       "holds "
                                                                                                       "it."))
    assert alt.endswith("by lag, 6, 12, a panel each: plain, GRU. The GRU holds it.")


def test_they_draw_into_the_axes_they_are_given():
    figure, (one, two) = picture(1, 2)
    assert figures.gradient_flow({"a": np.ones(3)}, ax=one) is figure and one.lines
    assert figures.spectrum([1.0], [1.0], ax=two) is figure and two.lines and two.patches
