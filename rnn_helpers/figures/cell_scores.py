"""How well a character network's cells follow what a programmer can name, and their use."""

import numpy as np

from rnn_helpers.figures.canvas import legend_above, on, styled
from rnn_helpers.figures.palette import BLUE, CYCLE, GREY, INK, RED


@styled
def cells_by_label(
    strengths, best, probes, ax=None, *, ticks=(0.5, 0.6, 0.7, 0.8, 0.9, 1.0), chance=0.5,
    xlabel="area under the ROC curve",
):
    """A row per label: thin lines for the cells, a dot for the best, a diamond for all.

    strengths: label -> (K,); best: label -> (score, low, high), with its interval, on
    other text than it was chosen on; probes: label -> score of all cells together. chance: score of
    a cell that knows nothing.
    """
    figure, ax = on(ax, height=1.5 + 0.55 * len(best))
    for n, (name, (score, low, high)) in enumerate(best.items()):
        every, label = np.asarray(strengths[name]), _only_first(n)
        thin = {"color": GREY, "linewidth": 0.7, "alpha": 0.5}
        ax.vlines(every, n - 0.3, n + 0.3, label=label("each cell"), **thin)
        broad = {"color": INK, "linewidth": 2.5}
        ax.vlines(np.median(every), n - 0.36, n + 0.36, label=label("median cell"), **broad)
        ax.plot([low, high], [n, n], color=RED, linewidth=3, zorder=4)
        dot, diamond = {"color": RED, "markersize": 10}, {"color": BLUE, "markersize": 9}
        ax.plot(score, n, "o", zorder=5, label=label("best cell"), **dot)
        ax.plot(probes[name], n, "D", zorder=5, label=label("all cells together"), **diamond)
    ax.axvline(chance, color=INK, linestyle=":", linewidth=1.5)
    ax.set(xlabel=xlabel, xticks=ticks)
    _rows(ax, best, 4, columnspacing=1.2, handletextpad=0.4)
    figure.alt = (
        f"{xlabel} of every cell for {', '.join(best)}; the best cell with its interval, and all "
        "cells together."
    )
    return figure


@styled
def ablations(effects, ax=None):
    """What it costs to set a cell to zero where its label ends, beside the cost for other cells.

    effects: label -> (found, low, high, others (n,)), in bits.
    """
    figure, ax = on(ax, height=1.6 + 0.7 * len(effects))
    for n, (found, low, high, others) in enumerate(effects.values()):
        label, tick = _only_first(n), {"color": GREY, "markersize": 18, "markeredgewidth": 2}
        ax.plot(others, np.full(len(others), n), "|", label=label("other cells"), **tick)
        ax.plot([low, high], [n, n], color=RED, linewidth=3, zorder=4)
        dot = {"color": RED, "markersize": 11, "zorder": 5}
        ax.plot(found, n, "o", label=label("the cell that was found"), **dot)
    ax.axvline(0, color=INK, linewidth=1)
    ax.set_xlabel("extra bits for the next character, with the cell at zero")
    _rows(ax, effects, 2)
    figure.alt = (
        f"Cost of setting the found cell to zero at {', '.join(effects)}, beside the cost for "
        "other cells."
    )
    return figure


def _only_first(n):
    """A name for the legend, in the first row only."""
    return lambda name: name if n == 0 else None


def _rows(ax, names, ncols, **options):
    """A row for each name, from the top down, and a legend over them at the right."""
    ax.set(ylim=(len(names) - 0.4, -0.6))
    ax.set_yticks(range(len(names)), list(names))
    place = {"loc": "lower right", "bbox_to_anchor": (1, 1), "borderaxespad": 0}
    ax.legend(ncols=ncols, **place, **options)


@styled
def looking_back(distance, norms, ax=None):
    """Mean gradient norm of a prediction in the characters before it, by distance; log axes.

    distance (N,), characters back; norms: name -> (N,).
    """
    figure, ax = on(ax, height=4.6)
    for n, (name, values) in enumerate(norms.items()):
        look = {"color": CYCLE[n % len(CYCLE)], "marker": "osd^"[n % 4], "markersize": 5}
        ax.plot(distance, values, label=name, **look)
    ax.set(xscale="log", xlabel="characters back", yscale="log", ylabel="norm of the gradient")
    legend_above(ax, 3)
    figure.alt = (
        f"Gradient of the next character's log-probability by distance, {', '.join(norms)}; "
        "all fall."
    )
    return figure


@styled
def reading_curves(curves, ax=None, *, lines=()):
    """Bits per character on held-out text during training.

    curves: name -> (millions of characters read, bits); lines: (bits, name), drawn across.
    """
    figure, ax = on(ax, height=4.4)
    for n, (name, (read, bits)) in enumerate(curves.items()):
        look = {"color": CYCLE[n % len(CYCLE)], "marker": "osd^"[n % 4], "markersize": 4}
        ax.plot(read, bits, label=f"{name}: {bits[-1]:.2f}", **look)
    place = {"xycoords": ("axes fraction", "data"), "ha": "right", "va": "bottom", "fontsize": 13}
    for bits, name in lines:
        ax.axhline(bits, color=INK, linestyle=":", linewidth=1.5)
        ax.annotate(name, (1, bits), **place)
    ax.set(xlabel="characters read, millions", ylabel="bits per character, held out")
    ax.legend(loc="upper right", bbox_to_anchor=(1, 0.95))
    ends = ", ".join(f"{name} ends at {bits[-1]:.2f}" for name, (_, bits) in curves.items())
    figure.alt = f"Bits per character on held-out text during training: {ends}."
    return figure
