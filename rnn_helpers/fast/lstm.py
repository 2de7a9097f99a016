"""`numpy_lstm.forward` and `bptt`, in less time: in place, a block of steps at once, one tanh for
all four gates. The same arguments and the same numbers; and the gates can be kept for the way back.
"""

import numpy as np

from rnn_helpers import arguments
from rnn_helpers.activations import tanh_slope
from rnn_helpers.fast.blocks import before, blocks, rows, time_first
from rnn_helpers.numpy_lstm import LAYOUT, Params, truncated


@arguments.checked(LAYOUT, x="B T D", mask="B T", h_0="B H", c_0="B H")
def forward(params, x, h_0=None, c_0=None, *, mask=None, keep_gates=False):
    """`numpy_lstm.forward`: x (B, T, D), h_0, c_0 (B, H), mask (B, T) -> h, c (B, T, H) each.

    keep_gates=True also returns the gates (B, T, 4H), so that `bptt` need not compute them again.
    """
    halves = _halves(params)
    W_x, W_h, b = (w * halves for w in params)
    x, mask = time_first(x, mask)
    (T, B, _), H, dtype = x.shape, len(W_h), x.dtype
    h_prev, c_prev = h_0, c_0

    h, c = np.empty((T, B, H), dtype), np.empty((T, B, H), dtype)
    from_h, ig = np.empty((B, 4 * H), dtype), np.empty((B, H), dtype)
    gates = np.empty((T if keep_gates else blocks(T, B)[0].stop, B, 4 * H), dtype)
    for steps in blocks(T, B):
        z = gates[steps] if keep_gates else gates[: steps.stop - steps.start]
        np.matmul(rows(x[steps]), W_x, out=rows(z))  # the part that needs no state: one product
        z += b
        for t, z_t in enumerate(z, start=steps.start):
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


@arguments.checked(
    LAYOUT, x="B T D", mask="B T", h_0="B H", c_0="B H", h="B T H", c="B T H", dh="B T H",
    dc="B T H", gates="B T 4H",
)
def bptt(params, x, h, c, dh, h_0=None, c_0=None, *, dc=None, mask=None, truncate=None, gates=None):
    """`numpy_lstm.bptt`: h, c, dh, dc (B, T, H) -> (grads, dx, dh_0, dc_0).

    gates (B, T, 4H): what `forward` kept, or None. Truncated BPTT does not use them.
    """
    dc = np.zeros_like(c) if dc is None else dc
    if truncate is not None:
        return truncated(bptt, truncate, params, x, [h, c], [dh, dc], [h_0, c_0], mask=mask)
    halves = _halves(params)
    W_x, W_h, b = (w * halves for w in params)
    # BLAS is faster with a copy than with a transposed view.
    W_x_T, W_h_T = params.W_x.T, params.W_h.T.copy()
    x, h, c, dh, dc, mask, kept = time_first(x, h, c, dh, dc, mask, gates)
    T, B, H = h.shape
    grads, dx = Params(*(np.zeros_like(w) for w in params)), np.empty_like(x, order="C")
    dh_t, dc_t = np.zeros_like(h_0), np.zeros_like(c_0)  # no step follows the last one
    length = blocks(T, B)[0].stop
    sums, slopes = np.empty((2, length * B, 4 * H), h.dtype)  # fresh memory is slow

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
            dh_t += dh[t]  # from the loss at t
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
                masked = ~mask[t][:, None]  # the states were kept: the gradients pass untouched
                np.copyto(dz_t, 0, where=masked)
                dh_t = np.where(masked, untouched[0], dz_t @ W_h_T)
                dc_t = np.where(masked, untouched[1], dc_t)
        dz = slopes[:n]
        parts = rows(x[steps]).T @ dz, rows(h_prev).T @ dz, dz.sum(axis=0)
        for total, part in zip(grads, parts, strict=True):
            total += part
        np.matmul(dz, W_x_T, out=rows(dx[steps]))
    return grads, time_first(dx), dh_t, dc_t


def _halves(params):
    """½ for each column of i, f and o, 1 for those of g.

    σ(z) = ½ + ½ tanh(z/2), so one tanh serves all four.
    """
    b = params[2]
    halves = np.full_like(b, 0.5)
    halves.reshape(4, -1)[2] = 1
    return halves


def _gates(z, halves):
    """i, f, g, o, (..., H) each, written over z (..., 4H), which comes from halved weights."""
    np.tanh(z, out=z)
    z *= halves
    z += 1 - halves
    return _split(z)


def _split(z):
    H = z.shape[-1] // 4
    return (z[..., k * H : (k + 1) * H] for k in range(4))


def _slopes(z, i, g, o, c_prev, tanh_c, out):
    """Slopes of c_t with respect to the sums of i, f and g, and of h_t with respect to that of o.

    Written into out (K, B, 4, H); returns the slope of h_t with respect to c_t, (K, B, H). They
    need no gradient: times dc_t or dh_t they are the gradients of the four sums.
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
