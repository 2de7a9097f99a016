"""Two engines on the same weights and the same input: how far apart, everywhere."""

from dataclasses import dataclass

import numpy as np

from rnn_helpers.weights import convert

__all__ = ["Comparison", "convert", "largest_difference", "relative_difference", "side_by_side"]


def largest_difference(a, b):
    """max |a - b| over all elements; the shapes must be equal."""
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape:
        raise ValueError(f"a, b: expected equal shapes, got {a.shape} and {b.shape}")
    return float(np.abs(a - b).max())


def relative_difference(a, b):
    """max |a - b| / max |b|: one number for a whole array; 0 where both are all zeros."""
    return largest_difference(a, b) / (float(np.abs(b).max()) or 1.0)


@dataclass(frozen=True)
class Comparison:
    """What `side_by_side` found; in a notebook, a table.

    forward_difference: the largest |NumPy - Keras| over all outputs.
    gradient_differences: name -> largest difference, relative to the largest gradient of that name.
    shapes: name -> shape, of the outputs and of each gradient.
    """

    forward_difference: float
    gradient_differences: dict
    shapes: dict

    def assert_close(self, forward=1e-6, gradients=1e-5):
        """AssertionError with the first offender, if a difference is above its bound."""
        for name, difference in self._differences().items():
            bound = forward if name == "outputs" else gradients
            if not difference <= bound:  # so that NaN is not close either
                raise AssertionError(f"{name}: NumPy and Keras differ by {difference:.1e}, "
                                     f"expected at most {bound:.0e}")

    def _differences(self):
        return {"outputs": self.forward_difference} | {f"d{name}": d for name, d in self.gradient_differences.items()}

    def rows(self):
        """The table: [name, shape, difference], the difference as the power of ten that it stays below.

        The digits after it are rounding, and are others on the next machine.
        """
        return [[name, str(self.shapes[name]), _below(d)] for name, d in self._differences().items()]

    def __repr__(self):
        return "\n".join(f"{name:8} {shape:14} "
                         f"{difference}" for name, shape, difference in self.rows())

    def _repr_html_(self):
        head = "".join(f"<th>{h}</th>" for h in ("", "shape", "NumPy against Keras"))
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in self.rows())
        return f"<table><tr>{head}</tr>{body}</table>"


def _below(difference):
    for exponent in (-12, -6, -5, -4, -3, -2, -1):
        if difference < 10**exponent:
            return f"below 1e{exponent}"
    return f"{difference:.1e}"


def side_by_side(numpy_layer, keras_layer, x, dy=None, mask=None, initial_state=None):
    """Run a layer of `numpy_layers` and one of Keras on the same weights and input -> Comparison.

    The weights are Keras's if that layer has some, else the NumPy layer's: the other takes them over.
    x (B, T, D). dy: the loss's gradient at the output, a list of them with return_state; None draws
    random ones. mask (B, T) bool. initial_state: list of (B, H), or None.
    """
    from rnn_helpers.backend import autodiff  # brings Keras, which `convert` does not need

    call = {"mask": mask} if initial_state is None else {"mask": mask, "initial_state": initial_state}
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
    ours = dict(zip(numpy_layer.weight_names, numpy_layer.gradients)) | {"x": dx}
    theirs = dict(zip(numpy_layer.weight_names, keras.dweights)) | {"x": keras.dx}
    if initial_state is not None:
        names = [f"{n}_0" for n in numpy_layer.state_names]
        ours |= dict(zip(names, numpy_layer.initial_gradients))
        theirs |= dict(zip(names, keras.dstates))
    return Comparison(
        forward_difference=max(largest_difference(a, b) for a, b in zip(outputs, keras.outputs, strict=True)),
        gradient_differences={name: relative_difference(ours[name], theirs[name]) for name in ours},
        shapes={"outputs": outputs[0].shape} | {f"d{name}": g.shape for name, g in ours.items()},
    )


def _list(value):
    return list(value) if isinstance(value, (list, tuple)) else [value]
