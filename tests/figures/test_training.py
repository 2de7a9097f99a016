"""Training: losses, norms and accuracies are drawn as they were measured."""

import numpy as np
import pytest

from helpers.drawing import NAN, curves, drawn, legend, texts, values
from rnn_helpers import figures


@pytest.mark.parametrize("log", [False, True])
def test_loss_curves(log):
    losses = {"a": [1.0, 0.05], "b": [1.0, 0.3], "c": [1.0, 1.2], "d": [1.0, NAN, 0.9]}
    figure = drawn(figures.loss_curves(losses, log=log))
    (ax,) = figure.axes
    for name, expected in losses.items():
        points = np.column_stack([range(1, len(expected) + 1), expected])
        np.testing.assert_array_equal(curves(ax)[name], points)
    assert legend(ax) == list(losses) and ax.get_yscale() == ("log" if log else "linear")
    assert figure.alt == (
        "loss by epoch: a falls to less than a tenth; b falls to less than half; c does not fall; "
        "d falls."
    )


@pytest.mark.parametrize("losses", [[0.7], [0.0] * 5, [NAN] * 3])
def test_any_losses(losses):
    drawn(figures.loss_curves({"one": losses}))


def test_training_runs():
    ends = {"a": 2.0, "b": 0.1, "clip c": NAN}
    runs = {name: ([loss] * 50, [1.0] * 50) for name, loss in ends.items()}
    runs["d"] = ([2.0, 5.0] + [2.0] * 50, [1.0, 0.0] + [np.inf] * 50)
    figure = drawn(figures.training_runs(runs, baseline=2.0, limit=0.7))
    axes = np.array(figure.axes).reshape(2, 4)
    for (above, below), (losses, norms) in zip(axes.T, runs.values(), strict=True):
        np.testing.assert_array_equal(above.lines[0].get_ydata(), losses)
        assert list(above.lines[1].get_ydata()) == [2, 2]
        shown = np.where((np.array(norms) > 0) & np.isfinite(norms), norms, NAN)
        np.testing.assert_array_equal(below.lines[0].get_ydata(), shown)
    limits = [len(ax.lines) - 1 for ax in axes[1]]
    assert limits == [0, 0, 1, 0] and list(axes[1, 2].lines[1].get_ydata()) == [0.7, 0.7]
    assert figure.alt == (
        "Loss and gradient norm by update: a: the loss stays near the baseline; b: the loss falls "
        "far below the baseline; clip c: the loss diverges; d: the loss jumps far above the "
        "baseline and stays there."
    )


def test_recall_by_lag():
    accuracy = {"plain": [[1, 0.5], [0.8, NAN]], "GRU": [[1, 1]]}
    options = {"chance": 0.1, "behind": "plain", "shows": "The GRU holds it."}
    figure = drawn(figures.recall_by_lag((6, 12), accuracy, **options))
    plain, gru = figure.axes
    dots = [line.get_ydata() for line in plain.lines if line.get_marker() == "o"]
    np.testing.assert_allclose(dots, [[100, 50], [80, NAN]])
    (mean,) = (
        line for line in plain.lines if line.get_linestyle() == "-" and line.get_marker() == "None"
    )
    np.testing.assert_allclose(mean.get_ydata(), [90, 50], err_msg="over the runs that were tried")
    (behind,) = (line for line in gru.lines if line.get_linestyle() == "--")
    np.testing.assert_allclose(behind.get_ydata(), [90, 50])
    assert texts(plain)[0] == "chance" and list(plain.lines[-1].get_ydata()) == [10, 10]
    assert figure.alt.endswith("by lag, 6, 12, in a panel each: plain, GRU. The GRU holds it.")


def test_recall_in_several_rows():
    accuracy = {f"remedy {n}": np.full((5, 29), n / 9) for n in range(9)}
    figure = drawn(figures.recall_by_lag(range(1, 30), accuracy, chance=0.125))
    shown = [ax for ax in figure.axes if ax.axison]
    assert [ax.get_title(loc="left") for ax in shown] == list(accuracy)
    means = [
        line.get_ydata()[0] for ax in shown for line in ax.lines if len(line.get_ydata()) == 29
    ][5::6]
    np.testing.assert_allclose(means, np.arange(9) / 9 * 100)


def test_values_are_in_the_order_of_their_names():
    assert list(values(figures.loss_curves({"b": [1.0], "a": [2.0]}).axes[0])) == ["b", "a"]
