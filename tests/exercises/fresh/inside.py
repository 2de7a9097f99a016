"""Fresh wrong attempts at the exercises of 09. Name: EXERCISE__SLIP; docstring: the true cause."""

import numpy as np


def roc_auc__ties_zero(values, label):
    """Equal values count nothing."""
    return (values[label][:, None] > values[~label]).mean()


def roc_auc__ties_one(values, label):
    """Equal values count in full."""
    return (values[label][:, None] >= values[~label]).mean()


def roc_auc__flipped(values, label):
    """Counts the pairs the other way round."""
    d = values[label][:, None] - values[~label]
    return (d < 0).mean() + 0.5 * (d == 0).mean()


def roc_auc__strength(values, label):
    """max(a, 1 - a): the strength, not the area."""
    d = values[label][:, None] - values[~label]
    a = (d > 0).mean() + 0.5 * (d == 0).mean()
    return max(a, 1 - a)


def roc_auc__count(values, label):
    """The number of pairs, not their fraction."""
    d = values[label][:, None] - values[~label]
    return (d > 0).sum() + 0.5 * (d == 0).sum()


def ablate_unit__rows_and_columns(W_h, W_hy, cell):
    """The cell's columns in W_h are emptied: its own gates, not its readers."""
    W_h, W_hy = W_h.copy(), W_hy.copy()
    W_h[:, cell] = 0
    W_hy[cell] = 0
    return W_h, W_hy


def ablate_unit__in_place(W_h, W_hy, cell):
    """Changes the caller's arrays."""
    W_h[cell] = 0
    W_hy[cell] = 0
    return W_h, W_hy


def ablate_unit__one_gate(W_h, W_hy, cell):
    """Only one of the four gates stops reading it."""
    W_h, W_hy = W_h.copy(), W_hy.copy()
    W_h[cell, : W_h.shape[0]] = 0
    W_hy[cell] = 0
    return W_h, W_hy


def ablate_unit__output_column(W_h, W_hy, cell):
    """In W_hy the column is emptied, not the row."""
    W_h, W_hy = W_h.copy(), W_hy.copy()
    W_h[cell] = 0
    W_hy[:, cell] = 0
    return W_h, W_hy


def ablate_unit__deleted(W_h, W_hy, cell):
    """The rows are deleted, so the shapes change."""
    return np.delete(W_h, cell, axis=0), np.delete(W_hy, cell, axis=0)
