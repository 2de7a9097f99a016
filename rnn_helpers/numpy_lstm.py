"""Long short-term memory (Hochreiter & Schmidhuber 1997; Keras LSTM) in NumPy.

    i, f, o = σ(x_t W_x + h_(t-1) W_h + b)     the gates: input, forget, output
    g       = tanh(x_t W_x + h_(t-1) W_h + b)  the candidate
    c_t     = f c_(t-1) + i g
    h_t     = o tanh(c_t)

each with its own quarter of the columns of W_x, W_h and b, in Keras's order i, f, g, o (Keras
calls g "c"). Shapes, types and errors as in `numpy_rnn`.
"""

from typing import NamedTuple

import numpy as np

from rnn_helpers import initializers, shapes
from rnn_helpers.activations import sigmoid_slope, tanh_slope
from rnn_helpers.timeline import before, blocks, rows, time_first, truncated


class Params(NamedTuple):
    """Weights: W_x (D, 4H), W_h (H, 4H), b (4H,), the gates i, f, g, o side by side."""

    W_x: np.ndarray
    W_h: np.ndarray
    b: np.ndarray


LAYOUT = Params("D 4H", "H 4H", "4H")


def init_params(D, H, *, rng, dtype=np.float32):
    """Params as Keras starts them: Glorot uniform W_x, orthogonal W_h, zero b but 1 for the forget gate."""
    D, H, rng = shapes.check_count("D", D), shapes.check_count("H", H), shapes.check_rng(rng)
    b = np.zeros(4 * H, dtype)
    b[H : 2 * H] = 1  # start by remembering: Gers et al. 2000
    return Params(
        W_x=initializers.glorot_uniform(D, 4 * H, rng=rng, dtype=dtype),
        W_h=initializers.orthogonal(H, 4 * H, rng=rng, dtype=dtype),
        b=b,
    )


def step(params, x_t, h_prev, c_prev):
    """One step. x_t (B, D), h_prev and c_prev (B, H) -> h_t, c_t (B, H)."""
    sizes, dtype = shapes.check_params(params, LAYOUT)
    x_t = shapes.check("x_t", x_t, "B D", sizes, dtype)
    h_prev = shapes.check("h_prev", h_prev, "B H", sizes, dtype)
    c_prev = shapes.check("c_prev", c_prev, "B H", sizes, dtype)
    W_x, W_h, b = params
    i, f, g, o = _gates(x_t @ W_x + h_prev @ W_h + b)
    c_t = f * c_prev + i * g
    h_t = o * np.tanh(c_t)
    return h_t, c_t


def _gates(z):
    """i, f, g, o, each (..., H), written over z (..., 4H).

    σ(z) = ½ + ½ tanh(z/2), so that one tanh serves the three gates and the candidate.
    """
    z = z.reshape(*z.shape[:-1], 4, -1)
    half = np.array([[0.5], [0.5], [1], [0.5]], z.dtype)
    z *= half
    np.tanh(z, out=z)
    z *= half
    z += 1 - half
    return (z[..., k, :] for k in range(4))


def forward(params, x, h_0=None, c_0=None, *, mask=None):
    """All states. x (B, T, D), h_0 and c_0 (B, H) or None for zeros, mask (B, T) bool -> h, c (B, T, H).

    A step whose mask is False keeps the states before it. Equal to a loop over `step`.
    """
    sizes, dtype, x, (h_prev, c_prev) = shapes.check_call(params, LAYOUT, x, mask, h_0=h_0, c_0=c_0)
    W_x, W_h, b = params
    x, mask = time_first(x, mask)
    T, B, H = sizes["T"], sizes["B"], sizes["H"]

    h, c = np.empty((T, B, H), dtype), np.empty((T, B, H), dtype)
    from_h, ig = np.empty((B, 4 * H), dtype), np.empty((B, H), dtype)
    for steps in blocks(T, B):
        z = (rows(x[steps]) @ W_x).reshape(-1, B, 4 * H)  # the part that needs no state: one product
        z += b
        for z_t, t in zip(z, range(steps.start, steps.stop)):
            z_t += np.matmul(h_prev, W_h, out=from_h)
            i, f, g, o = _gates(z_t)
            np.multiply(f, c_prev, out=c[t])
            c[t] += np.multiply(i, g, out=ig)
            np.tanh(c[t], out=h[t])
            h[t] *= o
            if mask is not None:
                masked = ~mask[t][:, None]
                np.copyto(h[t], h_prev, where=masked)
                np.copyto(c[t], c_prev, where=masked)
            h_prev, c_prev = h[t], c[t]
    return time_first(h, c)


