"""Gradients counted a second way: central differences, Jacobians, and the spectra that decide their size."""

import numpy as np

from rnn_helpers import arguments, numpy_rnn
from rnn_helpers.activations import named


def numerical_gradient(f, theta, eps=1e-5):
    """df/dθ by central differences, (f(θ + eps) - f(θ - eps)) / 2 eps, one element at a time.

    f: array -> number, or Params -> number. theta: a float64 array, or a (named) tuple of them.
    Returns the same kind as theta. In float32 the difference drowns in rounding: TypeError.
    """
    if isinstance(theta, (tuple, list)):
        def one(i):
            return lambda part: f(_with(theta, i, part))
        return _like(theta, [numerical_gradient(one(i), part, eps) for i, part in enumerate(theta)])
    theta = np.asarray(theta)
    if theta.dtype != np.float64:
        raise TypeError(f"theta: expected float64, got {theta.dtype.name}")
    gradient = np.empty_like(theta)
    moved = theta.copy()
    for index in np.ndindex(theta.shape):
        moved[index] = theta[index] + eps
        above = f(moved)
        moved[index] = theta[index] - eps
        gradient[index] = (above - f(moved)) / (2 * eps)
        moved[index] = theta[index]
    return gradient


def _with(values, i, value):
    return _like(values, [value if j == i else v for j, v in enumerate(values)])


def _like(values, parts):
    return type(values)(*parts) if hasattr(values, "_fields") else type(values)(parts)


def jacobians(params, h, *, mask=None, activation="tanh"):
    """Every step's Jacobian of the vanilla network: (B, T, H, H), J[b, t, i, j] = ∂h_t[i] / ∂h_(t-1)[j].

    params: numpy_rnn.Params; h (B, T, H) from numpy_rnn.forward. Each is diag(φ′) W_hh, with
    W_hh transposed because rows are examples here; a masked step's is the identity.
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

    t: index into h, 0 to T-1; k: 0 (the identity) to t+1 (which reaches h_0). Pascanu et al. 2013.
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
    """What each step's loss says of each state before it: (B, T, T, H), [b, s, t] = ∂L_s / ∂h_t, zero for t > s.

    dh (B, T, H): the loss's immediate gradient, as for `numpy_rnn.bptt`. The diagonal s = t is dh itself, the
    sum over s the whole gradient of h_t, and s - t <= k what truncation to k steps leaves of it. Werbos 1990.
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
    """∂(state after a step) / ∂(state before it), for N single steps of any engine: (N, S, S), S = H, or 2H for h and c.

    engine: numpy_rnn, numpy_gru or numpy_lstm; x (N, D) and the states before each step, each (N, H). The engine's own
    `bptt` finds them at once: as many copies of a step as its state has numbers, each asked for another of them.
    """
    H, S = states[0].shape[1], sum(state.shape[1] for state in states)
    x, *states = (np.repeat(a, S, axis=0) for a in (x, *states))
    after = engine.forward(params, x[:, None], *states, **options)
    asked = np.tile(np.eye(S, dtype=x.dtype), (len(x) // S, 1))[:, None]
    dh, rest = asked[..., :H], {"dc": asked[..., H:]} if S > H else {}
    after = after if isinstance(after, tuple) else (after,)
    back = engine.bptt(params, x[:, None], *after, dh, *states, **rest, **options)[2:]
    return np.concatenate(back, axis=1).reshape(-1, S, S)


def products_back(J):
    """Jacobians of T steps (..., T, S, S) -> ∂(last state) / ∂(state k steps before it), k = 0 to T: (..., T+1, S, S)."""
    *batch, T, S, _ = J.shape
    products = np.empty((*batch, T + 1, S, S), J.dtype)
    products[..., 0, :, :] = np.eye(S)
    for k in range(T):
        products[..., k + 1, :, :] = products[..., k, :, :] @ J[..., T - 1 - k, :, :]
    return products


def spectral_radius(W):
    """The largest |eigenvalue| of W (H, H): how W^k grows for large k."""
    return float(np.abs(np.linalg.eigvals(_square(W))).max())


def singular_values(W):
    """Singular values of W (H, H), largest first: how much one product with W can stretch a vector."""
    return np.linalg.svd(_square(W), compute_uv=False)


def _square(W):
    W = arguments.check("W", W, "H H", {})
    if not np.isfinite(W).all():
        raise ValueError("W: expected finite numbers, got NaN or infinity")
    return W
