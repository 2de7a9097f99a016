"""The graph of one example, drawn from an actual run: as a loop, unrolled, and backward.

Every box is a vector, its numbers as colours. Every arrow carries a vector: its width, and the number on it,
are that vector's length. What there is no room for is left out, so any number of steps can be drawn.
"""

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import to_rgba
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path

from rnn_helpers.figures.canvas import BLUE, DIVERGING, GREEN, GREY, INK, ORANGE, RED, Labels, Shapes, bare, on, rectangles, styled

VIEWS = ("unrolled", "loop", "backward")
GAP, SMALL, TALL, NAME = 0.75, 0.6, 1.5, 0.34  # heights of an arrow, of x's and y's box, of h's box, of the name over it
BOTTOM = {"x": 0.0, "h": SMALL + GAP, "y": SMALL + GAP + TALL + NAME + GAP}
HEIGHT = {"x": SMALL, "h": TALL, "y": SMALL}
LEFT, RIGHT = 0.7, 0.2  # inches: for the rows' names, and for half of the last label
COLORS = colormaps[DIVERGING]
HEADS = {mark: MarkerStyle(mark).get_path().transformed(MarkerStyle(mark).get_transform()) for mark in "<>^v"}
BACK = Path([(0, 0), (10.6, -1.2), (7.2, 8.2), (0, 0)], closed=True)  # the head of the loop's own arrow, in points
EMPTY = "#EEEEEE"  # a box without numbers: NaN, or not reached yet


@styled
def unrolled(x, h, y=None, *, tokens=None, h_0=None, dh=None, from_loss=None, dx=None, dh_0=None, step=None,
             view="unrolled", ax=None):
    """The graph of one example. x (T, D), h (T, H), y (T, K) or None, h_0 (H,) or None for zeros.

    view: "unrolled", a column for each step; "loop", one column, at one step, with the state fed back;
    "backward", the arrows reversed: the boxes hold dh (T, H) and dx (T, D), each loss enters through
    from_loss (T, H), its immediate gradient (None: at the last step only), and dh_0 (H,) leaves at the start.
    tokens: T short texts under the inputs. step: the last step that has been reached, 1 to T; "backward"
    comes from the other side, so there it is the first.
    """
    if view not in VIEWS:
        raise ValueError(f"view: expected one of {', '.join(VIEWS)}; got {view!r}")
    if view == "backward" and dh is None:
        raise ValueError("dh: expected (T, H) for the backward view, got None")
    x, h = np.asarray(x, float), np.asarray(h, float)
    T, H = h.shape
    h_0 = np.zeros(H) if h_0 is None else np.asarray(h_0, float)
    y = None if y is None else np.asarray(y, float)
    step = step or (1 if view == "backward" else T)
    high = "h" if y is None and view != "backward" else "y"
    columns = 2.3 if view == "loop" else T + 1
    figure, ax = on(ax, width=min(12, 2.1 * columns), height=BOTTOM[high] + HEIGHT[high] + 0.95)
    inch = columns / (_inches(ax) - LEFT - RIGHT)
    start = 0.5 if view == "loop" else -0.5
    ax.set(xlim=(start - LEFT * inch, start + columns + RIGHT * inch),
           ylim=(-0.5, BOTTOM[high] + HEIGHT[high] + 0.45))
    drawing = _Drawing(bare(ax), view)
    if view == "loop":
        _loop(drawing, x, h, y, h_0, step)
        figure.alt = f"The loop at step {step} of {T}: the state of {H} numbers goes back into the step that makes the next one."
        tokens = tokens and [tokens[step - 1]]
        drawing.names([step], tokens)
    elif view == "unrolled":
        _forward(drawing, x, h, y, h_0, step)
        figure.alt = (f"The graph unrolled over {T} step{'s' * (T > 1)}: each state, of {H} "
                      "numbers, is made from the input under it and the state to its "
                      f"left{', with an output above it' * (y is not None)}.")
        drawing.names(range(1, T + 1), tokens)
    else:
        dh = np.asarray(dh, float)
        _backward(drawing, dh, from_loss, dx, dh_0, step)
        figure.alt = (f"The graph of {T} step{'s' * (T > 1)} with its arrows reversed. Against the "
                      f"gradient at the last step, the one at step {step} is "
                      f"{_compared(*_length(dh)[[step - 1, -1]])}.")
        drawing.names(range(1, T + 1), tokens)
    drawing.finish()
    return figure


