"""Linear recurrences h_t = a_t h_(t-1) + b_t, step by step and in parallel, in NumPy.

Every number of h has an a and a b of its own, so all arrays are (B, T, H), and products are
elementwise. The four ways give the same h. `loop` takes T rounds, one after the other. The others
use that two steps in a row are again one step of the same form (`combine`), so steps may be joined
in any grouping: `doubling` (Hillis & Steele 1986), `scan` (Blelloch 1990), and `chunked`, which
lies between. What a parallel machine does at once is here one NumPy operation; `cost` counts both.

Arrays float32 or float64, all of one dtype, which the result keeps; nothing is changed in place.
TypeError or ValueError in one line, as in `numpy_rnn`. Zero and negative a are as good as others.
"""

import math

import numpy as np

from rnn_helpers import arguments
from rnn_helpers.numpy_rnn import previous_states


def combine(first, then):
    """Two steps as one: (a, b) of the first, (a, b) of the one after it -> (a, b) of both.

    a_2 (a_1 h + b_1) + b_2 = (a_2 a_1) h + (a_2 b_1 + b_2). Arrays of any equal shape. Associative,
    not commutative.
    """
    (a_1, b_1), (a_2, b_2) = first, then
    return a_2 * a_1, a_2 * b_1 + b_2


def loop(a, b, h_0=None):
    """All states, one step after the other. a, b (B, T, H), h_0 (B, H) or None for zeros -> h."""
    a, b, h_t = _checked(a, b, h_0)
    h = np.empty_like(b)
    for t in range(b.shape[1]):
        h_t = a[:, t] * h_t + b[:, t]
        h[:, t] = h_t
    return h


def doubling(a, b, h_0=None):
    """As `loop`, in log2(T) rounds: each joins every step with what lies 1, 2, 4, … before it.

    Hillis & Steele 1986.
    """
    a, b, h_0 = _checked(a, b, h_0)
    a, b = a.copy(), b.copy()
    b[:, 0] += a[:, 0] * h_0  # now step 1 starts from zero
    reach = 1
    while reach < b.shape[1]:
        earlier, later = np.s_[:, :-reach], np.s_[:, reach:]
        a[later], b[later] = combine((a[earlier], b[earlier]), (a[later], b[later]))
        reach *= 2
    return b


def scan(a, b, h_0=None):
    """As `loop`, in two rounds per level of a tree: up it in pairs, and down again.

    Blelloch 1990.
    """
    a, b, h_0 = _checked(a, b, h_0)
    b = b.copy()
    b[:, 0] += a[:, 0] * h_0
    return tree(a, b)


def tree(a, b, combine=combine, times=np.multiply):
    """All states from zero. combine, times: what joins two steps, and what a does to a state."""
    T = b.shape[1]
    if T == 1:
        return b
    h, last = np.empty_like(b), T - T % 2
    odd, even = np.s_[:, 0:last:2], np.s_[:, 1:last:2]  # steps 1, 3, … and 2, 4, …
    pairs = combine((a[odd], b[odd]), (a[even], b[even]))  # up: half as many steps
    h[even] = tree(*pairs, combine, times)
    h[:, 0] = b[:, 0]
    h[:, 2::2] = times(a[:, 2::2], h[:, 1 : T - 1 : 2]) + b[:, 2::2]  # down: the steps between
    return h


