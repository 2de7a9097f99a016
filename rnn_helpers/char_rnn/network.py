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


def ablate_unit(network, unit):
    """The network with one unit of h, or several, silenced: nothing reads its value any more.

    unit: 0 to H - 1, or a list. Its rows in the recurrent and the output weights become zero, so
    neither the gates of the next step nor the output receive it. In an LSTM the unit's own memory
    c runs on unheard.
    """
    recurrent = network.params._fields[1]  # "W_h", or "W_hh"
    W_h, W_hy = getattr(network.params, recurrent).copy(), network.W_hy.copy()
    W_h[unit], W_hy[unit] = 0, 0
    return network._replace(params=network.params._replace(**{recurrent: W_h}), W_hy=W_hy)
