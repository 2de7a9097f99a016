"""The linear recurrence and the minGRU in Keras against NumPy's and JAX's, masks, saving, shapes.

On the other backends: `test_backends.py`.
"""

import numpy as np
import pytest

from helpers.engines import MASKS, random_mask
from rnn_helpers import compare, keras_rnn, numpy_layers, numpy_scan
from rnn_helpers.backend import autodiff, keras, name, ops

WAYS = ["loop", "scan", "chunks"]


class Recurrence(keras.layers.Layer):
    """`linear_recurrence` as a layer, for autodiff: x (B, 1 + T, 2H) is h_0, then a beside b."""

    def __init__(self, way, **kwargs):
        super().__init__(**kwargs)
        self.way = way

    def call(self, x):
        H = x.shape[2] // 2
        return keras_rnn.linear_recurrence(
            x[:, 1:, :H], x[:, 1:, H:], x[:, 0, :H], way=self.way)


def random(seed, T, dtype, B=3, H=5):
    rng = np.random.default_rng(seed)
    a = rng.uniform(-1, 1, (B, T, H))
    arrays = (a, rng.standard_normal((B, T, H)) * (1 - abs(a)), rng.standard_normal((B, H)),
              rng.standard_normal((B, T, H)))
    return [array.astype(dtype) for array in arrays]


@pytest.mark.parametrize("dtype, atol", [("float32", 1e-6), ("float64", 1e-12)])
@pytest.mark.parametrize("T", [1, 2, 7, 33, 4096])
@pytest.mark.parametrize("way", WAYS)
def test_states_and_gradients_are_numpys(way, T, dtype, atol):
    a, b, h_0, dh = random(T, T, dtype, *((1, 2) if T > 1000 else ()))
    h = numpy_scan.loop(a, b, h_0)
    if dtype == "float64" and name() == "jax":
        pytest.skip("JAX has float64 only where it is switched on")
    got = keras_rnn.linear_recurrence(a, b, h_0, way=way)
    np.testing.assert_allclose(ops.convert_to_numpy(got), h, rtol=0, atol=atol)

    x = np.concatenate([np.concatenate([h_0, h_0], axis=1)[:, None],
                        np.concatenate([a, b], axis=2)], axis=1)
    dx = autodiff.vjp(Recurrence(way, dtype=dtype), x, dh).dx
    H = b.shape[2]
    found = dx[:, 1:, :H], dx[:, 1:, H:], dx[:, 0, :H]
    expected = numpy_scan.backward(a, h, dh, h_0, way="loop")
    for ours, theirs in zip(found, expected, strict=True):
        ours = ops.convert_to_numpy(ours)
        assert ours.dtype == dtype
        largest = max(1.0, abs(theirs).max())
        np.testing.assert_allclose(ours / largest, theirs / largest, rtol=0, atol=3 * atol)


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("options", [
    {}, {"return_sequences": True}, {"return_state": True, "signed": True},
    {"go_backwards": True, "return_sequences": True, "memory": 30},
])
def test_the_layer_is_numpys(options, mask):
    rng = np.random.default_rng(3)
    x = rng.standard_normal((3, 11, 2)).astype("f4")
    found = compare.side_by_side(
        numpy_layers.MinGRU(4, seed=0, **options), keras_rnn.MinGRU(4, **options), x,
        mask=random_mask(mask, 3, 11, rng))
    found.assert_close(1e-5)


@pytest.mark.parametrize("way", WAYS)
def test_a_model_of_unknown_length_trains_and_is_saved(way, tmp_path):
    rng = np.random.default_rng(0)
    inputs = keras.Input((None, 2))
    hidden = keras_rnn.MinGRU(8, memory=9, way=way, return_sequences=True)(inputs)
    outputs = keras.layers.Dense(1)(keras_rnn.MinGRU(4, signed=True, way=way)(hidden))
    model = keras.Model(inputs, outputs)
    model.compile("adam", "mse")
    for T in (5, 17):
        x = rng.standard_normal((6, T, 2)).astype("f4")
        model.fit(x, x[:, -1, :1], verbose=0, epochs=1)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(again.predict(x, verbose=0), model.predict(x, verbose=0))
    assert again.layers[1].cell.memory == 9 and again.layers[2].cell.signed


def test_the_recurrence_of_unknown_length_is_the_loop():
    if name() != "tensorflow":
        pytest.skip("JAX and PyTorch always know T")
    import tensorflow as tf

    a, b, h_0, _ = random(0, 9, "float32")

    @tf.function(input_signature=[tf.TensorSpec((None, None, 5)), tf.TensorSpec((None, None, 5)),
                                  tf.TensorSpec((None, 5))])
    def run(a, b, h_0):
        return keras_rnn.linear_recurrence(a, b, h_0)

    np.testing.assert_allclose(run(a, b, h_0), numpy_scan.loop(a, b, h_0), rtol=0, atol=1e-6)


def test_stateful_pieces_are_one_pass():
    x = np.random.default_rng(1).standard_normal((3, 12, 2)).astype("f4")
    whole = keras_rnn.MinGRU(5, return_sequences=True)
    pieces = keras_rnn.MinGRU(5, return_sequences=True, stateful=True)
    y = ops.convert_to_numpy(whole(x))
    pieces.build(x[:, :4].shape)
    pieces.set_weights(whole.get_weights())
    got = [ops.convert_to_numpy(pieces(x[:, n : n + 4])) for n in (0, 4, 8)]
    np.testing.assert_allclose(np.concatenate(got, axis=1), y, atol=1e-6)


def test_cell_and_layer_agree():
    """The cell, walked by Keras's own RNN."""
    x = np.random.default_rng(1).standard_normal((3, 12, 2)).astype("f4")
    layer = keras_rnn.MinGRU(5, memory=4, return_sequences=True)
    walked = keras.layers.RNN(keras_rnn.MinGRUCell(5), return_sequences=True)
    y = layer(x)
    walked.build(x.shape)
    walked.set_weights(layer.get_weights())
    np.testing.assert_allclose(
        ops.convert_to_numpy(walked(x)), ops.convert_to_numpy(y), atol=1e-6)


A = np.zeros((2, 3, 4), "f4")


@pytest.mark.parametrize("call, message", [
    (lambda: keras_rnn.linear_recurrence(A, A[:, :2]), "a: expected .* got "),
    (lambda: keras_rnn.linear_recurrence(A[0], A[0]), r"a: expected \(B, T, H\)"),
    (lambda: keras_rnn.linear_recurrence(A, A, A[:, 0, :1]), r"h_0: expected \(B, H\)"),
    (lambda: keras_rnn.linear_recurrence(A, A, way="fast"), "way: expected one of 'loop'"),
    (lambda: keras_rnn.linear_recurrence(A.astype(int), A.astype(int)), "a: expected floats"),
    (lambda: keras_rnn.linear_recurrence(A[:, :0], A[:, :0]), r"a: expected \(B, T, H\), no axis"),
    (lambda: keras_rnn.MinGRU(4, memory=0), "memory: expected more than 0 steps, got 0"),
    (lambda: keras_rnn.MinGRU(0), "units: expected a whole number of at least 1, got 0"),
    (lambda: keras_rnn.MinGRU(4, way="fast"), "way: expected one of"),
])
def test_bad_arguments(call, message):
    with pytest.raises((TypeError, ValueError), match=f"^{message}"):
        call()
