"""Bars: accuracies and times."""

import numpy as np

from rnn_helpers.figures.canvas import legend_above, level, on, styled
from rnn_helpers.figures.palette import BLUE, CYCLE, GREY


@styled
def accuracies(values, ax=None, *, chance=0.5, ylabel="accuracy, held-out pairs"):
    """Groups of bars with their percentages on top.

    values: task -> model -> accuracy, 0 to 1, or NaN. chance: accuracy of guessing, or None.
    """
    figure, ax = on(ax, height=4.4)
    models, tasks = list(next(iter(values.values()))), np.arange(len(values))
    width = 0.8 / len(models)
    colors = [GREY, BLUE, *CYCLE[1:]] if len(models) > 1 else [BLUE]
    over = {"ha": "center", "va": "bottom", "xytext": (0, 3), "textcoords": "offset points"}
    for k, (model, color) in enumerate(zip(models, colors, strict=False)):
        places = tasks + (k - (len(models) - 1) / 2) * width
        heights = [100 * values[task][model] for task in values]
        ax.bar(places, heights, width * 0.94, color=color, label=model)
        for x, y in zip(places, heights, strict=True):
            ax.annotate("?" if np.isnan(y) else f"{y:.0f} %", (x, np.nan_to_num(y)), **over)
    if chance is not None:
        level(ax, 100 * chance, "chance")
    ax.set(ylabel=f"{ylabel}, %", ylim=(0, 112), yticks=[0, 50, 100])
    ax.set_xlim(-0.55, len(values) - 0.5 + 0.12 * len(values))  # room for the name of the level
    ax.set_xticks(tasks, list(values))
    if len(models) > 1:
        legend_above(ax, 3)
    said = []
    for task, of in values.items():
        parts = ", ".join(f"{model} {_about(accuracy)}" for model, accuracy in of.items())
        said.append(f"{' '.join(task.split())}: {parts}")
    figure.alt = f"{ylabel}: {'; '.join(said)}."
    return figure


def _about(accuracy):
    """In words: another machine's rounding changes a trained model's last digits, not this."""
    words = ("nearly none", "about a quarter", "about half", "about three quarters", "nearly all")
    return "unknown" if np.isnan(accuracy) else words[round(4 * accuracy)]


@styled
def times(values, ax=None, *, xlabel="milliseconds", title=""):
    """A horizontal bar for each name, its value beside it. values: name -> number."""
    figure, ax = on(ax, height=0.8 + 0.6 * len(values))
    colors = [BLUE if "NumPy" in name else GREY for name in values]
    ax.barh(list(values), list(values.values()), color=colors)
    for name, value in values.items():
        ax.annotate(f" {value:.2g}", (value, name), va="center")
    ax.invert_yaxis()
    ax.margins(x=0.12)
    ax.set(xlabel=xlabel, title=title)
    said = ", ".join(f"{name} {value:.2g}" for name, value in values.items())
    figure.alt = f"{title or xlabel}: {said}."
    return figure
