"""`fit` in both engines: the same arguments, and with the same weights the same numbers."""

import inspect
import json
import subprocess
import sys

import numpy as np
import pytest

from rnn_helpers import keras_training, numpy_layers, numpy_training
from rnn_helpers.backend import keras, ops

N, T, D, H, K = 23, 7, 3, 5, 4  # batches of 8, 8 and 7


def test_the_same_arguments():
    ours, theirs = (inspect.signature(fit) for fit in (numpy_training.fit, keras_training.fit))
    assert ours == theirs
    assert set(numpy_training.LOSSES) == set(keras_training.LOSSES)
    assert set(numpy_training.OPTIMIZERS) == set(keras_training.OPTIMIZERS)


def both(outputs, **recurrent):
    """The same small network in both engines, with the same weights: with options for a SimpleRNN,
    one and a Dense layer; else only the latter, which TensorFlow compiles much sooner."""
    ours = numpy_layers.Sequential([
        *([numpy_layers.SimpleRNN(H, seed=0, **recurrent)] if recurrent else []),
        numpy_layers.Dense(outputs, seed=1),
    ])
    ours(np.zeros((1, T, D), np.float32))
    theirs = keras.Sequential([
        keras.Input((T, D)),
        *([keras.layers.SimpleRNN(H, **recurrent)] if recurrent else []),
        keras.layers.Dense(outputs),
    ])
    theirs.set_weights(ours.get_weights())
    return ours, theirs


def task(loss, sequences, rng):
    """x, and a target of the kind that the loss asks for."""
    shape = (N, T) if sequences else (N,)
    target = {
        "mean_squared_error": lambda: rng.standard_normal((*shape, K)),
        "sigmoid_cross_entropy": lambda: rng.random((*shape, K)) < 0.5,
        "softmax_cross_entropy": lambda: rng.integers(0, K, shape),
    }[loss]()
    return rng.standard_normal((N, T, D)).astype(np.float32), target


@pytest.mark.parametrize("loss, sequences, mask, how", [
    ("mean_squared_error", False, None, {"optimizer": "sgd", "learning_rate": 0.1}),
    ("mean_squared_error", True, "holes", {"learning_rate": 0.02}),
    ("sigmoid_cross_entropy", False, "right", {}),
    ("sigmoid_cross_entropy", True, "right", {"clip": 0.05}),
    ("softmax_cross_entropy", True, "holes", {"optimizer": "sgd", "clip": 0.1}),
    ("softmax_cross_entropy", False, None, {"clip": 1e3}),
])
def test_the_same_losses_and_weights(loss, sequences, mask, how):
    rng = np.random.default_rng(len(loss) + sequences)
    x, target = task(loss, sequences, rng)
    if mask is not None:
        lengths = rng.integers(1, T + 1, (N, 1))
        mask = np.arange(T) < lengths if mask == "right" else rng.random((N, T)) < 0.6
    ours, theirs = both(K, return_sequences=sequences)
    histories = [
        fit(model, x, target, loss=loss, epochs=3, batch_size=8, rng=np.random.default_rng(1),
            mask=mask, progress=False, **how)
        for fit, model in ((numpy_training.fit, ours), (keras_training.fit, theirs))
    ]
    for name in ("loss", "gradient_norm"):
        values = [history[name] for history in histories]
        assert len(values[0]) == 3 and len(set(values[0])) == 3, "it trains"
        np.testing.assert_allclose(values[1], values[0], rtol=1e-5, err_msg=name)
    for a, b in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(b, a, atol=2e-5)


