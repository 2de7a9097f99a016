"""What a unit is good for: where the network predicts worse once nothing reads it any more."""

from typing import NamedTuple

import numpy as np

from rnn_helpers import arguments
from rnn_helpers.char_rnn import intervals, scanner
from rnn_helpers.char_rnn.network import ablate_unit
from rnn_helpers.char_rnn.reading import read_all, surprisal

WARM_UP = 50  # characters of a passage that are read and not counted


class Passage(NamedTuple):
    """Some text around a character that can come only where something is open.

    text: what is read; at: index in it of the closing character; file: the number of its file.
    """

    text: str
    at: int
    file: int


def closings(text, what):
    """Indices (n,) of the characters that end something.

    what: "string" (its closing quote), "comment" (its last character, which may be the end of the
    line), or "in ( )" (a closing parenthesis).
    """
    labels, characters = scanner.label(text), np.array(list(text))
    if what == "string":
        inside = labels["string"]
        at = np.flatnonzero(inside[:-1] & ~inside[1:]) + 1  # inside before it, outside after it
        return at[characters[at] == '"']
    if what == "comment":
        return np.flatnonzero(labels["comment"][:-1] & ~labels["comment"][1:]) + 1
    if what == "in ( )":
        return np.flatnonzero(np.diff(labels["depth of ( )"]) < 0) + 1
    raise ValueError(f'what: expected "string", "comment" or "in ( )", got {what!r}')


def passages(texts, what, most, *, rng, before=250, after=50):
    """Up to `most` Passages of before + after characters, around `closings` drawn at random.

    texts: a list, one per file.
    """
    arguments.check_rng(rng)
    places = [(n, at) for n, text in enumerate(texts) for at in closings(text, what)
              if before <= at < len(text) - after]
    drawn = rng.permutation(len(places))[:most]
    return [Passage(texts[n][at - before : at + after], before, n)
            for n, at in (places[each] for each in sorted(drawn))]


def extra_bits(network, changes, found):
    """How many bits more each character costs after each change, alone.

    changes: list of (unit, value), as for `ablate_unit`; found: Passages of one length N
    -> (len(changes), len(found), N - 1): of every character but the first.
    """
    texts = [passage.text for passage in found]
    whole, *others = (
        np.array([surprisal(reading) for reading in read_all(each, texts)])
        for each in (network, *(ablate_unit(network, *change) for change in changes)))
    return np.array(others) - whole


def at_and_elsewhere(bits, found):
    """Split `extra_bits` (..., n, N - 1): at the closing characters (..., n), and the mean of all
    others (..., n)."""
    at = np.array([passage.at for passage in found]) - 1  # the first character has no surprisal
    steps = np.arange(bits.shape[-1])
    there, counted = steps == at[:, None], steps >= WARM_UP
    others = np.where(counted & ~there, bits, 0).sum(axis=-1)
    return bits[..., there], others / (counted.sum() - 1)


class Effect(NamedTuple):
    """What a unit's removal costs, in bits per character.

    closing: mean at the closing characters, and its interval (mean, low, high); closing_at_mean:
    with the unit at its mean, in place of zero; closing_others: the same zero for other units, one
    number each; elsewhere: mean of all other characters; passages, files: how many were read.
    """

    closing: tuple
    closing_at_mean: float
    closing_others: np.ndarray
    elsewhere: float
    passages: int
    files: int


def effect(network, unit, mean, others, found, *, rng):
    """Take a unit away, and each of the `others` (a list), in all passages -> Effect.

    mean: of the unit's h. The interval is over files (`intervals`).
    """
    changes = [(unit, 0.0), (unit, mean), *((other, 0.0) for other in others)]
    closing, elsewhere = at_and_elsewhere(extra_bits(network, changes, found), found)
    files = np.array([passage.file for passage in found])
    parts = [closing[0, files == file] for file in np.unique(files)]
    return Effect(intervals.mean(parts, rng=rng), closing[1].mean(), closing[2:].mean(axis=1),
                  elsewhere[0].mean(), len(found), len(parts))


def as_loud(network, h, unit, among, count):
    """The units among some whose removal changes what others receive by about as much.

    h (N, H): states; unit: to be matched; among: list of candidates -> the `count` nearest. A
    unit's loudness is the root mean square of h times the norm of the weights that read it.
    """
    recurrent = network.params[1]
    weights = np.sqrt(np.square(recurrent).sum(axis=1) + np.square(network.W_hy).sum(axis=1))
    loudness = np.log(np.sqrt(np.square(h).mean(axis=0)) * weights)
    among = np.asarray(among)
    return among[np.argsort(np.abs(loudness[among] - loudness[unit]))[:count]]
