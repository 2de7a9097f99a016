"""What probes read from the state, from how far back, and how well that holds on other text."""

import numpy as np

from rnn_helpers.figures.canvas import fixed_ticks, on, styled
from rnn_helpers.figures.looks import legend_that_fits, plot_lines
from rnn_helpers.figures.palette import BLUE, GREEN, GREY, INK, ORANGE, PINK, RED
from rnn_helpers.figures.shapes import Labels


@styled
def accuracy_curves(
    x, curves, ax=None, *, baseline=None, seen=None, xlabel="", ylabel="accuracy", ticks=None,
    mark=None, legend=True,
):
    """Accuracy against x, on a logarithmic axis. curves: name -> values, 0 to 1, NaN where unknown.

    baseline: accuracy without looking at the input. seen: (least, most), the range of x in
    training. ticks: where x is labelled. mark: (name, x), a point of a curve to circle, with its
    value above.
    """
    figure, ax = on(ax, width=9, height=4.2)
    x = np.array(x, float)
    if seen is not None:
        ax.axvspan(*seen, color=GREY, alpha=0.25, linewidth=0)
        place = {"xycoords": ("data", "axes fraction"), "ha": "center", "fontsize": 13}
        ax.annotate("seen in training", (np.sqrt(seen[0] * seen[1]), 0.03), **place)
    plot_lines(ax, x, {name: 100 * np.array(values, float) for name, values in curves.items()})
    if ax.get_xscale() != "log":
        ax.set_xscale("log")
    ax.set(xlabel=xlabel, ylabel=ylabel, ylim=(0, 106))
    fixed_ticks(ax.xaxis, x if ticks is None else ticks)
    fixed_ticks(ax.yaxis, [0, 50, 100], "{x:.0f}%")
    labels, (low, high) = Labels(), ax.get_xlim()
    if baseline is not None:
        ax.axhline(100 * baseline, color=INK, linestyle=":", linewidth=1.5)
        place = low * (high / low) ** 0.01, 100 * baseline + 1
        labels.add(*place, "baseline", ha="left", va="bottom", size=13)
    if mark is not None:
        name, at = mark
        _circle(ax, labels, at, 100 * float(curves[name][np.flatnonzero(x == at)[0]]))
    labels.draw(ax)
    if legend:
        legend_that_fits(ax)
    said = "; ".join(f"{' '.join(name.split())} {_trend(x, v)}" for name, v in curves.items())
    figure.alt = f"{ylabel} against {xlabel}: {said}."
    return figure


def _circle(ax, labels, at, value):
    """A point of a curve, with its value at the top, on the side where there is room."""
    low, high = ax.get_xlim()
    late = at > np.sqrt(low * high)
    ax.axvline(at, color=INK, linewidth=1.5, zorder=1)
    ring = {"markersize": 16, "markerfacecolor": "none", "markeredgewidth": 2.5}
    ax.plot(at, value, "o", markeredgecolor=INK, **ring)
    said = f"{value:.0f} %" if np.isfinite(value) else "unknown"
    look = {"ha": "right" if late else "left", "va": "top", "size": 17, "weight": "bold"}
    labels.add(at * (high / low) ** (-0.015 if late else 0.015), 106, said, **look)


def _trend(x, values):
    known = np.flatnonzero(np.isfinite(np.array(values, float)))
    if not len(known):
        return "unknown"
    first, last = known[0], known[-1]
    if first == last:
        return f"is a single point at {x[first]:g}"
    change = values[last] - values[first]
    words = "falls" if change < -0.15 else "rises" if change > 0.15 else "stays about level"
    return f"{words} from {x[first]:g} to {x[last]:g}"


