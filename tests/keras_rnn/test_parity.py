"""NumPy layers, Keras's own layers and keras_rnn: equal in every API mode, forward and backward.

Runs on the backend that KERAS_BACKEND names; test_backends.py runs it again on the others.
"""

import itertools

import numpy as np
import pytest
from helpers.engines import KINDS, MASKS, Case, relative

from rnn_helpers import backend, keras_rnn, numpy_layers
from rnn_helpers.backend import autodiff
from rnn_helpers.backend import keras

MODES = [dict(zip(("return_sequences", "return_state", "go_backwards"), values))
         for values in itertools.product((False, True), repeat=3)]
FORWARD = {"float32": 1e-6, "float64": 1e-12}
GRADIENT = {"float32": 1e-5, "float64": 1e-10}
# JAX keeps float64 switched off; on PyTorch Keras's own layers, not keras_rnn, come out float64 but 1e-7 off
DTYPES = ["float32", "float64"] if backend.name() == "tensorflow" else ["float32"]
OWN = {"keras": keras.layers, "keras_rnn": keras_rnn}


def keras_layer(case, library, **options):
    layer = getattr(OWN[library], case.kind)(case.H, dtype=case.dtype.name, **options)
    layer.build((case.B, case.T, case.D))
    layer.set_weights(list(case.params))
    return layer


def as_list(outputs):
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    return [keras.ops.convert_to_numpy(y) for y in outputs]


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("library", OWN)
@pytest.mark.parametrize("kind", KINDS)
def test_outputs_and_gradients_in_every_mode(kind, library, dtype, mask):
    for seed, mode in enumerate(MODES):
        # Keras on JAX puts out h_0 before the first unmasked step, on TensorFlow and PyTorch zeros: see below
        start = seed % 2 == 0 and not (backend.name() == "jax" and mask != "none")
        case = Case(kind, 10 * seed, dtype, mask, initial=start)
        initial = case.initial if start else None
        numpy_layer = case.layer(**mode)
        outputs = as_list(numpy_layer(case.x, mask=case.mask, initial_state=initial))
        dy = [case.normal(y.shape) for y in outputs]
        dx = numpy_layer.backward(dy if mode["return_state"] else dy[0])

        keras_result = autodiff.vjp(keras_layer(case, library, **mode), case.x, dy, mask=case.mask, initial_state=initial)
        assert len(outputs) == len(keras_result.outputs)
        for got, expected in zip(outputs, keras_result.outputs):
            assert got.dtype == case.dtype and got.shape == expected.shape
            np.testing.assert_allclose(got, expected, rtol=0, atol=FORWARD[dtype])
        ours = [*numpy_layer.gradients, dx] + (numpy_layer.initial_gradients if start else [])
        theirs = [*keras_result.dweights, keras_result.dx, *keras_result.dstates]
        for got, expected in zip(ours, theirs, strict=True):
            assert relative(got, expected) < GRADIENT[dtype], (mode, seed)


@pytest.mark.skipif(backend.name() != "jax", reason="Keras differs from itself here on JAX only")
def test_keras_on_jax_puts_out_h_0_where_other_backends_put_out_zeros():
    """Should this fail one day, Keras has become one; then test_outputs needs no exception."""
    case = Case("GRU", 1, "float32")
    case.mask = np.arange(case.T) > np.zeros((case.B, 1))  # only the first step is masked
    y = as_list(keras_layer(case, "keras", return_sequences=True)(case.x, mask=case.mask, initial_state=case.initial[0]))[0]
    np.testing.assert_array_equal(y[:, 0], case.initial[0])
    assert not case.layer(return_sequences=True)(case.x, mask=case.mask, initial_state=case.initial[0])[:, 0].any()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("library", OWN)
