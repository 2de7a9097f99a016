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

from rnn_helpers import arguments
from rnn_helpers.activations import tanh_slope
from rnn_helpers.fast.timeline import before, blocks, rows, time_first, truncated
from rnn_helpers.weights import glorot_uniform, orthogonal


class Params(NamedTuple):
    """Weights: W_x (D, 4H), W_h (H, 4H), b (4H,), the gates i, f, g, o side by side."""

    W_x: np.ndarray
    W_h: np.ndarray
    b: np.ndarray


LAYOUT = Params("D 4H", "H 4H", "4H")


def init_params(D, H, *, rng, dtype=np.float32):
    """Params as Keras starts them: Glorot uniform W_x, orthogonal W_h, zero b but 1 for the forget gate."""
    D, H, rng = arguments.check_count("D", D), arguments.check_count("H", H), arguments.check_rng(rng)
    b = np.zeros(4 * H, dtype)
    b[H : 2 * H] = 1  # start by remembering: Gers et al. 2000
    return Params(
        W_x=glorot_uniform(D, 4 * H, rng=rng, dtype=dtype),
        W_h=orthogonal(H, 4 * H, rng=rng, dtype=dtype),
        b=b,
    )


def step(params, x_t, h_prev, c_prev):
    """One step. x_t (B, D), h_prev and c_prev (B, H) -> h_t, c_t (B, H)."""
    sizes, dtype = arguments.check_params(params, LAYOUT)
    x_t = arguments.check("x_t", x_t, "B D", sizes, dtype)
    h_prev = arguments.check("h_prev", h_prev, "B H", sizes, dtype)
    c_prev = arguments.check("c_prev", c_prev, "B H", sizes, dtype)
    halves = _halves(params)
    W_x, W_h, b = (w * halves for w in params)
    i, f, g, o = _gates(x_t @ W_x + h_prev @ W_h + b, halves)
    c_t = f * c_prev + i * g
    h_t = o * np.tanh(c_t)
    return h_t, c_t


def _halves(params):
    """½ for each column of i, f and o, 1 for those of g: σ(z) = ½ + ½ tanh(z/2), so one tanh serves all four."""
    b = params[2]
    halves = np.full_like(b, 0.5)
    halves.reshape(4, -1)[2] = 1
    return halves


def _gates(z, halves):
    """i, f, g, o, each (..., H), written over z (..., 4H), which was computed from halved weights."""
    np.tanh(z, out=z)
    z *= halves
    z += 1 - halves
    return _split(z)


def _split(z):
    H = z.shape[-1] // 4
    return (z[..., k * H : (k + 1) * H] for k in range(4))


def forward(params, x, h_0=None, c_0=None, *, mask=None, keep_gates=False):
    """All states. x (B, T, D), h_0 and c_0 (B, H) or None for zeros, mask (B, T) bool -> h, c (B, T, H).

    A step whose mask is False keeps the states before it. Equal to a loop over `step`.
    keep_gates=True also returns the gates (B, T, 4H): `bptt` need not compute them again.
    """
    sizes, dtype, x, (h_prev, c_prev) = arguments.check_call(params, LAYOUT, x, mask, h_0=h_0, c_0=c_0)
    halves = _halves(params)
    W_x, W_h, b = (w * halves for w in params)
    x, mask = time_first(x, mask)
    T, B, H = sizes["T"], sizes["B"], sizes["H"]

    h, c = np.empty((T, B, H), dtype), np.empty((T, B, H), dtype)
    from_h, ig = np.empty((B, 4 * H), dtype), np.empty((B, H), dtype)
    gates = np.empty((T if keep_gates else blocks(T, B)[0].stop, B, 4 * H), dtype)
    for steps in blocks(T, B):
        z = gates[steps] if keep_gates else gates[: steps.stop - steps.start]
        np.matmul(rows(x[steps]), W_x, out=rows(z))  # the part that needs no state: one product
        z += b
        for z_t, t in zip(z, range(steps.start, steps.stop)):
            z_t += np.dot(h_prev, W_h, out=from_h)
            i, f, g, o = _gates(z_t, halves)
            np.multiply(f, c_prev, out=c[t])
            c[t] += np.multiply(i, g, out=ig)
            np.tanh(c[t], out=h[t])
            h[t] *= o
            if mask is not None:
                masked = ~mask[t][:, None]
                np.copyto(h[t], h_prev, where=masked)
                np.copyto(c[t], c_prev, where=masked)
            h_prev, c_prev = h[t], c[t]
    return time_first(h, c, gates) if keep_gates else time_first(h, c)


