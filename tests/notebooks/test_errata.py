"""The lecture's 22 errata, one test each: what it says fails, what the series says holds.

Each has its "Erratum" note in a notebook, with a cell that checks it; the last test looks for them.
"""

import builtins
import inspect
import itertools
import re

import numpy as np
import pytest

from helpers.places import NOTEBOOKS, ROOT, read
from rnn_helpers import data, gradients, numpy_layers, numpy_lstm, numpy_rnn, numpy_skip, text
from rnn_helpers.notebooks import page
from rnn_helpers.numpy_training import SGD

# number: (the notebook its note is in, a pattern of the note's words)
NOTES = {
    1: ("04", "return_states"),
    2: ("04", "stacking"),
    3: ("05", "not a scalar"),
    4: ("05", "lacks φ"),
    5: ("07", "k-1"),
    6: ("06", "immediate"),
    7: ("06", "t-2"),
    8: ("07", "linear"),
    9: ("07", r"absolute|size|\|w\|"),
    10: ("07", "[Ss]ingular"),
    11: ("07", "[Nn]ot .*problem"),
    12: ("01", "multisets"),
    13: ("01", r"x}_{\(T\)}"),
    14: ("05", "third axis"),
    15: ("02", "uniform"),
    16: ("02", "not random"),
    17: ("02", "regardless of length"),
    18: ("06", "only after"),
    19: ("02", "cell state"),
    20: ("01", "one to many"),
    21: ("07", "[Ss]kip"),
    22: ("02", "by hand"),
}


@pytest.fixture
def rng():
    return np.random.default_rng(7)


@pytest.fixture
def run(rng):
    """A random network's params, x, h and the gradient of a loss at every state, in float64."""
    B, T, D, H = 2, 7, 3, 5
    params = numpy_rnn.init_params(D, H, rng=rng, dtype=np.float64)
    params = params._replace(b_h=rng.standard_normal(H))
    x, dh = rng.standard_normal((B, T, D)), rng.standard_normal((B, T, H))
    return params, x, numpy_rnn.forward(params, x), dh


@pytest.fixture(scope="module")
def keras():
    from rnn_helpers.backend import keras

    return keras


def test_01_the_argument_is_return_state_and_it_returns_the_last_state(keras, rng):
    x = rng.standard_normal((2, 7, 3)).astype(np.float32)
    with pytest.raises(ValueError, match="return_states"):
        keras.layers.SimpleRNN(5, return_states=True)
    with pytest.raises(TypeError, match="return_state"):
        numpy_layers.SimpleRNN(5, return_states=True)
    sequence, state = keras.layers.SimpleRNN(5, return_sequences=True, return_state=True)(x)
    assert tuple(sequence.shape) == (2, 7, 5) and tuple(state.shape) == (2, 5)
    np.testing.assert_array_equal(np.asarray(sequence)[:, -1], np.asarray(state))


def test_02_stacking_needs_return_sequences(keras):
    for option, stacks in (("return_state", False), ("return_sequences", True)):
        inputs = keras.Input((7, 3))
        below = keras.layers.SimpleRNN(5, **{option: True})(inputs)
        below = below[0] if isinstance(below, (list, tuple)) else below
        if stacks:
            assert keras.layers.SimpleRNN(4)(below).shape == (None, 4)
        else:
            with pytest.raises(ValueError, match="ndim"):
                keras.layers.SimpleRNN(4)(below)


def test_03_the_output_is_the_state_and_a_vector(keras, rng):
    layer = keras.layers.SimpleRNN(5, return_state=True)
    output, state = layer(rng.standard_normal((2, 7, 3)).astype(np.float32))
    np.testing.assert_array_equal(np.asarray(output), np.asarray(state))
    assert output.shape == (2, 5)
    shapes = [w.shape for w in layer.get_weights()]
    assert shapes == [(3, 5), (5, 5), (5,)]  # no W_hy


def test_04_the_stacked_form_needs_phi(run):
    (W_xh, W_hh, b_h), x, h, _ = run
    stacked = np.concatenate([x[:, 3], h[:, 2]], axis=1) @ np.concatenate([W_xh, W_hh]) + b_h
    np.testing.assert_allclose(np.tanh(stacked), h[:, 3], rtol=1e-12)
    assert np.abs(stacked - h[:, 3]).max() > 0.1


