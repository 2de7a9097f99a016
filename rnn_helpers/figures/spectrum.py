"""Eigenvalues and singular values of a recurrent matrix, and the flow of a gradient."""

import numpy as np
from matplotlib.patches import Circle

from rnn_helpers.figures.canvas import bare, legend_above, on, on_axes, styled
from rnn_helpers.figures.flow import BOUND_LOOKS, MARKERS, gradient_flow, plain
from rnn_helpers.figures.palette import BLUE, GREY, INK, ORANGE
from rnn_helpers.figures.shapes import Labels

DOT = {"linestyle": "none", "marker": "o", "color": ORANGE, "markeredgecolor": INK}
CROSS = {"linestyle": "none", "marker": "x", "color": BLUE, "markeredgewidth": 2}
LARGEST, SMALLEST = ({"linestyle": dash, "linewidth": 1.8} for dash in ("--", ":"))
LEAPS = {1.5: 1, 2.5: 2, 4: 3, 6: 5, 8: 6, 12: 10}  # how far steady axes reach -> their tick


@styled
def spectrum(eigenvalues, singular_values, ax=None, *, of_factor=None, steady=False):
    """Eigenvalues as dots in the complex plane; extreme singular values as circles around zero.

    of_factor: the eigenvalues of one factor of the product, as crosses. steady=True, for pictures
    that move: no legend, and axes whose ends move in leaps.
    """
    figure, ax = on(ax, width=5.2, height=4.8)
    eigenvalues = np.asarray(eigenvalues, complex)
    of_factor = np.asarray([] if of_factor is None else of_factor, complex)
    high, low = np.max(singular_values), np.min(singular_values)
    known = np.array([*np.abs(eigenvalues), high, low, *np.abs(of_factor)])
    reach = 1.15 * max(1.0, known[np.isfinite(known)].max(initial=0))
    disc = {"facecolor": "#EEEEEE", "edgecolor": GREY, "linewidth": 1}
    ax.add_patch(Circle((0, 0), 1, label="size 1", **disc))
    for value, look, name in ((high, LARGEST, "largest"), (low, SMALLEST, "smallest")):
        if np.isfinite(value):
            label = f"{name} singular value"
            ax.add_patch(Circle((0, 0), value, fill=False, edgecolor=INK, label=label, **look))
    ax.plot(eigenvalues.real, eigenvalues.imag, **DOT, label="eigenvalues")
    if len(of_factor):
        ax.plot(of_factor.real, of_factor.imag, **CROSS, label="eigenvalues of the last factor")
    if steady:
        reach = next((leap for leap in LEAPS if leap >= reach), reach)
        tick = LEAPS.get(reach, reach)
        ax.set(xticks=[-tick, 0, tick], yticks=[-tick, 0, tick])
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal")
    ax.set(xlabel="real part", ylabel="imaginary part")
    if not steady:
        legend_above(ax, 1, fontsize=12)
    radius = _number(np.abs(eigenvalues).max())
    figure.alt = (
        f"{len(eigenvalues)} eigenvalues, the largest of size {radius}; "
        f"singular values from {_number(low)} to {_number(high)}."
    )
    return figure


def _number(value):
    return f"{value:.2g}" if np.isfinite(value) else "unknown"


@styled
def flow_beside_spectrum(
    norms, bounds, eigenvalues, singular_values, *, of_factor=None, ax=None
):
    """`gradient_flow` on the left, `spectrum` of the matrix on the right.

    ax: two axes of a picture that moves, which are steady and explained by `flow_key`; or None.
    """
    steady = ax is not None
    figure, (left, right) = on_axes(ax, 1, 2, width=10.5, height=4.5, width_ratios=(1.6, 1))
    gradient_flow(norms, bounds, ax=left, steady=steady)
    if not steady:
        legend_above(left, 2, columnspacing=1.2, handlelength=2.6, fontsize=13)
    flow = figure.alt
    spectrum(eigenvalues, singular_values, ax=right, of_factor=of_factor, steady=steady)
    figure.alt = f"{flow} Next to it, {figure.alt}"
    return figure


@styled
def flow_key(name, bounds, ax=None):
    """What `flow_beside_spectrum` draws, in one strip: a legend for pictures that move.

    name: of the line; bounds: the names of the bounds.
    """
    figure, ax = on(ax, width=10.5, height=0.7)
    lines = {name: {"color": BLUE, "marker": MARKERS[0]}}
    for bound, (color, dash) in zip(bounds, BOUND_LOOKS, strict=False):
        lines[bound] = {"color": color, "linestyle": dash, "linewidth": 2}
    plane = {
        "eigenvalues of W": DOT,
        "of the last factor": CROSS,
        "largest σ of W": LARGEST | {"color": INK},
        "smallest σ of W": SMALLEST | {"color": INK},
    }
    labels = Labels()
    for left, step, entries in ((0.0, 0.155, lines), (0.62, 0.19, plane)):
        for n, (label, look) in enumerate(entries.items()):
            x, y = left + step * (n // 2), 0.75 - 0.5 * (n % 2)
            ax.plot([x + 0.005, x + 0.0225, x + 0.04], [y] * 3, **look, markevery=[1])
            labels.add(x + 0.048, y, label, size=13, ha="left")
    bare(ax).set(xlim=(0, 1), ylim=(0, 1))
    labels.draw(ax)
    figure.alt = f"The lines: {', '.join(map(plain, lines))}. In the plane: {', '.join(plane)}."
    return figure
