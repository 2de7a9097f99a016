"""The linear recurrence h_t = a_t h_(t-1) + b_t in keras.ops, in three ways, and the minGRU on it.

Each number of h has an a and a b of its own. Autodiff through a scan of T steps costs far more than
the scan; so the way back is written out here: it is the same recurrence, from the last step to the
first.
"""

import functools
import math

from rnn_helpers.backend import keras, ops
from rnn_helpers.keras_rnn.cells import Cell, register
from rnn_helpers.keras_rnn.layers import Layer


def combine(first, then):
    """Two steps as one: (a_1, b_1), (a_2, b_2) -> (a_2 a_1, a_2 b_1 + b_2)."""
    (a_1, b_1), (a_2, b_2) = first, then
    return a_2 * a_1, a_2 * b_1 + b_2


def loop(a, b):
    """All states from zero, one after the other."""
    if b.shape[1] is None:  # ops.scan must know T on TensorFlow, Keras's RNN need not
        H = b.shape[2]
        walked = keras.layers.RNN(AffineCell(H, dtype=b.dtype), return_sequences=True)
        return walked(ops.concatenate([a, b], axis=-1))

    def one(h_prev, at_t):
        a_t, b_t = at_t
        h_t = a_t * h_prev + b_t
        return h_t, h_t

    _, h = ops.scan(one, ops.zeros_like(b[:, 0]), (time_first(a), time_first(b)))
    return time_first(h)


def scan(a, b):
    """By Keras's associative_scan, log2(T) levels (Blelloch 1990)."""
    _, h = ops.associative_scan(combine, (a, b), axis=1)
    return ops.reshape(h, ops.shape(b))  # TensorFlow's forgets its shape


