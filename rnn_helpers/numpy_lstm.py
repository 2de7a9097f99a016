"""Long short-term memory (Hochreiter & Schmidhuber 1997; Keras LSTM) in NumPy.

    i, f, o = σ(x_t W_x + h_(t-1) W_h + b)     the gates: input, forget, output
    g       = tanh(x_t W_x + h_(t-1) W_h + b)  the candidate
    c_t     = f c_(t-1) + i g
    h_t     = o tanh(c_t)

each with its own quarter of the columns of W_x, W_h and b, in Keras's order i, f, g, o (Keras
calls g "c"). Shapes, types and errors as in `numpy_rnn`. `fast.lstm` computes the same numbers
sooner.
"""

from typing import NamedTuple

import numpy as np

from rnn_helpers import arguments
from rnn_helpers.activations import sigmoid
from rnn_helpers.numpy_rnn import over_steps, previous_states, truncated, where_real
from rnn_helpers.weights import glorot_uniform, orthogonal


class Params(NamedTuple):
    """Weights: W_x (D, 4H), W_h (H, 4H), b (4H,), the gates i, f, g, o side by side."""

    W_x: np.ndarray
    W_h: np.ndarray
    b: np.ndarray


LAYOUT = Params("D 4H", "H 4H", "4H")


def init_params(D, H, *, rng, dtype=np.float32):
    """Params as Keras starts them: Glorot uniform W_x, orthogonal W_h, b zero except b_f, one."""
    D, H = arguments.check_count("D", D), arguments.check_count("H", H)
    rng = arguments.check_rng(rng)
    b = np.zeros(4 * H, dtype)
    b[H : 2 * H] = 1  # begin by remembering: Gers et al. 2000
    return Params(
        W_x=glorot_uniform(D, 4 * H, rng=rng, dtype=dtype),
        W_h=orthogonal(H, 4 * H, rng=rng, dtype=dtype),
        b=b,
    )


def gates(z):
    """The sums z (..., 4H) -> input gate, forget gate, candidate, output gate, each (..., H)."""
    i, f, g, o = np.split(z, 4, axis=-1)
    return sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)


@arguments.checked(LAYOUT, x_t="B D", h_prev="B H", c_prev="B H")
def step(params, x_t, h_prev, c_prev):
    """One step. x_t (B, D), h_prev and c_prev (B, H) -> h_t, c_t (B, H)."""
    W_x, W_h, b = params
    i, f, g, o = gates(x_t @ W_x + h_prev @ W_h + b)
    c_t = f * c_prev + i * g
    h_t = o * np.tanh(c_t)
    return h_t, c_t


@arguments.checked(LAYOUT, x="B T D", mask="B T", h_0="B H", c_0="B H")
def forward(params, x, h_0=None, c_0=None, *, mask=None):
    """All states. x (B, T, D), h_0 and c_0 (B, H) or None for zeros -> h, c (B, T, H) each.

    mask (B, T) bool: a step where it is False keeps the states before it. Equal to a loop over
    `step`.
    """
    W_x, W_h, b = params
    zx = x @ W_x + b  # needs no state, so one product serves every step
    (B, T, _), H = x.shape, W_h.shape[0]
    h, c = np.empty((2, B, T, H), x.dtype)
    h_t, c_t = h_0, c_0
    for t in range(T):
        h_prev, c_prev = h_t, c_t
        i, f, g, o = gates(zx[:, t] + h_prev @ W_h)
        c_t = where_real(mask, t, f * c_prev + i * g, c_prev)
        h_t = where_real(mask, t, o * np.tanh(c_t), h_prev)
        h[:, t], c[:, t] = h_t, c_t
    return h, c


@arguments.checked(
    LAYOUT, x="B T D", mask="B T", h_0="B H", c_0="B H", h="B T H", c="B T H",
    dh="B T H", dc="B T H",
)
def bptt(params, x, h, c, dh, h_0=None, c_0=None, *, dc=None, mask=None, truncate=None):
    """Back propagation through time -> (grads, dx, dh_0, dc_0).

    h, c (B, T, H): what `forward` gave. dh, dc (B, T, H): the loss's immediate gradients at every
    h_t and c_t; dc=None means that the loss never reads c. truncate as in `numpy_rnn.bptt`.
    """
    dc = np.zeros_like(c) if dc is None else dc
    if truncate is not None:
        return truncated(bptt, truncate, params, x, [h, c], [dh, dc], [h_0, c_0], mask=mask)
    W_x, W_h, b = params
    h_prev, c_prev, tanh_c = previous_states(h, h_0), previous_states(c, c_0), np.tanh(c)
    i, f, g, o = gates(x @ W_x + h_prev @ W_h + b)
    slopes = np.concatenate([i * (1 - i), f * (1 - f), 1 - g**2, o * (1 - o)], axis=-1)  # φ′
    dz = np.empty_like(slopes)  # of the four sums
    dh_t, dc_t = np.zeros_like(h_0), np.zeros_like(c_0)  # no step follows the last one
    for t in reversed(range(x.shape[1])):
        dh_t, dc_t = dh_t + dh[:, t], dc_t + dc[:, t]  # from the step after it, and the loss at t
        do = dh_t * tanh_c[:, t]  # h_t = o tanh(c_t)
        dc_now = dc_t + dh_t * o[:, t] * (1 - tanh_c[:, t] ** 2)
        # c_t = f c_prev + i g
        di, df, dg = dc_now * g[:, t], dc_now * c_prev[:, t], dc_now * i[:, t]
        dz_t = np.concatenate([di, df, dg, do], axis=-1) * slopes[:, t]  # through σ and tanh
        dz[:, t] = where_real(mask, t, dz_t, 0)
        dh_t = where_real(mask, t, dz[:, t] @ W_h.T, dh_t)  # to h_(t-1), through all four sums
        dc_t = where_real(mask, t, dc_now * f[:, t], dc_t)  # to c_(t-1), along the belt
    grads = Params(W_x=over_steps(x, dz), W_h=over_steps(h_prev, dz), b=dz.sum(axis=(0, 1)))
    return grads, dz @ W_x.T, dh_t, dc_t
