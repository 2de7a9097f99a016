"""The partial results of a linear recurrence: which steps each way joins, and when."""

from typing import NamedTuple

from rnn_helpers import numpy_scan
from rnn_helpers.figures.canvas import bare, on, styled
from rnn_helpers.figures.palette import BLUE, GREY, INK, SKY
from rnn_helpers.figures.shapes import Labels, Shapes, rectangles

NAMES = {
    "loop": "the loop",
    "doubling": "doubling",
    "scan": "Blelloch's scan",
    "chunks": "chunks",
}


class Join(NamedTuple):
    """What stands at step `at` takes in what stands at the step `earlier`; steps count from 1.

    first: the first step that the result covers; where that is 1, it is a finished state.
    """

    at: int
    earlier: int
    first: int


def rounds(way, T):
    """Which joins happen at once, round by round: a list of lists of Join.

    way: one of NAMES. The joins of one round need none of each other. A round may be empty: a copy.
    """
    first, found = {t: t for t in range(1, T + 1)}, []
    for made in numpy_scan.rounds(way, T):
        joins = [Join(j + 1, i + 1, first[i + 1]) for i, j in made if i >= 0]  # h_0 is not drawn
        first.update({join.at: join.first for join in joins})
        found.append(joins)
    return found


@styled
def scan_tree(way, T, step=None, *, counted=None, ax=None):
    """One column per time step, one row per round; a box says which steps are in it.

    way: one of NAMES. step: how many rounds have been made, None for all; later ones are faint.
    Dark boxes are finished states. counted: (rounds, operations) for the title.
    """
    figure, ax = on(ax, width=11.5, height=5)
    made = rounds(way, T)
    step = len(made) if step is None else step
    R, size = len(made), 14 if T <= 8 else 11
    tall = min(0.62, 0.06 * (R + 1))
    shapes, faint, labels = Shapes(), Shapes(), Labels()
    stands = {t: 0 for t in range(1, T + 1)}  # the row in which a column's latest box is
    firsts = {t: t for t in stands}

    def box(t, row, covers):
        done, now = covers == 1, row <= step
        face = (BLUE if done else SKY) if now else "white"
        edge = INK if now else GREY
        corners = rectangles(t - 0.44, -row - tall / 2, 0.88, tall)
        (shapes if now else faint).polygons(corners, face, edges=edge, width=1.2)
        text = f"{t}" if covers == t else f"{covers}–{t}"
        color = ("white" if done else INK) if now else GREY
        labels.add(t, -row, text, size=size, color=color)

    for row, joins in enumerate([[], *made]):
        for at, earlier, _ in joins:
            look = (INK, 1.6) if row <= step else (GREY, 0.8)
            for t in (at, earlier):
                shapes.line([(t, -stands[t] - tall / 2), (at, -row + tall / 2)], *look)
        if row == 0:
            for t in stands:
                box(t, 0, t)
        for join in joins:
            box(join.at, row, join.first)
        for join in joins:
            stands[join.at], firsts[join.at] = row, join.first if row <= step else firsts[join.at]
    shapes.draw(ax, zorder=2)
    faint.draw(ax, zorder=2)
    labels.draw(ax)
    bare(ax).set(xlim=(-0.55, T + 0.6), ylim=(-R - 0.75, 1.5))
    for row in range(R + 1):
        if R <= 9 or row % 2 == 0:
            labels_row = "steps" if row == 0 else f"{row}"
            ax.text(0.3, -row, labels_row, ha="right", va="center", fontsize=13,
                    color=INK if row <= step else GREY)
    total = "" if counted is None else f": {counted[0]} rounds, {counted[1]} operations"
    ax.text(0.3, 1.05, f"{NAMES[way]}{total}", fontsize=16, va="center")
    finished = sum(covers == 1 for covers in firsts.values())
    figure.alt = (
        f"Steps 1 to {T} as boxes, joined by {NAMES[way]} in {R} rounds. After round {step}, "
        f"{finished} of {T} states are finished."
    )
    return figure
