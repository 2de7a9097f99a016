"""The vanilla recurrent network (Elman 1990; Keras SimpleRNN) in NumPy: the equation and its gradient.

    h_t = φ(x_t W_xh + h_(t-1) W_hh + b_h)

Rows are examples: B examples, T time steps, D features, H units. float32 or float64, and the
result keeps the dtype. Wrong arguments raise ValueError or TypeError (see `arguments`); no argument
is changed in place.
"""

from typing import NamedTuple

import numpy as np

from rnn_helpers import arguments
from rnn_helpers.activations import named as _activation
from rnn_helpers.fast.timeline import before, blocks, rows, time_first, truncated
from rnn_helpers.weights import glorot_uniform, orthogonal


class Params(NamedTuple):
    """Weights: W_xh (D, H), W_hh (H, H), b_h (H,)."""

    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray


LAYOUT = Params("D H", "H H", "H")


def init_params(D, H, *, rng, dtype=np.float32):
    """Params as Keras starts them: Glorot uniform W_xh, orthogonal W_hh, zero b_h."""
    D, H, rng = arguments.check_count("D", D), arguments.check_count("H", H), arguments.check_rng(rng)
    return Params(
        W_xh=glorot_uniform(D, H, rng=rng, dtype=dtype),
        W_hh=orthogonal(H, H, rng=rng, dtype=dtype),
        b_h=np.zeros(H, dtype),
    )


def step(params, x_t, h_prev, *, activation="tanh"):
    """One step. x_t (B, D), h_prev (B, H) -> h_t (B, H)."""
    sizes, dtype = arguments.check_params(params, LAYOUT)
    x_t = arguments.check("x_t", x_t, "B D", sizes, dtype)
    h_prev = arguments.check("h_prev", h_prev, "B H", sizes, dtype)
    phi = _activation(activation).phi
    W_xh, W_hh, b_h = params
    h_t = phi(x_t @ W_xh + h_prev @ W_hh + b_h)
    return h_t


def forward(params, x, h_0=None, *, mask=None, activation="tanh"):
    """All states. x (B, T, D), h_0 (B, H) or None for zeros, mask (B, T) bool -> h (B, T, H).

    A step whose mask is False keeps the state before it. Equal to a loop over `step`.
    """
    sizes, dtype, x, (h_prev,) = arguments.check_call(params, LAYOUT, x, mask, h_0=h_0)
    phi = _activation(activation).phi
    W_xh, W_hh, b_h = params
    x, mask = time_first(x, mask)

    h = np.empty((sizes["T"], sizes["B"], sizes["H"]), dtype)
    for steps in blocks(sizes["T"], sizes["B"]):
        zx = rows(x[steps]) @ W_xh  # the part of every step that needs no state: one product
        zx += b_h
        for t, zx_t in zip(range(steps.start, steps.stop), zx.reshape(h[steps].shape)):
            h_t = h[t]
            np.dot(h_prev, W_hh, out=h_t)  # dot starts sooner than matmul
            h_t += zx_t
            phi(h_t, out=h_t)
            if mask is not None:
                np.copyto(h_t, h_prev, where=~mask[t][:, None])
            h_prev = h_t
    return time_first(h)


def bptt(params, x, h, dh, h_0=None, *, mask=None, truncate=None, activation="tanh"):
    """Back propagation through time -> (grads, dx, dh_0): Params, (B, T, D), (B, H).

    h (B, T, H): what `forward` gave. dh (B, T, H): the loss's immediate gradient at every h_t,
    zero where the loss does not look. truncate=k: the gradient flows back at most k steps from
    where the loss entered. Werbos 1990; Goodfellow et al. 2016, section 10.2.2.
    """
    sizes, dtype, x, initial = arguments.check_call(params, LAYOUT, x, mask, h_0=h_0)
    h, dh = (arguments.check(name, a, "B T H", sizes, dtype) for name, a in (("h", h), ("dh", dh)))
    slope = _activation(activation).slope

    def whole(params, x, states, dstates, initial, mask):
        return _bptt(params, x, *states, *dstates, *initial, mask, slope)

    if truncate is None:
        grads, dx, (dh_0,) = whole(Params(*params), x, [h], [dh], initial, mask)
    else:
        k = arguments.check_count("truncate", truncate, least=0)
        grads, dx, (dh_0,) = truncated(whole, Params(*params), x, [h], [dh], initial, mask, k)
    return grads, dx, dh_0


def _bptt(params, x, h, dh, h_0, mask, slope):
    """`bptt` over all steps, arguments checked."""
    W_xh, W_hh, b_h = params
    W_hh_T = W_hh.T.copy()  # BLAS multiplies faster by a copy than by a transposed view
    x, h, dh, mask = time_first(x, h, dh, mask)
    T, B, H = h.shape
    dW_xh, dW_hh, db_h = (np.zeros_like(w) for w in params)
    dx = np.empty_like(x, order="C")
    dh_t = np.zeros_like(h_0)  # what the future says of h_t: at the last step, nothing

    for steps in reversed(blocks(T, B)):
        dz = slope(h[steps])  # φ′ at every step; times dh_t, below, it is dz_t
        for t, dz_t in zip(reversed(range(steps.start, steps.stop)), dz[::-1]):
            dh_t += dh[t]  # from the loss at t, besides the future
            dz_t *= dh_t  # through φ
            if mask is None:
                np.dot(dz_t, W_hh_T, out=dh_t)  # to h_(t-1)
            else:
                masked = ~mask[t][:, None]  # h_t was h_(t-1): the gradient passes untouched
                np.copyto(dz_t, 0, where=masked)
                dh_t = np.where(masked, dh_t, dz_t @ W_hh_T)
        # the same weights at every step: their gradients add up, one product for all steps
        dW_hh += rows(before(h, h_0, steps)).T @ rows(dz)
        dW_xh += rows(x[steps]).T @ rows(dz)
        db_h += rows(dz).sum(axis=0)
        np.matmul(rows(dz), W_xh.T, out=rows(dx[steps]))
    return Params(dW_xh, dW_hh, db_h), time_first(dx), [dh_t]
