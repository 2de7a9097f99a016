"""Arrays as blocks of coloured numbers: one step of the network, and the axes of a batch."""

import numpy as np
from matplotlib.patches import Rectangle

from rnn_helpers.figures.canvas import DIVERGING, GREY, INK, ORANGE, bare, on, picture, styled

GAP = 0.7  # between blocks, in units of one number


@styled
def step_blocks(x_t, W_xh, h_prev, W_hh, b_h, h_t, ax=None, *, columns=False):
    """One step h_t = φ(x_t W_xh + h_(t-1) W_hh + b_h), every array to scale with its shape under it.

    x_t (B, D), h_prev and h_t (B, H). columns=True draws the same numbers as books write them, each example a
    column: h_t = φ(W_xh x_t + W_hh h_(t-1) + b_h).
    """
    x, W, h, U = (("$x_t$", x_t), ("$W_{xh}$", W_xh), ("$h_{t-1}$", h_prev), ("$W_{hh}$", W_hh))
    b, result = ("$b_h$", np.reshape(b_h, (1, -1))), ("$h_t$", h_t)
    terms = [result, "= φ(", x, W, "+", h, U, "+", b, ")"]
    if columns:
        transposed = {id(part): (part[0], np.transpose(part[1])) for part in (x, W, h, U, b, result)}
        terms = [result, "= φ(", W, x, "+", U, h, "+", b, ")"]
        terms = [transposed.get(id(part), part) for part in terms]
    widths = [0.55 * len(part) if isinstance(part, str) else max(part[1].shape[1], 1.6) for part in terms]
    across, tall = sum(widths) + GAP * len(terms), max(part[1].shape[0] for part in terms if not isinstance(part, str)) + 2.6
    figure, ax = on(ax, width=12, height=min(12 * tall / across, 9))
    _lay_out(bare(ax), terms, widths)
    ax.set(xlim=(-0.3, across), ylim=(1.4 - tall, 1.4), aspect="equal")
    B, D, H = *np.shape(x_t), np.shape(h_t)[1]
    figure.alt = (f"One step drawn as blocks with B={B}, D={D}, H={H}, examples as {'columns' if columns else 'rows'}: "
                  + " ".join(part if isinstance(part, str) else f"{part[0].strip('$')} {part[1].shape}" for part in terms))
    return figure


def _lay_out(ax, terms, widths):
    """Blocks and signs from left to right, in units of one number, hanging around the middle of the tallest."""
    arrays = [part[1] for part in terms if not isinstance(part, str)]
    top, largest = max(len(a) for a in arrays), max(np.abs(a).max() for a in arrays) or 1.0
    left = 0.0
    for part, room in zip(terms, widths):
        middle = left + room / 2
        if isinstance(part, str):
            ax.text(middle, -top / 2, part, ha="center", va="center", fontsize=24)
        else:
            name, array = part
            rows, columns = array.shape
            x, y = middle - columns / 2, -(top + rows) / 2
            ax.pcolormesh(x + np.arange(columns + 1), y + np.arange(rows + 1)[::-1], array, cmap=DIVERGING, vmin=-largest,
                          vmax=largest, edgecolor=GREY, linewidth=0.5)
            ax.text(middle, y + rows + 0.25, name, ha="center", va="bottom", fontsize=22)
            ax.text(middle, y - 0.25, f"{rows}×{columns}", ha="center", va="top", fontsize=16)
        left += room + GAP


@styled
def batch_axes(x, example, time, feature, ax=None):
    """A batch x (B, T, D) as sheets, one an example, with the element x[example, time, feature] marked."""
    figure, ax = on(ax, height=4.6)
    bare(ax)
    B, T, D = x.shape
    shift, rise, largest = 0.9, 1.15, np.abs(x).max() or 1.0
    for i in reversed(range(B)):
        left, bottom = i * shift, i * rise
        ax.imshow(x[i].T, cmap=DIVERGING, vmin=-largest, vmax=largest, origin="lower", zorder=B - i,
                  extent=(left, left + T, bottom, bottom + D))
        ax.add_patch(Rectangle((left, bottom), T, D, fill=False, edgecolor=INK, zorder=B - i + 0.5))
    left, bottom = example * shift + time, example * rise + feature
    ax.add_patch(Rectangle((left, bottom), 1, 1, fill=False, edgecolor=ORANGE, linewidth=4, zorder=B + 2))
    label = rf"$x_{{({time + 1}),{feature + 1}}}^{{({example + 1})}}$"
    ax.annotate(label, (left + 1, bottom + 0.5), (B * shift + T + 0.6, bottom + 0.5), fontsize=22, va="center", color=INK,
                arrowprops={"arrowstyle": "-", "color": ORANGE, "linewidth": 2}, zorder=B + 3)
    ax.text(T / 2, -0.25, f"time t = 1 … {T}", ha="center", va="top")
    ax.text(-0.25, D / 2, f"feature j = 1 … {D}", ha="right", va="center", rotation=90)
    ax.text((B - 1) * shift / 2 - 0.3, D + (B - 1) * rise / 2 + 0.4, f"example i = 1 … {B}", ha="right", va="bottom")
    ax.set(xlim=(-2.2, B * shift + T + 2.8), ylim=(-1.1, (B - 1) * rise + D + 0.3), aspect="equal")
    figure.alt = (f"A batch of {B} examples, each a sheet of {T} time steps by {D} features; "
                  f"marked: example {example + 1}, time {time + 1}, feature {feature + 1}.")
    return figure


@styled
def phi_and_states(curves, states):
    """Left, each activation φ; right, the largest |h_t| of one run with it, on a logarithmic axis.

    curves: name -> (z, φ(z)); states: name -> (T,) the size of the state at each step.
    """
    figure, (left, right) = picture(1, 2, width=12, height=4.6)
    dashes = dict(zip(curves, ("-", "--", "-.", ":") * len(curves)))  # colour is not the only sign
    for name, (z, values) in curves.items():
        left.plot(z, values, dashes[name], label=name)
    left.set(xlabel="z", ylabel="φ(z)", ylim=(-2, 2), title="the function")
    left.axhline(0, color=GREY, linewidth=0.8)
    for name, size in states.items():
        right.semilogy(np.arange(1, len(size) + 1), size, dashes[name], label=name)
    right.set(xlabel="time step t", ylabel="largest |h$_t$|", title="the same run with it")
    figure.legend(*left.get_legend_handles_labels(), loc="outside upper center", ncols=len(curves))
    figure.alt = "The same network run with each activation; largest state at the last step: " + ", ".join(
        f"{name} {size[-1]:.0e}" for name, size in states.items()) + "."
    return figure