def test_05_the_product_ends_at_k_minus_1(run):
    params, x, h, _ = run
    J, t, k = gradients.jacobians(params, h), 5, 3

    def product(last):
        matrix = np.eye(5)
        for u in range(last + 1):
            matrix = matrix @ J[0, t - u]
        return matrix

    def h_t(h_before):  # by differences, from h_(t-k)
        return numpy_rnn.forward(params, x[:1, t - k + 1 : t + 1], h_before[None])[0, -1]

    def slopes(i):  # of one unit
        return gradients.numerical_gradient(lambda v: float(h_t(v)[i]), h[0, t - k])

    true = np.stack([slopes(i) for i in range(5)])
    np.testing.assert_allclose(product(k - 1), true, atol=1e-8)
    assert np.abs(product(t - 1) - true).max() > 0.01


def test_06_the_sum_needs_immediate_derivatives_and_stops_before_h_0(run):
    params, x, h, dh = run
    B, T, H = h.shape
    paths = gradients.loss_paths(params, h, dh)  # [b, s, t] = ∂L_s/∂h_t
    h_prev = np.concatenate([np.zeros((B, 1, H)), h[:, :-1]], axis=1)

    def through(t, dh_t):
        """dW_hh by way of h_t's immediate partial derivative: h_(t-1) is a constant in it."""
        return h_prev[:, t].T @ (dh_t * (1 - h[:, t] ** 2))

    terms = {(t, k): through(t - k, paths[:, t, t - k]) for t in range(T) for k in range(t + 1)}
    grads, _, _ = numpy_rnn.bptt(params, x, h, dh)
    np.testing.assert_allclose(sum(terms.values()), grads.W_hh, rtol=1e-10)

    def total(t, dh_t):
        """The same with the total derivative: all that lies before h_t counted, too."""
        only_t = np.zeros_like(h[:, : t + 1])
        only_t[:, t] = dh_t
        return numpy_rnn.bptt(params, x[:, : t + 1], h[:, : t + 1], only_t)[0].W_hh

    twice = sum(total(t - k, paths[:, t, t - k]) for t, k in terms)
    assert np.abs(twice - grads.W_hh).max() > 0.1 * np.abs(grads.W_hh).max()


def test_07_the_state_depends_on_each_earlier_state_not_on_one_of_them_twice(run):
    """The same h_t follows from each of h_(t-1), h_(t-2), …: each has a Jacobian of its own."""
    params, x, h, _ = run
    for k in range(1, 7):
        from_there = numpy_rnn.forward(params, x[:, 7 - k :], h[:, 6 - k])
        np.testing.assert_allclose(from_there[:, -1], h[:, 6], rtol=1e-12)
    sizes = [np.abs(gradients.state_jacobian(params, h, 6, k)).max() for k in range(1, 7)]
    assert min(sizes) > 0 and len(set(sizes)) == 6


def test_08_a_power_of_the_weights_only_where_phi_is_linear(run):
    params, x, h, _ = run
    power = np.linalg.matrix_power(params.W_hh.T, 4)
    linear = numpy_rnn.forward(params, x, activation="linear")
    for one in gradients.state_jacobian(params, linear, 6, 4, activation="linear"):
        np.testing.assert_allclose(one, power, rtol=1e-9, atol=1e-12)
    assert all(np.abs(one - power).max() > 0.1 for one in gradients.state_jacobian(params, h, 6, 4))


def test_09_the_scalar_test_is_the_absolute_value():
    h = np.zeros((1, 40, 1))
    for w, grows in ((0.9, False), (-0.9, False), (1.1, True), (-2.0, True)):  # w < 1 is true of -2
        params = numpy_rnn.Params(np.ones((1, 1)), np.full((1, 1), w), np.zeros(1))
        size = np.abs(gradients.state_jacobian(params, h, 39, 40, activation="linear")).item()
        assert (size > 10) if grows else (size < 0.1)


def test_10_eigenvalues_alone_do_not_tell():
    """One spectral radius, two largest singular values, two fates: the second one first grows."""
    normal, shear = np.diag([0.9, 0.8]), np.array([[0.9, 8.0], [0.0, 0.9]])
    assert gradients.spectral_radius(normal) == pytest.approx(gradients.spectral_radius(shear))
    size = {
        name: [np.linalg.norm(np.linalg.matrix_power(W, k), 2) for k in range(1, 200)]
        for name, W in (("normal", normal), ("shear", shear))
    }
    assert max(size["normal"]) < 1 and max(size["shear"]) > 20
    assert size["normal"][-1] < 1e-8 and size["shear"][-1] < 1e-4


