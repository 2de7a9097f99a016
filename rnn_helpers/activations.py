"""The activation φ and its derivative φ′, the latter from the value h = φ(z), not from z.

tanh: φ′ = 1 - h².  sigmoid: φ′ = h (1 - h).  That the value is enough spares keeping z.
Each takes `out`, to write where there is room already.
"""

from typing import Callable, NamedTuple

import numpy as np

from rnn_helpers import arguments


class Activation(NamedTuple):
    phi: Callable  # z -> h
    slope: Callable  # h = φ(z) -> φ′(z)


def sigmoid(z, out=None):
    """1 / (1 + exp(-z)), by way of tanh: no overflow at either end."""
    out = np.tanh(np.multiply(z, 0.5, out=out), out=out)
    out *= 0.5
    out += 0.5
    return out


def tanh_slope(h, out=None):
    return np.subtract(1, np.multiply(h, h, out=out), out=out)


def sigmoid_slope(h, out=None):
    return np.subtract(h, np.multiply(h, h, out=out), out=out)


def relu(z, out=None):
    return np.maximum(z, 0, out=out)


def relu_slope(h, out=None):
    return np.greater(h, 0, out=np.empty_like(h) if out is None else out)


def linear(z, out=None):
    return np.positive(z, out=out)


def linear_slope(h, out=None):
    out = np.empty_like(h) if out is None else out
    out.fill(1)
    return out


ACTIVATIONS = {
    "tanh": Activation(np.tanh, tanh_slope),
    "relu": Activation(relu, relu_slope),
    "sigmoid": Activation(sigmoid, sigmoid_slope),
    "linear": Activation(linear, linear_slope),
}


def named(name):
    """The Activation of this name; ValueError for any other."""
    return ACTIVATIONS[arguments.check_choice("activation", name, ACTIVATIONS)]


def log_softmax(logits):
    """The logarithm of softmax(logits) over the last axis, (..., C) -> (..., C).

    Softmax and logarithm in one: no probability can round to zero.
    """
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def softmax(logits):
    """Probabilities over the last axis, (..., C) -> (..., C)."""
    return np.exp(log_softmax(logits))
