"""`numpy_rnn.forward` and `bptt`, in less time: the same arguments, the same numbers."""

import numpy as np

from rnn_helpers import activations, arguments
from rnn_helpers.fast.blocks import before, blocks, rows, time_first
from rnn_helpers.numpy_rnn import LAYOUT, Params, truncated


@arguments.checked(LAYOUT, x="B T D", mask="B T", h_0="B H")
def forward(params, x, h_0=None, *, mask=None, activation="tanh"):
    """`numpy_rnn.forward`: x (B, T, D), h_0 (B, H), mask (B, T) -> h (B, T, H)."""
    phi = activations.named(activation).phi
    W_xh, W_hh, b_h = params
    x, mask = time_first(x, mask)

    (T, B, _), H, h_prev = x.shape, len(W_hh), h_0
    h = np.empty((T, B, H), x.dtype)
    for steps in blocks(T, B):
        zx = rows(x[steps]) @ W_xh  # the part of every step that needs no state: one product
        zx += b_h
        for t, zx_t in enumerate(zx.reshape(h[steps].shape), start=steps.start):
            h_t = h[t]
            np.dot(h_prev, W_hh, out=h_t)  # dot starts sooner than matmul
            h_t += zx_t
            phi(h_t, out=h_t)
            if mask is not None:
                np.copyto(h_t, h_prev, where=~mask[t][:, None])
            h_prev = h_t
    return time_first(h)


@arguments.checked(LAYOUT, x="B T D", mask="B T", h_0="B H", h="B T H", dh="B T H")
def bptt(params, x, h, dh, h_0=None, *, mask=None, truncate=None, activation="tanh"):
    """`numpy_rnn.bptt`: h, dh (B, T, H) -> (grads, dx, dh_0)."""
    if truncate is not None:
        options = {"mask": mask, "activation": activation}
        return truncated(bptt, truncate, params, x, [h], [dh], [h_0], **options)
    slope = activations.named(activation).slope
    W_xh, W_hh, b_h = params
    W_hh_T = W_hh.T.copy()  # BLAS multiplies faster by a copy than by a transposed view
    x, h, dh, mask = time_first(x, h, dh, mask)
    T, B, H = h.shape
    dW_xh, dW_hh, db_h = (np.zeros_like(w) for w in params)
    dx = np.empty_like(x, order="C")
    dh_t = np.zeros_like(h_0)  # from the steps after t: none after the last

    for steps in reversed(blocks(T, B)):
        dz = slope(h[steps])  # φ′ at every step; times dh_t, below, it is dz_t
        for t in reversed(range(steps.start, steps.stop)):
            dz_t = dz[t - steps.start]
            dh_t += dh[t]  # from the loss at t
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
    return Params(dW_xh, dW_hh, db_h), time_first(dx), dh_t
