"""How a gradient grows or shrinks on its way back, and what that does to training."""

import functools

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Circle

from rnn_helpers.figures.canvas import (
    BLUE, CYCLE, GREEN, GREY, INK, ORANGE, PINK, RED, SKY, Labels, bare, on, picture, styled, whole_steps,
)
from rnn_helpers.figures.scales import few_steps, light_scales

ABOVE = {"loc": "lower left", "bbox_to_anchor": (0, 1), "borderaxespad": 0}
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))
MARKERS = "osd^v*"
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
BOUNDS = [*zip((INK, RED, GREEN, PINK) * 9, ("--", "-.", ":", (0, (1, 1))) * 9)]  # colour and dash of each
LIMITS = 1e-300, 1e300  # of what a logarithmic axis is asked to draw


@styled
def gradient_flow(norms, bounds=None, ax=None, *, ylabel="size of ∂h$_t$ / ∂h$_{t-k}$", steady=False):
    """Sizes against k steps back, on a logarithmic axis. norms: name -> (K+1,); bounds: the same, without marks.

    steady=True, for pictures that move: no legend, and an axis that changes in leaps of five powers of ten only.
    """
    figure, ax = on(ax, width=9, height=3.8)
    plot = functools.partial(_unmeasured, ax) if steady else ax.plot
    _lines(plot, norms)
    for (color, dash), (name, values) in zip(BOUNDS, (bounds or {}).items()):
        plot(np.arange(len(values)), _drawable(values), color=color, linestyle=dash, linewidth=2, label=name)
    if steady:
        _steady_size(ax, list(norms.values()), ylabel)
    else:
        _size_against_steps(ax, norms.values(), room=100 if bounds else 3)  # bounds may leave the picture
        ax.set_ylabel(ylabel)
        ax.legend(**ABOVE, ncols=3, columnspacing=1.2, handlelength=2.6)
    figure.alt = f"{_plain(ylabel)} by steps back: " + "; ".join(f"{name} {_flow(v)}" for name, v in norms.items()) + "."
    return figure


@styled
def flow_panels(panels, *, ylabel="size of ∂h$_t$ / ∂h$_{t-k}$"):
    """`gradient_flow` side by side with the same axes. panels: title -> {name: (K+1,)}, the same names in each."""
    figure, axes = picture(1, len(panels), width=10, height=3.9, sharey=True, squeeze=False)
    for ax, (title, norms) in zip(axes[0], panels.items()):
        _lines(ax.plot, norms)
        ax.set_title(title)
        _size_against_steps(ax, [v for each in panels.values() for v in each.values()])
    axes[0, 0].set_ylabel(ylabel)
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside upper center", ncols=6, handlelength=2.6)
    figure.alt = f"{_plain(ylabel)} by steps back. " + " ".join(
        f"{title}: {'; '.join(f'{name} {_flow(v)}' for name, v in norms.items())}." for title, norms in panels.items())
    return figure


@styled
def spectrum(eigenvalues, singular_values, ax=None, *, of_factor=None, steady=False):
    """Eigenvalues as dots in the complex plane; the largest and the smallest singular value as circles around zero.

    of_factor: the eigenvalues of one factor of the product, as crosses. steady=True, for pictures that move: no legend,
    and axes that change in leaps only.
    """
    figure, ax = on(ax, width=5.2, height=4.8)
    eigenvalues, singular_values = np.asarray(eigenvalues, complex), np.asarray(singular_values, float)
    of_factor = np.asarray([] if of_factor is None else of_factor, complex)
    known = [*np.abs(eigenvalues), *singular_values, *np.abs(of_factor)]
    reach = 1.15 * max([1.0, *(v for v in known if np.isfinite(v))])
    ax.add_artist(Circle((0, 0), 1, facecolor="#EEEEEE", edgecolor=GREY, linewidth=1, label="size 1"))
    for value, dash, name in zip((np.max(singular_values), np.min(singular_values)), ("--", ":"), ("largest", "smallest")):
        if np.isfinite(value):
            ax.add_artist(Circle((0, 0), value, fill=False, edgecolor=INK, linestyle=dash, linewidth=1.8,
                                 label=f"{name} singular value"))
    _unmeasured(ax, eigenvalues.real, eigenvalues.imag, linestyle="none", marker="o", color=ORANGE, markeredgecolor=INK,
                label="eigenvalues")
    if len(of_factor):
        _unmeasured(ax, of_factor.real, of_factor.imag, linestyle="none", marker="x", color=BLUE, markeredgewidth=2,
                    label="eigenvalues of the last factor")
    leaps = {1.5: 1, 2.5: 2, 4: 3, 6: 5, 8: 6, 12: 10}  # reach -> tick
    reach = next((leap for leap in leaps if leap >= reach), reach) if steady else reach
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal")
    if steady:
        ticks = [-leaps.get(reach, reach), 0, leaps.get(reach, reach)]
        light_scales(ax, *2 * [(ticks, [f"{tick:.3g}".replace("-", "−") for tick in ticks])], "real part", "imaginary part")
    else:
        ax.set(xlabel="real part", ylabel="imaginary part")
        ax.legend(**ABOVE, ncols=1, fontsize=12)
    figure.alt = (f"{len(eigenvalues)} eigenvalues, the largest of size {_number(np.abs(eigenvalues).max())}; singular values "
                  f"from {_number(singular_values.min())} to {_number(singular_values.max())}.")
    return figure


