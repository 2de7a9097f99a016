"""Scales for pictures that move. Matplotlib's own ticks take longer to draw than all that they measure."""

import functools

import numpy as np
from matplotlib.path import Path

from rnn_helpers.figures.canvas import Labels, bare, rectangles

LINE = 0.8  # points: how wide a line is


def light_scales(ax, x, y, xlabel="", ylabel="", *, size=13):
    """Both scales of the axes as one collection, in place of its own, which are switched off.

    x, y: (places, names) of the ticks. Call it after the limits are set, in a figure whose layout is fixed.
    """
    left, low = bare(ax).get_xlim()[0], ax.get_ylim()[0]
    width, height = 72 * ax.figure.get_size_inches() * ax.get_position().size  # in points, as all outlines
    labels = Labels()
    for place, name in zip(*y):
        labels.add(left, place, name, size=size, ha="right", shift=(-8, 0))
    widest = max((np.ptp(outline.vertices[:, 0]) for outline in labels.outlines), default=0)  # of the names so far
    for place, name in zip(*x):
        labels.add(place, low, name, size=size, va="top", shift=(0, -7))
    labels.add(left, low, xlabel, size=size + 2, shift=(width / 2, -34))
    labels.add(left, low, ylabel, size=size + 2, shift=(-22 - widest, height / 2), upwards=True)
    for line in (_bar(0, 0, width, LINE), _bar(0, 0, LINE, height)):
        labels.stamp(left, low, line, "black")
    for place in y[0]:
        labels.stamp(left, place, _bar(-0.008 * width, -LINE / 2, 0.008 * width, LINE), "black")
    for place in x[0]:
        labels.stamp(place, low, _bar(-LINE / 2, -0.014 * height, LINE, 0.014 * height), "black")
    labels.draw(ax, clip_on=False)


@functools.lru_cache(maxsize=1000)
def _bar(left, bottom, width, height):
    return Path([*rectangles(left, bottom, width, height)[0], (left, bottom)], closed=True)


def few_steps(first, last):
    """-> (places, names) of at most 9 ticks at whole numbers from first to last."""
    every = next(n * 10**power for power in range(9) for n in (1, 2, 5) if (last - first) / (n * 10**power) <= 8)
    places = [n for n in range(first, last + 1) if n % every == 0]
    return places, [str(n) for n in places]
