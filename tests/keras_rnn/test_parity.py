"""NumPy layers, Keras's own layers and keras_rnn: equal in every API mode, forward and backward.

Runs on the backend that KERAS_BACKEND names; test_backends.py runs it again on the others.
"""

import itertools

import numpy as np
import pytest

from helpers.engines import KINDS, MASKS, Case, relative
from rnn_helpers import backend, keras_rnn, keras_training, numpy_layers
from rnn_helpers.backend import autodiff, keras, ops

MODES = [
    {"return_sequences": sequences, "return_state": state, "go_backwards": backwards}
    for sequences, state, backwards in itertools.product((False, True), repeat=3)
]
FORWARD = {"float32": 1e-6, "float64": 1e-12}
GRADIENT = {"float32": 1e-5, "float64": 1e-10}
# JAX keeps float64 switched off; on PyTorch Keras's own layers, not keras_rnn's, are 1e-7 off
DTYPES = ["float32", "float64"] if backend.name() == "tensorflow" else ["float32"]
# B, T, D, H: JAX compiles each shape anew, so there the modes and masks of a kind share theirs
SIZES = {"SimpleRNN": (4, 23, 3, 5), "LSTM": (3, 19, 2, 7), "GRU": (6, 29, 5, 4)}
SIZES = SIZES if backend.name() == "jax" else {}
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
        # before the first real step Keras returns h_0 on JAX, and zeros on the others: see below
        start = seed % 2 == 0 and not (backend.name() == "jax" and mask != "none")
        # one long sequence; TensorFlow takes each step of it by itself, which is slow
        case = Case(kind, 10 * seed, dtype, mask, initial=start, T_max=12 if seed else 50,
                    sizes=SIZES.get(kind))
        initial = case.initial if start else None
        numpy_layer = case.layer(**mode)
        outputs = as_list(numpy_layer(case.x, mask=case.mask, initial_state=initial))
        dy = [case.normal(y.shape) for y in outputs]
        dx = numpy_layer.backward(dy if mode["return_state"] else dy[0])

        layer = keras_layer(case, library, **mode)
        result = autodiff.vjp(layer, case.x, dy, mask=case.mask, initial_state=initial)
        for got, expected in zip(outputs, result.outputs, strict=True):
            assert got.dtype == case.dtype and got.shape == expected.shape
            np.testing.assert_allclose(got, expected, rtol=0, atol=FORWARD[dtype])
        ours = [*numpy_layer.gradients, dx] + (numpy_layer.initial_gradients if start else [])
        theirs = [*result.dweights, result.dx, *result.dstates]
        for got, expected in zip(ours, theirs, strict=True):
            assert relative(got, expected) < GRADIENT[dtype], (mode, seed)


@pytest.mark.skipif(backend.name() != "jax", reason="Keras differs from itself here on JAX only")
def test_keras_on_jax_returns_h_0_where_other_backends_return_zeros():
    """If this fails one day, the backends agree, and test_outputs needs no exception."""
    case = Case("GRU", 1, "float32")
    case.mask = np.arange(case.T) > np.zeros((case.B, 1))  # only the first step is masked
    how = {"mask": case.mask, "initial_state": case.initial[0]}
    y = as_list(keras_layer(case, "keras", return_sequences=True)(case.x, **how))[0]
    np.testing.assert_array_equal(y[:, 0], case.initial[0])
    assert not case.layer(return_sequences=True)(case.x, **how)[:, 0].any()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("library", OWN)
@pytest.mark.parametrize("kind", KINDS)
def test_stateful_in_pieces(kind, library, dtype):
    """Pieces of one sequence, then a reset: Keras and NumPy keep and forget the same states."""
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
            expected = as_list(theirs(piece))[0]
            np.testing.assert_allclose(pieces[-1], expected, rtol=0, atol=FORWARD[dtype])
        together = np.concatenate(pieces, axis=1)
        np.testing.assert_allclose(together, whole, rtol=0, atol=FORWARD[dtype])
        ours.reset_state()
        theirs.reset_state()


