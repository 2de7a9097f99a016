"""The ways of a gradient over time: the paths of the double sum, and what truncation leaves."""

import numpy as np
from matplotlib.patches import FancyArrowPatch

from rnn_helpers.figures.canvas import bare, on_axes, styled
from rnn_helpers.figures.palette import BLUE, GREY, INK, RED

PALE = "#EEEEEE"


@styled
def weight_paths(terms, captions, ax=None):
    """The T paths on which shared weights reach the last state: one panel per k = 0, 1, …, T - 1.

    terms: what stands above each panel; captions: what stands below. ax: T axes, or None.
    """
    T = len(terms)
    figure, axes = on_axes(ax, 1, T, width=12, height=3.6)
    for k, (axis, term, caption) in enumerate(
        zip(np.atleast_1d(axes), terms, captions, strict=True)
    ):
        met = T - k  # the step at which this path meets the weights
        for step in range(1, T + 1):
            on_path = step >= met
            _arrow(axis, (step, 0.35), (step, 0.72), step == met)
            if step < T:
                _arrow(axis, (step + 0.22, 1), (step + 0.78, 1), on_path)
            _box(axis, step, 1, f"$h_{{{step}}}$", on_path)
            _box(axis, step, 0.1, "W", step == met)
        _arrow(axis, (T, 1.28), (T, 1.62), True)
        _box(axis, T, 1.85, "L", True)
        bare(axis).set(xlim=(0.5, T + 0.5), ylim=(-0.75, 2.2))
        axis.set_title(term, loc="center", fontsize=17)
        axis.text((T + 1) / 2, -0.5, caption, ha="center", va="center", fontsize=15)
    figure.alt = "Paths from the weights to the loss: " + "; ".join(
        f"k = {k}, from step {T - k} over {k} steps: {' '.join(caption.split())}"
        for k, caption in enumerate(captions)
    )
    return figure


def _arrow(axis, start, end, on_path):
    axis.add_patch(FancyArrowPatch(
        start, end, arrowstyle="-|>", mutation_scale=18 if on_path else 12, shrinkA=0, shrinkB=0,
        linewidth=3.5 if on_path else 1.2, color=RED if on_path else GREY))


def _box(axis, x, y, name, on_path):
    axis.text(x, y, name, ha="center", va="center", fontsize=16,
              color="white" if on_path else INK,
              bbox={"boxstyle": "round,pad=0.25", "fc": RED if on_path else PALE, "ec": GREY})


@styled
def reach(tokens, panels, ax=None):
    """How far back the loss at each step lets its gradient go: a bar per loss, over the tokens.

    panels: name -> for each of the T steps, the first step that its loss reaches, from 0.
    ax: as many axes as panels, or None.
    """
    T = len(tokens)
    figure, axes = on_axes(ax, 1, len(panels), width=12, height=4.2)
    steps_back = {}
    for axis, (name, first) in zip(np.atleast_1d(axes), panels.items(), strict=True):
        steps = np.arange(T)
        back = steps - np.asarray(first)
        axis.barh(steps, back + 1, left=np.asarray(first) - 0.5, height=0.72, color=BLUE)
        axis.set_xticks(steps, tokens, fontsize=13 if T <= 24 else 10)
        axis.set_yticks([0, T - 1], ["first loss", "last loss"], fontsize=13)
        axis.tick_params(length=0)
        axis.invert_yaxis()
        axis.set(xlim=(-0.7, T - 0.3))
        axis.set_title(name, loc="center")
        steps_back[name] = back
    for axis in np.atleast_1d(axes)[1:]:
        axis.set_yticks([])
    figure.alt = f"For each loss over {T} letters, the letters its gradient reaches. " + "; ".join(
        f"{name}: {back.min()} to {back.max()} steps back" for name, back in steps_back.items()
    )
    return figure