def chunks(a, b):
    """About √T chunks of √T steps, all at once, and then from chunk to chunk."""
    B, T, H = ops.shape(b)
    L = math.isqrt(T - 1) + 1
    n = -(-T // L)
    rest = ((0, 0), (0, n * L - T), (0, 0))
    a, b = ops.pad(a, rest, constant_values=1), ops.pad(b, rest)
    within = [ops.transpose(ops.reshape(each, (B, n, L, H)), (2, 1, 0, 3)) for each in (a, b)]

    def step(before, at_t):  # of every chunk from zero, and the product of its a
        joined = combine(before, at_t)
        return joined, joined

    start = ops.ones_like(within[0][0]), ops.zeros_like(within[1][0])
    _, (product, h) = ops.scan(step, start, tuple(within))

    def from_chunk_to_chunk(h_0, last):
        a_chunk, b_chunk = last
        h_last = a_chunk * h_0 + b_chunk
        return h_last, h_last

    _, last = ops.scan(from_chunk_to_chunk, ops.zeros_like(h[0, 0]), (product[-1], h[-1]))
    before = ops.concatenate([ops.zeros_like(last[:1]), last[:-1]])  # (n, B, H)
    h = h + product * before[None]
    return ops.reshape(ops.transpose(h, (2, 1, 0, 3)), (B, n * L, H))[:, :T]


WAYS = {"loop": loop, "scan": scan, "chunks": chunks}


def linear_recurrence(a, b, h_0=None, *, way="chunks"):
    """All states of h_t = a_t h_(t-1) + b_t. a, b (B, T, H), h_0 (B, H) or None for zeros -> h.

    way: "loop", "scan" or "chunks". Where T is not known before it runs, it is "loop". ValueError
    or TypeError where the arguments do not fit each other.
    """
    _check_way(way)
    a, b = ops.convert_to_tensor(a), ops.convert_to_tensor(b)
    _check("a", a, b.shape, 3)
    _check("b", b, a.shape, 3)
    if h_0 is not None:
        h_0 = ops.convert_to_tensor(h_0)
        _check("h_0", h_0, (b.shape[0], b.shape[2]), 2)
        first = b[:, :1] + a[:, :1] * h_0[:, None]
        b = ops.concatenate([first, b[:, 1:]], axis=1)
    if b.shape[1] is None:
        return loop(a, b)
    return _with_own_gradient(way)(a, b)


def _check_way(way):
    if way not in WAYS:
        known = ", ".join(map(repr, WAYS))
        raise ValueError(f"way: expected one of {known}, got {way!r}")


def _check(name, tensor, shape, axes):
    """One line for a tensor whose shape is not this one, or whose numbers are whole."""
    expected = "(B, T, H)" if axes == 3 else "(B, H)"
    fits = len(tensor.shape) == axes == len(shape) and all(
        m == n or None in (m, n) for m, n in zip(tensor.shape, shape, strict=True))
    if not fits:
        raise ValueError(f"{name}: expected {expected} that fits the others, "
                         f"{tuple(shape)}, got {tuple(tensor.shape)}")
    if 0 in tensor.shape:
        raise ValueError(f"{name}: expected {expected}, no axis empty, got {tuple(tensor.shape)}")
    if "float" not in keras.backend.standardize_dtype(tensor.dtype):
        raise TypeError(f"{name}: expected floats, got {tensor.dtype}")


@functools.cache
def _with_own_gradient(way):
    states = WAYS[way]

    @ops.custom_gradient
    def run(a, b):
        h = states(a, b)

        def back(*arguments, upstream=None):
            dh = arguments[0] if upstream is None else upstream  # PyTorch passes it by name
            nothing = ops.zeros_like(a[:, :1])
            following = ops.concatenate([a[:, 1:], nothing], axis=1)  # a_(t+1)
            db = ops.flip(states(ops.flip(following, axis=1), ops.flip(dh, axis=1)), axis=1)
            h_prev = ops.concatenate([nothing, h[:, :-1]], axis=1)
            return db * h_prev, db

        return h, back

    return run


def time_first(a):
    """(B, T, H) <-> (T, B, H)."""
    return ops.transpose(a, (1, 0, 2))


class AffineCell(Cell):
    """One step h_t = a_t h_prev + b_t; reads a_t and b_t side by side, (B, 2H)."""

    def recurrence(self, x):
        """x (..., 2H) -> a, b (..., H)."""
        return ops.split(x, 2, axis=-1)

    def call(self, x_t, states):
        a_t, b_t = self.recurrence(x_t)
        (h_prev,) = states
        h_t = a_t * h_prev + b_t
        return h_t, [h_t]


@register
class MinGRUCell(AffineCell):
    """One step of the minGRU: x_t (B, D), [h_prev (B, H)] -> h_t, [h_t].

    z and g stand side by side in the columns, and neither sees h_prev. memory: the half-life at the
    start in steps, None: z = ½. signed: a = 2z - 1 in place of z. Feng et al. 2024.
    """

    def __init__(self, units, memory=None, signed=False, **kwargs):
        super().__init__(units, **kwargs)
        if memory is not None and not memory > 0:
            raise ValueError(f"memory: expected more than 0 steps, got {memory!r}")
        self.memory, self.signed = memory, bool(signed)

    def build(self, input_shape):
        """W_x (D, 2H), b (2H,): zero, or the gate's half so that a state lasts for `memory`."""
        D, H = input_shape[-1], self.units
        self.W_x = self.add_weight(shape=(D, 2 * H), initializer="glorot_uniform", name="W_x")
        bias = 0.0
        if self.memory is not None:
            forgets = -math.expm1(math.log(0.5) / self.memory) / (2 if self.signed else 1)
            bias = math.log1p(-forgets) - math.log(forgets)

        def start(shape, dtype=None):
            return ops.concatenate([ops.full((H,), bias, dtype), ops.zeros((H,), dtype)])

        self.b = self.add_weight(shape=(2 * H,), initializer=start, name="b")

    def recurrence(self, x):
        """x (..., D) -> a, b (..., H) of h_t = a_t h_(t-1) + b_t."""
        z, g = ops.split(x @ self.W_x + self.b, 2, axis=-1)
        z = ops.sigmoid(z)
        return (2 * z - 1 if self.signed else z), (1 - z) * g

    def get_config(self):
        """As in every cell, and how it starts."""
        return {**super().get_config(), "memory": self.memory, "signed": self.signed}


@register
class MinGRU(Layer):
    """The minGRU, shaped like keras.layers.GRU: (B, T, D) -> (B, H), or (B, T, H) with
    return_sequences=True. way: as in `linear_recurrence`; memory, signed: as in its cell."""

    def __init__(self, units, memory=None, signed=False, way="chunks", **kwargs):
        _check_way(way)
        super().__init__(MinGRUCell(units, memory, signed, dtype=kwargs.get("dtype")), **kwargs)
        self.way = way

    def inner_loop(self, sequences, initial_state, mask, training=False):
        """A hook of Keras's RNN: all time steps; a masked one has a = 1 and b = 0."""
        a, b = self.cell.recurrence(sequences)
        if self.go_backwards:
            a, b = ops.flip(a, axis=1), ops.flip(b, axis=1)
            mask = None if mask is None else ops.flip(mask, axis=1)
        if mask is not None:
            real = mask[..., None]
            a, b = ops.where(real, a, ops.ones_like(a)), ops.where(real, b, ops.zeros_like(b))
        h = linear_recurrence(a, b, initial_state[0], way=self.way)
        if mask is None:
            return h[:, -1], h, [h[:, -1]]
        seen = ops.cumsum(ops.cast(mask, "int32"), axis=1) > 0  # before that, Keras puts out zeros
        y = ops.where(seen[..., None], h, ops.zeros_like(h))
        return y[:, -1], y, [h[:, -1]]

    def get_config(self):
        """As in every layer, and its own arguments."""
        own = {"memory": self.cell.memory, "signed": self.cell.signed, "way": self.way}
        return {**super().get_config(), **own}
