"""Losses with their gradients.

Each is a mean over the examples, or over the time steps of all examples where there is an output
per step. What a mask leaves out is never looked at: it may hold NaN or a label of -1.
"""

import numpy as np

from rnn_helpers import arguments
from rnn_helpers.activations import log_softmax, sigmoid


def mean_squared_error(y, target, mask=None):
    """The mean of (y - target)² -> loss, dy.

    y, target (..., K); mask (...) bool: the outputs that count, None for all.
    """
    target = _same_shape(target, y)

    def each(y, target):
        return np.square(y - target), 2 * (y - target)

    return _mean(each, y, target, mask)


def sigmoid_cross_entropy(logits, target, mask=None):
    """The mean of -log p(target) with p = sigmoid(logits) -> loss, dlogits.

    logits, target (..., K), target 0 or 1 (or bool, or a probability); mask (...) bool. Sigmoid
    and logarithm are taken in one, so that no probability can round to zero; the gradient is
    sigmoid(logits) - target.
    """
    target = _same_shape(target, logits)

    def each(logits, target):
        losses = np.maximum(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits)))
        return losses, sigmoid(logits) - target

    return _mean(each, logits, target, mask)


def softmax_cross_entropy(logits, labels, mask=None):
    """The mean of -log softmax(logits)[label] -> loss, dlogits.

    logits (..., C), labels (...) whole numbers from 0 to C - 1, mask (...) bool. Softmax and
    logarithm are taken in one, so that no probability can round to zero; the gradient is
    softmax(logits) - one_hot(label).
    """
    labels = np.asarray(labels)
    if labels.shape != logits.shape[:-1]:
        raise ValueError(f"labels: expected {logits.shape[:-1]}, got {labels.shape}")
    if not np.issubdtype(labels.dtype, np.integer):
        raise TypeError(f"labels: expected whole numbers, got {labels.dtype.name}")

    def each(logits, labels):
        C = logits.shape[-1]
        if not 0 <= labels.min() <= labels.max() < C:
            raise ValueError(
                f"labels: expected 0 to {C - 1}, got {labels.min()} to {labels.max()}"
            )
        rows = np.arange(len(labels))
        log_p = log_softmax(logits)
        slopes = np.exp(log_p)
        slopes[rows, labels] -= 1
        return -log_p[rows, labels], slopes

    return _mean(each, logits, labels, mask)


def _mean(each, y, target, mask):
    """The mean over the selected rows -> loss, dy, zero where the mask is False.

    each: y (n, K), target (n, ...) of the selected rows -> their losses, and slopes (n, K).
    """
    shape = y.shape[:-1]
    if mask is None:
        selected = np.ones(shape, bool)
    else:
        selected = arguments.check("mask", mask, " ".join(map(str, shape)), {}, np.bool_)
    if not selected.any():
        raise ValueError("mask: expected at least one True, got none")
    losses, slopes = each(y[selected], target[selected])
    dy = np.zeros_like(y)
    dy[selected] = slopes / losses.size
    return float(losses.mean()), dy


def _same_shape(target, y):
    target = np.asarray(target)
    if target.shape != y.shape:
        raise ValueError(f"target: expected {y.shape}, got {target.shape}")
    return target.astype(y.dtype, copy=False)


LOSSES = {
    "mean_squared_error": mean_squared_error,
    "sigmoid_cross_entropy": sigmoid_cross_entropy,
    "softmax_cross_entropy": softmax_cross_entropy,
}
