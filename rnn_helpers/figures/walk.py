"""The walk back through time: what reaches each state, and what each step adds to the gradient."""

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.patches import Patch

from rnn_helpers.figures.canvas import bare, legend_above, on, on_axes, styled
from rnn_helpers.figures.palette import BLUE, GREEN, GREY, INK, ORANGE
from rnn_helpers.figures.shapes import Labels, Shapes, rectangles

FROM_LOSS, FROM_LATER, UNTRUNCATED = "from the loss", "from later steps", "without truncation"


@styled
def walk_back(
    from_loss, from_future, added, *, step=1, tokens=None, whole=None, steady=False, ax=None
):
    """The walk from the last step back to `step`; steps not yet reached are left empty.

    All (T,): norms of the gradients that each state gets from its loss and from later steps, and of
    what each step adds to dW_hh. tokens: T short texts under the steps. whole: (from_future, added)
    without truncation, drawn as outlines. steady=True, for pictures that move: scales that hold all
    steps, and `walk_key` in place of a legend. ax: two axes, one above the other, or None.
    """
    from_loss, from_future, added = (_known(each) for each in (from_loss, from_future, added))
    later_whole, added_whole = map(_known, whole) if whole is not None else [np.zeros(0)] * 2
    T = len(added)
    t = np.arange(1, T + 1)
    reached = t >= step
    figure, (top, bottom) = on_axes(ax, 2, 1, height=5.6, sharex=True)
    shown = {top: (from_loss, from_future, later_whole), bottom: (added, added_whole)}
    for axes, rows in shown.items():
        rows = np.concatenate([each if steady else each[reached[: len(each)]] for each in rows])
        axes.set(xlim=(0.4, T + 0.6), ylim=(0, 1.05 * rows.max() or 1.0))

    above, below, at = Shapes(), Shapes(), t[reached]
    above.polygons(_bars(at - 0.2, from_loss[reached], 0.38), BLUE)
    _striped(above, _bars(at + 0.2, from_future[reached], 0.38), ORANGE, top.get_ylim()[1] / 16)
    below.polygons(_bars(at, added[reached], 0.6), GREEN)
    if whole is not None:
        outline = {"edges": INK, "dash": "--", "width": 1.2}
        above.polygons(_bars(at + 0.2, later_whole[reached], 0.38), **outline)
        below.polygons(_bars(at, added_whole[reached], 0.6), **outline)
    for shapes, axes in ((above, top), (below, bottom)):
        if step > 1:
            high = axes.get_ylim()[1]
            shapes.polygons(_bars((step - 0.1) / 2, high, step - 0.9), to_rgba(GREY, 0.15))
        shapes.draw(axes, zorder=2)
    _scales(top, bottom, tokens or [str(n) for n in t], steady)
    if not steady:
        _legend(top, step)
    last, first = _something(from_future[-1]), _something(from_future[step - 1])
    figure.alt = (
        f"The walk back from step {T} to step {step}. What comes from later steps: {last} at step "
        f"{T}, {first} at step {step}. Step {step} adds {_something(added[step - 1])} to dW_hh."
    )
    return figure


def _known(values):
    return np.nan_to_num(np.asarray(values, float))


def _bars(middles, heights, width):
    """Corners of upright bars."""
    return rectangles(np.asarray(middles) - width / 2, 0, width, heights)


def _striped(shapes, bars, color, pitch):
    """The bars with a white line across at each `pitch`. A hatch would take much longer to draw."""
    shapes.polygons(bars, color)
    for (left, low), (right, _), (_, high), _ in bars:
        for y in np.arange(low + pitch, high, pitch):
            shapes.line([(left, y), (right, y)], "white", 1.2)


def _scales(top, bottom, names, steady):
    top.set_ylabel("norm in dh$_t$")
    bottom.set_ylabel("added to dW$_{hh}$")
    bottom.set_xlabel("time step t  (the walk goes from right to left)")
    every = -(-len(names) // 14)
    places = np.arange(1, len(names) + 1)[::every]
    bottom.set_xticks(places, names[::every])
    if not steady:
        return
    top.set_xticks(places, names[::every])
    for axes in (top, bottom):
        high = axes.get_ylim()[1]
        powers = range(int(np.floor(np.log10(high))), -400, -1)
        tick = next(n * 10.0**p for p in powers for n in (5, 2, 1) if 2 * n * 10.0**p <= high)
        axes.set_yticks([0, tick, 2 * tick], ["0", f"{tick:.2g}", f"{2 * tick:.2g}"])


def _legend(ax, step):
    later = Patch(facecolor=ORANGE, hatch="--", edgecolor="white", label=FROM_LATER)
    legend_above(ax, handles=[Patch(facecolor=BLUE, label=FROM_LOSS), later])
    if step > 1:
        place = {"xycoords": ("data", "axes fraction"), "va": "top", "fontsize": 13}
        ax.annotate("not reached yet", (0.45, 0.95), color=INK, **place)


def _something(value):
    return "nothing" if value == 0 else "something"


@styled
def walk_key(ax=None):
    """What the bars of `walk_back` mean, in one strip: a legend for pictures that move."""
    figure, ax = on(ax, width=6, height=0.5)
    places, shapes, labels = (0, 0.3, 0.63), Shapes(), Labels()
    one, two, three = rectangles(places, 0.25, 0.045, 0.5)
    shapes.polygons([one], BLUE)
    _striped(shapes, [two], ORANGE, 0.17)
    shapes.polygons([three], edges=INK, dash="--", width=1.2)
    names = (FROM_LOSS, FROM_LATER, UNTRUNCATED)
    for x, name in zip(places, names, strict=True):
        labels.add(x + 0.055, 0.5, name, size=14, ha="left")
    bare(ax).set(xlim=(-0.01, 1), ylim=(0, 1))
    shapes.draw(ax)
    labels.draw(ax)
    figure.alt = f"What the bars mean: {', '.join(names)}."
    return figure
