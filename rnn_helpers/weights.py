"""How different books and frameworks write the same weights, and where the weights start.

    keras     h_t = φ(x_t W_xh + h_(t-1) W_hh + b)            rows are examples
    lecture   h_t = φ(W_xh x_t + W_hh h_(t-1) + b)            columns are examples
    textbook  h_t = φ(b + W h_(t-1) + U x_t)                  Goodfellow et al. 2016, eq. 10.8
    stacked   h_t = φ(W [x_t; h_(t-1)] + b), W = [W_xh W_hh]  the lecture's short form
    torch     h_t = φ(W_ih x_t + b_ih + W_hh h_(t-1) + b_hh)  torch.nn.RNN, LSTM, GRU: two biases

D features, H units; g gates: 1 for the vanilla network, 4 for an LSTM, 3 for a GRU.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from rnn_helpers import arguments


class Keras(NamedTuple):
    """W_xh (D, gH), W_hh (H, gH), b_h (gH,); a GRU's bias is (2, 3H)."""

    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray


class Lecture(NamedTuple):
    """W_xh (gH, D), W_hh (gH, H), b_h as in Keras: the weights multiply from the left."""

    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray


class Textbook(NamedTuple):
    """U (gH, D), W (gH, H), b as in Keras."""

    U: np.ndarray
    W: np.ndarray
    b: np.ndarray


class Stacked(NamedTuple):
    """W (H, D + H), b (H,): the vanilla network only."""

    W: np.ndarray
    b: np.ndarray


class Torch(NamedTuple):
    """weight_ih (gH, D), weight_hh (gH, H), bias_ih (gH,), bias_hh (gH,).

    The names are those of a state_dict, without its "_l0". A GRU's gates are in the order r, z, n.
    """

    weight_ih: np.ndarray
    weight_hh: np.ndarray
    bias_ih: np.ndarray
    bias_hh: np.ndarray


def _transposed(weights):
    """Keras's weights as the lecture writes them, or the lecture's as Keras does."""
    W_xh, W_hh, b_h = weights
    return W_xh.T, W_hh.T, b_h


def _to_stacked(keras):
    W_xh, W_hh, b = keras
    if W_hh.shape[0] != W_hh.shape[1]:
        raise ValueError("to: 'stacked' is for the vanilla network; with gates, H can't be told "
                         "from (gH, D + H)")
    return np.hstack([W_xh.T, W_hh.T]), b


def _from_stacked(stacked):
    W, b = stacked
    D = W.shape[1] - W.shape[0]
    return W[:, :D].T, W[:, D:].T, b


def _to_torch(keras):
    W_xh, W_hh, b = keras
    if b.ndim == 2:
        return [_swap_gates(w) for w in (W_xh.T, W_hh.T, b[0], b[1])]
    return W_xh.T, W_hh.T, b, np.zeros_like(b)


def _from_torch(torch):
    W_ih, W_hh, b_ih, b_hh = torch
    if len(W_hh) == 3 * W_hh.shape[1]:
        W_ih, W_hh, b_ih, b_hh = map(_swap_gates, torch)
        return W_ih.T, W_hh.T, np.stack([b_ih, b_hh])
    return W_ih.T, W_hh.T, b_ih + b_hh  # the two biases only ever act as their sum


def _swap_gates(w):
    """A GRU's rows from Keras's order z, r, h to PyTorch's r, z, n, or back."""
    z, r, h = np.split(w, 3)
    return np.concatenate([r, z, h])


class Layout(NamedTuple):
    """One way to write the weights: its arrays, the axes of each, and the way from Keras and back.

    A layout of three arrays has Keras's bias, which a GRU has two rows of.
    """

    arrays: type
    axes: tuple
    from_keras: Callable
    to_keras: Callable


_COLUMNS = ("gH, D", "gH, H", "gH,")
LAYOUTS = {
    "keras": Layout(Keras, ("D, gH", "H, gH", "gH,"), lambda w: w, lambda w: w),
    "lecture": Layout(Lecture, _COLUMNS, _transposed, _transposed),
    "textbook": Layout(Textbook, _COLUMNS, _transposed, _transposed),
    "stacked": Layout(Stacked, ("H, D+H", "H,"), _to_stacked, _from_stacked),
    "torch": Layout(Torch, ("gH, D", "gH, H", "gH,", "gH,"), _to_torch, _from_torch),
}


def convert(weights, from_="keras", to="torch"):
    """The same network's weights in another layout, as a named tuple of new arrays.

    weights: arrays in the order of the layout `from_`, of a vanilla network, an LSTM or a GRU
    (whose reset gate acts after the product: in PyTorch always, in Keras by default).
    from_, to: "keras", "lecture", "textbook", "stacked" or "torch".
    Raises ValueError if the arrays do not belong to one network in that layout.
    """
    source = LAYOUTS[arguments.check_choice("from_", from_, LAYOUTS)]
    target = LAYOUTS[arguments.check_choice("to", to, LAYOUTS)]
    weights = [np.asarray(w) for w in weights]
    if not any(_fits(weights, source, gates) for gates in (1, 3, 4)):
        raise ValueError(_misfit(weights, source, from_))
    converted = target.from_keras(source.to_keras(weights))
    return target.arrays(*(np.array(w, order="C") for w in converted))


def _fits(weights, layout, gates):
    """Whether these are the arrays of one network with so many gates, in this layout."""
    axes = [names.replace(",", " ").replace("g", str(gates)) for names in layout.axes]
    if gates == 3 and len(axes) == 3:
        axes[2] = "2 3H"
    sizes = {}
    try:
        for name, w, names in zip(layout.arrays._fields, weights, axes, strict=True):
            arguments.check(name, w, names, sizes, w.dtype)
    except ValueError:
        return False
    return sizes.get("D+H", np.inf) > sizes["H"]


def _misfit(weights, layout, name):
    """The message for arrays that are not one network's."""
    pairs = zip(layout.arrays._fields, layout.axes, strict=True)
    expected = ", ".join(f"{array} ({axes})" for array, axes in pairs)
    gates = "" if name == "stacked" else " with g = 1, 3 or 4 gates"
    bias = " and (2, 3H) for a GRU's bias" if len(layout.axes) == 3 else ""
    got = ", ".join(str(w.shape) for w in weights) or "nothing"
    return f"weights: expected {expected} for {name!r}{gates}{bias}, got {got}"


# Where the weights start: Keras's defaults.


def glorot_uniform(fan_in, fan_out, *, rng, dtype=np.float32):
    """Starting weights (fan_in, fan_out), uniform in ±sqrt(6 / (fan_in + fan_out)).

    Glorot & Bengio 2010.
    """
    limit = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, (fan_in, fan_out)).astype(dtype)


def orthogonal(rows, columns, *, rng, dtype=np.float32):
    """Starting weights (rows, columns), orthonormal along the shorter side.

    A square one keeps a vector's length. Every direction is equally likely. Saxe et al. 2014.
    """
    normal = rng.standard_normal((max(rows, columns), min(rows, columns)))
    q, r = np.linalg.qr(normal)
    q *= np.sign(np.diag(r))  # QR chooses signs that would make some directions likelier
    return (q.T if rows < columns else q).astype(dtype)
