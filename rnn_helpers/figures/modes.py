"""A recurrent layer from outside: what leaves it in each mode, how far back it looks, what padding and pieces do."""

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.colors import LogNorm
from matplotlib.patches import BoxStyle, Rectangle
from matplotlib.path import Path
from matplotlib.ticker import LogLocator, NullFormatter

from rnn_helpers.figures.canvas import (
    BLUE, CYCLE, DIVERGING, GREEN, GREY, INK, RED, Labels, Shapes, bare, on, picture, styled, whole_steps,
)

STATES = {"SimpleRNN": ("h",), "GRU": ("h",), "LSTM": ("h", "c")}
MOST_STEPS = 8  # that are drawn; of a longer sequence the first ones and the last
RISE = 1.25  # from one layer of a stack to the next
LINE = 0.45  # from one line of code to the next
STEP = 1.1  # inches from one step to the next, at most
HEADS = {"up": Path([(-5.5, -9.5), (0, 0), (5.5, -9.5), (-5.5, -9.5)], closed=True),  # in points
         "right": Path([(-9.5, -5.5), (0, 0), (-9.5, 5.5), (-9.5, -5.5)], closed=True)}
MARKS = ("o", "s", "^", "D", "v", "P")
DASHES = ("-", "--", "-.", ":")


@styled
def api_mode(kind, x_shape, returned, *, return_sequences=False, return_state=False, layers=1, mask=None, code=(), ax=None):
    """A recurrent layer as a box: what goes in, and in blue what comes out in this mode, with its shape.

    kind: "SimpleRNN", "LSTM" or "GRU"; x_shape (B, T, D); returned: the shapes that a live call gave, y first,
    then the final states. layers: stacked ones, the upper one is asked. mask (T,) bool: of one example.
    code: the lines that ask for it, to stand over the drawing in the title's place.
    """
    width, height = _size(x_shape[1], layers)
    figure, ax = on(ax, width=max(width, 10.5) if code else width, height=height)
    _mode(ax, kind, x_shape, returned, return_sequences, return_state, layers, mask, code)
    figure.alt = _in_words(kind, x_shape, returned, return_sequences, return_state, layers, mask)
    return figure


@styled
def api_modes(kind, x_shape, returned, *, layers=1, mask=None):
    """All four modes of one layer. returned: (return_sequences, return_state) -> shapes of a live call."""
    width, height = _size(x_shape[1], layers)
    figure, axes = picture(2, 2, width=2 * width, height=2 * height)
    modes = [(False, False), (False, True), (True, False), (True, True)]
    for ax, mode in zip(axes.flat, modes):
        _mode(ax, kind, x_shape, returned[mode], *mode, layers, mask)
    figure.alt = " ".join(_in_words(kind, x_shape, returned[mode], *mode, layers, mask) for mode in modes)
    return figure


def _in_words(kind, x_shape, returned, return_sequences, return_state, layers, mask):
    names = _names(kind, returned, return_sequences, return_state)
    layer = kind if layers == 1 else f"{layers} stacked {kind} layers"
    masked = 0 if mask is None else int(np.sum(~np.asarray(mask, bool)))
    return (f"{layer}, return_sequences={return_sequences}, return_state={return_state}, x {_shape(x_shape)}"
            + (f", {masked} steps masked" if masked else "") + ": out come "
            + ", ".join(f"{name} {_shape(shape)}" for name, shape in zip(names, returned)) + ".")


def _names(kind, returned, return_sequences, return_state):
    names = ["every y" if return_sequences else "the last y"]
    names += [f"the last {s}" for s in STATES[kind]] if return_state else []
    if len(returned) != len(names):
        raise ValueError(f"returned: expected {len(names)} shapes ({', '.join(names)}), got {len(returned)}")
    return names


def _shape(shape):
    return f"({', '.join(map(str, shape))})"


def _size(T, layers):
    """Inches of one drawing."""
    return max(5.6, 3 + 0.6 * len(_shown(T))), 3.1 + 0.75 * (layers - 1)


