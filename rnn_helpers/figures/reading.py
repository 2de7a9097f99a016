"""Which earlier steps each step reads: a row of boxes, and an arc for every arrow between them."""

import numpy as np
from matplotlib.patches import FancyArrowPatch

from rnn_helpers.figures.canvas import bare, on_axes, styled
from rnn_helpers.figures.palette import BLUE, GREY, INK, RED


@styled
def reading(panels, T, shortest=None, ax=None):
    """Rows of T boxes, one row per panel: name -> edges ("h_s", "h_t"), drawn as arcs.

    shortest: for each panel, the number of arrows on the shortest path from the first box to the
    last; None leaves it out. ax: as many axes as panels, or None.
    """
    edges = {name: [tuple(int(end.split("_")[1]) for end in edge) for edge in drawn]
             for name, drawn in panels.items()}
    figure, axes = on_axes(ax, 1, len(panels), width=12, height=3.0)
    for n, (axis, (name, drawn)) in enumerate(zip(np.atleast_1d(axes), edges.items(), strict=True)):
        for start, end in drawn:
            axis.add_patch(FancyArrowPatch(
                (start, 0.34), (end, 0.34), connectionstyle="arc3,rad=-0.6", shrinkA=1, shrinkB=1,
                arrowstyle="-|>", mutation_scale=10, linewidth=1.4,
                color=BLUE if end == T else GREY))
        for step in range(1, T + 1):
            axis.text(step, 0, f"{step}", ha="center", va="center", fontsize=14,
                      color="white" if step == T else INK,
                      bbox={"boxstyle": "round,pad=0.25", "fc": BLUE if step == T else "#EEEEEE",
                            "ec": GREY})
        bare(axis).set(xlim=(0.3, T + 0.7), ylim=(-1.3, 0.26 * T))
        axis.set_title(f"{name}: {len(drawn)} arrows", loc="center")
        if shortest is not None:
            plural = "s" * (shortest[n] != 1)
            axis.text((1 + T) / 2, -1.0, f"shortest path 1 → {T}: {shortest[n]} arrow{plural}",
                      ha="center", va="center", fontsize=15, color=RED, fontweight="bold")
    counted = ", ".join(f"{name} {len(drawn)}" for name, drawn in edges.items())
    figure.alt = f"Rows of {T} steps; arrows from the steps that each one reads: {counted}."
    return figure
