"""The character networks: what one consists of, loading a trained one, starting a new one.

x_t is a character, one of `corpus.VOCABULARY`, as a one-hot vector; the softmax of
y_t = h_t W_hy + b_y is the probability of each character to come next.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from rnn_helpers import data
from rnn_helpers.char_rnn.corpus import VOCABULARY
from rnn_helpers.numpy_layers import kinds
from rnn_helpers.text import one_hot
from rnn_helpers.weights import glorot_uniform

V = len(VOCABULARY)


class Network(NamedTuple):
    """A recurrent layer that reads characters, and the output layer that predicts the next one.

    kind: which layer it is; params: that kind's `Params`, with D = V; W_hy (H, V), b_y (V,).
    """

    kind: kinds.Kind
    params: tuple
    W_hy: np.ndarray
    b_y: np.ndarray


def load(kind="lstm", *, folder=None):
    """A network trained by this project, float32; data/README.md describes how.

    kind: "lstm", "gru" or "simple", or the name of the layer, "LSTM".
    folder: where `training.train` wrote a network of your own; None loads the committed one.
    """
    kind = kinds.named(kind)
    file = f"char_{kind.key}"
    if folder is None:
        arrays = list(data.weights(file).values())
    else:
        with np.load(Path(folder) / f"{file}.npz", allow_pickle=False) as saved:
            arrays = list(saved.values())
    *params, W_hy, b_y = (w.astype(np.float32) for w in arrays)
    return Network(kind, kind.Params(*params), W_hy, b_y)


def init_network(kind, units, *, rng):
    """An untrained Network with the starting weights that Keras would draw, float32."""
    kind = kinds.named(kind)
    params = kind.init_params(V, units, rng=rng)
    return Network(kind, params, glorot_uniform(units, V, rng=rng), np.zeros(V, np.float32))


def forward(network, indices, states=()):
    """indices (B, T), list of initial states (B, H) -> list of states (B, T, H), logits (B, T, V).

    Without initial states the network starts from zeros.
    """
    states = network.kind.forward(network.params, one_hot(indices, V), states)
    return states, states[0] @ network.W_hy + network.b_y


def ablate_unit(network, unit, value=0.0):
    """The network in which one unit of h, or several, always reads as `value`.

    unit: 0 to H - 1, or a list; value: a number, or one per unit. Neither the gates of the next
    step nor the output receive what the unit really holds: its rows in the recurrent and in the
    output weights become zero, and what a constant `value` would send through them goes into the
    biases. In an LSTM the unit's own memory c runs on unheard.
    """
    _, recurrent, bias = network.params._fields  # "W_h" or "W_hh", "b" or "b_h"
    W_h, b = (getattr(network.params, name).copy() for name in (recurrent, bias))
    W_hy, b_y = network.W_hy.copy(), network.b_y.copy()
    units = np.atleast_1d(unit)
    values = np.broadcast_to(value, units.shape).astype(W_h.dtype)
    b.reshape(-1, W_h.shape[1])[-1] += values @ W_h[units]  # a GRU's recurrent bias comes last
    b_y += values @ W_hy[units]
    W_h[units], W_hy[units] = 0, 0
    params = network.params._replace(**{recurrent: W_h, bias: b})
    return network._replace(params=params, W_hy=W_hy, b_y=b_y)
