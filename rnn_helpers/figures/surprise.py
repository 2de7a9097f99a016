"""Text coloured by how much each character surprised a network, over its best guesses."""

import numpy as np

from rnn_helpers.figures.canvas import bare, on, styled
from rnn_helpers.figures.characters import text_rows
from rnn_helpers.figures.palette import GREY, INK
from rnn_helpers.figures.shapes import Labels, Shapes, rectangles

SURPRISED, GUESSED = (0.902, 0.624, 0.0), (0.337, 0.706, 0.914)  # orange, sky blue


@styled
def surprisal_text(text, bits, guesses, probabilities, ax=None, *, limit=8.0, columns=64):
    """Text, each character the more orange the more bits it cost, over the network's best guesses.

    bits (N,): surprisal of each of the N characters, coloured from 0 to `limit`, NaN: not known.
    guesses (N, K) characters, probabilities (N, K): what the network expected in the place of each,
    best first, the bluer the more probable; less than 1 % is left out.
    """
    row, column = text_rows(text, columns)
    K = len(guesses[0])
    height = 1.25 + 0.8 * K  # of a line of text with its guesses, in units of a letter
    count = row.max() + 1
    figure, ax = on(ax, width=12, height=0.24 * height * count + 0.3)
    cells, labels = Shapes(), Labels()
    size = 72 * figure.get_size_inches()[0] * ax.get_position().width / columns / 0.66
    for n, letter in enumerate(text):
        x, y = column[n], row[n] * height
        part = 0 if np.isnan(bits[n]) else min(bits[n] / limit, 1)
        cells.polygons(rectangles(x, y, 1, 1.1), _mixed(SURPRISED, part))
        look = {"family": "monospace", "color": GREY if letter == "\n" else INK}
        shown = "¬" if letter == "\n" else letter
        labels.add(x + 0.5, y + 0.55, shown, size=size, weight="bold", **look)
        if np.isnan(bits[n]):
            continue
        for k, (guess, p) in enumerate(zip(guesses[n], probabilities[n], strict=True)):
            if p >= 0.01:
                low = y + 1.15 + 0.8 * k
                cells.polygons(rectangles(x, low, 1, 0.8), _mixed(GUESSED, p))
                said = {"\n": "¬", " ": "␣"}.get(guess, guess)
                labels.add(x + 0.5, low + 0.4, said, size=0.72 * size, family="monospace")
    cells.draw(ax)
    labels.draw(ax)
    bare(ax).set(xlim=(0, columns), ylim=(count * height, 0))
    most = int(np.nanargmax(bits))
    figure.alt = (
        f"{len(text)} characters of code, the more orange the more bits each cost, up to "
        f"{np.nanmax(bits):.1f} for “{text[most]}”, and under each the network's {K} best guesses."
    )
    return figure


def _mixed(colour, part):
    """A colour on white paper: none of it at 0, all at 1."""
    return tuple(1 - part * (1 - channel) for channel in colour)
