"""The axes of a batch, and what each activation does to a run."""

import numpy as np
from matplotlib.patches import Rectangle

from rnn_helpers.figures.canvas import bare, on, picture, styled
from rnn_helpers.figures.palette import DIVERGING, GREY, INK, ORANGE

DASHES = ("-", "--", "-.", ":")  # colour is not the only sign


@styled
def batch_axes(x, example, time, feature, ax=None):
    """A batch x (B, T, D) as sheets, one per example; x[example, time, feature] is marked."""
    figure, ax = on(ax, height=4.6)
    bare(ax)
    B, T, D = x.shape
    shift, rise, largest = 0.9, 1.15, np.abs(x).max() or 1.0
    colors = {"cmap": DIVERGING, "vmin": -largest, "vmax": largest, "origin": "lower"}
    outline = {"fill": False, "edgecolor": INK}
    for i in reversed(range(B)):
        left, bottom = i * shift, i * rise
        extent = (left, left + T, bottom, bottom + D)
        ax.imshow(x[i].T, extent=extent, zorder=B - i, **colors)
        ax.add_patch(Rectangle((left, bottom), T, D, zorder=B - i + 0.5, **outline))
    left, bottom = example * shift + time, example * rise + feature
    mark = {"fill": False, "edgecolor": ORANGE, "linewidth": 4}
    ax.add_patch(Rectangle((left, bottom), 1, 1, zorder=B + 2, **mark))
    label = rf"$x_{{({time + 1}),{feature + 1}}}^{{({example + 1})}}$"
    line = {"arrowstyle": "-", "color": ORANGE, "linewidth": 2}
    ends = (left + 1, bottom + 0.5), (B * shift + T + 0.6, bottom + 0.5)
    ax.annotate(label, *ends, fontsize=22, va="center", arrowprops=line, zorder=B + 3)
    ax.text(T / 2, -0.25, f"time t = 1 … {T}", ha="center", va="top")
    ax.text(-0.25, D / 2, f"feature j = 1 … {D}", ha="right", va="center", rotation=90)
    corner = (B - 1) * shift / 2 - 0.3, D + (B - 1) * rise / 2 + 0.4
    ax.text(*corner, f"example i = 1 … {B}", ha="right", va="bottom")
    ax.set(xlim=(-2.2, B * shift + T + 2.8), ylim=(-1.1, (B - 1) * rise + D + 0.3), aspect="equal")
    figure.alt = (
        f"A batch of {B} examples, each a sheet of {T} time steps by {D} features; "
        f"marked: example {example + 1}, time {time + 1}, feature {feature + 1}."
    )
    return figure


@styled
def phi_and_states(curves, states):
    """Each activation φ, and the largest |h_t| of one run with it, on a logarithmic axis.

    curves: name -> (z, φ(z)); states: name -> (T,), the size of the state at each step.
    """
    figure, (left, right) = picture(1, 2, width=12, height=4.6)
    dashes = {name: DASHES[n % len(DASHES)] for n, name in enumerate(curves)}
    for name, (z, values) in curves.items():
        left.plot(z, values, dashes[name], label=name)
    left.set(xlabel="z", ylabel="φ(z)", ylim=(-2, 2), title="the function")
    left.axhline(0, color=GREY, linewidth=0.8)
    for name, size in states.items():
        right.semilogy(np.arange(1, len(size) + 1), size, dashes[name], label=name)
    right.set(xlabel="time step t", ylabel="largest |h$_t$|", title="the same run with it")
    handles = left.get_legend_handles_labels()
    figure.legend(*handles, loc="outside upper center", ncols=len(curves))
    ends = ", ".join(f"{name} {size[-1]:.0e}" for name, size in states.items())
    figure.alt = f"The same network with each activation; largest state at the last step: {ends}."
    return figure