@styled
def flow_beside_spectrum(norms, bounds, eigenvalues, singular_values, *, of_factor=None, ax=None):
    """`gradient_flow` on the left, `spectrum` of the matrix on the right.

    ax: two axes of a picture that moves, then both are steady and `flow_key` names what they show; or None.
    """
    steady = ax is not None
    figure, (left, right) = (ax[0].figure, ax) if steady else picture(1, 2, width=10.5, height=4.5, width_ratios=(1.6, 1))
    gradient_flow(norms, bounds, ax=left, steady=steady)
    if not steady:
        left.legend(**ABOVE, ncols=2, columnspacing=1.2, handlelength=2.6, fontsize=13)
    flow = figure.alt
    spectrum(eigenvalues, singular_values, ax=right, of_factor=of_factor, steady=steady)
    figure.alt = f"{flow} Beside it: {figure.alt}"
    return figure


@styled
def flow_key(name, bounds, ax=None):
    """What `flow_beside_spectrum` draws, named, in one strip: the line `name`, the names of the bounds, and the signs of
    the plane. A legend of its own, since a moving picture has no time to set one anew."""
    figure, ax = on(ax, width=10.5, height=0.7)
    signs = [(name, {"color": BLUE, "marker": MARKERS[0]})]
    signs += [(bound, {"color": color, "linestyle": dash, "linewidth": 2}) for (color, dash), bound in zip(BOUNDS, bounds)]
    dot = {"linestyle": "none", "markeredgecolor": INK, "color": ORANGE, "marker": "o"}
    cross = {"linestyle": "none", "color": BLUE, "marker": "x", "markeredgewidth": 2}
    plane = [("eigenvalues of W", dot), ("of the last factor", cross),
             ("largest σ of W", {"color": INK, "linestyle": "--", "linewidth": 1.8}),
             ("smallest σ of W", {"color": INK, "linestyle": ":", "linewidth": 1.8})]
    labels = Labels()
    for left, step, entries in ((0.0, 0.155, signs), (0.62, 0.19, plane)):
        for n, (label, style) in enumerate(entries):
            x, y = left + step * (n // 2), 0.75 - 0.5 * (n % 2)
            ax.plot([x + 0.005, x + 0.0225, x + 0.04], [y] * 3, **style, markevery=[1])
            labels.add(x + 0.048, y, label, size=13, ha="left")
    bare(ax).set(xlim=(0, 1), ylim=(0, 1))
    labels.draw(ax)
    figure.alt = f"The lines: {', '.join(_plain(n) for n, _ in signs)}. In the plane: {', '.join(n for n, _ in plane)}."
    return figure


@styled
def flow_of_draws(panels, *, xlabel="layers back, k", ylabel="size of the gradient"):
    """Many random draws, each a thin line, and their median. panels: title -> (draws, K+1), one panel each."""
    figure, axes = picture(1, len(panels), width=10, height=3.7, sharey=True, squeeze=False)
    for ax, color, (title, draws) in zip(axes[0], (SKY, ORANGE, GREEN) * 9, panels.items()):
        draws = _drawable(draws)
        ax.plot(np.arange(draws.shape[1]), draws.T, color=color, linewidth=1)
        ax.plot(np.arange(draws.shape[1]), np.median(draws, axis=0), color=INK, label="median")
        ax.set_title(title)
        _size_against_steps(ax, list(panels.values()))
        ax.set_xlabel(xlabel)
    axes[0, 0].set_ylabel(ylabel)
    axes[0, 0].legend(loc="best", fontsize=13)
    figure.alt = f"{ylabel} by {xlabel}, several draws: " + "; ".join(
        f"{' '.join(title.split())}: the median {_flow(np.median(draws, axis=0))}" for title, draws in panels.items()) + "."
    return figure


@styled
def training_runs(runs, *, guessing, limit=None):
    """Loss above, gradient norm below, update by update. runs: title -> (losses, norms), a column each.

    guessing: the loss of a network that knows nothing. limit: of the norm, drawn where a title says "clip".
    """
    figure, axes = picture(2, len(runs), width=10, height=4.6, sharex="col", sharey="row", squeeze=False)
    for (above, below), color, (title, (losses, norms)) in zip(axes.T, (BLUE, RED, GREEN, *CYCLE) * 9, runs.items()):
        updates = np.arange(1, len(losses) + 1)
        above.plot(updates, losses, color=color, linewidth=1.2)
        above.axhline(guessing, color=INK, linestyle=":", linewidth=1.5)
        above.set_title(title)
        below.plot(updates, _drawable(norms), color=color, linewidth=1.2)
        below.set(yscale="log", xlabel="update")
        below.locator_params(axis="x", nbins=5, integer=True)
        if limit is not None and "clip" in title:
            below.axhline(limit, color=INK, linestyle="--", linewidth=1.5)
            below.annotate("limit", (0, limit), xycoords=("axes fraction", "data"), xytext=(4, -4), fontsize=13,
                           textcoords="offset points", va="top")
    axes[0, 0].annotate("guessing", (0, guessing), xycoords=("axes fraction", "data"), xytext=(4, -4), fontsize=13,
                        textcoords="offset points", va="top")
    axes[0, 0].set(ylabel="loss", ylim=(0, None))
    axes[1, 0].set_ylabel("gradient norm")
    figure.alt = "Loss and gradient norm by update: " + "; ".join(
        f"{' '.join(title.split())}: the loss {_ends(losses, guessing)}" for title, (losses, _) in runs.items()) + "."
    return figure


@styled
def recall_by_lag(lags, shares, *, chance, behind=None, shows=""):
    """Right answers against lag, a panel for each name. shares: name -> (runs, lags), NaN where none was tried.

    A dot for each run, a line through the means; behind: a name whose means are drawn in each panel, grey.
    shows: what the picture shows, in words that the caller has checked; it goes into the alternative text.
    """
    columns = min(4, len(shares))
    rows = -(-len(shares) // columns)
    figure, axes = picture(rows, columns, width=10.5, height=0.9 + 2.3 * rows, sharex=True, sharey=True, squeeze=False)
    places = np.arange(len(lags))
    for ax in axes.flat[len(shares) :]:
        ax.set_axis_off()
    for ax, (name, runs) in zip(axes.flat, shares.items()):
        runs = 100 * np.atleast_2d(np.asarray(runs, float))
        if behind is not None and name != behind:
            other = 100 * np.atleast_2d(np.asarray(shares[behind], float))
            ax.plot(places, _mean(other), color=GREY, linestyle="--", linewidth=2)
        for n, run in enumerate(runs):
            beside = places + 0.07 * (n - (len(runs) - 1) / 2)
            ax.plot(beside, run, "o", color=BLUE, markersize=6, alpha=0.55, markeredgewidth=0)
        ax.plot(places, _mean(runs), color=BLUE)
        ax.axhline(100 * chance, color=INK, linestyle=":", linewidth=1.5)
        ax.set_title(name, fontsize=15)
        ax.set(xticks=places, xticklabels=lags, yticks=[0, 50, 100], ylim=(-8, 108), xlim=(-0.4, len(lags) - 0.6))
        ax.tick_params(labelbottom=True)
    axes[0, 0].annotate("guessing", (0, 100 * chance), xycoords=("axes fraction", "data"), xytext=(4, -2), fontsize=12,
                        textcoords="offset points", va="top")
    figure.supxlabel("lag: letters read after the first", fontsize=15)
    figure.supylabel("right, %", fontsize=15)
    panels = ", ".join(map(_plain, shares))
    figure.alt = f"Right answers by lag, {', '.join(map(str, lags))}, a panel each: {panels}. {shows}".strip()
    return figure


def _unmeasured(ax, x, y, **look):
    """ax.plot, without asking anew how far the axes must reach: the limits of a picture that moves are set."""
    ax.add_artist(Line2D(x, y, **look))


def _lines(plot, norms):
    styles = zip((BLUE, ORANGE, GREEN, RED, PINK, SKY) * 9, DASHES * 9, MARKERS * 9)
    for (color, dash, marker), (name, values) in zip(styles, norms.items()):
        every = max(1, len(values) // 6)  # marks: few, so that the line's dash is seen
        plot(np.arange(len(values)), _drawable(values), color=color, linestyle=dash, marker=marker, markevery=every, label=name)


def _size_against_steps(ax, series, room=3):
    """A logarithmic axis that holds 1, the series and `room` times more, and counts steps back in whole numbers."""
    values = np.concatenate([np.ravel(_drawable(v)) for v in series])
    values = np.append(values[np.isfinite(values)], 1.0)
    ax.set(yscale="log", xlabel="steps back, k", ylim=(max(values.min(), 1e-18) / room, min(values.max(), 1e18) * room))
    ax.axhline(1, color=INK, linewidth=0.8)
    whole_steps(ax.xaxis)


def _steady_size(ax, series, ylabel):
    """As above, but from at least 10⁻⁵ to 10⁵, and in leaps of five powers: what moves is then the line."""
    values = np.concatenate([np.ravel(_drawable(v)) for v in series])
    powers = np.log10(np.append(values[np.isfinite(values)], 1.0))
    low, high = (5 * int(np.clip(np.ceil(reach / 5 + 0.1), 1, 4)) for reach in (-powers.min(), powers.max()))
    if ax.get_yscale() != "log":
        ax.set_yscale("log")
    last = max(map(len, series)) - 1
    ax.set(xlim=(-0.02 * max(1, last), 1.02 * max(1, last)), ylim=(10.0**-low, 10.0**high))
    _unmeasured(ax, [0, 1], [1, 1], transform=ax.get_yaxis_transform(), color=INK, linewidth=0.8)
    leap = 5 if low + high <= 25 else 10
    ticks = [tick for tick in range(-20, 21, leap) if -low <= tick <= high]
    names = ["1" if tick == 0 else f"10{str(tick).translate(RAISED)}" for tick in ticks]
    light_scales(ax, few_steps(0, last), ([10.0**tick for tick in ticks], names), "steps back, k", ylabel)


def _drawable(values):
    """What a logarithmic axis can show: zero and infinity become gaps."""
    values = np.array(values, float)
    values[~((values > LIMITS[0]) & (values < LIMITS[1]))] = np.nan
    return values


def _mean(runs):
    """Over the runs that were tried at all; NaN where none was."""
    tried = np.isfinite(runs)
    mean = np.where(tried, runs, 0).sum(axis=0) / np.maximum(tried.sum(axis=0), 1)
    return np.where(tried.any(axis=0), mean, np.nan)


def _flow(values):
    """In words: other machines round otherwise, and far from 1 a power of ten is as good as a number."""
    values = np.asarray(values, float)
    first, last, largest = values[0], values[-1], values.max()
    if not np.isfinite(values).all() or len(values) == 1 or first == 0:
        return "is not known" if not np.isfinite(values).all() else "does not move"
    if largest > 3 * first and last < largest / 20:
        return "first grows, then " + ("vanishes" if last < 0.02 * first else "shrinks")
    for share, words in ((0.02, "vanishes"), (0.5, "shrinks"), (2, "stays near its size"), (50, "grows")):
        if last < share * first:
            return words
    return "explodes"


def _ends(losses, guessing):
    end, highest = np.mean(losses[-20:]), np.max(losses)
    if not np.isfinite(end):
        return "is lost"
    if end < guessing / 2:
        return "falls far below guessing"
    return "jumps far above guessing and does not come down" if highest > 1.25 * guessing else "stays near guessing"


def _number(value):
    return f"{value:.2g}" if np.isfinite(value) else "unknown"


def _plain(label):
    """A label without the marks of its type-setting."""
    return " ".join(label.replace("$", "").replace("_{", "_").replace("}", "").split())