@styled
def two_facts(scores, facts, names, ax=None):
    """One dot per state: how far each of two probes says yes.

    scores (N, 2); facts (N, 2) bool; names: (yes, no) of each.
    """
    figure, ax = on(ax, width=8.5, height=5)
    scores, facts = np.asarray(scores, float), np.asarray(facts, bool)
    groups = {
        (False, False): (BLUE, "o"),
        (False, True): (ORANGE, "s"),
        (True, False): (GREEN, "D"),
        (True, True): (PINK, "^"),
    }
    for group, (color, marker) in groups.items():
        own = scores[(facts == group).all(axis=1)]
        label = ", ".join(name[not fact] for name, fact in zip(names, group, strict=True))
        ax.plot(*own.T, marker, color=color, label=label, markersize=7, alpha=0.8, linestyle="")
    ax.axhline(0, color=INK, linewidth=1)
    ax.axvline(0, color=INK, linewidth=1)
    (yes_1, no_1), (yes_2, no_2) = names
    ax.set(xlabel=f"first probe:  {no_1}  ←   0   →  {yes_1}")
    ax.set(ylabel=f"second probe:  {no_2}  ←   0   →  {yes_2}")
    legend_that_fits(ax)
    right = ((scores > 0) == facts).all(axis=1)
    figure.alt = (
        f"{len(scores)} states by two probes, “{yes_1}” to the right and “{yes_2}” upwards: "
        f"{_most(right)} lie in the quarter where both answers are right."
    )
    return figure


def _most(right):
    part = right.mean() if right.size else 0.0
    return "nearly all" if part > 0.8 else "more than half" if part > 0.5 else "half or less"


@styled
def picked(scores, ax=None):
    """Cells picked by their accuracy on one text, and their accuracy on another.

    scores: name -> ((n,), (n,)), 0 to 1: on the text where they were picked, and on the other.
    """
    figure, ax = on(ax, width=10, height=5)
    ax.plot([45, 101], [45, 101], color=INK, linestyle=":", linewidth=1.5)
    ax.annotate("equal on both", (91, 96), ha="right", va="center", fontsize=13)
    ax.axhline(50, color=GREY, linewidth=1)
    for n, (name, (here, there)) in enumerate(scores.items()):
        here, there = 100 * np.ravel(here), 100 * np.ravel(there)
        size, alpha = (7, 0.6) if here.size > 1 else (12, 1)
        look = {"color": (GREY, ORANGE, BLUE, GREEN, RED)[n % 5], "marker": "os^Dv"[n % 5]}
        ax.plot(here, there, label=name, linestyle="", markersize=size, alpha=alpha, **look)
    ax.set(xlabel="accuracy on the text where the cell was picked", ylabel="accuracy on other text")
    ax.set(xlim=(45, 101), ylim=(38, 101))
    for axis in (ax.xaxis, ax.yaxis):
        fixed_ticks(axis, [50, 60, 70, 80, 90, 100], "{x:.0f}%")
    legend_that_fits(ax)
    said = "; ".join(
        f"{name}: {_drop(np.mean(here), np.mean(there))}" for name, (here, there) in scores.items()
    )
    figure.alt = f"Cells picked on one text and tried on another: {said}."
    return figure


def _drop(here, there):
    if np.isnan(here) or np.isnan(there):
        return "unknown"
    if there < 0.55:
        return "falls to chance" if here > 0.55 else "at chance on both"
    return "holds" if there > here - 0.08 else "falls"


@styled
def words_kept(lengths, kept, ax=None):
    """How many words one state still knows, against the length of the prefix; log axes.

    lengths (n,); kept: name -> (n,) words.
    """
    figure, ax = on(ax, width=9, height=4.4)
    lengths = np.array(lengths, float)
    ax.plot(lengths, lengths, color=INK, linestyle=":", linewidth=1.5)
    place = {"xycoords": "axes fraction", "ha": "right", "fontsize": 13}
    ax.annotate("all of it", (0.42, 0.86), **place)
    plot_lines(ax, lengths, kept)
    ax.set(xscale="log", xlabel="length of the prefix, words", xlim=(0.9, None))
    ax.set(yscale="log", ylabel="words known", ylim=(0.2, 40))
    fixed_ticks(ax.xaxis, (1, 2, 5, 10, 20, 50, 100, 200))
    fixed_ticks(ax.yaxis, (0.5, 1, 2, 5, 10, 20))
    legend_that_fits(ax)
    said = "; ".join(f"{name} {_amount(values[-1])}" for name, values in kept.items())
    figure.alt = (
        f"Words known from one state, for prefixes of {lengths[0]:g} to {lengths[-1]:g} words: "
        f"{said}."
    )
    return figure


def _amount(words):
    if np.isnan(words):
        return "unknown"
    return "at most two" if words <= 2 else "at most eight" if words <= 8 else "more than eight"
