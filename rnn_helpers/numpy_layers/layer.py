"""What all layers of the NumPy engine share."""

import numpy as np

from rnn_helpers import arguments


class Layer:
    """Weights made at the first call, and arguments that are checked.

    dtype: "float32" or "float64"; inputs of the other float are cast, as in Keras.
    seed: of the starting weights; None takes a new one each time.
    """

    takes = ()  # the names of a subclass's own arguments

    def __init__(self, *, name=None, dtype="float32", seed=None, **unknown):
        for argument in unknown:
            known = [*self.takes, "name", "dtype", "seed"]
            raise TypeError(
                f"{type(self).__name__}: no argument {argument!r}"
                f"{arguments.did_you_mean(argument, known)} (known: {', '.join(known)})"
            )
        self.name = name or type(self).__name__.lower()
        dtype = arguments.check_choice("dtype", np.dtype(dtype).name, ("float32", "float64"))
        self.dtype = np.dtype(dtype)
        self.rng = np.random.default_rng(seed)
        self.weights = None
        self.gradients = None
        self._last_call = None  # what `backward` needs of it

    def called(self):
        """What the last call left for `backward`; ValueError before the first."""
        if self._last_call is None:
            raise ValueError(
                f"{self.name}: backward before the layer was called; call layer(x) first"
            )
        return self._last_call

    def get_weights(self):
        """Copies, in Keras's order; empty before the first call."""
        return [] if self.weights is None else [w.copy() for w in self.weights]

    def set_weights(self, weights):
        """weights: arrays in Keras's order; they are copied."""
        weights = [np.array(w, self.dtype) for w in weights]
        sizes = self.check_weights(weights)
        if sizes.get("H", self.units) != self.units:
            raise ValueError(f"weights: expected {self.units} units, got {sizes['H']}")
        self.weights = weights

    def cast(self, name, value, axes, sizes):
        """`value` with these axes (see `arguments.check`), in the layer's dtype."""
        if hasattr(value, "__array__") and np.asarray(value).dtype in arguments.FLOATS:
            value = np.asarray(value).astype(self.dtype, copy=False)
        return arguments.check(name, value, axes, sizes, self.dtype)
