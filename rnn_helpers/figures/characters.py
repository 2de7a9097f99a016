"""Text coloured by what a network makes of it, and what it expects next."""

import matplotlib as mpl
import numpy as np

from rnn_helpers.figures.canvas import bare, on, on_axes, styled
from rnn_helpers.figures.palette import BLUE, DIVERGING, INK
from rnn_helpers.figures.shapes import Labels, Shapes, rectangles

COLUMNS = 84  # characters in a row; a longer line continues in the next row
GREYED = "#999999"
DARK = 0.65  # of the scale: from here on white letters read better than black ones


def text_rows(text, columns=COLUMNS):
    """Row and column of each character, (N,) int each: a new row at line ends or when full."""
    places, row, column = [], 0, 0
    for letter in text:
        if column == columns:
            row, column = row + 1, 0
        places.append((row, column))
        row, column = (row + 1, 0) if letter == "\n" else (row, column + 1)
    return np.array(places).reshape(-1, 2).T


@styled
def coloured_text(
    text, values, ax=None, *, limit=1.0, name="value of the cell", truth=None, mark=None, written=0,
    positive=False, rows=None, columns=COLUMNS, title="",
):
    """Text in a grid, each character on the colour of its value: blue low, white zero, red high.

    values (N,), coloured from -limit to limit; positive: from white at 0 to orange at the limit.
    truth (N,) bool: these are underlined. mark: index of a character in a frame. written: how many
    at the end were written by the network, in grey. rows: how many to leave room for, around the
    mark; the first row that is shown becomes the figure's `first_row`. columns: of the grid.
    """
    row, column = text_rows(text, columns)
    every = row.max() + 1
    figure, ax = on(ax, width=12, height=0.9 + 0.24 * every)
    count = rows or every
    first = 0 if mark is None else int(np.clip(row[mark] - count // 2, 0, max(0, every - count)))
    row = row - first
    seen = np.flatnonzero((row >= 0) & (row < count))
    shares = np.asarray(values, float) / limit
    _paint(ax, row[seen], column[seen], shares[seen], (count, columns), positive)
    size, labels, shapes = _letter_size(ax, count, columns), Labels(), Shapes()
    for n in seen:
        letter, grey = text[n], text[n] == "\n" or n >= len(text) - written
        look = {"size": size, "family": "monospace", "weight": "bold"}
        look["color"] = GREYED if grey else "white" if abs(shares[n]) > DARK else "black"
        labels.add(column[n] + 0.5, row[n] + 0.5, "¬" if letter == "\n" else letter, **look)
        if truth is not None and truth[n]:
            low = row[n] + 0.97
            shapes.line([(column[n], low), (column[n] + 1, low)], INK, 1.6)
    if mark is not None:
        shapes.polygons(rectangles(column[mark], row[mark], 1, 1), edges=INK, width=2.2)
    labels.draw(ax)
    shapes.draw(ax, zorder=6)
    bare(ax).set(xlim=(0, columns), ylim=(count, 0))
    if title:
        ax.set_title(title)
    figure.first_row = first
    underlined = "" if truth is None else "; those for which it should be high are underlined"
    figure.alt = f"{len(text)} characters of code, coloured by the {name}{underlined}."
    return figure


@styled
def coloured_texts(text, panels, axes=None, *, columns=COLUMNS):
    """The same text several times, each coloured by another cell.

    panels: title -> (values (N,), limit, truth (N,) or None), as in `coloured_text`.
    """
    rows = text_rows(text, columns)[0].max() + 1
    height = (0.6 + 0.24 * rows) * len(panels)
    figure, axes = on_axes(axes, len(panels), 1, width=12, height=height)
    said = []
    for ax, (title, (values, limit, truth)) in zip(np.atleast_1d(axes), panels.items(),
                                                   strict=True):
        coloured_text(text, values, ax, limit=limit, truth=truth, columns=columns, title=title)
        said.append(title)
    figure.alt = f"The same {rows} lines of code, coloured by several cells: {'; '.join(said)}."
    return figure


def _paint(ax, row, column, shares, shape, positive):
    """The grid of colours. Mapped here, per character: imshow would map every pixel."""
    grid = np.full(shape, np.nan)
    grid[row, column] = shares if positive else (shares + 1) / 2
    look = {"aspect": "auto", "interpolation": "nearest", "alpha": 0.8}
    ax.imshow(_colours(grid, positive), extent=(0, shape[1], shape[0], 0), **look)


def _letter_size(ax, count, columns):
    """Points: as large as a cell allows."""
    box, (width, height) = ax.get_position(), ax.figure.get_size_inches()
    return 72 * min(width * box.width / columns / 0.62, height * box.height / count / 1.25)


def _colours(fractions, positive):
    """Fractions of the scale, 0 to 1 -> red, green, blue, opacity, uint8 each; NaN is white."""
    scale = mpl.colormaps["Oranges" if positive else DIVERGING].with_extremes(bad="white")
    return scale(np.ma.masked_invalid(fractions), bytes=True)


@styled
def colour_key(ax, *, limit=1.0, name="value of the cell", positive=False):
    """The scale of `coloured_text`, horizontally."""
    low, scale = 0 if positive else -limit, np.linspace(0, 1, 101)[None]
    extent = (low, limit, 0, 1)
    ax.imshow(_colours(scale, positive), aspect="auto", alpha=0.8, extent=extent)
    ticks = np.linspace(low, limit, 3)
    ax.set_xticks(ticks, [f"{tick:.2g}".replace("-", "−") for tick in ticks])
    ax.set(xlabel=name, yticks=[])
    return ax.figure


@styled
def next_characters(guesses, ax=None, *, title="next character"):
    """The most probable next characters. guesses: [(character, probability), ...], best first."""
    figure, ax = on(ax, width=3, height=3)
    names, percent = [shown(letter) for letter, _ in guesses], [100 * p for _, p in guesses]
    shapes, labels = Shapes(), Labels()
    shapes.polygons(rectangles(0, np.arange(len(names)) - 0.4, percent, 0.8), BLUE)
    shapes.draw(ax)
    for n, (name, width) in enumerate(zip(names, percent, strict=True)):
        labels.add(-8, n, name, size=13, ha="right", family="monospace")
        labels.add(width + 8, n, f"{width:.0f} %", size=12, ha="left")
    labels.add(0, -0.7, title, size=16, ha="left", va="bottom")
    bare(ax).set(xlim=(0, 220), ylim=(len(names) - 0.5, -0.5))
    labels.draw(ax, clip_on=False)
    said = ", ".join(f"{name} {p:.0f} %" for name, p in zip(names, percent, strict=True))
    figure.alt = f"Next, the most probable first: {said}."
    return figure


def shown(letter):
    """A character as a reader can see it."""
    return {"\n": "line end", " ": "space", "\ufffd": "other"}.get(letter, letter)
