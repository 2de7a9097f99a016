"""One step of the network as blocks of coloured numbers, in the forms that books and code use."""

from typing import NamedTuple

import numpy as np

from rnn_helpers.figures.canvas import bare, on, styled
from rnn_helpers.figures.palette import GREY, INK, ORANGE
from rnn_helpers.figures.shapes import Labels, Shapes, cells, diverging

GAP = 0.7  # between blocks, in units of one number
UNIT = 0.6  # inches, at most: the side of one number
WRITTEN = 0.43  # inches: from this side on there is room to write the number
NAMED, LETTER = 0.67, 0.2  # inches: for a block's name, and per letter of a sign
OVER, UNDER, NOTE = 0.6, 0.45, 0.6  # inches above and below the blocks, and for a note
ALL = slice(None)


class Block(NamedTuple):
    """An array with its name.

    part: which of its rows and columns are followed; seam: where two arrays meet in it (down,
    across), or None.
    """

    name: str
    array: np.ndarray
    part: tuple = ()
    seam: tuple | None = None

    @property
    def T(self):
        """The same block, transposed."""
        return Block(self.name, self.array.T, self.part[::-1], self.seam and self.seam[::-1])


@styled
def step_blocks(
    x_t, W_xh, h_prev, W_hh, b_h, h_t, ax=None, *, columns=False, stacked=False, phi="φ",
    follow=None, note="",
):
    """One step h_t = φ(x_t W_xh + h_(t-1) W_hh + b_h), each array to scale with its shape below.

    x_t (B, D), h_prev and h_t (B, H). columns=True draws the same numbers as books write them, each
    example a column: h_t = φ(W_xh x_t + W_hh h_(t-1) + b_h). stacked=True: the input and the state
    in one array, and the two matrices in another. follow: (example, unit) frames that number of h_t
    and all that it is made of; where there is room its numbers are written. note: a line below.
    """
    B, D, H = *np.shape(x_t), np.shape(h_t)[1]
    terms = _terms(x_t, W_xh, h_prev, W_hh, b_h, h_t, columns, stacked, phi, follow)
    blocks = [term for term in terms if isinstance(term, Block)]
    most, below = max(len(block.array) for block in blocks), UNDER + NOTE * bool(note)
    own = ax is None
    width, height = (12, 9) if own else ax.figure.get_size_inches() * ax.get_position().size
    unit = _unit(terms, width, height - OVER - below, most)
    figure, ax = on(ax, width=width, height=most * unit + OVER + below)
    across = _width(terms, unit)
    spare = 0.0 if own else max(0.0, height - OVER - below - most * unit) / 2
    room, low = max(width, across), -most * unit - below
    ax.set(xlim=((across - room) / 2, (across + room) / 2), ylim=(low - spare, OVER + spare))
    ax.set_aspect("equal")
    labels = _lay_out(bare(ax), terms, unit, most)
    if note:
        labels.add(across / 2, low + 0.25, note, size=17)
    labels.draw(ax)
    equation = " ".join(
        f"{term.name.replace('$', '')} {term.array.shape}" if isinstance(term, Block) else term
        for term in terms
    )
    framed = ""
    if follow:
        framed = f"; framed: example {follow[0] + 1}, unit {follow[1] + 1}, and what it is made of"
    figure.alt = (
        f"One step drawn as blocks with B={B}, D={D}, H={H}, examples as "
        f"{'columns' if columns else 'rows'}: {equation}{framed}"
    )
    return figure


