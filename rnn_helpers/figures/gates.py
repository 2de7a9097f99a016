"""Gates: one LSTM step as a conveyor belt, a belt over time, half-lives, and gates over a text."""

import numpy as np
from matplotlib.patches import Circle, FancyArrowPatch

from rnn_helpers.figures.canvas import bare, on, on_axes, styled
from rnn_helpers.figures.palette import BLUE, GREEN, GREY, INK, ORANGE, RED

WARM = "#FCEBD9"
OPEN = "Oranges"  # white is closed, dark is open


@styled
def lstm_cell(c_prev, i, f, g, o, ax=None):
    """One step of one unit, with its numbers: the belt from left to right, the gates from below."""
    kept, written = f * c_prev, i * g
    c_t = kept + written
    h_t = o * np.tanh(c_t)
    figure, ax = on(ax, width=12, height=4.4)
    ax = bare(ax)
    ax.set(xlim=(0, 12), ylim=(0.2, 4.7))
    ax.set_aspect("equal")
    for start, end, middle in ((0.9, 2.6, ""), (3.0, 5.4, kept), (5.8, 11.1, "")):
        _arrow(ax, (start, 3.6), (end, 3.6), BLUE, 5)
        if middle != "":
            ax.text((start + end) / 2, 3.85, f"{middle:.2f}", ha="center", fontsize=15, color=BLUE)
    ax.text(0.45, 3.6, f"$c_{{t-1}}$\n{c_prev:.2f}", ha="center", va="center", fontsize=17)
    ax.text(11.55, 3.6, f"$c_t$\n{c_t:.2f}", ha="center", va="center", fontsize=17)
    _operation(ax, (2.8, 3.6), "×")
    _operation(ax, (5.6, 3.6), "+")
    _gate(ax, (2.8, 1.2), "forget", f, "f")
    _arrow(ax, (2.8, 1.5), (2.8, 3.38), INK, 2)
    _gate(ax, (4.6, 1.2), "input", i, "i")
    _gate(ax, (6.6, 1.2), "candidate", g, "g", GREEN)
    _operation(ax, (5.6, 2.4), "×")
    _arrow(ax, (4.6, 1.5), (5.42, 2.3), INK, 2)
    _arrow(ax, (6.6, 1.5), (5.78, 2.3), INK, 2)
    _arrow(ax, (5.6, 2.62), (5.6, 3.38), INK, 2)
    ax.text(5.75, 2.98, f"{written:.2f}", va="center", fontsize=15)
    _gate(ax, (9.6, 1.2), "output", o, "o")
    _arrow(ax, (8.6, 3.5), (8.6, 2.62), BLUE, 2)
    ax.text(8.5, 3.06, "tanh", ha="right", va="center", fontsize=14)
    _operation(ax, (8.6, 2.4), "×")
    _arrow(ax, (9.6, 1.5), (8.78, 2.3), INK, 2)
    _arrow(ax, (8.6, 2.18), (8.6, 1.0), RED, 2)
    ax.text(8.25, 0.62, f"$h_t$ = {h_t:.2f}", ha="center", va="center", fontsize=17, color=RED)
    figure.alt = (
        f"One step of an LSTM unit as a conveyor belt: {c_prev:.2f} times the forget gate "
        f"{f:.2f} plus the input gate {i:.2f} times the candidate {g:.2f} gives {c_t:.2f}; the "
        f"output gate {o:.2f} times its tanh gives h = {h_t:.2f}."
    )
    return figure


def _arrow(ax, start, end, color, width):
    ax.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=10 + 4 * width,
                                 linewidth=width, color=color, shrinkA=0, shrinkB=0))


def _operation(ax, place, sign):
    ax.add_patch(Circle(place, 0.22, facecolor="white", edgecolor=INK, linewidth=2, zorder=3))
    ax.text(*place, sign, ha="center", va="center", fontsize=18, zorder=4)


