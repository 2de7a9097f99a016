"""Attempts at `bag`."""

import numpy as np

from rnn_helpers.backend import ops


def loop(x, mask, V):
    counts = np.zeros((len(x), V))
    for i in range(len(x)):
        for t in range(x.shape[1]):
            if mask[i, t]:
                counts[i, x[i, t]] += 1
    return counts


def bincount(x, mask, V):
    return np.stack([np.bincount(row[real], minlength=V) for row, real in zip(x, mask)])


def product(x, mask, V):
    return np.einsum("bt,btv->bv", mask * 1.0, x[..., None] == np.arange(V))


def keras_ops(x, mask, V):
    return ops.sum(ops.one_hot(x, V) * ops.cast(mask, "float32")[..., None], axis=1)


RIGHT = [loop, bincount, product, keras_ops]


def all_places(x, mask, V):
    return np.stack([np.bincount(row, minlength=V) for row in x])


def overwritten(x, mask, V):
    counts = np.zeros((len(x), V))
    for i, t in np.argwhere(mask):
        counts[i, x[i, t]] = 1
    return counts


def fancy_index(x, mask, V):
    counts = np.zeros((len(x), V), int)
    rows, times = np.nonzero(mask)
    counts[rows, x[rows, times]] += 1  # an index that comes twice is added to once
    return counts


def summed_as_bools(x, mask, V):
    return np.einsum("bt,btv->bv", mask, x[..., None] == np.arange(V))


def real_words_together(x, mask, V):
    return np.bincount(x[mask], minlength=V)


def axis_zero(x, mask, V):
    return np.where(mask[..., None], np.eye(V)[x], 0).sum(axis=0)


def stays_in_order(x, mask, V):
    one_hot = np.zeros((*x.shape, V))
    for i, t in np.argwhere(mask):
        one_hot[i, t, x[i, t]] = 1
    return one_hot


def normalised(x, mask, V):
    counts = loop(x, mask, V)
    return counts / counts.sum(axis=1)[:, None]


def averaged(x, mask, V):
    return (np.eye(V)[x] * mask[:, :, None]).mean(axis=1)


def where_padded(x, mask, V):
    return np.stack([np.bincount(row[real == 0], minlength=V) for row, real in zip(x, mask)])


def numbers_added(x, mask, V):
    counts = np.zeros((len(x), V))
    for i, t in np.argwhere(mask):
        counts[i, x[i, t]] += x[i, t]
    return counts


def as_columns(x, mask, V):
    return np.array([[np.sum(row[real] == v) for row, real in zip(x, mask)] for v in range(V)])


def first_sentence(x, mask, V):
    return np.bincount(x[0][mask[0]], minlength=V)[None]


def mask_into_x(x, mask, V):
    x[~mask] = V
    return np.stack([np.bincount(row, minlength=V + 1)[:V] for row in x])


def mask_into_x_too_far(x, mask, V):
    return np.stack(
        [np.bincount(np.where(real, row, V), minlength=V) for row, real in zip(x, mask)]
    )


def multiplied_by_the_mask(x, mask, V):
    return np.stack([np.bincount(row, minlength=V) for row in mask * x])


WRONG = {
    "padding counted": [all_places],
    "there or not": [overwritten, fancy_index, summed_as_bools],
    "one bag for all": [real_words_together],
    "summed over examples": [axis_zero],
    "order kept": [stays_in_order],
    "fractions": [normalised],
    "mean over T": [averaged],
    "mask turned round": [where_padded],
    "word numbers": [numbers_added],
    "transposed": [as_columns],
    "only B=1": [first_sentence],
    "in place": [mask_into_x],
    "only no mask": [mask_into_x_too_far],
    "padding as word 0": [multiplied_by_the_mask],
}
