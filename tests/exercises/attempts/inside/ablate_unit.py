"""Attempts at `ablate_unit`."""

import numpy as np

from rnn_helpers.backend import ops


def copies(W_h, W_hy, cell):
    W_h, W_hy = W_h.copy(), W_hy.copy()
    W_h[cell] = 0
    W_hy[cell, :] = 0
    return W_h, W_hy


def by_index(W_h, W_hy, cell):
    return [np.where(np.indices(W.shape)[0] == cell, 0.0, W) for W in (W_h, W_hy)]


def stacked(W_h, W_hy, cell):
    both = np.concatenate([W_h, W_hy], axis=1)
    both = np.insert(np.delete(both, cell, axis=0), cell, 0, axis=0)
    return both[:, : W_h.shape[1]], both[:, W_h.shape[1] :]


def keras_ops(W_h, W_hy, cell):
    heard = 1 - ops.one_hot(cell, W_h.shape[0], dtype=W_h.dtype)
    return ops.convert_to_tensor(W_h) * heard[:, None], ops.convert_to_tensor(W_hy) * heard[:, None]


RIGHT = [copies, by_index, stacked, keras_ops]


def transposed(W_h, W_hy, cell):
    W_h, W_hy, H = W_h.copy(), W_hy.copy(), len(W_h)
    for k in range(4):
        W_h[:, k * H + cell] = 0
    W_hy[:, cell] = 0
    return W_h, W_hy


def deaf(W_h, W_hy, cell):
    W_h, W_hy = W_h.copy(), W_hy.copy()
    W_h[:, cell :: len(W_h)] = 0
    W_hy[cell] *= 0
    return W_h, W_hy


def one_column(W_h, W_hy, cell):
    W_h, W_hy = W_h.copy(), W_hy.copy()
    W_h[:, cell], W_hy[cell] = 0, 0
    return W_h, W_hy


def dead(W_h, W_hy, cell):
    W_h, W_hy = copies(W_h, W_hy, cell)
    W_h[:, cell :: len(W_h)] = 0
    return W_h, W_hy


def read_out_only(W_h, W_hy, cell):
    return W_h, copies(W_h, W_hy, cell)[1]


def gates_only(W_h, W_hy, cell):
    return copies(W_h, W_hy, cell)[0], W_hy


def first_quarter(W_h, W_hy, cell):
    W_h, W_hy = W_h.copy(), W_hy.copy()
    W_h[cell, : len(W_h)] = 0
    W_hy[cell] = 0
    return W_h, W_hy


def kept_alone(W_h, W_hy, cell):
    only = np.eye(len(W_h))[cell][:, None]
    return W_h * only, W_hy * only


def off_by_one(W_h, W_hy, cell):
    return copies(W_h, W_hy, (cell + 1) % len(W_h))


def cut_out(W_h, W_hy, cell):
    keep = [j for j in range(len(W_h)) if j != cell]
    return W_h[keep], W_hy[keep]


def in_place(W_h, W_hy, cell):
    W_h[cell] = 0
    W_hy[cell] = 0
    return W_h, W_hy


WRONG = {
    "columns": [transposed],
    "columns of W_h": [deaf],
    "one column of W_h": [one_column],
    "rows and columns": [dead],
    "the output alone": [read_out_only],
    "the gates alone": [gates_only],
    "one gate": [first_quarter],
    "all but the cell": [kept_alone],
    "the next cell": [off_by_one],
    "deleted": [cut_out],
    "in place": [in_place],
}
