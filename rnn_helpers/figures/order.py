"""A sequence beside the same sequence in another order, and what two models say of both."""

import numpy as np
from matplotlib.colors import to_rgba

from rnn_helpers.figures.canvas import BLUE, GREEN, GREY, INK, ORANGE, RED, Labels, Shapes, bare, picture, rectangles, styled

MOVED, ANCHOR, FREE = to_rgba(ORANGE, 0.45), to_rgba(GREEN, 0.35), to_rgba(GREY, 0.2)
MARKS = 0.55  # inches beside a column, for the places' numbers and the anchor's sign
WHAT = {"words": "A sentence of {} "
                 "words", "prices": "A window of {} "
                                                     "prices", "image": "An image "
                                                                                       "of {} rows"}


@styled
def reordered(shown, order, answers, models, *, anchor=None, ax=None):
    """Left, a sequence as it was and now; right, for each model, how it shares its belief among the answers.

    shown: T words, (T,) prices, or an image (T, W) read row by row. order (T,): place t holds element order[t].
    answers: K names. models: name -> (as it was, now), (K,) shares each. anchor (T,) bool: what was held in its place.
    ax: one axes for the sequence and one for each model, or None.
    """
    order, T = np.asarray(order), len(order)
    anchor = np.zeros(T, bool) if anchor is None else np.asarray(anchor, bool)
    axes = ax if ax is not None else picture(1, 1 + len(models), width=11.5, height=4.8,
                                             width_ratios=[2.4] + [1] * len(models))[1]
    kind = "image" if np.ndim(shown) == 2 else "words" if isinstance(shown[0], str) else "prices"
    {"words": _words, "prices": _prices, "image": _image}[kind](bare(axes[0]), shown, order, anchor)
    for panel, color, (name, (before, now)) in zip(axes[1:], (GREY, BLUE) * len(models), models.items()):
        _answer(bare(panel), name, answers, before, now, color)
    figure = axes[0].figure
    moved = int((order != np.arange(T)).sum())
    said = ", ".join(f"the {name} model says "
                     f"{'the same as' if before.argmax() == now.argmax() else 'something else than'} "
                     "before"
                     for name, (before, now) in models.items())
    held = f", with an anchor of {anchor.sum()} held" if anchor.any() else ""
    figure.alt = f"{WHAT[kind].format(T)}, {moved} of them in another place than before{held}; {said}."
    return figure


def _inches(ax):
    """Makes the axes count in inches, from the lower left. -> width, height."""
    place = ax.get_position()
    width, height = ax.figure.get_size_inches() * (place.width, place.height)
    ax.set(xlim=(0, width), ylim=(0, height))
    return width, height


def _colors(order, anchor):
    return [ANCHOR if anchor[source] else MOVED if source != t else FREE for t, source in enumerate(order)]


def _lines(shapes, order, anchor, rows, left, right):
    """From where each element was to where it is: thick where it moved, dashed where it was held."""
    for t, source in enumerate(order):
        color, width, dash = (GREEN, 2, "--") if anchor[source] else (ORANGE, 2.8, "-") if source != t else (GREY, 1.2, "-")
        shapes.line([(left, rows[source]), (right, rows[t])], color, width, dash)


def _beside(labels, order, anchor, rows, left, right, size):
    """Numbers at the left, 'from' and the anchor's sign at the right; where rows are too narrow, only marks."""
    for t, source in enumerate(order):
        if size >= 10:
            labels.add(left, rows[t], t + 1, size=size, ha="right")
            said = "⚓" if anchor[source] else f"from {source + 1}" if source != t else ""
            labels.add(right, rows[t], said, size=size, ha="left")
        elif source != t:
            labels.add(right, rows[t], "◂", size=size + 2, ha="left", color=ORANGE)
    if size < 10:
        for t in (0, len(order) - 1):
            labels.add(left, rows[t], t + 1, size=13, ha="right")
        if anchor.any():
            labels.add(right, rows[anchor].mean(), "⚓", size=20, ha="left", color=GREEN)


def _words(ax, words, order, anchor):
    width, height = _inches(ax)
    pitch = (height - 0.45) / max(len(order), 6)
    rows = height - 0.45 - pitch * (np.arange(len(order)) + 0.5)
    column = (width - 2 * MARKS - 1.3) / 2
    left, right, labels, shapes = 0.35, width - 0.95 - column, Labels(), Shapes()
    columns = ((left, np.arange(len(order)), [ANCHOR if held else FREE for held in anchor]),
               (right, order, _colors(order, anchor)))
    for x, places, colors in columns:
        shapes.polygons(rectangles(x, rows - 0.44 * pitch, column, 0.88 * pitch), colors)
    _lines(shapes, order, anchor, rows, left + column + 0.05, right - 0.05)
    shapes.draw(ax)
    size = min(15, 50 * pitch)
    if size > 6:
        for x, places, _ in columns:
            for y, source in zip(rows, places):
                fits = min(size, 72 * column / (0.6 * max(1, len(words[source]))))
                labels.add(x + column / 2, y, words[source], size=fits)
        _beside(labels, order, anchor, rows, left - 0.06, right + column + 0.06, min(13, size))
    _heads(labels, height, (left, "as it was"), (right, "now"))
    labels.draw(ax)


