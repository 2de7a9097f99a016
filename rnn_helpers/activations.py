"""Activation functions φ, their slopes φ′, and softmax.

A slope is computed from h = φ(z), not from z: 1 - h² for tanh, h (1 - h) for sigmoid. So a
network stores h and not z. Arrays may have any shape, and the result has the same; `out` is an
array to write into instead of a new one.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from rnn_helpers import arguments


class Activation(NamedTuple):
    """phi: z -> h = φ(z); slope: h -> φ′(z). Both also take `out`."""

    phi: Callable
    slope: Callable


def sigmoid(z, out=None):
    """1 / (1 + exp(-z)), computed as ½ + ½ tanh(z/2), which overflows at neither end."""
    out = np.tanh(np.multiply(z, 0.5, out=out), out=out)
    out *= 0.5
    out += 0.5
    return out


def tanh_slope(h, out=None):
    """1 - h², the slope of tanh where its value is h."""
    return np.subtract(1, np.multiply(h, h, out=out), out=out)


def sigmoid_slope(h, out=None):
    """h (1 - h), the slope of the sigmoid where its value is h."""
    return np.subtract(h, np.multiply(h, h, out=out), out=out)


def relu(z, out=None):
    """max(z, 0)."""
    return np.maximum(z, 0, out=out)


def relu_slope(h, out=None):
    """1 where h > 0, else 0: the slope of relu where its value is h."""
    return np.greater(h, 0, out=np.empty_like(h) if out is None else out)


def linear(z, out=None):
    """z itself, copied."""
    return np.positive(z, out=out)


def linear_slope(h, out=None):
    """1 everywhere."""
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
    """The Activation "tanh", "relu", "sigmoid" or "linear"; ValueError for any other name."""
    return ACTIVATIONS[arguments.check_choice("activation", name, ACTIVATIONS)]


def log_softmax(logits):
    """The logarithm of softmax(logits) over the last axis, (..., C) -> (..., C).

    Finite even where a probability would round to zero.
    """
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def softmax(logits):
    """Probabilities over the last axis, (..., C) -> (..., C)."""
    return np.exp(log_softmax(logits))
