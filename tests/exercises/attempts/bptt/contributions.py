"""Attempts at `contributions`."""

import numpy as np

from rnn_helpers.backend import ops


def loop(h, h_0, dz):
    parts = []
    for t in range(h.shape[1]):
        h_prev = h_0 if t == 0 else h[:, t - 1]
        parts.append(h_prev.T @ dz[:, t])
    return np.array(parts)


def batched(h, h_0, dz):
    h_before = np.concatenate([h_0[:, None], h], axis=1)[:, :-1]
    return h_before.transpose(1, 2, 0) @ dz.transpose(1, 0, 2)


def outer_products(h, h_0, dz):
    return sum(
        np.array([np.outer(a, b) for a, b in zip([start, *states[:-1]], back)])
        for states, start, back in zip(h, h_0, dz)
    )


def keras_ops(h, h_0, dz):
    h_before = ops.concatenate([ops.expand_dims(h_0, 1), h[:, :-1]], axis=1)
    return ops.einsum("bti,btj->tij", h_before, dz)


RIGHT = [loop, batched, outer_products, keras_ops]


def own_state(h, h_0, dz):
    return np.array([h[:, t].T @ dz[:, t] for t in range(h.shape[1])])


def minus_one(h, h_0, dz):
    return np.stack([h[:, t - 1].T @ dz[:, t] for t in range(h.shape[1])])


def starts_later(h, h_0, dz):
    T, H = h.shape[1:]
    parts = np.zeros((T, H, H))
    for t in range(1, T):
        parts[t] = h[:, t - 1].T @ dz[:, t]
    return parts


def turned(h, h_0, dz):
    h_before = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
    return np.stack([dz[:, t].T @ h_before[:, t] for t in range(h.shape[1])])


def whole(h, h_0, dz):
    h_before = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
    return h_before.reshape(-1, h.shape[2]).T @ dz.reshape(-1, h.shape[2])


def accumulated(h, h_0, dz):
    parts, so_far = [], 0
    for t in range(h.shape[1]):
        so_far = so_far + (h[:, t - 1] if t else h_0).T @ dz[:, t]
        parts.append(so_far)
    return np.array(parts)


def accumulated_back(h, h_0, dz):
    parts, so_far = np.zeros((h.shape[1], h.shape[2], h.shape[2])), 0
    for t in reversed(range(h.shape[1])):
        so_far = so_far + (h[:, t - 1] if t else h_0).T @ dz[:, t]
        parts[t] = so_far
    return parts


def averaged(h, h_0, dz):
    return loop(h, h_0, dz) / h.shape[0]


def as_walked(h, h_0, dz):
    return np.array([(h[:, t - 1] if t else h_0).T @ dz[:, t] for t in reversed(range(h.shape[1]))])


def each_example(h, h_0, dz):
    h_before = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
    return h_before[..., :, None] * dz[..., None, :]


def shifted_batch(h, h_0, dz):
    h_before = np.concatenate([h_0[None], h[:-1]])
    return np.einsum("bti,btj->tij", h_before, dz)


def forgot_return(h, h_0, dz):
    loop(h, h_0, dz)


def shifts_in_place(h, h_0, dz):
    h[:, 1:] = h[:, :-1].copy()
    h[:, 0] = h_0
    return np.einsum("bti,btj->tij", h, dz)


WRONG = {
    "h of the same step": [own_state],
    "wraps round": [minus_one],
    "zero start": [starts_later],
    "transposed": [turned],
    "summed": [whole],
    "running sum": [accumulated],
    "running sum back": [accumulated_back],
    "mean": [averaged],
    "time reversed": [as_walked],
    "not summed over examples": [each_example],
    "sizes": [shifted_batch],
    "none": [forgot_return],
    "in place": [shifts_in_place],
}
