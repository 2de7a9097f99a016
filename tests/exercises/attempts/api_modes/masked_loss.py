"""Attempts at `masked_loss`."""

import numpy as np


def where(y_pred, y_true, mask):
    real = np.broadcast_to(mask[:, :, None], y_pred.shape)
    return np.where(real, (y_pred - y_true) ** 2, 0).sum() / real.sum()


def nan_mean(y_pred, y_true, mask):
    error = np.where(mask[..., None], y_pred - y_true, np.nan)
    return np.nanmean(error**2)


def loop(y_pred, y_true, mask):
    found = [np.square(y_pred[b, t] - y_true[b, t]) for b, t in zip(*np.nonzero(mask), strict=True)]
    return np.concatenate(found).mean()


def mean_where(y_pred, y_true, mask):
    return np.mean((y_pred - y_true) ** 2, where=mask[..., None])


RIGHT = [where, nan_mean, loop, mean_where]


def no_mask(y_pred, y_true, mask):
    return np.mean(np.square(y_true - y_pred))


def times_mask(y_pred, y_true, mask):
    error = (y_true - y_pred) * mask[:, :, None]
    return (error**2).sum() / (mask.sum() * y_true.shape[2])


def over_all(y_pred, y_true, mask):
    return np.where(mask[:, :, None], y_pred - y_true, 0).__pow__(2).mean()


def per_step(y_pred, y_true, mask):
    return (np.where(mask[:, :, None], y_pred - y_true, 0) ** 2).sum() / mask.sum()


def each_example(y_pred, y_true, mask):
    losses = [where(y_pred[b : b + 1], y_true[b : b + 1], mask[b : b + 1]) if mask[b].any() else 0
              for b in range(len(mask))]
    return np.mean(losses)


def summed(y_pred, y_true, mask):
    return np.square(y_pred[mask] - y_true[mask]).sum()


def absolute(y_pred, y_true, mask):
    return np.mean(np.abs(y_pred - y_true)[mask])


def root(y_pred, y_true, mask):
    return np.sqrt(where(y_pred, y_true, mask))


WRONG = {
    "mask ignored": [no_mask],
    "times zero": [times_mask],
    "mean over padding": [over_all],
    "summed over outputs": [per_step],
    "mean of means": [each_example],
    "a sum": [summed],
    "absolute": [absolute],
    "root": [root],
}
