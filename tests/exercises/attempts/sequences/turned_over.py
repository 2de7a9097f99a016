"""Attempts at `turned_over`."""

import numpy as np

from rnn_helpers.backend import ops


def popping(x, stays):
    free = [t for t in range(x.shape[1]) if t not in stays]
    sources = list(free)
    moved = np.zeros_like(x)
    for t in range(x.shape[1]):
        moved[:, t] = x[:, t] if t in stays else x[:, sources.pop()]
    return moved


def by_order(x, stays):
    there = np.zeros(x.shape[1], bool)
    there[stays] = True
    order = np.arange(x.shape[1])
    order[~there] = order[~there][::-1]
    return x[:, order]


def with_iterator(x, stays):
    backwards = iter(t for t in reversed(range(x.shape[1])) if t not in set(stays.tolist()))
    return np.stack(
        [x[:, t] if t in stays else x[:, next(backwards)] for t in range(x.shape[1])], axis=1
    )


def keras_ops(x, stays):
    free = [t for t in range(x.shape[1]) if t not in stays]
    order = [t if t in stays else free[-1 - free.index(t)] for t in range(x.shape[1])]
    return ops.take(x, order, axis=1)


RIGHT = [popping, by_order, with_iterator, keras_ops]


def anchor_written_over(x, stays):
    moved = np.zeros_like(x)
    for t in range(x.shape[1]):
        moved[:, t] = x[:, t] if t in stays else x[:, x.shape[1] - 1 - t]
    return moved


def all_reversed(x, stays):
    return np.flip(x, axis=1)


def stays_reversed(x, stays):
    moved, stays = x.copy(), np.sort(stays)
    moved[:, stays] = x[:, stays[::-1]]
    return moved


def only_a_copy(x, stays):
    moved = x.copy()
    free = [t for t in range(x.shape[1]) if t not in stays]
    moved[:, free][:] = moved[:, free][:, ::-1]  # indexing by a list makes a copy
    return moved


def without_anchor(x, stays):
    free = [t for t in reversed(range(x.shape[1])) if t not in stays]
    return x[:, free]


def anchor_first(x, stays):
    stays = np.sort(stays)
    return np.concatenate([x[:, stays], np.delete(x, stays, axis=1)[:, ::-1]], axis=1)


def last_axis_too(x, stays):
    free = np.setdiff1d(np.arange(x.shape[1]), stays)
    moved = x.copy()
    moved[:, free] = x[:, free[::-1]][:, :, ::-1]
    return moved


def examples_too(x, stays):
    return by_order(x, stays)[::-1]


def into_x(x, stays):
    free = np.setdiff1d(np.arange(x.shape[1]), stays)
    x[:, free] = x[:, free[::-1]]
    return x


def wrong_axis(x, stays):
    free = np.setdiff1d(np.arange(x.shape[0]), stays)
    moved = x.copy()
    moved[free] = x[free[::-1]]
    return moved


def forgot_return(x, stays):
    moved = by_order(x, stays)  # noqa: F841


def shifted(x, stays):
    free = np.setdiff1d(np.arange(x.shape[1]), stays)
    moved = x.copy()
    moved[:, free] = x[:, np.roll(free, 1)]
    return moved


WRONG = {
    "elements lost": [anchor_written_over],
    "anchor moved": [all_reversed],
    "anchor turned": [stays_reversed],
    "nothing moved": [only_a_copy],
    "rest only": [without_anchor],
    "anchor in front": [anchor_first],
    "features turned": [last_axis_too],
    "examples turned": [examples_too],
    "in place": [into_x],
    "another order": [wrong_axis, shifted],
    "none": [forgot_return],
}