def _image(ax, image, order, anchor):
    width, height = _inches(ax)
    T, across = np.shape(image)
    wide = min((height - 0.5) / T * across, (width - 2.2) / 2)
    pixel = min((height - 0.5) / T, 1.3 * wide / across)  # a little higher than wide: rows are what counts here
    top = height - 0.45 - (height - 0.5 - pixel * T) / 3
    rows = top - pixel * (np.arange(T) + 0.5)
    left, right, labels, shapes = 0.35, 0.35 + wide + 1.05, Labels(), Shapes()
    for x, places in ((left, np.arange(T)), (right, order)):
        ax.imshow(np.asarray(image, float)[places], cmap="gray", vmin=0, vmax=np.nanmax(image, initial=1), aspect="auto",
                  extent=(x, x + wide, rows[-1] - pixel / 2, rows[0] + pixel / 2), interpolation="nearest")
    ax.set(xlim=(0, width), ylim=(0, height))
    _lines(shapes, order, anchor, rows, left + wide + 0.05, right - 0.05)
    shapes.draw(ax)
    _beside(labels, order, anchor, rows, left - 0.06, right + wide + 0.06, min(13, 55 * pixel))
    _heads(labels, top + 0.4, (left, "as it was"), (right, "now"))
    labels.draw(ax)


def _prices(ax, prices, order, anchor):
    width, height = _inches(ax)
    prices, t, labels = np.asarray(prices, float), np.arange(len(order)), Labels()
    known = prices[np.isfinite(prices)]
    low, high = (known.min(), known.max()) if len(known) else (0.0, 1.0)
    room = (high - low) or 1.0
    xs = 0.75 + (width - 1.1) * (t + 0.5) / len(t)
    ys = 0.85 + (height - 1.7) * (prices - low) / room
    ax.plot(xs, ys, "--", color=GREY, linewidth=1.8)
    now = ys[order]
    ax.plot(xs, now, "-", color=INK, linewidth=2.2)
    held, moved = anchor[order], (order != t) & ~anchor[order]
    ax.scatter(xs[moved], now[moved], s=95, marker="s", color=ORANGE, edgecolor=INK, zorder=4)
    ax.scatter(xs[~moved], now[~moved], s=60, marker="o", color=[GREEN if stays else GREY for stays in held[~moved]],
               edgecolor=INK, zorder=4)
    for y, value in ((0.85, low), (height - 0.85, high)):
        labels.add(0.62, y, f"${value:.0f}".replace("$", r"\$"), size=13, ha="right")
    every = -(-len(t) // 12)
    for n in t[::every]:
        labels.add(xs[n], 0.42, n + 1, size=13)
    for n in np.flatnonzero(held & np.isfinite(now)):
        labels.add(xs[n], now[n] + (0.3 if now[n] < height / 2 else -0.3), "⚓", size=17, color=GREEN)
    labels.add(width / 2, 0.16, "day", size=14)
    _heads(labels, height, (0.75, "dashed: as it "
                                  "was"), (width / 2 - 0.2, "line: "
                                                                          "now"), (width / 2 + 1.3, "moved"))
    labels.add(width / 2 + 1.15, height - 0.2, "■", size=14, color=ORANGE)
    labels.draw(ax)


def _heads(labels, height, *heads):
    for x, text in heads:
        labels.add(x, height - 0.2, text, size=15, ha="left")


def _answer(ax, name, answers, before, now, color):
    """One bar an answer, its height the model's share of belief; dashed, as it was before."""
    places, first = np.arange(len(answers)), before.argmax()
    last = now.argmax()
    ax.set(xlim=(-0.75, len(answers) - 0.25), ylim=(-0.2, 1.6))

    shapes = Shapes()
    shapes.polygons(rectangles(places - 0.3, 0, 0.6, np.nan_to_num(now)), color)
    shapes.polygons(rectangles(places - 0.38, 0, 0.76, np.nan_to_num(before)), edges=INK, width=1.5, dash="--")
    shapes.line([(-0.6, 0), (len(answers) - 0.4, 0)], INK, 1.2)
    shapes.draw(ax)
    labels, left = Labels(), -0.7
    for x, answer in zip(places, answers):
        labels.add(x, -0.1, answer, size=15 if len(answers) < 4 else 13)
    near = slice(max(0, last - 1), last + 2) if len(answers) > 3 else slice(last, last + 1)  # the number is wider than a bar
    labels.add(last, np.nan_to_num([now[near], before[near]]).max() + 0.07, f"{100 * now[last]:.0f} "
                                                                            "%", size=14)
    labels.add(left, 1.5, name, size=16, ha="left")
    labels.add(left, 1.36, f"says {answers[last]},", size=15, ha="left")
    labels.add(left, 1.23, "as "
                           "before" if first == last else "≠ before: "
                                                             f"{answers[first]}", size=15, ha="left",
               color=INK if first == last else RED)
    labels.draw(ax)
