"""Losses, optimisers and clipping against Keras's, over several steps; `fit` on a task it must learn."""

import numpy as np
import pytest

from rnn_helpers import numpy_layers, numpy_training
from rnn_helpers.backend import autodiff, training as keras_training
from rnn_helpers.backend import keras, ops

rng = np.random.default_rng(0)


def test_mean_squared_error():
    y, target = rng.standard_normal((2, 5, 7, 3))
    loss, dy = numpy_training.mean_squared_error(y, target)
    assert loss == pytest.approx(float(ops.mean(keras.losses.mean_squared_error(target, y))), rel=1e-6)
    eps = 1e-6
    for index in [(0, 0, 0), (4, 6, 2), (2, 3, 1)]:
        moved = y.copy()
        moved[index] += eps
        assert (numpy_training.mean_squared_error(moved, target)[0] - loss) / eps == pytest.approx(dy[index], abs=1e-5)


@pytest.mark.parametrize("masked", [False, True])
def test_softmax_cross_entropy(masked):
    logits = 10 * rng.standard_normal((5, 7, 4))
    labels = rng.integers(0, 4, (5, 7))
    mask = rng.random((5, 7)) < 0.7 if masked else None
    loss, dlogits = numpy_training.softmax_cross_entropy(logits, labels, mask)
    each = ops.convert_to_numpy(keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True))
    assert loss == pytest.approx(each[mask].mean() if masked else each.mean(), rel=1e-6)
    for index in [(0, 0, 0), (4, 6, 3), (2, 3, 1)]:
        moved = logits.copy()
        moved[index] += 1e-6
        slope = (numpy_training.softmax_cross_entropy(moved, labels, mask)[0] - loss) / 1e-6
        assert slope == pytest.approx(dlogits[index], abs=1e-6)


def test_softmax_cross_entropy_of_huge_logits():
    loss, dlogits = numpy_training.softmax_cross_entropy(np.array([[1e4, 0.0], [0.0, 1e4]]), np.array([1, 1]))
    assert loss == pytest.approx(5e3) and np.isfinite(dlogits).all()


@pytest.mark.parametrize("call, message", [
    (lambda: numpy_training.mean_squared_error(np.zeros((2, 1)), np.zeros(2)), r"target: expected \(2, 1\), got \(2,\)"),
    (lambda: numpy_training.softmax_cross_entropy(np.zeros((2, 3)), np.array([0, 3])), "labels: "
                                                                                       "expected 0 "
                                                                                       "to 2, got "
                                                                                       "0 to 3"),
    (lambda: numpy_training.softmax_cross_entropy(np.zeros((2, 3)), np.zeros(2)), "labels: "
                                                                                  "expected whole "
                                                                                  "numbers"),
    (lambda: numpy_training.softmax_cross_entropy(np.zeros((2, 3)), np.array([0])), r"labels: expected \(2,\), got \(1,\)"),
    (lambda: numpy_training.softmax_cross_entropy(np.zeros((2, 3)), np.array([0, 1]), np.zeros(2, bool)), "mask: "
                                                                                                          "expected "
                                                                                                          "at "
                                                                                                          "least "
                                                                                                          "one "
                                                                                                          "True"),
    (lambda: numpy_training.clip_by_global_norm([np.ones(2)], 0), "limit: expected a positive "
                                                                  "number, got 0"),
])
def test_bad_input(call, message):
    with pytest.raises((ValueError, TypeError), match=message):
        call()