def _forward(drawing, x, h, y, h_0, step):
    """From the inputs up to the outputs, from left to right."""
    t = np.arange(1, len(h) + 1)
    reached = t <= step
    drawing.boxes("x", t, x, "$x_{t}$", GREEN)
    drawing.boxes("h", t, _only(reached, h), "$h_{t}$", BLUE)
    drawing.boxes("h", [0], h_0[None], "$h_{t}$", GREY)
    drawing.across(t[reached] - 1, t[reached], np.vstack([h_0, h[:-1]])[reached], "$W_{hh}$")
    drawing.upright("x", "h", t[reached], x[reached], "$W_{xh}$")
    if y is not None:
        drawing.boxes("y", t, _only(reached, y), "$y_{t}$", ORANGE)
        drawing.upright("h", "y", t[reached], h[reached], "$W_{hy}$")


def _backward(drawing, dh, from_loss, dx, dh_0, step):
    """From the losses down to the inputs, from right to left."""
    T = len(dh)
    t = np.arange(1, T + 1)
    reached = t >= step
    from_loss = np.where(t[:, None] == T, dh, 0.0) if from_loss is None else np.asarray(from_loss, float)
    drawing.boxes("h", t, _only(reached, dh), "$dh_{t}$", RED)
    enters = reached & (_length(from_loss) > 0)
    drawing.upright("y", "h", t[enters], from_loss[enters], "$L$")
    from_future = (dh - from_loss)[:-1]
    drawing.across(t[1:][reached[:-1]], t[:-1][reached[:-1]], from_future[reached[:-1]], "$W_{hh}^{⊤}$")
    if dx is not None:
        drawing.boxes("x", t, _only(reached, np.asarray(dx, float)), "$dx_{t}$", GREEN)
        drawing.upright("h", "x", t[reached], np.asarray(dx, float)[reached], "$W_{xh}^{⊤}$")
    if dh_0 is not None and step == 1:
        drawing.boxes("h", [0], np.asarray(dh_0, float)[None], "$dh_{t}$", GREY)
        drawing.across([1], [0], np.asarray(dh_0, float)[None], "$W_{hh}^{⊤}$")


def _loop(drawing, x, h, y, h_0, step):
    """The one column that there really is, at one step."""
    now, previous = slice(step - 1, step), h[step - 2] if step > 1 else h_0
    drawing.boxes("x", [1], x[now], f"$x_{{{step}}}$", GREEN)
    drawing.boxes("h", [1], h[now], f"$h_{{{step}}}$", BLUE)
    drawing.upright("x", "h", [1], x[now], "$W_{xh}$")
    drawing.around(previous, f"$h_{{{step - 1}}}$", "$W_{hh}$")
    if y is not None:
        drawing.boxes("y", [1], y[now], f"$y_{{{step}}}$", ORANGE)
        drawing.upright("h", "y", [1], h[now], "$W_{hy}$")


