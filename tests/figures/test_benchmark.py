"""The benchmark's pictures hold the numbers of its results."""

import numpy as np
import pytest

from helpers.drawing import drawn, texts, values
from rnn_helpers import figures


def results(way="gradient"):
    for kind, times in {"GRU": (1e-3, 4e-3), "LSTM": (2e-3, 6e-3)}.items():
        for B, seconds in zip((1, 8), times, strict=True):
            medians = {"NumPy": seconds, "Keras (jax)": 2 * seconds}
            yield {
                "kind": kind, "size": [B, 2, 3, 4], "medians": medians, "way": way,
                "floor": seconds / 10, "steps": seconds / 20,
            }


def test_steps():
    figure = drawn(figures.benchmark_steps(list(results())))
    for ax, kind, ms in zip(figure.axes, ("GRU", "LSTM"), ([1, 4], [2, 6]), strict=True):
        ms = np.array(ms)
        lines = {"NumPy": ms, "Keras (jax)": 2 * ms, "products alone": ms / 10}
        lines["T tiny steps"] = ms / 20
        shown = values(ax)
        assert ax.get_title(loc="left") == kind and set(shown) == set(lines)
        for name, expected in lines.items():
            np.testing.assert_allclose(shown[name], expected)
        assert [tick.get_text() for tick in ax.get_xticklabels()] == ["1, 2,\n3, 4", "8, 2,\n3, 4"]
    assert "LSTM (8, 2, 3, 4): NumPy 6.00, Keras (jax) 12.00" in figure.alt


@pytest.mark.parametrize("way, start", [("gradient", "one gradient step"), ("forward", "forward")])
def test_steps_either_way(way, start):
    both = [*results("forward"), *results("gradient")]
    assert figures.benchmark_steps(both, way=way).alt.startswith(start)
    only = [result for result in both if result["way"] == way]
    assert figures.benchmark_steps(only).alt.startswith(start), "what there is, is shown"


def test_scaling():
    sizes = {over: (8, 16, 32) for over in "HTB"}
    rows = [
        {
            "over": over,
            "size": [n if axis == over else 5 for axis in "BTDH"],
            "seconds": n * 1e-3,
            "peak_bytes": n**2 * 1e4,
        }
        for over, counts in sizes.items()
        for n in counts
    ]
    figure = drawn(figures.benchmark_scaling(rows))
    axes = np.array(figure.axes).reshape(2, 3)
    assert [ax.get_xlabel() for ax in axes[1]] == ["time steps T", "examples B", "units H"]
    for ax in axes[0]:
        np.testing.assert_allclose(values(ax)["measured"], [8, 16, 32])
        np.testing.assert_allclose(values(ax)["proportional"], [8, 16, 32])
        assert ("quadratic" in values(ax)) == (ax is axes[0, 2])
    np.testing.assert_allclose(values(axes[1, 2])["measured"], [0.64, 2.56, 10.24])
    np.testing.assert_allclose(values(axes[1, 2])["quadratic"], [0.64, 2.56, 10.24])


def test_fused():
    rows = [
        {"kind": "LSTM", "case": "defaults", "seconds": 0.01, "documented": True},
        {"kind": "LSTM", "case": "ReLU", "seconds": 0.03, "documented": False},
        {"kind": "GRU", "case": "unroll", "seconds": None, "documented": False},
    ]
    figure = drawn(figures.benchmark_fused(rows))
    lstm, gru = figure.axes
    np.testing.assert_allclose([bar.get_width() for bar in lstm.patches], [10, 30])
    assert texts(lstm) == [" 10", " 30"] and texts(gru) == [" refused"]
    assert lstm.patches[0].get_facecolor() != lstm.patches[1].get_facecolor()
    assert "LSTM ReLU 30 ms; GRU unroll refused" in figure.alt
