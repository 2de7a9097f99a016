"""The gated recurrent unit (Cho et al. 2014; Keras GRU, its default reset_after=True) in NumPy.

    z, r = σ(x_t W_x + b[0] + h_(t-1) W_h + b[1])          the gates: update, reset
    g    = tanh(x_t W_x + b[0] + r (h_(t-1) W_h + b[1]))   the candidate
    h_t  = z h_(t-1) + (1 - z) g

each with its own third of the columns, in Keras's order z, r, g (Keras calls g "h"). The reset
gate acts after the product with W_h, so W_h has its own bias. Shapes, types and errors as in
`numpy_rnn`. `fast.gru` computes the same numbers sooner.
"""

from typing import NamedTuple

import numpy as np

from rnn_helpers import arguments
from rnn_helpers.activations import sigmoid
from rnn_helpers.numpy_rnn import over_steps, previous_states, truncated, where_real
from rnn_helpers.weights import glorot_uniform, orthogonal


class Params(NamedTuple):
    """Weights: W_x (D, 3H), W_h (H, 3H), b (2, 3H): b[0] beside W_x, b[1] beside W_h."""

    W_x: np.ndarray
    W_h: np.ndarray
    b: np.ndarray


LAYOUT = Params("D 3H", "H 3H", "2 3H")


def init_params(D, H, *, rng, dtype=np.float32):
    """Params as Keras starts them: Glorot uniform W_x, orthogonal W_h, zero b."""
    D, H = arguments.check_count("D", D), arguments.check_count("H", H)
    rng = arguments.check_rng(rng)
    return Params(
        W_x=glorot_uniform(D, 3 * H, rng=rng, dtype=dtype),
        W_h=orthogonal(H, 3 * H, rng=rng, dtype=dtype),
        b=np.zeros((2, 3 * H), dtype),
    )


def gates(zx, zh):
    """What x and h add, (..., 3H) each -> update gate, reset gate, candidate, (..., H) each."""
    x_z, x_r, x_g = np.split(zx, 3, axis=-1)
    h_z, h_r, h_g = np.split(zh, 3, axis=-1)
    z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
    g = np.tanh(x_g + r * h_g)
    return z, r, g


@arguments.checked(LAYOUT, x_t="B D", h_prev="B H")
def step(params, x_t, h_prev):
    """One step. x_t (B, D), h_prev (B, H) -> h_t (B, H)."""
    W_x, W_h, b = params
    z, r, g = gates(x_t @ W_x + b[0], h_prev @ W_h + b[1])
    h_t = z * h_prev + (1 - z) * g
    return h_t


@arguments.checked(LAYOUT, x="B T D", mask="B T", h_0="B H")
def forward(params, x, h_0=None, *, mask=None):
    """All states. x (B, T, D), h_0 (B, H) or None for zeros, mask (B, T) bool -> h (B, T, H).

    A step whose mask is False keeps the state before it. Equal to a loop over `step`.
    """
    W_x, W_h, b = params
    zx = x @ W_x + b[0]  # needs no state, so one product serves every step
    h, h_t = np.empty((*x.shape[:2], W_h.shape[0]), x.dtype), h_0
    for t in range(x.shape[1]):
        h_prev = h_t
        z, r, g = gates(zx[:, t], h_prev @ W_h + b[1])
        h_t = where_real(mask, t, z * h_prev + (1 - z) * g, h_prev)
        h[:, t] = h_t
    return h


@arguments.checked(LAYOUT, x="B T D", mask="B T", h_0="B H", h="B T H", dh="B T H")
def bptt(params, x, h, dh, h_0=None, *, mask=None, truncate=None):
    """Back propagation through time -> (grads, dx, dh_0); arguments as in `numpy_rnn.bptt`."""
    if truncate is not None:
        return truncated(bptt, truncate, params, x, [h], [dh], [h_0], mask=mask)
    W_x, W_h, b = params
    h_prev = previous_states(h, h_0)
    zx, zh = x @ W_x + b[0], h_prev @ W_h + b[1]
    z, r, g = gates(zx, zh)
    h_g = np.split(zh, 3, axis=-1)[2]
    slope_z, slope_r, slope_g = z * (1 - z), r * (1 - r), 1 - g**2
    dzx, dzh = np.empty_like(zx), np.empty_like(zh)
    dh_t = np.zeros_like(h_0)  # no step follows the last one
    for t in reversed(range(x.shape[1])):
        dh_t = dh_t + dh[:, t]  # from the step after it, and the loss at t
        dz, dg = dh_t * (h_prev[:, t] - g[:, t]), dh_t * (1 - z[:, t])  # h_t = z h_prev + (1 - z) g
        dg = dg * slope_g[:, t]  # through tanh, to x_g + r h_g
        dz, dr = dz * slope_z[:, t], dg * h_g[:, t] * slope_r[:, t]  # through σ
        dzx[:, t] = where_real(mask, t, np.concatenate([dz, dr, dg], axis=-1), 0)
        dzh[:, t] = where_real(mask, t, np.concatenate([dz, dr, dg * r[:, t]], axis=-1), 0)
        dh_t = where_real(mask, t, dh_t * z[:, t] + dzh[:, t] @ W_h.T, dh_t)  # to h_(t-1)
    grads = Params(
        W_x=over_steps(x, dzx),
        W_h=over_steps(h_prev, dzh),
        b=np.stack([dzx.sum(axis=(0, 1)), dzh.sum(axis=(0, 1))]),
    )
    return grads, dzx @ W_x.T, dh_t
