"""Bars: how often right, how long it took."""

import numpy as np

from rnn_helpers.figures.canvas import BLUE, CYCLE, GREY, INK, on, styled


@styled
def accuracies(values, ax=None, *, chance=0.5, ylabel="right on held-out pairs"):
    """Groups of bars with their percentages on top. values: task -> model -> share of right answers, 0 to 1, or NaN."""
    figure, ax = on(ax, height=4.4)
    models = list(next(iter(values.values())))
    width = 0.8 / len(models)
    colors = [GREY, BLUE, *CYCLE[1:]] if len(models) > 1 else [BLUE]
    for k, (model, color) in enumerate(zip(models, colors)):
        places = np.arange(len(values)) + (k - (len(models) - 1) / 2) * width
        heights = [100 * values[task][model] for task in values]
        ax.bar(places, heights, width * 0.94, color=color, label=model)
        for x, y in zip(places, heights):
            ax.annotate("?" if np.isnan(y) else f"{y:.0f} %", (x, np.nan_to_num(y)), ha="center", va="bottom", xytext=(0, 3), textcoords="offset points")
    if chance is not None:
        ax.axhline(100 * chance, color=INK, linestyle=":", linewidth=1.5)
        ax.annotate("guessing", (1, 100 * chance), xycoords=("axes fraction", "data"), ha="right", va="bottom", fontsize=13,
                    xytext=(0, 4), textcoords="offset points")
    ax.set(xticks=np.arange(len(values)), xticklabels=list(values), ylabel=f"{ylabel}, %", ylim=(0, 112), yticks=[0, 50, 100],
           xlim=(-0.55, len(values) - 0.3))
    if len(models) > 1:
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0)
    figure.alt = f"{ylabel}: " + "; ".join(
        f"{' '.join(task.split())}: " + ", ".join(f"{model} {_about(v)}" for model, v in of.items()) for task, of in values.items()) + "."
    return figure


def _about(share):
    """In words: another machine's rounding changes the last digits of what was trained, not this."""
    words = ("nearly none", "about a quarter", "about half", "about three quarters", "nearly all")
    return "unknown" if np.isnan(share) else words[round(4 * share)]


@styled
def times(values, ax=None, *, xlabel="milliseconds", title=""):
    """One horizontal bar for each name, its value beside it. values: name -> number."""
    figure, ax = on(ax, height=0.8 + 0.6 * len(values))
    names = list(values)
    ax.barh(names, list(values.values()), color=[BLUE if "NumPy" in n else GREY for n in names])
    for name, value in values.items():
        ax.annotate(f" {value:.2g}", (value, name), va="center")
    ax.invert_yaxis()
    ax.margins(x=0.12)
    ax.set(xlabel=xlabel, title=title)
    figure.alt = f"{title or xlabel}: " + ", ".join(f"{n} {v:.2g}" for n, v in values.items()) + "."
    return figure
