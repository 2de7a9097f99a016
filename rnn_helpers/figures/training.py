"""Training: losses and gradient norms update by update, and what was learned at which lag."""

import numpy as np

from rnn_helpers.figures.canvas import legend_above, level, on, picture, styled, whole_steps
from rnn_helpers.figures.flow import drawable, plain
from rnn_helpers.figures.palette import BLUE, CYCLE, GREEN, GREY, RED


@styled
def loss_curves(losses, ax=None, *, ylabel="loss", log=False):
    """Loss by epoch. losses: name -> list of numbers, a line for each."""
    figure, ax = on(ax, height=4)
    for n, (name, values) in enumerate(losses.items()):
        epochs = np.arange(1, len(values) + 1)
        ax.plot(epochs, values, color=CYCLE[n % len(CYCLE)], label=name)
    ax.set(xlabel="epoch", ylabel=ylabel)
    whole_steps(ax.xaxis)
    if log:
        ax.set_yscale("log")
    else:
        ax.set_ylim(bottom=0)
    legend_above(ax, 3)
    said = "; ".join(f"{name} {_course(values)}" for name, values in losses.items())
    figure.alt = f"{ylabel} by epoch: {said}."
    return figure


def _course(losses):
    """In words: another machine's rounding changes the digits of a loss, not this."""
    limits = {0.1: "falls to less than a tenth", 0.5: "falls to less than half", 0.95: "falls"}
    reached = (words for limit, words in limits.items() if losses[-1] < limit * losses[0])
    return next(reached, "does not fall")


@styled
def training_runs(runs, *, baseline, limit=None):
    """Loss above, gradient norm below, update by update; one column per run.

    runs: title -> (losses, norms). baseline: the loss without knowledge of the input. limit: of the
    gradient norm, drawn where the title says "clip".
    """
    options = {"width": 10, "height": 4.6, "sharex": True, "sharey": "row", "squeeze": False}
    figure, axes = picture(2, len(runs), **options)
    colors, said = (BLUE, RED, GREEN, *CYCLE), []
    for n, (title, (losses, norms)) in enumerate(runs.items()):
        above, below = axes[:, n]
        look = {"color": colors[n % len(colors)], "linewidth": 1.2}
        updates = np.arange(1, len(losses) + 1)
        above.plot(updates, losses, **look)
        level(above, baseline, "baseline" if n == 0 else "", side="left", above=False)
        above.set_title(title)
        below.plot(updates, drawable(norms), **look)
        below.set(yscale="log", xlabel="update")
        below.locator_params(axis="x", nbins=5, integer=True)
        if limit is not None and "clip" in title:
            level(below, limit, "limit", side="left", above=False)
        said.append(f"{' '.join(title.split())}: the loss {_end(losses, baseline)}")
    axes[0, 0].set(ylabel="loss", ylim=(0, None))
    axes[1, 0].set_ylabel("gradient norm")
    figure.alt = f"Loss and gradient norm by update: {'; '.join(said)}."
    return figure


def _end(losses, baseline):
    end, highest = np.mean(losses[-20:]), np.max(losses)
    if not np.isfinite(end):
        return "diverges"
    if end < baseline / 2:
        return "falls far below the baseline"
    if highest > 1.25 * baseline:
        return "jumps far above the baseline and stays there"
    return "stays near the baseline"


@styled
def recall_by_lag(lags, accuracy, *, chance, behind=None, shows=""):
    """Accuracy by lag: a panel for each name, a dot for each run, a line through their means.

    accuracy: name -> (runs, lags), NaN where none was tried. chance: accuracy of guessing. behind:
    the name whose means are drawn in every panel, grey. shows: what the picture shows, in words
    that the caller has checked, for the alternative text.
    """
    columns = min(4, len(accuracy))
    rows = -(-len(accuracy) // columns)
    size = {"width": 10.5, "height": 0.9 + 2.3 * rows}
    figure, axes = picture(rows, columns, **size, sharex=True, sharey=True, squeeze=False)
    places = np.arange(len(lags))
    percent = {name: 100 * np.atleast_2d(np.asarray(v, float)) for name, v in accuracy.items()}
    for ax in axes.flat[len(accuracy) :]:
        ax.set_axis_off()
    for n, (name, runs) in enumerate(percent.items()):
        ax = axes.flat[n]
        if behind not in (None, name):
            ax.plot(places, _mean(percent[behind]), color=GREY, linestyle="--", linewidth=2)
        shifts = 0.07 * (np.arange(len(runs)) - (len(runs) - 1) / 2)
        dots = {"color": BLUE, "markersize": 6, "alpha": 0.55, "markeredgewidth": 0}
        ax.plot((places + shifts[:, None]).T, runs.T, "o", **dots)
        ax.plot(places, _mean(runs), color=BLUE)
        level(ax, 100 * chance, "chance" if n == 0 else "", side="left", above=False, fontsize=12)
        ax.set_title(name, fontsize=15)
        ax.set(ylim=(-8, 108), yticks=[0, 50, 100], xlim=(-0.4, len(lags) - 0.6))
        ax.set_xticks(places, lags)
        ax.tick_params(labelbottom=True)
    figure.supxlabel("lag: letters read after the first", fontsize=15)
    figure.supylabel("accuracy, %", fontsize=15)
    figure.alt = (
        f"Accuracy by lag, {', '.join(map(str, lags))}, in a panel each: "
        f"{', '.join(map(plain, accuracy))}. {shows}"
    ).strip()
    return figure


def _mean(runs):
    """Over the runs that were tried at each lag; NaN where none was."""
    tried = np.isfinite(runs)
    mean = np.where(tried, runs, 0).sum(axis=0) / np.maximum(tried.sum(axis=0), 1)
    return np.where(tried.any(axis=0), mean, np.nan)
