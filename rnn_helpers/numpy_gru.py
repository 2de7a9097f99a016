"""The gated recurrent unit (Cho et al. 2014; Keras GRU with its default reset_after=True) in NumPy.

    z, r = σ(x_t W_x + b[0] + h_(t-1) W_h + b[1])          the gates: update, reset
    g    = tanh(x_t W_x + b[0] + r (h_(t-1) W_h + b[1]))   the candidate
    h_t  = z h_(t-1) + (1 - z) g

each with its own third of the columns, in Keras's order z, r, g (Keras calls g "h"). The reset
gate acts after the product with W_h, so W_h has its own bias. Shapes, types and errors as in
`numpy_rnn`.
"""

from typing import NamedTuple

import numpy as np

from rnn_helpers import initializers, shapes
from rnn_helpers.activations import sigmoid, sigmoid_slope, tanh_slope
from rnn_helpers.timeline import before, blocks, rows, time_first, truncated


class Params(NamedTuple):
    """Weights: W_x (D, 3H), W_h (H, 3H), b (2, 3H): b[0] beside W_x, b[1] beside W_h."""

    W_x: np.ndarray
    W_h: np.ndarray
    b: np.ndarray


LAYOUT = Params("D 3H", "H 3H", "2 3H")


def init_params(D, H, *, rng, dtype=np.float32):
    """Params as Keras starts them: Glorot uniform W_x, orthogonal W_h, zero b."""
    D, H, rng = shapes.check_count("D", D), shapes.check_count("H", H), shapes.check_rng(rng)
    return Params(
        W_x=initializers.glorot_uniform(D, 3 * H, rng=rng, dtype=dtype),
        W_h=initializers.orthogonal(H, 3 * H, rng=rng, dtype=dtype),
        b=np.zeros((2, 3 * H), dtype),
    )


def step(params, x_t, h_prev):
    """One step. x_t (B, D), h_prev (B, H) -> h_t (B, H)."""
    sizes, dtype = shapes.check_params(params, LAYOUT)
    x_t = shapes.check("x_t", x_t, "B D", sizes, dtype)
    h_prev = shapes.check("h_prev", h_prev, "B H", sizes, dtype)
    W_x, W_h, b = params
    z, r, g = _gates(x_t @ W_x + b[0], h_prev @ W_h + b[1])
    h_t = z * h_prev + (1 - z) * g
    return h_t


def _gates(from_x, from_h):
    """z, r, g, written over from_x (..., 3H); from_h is only read."""
    H = from_x.shape[-1] // 3
    zr, g = from_x[..., : 2 * H], from_x[..., 2 * H :]
    zr += from_h[..., : 2 * H]
    sigmoid(zr, out=zr)
    z, r = zr[..., :H], zr[..., H:]
    g += r * from_h[..., 2 * H :]
    np.tanh(g, out=g)
    return z, r, g


def forward(params, x, h_0=None, *, mask=None):
    """All states. x (B, T, D), h_0 (B, H) or None for zeros, mask (B, T) bool -> h (B, T, H).

    A step whose mask is False keeps the state before it. Equal to a loop over `step`.
    """
    sizes, dtype, x, (h_prev,) = shapes.check_call(params, LAYOUT, x, mask, h_0=h_0)
    W_x, W_h, b = params
    x, mask = time_first(x, mask)
    T, B, H = sizes["T"], sizes["B"], sizes["H"]

    h = np.empty((T, B, H), dtype)
    from_h = np.empty((B, 3 * H), dtype)
    for steps in blocks(T, B):
        from_x = (rows(x[steps]) @ W_x).reshape(-1, B, 3 * H)  # the part that needs no state: one product
        from_x += b[0]
        for n, t in enumerate(range(steps.start, steps.stop)):
            np.matmul(h_prev, W_h, out=from_h)
            from_h += b[1]
            z, r, g = _gates(from_x[n], from_h)
            np.subtract(h_prev, g, out=h[t])  # z h_(t-1) + (1 - z) g  =  g + z (h_(t-1) - g)
            h[t] *= z
            h[t] += g
            if mask is not None:
                np.copyto(h[t], h_prev, where=~mask[t][:, None])
            h_prev = h[t]
    return time_first(h)


