"""The layers around a recurrent one: Dense, and Sequential for a stack."""

import numpy as np

from rnn_helpers import arguments
from rnn_helpers.activations import ACTIVATIONS
from rnn_helpers.numpy_layers.layer import Layer
from rnn_helpers.numpy_layers.recurrent import Recurrent
from rnn_helpers.weights import glorot_uniform


class Dense(Layer):
    """y = φ(x W + b) over the last axis, as keras.layers.Dense; weights W (D, H), b (H,)."""

    takes = ("units", "activation")
    weight_names = ("W", "b")

    def __init__(self, units, activation="linear", **others):
        super().__init__(**others)
        self.units = arguments.check_count("units", units)
        activation = "linear" if activation is None else activation
        self.activation = arguments.check_choice("activation", activation, ACTIVATIONS)

    def check_weights(self, weights):
        """Sizes {D, H} of [W, b]; ValueError or TypeError where they do not fit each other."""
        if len(weights) != 2:
            raise ValueError(f"weights: expected [W, b], got {len(weights)} arrays")
        sizes = {}
        for name, w, axes in zip(("W", "b"), weights, ("D H", "H"), strict=True):
            arguments.check(name, w, axes, sizes, self.dtype)
        return sizes

    def __call__(self, x, mask=None):
        """x (..., D) -> (..., units). The mask is taken and not used, as in Keras."""
        sizes = {} if self.weights is None else {"D": self.check_weights(self.weights)["D"]}
        axes = " ".join(("B", "T", "T2", "T3")[: max(np.ndim(x) - 1, 1)]) + " D"
        x = self.cast("x", x, axes, sizes)
        if self.weights is None:
            W = glorot_uniform(sizes["D"], self.units, rng=self.rng, dtype=self.dtype)
            self.weights = [W, np.zeros(self.units, self.dtype)]
        W, b = self.weights
        y = ACTIVATIONS[self.activation].phi(x @ W + b)
        self._last_call = x, y
        return y.copy()

    def backward(self, dy):
        """dy (..., units) -> dx (..., D); leaves `gradients`, [dW, db]."""
        x, y = self.called()
        if np.shape(dy) != y.shape:
            raise ValueError(f"dy: expected {y.shape}, got {np.shape(dy)}")
        W, _ = self.weights
        dz = np.asarray(dy, self.dtype) * ACTIVATIONS[self.activation].slope(y)
        dz_rows = dz.reshape(-1, self.units)
        self.gradients = [x.reshape(-1, x.shape[-1]).T @ dz_rows, dz_rows.sum(axis=0)]
        return dz @ W.T


class Sequential:
    """Layers one after the other, as keras.Sequential: a mask goes to each of them."""

    def __init__(self, layers):
        self.layers = list(layers)

    def __call__(self, x, mask=None):
        """x (B, T, D), mask (B, T) bool -> what the last layer gives."""
        for layer in self.layers:
            x = layer(x, mask=mask)
        return x

    def backward(self, dy):
        """The loss's gradient at the output -> at x; leaves `gradients` in each layer."""
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        return dy

    @property
    def weight_names(self):
        """Names of all weights, each with its layer's."""
        return [f"{layer.name} {name}" for layer in self.layers for name in layer.weight_names]

    @property
    def gradients(self):
        """Gradients of all weights, after `backward`, in the order of `get_weights`."""
        return [g for layer in self.layers for g in layer.gradients]

    def get_weights(self):
        """Copies of all weights, layer after layer."""
        return [w for layer in self.layers for w in layer.get_weights()]

    def set_weights(self, weights):
        """weights: arrays in the order of `get_weights`; they are copied."""
        weights = list(weights)
        for layer in self.layers:
            n = len(layer.weight_names)
            layer.set_weights(weights[:n])
            weights = weights[n:]
        if weights:
            raise ValueError(f"weights: {len(weights)} arrays too many for these layers")

    def reset_state(self):
        """Forget the states of all stateful layers."""
        for layer in self.layers:
            if isinstance(layer, Recurrent):
                layer.reset_state()
