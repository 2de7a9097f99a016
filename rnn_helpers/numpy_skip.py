"""A recurrent network with skip connections through time (Lin et al. 1996; Goodfellow et al. 2016, section 10.9.1).

    h_t = φ(x_t W_xh + h_(t-1) W_hh + h_(t-d) W_skip + b_h),   d the delay

A gradient that takes the skips needs one factor for d steps, where `numpy_rnn` needs d. h_(0) is h_0, and every
state before it is zero. Shapes, types and errors as in `numpy_rnn`; there is no truncated BPTT here.
"""

from typing import NamedTuple

import numpy as np

from rnn_helpers import arguments
from rnn_helpers.activations import named as _activation
from rnn_helpers.fast.timeline import rows, time_first
from rnn_helpers.weights import glorot_uniform, orthogonal


class Params(NamedTuple):
    """Weights: W_xh (D, H), W_hh (H, H), W_skip (H, H), b_h (H,)."""

    W_xh: np.ndarray
    W_hh: np.ndarray
    W_skip: np.ndarray
    b_h: np.ndarray


LAYOUT = Params("D H", "H H", "H H", "H")


def init_params(D, H, *, rng, dtype=np.float32):
    """Glorot uniform W_xh, zero b_h; W_hh and W_skip orthogonal / √2, so that together they keep a state's length."""
    D, H, rng = arguments.check_count("D", D), arguments.check_count("H", H), arguments.check_rng(rng)
    return Params(
        W_xh=glorot_uniform(D, H, rng=rng, dtype=dtype),
        W_hh=orthogonal(H, H, rng=rng, dtype=dtype) * np.sqrt(0.5, dtype=dtype),
        W_skip=orthogonal(H, H, rng=rng, dtype=dtype) * np.sqrt(0.5, dtype=dtype),
        b_h=np.zeros(H, dtype),
    )


def step(params, x_t, h_prev, h_skip, *, activation="tanh"):
    """One step. x_t (B, D), h_prev = h_(t-1) and h_skip = h_(t-d) (B, H) -> h_t (B, H)."""
    sizes, dtype = arguments.check_params(params, LAYOUT)
    x_t = arguments.check("x_t", x_t, "B D", sizes, dtype)
    h_prev = arguments.check("h_prev", h_prev, "B H", sizes, dtype)
    h_skip = arguments.check("h_skip", h_skip, "B H", sizes, dtype)
    phi = _activation(activation).phi
    W_xh, W_hh, W_skip, b_h = params
    h_t = phi(x_t @ W_xh + h_prev @ W_hh + h_skip @ W_skip + b_h)
    return h_t


def forward(params, x, h_0=None, *, delay, mask=None, activation="tanh"):
    """All states. x (B, T, D), h_0 (B, H) or None for zeros, mask (B, T) bool -> h (B, T, H).

    A step whose mask is False keeps the state before it. Equal to a loop over `step`.
    """
    sizes, dtype, x, (h_0,) = arguments.check_call(params, LAYOUT, x, mask, h_0=h_0)
    delay = arguments.check_count("delay", delay)
    phi = _activation(activation).phi
    W_xh, W_hh, W_skip, b_h = params
    x, mask = time_first(x, mask)

    T = sizes["T"]
    h = _with_past(np.empty((T, *h_0.shape), dtype), h_0, delay)
    zx = (rows(x) @ W_xh + b_h).reshape(T, *h_0.shape)  # the part of every step that needs no state: one product
    for t in range(T):
        h_prev, h_skip = h[t + delay - 1], h[t]
        h[t + delay] = phi(zx[t] + h_prev @ W_hh + h_skip @ W_skip)
        if mask is not None:
            np.copyto(h[t + delay], h_prev, where=~mask[t][:, None])
    return time_first(h[delay:])


def bptt(params, x, h, dh, h_0=None, *, delay, mask=None, activation="tanh"):
    """Back propagation through time -> (grads, dx, dh_0): Params, (B, T, D), (B, H).

    h (B, T, H): what `forward` gave. dh (B, T, H): the loss's immediate gradient at every h_t.
    """
    sizes, dtype, x, (h_0,) = arguments.check_call(params, LAYOUT, x, mask, h_0=h_0)
    h, dh = (arguments.check(name, a, "B T H", sizes, dtype) for name, a in (("h", h), ("dh", dh)))
    delay = arguments.check_count("delay", delay)
    slope = _activation(activation).slope
    W_xh, W_hh, W_skip, b_h = params
    x, h, dh, mask = time_first(x, h, dh, mask)

    T = sizes["T"]
    dz = slope(h)  # φ′ at every step; times the gradient of h_t, below, it is dz_t
    h, dh = _with_past(h, h_0, delay), _with_past(dh, np.zeros_like(h_0), delay)
    for t in reversed(range(T)):
        dh_t, dz_t = dh[t + delay], dz[t]
        dz_t *= dh_t  # through φ
        if mask is not None:
            masked = ~mask[t][:, None]  # h_t was h_(t-1): the gradient passes untouched
            np.copyto(dz_t, 0, where=masked)
            dh[t + delay - 1] += dh_t * masked
        dh[t + delay - 1] += dz_t @ W_hh.T  # to h_(t-1)
        dh[t] += dz_t @ W_skip.T  # and, d steps at once, to h_(t-d)
    grads = Params(
        W_xh=rows(x).T @ rows(dz),
        W_hh=rows(h[delay - 1 : -1]).T @ rows(dz),
        W_skip=rows(h[:T]).T @ rows(dz),
        b_h=rows(dz).sum(axis=0),
    )
    return grads, time_first((rows(dz) @ W_xh.T).reshape(x.shape)), dh[delay - 1].copy()


def _with_past(h, h_0, delay):
    """(T, B, H) -> (delay + T, B, H): zeros, then h_0, then h. With it h_(t-1) is at t + delay - 1, h_(t-d) at t."""
    past = np.zeros((delay, *h_0.shape), h_0.dtype)
    past[-1] = h_0
    return np.concatenate([past, h])
