"""Losses, optimizers and clipping against Keras's; `fit` on a task that it must learn."""

import numpy as np
import pytest

from rnn_helpers import numpy_layers, numpy_training
from rnn_helpers.backend import autodiff, keras, ops

rng = np.random.default_rng(0)
LOGITS = {"from_logits": True}
THEIRS = {
    "mean_squared_error": keras.losses.mean_squared_error,
    "sigmoid_cross_entropy": lambda t, y: keras.losses.binary_crossentropy(t, y, **LOGITS),
    "softmax_cross_entropy":
        lambda t, y: keras.losses.sparse_categorical_crossentropy(t, y, **LOGITS),
}


def y_and_target(loss):
    """Outputs (5, 7, 4), some of them large, and a target of the kind that the loss asks for."""
    y = 10 * rng.standard_normal((5, 7, 4))
    return y, {
        "mean_squared_error": rng.standard_normal((5, 7, 4)),
        "sigmoid_cross_entropy": (rng.random((5, 7, 4)) < 0.5).astype(float),
        "softmax_cross_entropy": rng.integers(0, 4, (5, 7)),
    }[loss]


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("loss", numpy_training.LOSSES)
def test_losses_are_kerass_and_their_gradients_are_slopes(loss, masked):
    y, target = y_and_target(loss)
    mask = rng.random((5, 7)) < 0.7 if masked else None
    ours = numpy_training.LOSSES[loss]
    value, dy = ours(y, target, mask)
    each = ops.convert_to_numpy(THEIRS[loss](target, y))
    assert value == pytest.approx(each[mask].mean() if masked else each.mean(), rel=1e-5)
    for index in [(0, 0, 0), (4, 6, 3), (2, 3, 1)]:
        above, below = y.copy(), y.copy()
        above[index] += 1e-5
        below[index] -= 1e-5
        slope = (ours(above, target, mask)[0] - ours(below, target, mask)[0]) / 2e-5
        assert slope == pytest.approx(dy[index], abs=1e-8)


@pytest.mark.parametrize("loss", numpy_training.LOSSES)
def test_what_the_mask_leaves_out_is_never_looked_at(loss):
    y, target = y_and_target(loss)
    mask = rng.random((5, 7)) < 0.7
    value, dy = numpy_training.LOSSES[loss](y, target, mask)
    y[~mask], target[~mask] = np.nan, -1 if loss == "softmax_cross_entropy" else np.nan
    value_again, dy_again = numpy_training.LOSSES[loss](y, target, mask)
    assert value == value_again and not dy_again[~mask].any()
    np.testing.assert_array_equal(dy, dy_again)


@pytest.mark.parametrize("loss, target", [
    ("softmax_cross_entropy", np.array([1, 1])),
    ("sigmoid_cross_entropy", np.array([[0, 1], [0, 1]])),
])
def test_cross_entropy_of_huge_logits(loss, target):
    value, dlogits = numpy_training.LOSSES[loss](np.array([[1e4, 0.0], [0.0, 1e4]]), target)
    expected = 5e3 if loss == "softmax_cross_entropy" else (1e4 + 2 * np.log(2)) / 4
    assert value == pytest.approx(expected) and np.isfinite(dlogits).all()


@pytest.mark.parametrize("loss, y, target, mask, message", [
    ("mean_squared_error", np.zeros((2, 1)), np.zeros(2), None,
     r"target: expected \(2, 1\), got \(2,\)"),
    ("sigmoid_cross_entropy", np.zeros((2, 1)), np.zeros(2), None,
     r"target: expected \(2, 1\), got \(2,\)"),
    ("softmax_cross_entropy", np.zeros((2, 3)), np.array([0, 3]), None,
     "labels: expected 0 to 2, got 0 to 3"),
    ("softmax_cross_entropy", np.zeros((2, 3)), np.array([0, -1]), None,
     "labels: expected 0 to 2, got -1 to 0"),
    ("softmax_cross_entropy", np.zeros((2, 3)), np.zeros(2), None,
     "labels: expected whole numbers"),
    ("softmax_cross_entropy", np.zeros((2, 3)), np.array([0]), None,
     r"labels: expected \(2,\), got \(1,\)"),
    ("softmax_cross_entropy", np.zeros((2, 3)), np.array([0, 1]), np.zeros(2, bool),
     "mask: expected at least one True"),
])
def test_bad_input_of_a_loss(loss, y, target, mask, message):
    with pytest.raises((ValueError, TypeError), match=message):
        numpy_training.LOSSES[loss](y, target, mask)


def test_bad_limit():
    with pytest.raises(ValueError, match="limit: expected a positive number, got 0"):
        numpy_training.clip_by_global_norm([np.ones(2)], 0)


