"""What truncation leaves out of a gradient, and what that does to learning."""

import numpy as np

from rnn_helpers.figures.canvas import (
    fixed_ticks,
    legend_above,
    level,
    on,
    on_axes,
    styled,
    whole_steps,
)
from rnn_helpers.figures.palette import BLUE, GREEN, GREY, INK, RED

LOOKS = ((BLUE, "-", "o"), (RED, "--", "s"), (GREEN, "-.", "^"), (GREY, ":", "D"))
ROUND = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
HELD_OUT = "accuracy, held out, %"


def _looks(curves):
    """Colour, dash, marker, name and values of each curve."""
    for n, (name, values) in enumerate(curves.items()):
        yield *LOOKS[n % len(LOOKS)], name, values


@styled
def truncation_error(k, errors, steps_walked, ax=None):
    """What truncation at k loses, and what it saves.

    k (n,); errors: name -> relative error of the gradient at each k; steps_walked (n,): steps that
    the gradient goes back. ax: two axes, or None.
    """
    figure, (left, right) = on_axes(ax, 1, 2, width=12, height=4.4)
    for color, dash, marker, name, values in _looks(errors):
        values = 100 * np.asarray(values, float)
        left.plot(k, values, color=color, linestyle=dash, marker=marker, label=name)
    left.set(xlabel="truncation k, steps", ylabel="error of the gradient, %", ylim=(-4, 104))
    legend_above(left, len(errors))
    right.plot(k, steps_walked, color=INK, marker="o")
    right.set(xlabel="truncation k, steps", ylabel="steps walked back")
    right.set_ylim(bottom=0)
    whole_steps(left.xaxis, right.xaxis)
    ends = [f"{name} {_part(v[0])} and {_part(v[-1])}" for name, v in errors.items()]
    figure.alt = (
        "Error of the truncated gradient, relative to the full one, at the smallest and the "
        f"largest k: {'; '.join(ends)}. Next to it, the steps walked back."
    )
    return figure


def _part(value):
    """A fraction in words, which another machine's rounding does not change."""
    if not np.isfinite(value):
        return "unknown"
    limits = {0.02: "none", 0.4: "less than half", 0.6: "about half", 0.85: "more than half"}
    return next((word for limit, word in limits.items() if value <= limit), "nearly all")


@styled
def averaging(batches, distances, ax=None):
    """Distance of a mean over batches from the true gradient, against their number; log axes.

    batches (n,); distances: name -> (n,), relative to the length of the true gradient.
    """
    figure, ax = on(ax, height=4.4)
    batches = np.asarray(batches)
    some = False
    for color, dash, marker, name, values in _looks(distances):
        values = 100 * np.asarray(values, float)
        seen = values > 0
        some |= seen.any()
        look = {"color": color, "linestyle": dash, "marker": marker}
        ax.plot(batches[seen], values[seen], label=name, **look)
    ax.set(xlabel="batches averaged", ylabel="distance from the\nfull gradient, %")
    if some:
        ax.set(xscale="log", yscale="log")
        fixed_ticks(ax.yaxis, ROUND)
    fixed_ticks(ax.xaxis, batches)
    legend_above(ax)
    said = "; ".join(f"{name} {_fall(v[0], v[-1])}" for name, v in distances.items())
    figure.alt = (
        f"Distance from the full gradient, from {batches[0]} to {batches[-1]} averaged batches: "
        f"{said}."
    )
    return figure


def _fall(first, last):
    if last < 0.25 * first:
        return "falls to less than a quarter"
    return "falls" if last < 0.7 * first else "hardly falls"