@pytest.mark.parametrize("ours, theirs", [
    (numpy_training.SGD(0.1), keras.optimizers.SGD(0.1)),
    (numpy_training.SGD(0.1, momentum=0.9), keras.optimizers.SGD(0.1, momentum=0.9)),
    (numpy_training.Adam(0.01), keras.optimizers.Adam(0.01)),
])
def test_optimisers_walk_with_kerass(ours, theirs):
    weights = [rng.standard_normal(shape).astype(np.float32) for shape in ((3, 5), (4,))]
    variables = [keras.Variable(w) for w in weights]
    for _ in range(20):
        grads = [rng.standard_normal(w.shape).astype(np.float32) for w in weights]
        theirs.apply(grads, variables)
        before = [w.copy() for w in weights]
        new = ours.step(weights, grads)
        for w, b in zip(weights, before):
            np.testing.assert_array_equal(w, b)
        weights = new
        for w, v in zip(weights, variables):
            assert w.dtype == np.float32
            np.testing.assert_allclose(w, ops.convert_to_numpy(v.value), atol=2e-6)


def test_clipping_keeps_the_direction():
    grads = [rng.standard_normal((3, 5)), rng.standard_normal(4)]
    clipped, norm = numpy_training.clip_by_global_norm(grads, 0.5)
    flat, flat_clipped = (np.concatenate([g.ravel() for g in gs]) for gs in (grads, clipped))
    assert norm == pytest.approx(np.linalg.norm(flat))
    assert np.linalg.norm(flat_clipped) == pytest.approx(0.5)
    assert flat @ flat_clipped == pytest.approx(np.linalg.norm(flat) * 0.5)
    np.testing.assert_array_equal(numpy_training.clip_by_global_norm(grads, 1e9)[0][0], grads[0])


def test_sequential_backward_is_autodiff():
    ours = numpy_layers.Sequential([numpy_layers.GRU(6, return_sequences=True, seed=1), numpy_layers.LSTM(5, seed=2),
                                    numpy_layers.Dense(2, activation="tanh", seed=3)])
    x = rng.standard_normal((4, 9, 3)).astype(np.float32)
    y = ours(x)
    theirs = keras.Sequential([keras.Input((9, 3)), keras.layers.GRU(6, return_sequences=True), keras.layers.LSTM(5),
                               keras.layers.Dense(2, activation="tanh")])
    theirs.set_weights(ours.get_weights())
    dy = rng.standard_normal(y.shape).astype(np.float32)
    dx = ours.backward(dy)
    result = autodiff.vjp(theirs, x, dy)
    np.testing.assert_allclose(y, result.outputs[0], atol=1e-6)
    for got, expected in zip([*ours.gradients, dx], [*result.dweights, result.dx], strict=True):
        np.testing.assert_allclose(got, expected, atol=1e-5 * np.abs(expected).max())


def test_fit_learns_and_is_repeatable(capsys):
    """The label is the sign of the first of eight numbers: the state must hold it for seven steps."""
    data = np.random.default_rng(1)
    x = data.standard_normal((256, 8, 1)).astype(np.float32)
    labels = (x[:, 0, 0] > 0).astype(int)

    def run():
        model = numpy_layers.Sequential([numpy_layers.GRU(12, seed=0), numpy_layers.Dense(2, seed=1)])
        history = numpy_training.fit(model, x, labels, loss="softmax_cross_entropy", optimizer=numpy_training.Adam(0.02),
                                     epochs=20, rng=np.random.default_rng(0), clip=1.0)
        return history, (model(x).argmax(-1) == labels).mean()

    history, accuracy = run()
    assert accuracy > 0.95 and len(history["loss"]) == len(history["gradient_norm"]) == 20
    assert run()[0] == history
    assert capsys.readouterr() == ("", "")  # no bar where nobody watches


def test_fit_shows_a_bar_where_somebody_watches(capfd):
    model = numpy_layers.Dense(1, seed=0)
    numpy_training.fit(model, np.ones((3, 2), np.float32), np.ones((3, 1)), loss="mean_squared_error",
                       optimizer=numpy_training.SGD(), epochs=2, rng=np.random.default_rng(0), progress=True)
    assert "epochs" in capfd.readouterr().err


