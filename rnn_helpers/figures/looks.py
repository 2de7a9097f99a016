"""A look for each named line, and a legend that fits: what figures of the state share."""

import numpy as np

from rnn_helpers.figures.canvas import legend_above
from rnn_helpers.figures.palette import CYCLE

DASHES, MARKERS = ("-", "--", "-.", (0, (1, 1))), "osD^v"  # colour is not the only sign


def looks(names):
    """A colour and a dash for each name: list of keyword arguments of `ax.plot`.

    Names "a, b" and "a, c" share a's colour, "a, b" and "d, b" share b's dash.
    """
    parts = [name.partition(", ")[::2] for name in names]
    firsts, seconds = (list(dict.fromkeys(part)) for part in zip(*parts, strict=True))
    found = []
    for first, second in parts:
        color = firsts.index(first)
        dash = seconds.index(second) if len(seconds) > 1 else color
        found.append(
            {"color": CYCLE[color % len(CYCLE)], "linestyle": DASHES[dash % len(DASHES)]}
        )
    return found


def plot_lines(ax, x, curves):
    """One line for each name, and where points are few, a marker of its own; NaN leaves a gap."""
    for n, (look, (name, values)) in enumerate(zip(looks(curves), curves.items(), strict=True)):
        marker = MARKERS[n % len(MARKERS)] if len(x) < 60 else None
        ax.plot(x, np.array(values, float), marker=marker, label=name, **look)


def legend_that_fits(ax):
    """A legend over the axes, in as many columns as fit: more would squeeze the axes."""
    names = ax.get_legend_handles_labels()[1]
    inches = 0.1 * max(map(len, names), default=0) + 0.7
    room = 0.8 * ax.figure.get_figwidth() / inches
    fits = (n for n in (4, 3, 2) if n < room and (n == 2 or len(names) % n in (0, n - 1)))
    legend_above(ax, next(fits, 1), handlelength=2.6)