def _shown(T):
    """Steps to draw, counted from 1; None for those left out."""
    return [*range(1, T + 1)] if T <= MOST_STEPS else [*range(1, MOST_STEPS - 2), None, T]


def _mode(ax, kind, x_shape, returned, return_sequences, return_state, layers, mask, code=()):
    """One drawing: columns are steps, a row of cells for each layer, arrows that are lit or not."""
    _names(kind, returned, return_sequences, return_state)
    T = x_shape[1]
    steps, seen = _shown(T), np.ones(T, bool) if mask is None else np.asarray(mask, bool)
    right, top = len(steps) - 1, (layers - 1) * RISE
    bare(ax).add_patch(Rectangle((-0.55, -0.5), right + 1.1, top + 1, facecolor="#EEF3F8", edgecolor=INK, linewidth=2))
    drawing = _Drawing()
    for k, step in enumerate(steps):
        if step is None:
            drawing.labels.add(k, top / 2, "…", size=24)
            continue
        masked = not seen[step - 1]
        drawing.arrow((k, -1.1), (k, -0.34), not masked, GREEN)
        drawing.labels.add(k, -1.15, "pad" if masked else f"$x_{{{step}}}$", va="top", size=15 if masked else 17)
        for row in range(layers):
            name = f"$h_{{{step}}}$" if layers == 1 else f"$h_{{{step}}}^{{[{row + 1}]}}$"
            drawing.cell(k, row * RISE, "=" if masked else name, masked, 15 if layers == 1 else 13)
            if row:
                drawing.arrow((k, (row - 1) * RISE + 0.32), (k, row * RISE - 0.34), True, INK)
            if k:
                drawing.arrow((k - 0.64, row * RISE), (k - 0.36, row * RISE), True, INK)
        lit = return_sequences or step == T
        drawing.arrow((k, top + 0.34), (k, top + 1.1), lit, BLUE)
        if lit:
            drawing.labels.add(k, top + 1.12, f"$y_{{{step}}}$", va="bottom", size=17, color=BLUE)
    for n, state in enumerate(STATES[kind]):
        y = top + (0.2 - 0.4 * n if len(STATES[kind]) > 1 else 0)
        drawing.arrow((right + 0.34, y), (right + 1.05, y), return_state, RED)
        if return_state:
            drawing.labels.add(right + 1.12, y, f"${state}_{{{T}}}$ {_shape(returned[1 + n])}", ha="left", size=15, color=RED)
    drawing.labels.add(-0.55, top + 1.75, f"y {_shape(returned[0])}", ha="left", va="bottom", size=16, color=BLUE,
                       weight="bold")
    drawing.labels.add(right + 1.12, -1.15, f"x {_shape(x_shape)}", ha="left", va="top", size=15, color=GREEN)
    for n, line in enumerate(reversed(code)):
        drawing.labels.add(-0.8, top + 2.6 + LINE * n, line, ha="left", size=13, family="monospace")
    inches = ax.figure.get_figwidth() * ax.get_position().width
    above = 2.9 + LINE * (len(code) - 1) if code else 2.2
    ax.set(xlim=(-0.9, max(right + 3.2, inches / STEP - 0.9)), ylim=(-1.65, top + above))
    if not code:
        name = kind if layers == 1 else f"{layers} × {kind}"
        ax.set_title(f"{name}\nreturn_sequences={return_sequences}, return_state={return_state}", fontsize=15)
    drawing.finish(ax)


