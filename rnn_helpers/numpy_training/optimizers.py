"""Stochastic gradient descent, Adam, and clipping by the global norm."""

import numpy as np


def global_norm(grads):
    """The norm of all gradients taken together as one vector, computed in float64.

    Infinite or NaN only where a gradient is, or where the norm itself is larger than any float64.
    """
    largest = max((float(np.abs(g).max(initial=0)) for g in grads), default=0.0)
    if not 0 < largest < np.inf:
        return largest
    # the square of a large gradient would overflow, and that of a small one vanish
    squares = (np.sum(np.square(np.asarray(g, float) / largest)) for g in grads)
    return largest * float(np.sqrt(sum(squares)))


def clip_by_global_norm(grads, limit):
    """Scale the gradients down so that their global norm is at most `limit`.

    Returns the list of gradients and the norm that they had before. All are scaled by the same
    factor, so their direction stays. Pascanu et al. 2013. FloatingPointError where there is a
    limit and the norm is infinite or NaN: no factor could help.
    """
    if not limit > 0:
        raise ValueError(f"limit: expected a positive number, got {limit!r}")
    norm = global_norm(grads)
    if norm <= limit or limit == np.inf:
        return list(grads), norm
    if not np.isfinite(norm):
        raise FloatingPointError(f"grads: expected finite numbers to clip, got a norm of {norm}")
    return [g * g.dtype.type(limit / norm) for g in grads], norm


class SGD:
    """Stochastic gradient descent, w - learning_rate · g; momentum as in keras.optimizers.SGD."""

    def __init__(self, learning_rate=0.01, momentum=0.0):
        self.learning_rate, self.momentum = learning_rate, momentum
        self.velocity = None

    def step(self, weights, grads):
        """Lists of arrays -> list of new weights; the old ones are not changed."""
        if self.velocity is None:
            self.velocity = [np.zeros_like(w) for w in weights]
        self.velocity = [
            self.momentum * v - self.learning_rate * g
            for v, g in zip(self.velocity, grads, strict=True)
        ]
        return [w + v for w, v in zip(weights, self.velocity, strict=True)]


class Adam:
    """Kingma & Ba 2015, with the defaults and the epsilon of keras.optimizers.Adam."""

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.epsilon = learning_rate, epsilon
        self.beta_1, self.beta_2 = beta_1, beta_2
        self.t = 0
        self.m = self.v = None

    def step(self, weights, grads):
        """Lists of arrays -> list of new weights; the old ones are not changed."""
        if self.m is None:
            self.m = [np.zeros_like(w) for w in weights]
            self.v = [np.zeros_like(w) for w in weights]
        self.t += 1
        self.m = [m + (g - m) * (1 - self.beta_1) for m, g in zip(self.m, grads, strict=True)]
        self.v = [
            v + (np.square(g) - v) * (1 - self.beta_2)
            for v, g in zip(self.v, grads, strict=True)
        ]
        rate = self.learning_rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        return [
            w - (rate * m / (np.sqrt(v) + self.epsilon)).astype(w.dtype)
            for w, m, v in zip(weights, self.m, self.v, strict=True)
        ]


OPTIMIZERS = {"adam": Adam, "sgd": SGD}
