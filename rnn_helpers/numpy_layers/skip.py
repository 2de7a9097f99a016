"""A recurrent network with skip connections through time, d steps long (Lin et al. 1996).

    h_t = φ(x_t W_xh + h_(t-1) W_hh + h_(t-d) W_skip + b_h)

A gradient that takes the skips passes through one factor every d steps, where `numpy_rnn` needs
d of them (Goodfellow et al. 2016, section 10.9.1). The initial state is h_0; every state before
it is zero. Shapes, types and errors as in `numpy_rnn`; there is no truncated BPTT here.
"""

from typing import NamedTuple

import numpy as np

from rnn_helpers import activations, arguments
from rnn_helpers.numpy_rnn import over_steps, where_real
from rnn_helpers.weights import glorot_uniform, orthogonal


class Params(NamedTuple):
    """Weights: W_xh (D, H), W_hh (H, H), W_skip (H, H), b_h (H,)."""

    W_xh: np.ndarray
    W_hh: np.ndarray
    W_skip: np.ndarray
    b_h: np.ndarray


LAYOUT = Params("D H", "H H", "H H", "H")


def init_params(D, H, *, rng, dtype=np.float32):
    """Glorot uniform W_xh, zero b_h; W_hh, W_skip orthogonal / √2: together they keep a norm."""
    D, H = arguments.check_count("D", D), arguments.check_count("H", H)
    rng = arguments.check_rng(rng)
    return Params(
        W_xh=glorot_uniform(D, H, rng=rng, dtype=dtype),
        W_hh=orthogonal(H, H, rng=rng, dtype=dtype) * np.sqrt(0.5, dtype=dtype),
        W_skip=orthogonal(H, H, rng=rng, dtype=dtype) * np.sqrt(0.5, dtype=dtype),
        b_h=np.zeros(H, dtype),
    )


@arguments.checked(LAYOUT, x_t="B D", h_prev="B H", h_skip="B H")
def step(params, x_t, h_prev, h_skip, *, activation="tanh"):
    """One step. x_t (B, D), h_prev = h_(t-1) and h_skip = h_(t-d) (B, H) -> h_t (B, H)."""
    W_xh, W_hh, W_skip, b_h = params
    phi = activations.named(activation).phi
    h_t = phi(x_t @ W_xh + h_prev @ W_hh + h_skip @ W_skip + b_h)
    return h_t


@arguments.checked(LAYOUT, x="B T D", mask="B T", h_0="B H")
def forward(params, x, h_0=None, *, delay, mask=None, activation="tanh"):
    """All states. x (B, T, D), h_0 (B, H) or None for zeros, mask (B, T) bool -> h (B, T, H).

    delay: d. A step whose mask is False keeps the state before it. Equal to a loop over `step`.
    """
    d = arguments.check_count("delay", delay)
    W_xh, W_hh, W_skip, b_h = params
    phi = activations.named(activation).phi
    zx = x @ W_xh + b_h  # needs no state, so one product serves every step
    h = with_past(np.empty_like(zx), h_0, d)  # h_t lies at t + d
    for t in range(x.shape[1]):
        h_prev, h_skip = h[:, t + d - 1], h[:, t]
        h_t = phi(zx[:, t] + h_prev @ W_hh + h_skip @ W_skip)
        h[:, t + d] = where_real(mask, t, h_t, h_prev)
    return h[:, d:]


@arguments.checked(LAYOUT, x="B T D", mask="B T", h_0="B H", h="B T H", dh="B T H")
def bptt(params, x, h, dh, h_0=None, *, delay, mask=None, activation="tanh"):
    """Back propagation through time -> (grads, dx, dh_0): Params, (B, T, D), (B, H).

    h (B, T, H): what `forward` gave. dh (B, T, H): the loss's immediate gradient at every h_t.
    """
    d = arguments.check_count("delay", delay)
    W_xh, W_hh, W_skip, b_h = params
    slope = activations.named(activation).slope
    T, dz = x.shape[1], np.empty_like(h)
    h, dh = with_past(h, h_0, d), with_past(dh, np.zeros_like(h_0), d)
    for t in reversed(range(T)):
        dh_t = dh[:, t + d]  # complete: what came from later steps has been added to the loss's
        dz[:, t] = where_real(mask, t, dh_t * slope(h[:, t + d]), 0)  # through φ
        dh[:, t + d - 1] += where_real(mask, t, dz[:, t] @ W_hh.T, dh_t)  # to h_(t-1)
        dh[:, t] += dz[:, t] @ W_skip.T  # and, d steps at once, to h_(t-d)
    grads = Params(
        W_xh=over_steps(x, dz),
        W_hh=over_steps(h[:, d - 1 : -1], dz),
        W_skip=over_steps(h[:, :T], dz),
        b_h=dz.sum(axis=(0, 1)),
    )
    return grads, dz @ W_xh.T, dh[:, d - 1].copy()


def with_past(h, h_0, d):
    """h (B, T, H), h_0 (B, H) -> (B, d + T, H): zeros, then h_0, then h; h_t lies at t + d."""
    past = np.zeros((len(h), d, h.shape[2]), h.dtype)
    past[:, -1] = h_0
    return np.concatenate([past, h], axis=1)