@pytest.mark.parametrize("loss, junk", [
    ("mean_squared_error", np.nan), ("sigmoid_cross_entropy", np.nan),
    ("softmax_cross_entropy", -1),
])
def test_what_the_mask_leaves_out_is_never_looked_at(loss, junk):
    rng = np.random.default_rng(3)
    x, target = task(loss, True, rng)
    target = target.astype(float) if loss != "softmax_cross_entropy" else target
    mask = rng.random((N, T)) < 0.6
    clean, dirty = target.copy(), target.copy()
    clean[~mask], dirty[~mask] = 0, junk
    for fit, number in ((numpy_training.fit, 0), (keras_training.fit, 1)):
        how = {"loss": loss, "epochs": 1, "mask": mask, "progress": False}
        runs = [fit(both(K)[number], x, each, rng=np.random.default_rng(0), **how)
                for each in (clean, dirty)]
        assert np.isfinite(runs[0]["loss"]).all() and runs[0] == runs[1]


@pytest.mark.parametrize("loss", ["mean_squared_error", "sigmoid_cross_entropy"])
def test_a_target_may_leave_out_an_axis_of_one(loss):
    rng = np.random.default_rng(4)
    x, target = rng.standard_normal((N, T, D)).astype(np.float32), rng.random((N, T)) < 0.5
    for fit, number in ((numpy_training.fit, 0), (keras_training.fit, 1)):
        runs = [fit(both(1)[number], x, each, loss=loss, epochs=1, progress=False,
                    rng=np.random.default_rng(0))
                for each in (target, target[..., None])]
        assert runs[0] == {name: pytest.approx(values) for name, values in runs[1].items()}


def test_an_embedding_counts_a_word_that_comes_twice():
    """TensorFlow hands over an embedding's gradient in pieces, one per word: they add up before
    the norm is taken. One batch, so the norm is that of the loss's gradient at the start."""
    words, target = np.array([[1, 1, 2, 0], [2, 2, 2, 1]]), np.array([[1.0], [0.0]])
    embedding = keras.layers.Embedding(3, 2)
    model = keras.Sequential([
        keras.Input((4,), dtype="int32"), embedding, keras.layers.Flatten(), keras.layers.Dense(1)
    ])
    E, W, b = model.get_weights()
    flat = E[words].reshape(2, 8)
    dy = flat @ W + b - target  # 2 (y - target) over two examples
    dE = np.zeros_like(E)
    np.add.at(dE, words, (dy @ W.T).reshape(2, 4, 2))
    grads = [dE, flat.T @ dy, dy.sum(axis=0)]
    history = keras_training.fit(model, words, target, loss="mean_squared_error", epochs=1,
                                 optimizer=keras.optimizers.SGD(0.5), clip=0.1, progress=False)
    norm = np.sqrt(sum((g**2).sum() for g in grads))
    assert history["gradient_norm"][0] == pytest.approx(norm, rel=1e-5)
    for after, before, g in zip(model.get_weights(), (E, W, b), grads, strict=True):
        np.testing.assert_allclose(after, before - 0.5 * g * 0.1 / norm, atol=1e-6)


def test_several_inputs_and_a_mask_for_the_loss():
    """Two inputs; all outputs zero at a rate of zero: the loss is ln K, whatever is masked."""
    rng = np.random.default_rng(5)
    start, steps = keras.Input((D,)), keras.Input((T, D))
    h = keras.layers.SimpleRNN(D, return_sequences=True)(steps, initial_state=start)
    y = keras.layers.Dense(K, kernel_initializer="zeros")(h)
    x = [rng.standard_normal((N, D)), rng.standard_normal((N, T, D))]
    mask = np.arange(T) < rng.integers(1, T + 1, (N, 1))
    history = keras_training.fit(
        keras.Model([start, steps], y), x, rng.integers(0, K, (N, T)), mask=mask,
        loss="softmax_cross_entropy", epochs=2, learning_rate=0.0, progress=False,
        rng=np.random.default_rng(0),
    )
    np.testing.assert_allclose(history["loss"], np.log(K), rtol=1e-6)