class _Drawing:
    """Boxes and arrows in columns; the axes' heights are inches, nearly. `finish` draws them, each kind at once."""

    def __init__(self, ax, view):
        self.ax, self.view, self.scale, self.arrows, self.labels = ax, view, {}, [], Labels()
        self.shapes, self.frames = Shapes(), []
        low, high = ax.get_xlim()
        self.inches = _inches(ax) / (high - low)  # of one column
        self.roomy = self.inches >= 0.45  # room for names; for numbers it takes twice that
        self.width = 0.56 if self.inches >= 0.15 else 0.8
        self._key()

    def boxes(self, row, t, values, name, color):
        """values (len(t), n): n colours a box, the first on top. One scale of colours a row."""
        t, n = np.asarray(t), values.shape[1]
        bottom, height = BOTTOM[row], HEIGHT[row]
        finite = np.abs(values[np.isfinite(values)])
        scale = self.scale.setdefault(row, finite.max() if finite.any() else 1.0)
        self._cells(t - self.width / 2, bottom + height * np.linspace(1, 0, n + 1), values / scale)
        self.frames.append((rectangles(t - self.width / 2, bottom, self.width, height), color))
        if n == 1 and self.inches >= 0.9:
            for column, (value,) in zip(t, values):
                dark = np.isfinite(value) and abs(value) > 0.6 * scale
                self.labels.add(column, bottom + height / 2, "" if np.isnan(value) else f"{value:.1f}", size=14,
                                color="white" if dark else INK)
        if row == "h" and self.roomy:
            for column in t:
                step = name.replace("{t}", f"{{{column}}}")
                self.labels.add(column, bottom + height + 0.05, step, va="bottom", size=16 if self.inches >= 0.55 else 12)
        elif t[0] != 0 or len(t) > 1:
            self.labels.add(self.ax.get_xlim()[0], bottom + height / 2, name, ha="left", size=20)

    def _cells(self, left, levels, values):
        """A stack of cells at each place `left`, between the levels from the top down; values from -1 to 1, or NaN."""
        colors = COLORS((values.ravel() + 1) / 2)
        colors[~np.isfinite(values.ravel())] = to_rgba(EMPTY)
        low = np.tile(levels[1:], len(left))
        self.shapes.polygons(rectangles(np.repeat(left, len(levels) - 1), low, self.width, np.tile(-np.diff(levels), len(left))),
                             colors, smooth=False)

    def across(self, start, end, vectors, name):
        """Arrows between states, from the columns `start` to the columns `end`."""
        start, end = np.asarray(start), np.asarray(end)
        if not len(start):
            return
        sign = np.sign(end - start)
        a, b = start + sign * self.width / 2, end - sign * self.width / 2
        level = np.full(len(a), BOTTOM["h"] + TALL / 2)
        self._arrows(a, level, b, level, vectors, ">" if sign[0] > 0 else "<")
        if self.inches >= 0.9:
            for middle, length in zip((a + b) / 2, _length(vectors)):
                self.labels.add(middle, level[0] + 0.13, name, va="bottom", size=14)
                self.labels.add(middle, level[0] - 0.15, _number(length), va="top", size=13)

    def upright(self, start, end, t, vectors, name):
        """Arrows from row to row in the columns t."""
        t, up = np.asarray(t), BOTTOM[end] > BOTTOM[start]
        if not len(t):
            return
        name_over = {"h": NAME if self.roomy else 0}
        a = BOTTOM[start] + HEIGHT[start] + name_over.get(start, 0) if up else BOTTOM[start]
        b = BOTTOM[end] if up else BOTTOM[end] + HEIGHT[end] + name_over.get(end, 0)
        self._arrows(t, np.full(len(t), a), t, np.full(len(t), b), vectors, "^" if up else "v")
        if start == "y" and self.roomy:
            for column in t:
                self.labels.add(column, a + 0.04, name, va="bottom", size=17)
        if self.inches >= 0.9:
            for column, length in zip(t, _length(vectors)):
                self.labels.add(column + 0.1, (a + b) / 2, _number(length), ha="left", size=13)
                if start != "y":
                    self.labels.add(column - 0.1, (a + b) / 2, name, ha="right", size=14)

    def around(self, vector, state, name):
        """The loop's own arrow: out of the state's box at the right and in again below."""
        side, level = 1 + self.width / 2, BOTTOM["h"] + TALL / 2
        self.shapes.outline(Path([(side, level + 0.45), (side + 1.05 / self.inches, level), (side + 0.1 / self.inches, level - 0.41)],
                                 [Path.MOVETO, Path.CURVE3, Path.CURVE3]), edge=INK, width=2.5)
        self.labels.stamp(side, level - 0.45, BACK, INK)
        side += 0.72 / self.inches  # beyond the arrow's bulge
        self.labels.add(side, level + 0.42, name, ha="left", va="bottom", size=14)
        self.labels.add(side, level + 0.12, state, ha="left", va="bottom", size=15)
        self.labels.add(side, level - 0.06, _number(_length(vector)), ha="left", va="top", size=13)

    def _arrows(self, x0, y0, x1, y1, vectors, head):
        start, end = np.stack([x0, y0], axis=-1).astype(float), np.stack([x1, y1], axis=-1).astype(float)
        self.arrows.append((start, end, np.nan_to_num(_length(vectors), nan=0.0, posinf=0.0), head))

    def finish(self):
        """Boxes; arrows, with one scale of widths for the whole graph; texts."""
        largest = max((lengths.max() for *_, lengths, _ in self.arrows), default=0) or 1.0
        widest, heads = 6 if self.roomy else 2.5 if self.inches >= 0.15 else 1, self.inches >= 0.2
        for start, end, lengths, head in self.arrows:
            widths = widest * (0.15 + 0.85 * lengths / largest)
            back = np.sign(start - end) * [1 / self.inches, 1] * heads  # an inch, in columns and in heights
            for a, b, width in zip(start, end + 0.09 * back, widths):
                self.shapes.line([a, b], INK, width)
            if heads:
                for place, width in zip(end + 0.05 * back, widths):
                    self.labels.stamp(*place, _head(head, width), INK)
        if self.inches >= 0.15:
            for frames, color in self.frames:
                self.shapes.polygons(frames, edges=color, width=2 if self.roomy else 0.8)
        self.shapes.draw(self.ax)
        self.labels.draw(self.ax)

    def names(self, steps, tokens):
        """Under the inputs: the tokens where they fit, else the numbers of some steps."""
        columns = [1] if self.view == "loop" else list(steps)
        room = self.inches * 72 / 0.62  # in letters of one point
        if tokens and (fits := room / max(1, *map(len, tokens), 1)) >= 10:
            for column, token in zip(columns, tokens):
                self.labels.add(column, -0.1, token, va="top", size=min(16, fits))
            return
        every = next(n for k in range(9) for n in (10**k, 2 * 10**k, 5 * 10**k) if n * self.inches >= 0.45)
        for column, step in zip(columns, steps):
            if every == 1 or step == 1 or step % every == 0:
                self.labels.add(column, -0.1, "t = "
                                              f"{step}" if self.inches > 0.7 else step, va="top", size=13)

    def _key(self):
        """Blue low, white zero, red high, at the upper left."""
        (left, _), top = self.ax.get_xlim(), self.ax.get_ylim()[1]
        side = 0.22 / self.inches
        self.shapes.polygons(rectangles(left + side * np.arange(1, 6), top - 0.26, side, 0.2), COLORS(np.linspace(0, 1, 5)),
                             smooth=False)
        self.labels.add(left + 0.7 * side, top - 0.16, "−", ha="right", size=15)
        self.labels.add(left + 6.3 * side, top - 0.16, "+", ha="left", size=15)


