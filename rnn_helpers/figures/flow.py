"""How a gradient grows or shrinks on its way back."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from rnn_helpers.figures.canvas import legend_above, on, picture, styled, whole_steps
from rnn_helpers.figures.palette import BLUE, GREEN, INK, ORANGE, PINK, RED, SKY

COLORS = (BLUE, ORANGE, GREEN, RED, PINK, SKY)
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))
MARKERS = "osd^v*"
BOUND_LOOKS = ((INK, "--"), (RED, "-."), (GREEN, ":"), (PINK, (0, (1, 1))))  # colour and dash
LIMITS = 1e-300, 1e300  # of what a logarithmic axis is asked to draw
NORM = "norm of ∂h$_t$ / ∂h$_{t-k}$"
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@styled
def gradient_flow(norms, bounds=None, ax=None, *, ylabel=NORM, steady=False):
    """Norms against k steps back, on a logarithmic axis.

    norms: name -> (K + 1,); bounds: the same, drawn without marks. steady=True, for pictures that
    move: no legend, and axes whose ends move in leaps.
    """
    figure, ax = on(ax, width=9, height=3.8)
    _lines(ax, norms)
    bounds = bounds or {}
    for n, (name, values) in enumerate(bounds.items()):
        color, dash = BOUND_LOOKS[n % len(BOUND_LOOKS)]
        look = {"color": color, "linestyle": dash, "linewidth": 2}
        ax.plot(np.arange(len(values)), drawable(values), label=name, **look)
    if steady:
        _steady_scales(ax, list(norms.values()))
    else:
        _scales(ax, norms.values(), room=100 if bounds else 3)  # bounds may leave the picture
        legend_above(ax, 3, columnspacing=1.2, handlelength=2.6)
    ax.set_ylabel(ylabel)
    said = "; ".join(f"{name} {course(values)}" for name, values in norms.items())
    figure.alt = f"{plain(ylabel)} by steps back: {said}."
    return figure


@styled
def flow_panels(panels, *, ylabel=NORM):
    """`gradient_flow` side by side, on the same axes. panels: title -> name -> (K + 1,)."""
    options = {"width": 10, "height": 3.9, "sharey": True, "squeeze": False}
    figure, axes = picture(1, len(panels), **options)
    every = [values for norms in panels.values() for values in norms.values()]
    said = []
    for ax, (title, norms) in zip(axes[0], panels.items(), strict=True):
        _lines(ax, norms)
        ax.set_title(title)
        _scales(ax, every)
        courses = "; ".join(f"{name} {course(values)}" for name, values in norms.items())
        said.append(f"{title}: {courses}.")
    axes[0, 0].set_ylabel(ylabel)
    handles = axes[0, 0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside upper center", ncols=6, handlelength=2.6)
    figure.alt = f"{plain(ylabel)} by steps back. {' '.join(said)}"
    return figure


@styled
def flow_of_draws(panels, *, xlabel="layers back, k", ylabel="norm of the gradient"):
    """Random draws, a thin line for each, and their median. panels: title -> (draws, K + 1)."""
    options = {"width": 10, "height": 3.7, "sharey": True, "squeeze": False}
    figure, axes = picture(1, len(panels), **options)
    said = []
    for n, (ax, (title, draws)) in enumerate(zip(axes[0], panels.items(), strict=True)):
        draws = drawable(draws)
        k, median = np.arange(draws.shape[1]), np.median(draws, axis=0)
        ax.plot(k, draws.T, color=(SKY, ORANGE, GREEN)[n % 3], linewidth=1)
        ax.plot(k, median, color=INK, label="median")
        ax.set_title(title)
        _scales(ax, panels.values())
        ax.set_xlabel(xlabel)
        said.append(f"{' '.join(title.split())}: the median {course(median)}")
    axes[0, 0].set_ylabel(ylabel)
    axes[0, 0].legend(loc="best", fontsize=13)
    figure.alt = f"{ylabel} by {xlabel}, for several draws: {'; '.join(said)}."
    return figure


def drawable(values):
    """What a logarithmic axis can show: zero and infinity become gaps."""
    values = np.array(values, float)
    values[~((values > LIMITS[0]) & (values < LIMITS[1]))] = np.nan
    return values


def plain(label):
    """A label without the marks of its type-setting, on one line."""
    return " ".join(label.replace("$", "").replace("_{", "_").replace("}", "").split())


def course(values):
    """In words: machines round differently, and far from 1 only powers of ten matter."""
    values = np.asarray(values, float)
    first, last, largest = values[0], values[-1], values.max()
    if not np.isfinite(values).all():
        return "is unknown"
    if len(values) == 1 or first == 0:
        return "does not move"
    if largest > 3 * first and last < largest / 20:
        return f"first grows, then {'vanishes' if last < 0.02 * first else 'shrinks'}"
    limits = {0.02: "vanishes", 0.5: "shrinks", 2: "keeps its size", 50: "grows"}
    return next((words for limit, words in limits.items() if last < limit * first), "explodes")


def _lines(ax, norms):
    for n, (name, values) in enumerate(norms.items()):
        look = {
            "color": COLORS[n % len(COLORS)],
            "linestyle": DASHES[n % len(DASHES)],
            "marker": MARKERS[n % len(MARKERS)],
            "markevery": max(1, len(values) // 6),  # few, so that the line's dash is seen
        }
        ax.plot(np.arange(len(values)), drawable(values), label=name, **look)


def _known(series):
    """All that can be drawn of several rows of values, and 1."""
    values = np.concatenate([np.ravel(drawable(each)) for each in series])
    return np.append(values[np.isfinite(values)], 1.0)


def _scales(ax, series, room=3):
    """A log axis that holds 1, the series and `room` times more; whole numbers of steps back."""
    values = _known(series)
    low, high = max(values.min(), 1e-18) / room, min(values.max(), 1e18) * room
    ax.set(yscale="log", xlabel="steps back, k", ylim=(low, high))
    ax.axhline(1, color=INK, linewidth=0.8)
    whole_steps(ax.xaxis)


def _steady_scales(ax, series):
    """The same, from at least 10⁻⁵ to 10⁵, with ends that move in leaps, so the line moves."""
    powers, last = np.log10(_known(series)), max(map(len, series)) - 1
    last = next((end for end in (10, 20, 40, 60) if end >= last), last)
    low, high = (
        5 * int(np.clip(np.ceil(reach / 5 + 0.1), 1, 4)) for reach in (-powers.min(), powers.max())
    )
    if ax.get_yscale() != "log":
        ax.set(yscale="log", xlabel="steps back, k")
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    ax.set(xlim=(-0.02 * last, 1.02 * last), ylim=(10.0**-low, 10.0**high))
    ax.axhline(1, color=INK, linewidth=0.8)
    leap = 5 if low + high <= 25 else 10
    ticks = [tick for tick in range(-20, 21, leap) if -low <= tick <= high]
    names = ["1" if tick == 0 else f"10{str(tick).translate(RAISED)}" for tick in ticks]
    ax.set_yticks([10.0**tick for tick in ticks], names)
    ax.minorticks_off()