@pytest.mark.parametrize("ours, theirs", [
    (numpy_training.SGD(0.1), keras.optimizers.SGD(0.1)),
    (numpy_training.SGD(0.1, momentum=0.9), keras.optimizers.SGD(0.1, momentum=0.9)),
    (numpy_training.Adam(0.01), keras.optimizers.Adam(0.01)),
])
def test_optimizers_walk_with_kerass(ours, theirs):
    weights = [rng.standard_normal(shape).astype(np.float32) for shape in ((3, 5), (4,))]
    variables = [keras.Variable(w) for w in weights]
    for _ in range(20):
        grads = [rng.standard_normal(w.shape).astype(np.float32) for w in weights]
        theirs.apply(grads, variables)
        before = [w.copy() for w in weights]
        new = ours.step(weights, grads)
        for w, b in zip(weights, before, strict=True):
            np.testing.assert_array_equal(w, b)
        weights = new
        for w, v in zip(weights, variables, strict=True):
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
    ours = numpy_layers.Sequential([
        numpy_layers.GRU(6, return_sequences=True, seed=1),
        numpy_layers.LSTM(5, seed=2),
        numpy_layers.Dense(2, activation="tanh", seed=3),
    ])
    x = rng.standard_normal((4, 9, 3)).astype(np.float32)
    y = ours(x)
    theirs = keras.Sequential([
        keras.Input((9, 3)),
        keras.layers.GRU(6, return_sequences=True),
        keras.layers.LSTM(5),
        keras.layers.Dense(2, activation="tanh"),
    ])
    theirs.set_weights(ours.get_weights())
    dy = rng.standard_normal(y.shape).astype(np.float32)
    dx = ours.backward(dy)
    result = autodiff.vjp(theirs, x, dy)
    np.testing.assert_allclose(y, result.outputs[0], atol=1e-6)
    expected = [*result.dweights, result.dx]
    for got, wanted in zip([*ours.gradients, dx], expected, strict=True):
        np.testing.assert_allclose(got, wanted, atol=1e-5 * np.abs(wanted).max())


def test_fit_learns_and_is_repeatable(capsys):
    """The label is the sign of the first of eight numbers: the state must hold it."""
    data = np.random.default_rng(1)
    x = data.standard_normal((256, 8, 1)).astype(np.float32)
    labels = (x[:, 0, 0] > 0).astype(int)

    def run():
        model = numpy_layers.Sequential([
            numpy_layers.GRU(12, seed=0), numpy_layers.Dense(2, seed=1)
        ])
        history = numpy_training.fit(
            model, x, labels, loss="softmax_cross_entropy", optimizer=numpy_training.Adam(0.02),
            epochs=20, rng=np.random.default_rng(0), clip=1.0,
        )
        return history, (model(x).argmax(-1) == labels).mean()

    history, accuracy = run()
    assert accuracy > 0.95 and len(history["loss"]) == len(history["gradient_norm"]) == 20
    assert run()[0] == history
    assert capsys.readouterr() == ("", "")  # no bar where nobody watches


def test_fit_shows_a_bar_where_somebody_watches(capfd):
    numpy_training.fit(
        numpy_layers.Dense(1, seed=0), np.ones((3, 2), np.float32), np.ones((3, 1)),
        loss="mean_squared_error", epochs=2, progress=True,
    )
    assert "epochs" in capfd.readouterr().err


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


@pytest.mark.parametrize("size", [1e-200, 1.0, 1e200])
def test_the_norm_of_very_large_and_very_small_gradients(size):
    rng = np.random.default_rng(5)
    grads = [size * rng.standard_normal(shape) for shape in ((3, 5), (5,), (2, 1, 7))]
    every = np.concatenate([(g / size).ravel() for g in grads])
    clipped, norm = numpy_training.clip_by_global_norm(grads, 0.5 * size)
    assert norm / size == pytest.approx(np.linalg.norm(every), rel=1e-12)
    lengths = np.concatenate([(g / size).ravel() for g in clipped])
    np.testing.assert_allclose(lengths, 0.5 * every / np.linalg.norm(every), rtol=1e-12)


@pytest.mark.parametrize("wrong", [np.inf, -np.inf, np.nan])
def test_what_cannot_be_clipped_is_told(wrong):
    grads = [np.array([1.0, wrong]), np.array([2.0])]
    with pytest.raises(FloatingPointError, match="expected finite numbers to clip, got a norm of"):
        numpy_training.clip_by_global_norm(grads, 1.0)
    untouched, norm = numpy_training.clip_by_global_norm(grads, np.inf)
    assert untouched[0] is grads[0] and not np.isfinite(norm)


@pytest.mark.parametrize("inside", [False, True])
def test_a_stateful_layer_gets_its_examples_in_their_order(inside):
    seen = []

    class Spy(numpy_layers.SimpleRNN):
        def __call__(self, x, mask=None, initial_state=None):
            seen.append((x[:, 0, 0].tolist(), self.states is not None and np.any(self.states)))
            return super().__call__(x, mask, initial_state)

    x = np.arange(1, 7, dtype=np.float32).reshape(6, 1, 1)
    spy = Spy(2, stateful=True, seed=0)
    model = numpy_layers.Sequential([spy]) if inside else spy
    numpy_training.fit(model, x, np.zeros((6, 2), np.float32),
                       loss="mean_squared_error", optimizer=numpy_training.SGD(0.0), epochs=2,
                       batch_size=3, rng=np.random.default_rng(0), progress=False)
    assert [batch for batch, _ in seen] == 2 * [[1, 2, 3], [4, 5, 6]]
    assert [bool(kept) for _, kept in seen] == 2 * [False, True], "zeros at each epoch's start"