def _gate(ax, place, name, value, letter, color=ORANGE):
    ax.text(*place, f"{letter} = {value:.2f}", ha="center", va="center", fontsize=16,
            bbox={"boxstyle": "round,pad=0.35", "fc": WARM, "ec": color, "lw": 2})
    ax.text(place[0], place[1] - 0.62, name, ha="center", va="center", fontsize=13, color=GREY)


@styled
def belt(x, c, h, ax=None, *, names=("on the belt, c", "shown outside, h")):
    """One unit over time: what comes in, x (T,), as bars; c and h (T,) as lines; c may be h."""
    figure, ax = on(ax, width=11.5, height=4.2)
    t = np.arange(1, len(x) + 1)
    ax.bar(t, x, width=0.5, color=GREY, alpha=0.5, label="input, x")
    ax.plot(t, c, color=BLUE, marker="o", markersize=4, label=names[0])
    if h is not c:
        ax.plot(t, h, color=RED, linestyle="--", label=names[1])
    ax.axhline(0, color=INK, linewidth=1)
    edge = max(1.1, 1.1 * np.abs([*np.ravel(c), *np.ravel(h), *np.ravel(x)]).max())
    ax.set(xlabel="time step t", xlim=(0.4, len(x) + 0.6), ylim=(-edge, edge))
    if ax.get_legend() is None:
        ax.legend(loc="upper right", ncols=3, frameon=False)
    figure.alt = (
        f"One unit over {len(x)} steps: at the end {c[-1]:.2f} on its belt, at most "
        f"{np.abs(c).max():.2f} on the way."
    )
    return figure


@styled
def half_lives(biases, computed, measured, marks, ax=None):
    """Half-life in steps against a gate's bias, logarithmic. measured: bias -> steps, as dots.

    marks: bias -> what is written beside it.
    """
    figure, ax = on(ax, width=10, height=4.4)
    ax.plot(biases, computed, color=BLUE, label="computed")
    ax.plot(list(measured), list(measured.values()), "o", color=RED, label="measured", markersize=8)
    for bias, name in marks.items():
        steps = float(np.interp(bias, biases, computed))
        ax.annotate(f"{name}: {steps:.3g} steps", (bias, steps), xytext=(10, -16), fontsize=14,
                    textcoords="offset points")
    ax.set(yscale="log", xlabel="bias of the gate that keeps", ylabel="half-life, steps")
    ax.legend(loc="upper left")
    told = ", ".join(f"{name} {np.interp(bias, biases, computed):.3g}"
                     for bias, name in marks.items())
    figure.alt = f"Half-life against the bias of the gate that keeps, growing: {told} steps."
    return figure


@styled
def gates_over(tokens, panels, ax=None):
    """Gates (T, H), 0 closed to 1 open, as columns of colours over the tokens, a panel per name."""
    figure, axes = on_axes(ax, len(panels), 1, width=12, height=1.1 + 2.0 * len(panels))
    T = len(tokens)
    for axis, (name, gate) in zip(np.atleast_1d(axes), panels.items(), strict=True):
        H = np.shape(gate)[1]
        mesh = axis.pcolormesh(np.arange(T + 1), np.arange(H + 1), np.transpose(gate), cmap=OPEN,
                               vmin=0, vmax=1)
        axis.set_xticks(np.arange(T) + 0.5, tokens, fontsize=13)
        axis.set_yticks([])
        axis.tick_params(length=0)
        axis.set(xlim=(0, T), ylabel=f"{H} units")
        axis.set_title(name, loc="left", fontsize=16)
        if ax is None:
            figure.colorbar(mesh, ax=axis, ticks=[0, 0.5, 1], pad=0.01)
    told = "; ".join(f"{name}: mean {np.mean(gate):.2f}" for name, gate in panels.items())
    figure.alt = f"Gates over {T} steps, white closed and dark open. {told}."
    return figure