def test_seed_repeats_a_run_without_an_rng():
    x, target = task("mean_squared_error", True, np.random.default_rng(6))

    def run():
        keras_training.seed(0)
        model = keras.Sequential([keras.layers.Dense(H), keras.layers.Dense(K)])
        history = keras_training.fit(model, x, target, loss="mean_squared_error", epochs=2)
        return history, keras_training.predict(model, x)

    (first, y), (again, y_again) = run(), run()
    assert first == again
    np.testing.assert_array_equal(y, y_again)


@pytest.mark.parametrize("fit, dense", [
    (numpy_training.fit, numpy_layers.Dense), (keras_training.fit, keras.layers.Dense),
])
@pytest.mark.parametrize("how, message", [
    ({"loss": "softmax_crossentropy"}, "^loss: expected one of .*got 'softmax_crossentropy'; "
                                       "did you mean 'softmax_cross_entropy'"),
    ({"optimizer": "adm"}, "^optimizer: expected one of 'adam', 'sgd', got 'adm'"),
    ({"optimizer": object(), "learning_rate": 1.0}, "^learning_rate: expected None"),
    ({"epochs": 0}, "^epochs: expected at least 1, got 0"),
])
def test_a_bad_argument_is_one_line(fit, dense, how, message):
    how = {"loss": "mean_squared_error", "epochs": 1} | how
    with pytest.raises(ValueError, match=message):
        fit(dense(1), np.ones((2, 1), np.float32), np.ones((2, 1)), **how)


def test_predict_takes_all_of_x_at_once():
    model = keras.Sequential([keras.Input((D,)), keras.layers.Dense(K)])
    x = np.random.default_rng(7).standard_normal((N, D)).astype(np.float32)
    y = keras_training.predict(model, x)
    assert isinstance(y, np.ndarray)
    np.testing.assert_array_equal(y, ops.convert_to_numpy(model(x)))


def test_a_stateful_layer_gets_its_examples_in_their_order():
    """As in the NumPy engine: the second batch goes on where the first one ended."""
    rng = np.random.default_rng(4)
    x, y = rng.standard_normal((6, 2, 3)).astype("f4"), np.zeros((6, 2), "f4")
    layer = keras.layers.SimpleRNN(2, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(3, 2, 3)), layer])
    how = {"loss": "mean_squared_error", "optimizer": "sgd", "learning_rate": 1e-9, "epochs": 2,
           "batch_size": 3, "rng": rng, "progress": False}
    if keras.backend.backend() == "jax":
        with pytest.raises(ValueError, match="forgets its state between batches on JAX"):
            keras_training.fit(model, x, y, **how)
        return
    losses = keras_training.fit(model, x, y, **how)["loss"]
    layer.reset_state()
    outputs = np.concatenate([ops.convert_to_numpy(model(part)) for part in (x[:3], x[3:])])
    np.testing.assert_allclose(losses, np.mean(outputs**2), rtol=1e-5)


SETTINGS = """
import json, os, pathlib, sys
home = pathlib.Path(sys.argv[1]) / ".keras"
home.mkdir()
(home / "keras.json").write_text(json.dumps(json.loads(sys.argv[2])))
os.environ.pop("KERAS_BACKEND", None)
os.environ["HOME"] = os.environ["USERPROFILE"] = sys.argv[1]
from rnn_helpers import backend
print(backend.keras.config.floatx())
"""


@pytest.mark.parametrize("settings, said", [
    ({"backend": "theano"}, "keras.json: expected one of tensorflow, jax, torch, got 'theano'; "
                            "delete that file"),
    ({"backend": "tensorflow", "floatx": "float64"}, "float32"),
    ([1, 2], "keras.json: expected Keras's settings, got [1, 2]; delete that file"),
])
def test_a_left_over_file_of_settings_changes_nothing_silently(settings, said, tmp_path):
    command = [sys.executable, "-c", SETTINGS, str(tmp_path), json.dumps(settings)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.stdout + done.stderr).strip().splitlines()[-1].endswith(said)