class _Drawing:
    """Cells, arrows and texts, collected and then drawn, each kind at once: one by one they take ten times as long."""

    def __init__(self):
        self.lit, self.dark, self.cells, self.masked, self.white, self.labels = [], [], [], [], [], Labels()

    def arrow(self, start, end, lit, color):
        """Lit: thick and whole. Not lit: thin, grey and dotted, without a head."""
        (self.lit if lit else self.dark).append((start, end, color))

    def cell(self, x, y, label, masked, fontsize):
        (self.masked if masked else self.cells).append(BoxStyle("Round", pad=0.03)(x - 0.28, y - 0.28, 0.56, 0.56, 1))
        self.white += [[(x - w, y - 0.14), (x - w, y + 0.14), (x + w, y + 0.14), (x + w, y - 0.14)] for w in (0.16,) if masked]
        self.labels.add(x, y, label, size=fontsize)

    def finish(self, ax):
        shapes = Shapes()
        if self.masked:  # a hatch is a whole collection's
            ax.add_collection(PathCollection(self.masked, facecolors="white", edgecolors=GREY, linewidths=1.2, hatch="///"),
                              autolim=False)
        for outline in self.cells:
            shapes.outline(outline, "white", edge=INK, width=1.2)
        if self.white:
            shapes.polygons(self.white, "white")
        for start, end, _ in self.dark:
            shapes.line([start, end], GREY, 1.2, ":")
        for start, end, color in self.lit:
            shapes.line([start, end - 0.1 * np.sign(np.subtract(end, start))], color, 2.6)
            self.labels.stamp(*end, HEADS["up" if start[0] == end[0] else "right"], color)
        shapes.draw(ax)
        self.labels.draw(ax)


@styled
def influence(moved, last):
    """Left: how far each state h_t moves when one input x_s is pushed; right: how far the last state moves, by distance.

    moved (T, T): [s, t], white where nothing moves; last: name -> (T,), in the order of the steps.
    """
    figure, (left, right) = picture(1, 2, width=13, height=4.8, width_ratios=[1, 1.1])
    figure.get_layout_engine().set(wspace=0.08)
    moved, T = np.asarray(moved, float), len(moved)
    values = moved[np.isfinite(moved) & (moved > 0)]
    norm = LogNorm(values.min(), values.max()) if values.size and values.min() < values.max() else None
    edges = np.arange(T + 1) + 0.5
    cells = left.pcolormesh(edges, edges, np.ma.masked_where(~(moved > 0), moved), cmap="viridis_r", norm=norm)
    figure.colorbar(cells, ax=left, label="the state moves by")
    left.set(xlabel="state of step t", ylabel="pushed: input of step s", ylim=(T + 0.5, 0.5), aspect="equal")
    for name, color, mark, dash in zip(last, CYCLE * 9, MARKS * 9, DASHES * 9):
        size = np.asarray(last[name], float)[::-1]
        right.plot(np.arange(len(size)), np.where(size > 0, size, np.nan), dash, color=color, marker=mark, markersize=6,
                   label=name)
    if any(np.any(np.asarray(v) > 0) for v in last.values()):
        right.set_yscale("log")
        right.yaxis.set_major_locator(LogLocator(numticks=6))
        right.yaxis.set_minor_formatter(NullFormatter())
    right.set(xlabel="steps between the pushed input and the end", ylabel="last state moves by")
    for axis in (left.xaxis, left.yaxis, right.xaxis):
        whole_steps(axis)
    right.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0)
    before = np.tril(np.ones((T, T), bool), -1)
    later = "no state moves before the input that is pushed" if not np.any(moved[before] > 0) else "states move before the push"
    figure.alt = (f"Inputs pushed one by one over {T} steps: {later}; the last state moves for "
                  + ", ".join(f"{np.sum(np.asarray(v) > 0)} of {len(v)} inputs in {name}" for name, v in last.items()) + ".")
    return figure


@styled
def pieces(one_pass, others, cuts, ax=None, *, xlabel="time step t", ylabel="one unit of the state"):
    """One unit of the state, (T,), in one pass and in pieces. others: name -> (T,); cuts: steps that begin a piece."""
    figure, ax = on(ax, width=10, height=4)
    t = np.arange(1, len(one_pass) + 1)
    ax.plot(t, one_pass, color="#CCCCCC", linewidth=9, label="one pass", solid_capstyle="round")
    for n, (name, color, mark, dash) in enumerate(zip(others, CYCLE * 9, MARKS * 9, ("none", *DASHES[1:]) * 9)):
        ax.plot(t, others[name], linestyle=dash, color=color, marker=mark, markersize=6, linewidth=2, label=name, zorder=9 - n)
    for cut in cuts:
        ax.axvline(cut - 0.5, color=INK, linestyle=":", linewidth=1.5)
    ax.set(xlabel=xlabel, ylabel=ylabel, xlim=(0.3, len(t) + 0.7))
    whole_steps(ax.xaxis)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, borderaxespad=0)
    same = {name: "equal" if np.allclose(v, one_pass, atol=1e-5, equal_nan=True) else "different" for name, v in others.items()}
    figure.alt = (f"One unit over {len(t)} steps in {len(cuts) + 1} pieces, against one pass: "
                  + ", ".join(f"{name} {word}" for name, word in same.items()) + ".")
    return figure


