"""The minGRU (Feng et al. 2024) in NumPy: a GRU whose gate and candidate do not see the state.

    z   = σ(x_t W_x + b)                 the update gate, of the first half of the columns
    g   = x_t W_x + b                    the candidate, of the second
    h_t = z h_(t-1) + (1 - z) g          as in the GRU, where z keeps

So h_t = a_t h_(t-1) + b_t with a_t and b_t known before the first step, and `numpy_scan` can
compute all states in parallel. signed=True takes a_t = 2z - 1, between -1 and 1 (Grazzi et al.
2025). A masked step has a_t = 1 and b_t = 0. Shapes, types and errors as in `numpy_rnn`. Feng et
al. write 1 - z for z.
"""

from typing import NamedTuple

import numpy as np

from rnn_helpers import arguments, numpy_scan
from rnn_helpers.activations import sigmoid
from rnn_helpers.numpy_rnn import over_steps, truncated
from rnn_helpers.weights import glorot_uniform


class Params(NamedTuple):
    """Weights: W_x (D, 2H), b (2H,), the columns of z before those of g."""

    W_x: np.ndarray
    b: np.ndarray


LAYOUT = Params("D 2H", "2H")


def init_params(D, H, *, rng, dtype=np.float32, memory=None, signed=False):
    """Glorot uniform W_x, zero b.

    memory: after how many steps half of a state is left, where the input is zero; the gate's
    biases are set so. None leaves them at 0, as they come: z = ½, half after one step.
    """
    D, H = arguments.check_count("D", D), arguments.check_count("H", H)
    rng = arguments.check_rng(rng)
    b = np.zeros(2 * H, dtype)
    if memory is not None:
        b[:H] = _bias(memory, signed)
    return Params(W_x=glorot_uniform(D, 2 * H, rng=rng, dtype=dtype), b=b)


def _bias(memory, signed):
    """The gate's bias for which a = ½^(1 / memory): log(z / (1 - z)) without loss of digits."""
    if not memory > 0:
        raise ValueError(f"memory: expected more than 0 steps, got {memory}")
    forgets = -np.expm1(np.log(0.5) / memory)  # 1 - a
    forgets = forgets / 2 if signed else forgets  # 1 - z
    return np.log1p(-forgets) - np.log(forgets)


def gate(params, x):
    """x (..., D) -> update gate z and candidate g, (..., H) each."""
    W_x, b = params
    z, g = np.split(x @ W_x + b, 2, axis=-1)
    return sigmoid(z), g


def recurrence(params, x, *, mask=None, signed=False):
    """x (..., D) -> a, b (..., H) of h_t = a_t h_(t-1) + b_t; mask (...) bool."""
    return _recurrence(*gate(params, x), mask, signed)


def _recurrence(z, g, mask, signed):
    a, b = (2 * z - 1 if signed else z), (1 - z) * g
    if mask is None:
        return a, b
    real = mask[..., None]
    return np.where(real, a, 1), np.where(real, b, 0)


@arguments.checked(LAYOUT, x_t="B D", h_prev="B H")
def step(params, x_t, h_prev, *, signed=False):
    """One step. x_t (B, D), h_prev (B, H) -> h_t (B, H)."""
    a_t, b_t = recurrence(params, x_t, signed=signed)
    h_t = a_t * h_prev + b_t
    return h_t


@arguments.checked(LAYOUT, x="B T D", mask="B T", h_0="B H")
def forward(params, x, h_0=None, *, mask=None, signed=False, way="loop"):
    """All states. x (B, T, D), h_0 (B, H) or None for zeros, mask (B, T) bool -> h (B, T, H).

    way: which of `numpy_scan.WAYS` computes them.
    """
    a, b = recurrence(params, x, mask=mask, signed=signed)
    return numpy_scan.named(way)(a, b, h_0)


@arguments.checked(LAYOUT, x="B T D", mask="B T", h_0="B H", h="B T H", dh="B T H")
def bptt(params, x, h, dh, h_0=None, *, mask=None, truncate=None, signed=False, way="loop"):
    """Back propagation through time -> (grads, dx, dh_0); arguments as in `numpy_rnn.bptt`."""
    options = {"signed": signed, "way": way}
    if truncate is not None:
        return truncated(bptt, truncate, params, x, [h], [dh], [h_0], mask=mask, **options)
    z, g = gate(params, x)
    a, _ = _recurrence(z, g, mask, signed)
    da, db, dh_0 = numpy_scan.backward(a, h, dh, h_0, way=way)
    dz, dg = (2 if signed else 1) * da - db * g, db * (1 - z)  # a = z or 2z - 1, b = (1 - z) g
    dzx = np.concatenate([dz * z * (1 - z), dg], axis=-1)
    if mask is not None:
        dzx = np.where(mask[..., None], dzx, 0)
    grads = Params(W_x=over_steps(x, dzx), b=dzx.sum(axis=(0, 1)))
    return grads, dzx @ params.W_x.T, dh_0