def _head(mark, width):
    """The head of an arrow that is so many points wide."""
    return Path(HEADS[mark].vertices * np.sqrt(16 + 6 * width**1.6), HEADS[mark].codes)


def _inches(ax):
    """Width of the axes: a picture of their own they will fill, nearly."""
    return ax.figure.get_size_inches()[0] * (ax.get_position().width if len(ax.figure.axes) > 1 else 0.97)


def _only(reached, values):
    return np.where(reached[:, None], values, np.nan)


def _length(vectors):
    return np.hypot.reduce(np.asarray(vectors, float), axis=-1)  # squares would overflow where gradients explode


def _number(value):
    """Two digits; very small and very large ones as powers of ten."""
    if not np.isfinite(value) or value == 0:
        return f"{value:.0f}"
    if 0.01 <= value < 100:
        return f"{value:.1f}" if value >= 0.995 else f"{value:.2f}"
    return f"$10^{{{np.floor(np.log10(value)):.0f}}}$"


def _compared(value, other):
    if not (np.isfinite(value) and np.isfinite(other) and other > 0):
        return "not to be compared: one of them is zero or not a number"
    words = {1e-3: "less than a thousandth as "
                   "long", 0.1: "less than a tenth as "
                                                          "long", 0.5: "less "
                                                                                            "than "
                                                                                            "half "
                                                                                            "as "
                                                                                            "long",
             2: "about as long", 10: "longer", np.inf: "more than ten times as long"}
    return next(said for limit, said in words.items() if value / other <= limit)
