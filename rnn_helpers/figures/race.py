"""Who recalls over which lag: a table of colours."""

import numpy as np

from rnn_helpers.figures.canvas import on, styled
from rnn_helpers.figures.palette import INK

SHADES = "Blues"


@styled
def race(lags, accuracy, *, chance, ax=None):
    """Mean accuracy by lag as colours, with the single runs below it in small type.

    accuracy: name -> (runs, lags), from 0 to 1. chance: of guessing, where the colours begin.
    """
    percent = {name: 100 * np.atleast_2d(np.asarray(each, float))
               for name, each in accuracy.items()}
    means = np.array([runs.mean(axis=0) for runs in percent.values()])
    figure, ax = on(ax, width=2.6 + 2.1 * len(lags), height=0.9 + 0.68 * len(percent))
    edges = np.arange(len(lags) + 1), np.arange(len(percent) + 1)
    ax.pcolormesh(*edges, means, cmap=SHADES, vmin=100 * chance, vmax=115, edgecolor="white",
                  linewidth=3)
    for row, runs in enumerate(percent.values()):
        for column, mean in enumerate(means[row]):
            where = {"ha": "center", "color": "white" if mean > 70 else INK}
            ax.text(column + 0.5, row + 0.40, f"{mean:.0f} %", va="center", fontsize=17, **where)
            each = "  ".join(f"{run:.0f}" for run in runs[:, column])
            ax.text(column + 0.5, row + 0.79, each, va="center", fontsize=11, **where)
    ax.set_yticks(np.arange(len(percent)) + 0.5, percent)
    ax.set_xticks(np.arange(len(lags)) + 0.5, [f"lag {lag}" for lag in lags])
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.invert_yaxis()
    for side in ax.spines.values():
        side.set_visible(False)
    best = [", ".join(f"{lag}" for lag, mean in zip(lags, row, strict=True) if mean > 80) or "none"
            for row in means]
    figure.alt = "Accuracy by lag. Lags at which the mean is above 80 %: " + "; ".join(
        f"{' '.join(name.split())}: {over}" for name, over in zip(percent, best, strict=True)
    )
    return figure