def bptt(params, x, h, c, dh, h_0=None, c_0=None, *, dc=None, mask=None, truncate=None, gates=None):
    """Back propagation through time -> (grads, dx, dh_0, dc_0).

    h, c (B, T, H): what `forward` gave. dh and dc (B, T, H): the loss's immediate gradients at every
    h_t and c_t; dc=None means that the loss never looks at c. truncate as in `numpy_rnn.bptt`.
    gates (B, T, 4H): from `forward`, if kept; truncated BPTT does not use them.
    """
    sizes, dtype, x, initial = arguments.check_call(params, LAYOUT, x, mask, h_0=h_0, c_0=c_0)
    dc = np.zeros_like(dh) if dc is None else dc
    h, c, dh, dc = (arguments.check(name, a, "B T H", sizes, dtype)
                    for name, a in (("h", h), ("c", c), ("dh", dh), ("dc", dc)))
    if gates is not None:
        gates = arguments.check("gates", gates, "B T 4H", sizes, dtype)
    if truncate is None:
        grads, dx, (dh_0, dc_0) = _bptt(Params(*params), x, [h, c], [dh, dc], initial, mask, gates)
    else:
        k = arguments.check_count("truncate", truncate, least=0)
        grads, dx, (dh_0, dc_0) = truncated(_bptt, Params(*params), x, [h, c], [dh, dc], initial, mask, k)
    return grads, dx, dh_0, dc_0


def _bptt(params, x, states, dstates, initial, mask, kept=None):
    """`bptt` over all steps, arguments checked."""
    halves = _halves(params)
    W_x, W_h, b = (w * halves for w in params)
    W_x_T, W_h_T = params.W_x.T, params.W_h.T.copy()  # BLAS multiplies faster by a copy than by a transposed view
    x, h, c, dh, dc, mask, kept = time_first(x, *states, *dstates, mask, kept)
    (T, B, H), (h_0, c_0) = h.shape, initial
    grads, dx = Params(*(np.zeros_like(w) for w in params)), np.empty_like(x, order="C")
    dh_t, dc_t = np.zeros_like(h_0), np.zeros_like(c_0)  # what the future says of h_t and c_t
    length = blocks(T, B)[0].stop
    sums, slopes = np.empty((2, length * B, 4 * H), h.dtype)  # once for all blocks: fresh memory is slow

    for steps in reversed(blocks(T, B)):
        h_prev, c_prev, tanh_c = before(h, h_0, steps), before(c, c_0, steps), np.tanh(c[steps])
        n = len(h_prev) * B
        dz = slopes[:n].reshape(-1, B, 4, H)
        if kept is not None:
            z = kept[steps]
            i, f, g, o = _split(z)
        else:
            z = np.matmul(rows(x[steps]), W_x, out=sums[:n])
            z += np.matmul(rows(h_prev), W_h, out=slopes[:n])
            z += b
            z = z.reshape(-1, B, 4 * H)
            i, f, g, o = _gates(z, halves)
        dh_dc = _slopes(z, i, g, o, c_prev, tanh_c, dz)
        for k, t in reversed(list(enumerate(range(steps.start, steps.stop)))):
            dh_t += dh[t]  # from the loss at t, besides the future
            dc_t += dc[t]
            untouched = None if mask is None else (dh_t, dc_t.copy())
            dc_t += dh_t * dh_dc[k]  # h_t = o tanh(c_t)
            dz[k, :, :3] *= dc_t[:, None]  # c_t = f c_(t-1) + i g
            dz[k, :, 3] *= dh_t
            dc_t *= f[k]
            dz_t = dz[k].reshape(B, 4 * H)
            if mask is None:
                np.dot(dz_t, W_h_T, out=dh_t)  # to h_(t-1)
            else:
                masked = ~mask[t][:, None]  # h_t was h_(t-1), c_t was c_(t-1): the gradients pass untouched
                np.copyto(dz_t, 0, where=masked)
                dh_t = np.where(masked, untouched[0], dz_t @ W_h_T)
                dc_t = np.where(masked, untouched[1], dc_t)
        dz = slopes[:n]
        for total, part in zip(grads, (rows(x[steps]).T @ dz, rows(h_prev).T @ dz, dz.sum(axis=0))):
            total += part
        np.matmul(dz, W_x_T, out=rows(dx[steps]))
    return grads, time_first(dx), [dh_t, dc_t]


def _slopes(z, i, g, o, c_prev, tanh_c, out):
    """Slopes of c_t in the sums of i, f, g and of h_t in that of o, into out (..., 4, H); and of h_t in c_t.

    They need no gradient; times dc_t or dh_t they are the gradients of the four sums.
    """
    flat = out.reshape(z.shape)
    np.multiply(z, z, out=flat)
    np.subtract(z, flat, out=flat)  # s - s², the slope of σ
    out[:, :, 2] -= g
    out[:, :, 2] += 1  # 1 - g², the slope of tanh
    for k, factor in enumerate((g, c_prev, i, tanh_c)):
        out[:, :, k] *= factor
    dh_dc = tanh_slope(tanh_c)
    dh_dc *= o
    return dh_dc