def chunked(a, b, h_0=None, length=None):
    """As `loop`, over all chunks of `length` steps at once, and then from chunk to chunk.

    length: None takes the square root of T. The last chunk may be shorter.
    """
    a, b, h_t = _checked(a, b, h_0)
    B, T, H = b.shape
    L = _chunk_length(T, length)
    chunks = -(-T // L)
    fill = ((0, 0), (0, chunks * L - T), (0, 0))
    a = np.pad(a, fill, constant_values=1).reshape(B, chunks, L, H)
    b = np.pad(b, fill).reshape(B, chunks, L, H)
    product, h = np.cumprod(a, axis=2), np.empty_like(b)  # of a since the chunk began
    part = np.zeros_like(b[:, :, 0])
    for t in range(L):  # every chunk from zero
        part = a[:, :, t] * part + b[:, :, t]
        h[:, :, t] = part
    for n in range(chunks):  # and what came before it
        h[:, n] += product[:, n] * h_t[:, None]
        h_t = h[:, n, -1]
    return h.reshape(B, chunks * L, H)[:, :T]


WAYS = {"loop": loop, "doubling": doubling, "scan": scan, "chunks": chunked}


def named(way):
    """One of WAYS by its name; a function stays as it is. ValueError for another name."""
    return way if callable(way) else WAYS[arguments.check_choice("way", way, WAYS)]


def backward(a, h, dh, h_0=None, *, way=scan):
    """The way back -> (da, db, dh_0): (B, T, H), (B, T, H), (B, H).

    h (B, T, H): what the way forward gave. dh (B, T, H): the loss's immediate gradient at every
    h_t. The whole gradient δ_t = dh_t + a_(t+1) δ_(t+1) is the same recurrence, from the last step
    to the first, so `way`, a function or its name, computes it too.
    """
    a, h, h_0 = _checked(a, h, h_0, "h")
    dh = arguments.check("dh", dh, "B T H", dict(zip("BTH", h.shape, strict=True)), h.dtype)
    following = np.concatenate([a[:, 1:], np.zeros_like(a[:, :1])], axis=1)  # a_(t+1)
    db = named(way)(following[:, ::-1], dh[:, ::-1])[:, ::-1]
    return db * previous_states(h, h_0), db, a[:, 0] * db[:, 0]


def cost(way, T, length=None):
    """What a way takes for T steps -> (rounds, work).

    rounds: operations that must wait for each other, if there are processors enough; work:
    multiplications and additions for each number in the state. way: one of WAYS, or its name.
    """
    T, way = arguments.check_count("T", T), named(way)
    if way is loop:
        return T, 2 * T
    if way is doubling:
        rounds = math.ceil(math.log2(T))
        return rounds, 3 * sum(T - 2**k for k in range(rounds))  # `combine` takes three
    if way is scan:
        pairs, between, n = 0, 0, T
        while n > 1:
            pairs, between, n = pairs + n // 2, between + (n - 1) // 2, n // 2
        return 2 * int(math.log2(T)), 3 * pairs + 2 * between
    if way is chunked:
        L = _chunk_length(T, length)
        return L + -(-T // L), 5 * T  # the product, a step from zero, and what came before it
    raise ValueError(f"way: expected one of {', '.join(map(repr, WAYS))}, got {way.__name__}")


def rounds(way, T, length=None):
    """Who is joined with whom -> a list of rounds, each a list of (from, to), steps from 0.

    (i, j): what was found for step i is put before what was found for step j, which then reaches
    back as far as i did. -1 is h_0, where a way takes it up in a round of its own. All joins of a
    round can happen at once. way: one of WAYS, or its name.
    """
    T, way = arguments.check_count("T", T), named(way)
    if way is loop:
        return [[(t - 1, t)] for t in range(T)]
    if way is doubling:
        reaches = [2**k for k in range(T.bit_length()) if 2**k < T]
        return [[(t - reach, t) for t in range(reach, T)] for reach in reaches]
    if way is scan:
        strides = [2**k for k in range(T.bit_length() - 1)]
        up = [[(t - s, t) for t in range(2 * s - 1, T, 2 * s)] for s in strides]
        down = [[(t - s, t) for t in range(3 * s - 1, T, 2 * s)] for s in reversed(strides)]
        return up + down
    if way is chunked:
        L = _chunk_length(T, length)
        within = [[(t - 1, t) for t in range(T) if t % L == step and step] for step in range(L)]
        between = [[(first - 1, t) for t in range(first, min(first + L, T))]
                   for first in range(0, T, L)]
        return within + between
    raise ValueError(f"way: expected one of {', '.join(map(repr, WAYS))}, got {way.__name__}")


def _chunk_length(T, length):
    return math.isqrt(T - 1) + 1 if length is None else arguments.check_count("length", length)


def _checked(a, b, h_0, name="b"):
    """The arrays, which must fit each other; zeros (B, H) for an h_0 that is None."""
    sizes = {}
    a = arguments.check("a", a, "B T H", sizes)
    b = arguments.check(name, b, "B T H", sizes, a.dtype)
    if h_0 is None:
        return a, b, np.zeros((sizes["B"], sizes["H"]), a.dtype)
    return a, b, arguments.check("h_0", h_0, "B H", sizes, a.dtype)