def bptt(params, x, h, dh, h_0=None, *, mask=None, truncate=None):
    """Back propagation through time -> (grads, dx, dh_0); arguments as in `numpy_rnn.bptt`."""
    sizes, dtype, x, initial = shapes.check_call(params, LAYOUT, x, mask, h_0=h_0)
    h, dh = (shapes.check(name, a, "B T H", sizes, dtype) for name, a in (("h", h), ("dh", dh)))
    if truncate is None:
        grads, dx, (dh_0,) = _bptt(Params(*params), x, [h], [dh], initial, mask)
    else:
        k = shapes.check_count("truncate", truncate, least=0)
        grads, dx, (dh_0,) = truncated(_bptt, Params(*params), x, [h], [dh], initial, mask, k)
    return grads, dx, dh_0


def _bptt(params, x, states, dstates, initial, mask):
    """`bptt` over all steps, arguments checked."""
    W_x, W_h, b = params
    W_h_T = W_h.T.copy()  # BLAS multiplies faster by a copy than by a transposed view
    x, h, dh, mask = time_first(x, *states, *dstates, mask)
    (T, B, H), (h_0,) = h.shape, initial
    dW_x, dW_h, db = (np.zeros_like(w) for w in params)
    dx = np.empty_like(x, order="C")
    dh_t = np.zeros_like(h_0)  # what the future says of h_t

    for steps in reversed(blocks(T, B)):
        h_prev = before(h, h_0, steps)
        from_x = rows(x[steps]) @ W_x  # the gates once more: cheaper than keeping them
        from_x += b[0]
        from_h = rows(h_prev) @ W_h
        from_h += b[1]
        from_x_of, from_h_of = from_x.reshape(-1, B, 3 * H), from_h.reshape(-1, B, 3 * H)
        for n in reversed(range(len(h_prev))):
            t = steps.start + n
            dh_t += dh[t]  # from the loss at t, besides the future
            masked = None if mask is None else ~mask[t][:, None]
            direct = _step_back(from_x_of[n], from_h_of[n], h_prev[n], dh_t)
            if mask is not None:
                np.copyto(from_x_of[n], 0, where=masked)
                np.copyto(from_h_of[n], 0, where=masked)
                np.copyto(direct, dh_t, where=masked)  # h_t was h_(t-1): the gradient passes untouched
            np.matmul(from_h_of[n], W_h_T, out=dh_t)  # to h_(t-1), by way of the gates
            dh_t += direct
        dfrom_x, dfrom_h = from_x, from_h  # every step has turned them into gradients
        dW_h += rows(h_prev).T @ dfrom_h
        dW_x += rows(x[steps]).T @ dfrom_x
        db[0] += dfrom_x.sum(axis=0)
        db[1] += dfrom_h.sum(axis=0)
        np.matmul(dfrom_x, W_x.T, out=rows(dx[steps]))
    return Params(dW_x, dW_h, db), time_first(dx), [dh_t]


def _step_back(from_x, from_h, h_prev, dh_t):
    """The chain rule through one step: from_x and from_h (B, 3H) become their gradients in place.

    Returns what reaches h_(t-1) directly, not by way of the gates.
    """
    H = h_prev.shape[-1]
    z, r, g = _gates(from_x, from_h)
    gate_from_h = from_h[..., 2 * H :]
    direct = dh_t * z  # h_t = z h_(t-1) + (1 - z) g
    dz = dh_t * (h_prev - g) * sigmoid_slope(z)
    dg = (dh_t - direct) * tanh_slope(g)
    dr = dg * gate_from_h * sigmoid_slope(r)
    np.multiply(dg, r, out=gate_from_h)  # the reset gate stands between W_h's part and the candidate
    z[:], r[:], g[:] = dz, dr, dg
    from_h[..., :H], from_h[..., H : 2 * H] = dz, dr
    return direct
