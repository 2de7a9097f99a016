"""Character networks that read C and C++: load one that this project trained, read a text, predict, write on.

    python -m rnn_helpers.char_rnn train --kind lstm|gru|simple     (char_train; needs Keras)

x_t is the character, one of `corpus.VOCABULARY`, as a one-hot vector; the softmax of y_t = h_t W_hy + b_y
is the probability of the next one. Everything but the training runs in NumPy, without Keras.
"""

from typing import NamedTuple

import numpy as np

from rnn_helpers import arguments, data, numpy_gru, numpy_lstm, numpy_rnn
from rnn_helpers.char_rnn.corpus import VOCABULARY, decode, encode
from rnn_helpers.text import one_hot

ENGINES = {"lstm": numpy_lstm, "gru": numpy_gru, "simple": numpy_rnn}
V = len(VOCABULARY)
PIECE = 500  # steps read at a time: the one-hot vectors of a long text would fill a small machine


class Network(NamedTuple):
    """kind: "lstm", "gru" or "simple"; params: the engine's Params with D = V; W_hy (H, V), b_y (V,)."""

    kind: str
    params: tuple
    W_hy: np.ndarray
    b_y: np.ndarray


class Reading(NamedTuple):
    """One text as a network went through it, N characters: states after each, and scores for the one that follows.

    h (N, H), c (N, H) (None but for the LSTM), logits (N, V).
    """

    text: str
    h: np.ndarray
    c: np.ndarray | None
    logits: np.ndarray


def load(kind="lstm", *, folder=None):
    """A network that this project trained (data/README.md says how), float32. kind: "lstm", "gru" or "simple".

    folder: where `train` put one of your own.
    """
    file = f"char_{arguments.check_choice('kind', kind, ENGINES)}"
    if folder is None:
        arrays = list(data.weights(file).values())
    else:
        with np.load(f"{folder}/{file}.npz", allow_pickle=False) as saved:
            arrays = [saved[name] for name in saved.files]
    *params, W_hy, b_y = (w.astype(np.float32) for w in arrays)
    return Network(kind, ENGINES[kind].Params(*params), W_hy, b_y)


def init_network(kind, units, *, rng):
    """A Network as Keras starts one, float32."""
    params = ENGINES[kind].init_params(V, units, rng=rng)
    limit = np.sqrt(6 / (units + V))
    return Network(kind, params, rng.uniform(-limit, limit, (units, V)).astype(np.float32), np.zeros(V, np.float32))


def forward(network, indices, states=()):
    """indices (B, T) -> the states [h] or [h, c], each (B, T, H), and logits (B, T, V). states: [h_0] or [h_0, c_0]."""
    out = ENGINES[network.kind].forward(network.params, one_hot(indices, V), *states)
    out = list(out) if network.kind == "lstm" else [out]
    return out, out[0] @ network.W_hy + network.b_y


def read(network, text):
    """A text -> Reading. Characters that are not in the vocabulary are read as one that stands for them all."""
    return read_all(network, [text])[0]


def read_all(network, texts):
    """Several texts, each from state zero -> a Reading of each. Side by side, which is many times faster."""
    parts = [[] for _ in texts]
    for n, _, states, logits in _side_by_side(network, texts):
        parts[n].append([*states, logits])
    readings = []
    for text, pieces in zip(texts, parts):
        *states, logits = (np.concatenate(arrays) for arrays in zip(*pieces))
        readings.append(Reading(decode(encode(text)), states[0], states[1] if len(states) > 1 else None, logits))
    return readings


def states_at(network, texts, every=1):
    """The states after every n-th character of several texts: for each (N / every, K), the cells of h, then those of c.

    What lies between is let go, so that many texts fit a small machine.
    """
    parts = [[] for _ in texts]
    for n, start, states, _ in _side_by_side(network, texts):
        parts[n].append(np.concatenate([state[-start % every :: every] for state in states], axis=1))
    return [np.concatenate(pieces) for pieces in parts]


