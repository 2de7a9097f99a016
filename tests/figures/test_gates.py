"""Pictures of gates: the numbers of a step, what is drawn of a belt, and colours from 0 to 1."""

import numpy as np
import pytest

from helpers.drawing import drawn, texts
from rnn_helpers import figures


@pytest.mark.parametrize("seed", range(3))
def test_the_numbers_of_a_step(seed):
    i, f, o = np.random.default_rng(seed).uniform(0, 1, 3)
    g, c_prev = np.random.default_rng(seed).uniform(-3, 3, 2)
    figure = drawn(figures.lstm_cell(c_prev, i, f, g, o))
    c_t = f * c_prev + i * g
    shown = texts(figure.axes[0])
    for number in (f * c_prev, i * g):
        assert f"{number:.2f}" in shown
    assert f"$c_t$\n{c_t:.2f}" in shown and f"$h_t$ = {o * np.tanh(c_t):.2f}" in shown
    assert {f"{n} = {v:.2f}" for n, v in zip("ifgo", (i, f, g, o), strict=True)} <= set(shown)
    assert f"gives {c_t:.2f}" in figure.alt


def test_a_belt_is_its_states_over_its_inputs():
    x, c = np.array([1.0, 0, -2]), np.array([0.9, 0.5, -1.5])
    figure = drawn(figures.belt(x, c, np.tanh(c)))
    (ax,) = figure.axes
    np.testing.assert_allclose([bar.get_height() for bar in ax.patches], x)
    np.testing.assert_allclose(ax.lines[0].get_ydata(), c)
    np.testing.assert_allclose(ax.lines[1].get_ydata(), np.tanh(c))
    assert len(figures.belt(x, c, c).axes[0].lines) == 2, "one line where h is the belt, and zero"


def test_half_lives_are_read_from_the_curve():
    figure = drawn(figures.half_lives([0, 2], [1, 9], {1: 4}, {1: "here"}))
    assert "here: 5 steps" in texts(figure.axes[0]) and "here 5 steps" in figure.alt


def test_gates_are_coloured_from_closed_to_open():
    gate = np.random.default_rng(0).random((5, 3))
    figure = drawn(figures.gates_over("abcde", {"before": gate, "after": 1 - gate}))
    meshes = [ax.collections[0] for ax in figure.axes if ax.get_ylabel() == "3 units"]
    for mesh, values in zip(meshes, (gate, 1 - gate), strict=True):
        np.testing.assert_allclose(mesh.get_array(), values.T)
        assert mesh.get_clim() == (0, 1)
    assert f"before: mean {gate.mean():.2f}" in figure.alt