@pytest.mark.parametrize("kind", KINDS)
def test_cell_is_the_layer(kind):
    """A layer of keras_rnn has its own recurrence; a plain loop over its cell gives the same."""
    case = Case(kind, 12, "float32")
    layer = keras_layer(case, "keras_rnn", return_sequences=True)
    states = [keras.ops.convert_to_tensor(s) for s in case.initial]
    y = as_list(layer(case.x, initial_state=states))[0]
    for t in range(case.T):
        y_t, states = layer.cell(keras.ops.convert_to_tensor(case.x[:, t]), states)
        np.testing.assert_allclose(y[:, t], as_list(y_t)[0], rtol=0, atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_new_layers_start_alike(kind):
    """Initial weights of all three: same shapes, same spread of W_x, orthogonal W_h, same b."""
    D, H = 30, 40
    ours = getattr(numpy_layers, kind)(H, seed=0)
    ours(np.zeros((2, 3, D), np.float32))
    weights = [ours.get_weights()]
    keras.utils.set_random_seed(0)
    for library in OWN.values():
        layer = getattr(library, kind)(H)
        layer.build((None, None, D))
        weights.append(layer.get_weights())
    theirs, _, their_b = weights[1]
    for W_x, W_h, b in weights:
        assert [w.shape for w in (W_x, W_h, b)] == [w.shape for w in weights[0]]
        np.testing.assert_allclose(W_x.std(), theirs.std(), rtol=0.05)
        np.testing.assert_allclose(np.abs(W_x).max(), np.abs(theirs).max(), rtol=0.05)
        np.testing.assert_allclose(W_h @ W_h.T, np.eye(H), atol=1e-5)
        np.testing.assert_array_equal(b, their_b)


@pytest.mark.parametrize("kind", KINDS)
def test_saves_and_reloads(kind, tmp_path):
    make = getattr(keras_rnn, kind)
    model = keras.Sequential([
        keras.Input((None, 3)),
        keras.layers.Masking(),
        make(5, return_sequences=True),
        make(4, go_backwards=True),
        keras.layers.Dense(2),
    ])
    x = np.random.default_rng(0).standard_normal((6, 7, 3)).astype("float32")
    x[:, 5:] = 0
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    y, y_again = (keras_training.predict(of, x) for of in (model, again))
    np.testing.assert_allclose(y, y_again, atol=1e-6)
    layer = again.layers[-2]
    assert (type(layer), layer.units, layer.go_backwards) == (make, 4, True)
    assert type(layer).from_config(layer.get_config()).get_config() == layer.get_config()


def test_mask_travels_through_a_functional_model():
    """Padded sequences of words give what the unpadded ones give."""
    words = keras.Input((None,), dtype="int32")
    state = keras_rnn.GRU(5)(keras.layers.Embedding(10, 4, mask_zero=True)(words))
    model = keras.Model(words, state)
    short = np.array([[3, 1, 4]])
    padded = np.array([[3, 1, 4, 0, 0]])
    y, y_padded = (keras_training.predict(model, x) for x in (short, padded))
    np.testing.assert_allclose(y, y_padded, atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_trains(kind):
    """The layer learns the sign of the first of six numbers, in a compiled model."""
    keras.utils.set_random_seed(0)
    rng = np.random.default_rng(0)
    x = rng.standard_normal((256, 6, 1)).astype("float32")
    layer = getattr(keras_rnn, kind)(12)
    model = keras.Sequential([keras.Input((6, 1)), layer, keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.02), keras.losses.BinaryCrossentropy(from_logits=True))
    losses = model.fit(x, x[:, 0] > 0, epochs=20, verbose=0).history["loss"]
    assert losses[-1] < 0.5 * losses[0]


def test_bad_units():
    with pytest.raises(ValueError, match=r"units: expected a whole number of at least 1, got 0"):
        keras_rnn.LSTM(0)


PHIS = {
    "own tanh": lambda z: 1.7159 * ops.tanh(2 / 3 * z),
    "layer": keras.layers.LeakyReLU(),
    "name": "relu",
    "function": keras.activations.sigmoid,
    "none": None,
}
PHIS["own tanh"].__name__ = "tanh"  # chosen by what it is, not by what it is called


@pytest.mark.parametrize("phi", PHIS)
def test_any_activation(phi):
    x = np.random.default_rng(1).standard_normal((3, 5, 2)).astype("f4")
    theirs = keras.layers.SimpleRNN(4, activation=PHIS[phi], return_sequences=True)
    ours = keras_rnn.SimpleRNN(4, activation=PHIS[phi], return_sequences=True)
    theirs.build(x.shape), ours.build(x.shape)
    ours.set_weights(theirs.get_weights())
    for mask in (None, np.ones((3, 5), bool)):
        np.testing.assert_allclose(ops.convert_to_numpy(ours(x, mask=mask)),
                                   ops.convert_to_numpy(theirs(x, mask=mask)), atol=1e-6)


@pytest.mark.parametrize("kind", ["SimpleRNN", "LSTM", "GRU"])
def test_whole_numbers_and_numbers_of_units_as_numpy_has_them(kind):
    x = np.eye(4, dtype=int)[[[0, 1, 2, 3, 1], [3, 3, 0, 1, 2]]]
    ours = getattr(keras_rnn, kind)(np.int64(3))
    theirs = getattr(keras.layers, kind)(3)
    ours.build(x.shape), theirs.build(x.shape)
    ours.set_weights(theirs.get_weights())
    np.testing.assert_allclose(ops.convert_to_numpy(ours(x)), ops.convert_to_numpy(theirs(x)),
                               atol=1e-6)
    assert type(ours.get_config()["units"]) is int
    for wrong in (True, 0, 2.0, "3"):
        with pytest.raises(ValueError, match="units: expected a whole number of at least 1"):
            getattr(keras_rnn, kind)(wrong)


@pytest.mark.parametrize("kind", ["SimpleRNN", "LSTM", "GRU"])
@pytest.mark.parametrize("shape", [(4, 3), (4, 5, 2, 3)])
def test_another_rank_is_refused_as_keras_refuses_it(kind, shape):
    with pytest.raises(ValueError, match=f"expected ndim=3, found ndim={len(shape)}"):
        getattr(keras_rnn, kind)(4)(np.ones(shape, "f4"))