def _side_by_side(network, texts):
    """Piece by piece -> text's number, the piece's start, its states [(n, H), ...] and logits (n, V)."""
    codes = [encode(text) for text in texts]
    if not codes or not all(map(len, codes)):
        raise ValueError("text: expected at least one character, got none")
    order = sorted(range(len(codes)), key=lambda n: -len(codes[n]))  # the short ones leave first
    states = ()
    for start in range(0, len(codes[order[0]]), PIECE):
        active = [n for n in order if len(codes[n]) > start]
        batch = np.zeros((len(active), min(PIECE, len(codes[order[0]]) - start)), int)
        for row, n in zip(batch, active):
            piece = codes[n][start : start + PIECE]
            row[: len(piece)] = piece
        out, logits = forward(network, batch, [s[: len(active)] for s in states])
        states = [s[:, -1] for s in out]
        for b, n in enumerate(active):
            left = len(codes[n]) - start
            yield n, start, [s[b, :left] for s in out], logits[b, :left]


def log2_softmax(logits):
    """Logarithm to base 2 of the probabilities, (..., V)."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return (shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))) / np.log(2).astype(logits.dtype)


def surprise(reading):
    """-log2 p(character) of each character but the first: (N - 1,) bits."""
    return _bits(reading.logits[:-1], encode(reading.text)[1:])


def _bits(logits, following):
    """-log2 of the probability that the logits (..., V) give the characters (...) that did follow."""
    return -np.take_along_axis(log2_softmax(logits), following[..., None].astype(int), -1)[..., 0]


def bits_per_character(network, indices, *, streams=64, skip=100):
    """Mean of -log2 p(next character), the text (N,) read as `streams` pieces side by side, each from state zero.

    skip: characters at the start of each piece that are read and not counted.
    """
    T = (len(indices) - 1) // streams
    x, target = (indices[n : n + streams * T].reshape(streams, T) for n in (0, 1))
    total, states = 0.0, ()
    for start in range(0, T, PIECE):
        out, logits = forward(network, x[:, start : start + PIECE], states)
        states = [s[:, -1] for s in out]
        total += _bits(logits, target[:, start : start + PIECE])[:, max(0, skip - start) :].sum(dtype=float)
    return total / (streams * (T - skip))


def likeliest(logits, k=5):
    """The k likeliest next characters -> indices (..., k), the likeliest first, and their probabilities (..., k)."""
    best = np.argsort(-logits, axis=-1)[..., :k]
    return best, 2 ** np.take_along_axis(log2_softmax(logits), best, -1)


def generate(network, prompt, length, *, temperature=1.0, rng):
    """The text that the network writes on after `prompt`: `length` characters, each drawn and fed back.

    temperature: logits are divided by it; towards 0 always the likeliest character, above 1 wilder.
    """
    arguments.check_rng(rng)
    if not temperature > 0:
        raise ValueError(f"temperature: expected more than 0, got {temperature}")
    reading, engine = read(network, prompt), ENGINES[network.kind]
    states, logits = [s[-1:] for s in (reading.h, reading.c) if s is not None], reading.logits[-1]
    written = []
    for _ in range(arguments.check_count("length", length)):
        written.append(int(np.argmax(logits / temperature + rng.gumbel(size=V))))  # a draw from the softmax
        out = engine.step(network.params, one_hot([written[-1]], V), *states)
        states = list(out) if network.kind == "lstm" else [out]
        logits = (states[0] @ network.W_hy + network.b_y)[0]
    return decode(written)


def ablated(network, cell):
    """The network with one cell set to zero, for all who read it: the gates of the next step, and the output.

    A cell's own memory goes on, but nobody hears of it. cell: 0 to H - 1, or several of them.
    """
    W_h, W_hy = network.params[1].copy(), network.W_hy.copy()
    W_h[cell], W_hy[cell] = 0, 0
    return network._replace(params=network.params._replace(**{network.params._fields[1]: W_h}), W_hy=W_hy)


def look_back(network, text):
    """How the prediction after the text's last character hangs on each character before: (N,) norms.

    The length of the gradient of log p(likeliest next) in the one-hot vector of each character, by BPTT.
    """
    x, engine = one_hot(encode(text)[None], V), ENGINES[network.kind]
    reading = read(network, text)
    best = reading.logits[-1].argmax()
    dlogits = one_hot(best, V) - 2 ** log2_softmax(reading.logits[-1])
    dh = np.zeros_like(reading.h)[None]
    dh[0, -1] = network.W_hy @ dlogits
    states = [s[None] for s in (reading.h, reading.c) if s is not None]
    _, dx, *_ = engine.bptt(network.params, x, *states, dh)
    return np.linalg.norm(dx[0], axis=-1)
