"""Gradients in other ways: central differences, Jacobians, and the spectra that set their size.

And what Jacobians make possible: all states of a tanh network in a few parallel rounds.
"""

from typing import NamedTuple

import numpy as np

from rnn_helpers import arguments, numpy_rnn, numpy_scan
from rnn_helpers.activations import named
from rnn_helpers.numpy_layers.kinds import KINDS


def numerical_gradient(f, theta, eps=1e-5):
    """df/dθ by central differences, (f(θ + eps) - f(θ - eps)) / (2 eps), one element at a time.

    f: array -> number, or Params -> number; each call gets an array of its own, to keep or to
    change. theta: a float64 array, or a (named) tuple of them; float32 raises TypeError, since the
    difference would drown in rounding. Returns what theta is.
    """
    if isinstance(theta, (tuple, list)):

        def of_part(i):
            return lambda part: f(_with(theta, i, part))

        parts = [numerical_gradient(of_part(i), part, eps) for i, part in enumerate(theta)]
        return _like(theta, parts)
    theta = np.asarray(theta)
    if theta.dtype != np.float64:
        raise TypeError(f"theta: expected float64, got {theta.dtype.name}")
    gradient = np.empty_like(theta)
    moved = theta.copy()
    for index in np.ndindex(theta.shape):
        moved[index] = theta[index] + eps
        above = f(moved.copy())
        moved[index] = theta[index] - eps
        gradient[index] = (above - f(moved.copy())) / (2 * eps)
        moved[index] = theta[index]
    return gradient


def _with(values, i, value):
    return _like(values, [value if j == i else v for j, v in enumerate(values)])


def _like(values, parts):
    return type(values)(*parts) if hasattr(values, "_fields") else type(values)(parts)


def jacobians(params, h, *, mask=None, activation="tanh"):
    """The Jacobian of each step of the vanilla network -> J (B, T, H, H).

    J[b, t, i, j] = ∂h_t[i] / ∂h_(t-1)[j] for example b. params: numpy_rnn.Params; h (B, T, H) from
    numpy_rnn.forward. Each is diag(φ′) W_hh, with W_hh transposed because rows are examples here;
    a masked step's is the identity.
    """
    sizes, dtype = arguments.check_params(params, numpy_rnn.LAYOUT)
    h = arguments.check("h", h, "B T H", sizes, dtype)
    slope = named(activation).slope
    J = slope(h)[..., :, None] * params[1].T
    if mask is not None:
        mask = arguments.check("mask", mask, "B T", sizes, np.bool_)
        J[~mask] = np.eye(sizes["H"], dtype=dtype)
    return J


def state_jacobian(params, h, t, k, *, mask=None, activation="tanh"):
    """∂h_t / ∂h_(t-k), (B, H, H): the product of k factors, J_t J_(t-1) … J_(t-k+1).

    t: index into h, from 0 to T-1; k: from 0, the identity, to t+1, which reaches h_0; ValueError
    for others. Pascanu et al. 2013.
    """
    J = jacobians(params, h, mask=mask, activation=activation)
    B, T, H, _ = J.shape
    t, k = arguments.check_count("t", t, least=0), arguments.check_count("k", k, least=0)
    if t >= T:
        raise ValueError(f"t: expected 0 to {T - 1}, got {t}")
    if k > t + 1:
        raise ValueError(f"k: expected 0 to {t + 1} steps back from t={t}, got {k}")
    return products_back(J[:, t + 1 - k : t + 1])[:, -1]


def loss_paths(params, h, dh, *, mask=None, activation="tanh"):
    """The gradient of each step's loss with respect to each state up to it -> (B, T, T, H).

    [b, s, t] = ∂L_s / ∂h_t, zero for t > s. dh (B, T, H): the loss's immediate gradient, as for
    `numpy_rnn.bptt`. The diagonal s = t is dh itself, the sum over s is the whole gradient with
    respect to h_t, and the terms with s - t <= k are what truncation to k steps keeps. Werbos 1990.
    """
    J = jacobians(params, h, mask=mask, activation=activation)
    B, T, H, _ = J.shape
    dh = arguments.check("dh", dh, "B T H", {"B": B, "T": T, "H": H}, J.dtype)
    paths = np.zeros((B, T, T, H), J.dtype)
    for t in reversed(range(T)):
        paths[:, t, t] = dh[:, t]
        if t > 0:
            paths[:, t:, t - 1] = paths[:, t:, t] @ J[:, t]
    return paths


