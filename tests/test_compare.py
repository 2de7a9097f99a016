"""`side_by_side` finds equal engines equal, and names a difference that was put there."""

import numpy as np
import pytest

from helpers.engines import KINDS, Case
from rnn_helpers import backend, compare, keras_rnn, numpy_layers
from rnn_helpers.backend import keras


@pytest.mark.parametrize("mask", ["none", "right"])
@pytest.mark.parametrize("kind", KINDS)
def test_equal(kind, mask):
    case = Case(kind, 3, "float32", mask)
    theirs = getattr(keras.layers, kind)(case.H, return_state=True)
    initial = None if backend.name() == "jax" else case.initial
    result = compare.side_by_side(case.layer(return_state=True), theirs, case.x, mask=case.mask,
                                  initial_state=initial)
    result.assert_close()
    assert set(case.params._fields) | {"x"} <= set(result.gradient_differences)
    assert "below 1e-6" in repr(result) and "<table>" in result._repr_html_()


def test_takes_the_weights_of_the_built_keras_layer():
    layer = keras_rnn.GRU(4)
    layer.build((None, None, 3))
    ours = numpy_layers.GRU(4, seed=0)
    compare.side_by_side(ours, layer, np.ones((2, 5, 3), np.float32)).assert_close()
    for a, b in zip(ours.get_weights(), layer.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_difference_is_named():
    case = Case("SimpleRNN", 3, "float32")
    ours = case.layer(activation="relu")
    result = compare.side_by_side(ours, keras.layers.SimpleRNN(case.H), case.x)
    with pytest.raises(AssertionError, match="outputs: .* differ by .*, expected at most 1e-06"):
        result.assert_close()
    with pytest.raises(AssertionError, match="dW_xh: NumPy and Keras differ"):
        result.assert_close(forward=np.inf)


def test_dense():
    x = np.random.default_rng(0).standard_normal((4, 6, 3)).astype(np.float32)
    how = {"activation": "sigmoid"}
    ours, theirs = numpy_layers.Dense(5, **how), keras.layers.Dense(5, **how)
    compare.side_by_side(ours, theirs, x).assert_close()


@pytest.mark.parametrize("difference, said", [
    (0, "below 1e-12"), (3e-7, "below 1e-6"), (0.03, "below 1e-1"), (2.5, "2.5e+00"),
    (np.nan, "nan"),
])
def test_agreement_is_told_as_a_power_of_ten(difference, said):
    a = np.array([[1.0, -2.0, 0.5]])
    assert compare.agreement(a, a + [[0, difference, 0]]) == said
