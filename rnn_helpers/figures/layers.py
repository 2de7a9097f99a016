"""A recurrent layer as a box: what goes in, and what comes out in each of its modes."""

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.patches import BoxStyle, Rectangle
from matplotlib.path import Path

from rnn_helpers.figures.canvas import bare, on, picture, styled
from rnn_helpers.figures.palette import BLUE, GREEN, GREY, INK, RED
from rnn_helpers.figures.shapes import Labels, Shapes
from rnn_helpers.numpy_layers.kinds import KINDS

MODES = [(False, False), (False, True), (True, False), (True, True)]
MOST_STEPS = 8  # that are drawn; of a longer sequence the first ones and the last
RISE = 1.25  # from one layer of a stack to the next
LINE = 0.45  # from one line of code to the next
STEP = 1.1  # inches from one step to the next, at most
HEADS = {  # of arrows, in points
    "up": Path([(-5.5, -9.5), (0, 0), (5.5, -9.5), (-5.5, -9.5)], closed=True),
    "right": Path([(-9.5, -5.5), (0, 0), (-9.5, 5.5), (-9.5, -5.5)], closed=True),
}


@styled
def api_mode(
    kind, x_shape, returned, *, return_sequences=False, return_state=False, layers=1, mask=None,
    code=(), ax=None,
):
    """A recurrent layer as a box, and what comes out in this mode, in blue, with its shape.

    kind: "SimpleRNN", "LSTM" or "GRU"; x_shape (B, T, D); returned: the shapes that a live call
    gave, y first, then the final states. layers: in a stack, whose top one is called so. mask (T,)
    bool: of one example. code: lines to stand above the drawing in place of a title.
    """
    mode = (return_sequences, return_state)
    width, height = _size(x_shape[1], layers)
    figure, ax = on(ax, width=max(width, 10.5) if code else width, height=height)
    _draw(ax, kind, x_shape, returned, mode, layers, mask, code)
    figure.alt = _in_words(kind, x_shape, returned, mode, layers, mask)
    return figure


@styled
def api_modes(kind, x_shape, returned, *, layers=1, mask=None):
    """All four modes of one layer.

    returned: (return_sequences, return_state) -> shapes of a live call; the rest as in `api_mode`.
    """
    width, height = _size(x_shape[1], layers)
    figure, axes = picture(2, 2, width=2 * width, height=2 * height)
    for ax, mode in zip(axes.flat, MODES, strict=True):
        _draw(ax, kind, x_shape, returned[mode], mode, layers, mask)
    said = (_in_words(kind, x_shape, returned[mode], mode, layers, mask) for mode in MODES)
    figure.alt = " ".join(said)
    return figure


def _in_words(kind, x_shape, returned, mode, layers, mask):
    names = _names(kind, returned, mode)
    layer = kind if layers == 1 else f"{layers} stacked {kind} layers"
    masked = 0 if mask is None else int(np.sum(~np.asarray(mask, bool)))
    steps = f", {masked} steps masked" if masked else ""
    parts = [f"{name} {_shape(shape)}" for name, shape in zip(names, returned, strict=True)]
    returns = f"returns {', '.join(parts)}."
    return f"{layer}, {_settings(mode)}, x {_shape(x_shape)}{steps}: {returns}"


def _settings(mode):
    return f"return_sequences={mode[0]}, return_state={mode[1]}"


def _names(kind, returned, mode):
    sequences, state = mode
    names = ["every y" if sequences else "the last y"]
    names += [f"the last {name}" for name in KINDS[kind].states] if state else []
    if len(returned) != len(names):
        wanted = ", ".join(names)
        raise ValueError(f"returned: expected {len(names)} shapes ({wanted}), got {len(returned)}")
    return names


def _shape(shape):
    return f"({', '.join(map(str, shape))})"


def _size(T, layers):
    """Inches of one drawing."""
    return max(5.6, 3 + 0.6 * len(shown_steps(T))), 3.1 + 0.75 * (layers - 1)


def shown_steps(T):
    """Steps to draw of a sequence of T, counted from 1; None for those left out."""
    if T <= MOST_STEPS:
        return [*range(1, T + 1)]
    return [*range(1, MOST_STEPS - 2), None, T]


