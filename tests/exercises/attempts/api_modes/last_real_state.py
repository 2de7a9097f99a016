"""Attempts at `last_real_state`."""

import numpy as np

from rnn_helpers.backend import ops


def loop(h, mask):
    states = []
    for states_of_one, real in zip(h, mask):
        states.append(states_of_one[real][-1] if real.any() else np.zeros(h.shape[2]))
    return np.stack(states)


def with_a_start(h, mask):
    with_start = np.concatenate([np.zeros_like(h[:, :1]), h], axis=1)
    return np.take_along_axis(with_start, mask.sum(axis=1)[:, None, None], axis=1)[:, 0]


def as_a_product(h, mask):
    is_last = mask & ~np.concatenate([mask[:, 1:], np.zeros_like(mask[:, :1])], axis=1)
    return np.einsum("bt,bth->bh", is_last, h)


def keras_ops(h, mask):
    length = ops.sum(ops.cast(mask, "int32"), axis=1)
    picked = ops.take_along_axis(
        ops.convert_to_tensor(h), ops.maximum(length - 1, 0)[:, None, None], axis=1
    )[:, 0]
    return ops.where(length[:, None] > 0, picked, ops.zeros_like(picked))


RIGHT = [loop, with_a_start, as_a_product, keras_ops]


def end_of_the_array(h, mask):
    return np.array([states[len(states) - 1] for states in h])


def off_by_one_in_bounds(h, mask):
    T = h.shape[1]
    return np.array([states[min(real.sum(), T - 1)] for states, real in zip(h, mask)])


def off_by_one(h, mask):
    return np.array([states[int(sum(real))] for states, real in zip(h, mask)])


def minus_one(h, mask):
    picked = np.empty((len(h), h.shape[2]))
    for b in range(len(h)):
        picked[b] = h[b, np.count_nonzero(mask[b]) - 1]
    return picked


def at_least_the_first(h, mask):
    return np.array([states[max(0, real.sum() - 1)] for states, real in zip(h, mask)])


def argmax(h, mask):
    return np.where(
        mask.any(axis=1, keepdims=True), h[np.arange(len(h)), np.argmax(mask, axis=1)], 0
    )


def sums(h, mask):
    return np.einsum("bth,bt->bh", h, mask)


def averages(h, mask):
    total = np.zeros((len(h), h.shape[2]))
    for b in range(len(h)):
        if mask[b].any():
            total[b] = h[b, mask[b]].mean(axis=0)
    return total


def zeros_at_padding(h, mask):
    return np.where(mask[:, :, None], h, 0)[:, -1]


def one_length(h, mask):
    return h[:, int(max(mask.sum(axis=1))) - 1]


def every_pair(h, mask):
    return h[:, mask.sum(axis=1) - 1]


def over_h(h, mask):
    h[~mask] = 0
    length = mask.sum(axis=1)
    return np.where(length[:, None] > 0, h[np.arange(len(h)), length - 1], 0)


def forgot_return(h, mask):
    np.take_along_axis(h, mask.sum(axis=1)[:, None, None] - 1, axis=1)


WRONG = {
    "last step": [end_of_the_array],
    "first padded step": [off_by_one_in_bounds],
    "index out of bounds": [off_by_one],
    "wraps round": [minus_one],
    "first state for none": [at_least_the_first],
    "first word": [argmax],
    "sum": [sums],
    "mean": [averages],
    "padding made zero": [zeros_at_padding],
    "longest for all": [one_length],
    "shape": [every_pair],
    "in place": [over_h],
    "none": [forgot_return],
}