def step_jacobians(engine, params, x, *states, **options):
    """∂(state after a step) / ∂(state before it) for N single steps -> (N, S, S).

    S = H, or 2H for an LSTM, whose state is h and c side by side. engine: a Kind, or its module
    numpy_rnn, numpy_gru or numpy_lstm; x (N, D) and the states before each step, (N, H) each.
    All are found at once by BPTT over one step: S copies of each step, each with the gradient of
    another component of the state after it.
    """
    kind = next(kind for kind in KINDS.values() if engine in (kind, kind.engine))
    S = sum(state.shape[1] for state in states)
    N = len(x)
    x, *states = (np.repeat(a, S, axis=0) for a in (x, *states))
    after = kind.forward(params, x[:, None], states, **options)
    one_each = np.tile(np.eye(S, dtype=x.dtype), (N, 1))[:, None]
    dstates = np.split(one_each, len(states), axis=-1)
    _, _, before = kind.bptt(params, x[:, None], after, dstates, states, **options)
    return np.concatenate(before, axis=1).reshape(N, S, S)


def products_back(J):
    """Products of the Jacobians of T steps (..., T, S, S), from the last backwards.

    -> (..., T+1, S, S): ∂(last state) / ∂(state k steps before it), for k from 0 to T.
    """
    *batch, T, S, _ = J.shape
    products = np.empty((*batch, T + 1, S, S), J.dtype)
    products[..., 0, :, :] = np.eye(S)
    for k in range(T):
        products[..., k + 1, :, :] = products[..., k, :, :] @ J[..., T - 1 - k, :, :]
    return products


def affine_states(A, c):
    """All states of h_t = A_t h_(t-1) + c_t from zero, in two rounds per level of a tree.

    A (B, T, H, H), c (B, T, H) -> h (B, T, H): `numpy_scan.scan`, with matrices for numbers. Each
    pair of steps now takes a product of two matrices, so the work is about H times a loop's.
    """
    return numpy_scan.tree(A, c, combine=_join, times=_times)


def _join(first, then):
    """Two steps h -> A h + c as one, as `numpy_scan.combine`."""
    (A_1, c_1), (A_2, c_2) = first, then
    return A_2 @ A_1, _times(A_2, c_1) + c_2


def _times(A, h):
    """Matrices (..., H, H) times vectors (..., H)."""
    return (A @ h[..., None])[..., 0]


class Newton(NamedTuple):
    """h (B, T, H); rounds: how many were made; change: the largest of any state in the last one."""

    h: np.ndarray
    rounds: int
    change: float


def newton_states(params, x, *, rounds=60, tolerance=1e-6):
    """All states of the vanilla tanh network by Newton's method, every round in parallel -> Newton.

    params: numpy_rnn.Params; x (B, T, D); the network starts from zeros. Each round replaces every
    step by its tangent at the states of the round before, and solves the linear recurrence that
    results (`affine_states`). It stops when no state changed by more than `tolerance`, or after
    `rounds` rounds; a `change` above `tolerance`, or NaN, tells that it did not arrive. A network
    whose states can be predicted takes few rounds, a chaotic one many (Lim et al. 2024; Gonzalez et
    al. 2025).
    """
    sizes, dtype = arguments.check_params(params, numpy_rnn.LAYOUT)
    x = arguments.check("x", x, "B T D", sizes, dtype)
    rounds = arguments.check_count("rounds", rounds)
    if not tolerance >= 0:
        raise ValueError(f"tolerance: expected 0 or more, got {tolerance}")
    W_xh, W_hh, b_h = map(np.asarray, params)
    h = np.zeros((*x.shape[:2], sizes["H"]), dtype)
    zx, h_0 = x @ W_xh + b_h, h[:, :1]
    with np.errstate(over="ignore", invalid="ignore"):  # products of large slopes, in a chaotic one
        made, change = 0, np.inf
        while made < rounds and not change <= tolerance:
            h_prev = np.concatenate([h_0, h[:, :-1]], axis=1)
            f = np.tanh(zx + h_prev @ W_hh)  # one step from each state of the round before
            J = (1 - f**2)[..., None] * W_hh.T
            c = f - _times(J, h_prev)
            h, before = affine_states(J, c), h
            made, change = made + 1, float(np.abs(h - before).max())
    return Newton(h, made, change)


def spectral_radius(W):
    """The largest |eigenvalue| of W (H, H): the rate at which W^k grows for large k."""
    return float(np.abs(np.linalg.eigvals(_square(W))).max())


def singular_values(W):
    """Singular values of W (H, H), largest first: how far one product with W stretches vectors."""
    return np.linalg.svd(_square(W), compute_uv=False)


def _square(W):
    W = arguments.check("W", W, "H H", {})
    if not np.isfinite(W).all():
        raise ValueError("W: expected finite numbers, got NaN or infinity")
    return W
