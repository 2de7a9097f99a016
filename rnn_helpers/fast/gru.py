"""`numpy_gru.forward` and `bptt`, in less time: in place, and a block of steps at once. The same
arguments and the same numbers; and the gates can be kept for the way back.
"""

import numpy as np

from rnn_helpers import arguments
from rnn_helpers.activations import sigmoid, sigmoid_slope, tanh_slope
from rnn_helpers.fast.blocks import before, blocks, rows, time_first
from rnn_helpers.numpy_gru import LAYOUT, Params, truncated


@arguments.checked(LAYOUT, x="B T D", mask="B T", h_0="B H")
def forward(params, x, h_0=None, *, mask=None, keep_gates=False):
    """`numpy_gru.forward`: x (B, T, D), h_0 (B, H), mask (B, T) -> h (B, T, H).

    keep_gates=True returns h and the gates (B, T, 4H): z, r, g and W_h's part of the sum in g, so
    that `bptt` need not compute them again.
    """
    W_x, W_h, b = params
    x, mask = time_first(x, mask)
    (T, B, _), H, dtype, h_prev = x.shape, len(W_h), x.dtype, h_0

    h = np.empty((T, B, H), dtype)
    from_h = np.empty((B, 3 * H), dtype)
    gates = np.empty((T, B, 4 * H), dtype) if keep_gates else None
    for steps in blocks(T, B):
        from_x = (rows(x[steps]) @ W_x).reshape(-1, B, 3 * H)  # needs no state
        from_x += b[0]
        for n, t in enumerate(range(steps.start, steps.stop)):
            np.dot(h_prev, W_h, out=from_h)
            from_h += b[1]
            z, r, g = _gates(from_x[n], from_h)
            if keep_gates:
                gates[t, :, 3 * H :] = from_h[:, 2 * H :]
            np.subtract(h_prev, g, out=h[t])  # z h_(t-1) + (1 - z) g  =  g + z (h_(t-1) - g)
            h[t] *= z
            h[t] += g
            if mask is not None:
                np.copyto(h[t], h_prev, where=~mask[t][:, None])
            h_prev = h[t]
        if keep_gates:
            gates[steps, :, : 3 * H] = from_x
    return time_first(h, gates) if keep_gates else time_first(h)


@arguments.checked(
    LAYOUT, x="B T D", mask="B T", h_0="B H", h="B T H", dh="B T H", gates="B T 4H"
)
def bptt(params, x, h, dh, h_0=None, *, mask=None, truncate=None, gates=None):
    """`numpy_gru.bptt`: h, dh (B, T, H) -> (grads, dx, dh_0).

    gates (B, T, 4H): what `forward` kept, or None. Truncated BPTT does not use them.
    """
    if truncate is not None:
        return truncated(bptt, truncate, params, x, [h], [dh], [h_0], mask=mask)
    W_x, W_h, b = params
    W_h_T = W_h.T.copy()  # BLAS is faster with a copy than with a transposed view
    x, h, dh, mask, kept = time_first(x, h, dh, mask, gates)
    T, B, H = h.shape
    dW_x, dW_h, db = grads = Params(*(np.zeros_like(w) for w in params))
    dx = np.empty_like(x, order="C")
    dh_t = np.zeros_like(h_0)  # from the steps after t: none after the last
    length = blocks(T, B)[0].stop
    sums_x, sums_h = np.empty((2, length * B, 3 * H), h.dtype)  # fresh memory is slow
    dh_of_block = np.empty((length, B, H), h.dtype)

    for steps in reversed(blocks(T, B)):
        h_prev = before(h, h_0, steps)
        n = len(h_prev) * B
        from_h = sums_h[:n]
        dfrom_h, dh_of = from_h.reshape(-1, B, 3, H), dh_of_block[: len(h_prev)]
        if kept is not None:
            z, r, g, g_from_h = (kept[steps, :, k * H : (k + 1) * H] for k in range(4))
        else:
            from_x = np.matmul(rows(x[steps]), W_x, out=sums_x[:n])
            from_x += b[0]
            np.matmul(rows(h_prev), W_h, out=from_h)
            from_h += b[1]
            z, r, g = _gates(from_x.reshape(-1, B, 3 * H), from_h.reshape(-1, B, 3 * H))
            g_from_h = dfrom_h[:, :, 2]
        slope_g = _slopes(z, r, g, g_from_h, h_prev, dfrom_h)
        for k, t in reversed(list(enumerate(range(steps.start, steps.stop)))):
            dh_t += dh[t]  # from the loss at t
            dh_of[k] = dh_t
            dfrom_h[k] *= dh_t[:, None]
            dfrom_h_t = dfrom_h[k].reshape(B, 3 * H)
            if mask is None:
                dh_t *= z[k]  # to h_(t-1) directly: h_t = z h_(t-1) + (1 - z) g
                dh_t += dfrom_h_t @ W_h_T  # and by way of the gates
            else:
                masked = ~mask[t][:, None]  # h_t was h_(t-1): the gradient passes untouched
                np.copyto(dfrom_h_t, 0, where=masked)
                np.copyto(dh_of[k], 0, where=masked)
                dh_t = np.where(masked, dh_t, dh_t * z[k] + dfrom_h_t @ W_h_T)
        dW_h += rows(h_prev).T @ from_h
        db[1] += from_h.sum(axis=0)
        slope_g *= dh_of
        from_h[:, 2 * H :] = rows(slope_g)  # as seen from x: without the reset gate before it
        dW_x += rows(x[steps]).T @ from_h
        db[0] += from_h.sum(axis=0)
        np.matmul(from_h, W_x.T, out=rows(dx[steps]))
    return grads, time_first(dx), dh_t


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


def _slopes(z, r, g, g_from_h, h_prev, out):
    """Slopes of h_t with respect to the sums of z, r and g, as seen from h_(t-1).

    Written into out (K, B, 3, H); returns the slope of the candidate's sum, (K, B, H). They need no
    gradient: times dh_t they are the gradients. g_from_h may be out[:, :, 2]: it is read first.
    """
    slope_g = tanh_slope(g)
    slope_g *= 1 - z
    np.multiply(slope_g, g_from_h, out=out[:, :, 1])  # r acts through the candidate
    out[:, :, 1] *= sigmoid_slope(r)
    np.subtract(h_prev, g, out=out[:, :, 0])
    out[:, :, 0] *= sigmoid_slope(z)
    np.multiply(slope_g, r, out=out[:, :, 2])
    return slope_g
