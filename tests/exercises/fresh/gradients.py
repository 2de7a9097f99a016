"""Fresh wrong attempts at the exercises of 07. Name: EXERCISE__SLIP; docstring: the true cause."""

import numpy as np


def largest_factor__radius(W_hh, gamma, k):
    """The spectral radius in place of the largest singular value."""
    return (gamma * np.abs(np.linalg.eigvals(W_hh)).max()) ** k


def largest_factor__gamma_once(W_hh, gamma, k):
    """gamma is not raised to the power."""
    return gamma * np.linalg.norm(W_hh, 2) ** k


def largest_factor__frobenius(W_hh, gamma, k):
    """The Frobenius norm in place of the largest singular value."""
    return (gamma * np.linalg.norm(W_hh)) ** k


def largest_factor__times_k(W_hh, gamma, k):
    """k times the factor instead of its k-th power."""
    return k * gamma * np.linalg.norm(W_hh, 2)


def largest_factor__smallest(W_hh, gamma, k):
    """The smallest singular value, the last of the list."""
    return (gamma * np.linalg.svd(W_hh, compute_uv=False)[-1]) ** k


def state_effect__transposed(W_hh, h, t, k):
    """Rows and columns exchanged: each Jacobian is transposed."""
    J = np.repeat(np.eye(len(W_hh))[None], len(h), axis=0)
    for u in range(t, t - k, -1):
        J = J @ ((1 - h[:, u] ** 2)[:, :, None] * W_hh.T)
    return J.transpose(0, 2, 1)


def state_effect__order(W_hh, h, t, k):
    """The factors are multiplied in the opposite order."""
    J = np.repeat(np.eye(len(W_hh))[None], len(h), axis=0)
    for u in range(t, t - k, -1):
        J = ((1 - h[:, u] ** 2)[:, :, None] * W_hh.T) @ J
    return J


def state_effect__off_by_one(W_hh, h, t, k):
    """The slopes are a step too early."""
    J = np.repeat(np.eye(len(W_hh))[None], len(h), axis=0)
    for u in range(t - 1, t - k - 1, -1):
        J = J @ ((1 - h[:, u] ** 2)[:, :, None] * W_hh.T)
    return J


def state_effect__no_slope(W_hh, h, t, k):
    """Without the slope of tanh."""
    J = np.linalg.matrix_power(W_hh.T, k)
    return np.repeat(J[None], len(h), axis=0)


def state_effect__W_not_transposed(W_hh, h, t, k):
    """W_hh is not transposed."""
    J = np.repeat(np.eye(len(W_hh))[None], len(h), axis=0)
    for u in range(t, t - k, -1):
        J = J @ ((1 - h[:, u] ** 2)[:, :, None] * W_hh)
    return J


def clip_together__each(dW_xh, dW_hh, db_h, limit):
    """Each array is clipped by its own norm."""
    return tuple(g * min(1, limit / np.linalg.norm(g)) for g in (dW_xh, dW_hh, db_h))


def clip_together__always(dW_xh, dW_hh, db_h, limit):
    """Short gradients are stretched to the limit."""
    norm = np.sqrt(sum((g**2).sum() for g in (dW_xh, dW_hh, db_h)))
    return dW_xh * limit / norm, dW_hh * limit / norm, db_h * limit / norm


def clip_together__values(dW_xh, dW_hh, db_h, limit):
    """Clips single numbers, not the length."""
    return tuple(np.clip(g, -limit, limit) for g in (dW_xh, dW_hh, db_h))


def clip_together__squared(dW_xh, dW_hh, db_h, limit):
    """The root of the sum of squares is missing."""
    norm = sum((g**2).sum() for g in (dW_xh, dW_hh, db_h))
    s = min(1, limit / norm)
    return dW_xh * s, dW_hh * s, db_h * s


def clip_together__norms_added(dW_xh, dW_hh, db_h, limit):
    """The norms of the arrays are added, not their squares."""
    norm = sum(np.linalg.norm(g) for g in (dW_xh, dW_hh, db_h))
    s = min(1, limit / norm)
    return dW_xh * s, dW_hh * s, db_h * s


def steady_W_hh__radius(random, slope):
    """Scales to spectral radius 1 / slope: not every direction keeps its length."""
    return random / np.abs(np.linalg.eigvals(random)).max() / slope


def steady_W_hh__no_slope(random, slope):
    """An orthogonal matrix, but the slope is forgotten."""
    return np.linalg.qr(random)[0]


def steady_W_hh__times_slope(random, slope):
    """Multiplied by the slope, instead of divided."""
    return np.linalg.qr(random)[0] * slope


def steady_W_hh__norm(random, slope):
    """The largest singular value is 1 / slope: other directions vanish."""
    return random / np.linalg.norm(random, 2) / slope


def steady_W_hh__zeros(random, slope):
    """Zeros: every gradient vanishes at once."""
    return np.zeros_like(random)


def past_lag_50__wrong_third(W_x, W_h, b):
    """The bias of r is raised, not that of z."""
    b = b.copy()
    b[0, 24:48] = 5
    return W_x, W_h, b, 0.03


def past_lag_50__unchanged(W_x, W_h, b):
    """Nothing changed but the learning rate."""
    return W_x, W_h, b, 0.01


def past_lag_50__negative(W_x, W_h, b):
    """The bias has the wrong sign: the gate forgets at once."""
    b = b.copy()
    b[0, :24] = -5
    return W_x, W_h, b, 0.03


def past_lag_50__tiny_rate(W_x, W_h, b):
    """The learning rate is far too small for 400 updates."""
    b = b.copy()
    b[0, :24] = 5
    return W_x, W_h, b, 1e-5


def past_lag_50__no_rate(W_x, W_h, b):
    """The learning rate is not returned."""
    b = b.copy()
    b[0, :24] = 5
    return W_x, W_h, b
