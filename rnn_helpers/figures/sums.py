"""A gradient as a sum: a matrix per step, the places it comes from, the double sum."""

import numpy as np
from matplotlib.colors import LogNorm

from rnn_helpers.figures.canvas import bare, on, styled, whole_steps
from rnn_helpers.figures.palette import GREY, INK
from rnn_helpers.figures.shapes import Labels, Shapes, cells, diverging


@styled
def matrix_sum(parts, total, names=None, ax=None, *, largest=None):
    """Matrices parts (T, n, m) and what they add up to, total (n, m), on one scale of colours.

    names: of the parts, and of the total if there is one more. largest: the number with the darkest
    colour; None for the largest there is.
    """
    parts, total = np.asarray(parts, float), np.asarray(total, float)
    T, n, m = parts.shape
    names = [*(names or [f"t = {t}" for t in range(1, T + 1)]), "sum"][: T + 1]
    height = max(2.2, min(4, 12 * (n + 1.6) / ((m + 1) * (T + 1))))
    figure, ax = on(ax, width=12, height=height)
    finite = np.abs(total[np.isfinite(total)])
    largest = largest or max(np.nan_to_num(np.abs(parts)).max(), finite.max(initial=0)) or 1.0
    size, roomy = 20 if T <= 8 else 13, T <= 20
    corners, numbers, shapes, labels = [], [], Shapes(), Labels()
    for k, (name, matrix) in enumerate(zip(names, [*parts, total], strict=True)):
        left = k * (m + 1)
        corners.append(cells(left + np.arange(m + 1), n - np.arange(n + 1)))
        numbers.append(matrix.ravel())
        if roomy or k in (0, T):
            labels.add(left + m / 2, n + 0.2, name, va="bottom", size=size if roomy else 10)
        if roomy and k < T:
            labels.add(left + m + 0.5, n / 2, "=" if k == T - 1 else "+", size=size)
    colors = diverging(np.concatenate(numbers), largest)
    shapes.polygons(np.concatenate(corners), colors, edges=GREY, width=0.5)
    shapes.draw(ax)
    labels.draw(ax, clip_on=False)
    bare(ax).set(xlim=(-0.2, (m + 1) * (T + 1) - 0.8), ylim=(-0.2, n + 1.2))
    if roomy:
        ax.set_aspect("equal")
    empty = [name for name, matrix in zip(names, parts, strict=False) if not matrix.any()]
    zeros = f"; all zeros at {', '.join(empty)}" if 0 < len(empty) < T else ""
    figure.alt = f"{T} matrices of {n} by {m}, one per step, and their sum{zeros}."
    return figure


@styled
def places(norms, rows, ax=None, *, xlabel="layer or time step"):
    """Which weights get a gradient from which place. rows: R names of weights.

    norms (R, P): of what each place adds to the gradient of each row's weights, 0 for nothing.
    """
    norms = np.asarray(norms, float)
    R, P = norms.shape
    figure, ax = on(ax, width=10, height=max(2.4, 0.62 * R + 1.2))
    largest, some = np.nan_to_num(norms).max() or 1.0, norms > 0
    ax.pcolormesh(
        np.arange(P + 1) + 0.5, np.arange(R + 1) - 0.5, np.ma.masked_where(~some, norms),
        cmap="Blues", vmin=-0.3 * largest, vmax=1.4 * largest,
        edgecolor="white", linewidth=3 if P <= 20 else 0,
    )
    if P <= 12:
        for (r, p), norm in np.ndenumerate(norms):
            text, color = (f"{norm:.1g}", INK) if some[r, p] else ("–", GREY)
            ax.text(p + 1, r, text, ha="center", va="center", fontsize=14, color=color)
    ax.set(xlabel=xlabel, ylim=(R - 0.5, -0.5), xlim=(0.5, P + 0.5))
    ax.set_yticks(np.arange(R), rows)
    ax.tick_params(axis="y", labelsize=16, length=0)
    whole_steps(ax.xaxis)
    counts = [f"{_plain(name)} {row.sum()} of {P}" for name, row in zip(rows, some, strict=True)]
    figure.alt = f"How many places each gradient comes from: {', '.join(counts)}."
    return figure


def _plain(name):
    return name.replace("$", "").replace("{", "").replace("}", "")


@styled
def loss_and_lag(norms, ax=None, *, label="norm of the term"):
    """The terms of the double sum, by the loss and by how many steps back, colours on a log scale.

    norms (T, T): [s, t], of the term of the loss at step s that went back to step t; drawn by s and
    k = s - t. What lies above the diagonal is not looked at.
    """
    norms = np.asarray(norms, float)
    T = len(norms)
    figure, ax = on(ax, width=10, height=5)
    back = np.full((T, T), np.nan)
    for s in range(T):
        back[s, : s + 1] = norms[s, s::-1]
    shown = np.ma.masked_where(~(back > 0) | ~np.isfinite(back), back)
    largest = shown.max() if shown.count() else 1.0
    smallest = max(shown.min(), 1e-6 * largest) if shown.count() else 0.1
    scale = LogNorm(smallest if smallest < largest else 0.1 * largest, largest)
    edges, line = np.arange(T + 1) - 0.5, 1 if T <= 40 else 0
    look = {"cmap": "viridis", "norm": scale, "edgecolor": "white", "linewidth": line}
    mesh = ax.pcolormesh(edges, edges + 1, shown, **look)
    ax.set(xlabel="k, steps back from the loss", ylabel="t, step of the loss")
    ax.set(xlim=(-0.5, T - 0.5), ylim=(T + 0.5, 0.5))
    whole_steps(ax.xaxis, ax.yaxis)
    figure.colorbar(mesh, ax=ax, pad=0.02, label=label)
    figure.alt = (
        f"A triangle of {T} losses by steps back, coloured by the norm of each term. "
        f"The terms {_far(back)} than the near ones."
    )
    return figure


def _far(back):
    """The mean norm at the farthest third of the lags against lag 0, in words."""
    far, near = back[:, len(back) * 2 // 3 :], back[:, 0]
    if not (np.isfinite(far).any() and np.nansum(near) > 0):
        return "far back are neither known to be smaller nor known to be larger"
    ratio = np.nanmean(far) / np.nanmean(near)
    if ratio < 0.1:
        return "far back are more than ten times smaller"
    return "far back are smaller" if ratio < 0.9 else "far back are not smaller"