def _terms(x_t, W_xh, h_prev, W_hh, b_h, h_t, columns, stacked, phi, follow):
    """The equation as blocks and signs, from left to right."""
    i, j = (slice(k, k + 1) for k in follow) if follow else (slice(0), slice(0))
    x, W = Block("$x_t$", np.asarray(x_t), (i, ALL)), Block("$W_{xh}$", np.asarray(W_xh), (ALL, j))
    h = Block("$h_{t-1}$", np.asarray(h_prev), (i, ALL))
    U = Block("$W_{hh}$", np.asarray(W_hh), (ALL, j))
    b = Block("$b_h$", np.reshape(b_h, (1, -1)), (slice(bool(follow)), j))
    new = Block("$h_t$", np.asarray(h_t), (i, j))
    products = [(x, W), (h, U)]
    if stacked:
        D = np.shape(x_t)[1]
        left = Block("$x_t$, $h_{t-1}$", np.hstack([x_t, h_prev]), x.part, (0, D))
        products = [(left, Block("$W$", np.vstack([W_xh, W_hh]), W.part, (D, 0)))]
    terms = [new.T if columns else new, f"= {phi}("]
    for left, right in products:
        terms += [right.T, left.T, "+"] if columns else [left, right, "+"]
    return [*terms, b.T if columns else b, ")"]


def _rooms(terms, unit):
    """Inches that each term takes."""
    return [
        max(term.array.shape[1] * unit, NAMED)
        if isinstance(term, Block)
        else LETTER * len(term) + 0.1
        for term in terms
    ]


def _width(terms, unit):
    return sum(_rooms(terms, unit)) + GAP * unit * len(terms)


def _unit(terms, width, height, most):
    """Inches of a number's side, as large as fits."""
    low, high = 0.0, min(UNIT, max(height, 0.5) / most)
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if _width(terms, middle) <= width else (low, middle)
    return high


def _lay_out(ax, terms, unit, most):
    """Blocks and signs from left to right, in inches, centred on the middle of the tallest.

    -> their Labels, not yet drawn.
    """
    arrays = [term.array for term in terms if isinstance(term, Block)]
    finite = np.abs(np.concatenate([array[np.isfinite(array)] for array in arrays]))
    largest = float(finite.max(initial=0)) or 1.0
    labels, shapes, frames, left = Labels(), Shapes(), Shapes(), GAP * unit / 2
    for term, room in zip(terms, _rooms(terms, unit), strict=True):
        middle = left + room / 2
        if isinstance(term, Block):
            _block(term, middle, unit, most, largest, labels, shapes, frames)
        else:
            labels.add(middle, -most * unit / 2, term, size=24)
        left += room + GAP * unit
    shapes.draw(ax)
    frames.draw(ax, zorder=2)
    return labels


def _block(block, middle, unit, most, largest, labels, shapes, frames):
    """One block: its cells, its name above, its shape below, its seam and the part followed."""
    rows, columns = block.array.shape
    x, y = middle - columns * unit / 2, -(most - rows) / 2 * unit
    xs, ys = x + unit * np.arange(columns + 1), y - unit * np.arange(rows + 1)
    colors = diverging(block.array.ravel(), largest)
    shapes.polygons(cells(xs, ys), colors, edges=GREY, width=0.5)
    labels.add(middle, y + 0.12, block.name, size=22, va="bottom")
    labels.add(middle, ys[-1] - 0.1, f"{rows}×{columns}", size=16, va="top")
    if block.seam:
        down, across = block.seam
        ends = ([0, -1], [down, down]) if down else ([across, across], [0, -1])
        frames.line(np.column_stack([xs[ends[0]], ys[ends[1]]]), INK, 2.5)
    if block.part and block.array[block.part].size:
        inside = [np.arange(n)[part] for n, part in zip((rows, columns), block.part, strict=True)]
        (top, bottom), (first, last) = ((line[0], line[-1] + 1) for line in inside)
        frames.polygons(cells(xs[[first, last]], ys[[top, bottom]]), edges=ORANGE, width=3.5)
        if unit >= WRITTEN:
            for row, column in np.stack(np.meshgrid(*inside), axis=-1).reshape(-1, 2):
                number = block.array[row, column]
                color = "white" if abs(number) > 0.6 * largest else INK
                place = xs[column] + unit / 2, ys[row] - unit / 2
                labels.add(*place, f"{number:.1f}", size=13, color=color)
