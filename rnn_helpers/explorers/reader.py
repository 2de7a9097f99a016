"""A character network reads a text before your eyes: one of its cells, and what it expects next."""

import functools

import ipywidgets as widgets
import numpy as np

from rnn_helpers import char_rnn, figures
from rnn_helpers.explorers.sliders import LimitedExplorer
from rnn_helpers.explorers.stage import stage, wiped
from rnn_helpers.figures.characters import shown

LONGEST = 800  # characters
ROWS, COLUMNS = 14, 62  # large enough for the last row of a lecture hall
TICK = 120  # milliseconds between two characters while it plays


class Reader(LimitedExplorer):
    """An Explorer with a button that moves its slider `place` by itself, to the end of the text."""

    def __init__(self, draw, **controls):
        super().__init__(draw, "place", lambda values: len(values["text"]), **controls)
        place = controls["place"]
        play = widgets.Play(value=place.value, min=1, max=place.max, interval=TICK)
        widgets.jslink((play, "value"), (place, "value"))
        widgets.jslink((place, "max"), (play, "max"))
        controls_row = self.children[0]
        controls_row.children = (play, *controls_row.children)


def reader(network, cell, text, *, sign=1):
    """Explorer: enter a text, and watch one cell of the state while the network reads it.

    network: char_rnn.Network. cell: 0 to H - 1 for a number in h, in an LSTM H to 2H - 1 for one in
    c. sign: -1 turns the colours round, so that red means on. What was not read yet is grey.
    """
    figure, (page, side) = stage(1, 2, height=4.6, bare=True, width_ratios=[10, 2])
    page.set_position([0.005, 0.01, 0.8, 0.98])
    side.set_position([0.89, 0.3, 0.11, 0.52])
    read = functools.lru_cache(maxsize=4)(lambda text: char_rnn.read(network, text))

    def draw(text, place):
        if not 1 <= len(text) <= LONGEST:
            raise ValueError(f"text: expected 1 to {LONGEST} characters, got {len(text)}")
        reading = read(text)
        whole, place = reading.text, min(place, len(reading.text))  # a text of one character
        values = sign * reading.cell(cell)
        limit = max(1.0, float(np.abs(values).max()))
        now, values[place:] = values[place - 1], np.nan
        top = char_rnn.top_k(reading.logits[place - 1])
        guesses = [(char_rnn.VOCABULARY[n], p) for n, p in zip(*top, strict=True)]
        wiped(page, side)
        figures.coloured_text(whole, values, page, limit=limit, mark=place - 1,
                              written=len(whole) - place, rows=ROWS,
                              columns=COLUMNS)
        alt = figure.alt
        figures.next_characters(guesses, side, title="next?")
        figure.alt = alt
        likely = ", ".join(f"“{shown(letter)}” {100 * p:.0f} %" for letter, p in guesses)
        return figure, (f"After character {place}, “{shown(whole[place - 1])}”, the cell is at "
                        f"{now:.2f} of at most {limit:.2f}. Next: {likely}.")

    wide = {"continuous_update": False, "layout": {"width": "95%", "height": "5em"}}
    return Reader(
        draw,
        place=widgets.IntSlider(min(200, len(text)), 1, len(text), description="character",
                                layout={"width": "26em"}),
        text=widgets.Textarea(text, description="text", **wide),
    )