@pytest.mark.parametrize("scale, outcome", [(0.5, "vanishes"), (2.0, "explodes")])
def test_11_deep_networks_with_a_matrix_for_each_layer_have_it_too(rng, scale, outcome):
    product = np.eye(20)
    for _ in range(50):
        product = product @ (scale * rng.standard_normal((20, 20)) / np.sqrt(20))
    norm = np.linalg.norm(product)
    assert norm < 1e-6 if outcome == "vanishes" else norm > 1e6


def test_12_equal_as_multisets_and_equal_elements_may_be_swapped():
    sentences = data.load("sentences")["text"]
    first, second = sentences[0].split(), sentences[1].split()
    assert sorted(first) == sorted(second) and first != second
    assert set("aab") == set("abb") and sorted("aab") != sorted("abb")
    row = ["row", "row", "boat"]
    assert [row[1], row[0], row[2]] == row


def test_13_a_sequence_runs_to_T():
    sentence = data.load("sentences")["text"][0].split()
    x = dict(enumerate(sentence, start=1))
    T = len(sentence)
    assert [x[t] for t in range(1, T + 1)] == sentence and len([x[t] for t in range(1, T)]) == T - 1


def test_14_a_batch_of_sequences_has_three_axes_and_rows_meet_weights_from_the_right(run):
    params, x, h, _ = run
    assert x.ndim == 3 and x[:, 0].ndim == 2
    by_columns = np.tanh(params.W_xh.T @ x[:, 0].T + params.b_h[:, None])
    np.testing.assert_allclose(by_columns.T, h[:, 0], rtol=1e-12)
    with pytest.raises(ValueError, match="x: expected"):
        numpy_rnn.forward(params, x[:, 0])


def test_15_the_state_starts_at_zero_and_input_is_a_builtin(keras, run, rng):
    params, x, h, _ = run
    np.testing.assert_array_equal(numpy_rnn.forward(params, x, np.zeros((2, 5))), h)
    other = numpy_rnn.forward(params, x, rng.uniform(size=(2, 5)))
    assert np.abs(other[:, 0] - h[:, 0]).max() > 0.01
    layer = keras.layers.SimpleRNN(5)
    x32, zeros = x.astype(np.float32), np.zeros((2, 5), np.float32)
    from_zeros = layer(x32, initial_state=zeros)
    np.testing.assert_array_equal(np.asarray(layer(x32)), np.asarray(from_zeros))
    assert callable(builtins.input)


def test_16_the_new_state_is_not_random(run):
    params, x, h, _ = run
    again = [numpy_rnn.step(params, x[:, 3], h[:, 2]) for _ in range(3)]
    assert all(np.array_equal(again[0], other) for other in again)


def test_17_a_fixed_size_is_lossy(run, rng):
    """Sequences that differ long ago only: their states become the same number for number."""
    params, _, _, _ = run
    x = rng.standard_normal((2, 400, 3)).astype(np.float32)
    x[1, 50:] = x[0, 50:]
    params = numpy_rnn.Params(*(w.astype(np.float32) for w in params))
    h = numpy_rnn.forward(params._replace(W_hh=0.9 * params.W_hh), x)
    assert np.abs(h[0, 49] - h[1, 49]).max() > 0.01
    np.testing.assert_array_equal(h[0, -1], h[1, -1])


def test_18_truncated_bptt_updates_before_the_end_and_gradients_add_up(run):
    params, x, h, dh = run
    whole, _, _ = numpy_rnn.bptt(params, x, h, dh)
    def of_loss(s):  # at one step alone
        return numpy_rnn.bptt(params, x, h, np.where(np.arange(7)[:, None] == s, dh, 0.0))[0]

    np.testing.assert_allclose(sum(of_loss(s).W_hh for s in range(7)), whole.W_hh, rtol=1e-10)
    # An update after three of seven inputs.
    first, _, _ = numpy_rnn.bptt(params, x[:, :3], h[:, :3], dh[:, :3])
    updated = SGD(0.1).step(list(params), list(first))
    assert all((new != old).any() for new, old in zip(updated, params, strict=True))


def test_19_a_simple_network_carries_one_state_an_lstm_two(rng):
    x = rng.standard_normal((2, 7, 3)).astype(np.float32)
    assert len(numpy_layers.SimpleRNN(5, return_state=True, seed=0)(x)) == 2
    y, h_T, c_T = numpy_layers.LSTM(5, return_state=True, seed=0)(x)
    np.testing.assert_array_equal(y, h_T)
    assert np.abs(h_T - c_T).max() > 0.01  # c is another vector
    assert "c_prev" in inspect.signature(numpy_lstm.step).parameters
    assert "c_prev" not in inspect.signature(numpy_rnn.step).parameters