@styled
def learning(panels, *, every, chance, ax=None):
    """Accuracy on held-out data during training: a thin line per start, a broad one for their mean.

    panels: title -> name -> (S, n), for S starts, measured after each `every` updates. chance:
    accuracy of guessing. ax: one axes per panel, or None.
    """
    options = {"width": 12, "height": 4.4, "sharey": True, "squeeze": False}
    figure, axes = on_axes(ax, 1, len(panels), **options)
    axes = np.ravel(axes)
    for one, (title, curves) in zip(axes, panels.items(), strict=True):
        for color, dash, _, name, starts in _looks(curves):
            starts = 100 * np.atleast_2d(np.asarray(starts, float))
            updates = every * np.arange(1, starts.shape[1] + 1)
            look = {"color": color, "linestyle": dash}
            one.plot(updates, starts.T, linewidth=1.2, alpha=0.55, **look)
            one.plot(updates, starts.mean(axis=0), linewidth=3.5, label=name, **look)
        level(one, 100 * chance, "chance", above=False)
        one.set(xlabel="updates", ylim=(-3, 104))
        one.set_title(title, pad=34)
        legend_above(one)
    axes[0].set_ylabel(HELD_OUT)
    said = []
    for title, curves in panels.items():
        ends = {name: np.atleast_2d(starts)[:, -5:].mean() for name, starts in curves.items()}
        said.append(f"{title}: " + ", ".join(f"{name} {_level(end)}" for name, end in ends.items()))
    figure.alt = (
        f"Accuracy on held-out data after training: {'; '.join(said)}. Each start is a thin line, "
        "their mean a broad one."
    )
    return figure


def _level(accuracy):
    """In words, which another machine's rounding does not change."""
    if np.isnan(accuracy):
        return "unknown"
    return "high" if accuracy > 0.85 else "below a third" if accuracy < 0.34 else "in between"


@styled
def accuracy_by_lag(lags, accuracy, *, reach, chance, ax=None):
    """Accuracy against how far back the answer lies: a dot per start, a line through their means.

    accuracy: name -> (S, lags), for S starts; reach: steps that the truncated gradient goes back;
    chance: accuracy of guessing.
    """
    figure, ax = on(ax, height=4.6)
    ax.axvspan(min(lags) - 0.4, reach + 0.5, color=GREY, alpha=0.18, linewidth=0)
    within = f"← within the reach of k = {reach}"
    ax.annotate(within, (reach + 0.6, 28), fontsize=13, va="center", annotation_clip=True)
    ends = []
    for color, dash, marker, name, starts in _looks(accuracy):
        starts = np.atleast_2d(np.asarray(starts, float))
        mean, look = starts.mean(axis=0), {"color": color, "marker": marker}
        ax.plot(lags, 100 * mean, linestyle=dash, label=name, **look)
        ax.plot(lags, 100 * starts.T, linestyle="none", markersize=5, alpha=0.5, **look)
        ends.append(f"{name} {_level(mean[0])} at the shortest, {_level(mean[-1])} at the longest")
    level(ax, 100 * chance, "chance", above=False)
    ax.set(xlabel="lag: steps from the first symbol to the loss", ylabel=HELD_OUT, xticks=lags)
    ax.set(xlim=(min(lags) - 0.4, max(lags) + 0.4), ylim=(-3, 104))
    legend_above(ax, 3)
    figure.alt = f"Accuracy by lag, from {min(lags)} to {max(lags)}: {'; '.join(ends)}."
    return figure


@styled
def loss_by_letters(curves, ax=None, *, ylabel="loss, nats per letter"):
    """Loss against how much has been read; where updates are few, a mark for each.

    curves: name -> (letters read, loss).
    """
    figure, ax = on(ax, height=4.4)
    for color, dash, marker, name, (letters, loss) in _looks(curves):
        n = len(letters)
        look = {"color": color, "linestyle": dash, "marker": marker if n <= 60 else None}
        ax.plot(letters, loss, label=name, markersize=9 if n <= 10 else 5, **look)
    ax.set(xlabel="letters read in each stream", ylabel=ylabel)
    ax.set_ylim(bottom=0)
    legend_above(ax, 3)
    ends = {name: np.mean(loss[-10:]) for name, (_, loss) in curves.items()}
    order = ", ".join(sorted(ends, key=lambda name: np.nan_to_num(ends[name], nan=np.inf)))
    figure.alt = f"{ylabel} by letters read; from the lowest at the end to the highest: {order}."
    return figure
