"""Exercise: one long series, cut into windows and the values to be predicted."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def windows(series, width):
    """Every window of a series, and the value that comes next.

    series (N,) -> x (N - width, width, 1), y (N - width,).
    """
    many = len(series) - width
    x = np.stack([series[k : k + width] for k in range(many)])
    return x[:, :, None], series[width:]


def inputs(case):
    """A random walk, long enough for several windows."""
    width = int(case.rng.integers(3, 6))
    return {"series": np.cumsum(case.rng.standard_normal(width + 4 + case.T)), "width": width}


def oracle(series, width):
    """Number by number."""
    many = len(series) - width
    x, y = np.zeros((many, width, 1)), np.zeros(many)
    for n in range(many):
        y[n] = series[n + width]
        for t in range(width):
            x[n, t, 0] = series[n + t]
    return x, y


def cut(series, starts, width, ahead):
    """Windows from these starts, and the value so many steps after the last one of each."""
    x = np.array([series[k : k + width] for k in starts])[:, :, None]
    return x, np.array([series[k + width - 1 + ahead] for k in starts])


MISTAKES = {
    "value inside": Mistake(
        "The value to predict is the last one in the window, so the answer is part of the "
        "question. Take the next value, which the window does not hold.",
        lambda series, width: cut(series, range(len(series) - width), width, 0)),
    "one step skipped": Mistake(
        "You predict the value after the next one. The target stands right behind its window.",
        lambda series, width: cut(series, range(len(series) - width - 1), width, 2)),
    "side by side": Mistake(
        "Your windows lie side by side. They overlap: a new one begins at every step.",
        lambda series, width: cut(series, range(0, len(series) - width, width), width, 1)),
    "last one lost": Mistake(
        "The last window is missing: there are N - width of them.",
        lambda series, width: cut(series, range(len(series) - width - 1), width, 1)),
    "no feature axis": Mistake(
        "The axis of the features is missing. A layer reads (B, T, D), and here D is 1: "
        "x[:, :, None].",
        lambda series, width: [a if a.ndim == 1 else a[:, :, 0] for a in oracle(series, width)]),
    "backwards": Mistake(
        "The windows run backwards in time. The oldest value comes first.",
        lambda series, width: [oracle(series, width)[0][:, ::-1], oracle(series, width)[1]]),
}

EXERCISE = Exercise(
    place=5,
    title="Windows of a series",
    stars=2,
    minutes=12,
    task="Cut one long series into training examples. Each window of `width` values is an input, "
         "and the value that follows it is the target; a new window begins at every step.",
    solution=windows,
    why="N values hold N - width windows that have a next value. They overlap, so each value is "
        "read up to width times, and two neighbours are almost the same example: which is why "
        "training and test windows must not be drawn at random from one series. The last axis "
        "has length 1 because a recurrent layer wants features, if only one.",
    inputs=inputs,
    returns="x y",
    oracle=oracle,
    cases=("T=1",),
    mistakes=MISTAKES,
    hints=(
        "Write down a series of six values and width 4. Which windows have a next value?",
        "Window k holds series[k : k + width], and its target is series[k + width]. For which k "
        "does that exist?",
        "Stack series[k : k + width] for k in range(len(series) - width), and add an axis at the "
        "end. The targets are series[width:].",
    ),
)
