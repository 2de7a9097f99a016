"""A character network reads your text: cells in colour, predictions, how far it looks back."""

import functools

import ipywidgets as widgets
import numpy as np

from rnn_helpers import char_rnn, figures
from rnn_helpers.char_rnn import scanner
from rnn_helpers.explorers.core import Explorer
from rnn_helpers.explorers.stage import stage, wiped
from rnn_helpers.figures.characters import COLUMNS, shown, text_rows

LONGEST = 1000  # characters, including those that the network writes
ROWS = 27
COLOURS = ("value of the cell", "how far back it looks")


def neurons(networks, best, text):
    """Explorer: choose a network and a label or a cell, enter text, walk through it, continue it.

    networks: name -> char_rnn.Network; of a single one there is nothing to choose. best: name ->
    label -> `scores.Best`, whose cell is coloured with its sign, so that red means on; in an LSTM,
    cells H to 2H - 1 are those of c.
    """
    figure, (page, side, key) = _stage()
    first = next(iter(networks))

    @functools.lru_cache(maxsize=8)
    def read(name, text):
        return char_rnn.read(networks[name], text)

    @functools.lru_cache(maxsize=8)
    def written(name, text, length, temperature):
        rng = np.random.default_rng(0)
        options = {"temperature": temperature, "rng": rng}
        return char_rnn.generate(networks[name], text, length, **options) if length else ""

    labels = functools.lru_cache(maxsize=8)(scanner.label)

    def draw(text, label, cell, colour, place, length, temperature, network=first):
        if not 1 <= len(text) <= LONGEST - length:
            most = LONGEST - length
            raise ValueError(f"text: expected 1 to {most} characters, got {len(text)}")
        reading = read(network, text + written(network, text, length, temperature))
        whole, place = reading.text, min(place, len(reading.text))
        top = char_rnn.top_k(reading.logits[place - 1] / temperature)
        guesses = [(char_rnn.VOCABULARY[n], p) for n, p in zip(*top, strict=True)]
        positive = colour == COLOURS[1]
        if positive:
            back = char_rnn.look_back(networks[network], whole[:place])
            values, limit = np.full(len(whole), np.nan), 1.0
            values[:place] = back / back.max()
            name = "gradient norm, relative to the largest"
        else:
            sign = best[network][label].sign if cell == best[network][label].cell else 1
            values, name, limit = _cell(reading, cell, sign)
        truth = labels(whole)[label]
        wiped(page, side, key)
        figures.coloured_text(
            whole, values, page, limit=limit, name=name, truth=truth > 0, mark=place - 1,
            written=length, positive=positive, rows=ROWS,
        )
        alt = figure.alt
        figures.next_characters(guesses, side, title=f"next, at {temperature:.1f}")
        figures.colour_key(key, limit=limit, name=name, positive=positive)
        figure.alt = alt
        figure.hover = _told(whole, values, figure.first_row, page)
        likely = ", ".join(f"“{shown(letter)}” {100 * p:.0f} %" for letter, p in guesses)
        return figure, (
            f"After character {place}, “{shown(whole[place - 1])}”, the {name} is "
            f"{values[place - 1]:.2f}; {label}: {_answer(truth[place - 1])}. Next, at temperature "
            f"{temperature:.1f}: {likely}."
        )

    return Explorer(draw, **_controls(networks, best, text))


def _stage():
    """A page of text, a strip at its side for what comes next, and one under it for the colours."""
    figure, axes = stage(2, 2, height=6.6, width_ratios=[10, 2], height_ratios=[12, 1])
    (page, side), (key, corner) = axes
    page.set_position([0.005, 0.14, 0.8, 0.855])
    side.set_position([0.89, 0.52, 0.11, 0.42])
    key.set_position([0.1, 0.095, 0.6, 0.028])
    corner.remove()
    return figure, (page, side, key)


def _controls(networks, best, text):
    """The controls by name. Another network, or another label, also chooses its best cell."""
    first = next(iter(networks))
    label = widgets.Dropdown(options=scanner.names(), description="label, underlined")
    last = _cells(networks[first]) - 1
    cell = widgets.IntSlider(best[first][label.value].cell, 0, last, description="cell")
    network = widgets.Dropdown(options=list(networks), description="network")

    def choose(_):
        with cell.hold_trait_notifications():
            cell.value = min(cell.value, _cells(networks[network.value]) - 1)
            cell.max = _cells(networks[network.value]) - 1
            cell.value = best[network.value][label.value].cell

    for control in (network, label):  # before the explorer's own observer, which then draws once
        control.observe(choose, names="value")
    some = {"network": network} if len(networks) > 1 else {}
    page = {"continuous_update": False, "layout": {"width": "95%", "height": "6em"}}
    slider = functools.partial(widgets.IntSlider, layout={"width": "26em"})
    return {
        "text": widgets.Textarea(text, description="text", **page),
        **some,
        "label": label,
        "cell": cell,
        "colour": widgets.Dropdown(options=COLOURS, description="colour"),
        "place": slider(min(200, len(text)), 1, LONGEST, description="character"),
        "length": slider(60, 0, 300, step=20, description="characters to write"),
        "temperature": widgets.FloatSlider(
            1.0, min=0.1, max=1.5, step=0.1, description="temperature"
        ),
    }


def _cells(network):
    """How many cells the network has: H for each of its states."""
    return len(network.W_hy) * len(network.kind.states)


def _cell(reading, cell, sign):
    """Values of one cell, its name, and the limit of its colours: 1 for h, its largest for c."""
    values = sign * reading.cell(cell)
    limit = 1.0 if cell < reading.h.shape[1] else max(1.0, float(np.ceil(np.abs(values).max())))
    return values, f"value of cell {'−' if sign < 0 else ''}{reading.cell_name(cell)}", limit


def _answer(truth):
    return ("yes" if truth else "no") if truth.dtype == bool else str(int(truth))


def _told(text, values, first, page):
    """For the pointer: each character on the page and its value."""
    left, bottom, width, height = page.get_position().bounds
    told = {
        f"{row - first},{column}": f"“{shown(letter)}” {value:.2f}"
        for row, column, letter, value in zip(*text_rows(text), text, values, strict=True)
        if 0 <= row - first < ROWS and np.isfinite(value)
    }
    return {
        "box": [left, 1 - bottom - height, width, height],
        "grid": [ROWS, COLUMNS],
        "told": told,
    }