def _draw(ax, kind, x_shape, returned, mode, layers, mask, code=()):
    """One drawing: columns are steps, a row of cells for each layer, arrows that are lit or not."""
    _names(kind, returned, mode)
    sequences, state = mode
    T = x_shape[1]
    steps, seen = shown_steps(T), np.ones(T, bool) if mask is None else np.asarray(mask, bool)
    right, top = len(steps) - 1, (layers - 1) * RISE
    box = Rectangle((-0.55, -0.5), right + 1.1, top + 1)
    box.set(facecolor="#EEF3F8", edgecolor=INK, linewidth=2)
    bare(ax).add_patch(box)
    drawing = _Drawing()
    for k, step in enumerate(steps):
        if step is None:
            drawing.labels.add(k, top / 2, "…", size=24)
        else:
            lit = sequences or step == T
            drawing.column(k, step, layers, top, seen[step - 1], lit, len(KINDS[kind].states))
    drawing.states(right, top, KINDS[kind].states, T, returned[1:] if state else [])
    y, x = f"y {_shape(returned[0])}", f"x {_shape(x_shape)}"
    look = {"ha": "left", "va": "bottom", "size": 16, "color": BLUE, "weight": "bold"}
    drawing.labels.add(-0.55, top + 1.75, y, **look)
    drawing.labels.add(right + 1.12, -1.15, x, ha="left", va="top", size=15, color=GREEN)
    for n, line in enumerate(reversed(code)):
        height = top + 2.6 + LINE * n
        drawing.labels.add(-0.8, height, line, ha="left", size=13, family="monospace")
    inches = ax.figure.get_figwidth() * ax.get_position().width
    above = 2.9 + LINE * (len(code) - 1) if code else 2.2
    ax.set(xlim=(-0.9, max(right + 3.2, inches / STEP - 0.9)), ylim=(-1.65, top + above))
    if not code:
        name = kind if layers == 1 else f"{layers} × {kind}, the upper one with"
        ax.set_title(f"{name}\n{_settings(mode)}", fontsize=15)
    drawing.finish(ax)


def _levels(middle, states):
    """Heights of the arrows that carry so many states, h above c."""
    return [middle] if states == 1 else list(middle + np.linspace(0.2, -0.2, states))


class _Drawing:
    """Cells, arrows and texts, collected and drawn together: one by one is ten times slower."""

    def __init__(self):
        self.lit, self.dark, self.cells, self.masked, self.white = [], [], [], [], []
        self.labels = Labels()

    def column(self, k, step, layers, top, seen, lit, states):
        """One step: its input, its cells from the lowest layer up, its output.

        states: how many travel from cell to cell.
        """
        self.arrow((k, -1.1), (k, -0.34), seen, GREEN)
        label, size = (f"$x_{{{step}}}$", 17) if seen else ("pad", 15)
        self.labels.add(k, -1.15, label, va="top", size=size)
        for row in range(layers):
            y, layer = row * RISE, "" if layers == 1 else f"^{{[{row + 1}]}}"
            name = f"$h_{{{step}}}{layer}$" if seen else "="
            self.cell(k, y, name, not seen, 15 if layers == 1 else 13)
            if row:
                self.arrow((k, y - RISE + 0.32), (k, y - 0.34), True, INK)
            for level in _levels(y, states) if k else ():
                self.arrow((k - 0.64, level), (k - 0.36, level), True, INK)
        self.arrow((k, top + 0.34), (k, top + 1.1), lit, BLUE)
        if lit:
            name = f"$y_{{{step}}}$"
            self.labels.add(k, top + 1.12, name, va="bottom", size=17, color=BLUE)

    def states(self, right, top, names, T, shapes):
        """The final states, which leave to the right; shapes: of those that are returned."""
        for n, (state, y) in enumerate(zip(names, _levels(top, len(names)), strict=True)):
            self.arrow((right + 0.34, y), (right + 1.05, y), bool(shapes), RED)
            if shapes:
                label = f"${state}_{{{T}}}$ {_shape(shapes[n])}"
                self.labels.add(right + 1.12, y, label, ha="left", size=15, color=RED)

    def arrow(self, start, end, lit, color):
        """Lit: thick and solid. Not lit: thin, grey and dotted, without a head."""
        (self.lit if lit else self.dark).append((start, end, color))

    def cell(self, x, y, label, masked, fontsize):
        """A box; a masked one is hatched, with a white patch behind its label."""
        box = BoxStyle("Round", pad=0.03)(x - 0.28, y - 0.28, 0.56, 0.56, 1)
        (self.masked if masked else self.cells).append(box)
        if masked:
            left, right, low, high = x - 0.16, x + 0.16, y - 0.14, y + 0.14
            self.white.append([(left, low), (left, high), (right, high), (right, low)])
        self.labels.add(x, y, label, size=fontsize)

    def finish(self, ax):
        """Draw all of it."""
        shapes = Shapes()
        if self.masked:  # a hatch belongs to a whole collection
            look = {"facecolors": "white", "edgecolors": GREY, "linewidths": 1.2, "hatch": "///"}
            ax.add_collection(PathCollection(self.masked, **look), autolim=False)
        for outline in self.cells:
            shapes.outline(outline, "white", edge=INK, width=1.2)
        if self.white:
            shapes.polygons(self.white, "white")
        for start, end, _ in self.dark:
            shapes.line([start, end], GREY, 1.2, ":")
        for start, end, color in self.lit:
            short = end - 0.1 * np.sign(np.subtract(end, start))
            shapes.line([start, short], color, 2.6)
            self.labels.stamp(*end, HEADS["up" if start[0] == end[0] else "right"], color)
        shapes.draw(ax)
        self.labels.draw(ax)
