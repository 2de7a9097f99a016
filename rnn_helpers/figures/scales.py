"""Scales for pictures that move. Matplotlib's own ticks take longer to draw than all that they measure."""

import numpy as np
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from rnn_helpers.figures.canvas import INK, Labels


def light_scales(ax, x, y, xlabel="", ylabel="", *, size=13):
    """Both scales of the axes as two collections, in place of its own, which are switched off.

    x, y: (places, names) of the ticks. Call it after the limits are set.
    """
    if ax.axison:
        ax.set_axis_off()
    corner = ax.get_xlim()[0], ax.get_ylim()[0]
    share = (ax.transScale + ax.transLimits).transform  # data -> share of the axes
    left = [(0, up) for _, up in share([(corner[0], place) for place in y[0]])] if len(y[0]) else []
    under = [(across, 0) for across, _ in share([(place, corner[1]) for place in x[0]])] if len(x[0]) else []

    lines = [[(0, 1), (0, 0)], [(0, 0), (1, 0)], *([(0, up), (-0.008, up)] for _, up in left),
             *([(across, 0), (across, -0.014)] for across, _ in under)]
    ax.add_collection(LineCollection(lines, transform=ax.transAxes, colors="black", linewidths=0.8, clip_on=False, zorder=2.5),
                      autolim=False)

    tags = [(place, _outline(name, size, "right", "center"), (-8, 0)) for place, name in zip(left, y[1]) if name.strip()]
    widest = max([np.ptp(outline.vertices[:, 0]) for _, outline, _ in tags], default=0)
    tags += [(place, _outline(name, size, "center", "top"), (0, -7)) for place, name in zip(under, x[1]) if name.strip()]
    tags += [((0.5, 0), _outline(xlabel, size + 2, "center", "center"), (0, -34))] if xlabel else []
    tags += [((0, 0.5), _upwards(_outline(ylabel, size + 2, "center", "center")), (-22 - widest, 0))] if ylabel else []
    drawn = PathCollection([Path(outline.vertices + np.array(points), outline.codes) for _, outline, points in tags],
                           offsets=[place for place, *_ in tags], offset_transform=ax.transAxes, facecolor=INK,
                           edgecolor="none", clip_on=False, zorder=5)
    drawn.set_transform(Affine2D().scale(ax.figure.dpi / 72))  # the outlines are measured in points
    ax.add_collection(drawn, autolim=False)


def _outline(text, size, ha, va):
    labels = Labels()
    labels.add(0, 0, text, size=size, ha=ha, va=va)
    return labels.outlines[0]


def _upwards(outline):
    """Turned, to be read from below."""
    return Path(outline.vertices @ np.array([[0, 1], [-1, 0]]), outline.codes)


def few_steps(first, last):
    """-> (places, names) of at most 9 ticks at whole numbers from first to last."""
    every = next(n * 10**power for power in range(9) for n in (1, 2, 5) if (last - first) / (n * 10**power) <= 8)
    places = [n for n in range(first, last + 1) if n % every == 0]
    return places, [str(n) for n in places]
