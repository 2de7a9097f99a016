"""Scales for pictures that move. Matplotlib's own ticks take longer to draw than all that they measure."""

import functools

import numpy as np
from matplotlib.path import Path

from rnn_helpers.figures.canvas import INK, Labels, rectangles

LINE = 0.8  # points: how wide a line is


def light_scales(ax, x, y, xlabel="", ylabel="", *, size=13):
    """Both scales of the axes as one collection, in place of its own, which are switched off.

    x, y: (places, names) of the ticks. Call it after the limits are set, in a figure whose layout is fixed.
    """
    if ax.axison:
        ax.set_axis_off()
    left, low = ax.get_xlim()[0], ax.get_ylim()[0]
    width, height = 72 * ax.figure.get_size_inches() * ax.get_position().size  # in points, as all outlines
    labels = Labels()
    for line in (_bar(0, 0, width, LINE), _bar(0, 0, LINE, height)):
        labels.stamp(left, low, line, "black")
    for place, name in zip(*y):
        labels.stamp(left, place, _bar(-0.008 * width, -LINE / 2, 0.008 * width, LINE), "black")
        _write(labels, left, place, name, size, "right", "center", (-8, 0))
    for place, name in zip(*x):
        labels.stamp(place, low, _bar(-LINE / 2, -0.014 * height, LINE, 0.014 * height), "black")
        _write(labels, place, low, name, size, "center", "top", (0, -7))
    widest = max((np.ptp(_outline(name, size, "right", "center").vertices[:, 0]) for name in y[1] if name.strip()), default=0)
    _write(labels, left, low, xlabel, size + 2, "center", "center", (width / 2, -34))
    _write(labels, left, low, ylabel, size + 2, "center", "center", (-22 - widest, height / 2), upwards=True)
    labels.draw(ax, clip_on=False)


def _write(labels, x, y, text, size, ha, va, points, *, upwards=False):
    if text.strip():
        labels.stamp(x, y, _outline(text, size, ha, va, points, upwards), INK)


@functools.lru_cache(maxsize=1000)
def _outline(text, size, ha, va, points=(0, 0), upwards=False):
    """Of a text, moved so many points; or turned, to be read from below."""
    labels = Labels()
    labels.add(0, 0, text, size=size, ha=ha, va=va)
    (outline,) = labels.outlines
    vertices = outline.vertices @ np.array([[0, 1], [-1, 0]]) if upwards else outline.vertices
    return Path(vertices + np.array(points), outline.codes)


@functools.lru_cache(maxsize=1000)
def _bar(left, bottom, width, height):
    return Path([*rectangles(left, bottom, width, height)[0], (left, bottom)], closed=True)


def few_steps(first, last):
    """-> (places, names) of at most 9 ticks at whole numbers from first to last."""
    every = next(n * 10**power for power in range(9) for n in (1, 2, 5) if (last - first) / (n * 10**power) <= 8)
    places = [n for n in range(first, last + 1) if n % every == 0]
    return places, [str(n) for n in places]