def test_masked_steps_do_not_count_in_fit():
    """Targets under the mask may be anything: the same training."""
    data = np.random.default_rng(2)
    x, labels = data.standard_normal((20, 6, 2)).astype(np.float32), data.integers(0, 3, (20, 6))
    mask = np.arange(6) < data.integers(1, 7, (20, 1))

    def weights(labels):
        model = numpy_layers.Sequential([numpy_layers.SimpleRNN(4, return_sequences=True, seed=0), numpy_layers.Dense(3, seed=1)])
        numpy_training.fit(model, x, labels, loss="softmax_cross_entropy", optimizer=numpy_training.SGD(0.1), epochs=3,
                           rng=np.random.default_rng(0), mask=mask)
        return model.get_weights()

    for a, b in zip(weights(labels), weights(np.where(mask, labels, 0))):
        np.testing.assert_array_equal(a, b)


def test_an_unknown_loss_of_keras_training_is_one_line():
    with pytest.raises(ValueError, match="^loss: expected one of .*got 'softmax_crossentropy'; did "
                                         "you mean 'softmax_cross_entropy'"):
        keras_training.fit(keras.Sequential([keras.layers.Dense(1)]), np.ones((2, 1)), np.ones((2, 1)), loss="softmax_crossentropy", epochs=1)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("dtype, tolerance", [(np.float64, 1e-9), (np.float32, 1e-4)])
def test_linear_probe_is_least_squares_on_an_augmented_system(seed, dtype, tolerance):
    """Ridge regression as ordinary least squares: a column of ones for the bias, and one more row
    for each weight that asks it to be zero."""
    draw = np.random.default_rng(seed)
    N, H, C = 37, 5 + seed, 3
    h = (3 + draw.standard_normal((N, H)) * draw.uniform(0.1, 10, H)).astype(dtype)
    targets = draw.standard_normal((N, C)).astype(dtype)
    targets[:, 0] = h @ draw.standard_normal(H) + 2 > 0
    probe = numpy_training.linear_probe(h, targets, ridge=0.05)
    assert probe.W.dtype == probe.b.dtype == dtype
    penalty = 0.05 * N * h.var(axis=0, dtype=float).mean()
    rows = np.block([[h.astype(float), np.ones((N, 1))],
                     [np.sqrt(penalty) * np.eye(H), np.zeros((H, 1))]])
    W_b = np.linalg.lstsq(rows, np.vstack([targets, np.zeros((H, C))]), rcond=None)[0]
    np.testing.assert_allclose(probe.W, W_b[:-1], atol=tolerance)
    np.testing.assert_allclose(probe.b, W_b[-1], atol=10 * tolerance)
    new = draw.standard_normal((4, H)).astype(dtype)
    np.testing.assert_allclose(probe.predict(new), new @ W_b[:-1] + W_b[-1], atol=10 * tolerance)


def test_linear_probe_of_booleans_and_of_constant_features():
    draw = np.random.default_rng(0)
    h, answers = draw.standard_normal((50, 4)), draw.random((50, 3)) < 0.3
    of_bools = numpy_training.linear_probe(h, answers)
    of_numbers = numpy_training.linear_probe(h, answers.astype(float))
    np.testing.assert_array_equal(of_bools.W, of_numbers.W)
    constant = numpy_training.linear_probe(np.ones((50, 4)), answers)
    np.testing.assert_allclose(constant.predict(h), np.tile(answers.mean(axis=0), (50, 1)))


@pytest.mark.parametrize("h, targets, ridge, message", [
    (np.zeros((5, 2)), np.zeros((4, 1)), 0.01, r"targets: expected \(N=5, C\), got \(4, 1\)"),
    (np.zeros((5, 2)), np.zeros(5), 0.01, r"targets: expected \(N=5, C\), got \(5,\)"),
    (np.zeros((5, 2)), np.zeros((5, 1)), 0, "ridge: expected a positive number, got 0"),
])
def test_linear_probe_says_what_is_wrong(h, targets, ridge, message):
    with pytest.raises(ValueError, match=message):
        numpy_training.linear_probe(h, targets, ridge=ridge)