def test_20_text_generation_is_trained_shifted_and_run_by_feeding_back():
    names = [list(data.spell(n)) for n in range(10)]
    letters = text.Vocabulary(names, reserved=["<pad>", "<start>", "<end>"])
    fed, mask = letters.encode([["<start>", *name] for name in names])
    wanted, _ = letters.encode([[*name, "<end>"] for name in names])
    assert fed.shape == wanted.shape and fed.shape[1] > 1  # many to many
    np.testing.assert_array_equal(fed[:, 1:][mask[:, 1:]], wanted[:, :-1][mask[:, 1:]])


def test_21_a_skip_connection_is_a_second_shorter_path(rng):
    """The gradient after T steps, with the path of d steps and without: the skip carries it."""
    T, D, H, d = 40, 3, 5, 8
    plain = numpy_rnn.init_params(D, H, rng=rng, dtype=np.float64)
    plain = plain._replace(W_hh=0.3 * plain.W_hh)
    skip = numpy_skip.Params(plain.W_xh, plain.W_hh, orthogonal(rng, H), plain.b_h)
    x = 0.1 * rng.standard_normal((1, T, D))
    dh = np.zeros((1, T, H))
    dh[:, -1] = 1
    _, dx, _ = numpy_rnn.bptt(plain, x, numpy_rnn.forward(plain, x), dh)
    _, dx_skip, _ = numpy_skip.bptt(skip, x, numpy_skip.forward(skip, x, delay=d), dh, delay=d)
    first = 7  # four jumps of eight back from the last
    assert np.linalg.norm(dx[0, first]) < 1e-6 * np.linalg.norm(dx_skip[0, first])


def orthogonal(rng, H):
    """An orthogonal matrix: it neither stretches nor shrinks."""
    return np.linalg.qr(rng.standard_normal((H, H)))[0]


def test_22_cells_picked_by_hand_look_better_than_they_are(rng):
    """With labels that mean nothing, the best of many cells looks good only where it was chosen."""
    cells, labels = rng.standard_normal((2, 60, 256)), rng.integers(0, 2, (2, 60))

    def score(half):
        return np.array([np.corrcoef(cells[half, :, j], labels[half])[0, 1] for j in range(256)])

    best = np.abs(score(0)).argmax()
    assert abs(score(0)[best]) > 0.3 > 0.25 > abs(score(1)[best])


def notes():
    """(notebook's number, the erratum's number or None, text of the note, its check's source).

    A note is a common mistake with the tag `erratum-N`, or, where a notebook is not yet laid out
    anew, a block headed Erratum.
    """
    for path in NOTEBOOKS:
        cells = read(path).cells
        for cell, following in itertools.zip_longest(cells, cells[1:]):
            if cell.cell_type == "markdown":
                code = following.source if following and following.cell_type == "code" else ""
                for note in re.findall(r"^> \*\*Erratum\.\*\*(.*)$", cell.source, re.M):
                    yield path.stem[:2], None, note, code if "assert" in code else ""
                for tag in cell.metadata.get("tags", []):
                    if tag.startswith("erratum-"):
                        yield path.stem[:2], int(tag.removeprefix("erratum-")), cell.source, code


@pytest.mark.parametrize("number", sorted(NOTES))
def test_each_is_noted_where_it_belongs_and_checked(number):
    notebook, words = NOTES[number]
    found = [code for place, its, note, code in notes() if place == notebook
             and (its == number if its is not None else re.search(words, note))]
    assert found, f"no note in notebook {notebook} is about it"
    assert any(found), "the note is not followed by a cell that checks it"


def test_the_page_is_what_the_notebooks_say():
    """`python -m rnn_helpers.notebooks errata` writes it."""
    committed = (ROOT / "pages" / "errata.md").read_text(encoding="utf-8")
    assert committed == page(NOTEBOOKS)
    listed = [int(number) for number in re.findall(r"^(\d+)\. ", committed, re.M)]
    assert listed == sorted(number for _, number, _, _ in notes() if number is not None)


def test_there_is_one_test_for_each():
    numbers = sorted(int(name[5:7]) for name in globals() if re.match(r"test_\d\d_", name))
    assert numbers == list(range(1, 23)) == sorted(NOTES)
