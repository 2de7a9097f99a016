"""Two engines on the same weights and the same input: how far apart their results are."""

from dataclasses import dataclass

import numpy as np

from rnn_helpers import show
from rnn_helpers.weights import convert

__all__ = ["Comparison", "agreement", "convert", "largest_difference", "relative_difference",
           "side_by_side"]


def largest_difference(a, b):
    """max |a - b| over all elements; ValueError for different shapes."""
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape:
        raise ValueError(f"a, b: expected equal shapes, got {a.shape} and {b.shape}")
    return float(np.abs(a - b).max())


def relative_difference(a, b):
    """max |a - b| / max |b|: one number for a whole array; 0 where both are all zeros."""
    return largest_difference(a, b) / (float(np.abs(b).max()) or 1.0)


def agreement(a, b):
    """The power of ten that `largest_difference` is below, in words: "below 1e-6".

    The digits of such a difference are rounding errors; they are not the same on every machine.
    """
    return _below(largest_difference(a, b))


@dataclass(frozen=True)
class Comparison:
    """What `side_by_side` found; a notebook shows it as a table.

    forward_difference: the largest |NumPy - Keras| over all outputs.
    gradient_differences: name -> largest difference, relative to the largest gradient of that name.
    shapes: name -> shape, of the outputs and of each gradient.
    """

    forward_difference: float
    gradient_differences: dict
    shapes: dict

    def assert_close(self, forward=1e-6, gradients=1e-5):
        """Raise AssertionError, naming the first difference that is above its bound."""
        for name, difference in self._differences().items():
            bound = forward if name == "outputs" else gradients
            if not difference <= bound:  # NaN is not close either
                raise AssertionError(f"{name}: NumPy and Keras differ by {difference:.1e}, "
                                     f"expected at most {bound:.0e}")

    def _differences(self):
        gradients = {f"d{name}": d for name, d in self.gradient_differences.items()}
        return {"outputs": self.forward_difference} | gradients

    def rows(self):
        """The table's rows: name, shape, and the power of ten that the difference is below.

        Its digits are rounding errors and differ between machines.
        """
        found = self._differences().items()
        return [[name, str(self.shapes[name]), _below(difference)] for name, difference in found]

    def _table(self):
        return show.table(self.rows(), ["", "shape", "NumPy against Keras"])

    def __repr__(self):
        return repr(self._table())

    def _repr_html_(self):
        return self._table()._repr_html_()


def _below(difference):
    for exponent in (-12, -6, -5, -4, -3, -2, -1):
        if difference < 10**exponent:
            return f"below 1e{exponent}"
    return f"{difference:.1e}"


def side_by_side(numpy_layer, keras_layer, x, dy=None, mask=None, initial_state=None):
    """Run a layer of `numpy_layers` and one of Keras on the same weights and input -> Comparison.

    If the Keras layer has weights, the NumPy layer gets them; if not, the Keras layer gets the
    NumPy layer's. x (B, T, D). dy: the loss's gradient at the output, a list of them with
    return_state; None draws random ones. mask (B, T) bool. initial_state: list of (B, H), or None.
    """
    from rnn_helpers.backend import autodiff  # imports Keras, which `convert` does not need

    call = {"mask": mask}
    if initial_state is not None:
        call["initial_state"] = initial_state
    if keras_layer.built:
        numpy_layer.set_weights(keras_layer.get_weights())
    outputs = _list(numpy_layer(x, **call))
    if not keras_layer.built:
        keras_layer.build(np.shape(x))
        keras_layer.set_weights(numpy_layer.get_weights())
    if dy is None:
        rng = np.random.default_rng(0)
        dy = [rng.standard_normal(y.shape).astype(y.dtype) for y in outputs]
    dx = numpy_layer.backward(dy if len(outputs) > 1 else _list(dy)[0])

    keras = autodiff.vjp(keras_layer, x, dy, **call)
    names = [*numpy_layer.weight_names, "x"]
    ours, theirs = [*numpy_layer.gradients, dx], [*keras.dweights, keras.dx]
    if initial_state is not None:
        names += [f"{name}_0" for name in numpy_layer.state_names]
        ours += numpy_layer.initial_gradients
        theirs += keras.dstates
    pairs = zip(outputs, keras.outputs, strict=True)
    gradients = list(zip(names, ours, theirs, strict=True))
    return Comparison(
        forward_difference=max(largest_difference(a, b) for a, b in pairs),
        gradient_differences={name: relative_difference(a, b) for name, a, b in gradients},
        shapes={"outputs": outputs[0].shape} | {f"d{name}": a.shape for name, a, _ in gradients},
    )


def _list(value):
    return list(value) if isinstance(value, (list, tuple)) else [value]
