"""The words of a prefix, and what a probe reads of each from one state."""

import functools

from matplotlib.colors import to_rgba
from matplotlib.patches import BoxStyle
from matplotlib.textpath import TextPath

from rnn_helpers.figures.canvas import bare, on, styled, unframed
from rnn_helpers.figures.palette import GREEN, INK, RED
from rnn_helpers.figures.shapes import Labels, Shapes, rectangles

QUIET = "#555555"


@styled
def read_back(words, read, ax=None, *, title="", mark=None, upright=False):
    """The words of a prefix, oldest first, with what a probe read of each from one state.

    upright: below one another, otherwise side by side. mark: how far back a word is that gets a
    frame. Right answers stand in a box, wrong ones after a cross.
    """
    N, size = len(words), 13 if upright else 17
    width, height = (5, 0.25 * N + 0.9) if upright else (min(max(1.25 * N + 0.8, 6), 24), 2.3)
    figure, ax = on(ax, width=width, height=height)
    labels, frame = Labels(), Shapes()
    rows = _rows_down(ax, N, title, labels) if upright else _rows_across(ax, N, title)

    def place(n, row):
        return (rows[row], -n - 0.5) if upright else (n + 0.5, rows[row])

    for n, (word, said) in enumerate(zip(words, read, strict=True)):
        right = word == said
        if right:
            chip = _chip(said, size, 0.12 if upright else 0.25)
            labels.stamp(*place(n, "read"), chip, to_rgba(GREEN, 0.35))
        labels.add(*place(n, "said"), word, size=size)
        answer, color = (said, INK) if right else (f"✗ {said}", RED)
        labels.add(*place(n, "read"), answer, size=size, color=color)
        labels.add(*place(n, "words back"), f"{N - n}", size=min(size, 16), color=QUIET)
    if mark is not None:
        corner = (0.01, mark - N - 1, 0.98, 1) if upright else (N - mark, -0.62, 1, 1.9)
        frame.polygons(rectangles(*corner), edges=INK, width=2)
        frame.draw(ax, clip_on=False)
    labels.draw(ax)
    figure.alt = (
        f"The last {N} words of a text, and {'beside' if upright else 'under'} each the word that "
        "a probe reads for it from the final state."
    )
    return figure


def _rows_down(ax, N, title, labels):
    """Columns of words: the place of each column."""
    rows = {"words back": 0.16, "said": 0.42, "read": 0.78}
    bare(ax).set(xlim=(0, 1), ylim=(-N, 2.2 if title else 1))
    labels.add(0, 1.6, title, ha="left", size=16)
    for row, x in rows.items():
        labels.add(x, 0.5, row, size=13, color=QUIET)
    return rows


def _rows_across(ax, N, title):
    """Rows of words: the height of each row."""
    rows = {"said": 1, "read": 0.3, "words back": -0.4}
    unframed(ax).set(xlim=(0, N), ylim=(-0.7, 1.4), title=title)
    ax.set_yticks([*rows.values()], [*rows])
    ax.tick_params(length=0, labelsize=15, labelcolor=QUIET)
    return rows


@functools.lru_cache(maxsize=10_000)
def _chip(word, size, pad):
    """The outline of a rounded box around a word, its middle at the origin, in points."""
    width = TextPath((0, 0), word, size=size).get_extents().width if word.strip() else 0
    return BoxStyle("Round", pad=pad)(-width / 2, -0.5 * size, width, size, size)
