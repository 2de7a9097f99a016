"""The vanilla recurrent network (Elman 1990; Keras SimpleRNN) in NumPy: equation and gradient.

    h_t = φ(x_t W_xh + h_(t-1) W_hh + b_h)

Rows are examples: B examples, T time steps, D features, H units. float32 or float64, and the
result keeps the dtype. Wrong arguments raise ValueError or TypeError (see `arguments`); no
argument is changed in place. `fast.rnn` computes the same numbers sooner.
"""

from typing import NamedTuple

import numpy as np

from rnn_helpers import activations, arguments
from rnn_helpers.weights import glorot_uniform, orthogonal


class Params(NamedTuple):
    """Weights: W_xh (D, H), W_hh (H, H), b_h (H,)."""

    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray


LAYOUT = Params("D H", "H H", "H")


def init_params(D, H, *, rng, dtype=np.float32):
    """Params as Keras starts them: Glorot uniform W_xh, orthogonal W_hh, zero b_h."""
    D, H = arguments.check_count("D", D), arguments.check_count("H", H)
    rng = arguments.check_rng(rng)
    return Params(
        W_xh=glorot_uniform(D, H, rng=rng, dtype=dtype),
        W_hh=orthogonal(H, H, rng=rng, dtype=dtype),
        b_h=np.zeros(H, dtype),
    )


@arguments.checked(LAYOUT, x_t="B D", h_prev="B H")
def step(params, x_t, h_prev, *, activation="tanh"):
    """One step. x_t (B, D), h_prev (B, H) -> h_t (B, H)."""
    W_xh, W_hh, b_h = params
    phi = activations.named(activation).phi
    h_t = phi(x_t @ W_xh + h_prev @ W_hh + b_h)
    return h_t


@arguments.checked(LAYOUT, x="B T D", mask="B T", h_0="B H")
def forward(params, x, h_0=None, *, mask=None, activation="tanh"):
    """All states. x (B, T, D), h_0 (B, H) or None for zeros, mask (B, T) bool -> h (B, T, H).

    A step whose mask is False keeps the state before it. Equal to a loop over `step`.
    """
    W_xh, W_hh, b_h = params
    phi = activations.named(activation).phi
    zx = x @ W_xh + b_h  # needs no state, so one product serves every step
    h, h_t = np.empty_like(zx), h_0
    for t in range(x.shape[1]):
        h_prev = h_t
        h_t = where_real(mask, t, phi(zx[:, t] + h_prev @ W_hh), h_prev)
        h[:, t] = h_t
    return h


@arguments.checked(LAYOUT, x="B T D", mask="B T", h_0="B H", h="B T H", dh="B T H")
def bptt(params, x, h, dh, h_0=None, *, mask=None, truncate=None, activation="tanh"):
    """Back propagation through time -> (grads, dx, dh_0): Params, (B, T, D), (B, H).

    h (B, T, H): what `forward` gave. dh (B, T, H): the loss's immediate gradient at every h_t,
    zero where the loss does not look. truncate=k: the gradient flows back at most k steps from
    where the loss entered. Werbos 1990; Goodfellow et al. 2016, section 10.2.2.
    """
    if truncate is not None:
        options = {"mask": mask, "activation": activation}
        return truncated(bptt, truncate, params, x, [h], [dh], [h_0], **options)
    W_xh, W_hh, b_h = params
    slope = activations.named(activation).slope
    h_prev = previous_states(h, h_0)
    dz, dh_t = np.empty_like(h), np.zeros_like(h_0)  # no step follows the last one
    for t in reversed(range(x.shape[1])):
        dh_t = dh_t + dh[:, t]  # h_t is read by the step after it and by the loss at t
        dz[:, t] = where_real(mask, t, dh_t * slope(h[:, t]), 0)  # through φ
        dh_t = where_real(mask, t, dz[:, t] @ W_hh.T, dh_t)  # to h_(t-1)
    # The same weights act at every step: their gradients add up.
    grads = Params(W_xh=over_steps(x, dz), W_hh=over_steps(h_prev, dz), b_h=dz.sum(axis=(0, 1)))
    return grads, dz @ W_xh.T, dh_t


# What the gated networks share with this one.


def where_real(mask, t, new, old):
    """`new` (B, n) where step t is real, `old` where it is masked; mask (B, T) bool, or None."""
    return new if mask is None else np.where(mask[:, t, None], new, old)


def previous_states(h, h_0):
    """The state before each step, h_0 first: h (B, T, H), h_0 (B, H) -> (B, T, H)."""
    return np.concatenate([h_0[:, None], h[:, :-1]], axis=1)


def over_steps(a, dz):
    """Σ aᵀ dz over all examples and steps: a (B, T, m), dz (B, T, n) -> (m, n)."""
    return np.tensordot(a, dz, axes=[(0, 1), (0, 1)])


def truncated(bptt, k, params, x, states, dstates, initial, *, mask=None, **options):
    """BPTT in which each loss reaches back at most k steps -> grads, dx, and dh_0 (dc_0).

    A loss at h_s reaches h_(s-k), and what lies before that is held constant: one walk back for
    each step at which a loss entered, over that step and the k before it.

    bptt: the whole one, of any engine. states, dstates: [h] or [h, c] and the loss's immediate
    gradients at them, (B, T, H) each; initial: [h_0] or [h_0, c_0]. Williams & Peng 1990.
    """
    k = arguments.check_count("truncate", k, least=0)
    grads = type(params)(*map(np.zeros_like, params))
    dx, *dinitial = map(np.zeros_like, (x, *initial))
    entered = np.any([dstate.any(axis=(0, 2)) for dstate in dstates], axis=0)
    for s in np.flatnonzero(entered):
        first = max(0, s - k)
        window = slice(first, s + 1)
        start = [state[:, first - 1] for state in states] if first else initial
        only_s = [np.zeros_like(dstate[:, window]) for dstate in dstates]
        for alone, dstate in zip(only_s, dstates, strict=True):
            alone[:, -1] = dstate[:, s]
        (dh, *dc), seen = only_s, None if mask is None else mask[:, window]
        options |= {"dc": dc[0]} if dc else {}
        parts, dx_part, *dstart = bptt(
            params, x[:, window], *(state[:, window] for state in states), dh, *start,
            mask=seen, **options,
        )
        for total, part in zip([*grads, dx[:, window]], [*parts, dx_part], strict=True):
            total += part
        if s < k:  # then the initial state itself lies within k steps
            for total, part in zip(dinitial, dstart, strict=True):
                total += part
    return grads, dx, *dinitial
