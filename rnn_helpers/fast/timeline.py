"""How time is walked: time first in memory, a block of steps at a time, and truncated.

A step then reads and writes one contiguous piece, and what a block needs stays in the processor's cache.
"""

import numpy as np

ROWS = 1024  # rows (steps times examples) in one product: long enough for BLAS, short enough for the cache


def time_first(*arrays):
    """(B, T, ...) -> (T, B, ...), views; None stays None."""
    views = tuple(None if a is None else np.asarray(a).swapaxes(0, 1) for a in arrays)
    return views[0] if len(views) == 1 else views


def blocks(T, B):
    """The steps 0 .. T-1 as consecutive slices of about ROWS / B steps."""
    length = max(1, ROWS // B)
    return [slice(start, min(start + length, T)) for start in range(0, T, length)]


def rows(a):
    """(steps, B, n) -> (steps · B, n): every step of every example is a row of one matrix."""
    return a.reshape(-1, a.shape[-1])


def before(h, h_0, steps):
    """h_(t-1) for each step of the block: `h` one step earlier, with h_0 in front. Time first."""
    first = h_0 if steps.start == 0 else h[steps.start - 1]
    return np.concatenate([first[None], h[steps.start : steps.stop - 1]])


def truncated(bptt, params, x, states, dstates, initial, mask, k):
    """BPTT in which each loss reaches back at most k steps: the sum over the steps where a loss entered.

    bptt: the full one, (params, x, states, dstates, initial, mask) -> (grads, dx, dinitial).
    states, dstates: (h,) or (h, c), each (B, T, H), and the loss's immediate gradients at them.
    A loss at h_s reaches h_(s-k): gradient of h_(s-k-1) and of anything earlier is cut.
    """
    grads = type(params)(*(np.zeros_like(w) for w in params))
    dx = np.zeros_like(x)
    dinitial = [np.zeros_like(s) for s in initial]
    entered = np.any([d.any(axis=(0, 2)) for d in dstates], axis=0)
    for s in np.flatnonzero(entered):
        window = slice(max(0, s - k), s + 1)
        start = [h[:, window.start - 1] if window.start else h_0 for h, h_0 in zip(states, initial)]
        only_s = [np.zeros_like(d[:, window]) for d in dstates]
        for alone, d in zip(only_s, dstates):
            alone[:, -1] = d[:, s]
        parts, dx_part, dstart = bptt(params, x[:, window], [h[:, window] for h in states], only_s, start,
                                      None if mask is None else mask[:, window])
        for total, part in zip(grads, parts):
            total += part
        dx[:, window] += dx_part
        if s < k:  # h_0 itself is within k steps of h_s
            for total, part in zip(dinitial, dstart):
                total += part
    return grads, dx, dinitial