@pytest.mark.parametrize("kind", KINDS)
def test_stateful_in_pieces(kind, library, dtype):
    """Pieces of one sequence, a reset between: Keras and NumPy keep and forget the same states."""
    case = Case(kind, 3, dtype)
    ours = case.layer(stateful=True, return_sequences=True)
    theirs = getattr(OWN[library], kind)(case.H, dtype=dtype, stateful=True, return_sequences=True)
    theirs.build((case.B, case.T, case.D))
    theirs.set_weights(list(case.params))
    whole = case.layer(return_sequences=True)(case.x)
    for _ in range(2):
        pieces = []
        for piece in np.array_split(case.x, 3, axis=1):
            pieces.append(ours(piece))
            np.testing.assert_allclose(pieces[-1], as_list(theirs(piece))[0], rtol=0, atol=FORWARD[dtype])
        np.testing.assert_allclose(np.concatenate(pieces, axis=1), whole, rtol=0, atol=FORWARD[dtype])
        ours.reset_state()
        theirs.reset_state()


@pytest.mark.parametrize("kind", KINDS)
def test_cell_is_the_layer(kind):
    """keras_rnn's layer hoists a product out of its loop; a plain loop over its cell gives the same."""
    case = Case(kind, 12, "float32")
    layer = keras_layer(case, "keras_rnn", return_sequences=True)
    states = [keras.ops.convert_to_tensor(s) for s in case.initial]
    y = as_list(layer(case.x, initial_state=states))[0]
    for t in range(case.T):
        y_t, states = layer.cell(keras.ops.convert_to_tensor(case.x[:, t]), states)
        np.testing.assert_allclose(y[:, t], as_list(y_t)[0], rtol=0, atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_new_layers_start_alike(kind):
    """Starting weights of all three: same shapes, same spread of W_x, orthogonal W_h, same biases."""
    D, H = 30, 40
    ours = getattr(numpy_layers, kind)(H, seed=0)
    ours(np.zeros((2, 3, D), np.float32))
    weights = [ours.get_weights()]
    keras.utils.set_random_seed(0)
    for library in OWN.values():
        layer = getattr(library, kind)(H)
        layer.build((None, None, D))
        weights.append(layer.get_weights())
    for W_x, W_h, b in weights:
        assert [w.shape for w in (W_x, W_h, b)] == [w.shape for w in weights[0]]
        np.testing.assert_allclose([W_x.std(), np.abs(W_x).max()], [weights[1][0].std(), np.abs(weights[1][0]).max()], rtol=0.05)
        np.testing.assert_allclose(W_h @ W_h.T, np.eye(H), atol=1e-5)
        np.testing.assert_array_equal(b, weights[1][2])


@pytest.mark.parametrize("kind", KINDS)
def test_saves_and_reloads(kind, tmp_path):
    model = keras.Sequential([keras.Input((None, 3)), keras.layers.Masking(),
                              getattr(keras_rnn, kind)(5, return_sequences=True), getattr(keras_rnn, kind)(4, go_backwards=True),
                              keras.layers.Dense(2)])
    x = np.random.default_rng(0).standard_normal((6, 7, 3)).astype("float32")
    x[:, 5:] = 0
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(model.predict(x, verbose=0), again.predict(x, verbose=0), atol=1e-6)
    layer = again.layers[-2]
    assert (type(layer), layer.units, layer.go_backwards) == (getattr(keras_rnn, kind), 4, True)
    assert type(layer).from_config(layer.get_config()).get_config() == layer.get_config()


def test_mask_travels_through_a_functional_model():
    """Padded sequences of words give what the unpadded ones give."""
    words = keras.Input((None,), dtype="int32")
    state = keras_rnn.GRU(5)(keras.layers.Embedding(10, 4, mask_zero=True)(words))
    model = keras.Model(words, state)
    short = np.array([[3, 1, 4]])
    padded = np.array([[3, 1, 4, 0, 0]])
    np.testing.assert_allclose(model.predict(short, verbose=0), model.predict(padded, verbose=0), atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_trains(kind):
    """Learns the sign of the first of six numbers, in a compiled model."""
    keras.utils.set_random_seed(0)
    rng = np.random.default_rng(0)
    x = rng.standard_normal((256, 6, 1)).astype("float32")
    model = keras.Sequential([keras.Input((6, 1)), getattr(keras_rnn, kind)(12), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.02), keras.losses.BinaryCrossentropy(from_logits=True))
    losses = model.fit(x, x[:, 0] > 0, epochs=20, verbose=0).history["loss"]
    assert losses[-1] < 0.5 * losses[0]


def test_bad_units():
    with pytest.raises(ValueError, match=r"units: expected a whole number of at least 1, got 0"):
        keras_rnn.LSTM(0)