@styled
def padded_states(states, tokens, words):
    """States over time as colours, one panel a way of running.

    states: name -> (T, H); tokens: T of them, the first `words` are real.
    """
    figure, axes = picture(len(states), 1, width=12.5, height=1.6 + 1.75 * len(states), squeeze=False, sharex=True)
    T = len(tokens)
    known = [h[np.isfinite(h)] for h in map(np.asarray, states.values())]
    largest = max((float(np.abs(h).max()) for h in known if h.size), default=0.0) or 1.0
    for ax, (name, h) in zip(axes[:, 0], states.items()):
        H = np.shape(h)[1]
        cells = ax.pcolormesh(np.arange(T + 1), np.arange(H + 1), np.ma.masked_invalid(h).T, cmap=DIVERGING, vmin=-largest,
                              vmax=largest)
        ax.axvline(words, color=INK, linewidth=3)
        ax.set(ylabel="unit", yticks=[], title=name)
    ax.set_xlim(0, T)
    few = T <= 24
    shown = np.arange(T) if few else np.arange(0, T, -(-T // 10))
    ax.set_xticks(shown + 0.5, [tokens[n] if few else str(n + 1) for n in shown])
    ax.tick_params(axis="x", rotation=20 if few else 0)
    ax.set_xlabel("" if few else "time step t")
    figure.colorbar(cells, ax=axes, label="state", aspect=12)
    figure.alt = (f"States over {T} steps, the first {words} of them words: " + ", ".join(
        f"{name}: {'the last word’s state is kept' if _kept(np.asarray(h), words) else 'the state moves on'}"
        for name, h in states.items()) + ".")
    return figure


def _kept(h, words):
    tail = h[max(words - 1, 0):]
    return np.allclose(tail, tail[:1], atol=1e-5, equal_nan=True)


@styled
def by_length(lengths, right, ax=None, *, xlabel="padded to, steps", ylabel="right on held-out pairs", chance=0.5):
    """Share of right answers against a length. right: name -> shares, 0 to 1; lines that coincide stay visible."""
    figure, ax = on(ax, width=11, height=4.8)
    for n, (name, color, mark, dash) in enumerate(zip(right, CYCLE * 9, MARKS * 9, DASHES * 9)):
        first = n == 0
        ax.plot(lengths, 100 * np.asarray(right[name], float), dash, color=color, marker=mark, label=name,
                linewidth=9 if first else 2.5, alpha=0.4 if first else 1, markersize=14 if first else 8)
    ax.axhline(100 * chance, color=INK, linestyle=":", linewidth=1.5)
    ax.annotate("guessing", (0.995, 100 * chance), xycoords=("axes fraction", "data"), ha="right", va="bottom", fontsize=13,
                xytext=(0, 4), textcoords="offset points")
    ax.set(xlabel=xlabel, ylabel=f"{ylabel}, %", ylim=(0, 108), yticks=[0, 50, 100])
    if len(lengths) <= 10:
        ax.set_xticks(lengths)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0)
    figure.alt = f"{ylabel}, by length: " + "; ".join(f"{name}, {_about(v)}" for name, v in right.items()) + "."
    return figure


def _about(shares):
    """In words: another machine's rounding changes the digits of what was trained, not this."""
    shares = np.asarray(shares, float)
    if not np.isfinite(shares).all():
        return "unknown"
    low, high = shares.min(), shares.max()
    return ("nearly all at every length" if low > 0.97 else "most at every length" if low > 0.75 else
            "less than two thirds at every length" if high < 0.67 else "it depends on the length")