def bptt(params, x, h, c, dh, h_0=None, c_0=None, *, dc=None, mask=None, truncate=None):
    """Back propagation through time -> (grads, dx, dh_0, dc_0).

    h, c (B, T, H): what `forward` gave. dh and dc (B, T, H): the loss's immediate gradients at every
    h_t and c_t; dc=None means that the loss never looks at c. truncate as in `numpy_rnn.bptt`.
    """
    sizes, dtype, x, initial = shapes.check_call(params, LAYOUT, x, mask, h_0=h_0, c_0=c_0)
    dc = np.zeros_like(dh) if dc is None else dc
    h, c, dh, dc = (shapes.check(name, a, "B T H", sizes, dtype)
                    for name, a in (("h", h), ("c", c), ("dh", dh), ("dc", dc)))
    if truncate is None:
        grads, dx, (dh_0, dc_0) = _bptt(Params(*params), x, [h, c], [dh, dc], initial, mask)
    else:
        k = shapes.check_count("truncate", truncate, least=0)
        grads, dx, (dh_0, dc_0) = truncated(_bptt, Params(*params), x, [h, c], [dh, dc], initial, mask, k)
    return grads, dx, dh_0, dc_0


def _bptt(params, x, states, dstates, initial, mask):
    """`bptt` over all steps, arguments checked."""
    W_x, W_h, b = params
    W_h_T = W_h.T.copy()  # BLAS multiplies faster by a copy than by a transposed view
    x, h, c, dh, dc, mask = time_first(x, *states, *dstates, mask)
    (T, B, H), (h_0, c_0) = h.shape, initial
    dW_x, dW_h, db = (np.zeros_like(w) for w in params)
    dx = np.empty_like(x, order="C")
    dh_t, dc_t = np.zeros_like(h_0), np.zeros_like(c_0)  # what the future says of h_t and c_t

    for steps in reversed(blocks(T, B)):
        h_prev, c_prev, tanh_c = before(h, h_0, steps), before(c, c_0, steps), np.tanh(c[steps])
        z = rows(x[steps]) @ W_x  # the gates once more: cheaper than keeping four numbers a unit and step
        z += rows(h_prev) @ W_h
        z += b
        i, f, g, o = _gates(z.reshape(*h_prev.shape[:2], 4 * H))
        # slopes of c_t in i, f, g and of h_t in o and c_t; times dc_t or dh_t, below, the first four are dz_t
        dz = np.stack([g * sigmoid_slope(i), c_prev * sigmoid_slope(f), i * tanh_slope(g), tanh_c * sigmoid_slope(o)], axis=2)
        dh_dc = o * tanh_slope(tanh_c)
        for n, t in reversed(list(enumerate(range(steps.start, steps.stop)))):
            dh_t += dh[t]  # from the loss at t, besides the future
            dc_t += dc[t]
            passed = (dh_t, dc_t.copy()) if mask is not None else None
            dc_t += dh_t * dh_dc[n]  # h_t = o tanh(c_t)
            dz[n, :, :3] *= dc_t[:, None]  # c_t = f c_(t-1) + i g
            dz[n, :, 3] *= dh_t
            dc_t *= f[n]
            dz_t = dz[n].reshape(B, 4 * H)
            if mask is None:
                dh_t = dz_t @ W_h_T  # to h_(t-1)
            else:
                masked = ~mask[t][:, None]  # h_t was h_(t-1), c_t was c_(t-1): the gradients pass untouched
                np.copyto(dz_t, 0, where=masked)
                dh_t = np.where(masked, passed[0], dz_t @ W_h_T)
                dc_t = np.where(masked, passed[1], dc_t)
        dz = dz.reshape(-1, 4 * H)
        dW_h += rows(h_prev).T @ dz
        dW_x += rows(x[steps]).T @ dz
        db += dz.sum(axis=0)
        np.matmul(dz, W_x.T, out=rows(dx[steps]))
    return Params(dW_x, dW_h, db), time_first(dx), [dh_t, dc_t]
