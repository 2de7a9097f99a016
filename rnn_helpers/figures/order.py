"""A sequence next to the same sequence in another order, and what two models say of both."""

import numpy as np
from matplotlib.colors import to_rgba

from rnn_helpers.figures.canvas import bare, on_axes, styled
from rnn_helpers.figures.palette import BLUE, GREEN, GREY, INK, ORANGE, RED
from rnn_helpers.figures.shapes import Labels, Shapes, rectangles

MOVED, ANCHOR, FREE = to_rgba(ORANGE, 0.45), to_rgba(GREEN, 0.35), to_rgba(GREY, 0.2)
MARKS = 0.55  # inches beside a column, for the places' numbers and the anchor's sign
SMALLEST = 10  # points: in smaller rows, marks take the place of numbers
WHAT = {
    "words": "A sentence of {} words",
    "prices": "A window of {} prices",
    "image": "An image of {} rows",
}


@styled
def reordered(shown, order, answers, models, *, anchor=None, ax=None):
    """A sequence as it was and as it is now, and what each model believes about both.

    shown: T words, (T,) prices, or an image (T, W) read row by row. order (T,): place t holds
    element order[t]. answers: K names. models: name -> (before, now), probabilities (K,) of the
    answers. anchor (T,) bool: what was held in place. ax: one axes for the sequence and one per
    model, or None.
    """
    order, T = np.asarray(order), len(order)
    anchor = np.zeros(T, bool) if anchor is None else np.asarray(anchor, bool)
    ratios = {"width_ratios": [2.4] + [1] * len(models)}
    figure, axes = on_axes(ax, 1, 1 + len(models), width=11.5, height=4.8, **ratios)
    kind = "image" if np.ndim(shown) == 2 else "words" if isinstance(shown[0], str) else "prices"
    draw = {"words": _words, "prices": _prices, "image": _image}[kind]
    draw(bare(axes[0]), shown, order, anchor)
    said = []
    for n, (name, (before, now)) in enumerate(models.items()):
        _answer(bare(axes[1 + n]), name, answers, before, now, (GREY, BLUE)[n % 2])
        same = before.argmax() == now.argmax()
        said.append(f"the {name} model's answer {'stays the same' if same else 'changes'}")
    moved = int((order != np.arange(T)).sum())
    held = f", an anchor of {anchor.sum()} held in place" if anchor.any() else ""
    figure.alt = f"{WHAT[kind].format(T)}, {moved} of them moved{held}; {', '.join(said)}."
    return figure


def _inches(ax):
    """Makes the axes count in inches, from the lower left. -> width, height."""
    width, height = ax.figure.get_size_inches() * ax.get_position().size
    ax.set(xlim=(0, width), ylim=(0, height))
    return width, height


def _lines(shapes, order, anchor, rows, left, right):
    """From each element's old place to its new one: thick where it moved, dashed if held."""
    for t, source in enumerate(order):
        look = (GREY, 1.2, "-")
        if anchor[source]:
            look = (GREEN, 2, "--")
        elif source != t:
            look = (ORANGE, 2.8, "-")
        shapes.line([(left, rows[source]), (right, rows[t])], *look)


def _beside(labels, order, anchor, rows, left, right, size):
    """Numbers at the left, 'from' and anchors at the right; in narrow rows, marks only."""
    for t, source in enumerate(order):
        if size >= SMALLEST:
            labels.add(left, rows[t], t + 1, size=size, ha="right")
            said = "⚓" if anchor[source] else f"from {source + 1}" if source != t else ""
            labels.add(right, rows[t], said, size=size, ha="left")
        elif source != t:
            labels.add(right, rows[t], "◂", size=size + 2, ha="left", color=ORANGE)
    if size < SMALLEST:
        for t in (0, len(order) - 1):
            labels.add(left, rows[t], t + 1, size=13, ha="right")
        if anchor.any():
            labels.add(right, rows[anchor].mean(), "⚓", size=20, ha="left", color=GREEN)


def _words(ax, words, order, anchor):
    """Two columns of words, with a line from each word's old place to its new one."""
    width, height = _inches(ax)
    T = len(order)
    pitch = (height - 0.45) / max(T, 6)
    rows = height - 0.45 - pitch * (np.arange(T) + 0.5)
    column = (width - 2 * MARKS - 1.3) / 2
    left, right, labels, shapes = 0.35, width - 0.95 - column, Labels(), Shapes()
    before = [ANCHOR if held else FREE for held in anchor]
    now = [before[s] if anchor[s] or s == t else MOVED for t, s in enumerate(order)]
    columns = ((left, np.arange(T), before), (right, order, now))
    for x, _, colors in columns:
        boxes = rectangles(x, rows - 0.44 * pitch, column, 0.88 * pitch)
        shapes.polygons(boxes, colors)
    _lines(shapes, order, anchor, rows, left + column + 0.05, right - 0.05)
    shapes.draw(ax)
    size = min(15, 50 * pitch)
    if size > 6:
        for x, places, _ in columns:
            for y, source in zip(rows, places, strict=True):
                fits = min(size, 72 * column / (0.6 * max(1, len(words[source]))))
                labels.add(x + column / 2, y, words[source], size=fits)
        outside = left - 0.06, right + column + 0.06
        _beside(labels, order, anchor, rows, *outside, min(13, size))
    _heads(labels, height, {"as it was": left, "now": right})
    labels.draw(ax)


