"""How the fast engine walks through time: time first in memory, and a block of steps at a time.

Each step then reads and writes one contiguous piece, and a block fits the processor's cache.
"""

import numpy as np

# Rows (steps times examples) in one product: enough for BLAS, few enough for the cache.
ROWS = 1024


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
