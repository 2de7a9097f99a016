"""Reading with a character network: its states, its surprisal, its guesses, the text it writes."""

import math
from typing import NamedTuple

import numpy as np

from rnn_helpers import arguments
from rnn_helpers.activations import log_softmax, softmax
from rnn_helpers.char_rnn.corpus import decode, encode
from rnn_helpers.char_rnn.network import V, forward
from rnn_helpers.text import one_hot

PIECE = 500  # steps read at a time: the one-hot vectors of a long text would fill a small machine


class Reading(NamedTuple):
    """A text of N characters, as one network read it.

    states: after each character, (N, H) each, [h] or [h, c]; logits (N, V): the prediction, after
    each character, of the one that follows.
    """

    text: str
    states: list
    logits: np.ndarray

    @property
    def h(self):
        """Hidden states (N, H)."""
        return self.states[0]

    @property
    def c(self):
        """Cell states (N, H) of an LSTM; None for a network without them."""
        return self.states[1] if len(self.states) > 1 else None

    def cell(self, k):
        """Values (N,) of one cell: an element of h for k < H, after that one of c."""
        H = self.h.shape[1]
        return self.states[k // H][:, k % H]

    def cell_name(self, k):
        """ "h 7" or "c 82"."""
        H = self.h.shape[1]
        return f"{'hc'[k // H]} {k % H}"


def read(network, text):
    """Read one text from state zero -> Reading.

    Tabs become four blanks; characters outside the vocabulary are read as `corpus.OTHER`.
    """
    return read_all(network, [text])[0]


def read_all(network, texts):
    """Read several texts, each from state zero -> a Reading for each.

    They go through the network side by side, as one batch, which is many times faster.
    """
    parts = [[] for _ in texts]
    for n, _, states, logits in _side_by_side(network, texts):
        parts[n].append([*states, logits])
    readings = []
    for text, pieces in zip(texts, parts, strict=True):
        *states, logits = (np.concatenate(arrays) for arrays in zip(*pieces, strict=True))
        readings.append(Reading(decode(encode(text)), states, logits))
    return readings


def states_at(network, texts, every=1):
    """States after every n-th character of several texts -> an array (ceil(N / every), K) for each.

    K: the units of h, then those of c where there is one. Only the states asked for are kept, so
    that many texts fit a small machine.
    """
    parts = [[] for _ in texts]
    for n, start, states, _ in _side_by_side(network, texts):
        kept = [state[-start % every :: every] for state in states]
        parts[n].append(np.concatenate(kept, axis=1))
    return [np.concatenate(pieces) for pieces in parts]


def _side_by_side(network, texts):
    """Piece by piece: (number of the text, start of the piece, states (n, H), logits (n, V))."""
    codes = [encode(text) for text in texts]
    if not codes or not all(map(len, codes)):
        raise ValueError("text: expected at least one character, got none")
    order = sorted(range(len(codes)), key=lambda n: -len(codes[n]))  # the short ones leave first
    longest = len(codes[order[0]])
    last = []
    for start in range(0, longest, PIECE):
        active = [n for n in order if len(codes[n]) > start]
        batch = np.zeros((len(active), min(PIECE, longest - start)), int)
        for row, n in zip(batch, active, strict=True):
            piece = codes[n][start : start + PIECE]
            row[: len(piece)] = piece
        states, logits = forward(network, batch, [state[: len(active)] for state in last])
        last = [state[:, -1] for state in states]
        for b, n in enumerate(active):
            left = len(codes[n]) - start
            yield n, start, [state[b, :left] for state in states], logits[b, :left]


def surprisal(reading):
    """-log2 p(character) for each character but the first, in bits: (N - 1,)."""
    return _bits(reading.logits[:-1], encode(reading.text)[1:])


def _bits(logits, following):
    """Surprisal (...) of the characters (...) that followed, under the logits (..., V)."""
    log_p = np.take_along_axis(log_softmax(logits), following[..., None].astype(int), -1)[..., 0]
    return log_p / -math.log(2)


def bits_per_character(network, indices, *, streams=64, skip=100):
    """Mean surprisal over a text, in bits. indices (N,) into `corpus.VOCABULARY`.

    The text is cut into `streams` pieces that are read side by side, each from state zero;
    skip: how many characters at the start of each are read but not counted.
    """
    T = (len(indices) - 1) // streams
    if T <= skip:
        raise ValueError(f"indices: expected more than {streams * (skip + 1)} characters for "
                         f"{streams} streams, got {len(indices)}")
    x, following = (indices[n : n + streams * T].reshape(streams, T) for n in (0, 1))
    total, last = 0.0, []
    for start in range(0, T, PIECE):
        piece = np.s_[:, start : start + PIECE]
        states, logits = forward(network, x[piece], last)
        last = [state[:, -1] for state in states]
        total += _bits(logits, following[piece])[:, max(0, skip - start) :].sum(dtype=float)
    return total / (streams * (T - skip))


def top_k(logits, k=5):
    """The k most probable next characters, best first -> indices (..., k), probabilities (..., k).

    logits (..., V).
    """
    best = np.argsort(-logits, axis=-1)[..., :k]
    return best, np.take_along_axis(softmax(logits), best, -1)


def generate(network, prompt, length, *, temperature=1.0, rng):
    """The text the network writes after `prompt`: `length` characters, each sampled and fed back.

    temperature: the logits are divided by it. Near 0 the most probable character always wins;
    above 1 the choice is wilder than the network's own probabilities.
    """
    arguments.check_rng(rng)
    length = arguments.check_count("length", length)
    if not temperature > 0:
        raise ValueError(f"temperature: expected more than 0, got {temperature}")
    reading = read(network, prompt)
    states, logits = [state[-1:] for state in reading.states], reading.logits[-1]
    written = []
    for _ in range(length):
        # adding Gumbel noise and taking the largest draws from the softmax
        written.append(int(np.argmax(logits / temperature + rng.gumbel(size=V))))
        states = network.kind.step(network.params, one_hot([written[-1]], V), states)
        logits = (states[0] @ network.W_hy + network.b_y)[0]
    return decode(written)


def look_back(network, text):
    """How strongly the prediction after a text depends on each of its N characters: (N,) norms.

    The norm of the gradient of log p(most probable next character) with respect to each one-hot
    vector, by BPTT.
    """
    reading = read(network, text)
    logits = reading.logits[-1]
    dlogits = one_hot(logits.argmax(), V) - softmax(logits)
    dh = np.zeros_like(reading.h)[None]
    dh[0, -1] = network.W_hy @ dlogits
    states = [state[None] for state in reading.states]
    dstates = [dh, *(None for _ in states[1:])]
    x = one_hot(encode(text)[None], V)
    _, dx, _ = network.kind.bptt(network.params, x, states, dstates)
    return np.linalg.norm(dx[0], axis=-1)
