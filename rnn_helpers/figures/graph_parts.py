"""The parts of `graph.unrolled`: boxes of numbers, and arrows that carry vectors."""

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import to_rgba
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path

from rnn_helpers.figures.palette import DIVERGING, INK
from rnn_helpers.figures.shapes import Labels, Shapes, rectangles

# Heights: of an arrow, of a small box, of h's box, of the name over it.
GAP, SMALL, TALL, NAME = 0.75, 0.6, 1.5, 0.34
BOTTOM = {"x": 0.0, "h": SMALL + GAP, "y": SMALL + GAP + TALL + NAME + GAP}
HEIGHT = {"x": SMALL, "h": TALL, "y": SMALL}
COLORS = colormaps[DIVERGING]
MARKS = {mark: MarkerStyle(mark) for mark in "<>^v"}
HEADS = {mark: style.get_path().transformed(style.get_transform()) for mark, style in MARKS.items()}
BACK = Path([(0, 0), (10.6, -1.2), (7.2, 8.2), (0, 0)], closed=True)  # the loop's head, in points
EMPTY = "#EEEEEE"  # a box without numbers: NaN, or not reached yet


class Drawing:
    """Boxes and arrows in columns; heights are inches, nearly. `finish` draws them all.

    Each row has one scale of colours, and all arrows have one scale of widths.
    """

    def __init__(self, ax, view):
        self.ax, self.view, self.scale, self.arrows, self.frames = ax, view, {}, [], []
        self.shapes, self.labels = Shapes(), Labels()
        low, high = ax.get_xlim()
        self.inches = inches_across(ax) / (high - low)  # of one column
        self.roomy = self.inches >= 0.45  # there is room for names
        self.wide = self.inches >= 0.9  # and for numbers
        self.width = 0.56 if self.inches >= 0.15 else 0.8
        self._key()

    def boxes(self, row, t, values, name, color):
        """A box for each column t. values (len(t), n): n colours per box, the first on top."""
        t, n = np.asarray(t), values.shape[1]
        bottom, height = BOTTOM[row], HEIGHT[row]
        finite = np.abs(values[np.isfinite(values)])
        scale = self.scale.setdefault(row, finite.max() if finite.any() else 1.0)
        left = t - self.width / 2
        self._cells(left, bottom + height * np.linspace(1, 0, n + 1), values / scale)
        self.frames.append((rectangles(left, bottom, self.width, height), color))
        if n == 1 and self.wide:
            for column, (value,) in zip(t, values, strict=True):
                if np.isfinite(value):
                    ink = "white" if abs(value) > 0.6 * scale else INK
                    middle = bottom + height / 2
                    self.labels.add(column, middle, f"{value:.1f}", size=14, color=ink)
        if row == "h" and self.roomy:
            size = 16 if self.inches >= 0.55 else 12
            for column in t:
                step = name.replace("{t}", f"{{{column}}}")
                self.labels.add(column, bottom + height + 0.05, step, va="bottom", size=size)
        elif t[0] != 0 or len(t) > 1:
            left = self.ax.get_xlim()[0]
            self.labels.add(left, bottom + height / 2, name, ha="left", size=20)

    def _cells(self, left, levels, values):
        """A stack of cells at each place `left`, between the levels from the top down.

        values: from -1 to 1, or NaN.
        """
        colors = COLORS((values.ravel() + 1) / 2)
        colors[~np.isfinite(values.ravel())] = to_rgba(EMPTY)
        low, heights = (np.tile(each, len(left)) for each in (levels[1:], -np.diff(levels)))
        corners = rectangles(np.repeat(left, len(levels) - 1), low, self.width, heights)
        self.shapes.polygons(corners, colors, smooth=False)

    def across(self, start, end, vectors, name):
        """Arrows between states, from the columns `start` to the columns `end`."""
        start, end = np.asarray(start), np.asarray(end)
        if not len(start):
            return
        sign = np.sign(end - start)
        a, b = start + sign * self.width / 2, end - sign * self.width / 2
        level = np.full(len(a), BOTTOM["h"] + TALL / 2)
        self._arrows(a, level, b, level, vectors, ">" if sign[0] > 0 else "<")
        if self.wide:
            for middle, size in zip((a + b) / 2, norm(vectors), strict=True):
                self.labels.add(middle, level[0] + 0.13, name, va="bottom", size=14)
                self.labels.add(middle, level[0] - 0.15, _number(size), va="top", size=13)

    def upright(self, start, end, t, vectors, name):
        """Arrows from row to row in the columns t."""
        t, up = np.asarray(t), BOTTOM[end] > BOTTOM[start]
        if not len(t):
            return
        lower, upper = (start, end) if up else (end, start)
        name_over = NAME if lower == "h" and self.roomy else 0
        low, high = BOTTOM[lower] + HEIGHT[lower] + name_over, BOTTOM[upper]
        a, b = (low, high) if up else (high, low)
        self._arrows(t, np.full(len(t), a), t, np.full(len(t), b), vectors, "^" if up else "v")
        middle = (a + b) / 2
        for column, size in zip(t, norm(vectors), strict=True):
            if start == "y" and self.roomy:
                self.labels.add(column, a + 0.04, name, va="bottom", size=17)
            if self.wide:
                self.labels.add(column + 0.1, middle, _number(size), ha="left", size=13)
                if start != "y":
                    self.labels.add(column - 0.1, middle, name, ha="right", size=14)

    def around(self, vector, state, name):
        """The loop's own arrow: out of the state's box on the right and in again below."""
        inch, side, level = 1 / self.inches, 1 + self.width / 2, BOTTOM["h"] + TALL / 2
        bulge, end = (side + 1.05 * inch, level), (side + 0.1 * inch, level - 0.41)
        curve = Path([(side, level + 0.45), bulge, end], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
        self.shapes.outline(curve, edge=INK, width=2.5)
        self.labels.stamp(side, level - 0.45, BACK, INK)
        side += 0.72 * inch  # beyond the arrow's bulge
        self.labels.add(side, level + 0.42, name, ha="left", va="bottom", size=14)
        self.labels.add(side, level + 0.12, state, ha="left", va="bottom", size=15)
        self.labels.add(side, level - 0.06, _number(norm(vector)), ha="left", va="top", size=13)

    def _arrows(self, x0, y0, x1, y1, vectors, head):
        ends = (np.stack(each, axis=-1).astype(float) for each in ((x0, y0), (x1, y1)))
        sizes = np.nan_to_num(norm(vectors), nan=0.0, posinf=0.0)
        self.arrows.append((*ends, sizes, head))

    def finish(self):
        """Boxes, then arrows, then texts."""
        largest = max((sizes.max() for *_, sizes, _ in self.arrows), default=0) or 1.0
        widest = 6 if self.roomy else 2.5 if self.inches >= 0.15 else 1
        heads = self.inches >= 0.2
        for start, end, sizes, head in self.arrows:
            widths = widest * (0.15 + 0.85 * sizes / largest)
            # An inch back along the arrow, in columns and in heights.
            back = np.sign(start - end) * [1 / self.inches, 1] * heads
            for a, b, width in zip(start, end + 0.09 * back, widths, strict=True):
                self.shapes.line([a, b], INK, width)
            if heads:
                for place, width in zip(end + 0.05 * back, widths, strict=True):
                    self.labels.stamp(*place, _head(head, width), INK)
        if self.inches >= 0.15:
            for frames, color in self.frames:
                self.shapes.polygons(frames, edges=color, width=2 if self.roomy else 0.8)
        self.shapes.draw(self.ax)
        self.labels.draw(self.ax)

    def names(self, steps, tokens):
        """Under the inputs: the tokens where they fit, otherwise the numbers of some steps."""
        columns = [1] if self.view == "loop" else list(steps)
        room = self.inches * 72 / 0.62  # in letters of one point
        if tokens and (fits := room / max(1, *map(len, tokens), 1)) >= 10:
            for column, token in zip(columns, tokens, strict=True):
                self.labels.add(column, -0.1, token, va="top", size=min(16, fits))
            return
        counts = (n * 10**k for k in range(9) for n in (1, 2, 5))
        every = next(n for n in counts if n * self.inches >= 0.45)
        for column, step in zip(columns, steps, strict=True):
            if every == 1 or step == 1 or step % every == 0:
                text = f"t = {step}" if self.inches > 0.7 else step
                self.labels.add(column, -0.1, text, va="top", size=13)

    def _key(self):
        """Blue low, white zero, red high, at the upper left; what the numbers at arrows are."""
        (left, _), top = self.ax.get_xlim(), self.ax.get_ylim()[1]
        side = 0.22 / self.inches
        patches = rectangles(left + side * np.arange(1, 6), top - 0.26, side, 0.2)
        self.shapes.polygons(patches, COLORS(np.linspace(0, 1, 5)), smooth=False)
        self.labels.add(left + 0.7 * side, top - 0.16, "−", ha="right", size=15)
        self.labels.add(left + 6.3 * side, top - 0.16, "+", ha="left", size=15)
        if self.wide and self.view != "loop":
            told = "a number by an arrow: the length of the vector it carries"
            self.labels.add(left + 9 * side, top - 0.16, told, ha="left", size=13)


def inches_across(ax):
    """Width of the axes; those of a picture of their own will fill it, nearly."""
    part = ax.get_position().width if len(ax.figure.axes) > 1 else 0.97
    return ax.figure.get_size_inches()[0] * part


def norm(vectors):
    """Of vectors (..., n): squares would overflow where gradients explode."""
    return np.hypot.reduce(np.asarray(vectors, float), axis=-1)


def _head(mark, width):
    """The head of an arrow that is so many points wide."""
    return Path(HEADS[mark].vertices * np.sqrt(16 + 6 * width**1.6), HEADS[mark].codes)


def _number(value):
    """Two digits; very small and very large numbers as powers of ten."""
    if not np.isfinite(value) or value == 0:
        return f"{value:.0f}"
    if 0.01 <= value < 100:
        return f"{value:.1f}" if value >= 0.995 else f"{value:.2f}"
    return f"$10^{{{np.floor(np.log10(value)):.0f}}}$"
