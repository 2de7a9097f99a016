"""What a unit is good for: where the network predicts worse once nothing reads it any more."""

import numpy as np

from rnn_helpers.char_rnn import intervals
from rnn_helpers.char_rnn.network import ablate_unit
from rnn_helpers.char_rnn.reading import read_all, surprisal


def closing_places(text, labels):
    """Characters that can come only where something is open -> {name: indices (n,)}.

    labels: `scanner.label(text)`. Closing quotes, closing parentheses, the last character of each
    comment (which may be the end of a line), and all characters within comments.
    """
    characters = np.array(list(text))
    string, comment = labels["string"], labels["comment"]
    quotes = np.flatnonzero(string[:-1] & ~string[1:]) + 1  # inside before it, outside after it
    return {
        "closing quote": quotes[characters[quotes] == '"'],
        "end of a comment": np.flatnonzero(comment[:-1] & ~comment[1:]) + 1,
        "within a comment": np.flatnonzero(comment[:-1] & comment[1:]) + 1,
        "closing parenthesis": np.flatnonzero(np.diff(labels["depth of ( )"]) < 0) + 1,
    }


def ablation_cost(network, unit, readings, places):
    """How many bits more the characters at some places cost without one unit -> {name: arrays}.

    readings: texts as the whole network read them; places: {name: indices} for each text. Under
    each name stands one array for each text, with one number per place.
    """
    without = read_all(ablate_unit(network, unit), [reading.text for reading in readings])
    more = [surprisal(b) - surprisal(a) for a, b in zip(readings, without, strict=True)]
    return {name: [bits[at[name] - 1] for bits, at in zip(more, places, strict=True)]
            for name in places[0]}


def change_ratio(found, others, *, rng, draws=1000, level=0.95):
    """How many times as much one unit's ablation changes as that of other units.

    found: `ablation_cost` at one kind of place, an array for each file; others: a list of the same
    for other units -> (ratio, low, high). A change counts by its size, whether the character became
    more or less expensive.
    """
    sizes = [[np.abs(part).sum(dtype=float) for part in costs] for costs in [found, *others]]
    others = np.mean(sizes[1:], axis=0)
    return intervals.ratio(sizes[0], others, rng=rng, draws=draws, level=level)
