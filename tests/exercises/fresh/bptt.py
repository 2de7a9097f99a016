"""Fresh wrong attempts at the exercises of 06. Name: EXERCISE__SLIP; docstring: the true cause."""

import numpy as np


def step_back__dz_mean(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    """db_h is a mean over the batch, not a sum."""
    dz = dh_t * (1 - h_t**2)
    return dz @ W_xh.T, dz @ W_hh.T, x_t.T @ dz, h_prev.T @ dz, dz.mean(axis=0)


def step_back__all_means(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    """All gradients of weights are divided by the batch size."""
    dz, B = dh_t * (1 - h_t**2), len(x_t)
    return (dz @ W_xh.T, dz @ W_hh.T, x_t.T @ dz / B, h_prev.T @ dz / B,
            dz.sum(axis=0) / B)


def step_back__order(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    """The weights' gradients come first: another order of the results."""
    dz = dh_t * (1 - h_t**2)
    return x_t.T @ dz, h_prev.T @ dz, dz.sum(axis=0), dz @ W_xh.T, dz @ W_hh.T


def step_back__no_transpose(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    """W_hh is not transposed on the way back."""
    dz = dh_t * (1 - h_t**2)
    return dz @ W_xh.T, dz @ W_hh, x_t.T @ dz, h_prev.T @ dz, dz.sum(axis=0)


def step_back__h_t(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    """dW_hh uses h_t where h_prev belongs."""
    dz = dh_t * (1 - h_t**2)
    return dz @ W_xh.T, dz @ W_hh.T, x_t.T @ dz, h_t.T @ dz, dz.sum(axis=0)


def contributions__unshifted(h, h_0, dz):
    """Uses h_t, not h_(t-1)."""
    return np.einsum("bti,btj->tij", h, dz)


def contributions__zero_start(h, h_0, dz):
    """The start h_0 is taken as zeros."""
    prev = np.concatenate([np.zeros_like(h_0)[:, None], h[:, :-1]], axis=1)
    return np.einsum("bti,btj->tij", prev, dz)


def contributions__transposed(h, h_0, dz):
    """The matrices are transposed: dz first."""
    prev = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
    return np.einsum("bti,btj->tji", prev, dz)


def contributions__summed(h, h_0, dz):
    """Already summed over time."""
    prev = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
    return np.einsum("bti,btj->ij", prev, dz)


def contributions__running(h, h_0, dz):
    """Running totals, not each step's own contribution."""
    prev = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
    return np.cumsum(np.einsum("bti,btj->tij", prev, dz), axis=0)


def double_sum__only_own_step(W_hh, h, from_loss, h_0):
    """Only k = 0: the loss is not carried back."""
    total = np.zeros_like(W_hh)
    for t in range(h.shape[1]):
        prev = h[:, t - 1] if t else h_0
        total += prev.T @ (from_loss[:, t] * (1 - h[:, t] ** 2))
    return total


def double_sum__no_slope_back(W_hh, h, from_loss, h_0):
    """On the way back the slope is applied at the end only."""
    total = np.zeros_like(W_hh)
    for t in range(h.shape[1]):
        d = from_loss[:, t]
        for s in range(t, -1, -1):
            prev = h[:, s - 1] if s else h_0
            total += prev.T @ (d * (1 - h[:, s] ** 2))
            d = d @ W_hh.T
    return total


def double_sum__k_from_one(W_hh, h, from_loss, h_0):
    """k starts at 1: the step of the loss itself is left out."""
    total = np.zeros_like(W_hh)
    for t in range(h.shape[1]):
        d = from_loss[:, t]
        for s in range(t, -1, -1):
            prev = h[:, s - 1] if s else h_0
            dz = d * (1 - h[:, s] ** 2)
            if s < t:
                total += prev.T @ dz
            d = dz @ W_hh.T
    return total


def double_sum__stops_early(W_hh, h, from_loss, h_0):
    """The first step, with h_0, is left out."""
    total = np.zeros_like(W_hh)
    for t in range(h.shape[1]):
        d = from_loss[:, t]
        for s in range(t, 0, -1):
            dz = d * (1 - h[:, s] ** 2)
            total += h[:, s - 1].T @ dz
            d = dz @ W_hh.T
    return total


def double_sum__total_derivatives(W_hh, h, from_loss, h_0):
    """Adds what later losses send as well, so they are counted twice."""
    total = np.zeros_like(W_hh)
    T = h.shape[1]
    dh, carried = np.zeros_like(h), np.zeros_like(h_0)
    for t in reversed(range(T)):
        dh[:, t] = from_loss[:, t] + carried
        carried = (dh[:, t] * (1 - h[:, t] ** 2)) @ W_hh.T
    for t in range(T):
        d = dh[:, t]
        for s in range(t, -1, -1):
            dz = d * (1 - h[:, s] ** 2)
            total += (h[:, s - 1] if s else h_0).T @ dz
            d = dz @ W_hh.T
    return total


def mended_bptt__as_given(W_hh, h, from_loss, h_0):
    """Nothing is changed but the spelling: h[:, -1] still stands for h_0."""
    dW, carried = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in range(h.shape[1] - 1, -1, -1):
        dz = (from_loss[:, t] + carried) * (1 - h[:, t] ** 2)
        dW += h[:, t - 1].T @ dz
        carried = dz @ W_hh.T
    return dW, carried


def mended_bptt__zeros_first(W_hh, h, from_loss, h_0):
    """Zeros in place of h_0 before the first step."""
    dW, carried = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in reversed(range(h.shape[1])):
        prev = h[:, t - 1] if t > 0 else np.zeros_like(h_0)
        dz = (from_loss[:, t] + carried) * (1 - h[:, t] ** 2)
        dW += prev.T @ dz
        carried = dz @ W_hh.T
    return dW, carried


def mended_bptt__max(W_hh, h, from_loss, h_0):
    """max(t - 1, 0): the first step uses h_1."""
    dW, carried = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in reversed(range(h.shape[1])):
        dz = (from_loss[:, t] + carried) * (1 - h[:, t] ** 2)
        dW += h[:, max(t - 1, 0)].T @ dz
        carried = dz @ W_hh.T
    return dW, carried


def mended_bptt__transposed(W_hh, h, from_loss, h_0):
    """Takes the transpose for the bug and removes it."""
    dW, carried = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in reversed(range(h.shape[1])):
        prev = h[:, t - 1] if t > 0 else h_0
        dz = (from_loss[:, t] + carried) * (1 - h[:, t] ** 2)
        dW += prev.T @ dz
        carried = dz @ W_hh
    return dW, carried


def mended_bptt__skips_first(W_hh, h, from_loss, h_0):
    """The loop ends before the first step."""
    dW, carried = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in range(h.shape[1] - 1, 0, -1):
        dz = (from_loss[:, t] + carried) * (1 - h[:, t] ** 2)
        dW += h[:, t - 1].T @ dz
        carried = dz @ W_hh.T
    return dW, carried


def _bptt(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask, slip):
    B, T, H = h.shape
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros_like(b_h)
    dx, dh = np.zeros_like(x), np.zeros((B, H))
    for t in reversed(range(T)):
        m = mask[:, t, None]
        prev = h[:, t - 1] if t else h_0
        if slip == "loss of masked steps dropped":
            dh = dh + from_loss[:, t] * m
        else:
            dh = dh + from_loss[:, t]
        dz = dh * (1 - h[:, t] ** 2) * m
        dW_xh += x[:, t].T @ dz
        dW_hh += prev.T @ dz
        db_h += dz.sum(axis=0) if slip != "mean bias" else dz.mean(axis=0)
        dx[:, t] = dz @ W_xh.T
        if slip == "stops":
            dh = dz @ W_hh.T
        elif slip == "adds":
            dh = dz @ W_hh.T + dh
        else:
            dh = dz @ W_hh.T + dh * ~m
    return dW_xh, dW_hh, db_h, dx, dh


def bptt__masked_losses_dropped(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    """The losses at masked steps are dropped."""
    return _bptt(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask, "loss of masked steps dropped")


def bptt__stops_at_mask(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    """A masked step sends nothing back."""
    return _bptt(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask, "stops")


def bptt__copies_always(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    """The copied gradient is added at real steps, too."""
    return _bptt(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask, "adds")


def bptt__mean_bias(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    """db_h is a mean over the batch."""
    return _bptt(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask, "mean bias")


def bptt__exchanged(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    """dx and dh_0 are returned in exchanged places."""
    dW_xh, dW_hh, db_h, dx, dh_0 = _bptt(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask, "")
    return dW_xh, dW_hh, db_h, dh_0, dx
