"""What a linear map can read from states: ridge regression."""

from typing import NamedTuple

import numpy as np

from rnn_helpers import arguments


class LinearProbe(NamedTuple):
    """A linear map from states to targets: W (H, C), b (C,)."""

    W: np.ndarray
    b: np.ndarray

    def predict(self, h):
        """h (N, H) -> (N, C). For one-hot targets, the argmax over C is the predicted class."""
        return h @ self.W + self.b


def linear_probe(h, targets, *, ridge=0.01):
    """Fit targets (N, C) as a linear function of states h (N, H) -> LinearProbe.

    Ridge regression on centred features: the bias is not penalised. Boolean targets count as 0 and
    1; for classes, pass a one-hot matrix. Columns are independent of one another, so any number of
    questions can be put side by side and share the one Gram matrix.
    ridge: penalty on the squared weights, as a fraction of the features' mean square.
    Products are taken in h's dtype, the solution in float64. Alain & Bengio 2017 (probes).
    """
    sizes = {}
    h = arguments.check("h", h, "N H", sizes)
    targets = np.asarray(targets).astype(h.dtype, copy=False)
    arguments.check("targets", targets, "N C", sizes)
    if not ridge > 0:
        raise ValueError(f"ridge: expected a positive number, got {ridge!r}")
    mean_h, mean_targets = h.mean(axis=0), targets.mean(axis=0)
    centred = h - mean_h
    gram = (centred.T @ centred).astype(float)
    penalty = ridge * np.diag(gram).mean() or 1.0  # constant features: any penalty gives W = 0
    np.fill_diagonal(gram, np.diag(gram) + penalty)
    W = np.linalg.solve(gram, (centred.T @ targets).astype(float)).astype(h.dtype)
    return LinearProbe(W, mean_targets - mean_h @ W)