def _image(ax, image, order, anchor):
    """Two images, with a line from each row's old place to its new one."""
    width, height = _inches(ax)
    image = np.asarray(image, float)
    T, across = image.shape
    wide = min((height - 0.5) / T * across, (width - 2.2) / 2)
    pixel = min((height - 0.5) / T, 1.3 * wide / across)  # slightly tall: rows matter here
    top = height - 0.45 - (height - 0.5 - pixel * T) / 3
    rows = top - pixel * (np.arange(T) + 0.5)
    low, high = rows[-1] - pixel / 2, rows[0] + pixel / 2
    left, right, labels, shapes = 0.35, 0.35 + wide + 1.05, Labels(), Shapes()
    look = {"cmap": "gray", "vmin": 0, "vmax": np.nanmax(image, initial=1), "aspect": "auto"}
    for x, places in ((left, np.arange(T)), (right, order)):
        extent = (x, x + wide, low, high)
        ax.imshow(image[places], extent=extent, interpolation="nearest", **look)
    ax.set(xlim=(0, width), ylim=(0, height))
    _lines(shapes, order, anchor, rows, left + wide + 0.05, right - 0.05)
    shapes.draw(ax)
    _beside(labels, order, anchor, rows, left - 0.06, right + wide + 0.06, min(13, 55 * pixel))
    _heads(labels, top + 0.4, {"as it was": left, "now": right})
    labels.draw(ax)


def _prices(ax, prices, order, anchor):
    """The old prices as a dashed line, the new ones as a solid one, what moved as squares."""
    width, height = _inches(ax)
    prices, t, labels = np.asarray(prices, float), np.arange(len(order)), Labels()
    known = prices[np.isfinite(prices)]
    low, high = (known.min(), known.max()) if len(known) else (0.0, 1.0)
    xs = 0.75 + (width - 1.1) * (t + 0.5) / len(t)
    ys = 0.85 + (height - 1.7) * (prices - low) / ((high - low) or 1.0)
    now, held = ys[order], anchor[order]
    moved = (order != t) & ~held
    ax.plot(xs, ys, "--", color=GREY, linewidth=1.8)
    ax.plot(xs, now, "-", color=INK, linewidth=2.2)
    stays = [GREEN if each else GREY for each in held[~moved]]
    ax.scatter(xs[moved], now[moved], s=95, marker="s", color=ORANGE, edgecolor=INK, zorder=4)
    ax.scatter(xs[~moved], now[~moved], s=60, marker="o", color=stays, edgecolor=INK, zorder=4)
    for y, value in ((0.85, low), (height - 0.85, high)):
        labels.add(0.62, y, rf"\${value:.0f}", size=13, ha="right")
    for n in t[:: -(-len(t) // 12)]:
        labels.add(xs[n], 0.42, n + 1, size=13)
    for n in np.flatnonzero(held & np.isfinite(now)):
        above = 0.3 if now[n] < height / 2 else -0.3
        labels.add(xs[n], now[n] + above, "⚓", size=17, color=GREEN)
    labels.add(width / 2, 0.16, "day", size=14)
    middle = width / 2
    heads = {"dashed: as it was": 0.75, "line: now": middle - 0.2, "moved": middle + 1.3}
    _heads(labels, height, heads)
    labels.add(middle + 1.15, height - 0.2, "■", size=14, color=ORANGE)
    labels.draw(ax)


def _heads(labels, height, heads):
    for text, x in heads.items():
        labels.add(x, height - 0.2, text, size=15, ha="left")


def _answer(ax, name, answers, before, now, color):
    """A bar per answer, as high as its probability now; dashed, as it was before."""
    K, first, last = len(answers), before.argmax(), now.argmax()
    places, labels, shapes = np.arange(K), Labels(), Shapes()
    ax.set(xlim=(-0.75, K - 0.25), ylim=(-0.2, 1.6))
    shapes.polygons(rectangles(places - 0.3, 0, 0.6, np.nan_to_num(now)), color)
    outlines = rectangles(places - 0.38, 0, 0.76, np.nan_to_num(before))
    shapes.polygons(outlines, edges=INK, width=1.5, dash="--")
    shapes.line([(-0.6, 0), (K - 0.4, 0)], INK, 1.2)
    shapes.draw(ax)
    for x, answer in zip(places, answers, strict=True):
        labels.add(x, -0.1, answer, size=15 if K < 4 else 13)
    # The number is wider than a bar, so it stands above the neighbours too where there are many.
    near = slice(max(0, last - 1), last + 2) if K > 3 else slice(last, last + 1)
    high = np.nan_to_num([now[near], before[near]]).max()
    labels.add(last, high + 0.07, f"{100 * now[last]:.0f} %", size=14)
    same = first == last
    change, look = ("as before", INK) if same else (f"≠ before: {answers[first]}", RED)
    labels.add(-0.7, 1.5, name, size=16, ha="left")
    labels.add(-0.7, 1.36, f"says {answers[last]},", size=15, ha="left")
    labels.add(-0.7, 1.23, change, size=15, ha="left", color=look)
    labels.draw(ax)
