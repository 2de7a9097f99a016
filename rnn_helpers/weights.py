"""The same weights as different books and frameworks write them.

    keras     h_t = φ(x_t W_xh + h_(t-1) W_hh + b)                  rows are examples
    lecture   h_t = φ(W_xh x_t + W_hh h_(t-1) + b)                  columns are examples
    textbook  h_t = φ(b + W h_(t-1) + U x_t)                        Goodfellow et al. 2016, equation 10.8
    stacked   h_t = φ(W [x_t; h_(t-1)] + b), W = [W_xh W_hh]        the lecture's short form, with its φ
    torch     h_t = φ(W_ih x_t + b_ih + W_hh h_(t-1) + b_hh)        torch.nn.RNN, LSTM, GRU: two biases
"""

from typing import NamedTuple

import numpy as np

from rnn_helpers import arguments


class Keras(NamedTuple):
    """(D, gH), (H, gH), (gH,); a GRU's bias is (2, 3H). g: number of gates, 1, 3 or 4."""

    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray


class Lecture(NamedTuple):
    """(gH, D), (gH, H), and Keras's bias: everything multiplies from the left."""

    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray


class Textbook(NamedTuple):
    """U (gH, D), W (gH, H), b."""

    U: np.ndarray
    W: np.ndarray
    b: np.ndarray


class Stacked(NamedTuple):
    """W (gH, D + H), b."""

    W: np.ndarray
    b: np.ndarray


class Torch(NamedTuple):
    """(gH, D), (gH, H), (gH,), (gH,), named as in a state_dict without its _l0; a GRU's gates in the order r, z, n."""

    weight_ih: np.ndarray
    weight_hh: np.ndarray
    bias_ih: np.ndarray
    bias_hh: np.ndarray


def _swap_gru(w, axis):
    """Keras's z, r, h to PyTorch's r, z, n, and back: the first two thirds change places."""
    z, r, g = np.split(w, 3, axis=axis)
    return np.concatenate([r, z, g], axis=axis)


def _to_torch(keras):
    W_xh, W_hh, b = keras
    if b.ndim == 2:
        return Torch(*(_swap_gru(w, 0) for w in (W_xh.T, W_hh.T, b[0], b[1])))
    return Torch(W_xh.T, W_hh.T, b, np.zeros_like(b))


def _from_torch(torch):
    W_ih, W_hh, b_ih, b_hh = torch
    if W_hh.shape[0] == 3 * W_hh.shape[1]:
        W_ih, W_hh, b_ih, b_hh = (_swap_gru(w, 0) for w in torch)
        return Keras(W_ih.T, W_hh.T, np.stack([b_ih, b_hh]))
    return Keras(W_ih.T, W_hh.T, b_ih + b_hh)  # two biases that only ever act as their sum


def _to_stacked(keras):
    W_xh, W_hh, b = keras
    if W_hh.shape[0] != W_hh.shape[1]:
        raise ValueError("to: 'stacked' is for the vanilla network; with gates, H can't be told "
                         "from (gH, D + H)")
    return Stacked(np.hstack([W_xh.T, W_hh.T]), b)


def _from_stacked(stacked):
    W, b = stacked
    D = W.shape[1] - W.shape[0]
    return Keras(W[:, :D].T, W[:, D:].T, b)


# each layout: its names, the way from Keras's, and the way back
LAYOUTS = {
    "keras": (Keras, lambda w: w, lambda w: w),
    "lecture": (Lecture, lambda w: Lecture(w.W_xh.T, w.W_hh.T, w.b_h), lambda w: Keras(w.W_xh.T, w.W_hh.T, w.b_h)),
    "textbook": (Textbook, lambda w: Textbook(w.W_xh.T, w.W_hh.T, w.b_h), lambda w: Keras(w.U.T, w.W.T, w.b)),
    "stacked": (Stacked, _to_stacked, _from_stacked),
    "torch": (Torch, _to_torch, _from_torch),
}


def convert(weights, from_="keras", to="torch"):
    """The same network's weights in another layout, as a named tuple of new arrays.

    weights: arrays in the order of the layout `from_`; vanilla network, LSTM or GRU (PyTorch's GRU resets
    after the product, as Keras's default does). from_, to: one of keras, lecture, textbook, stacked, torch.
    """
    make, _, back = LAYOUTS[arguments.check_choice("from_", from_, LAYOUTS)]
    _, there, _ = LAYOUTS[arguments.check_choice("to", to, LAYOUTS)]
    weights = [np.asarray(w) for w in weights]
    if len(weights) != len(make._fields):
        raise ValueError(f"weights: expected {', '.join(make._fields)} for {from_!r}, got "
                         f"{len(weights)} arrays")
    keras = back(make(*weights))
    _check(keras, from_)
    converted = there(keras)
    return type(converted)(*(np.array(w, order="C") for w in converted))


def _check(keras, from_):
    """The arrays must be one network's: (D, gH), (H, gH) and a bias that fits."""
    H, columns = keras.W_hh.shape if keras.W_hh.ndim == 2 else (0, 0)
    gates = columns // H if H else 0
    bias = (2, columns) if gates == 3 else (columns,)
    if gates not in (1, 3, 4) or columns != gates * H or keras.W_xh.shape[1:] != (columns,) or keras.b_h.shape != bias:
        got = ", ".join(str(w.shape) for w in keras)
        raise ValueError("weights: expected (D, gH), (H, gH), (gH,) with g = 1, 3 or 4 gates ((2, "
                         f"3H) for a GRU's bias), read as Keras's from {from_!r} got {got}")


# Where they start: Keras's defaults


def glorot_uniform(fan_in, fan_out, *, rng, dtype=np.float32):
    """(fan_in, fan_out), uniform in ±sqrt(6 / (fan_in + fan_out)). Glorot & Bengio 2010."""
    limit = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, (fan_in, fan_out)).astype(dtype)


def orthogonal(rows, columns, *, rng, dtype=np.float32):
    """(rows, columns), orthonormal along the shorter side: a product keeps its length. Saxe et al. 2014."""
    normal = rng.standard_normal((max(rows, columns), min(rows, columns)))
    q, r = np.linalg.qr(normal)
    q *= np.sign(np.diag(r))  # without it, QR's choice of signs makes some directions likelier
    return (q.T if rows < columns else q).astype(dtype)
