"""A character network reads your text: its cells in colour, what it expects next, how far it looks back, what it writes."""

import functools

import ipywidgets as widgets
import numpy as np

from rnn_helpers import char_rnn, figures
from rnn_helpers.char_rnn import scanner
from rnn_helpers.explorers.core import Explorer, stage, wiped
from rnn_helpers.figures.characters import COLUMNS, shown, text_rows

LONGEST = 1000  # characters, with those that the network writes
ROWS = 27
COLOURS = ("value of the cell", "how far back it looks")


def neurons(networks, best, text):
    """Explorer: choose a network and a label or a cell, put in your own text, walk through it, let the network write on.

    networks: name -> char_rnn.Network. best: name -> label -> cell; in an LSTM cells H to 2H - 1 are c.
    """
    figure, axes = stage(2, 2, height=6.6, width_ratios=[10, 2], height_ratios=[12, 1])
    (page, side), (key, corner) = axes
    page.set_position([0.005, 0.14, 0.8, 0.855])
    side.set_position([0.89, 0.52, 0.11, 0.42])
    key.set_position([0.1, 0.095, 0.6, 0.028])
    corner.set_axis_off()

    @functools.lru_cache(maxsize=8)
    def read(name, text):
        return char_rnn.read(networks[name], text)

    @functools.lru_cache(maxsize=8)
    def written(name, text, length, temperature):
        rng = np.random.default_rng(0)
        return char_rnn.generate(networks[name], text, length, temperature=temperature, rng=rng) if length else ""

    @functools.lru_cache(maxsize=8)
    def labels(text):
        return scanner.label(text)

    def draw(text, network, label, cell, colour, place, length, temperature):
        if not 1 <= len(text) <= LONGEST - length:
            raise ValueError(f"text: expected 1 to {LONGEST - length} characters, got {len(text)}")
        whole = text + written(network, text, length, temperature)
        reading = read(network, whole)
        whole, place = reading.text, min(place, len(reading.text))
        values, name, limit = _cell(reading, cell)
        guesses = [(char_rnn.VOCABULARY[n], p) for n, p in zip(*char_rnn.likeliest(reading.logits[place - 1] / temperature))]
        positive = colour == COLOURS[1]
        if positive:
            back = char_rnn.look_back(networks[network], whole[:place])
            values, limit = np.r_[back / back.max(), np.full(len(whole) - place, np.nan)], 1.0
            name = "length of the gradient, share of the largest"
        truth = labels(whole)[label]
        wiped(page, side, key)
        figures.coloured_text(whole, values, page, limit=limit, name=name, truth=truth > 0, mark=place - 1, written=length,
                              positive=positive, rows=ROWS)
        alt = figure.alt
        figures.next_characters(guesses, side, title=f"next, at {temperature:.1f}")
        figures.colour_key(key, limit=limit, name=name, positive=positive)
        figure.alt = alt
        figure.hover = _told(whole, values, figure.first_row, page)
        likely = ", ".join(f"“{shown(letter)}” {100 * p:.0f} %" for letter, p in guesses)
        value = f"{values[place - 1]:.2f}"
        return figure, (f"After character {place}, “{shown(whole[place - 1])}”, the {name} is "
                        f"{value}; {label}: {_answer(truth[place - 1])}. Next, at temperature "
                        f"{temperature:.1f}: {likely}.")

    first = next(iter(networks))
    label = widgets.Dropdown(options=scanner.names(), description="label, underlined")
    cell = widgets.IntSlider(best[first][label.value], 0, _cells(networks[first]) - 1, description="cell")
    network = widgets.Dropdown(options=list(networks), description="network")

    def choose(_):
        with cell.hold_trait_notifications():
            cell.value = min(cell.value, _cells(networks[network.value]) - 1)
            cell.max = _cells(networks[network.value]) - 1
            cell.value = best[network.value][label.value]

    for control in (network, label):  # before the explorer's own: it then draws the cell that was chosen
        control.observe(choose, names="value")
    slider = functools.partial(widgets.IntSlider, layout=widgets.Layout(width="26em"))
    return Explorer(
        draw,
        text=widgets.Textarea(text, description="text", continuous_update=False, layout=widgets.Layout(width="95%", height="6em")),
        network=network, label=label, cell=cell, colour=widgets.Dropdown(options=COLOURS, description="colour"),
        place=slider(min(200, len(text)), 1, LONGEST, description="character"),
        length=slider(60, 0, 300, step=20, description="write on, characters"),
        temperature=widgets.FloatSlider(1.0, min=0.1, max=1.5, step=0.1, description="temperature"))


def _cells(network):
    return len(network.W_hy) * (2 if network.kind == "lstm" else 1)


def _cell(reading, cell):
    """Values of one cell, its name, and the limit of its colours: h is within -1 and 1, c is as large as it gets."""
    H = reading.h.shape[1]
    if cell < H:
        return reading.h[:, cell], f"value of cell h {cell}", 1.0
    values = reading.c[:, cell - H]
    return values, f"value of cell c {cell - H}", max(1.0, float(np.ceil(np.abs(values).max())))


def _answer(truth):
    return {True: "yes", False: "no"}[bool(truth)] if truth.dtype == bool else str(int(truth))


def _told(text, values, first, page):
    """For the pointer: each character on the page and its value."""
    left, bottom, width, height = page.get_position().bounds
    told = {f"{row - first},{column}": f"“{shown(letter)}” {value:.2f}"
            for row, column, letter, value in zip(*text_rows(text), text, values) if 0 <= row - first < ROWS and np.isfinite(value)}
    return {"box": [left, 1 - bottom - height, width, height], "grid": [ROWS, COLUMNS], "told": told}
