"""Wrong arguments: the message names the argument, what was expected and what came."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.engines import KINDS, Case
from rnn_helpers import arguments, gradients, numpy_layers, numpy_rnn, numpy_training
from rnn_helpers.compare import convert


def raises(error, message):
    return pytest.raises(error, match=message)


def engine_and_params(kind, D=3, H=4, dtype=np.float32):
    engine = KINDS[kind].engine
    return engine, engine.init_params(D, H, rng=np.random.default_rng(0), dtype=dtype)


def zeros(*shape):
    return np.zeros(shape, np.float32)


def test_the_sentence_of_the_design():
    with pytest.raises(ValueError) as caught:
        numpy_rnn.forward(engine_and_params("SimpleRNN")[1], zeros(4, 7, 5))
    assert str(caught.value) == "x: expected (B, T, D=3), got (4, 7, 5)"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [(0, 5, 3), (2, 0, 3), (2, 3), (2, 5, 3, 1), (2, 5, 4), ()])
def test_shape_of_x(kind, shape):
    engine, params = engine_and_params(kind)
    layer = getattr(numpy_layers, kind)(4)
    layer.set_weights(params)
    for call in (lambda x: engine.forward(params, x), layer):
        with raises(ValueError, r"^x: expected \(B, T, D=3\), got "):
            call(zeros(*shape))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [(2, 0, 3), (2, 3), (2, 5, 3, 1), ()])
def test_shape_of_a_new_layers_x(kind, shape):
    with raises(ValueError, r"^x: expected \(B, T, D\), got "):
        getattr(numpy_layers, kind)(4)(zeros(*shape))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "wrong", [np.int64, np.float16, np.complex64, np.bool_, np.float64, object]
)
def test_dtype_of_x(kind, wrong):
    engine, params = engine_and_params(kind)
    with raises(TypeError, r"^x: expected float32, got "):
        engine.forward(params, np.zeros((2, 5, 3), wrong))


@pytest.mark.parametrize("x", [None, [[[1.0, 2.0, 3.0]]], "x", 3.0])
def test_x_that_is_no_array(x):
    with raises(TypeError, r"^x: expected a NumPy array \(B, T, D=3\), got "):
        numpy_rnn.forward(engine_and_params("SimpleRNN")[1], x)


@pytest.mark.parametrize("mask, error, message", [
    (np.ones((2, 4), bool), ValueError, r"^mask: expected \(B=2, T=5\), got \(2, 4\)"),
    (np.ones((5, 2), bool), ValueError, r"^mask: expected \(B=2, T=5\), got \(5, 2\)"),
    (np.ones((2, 5, 1), bool), ValueError, r"^mask: expected \(B=2, T=5\), got \(2, 5, 1\)"),
    (np.full((2, 5), np.nan), TypeError, r"^mask: expected bool, got float64"),
    (np.ones((2, 5), int), TypeError, r"^mask: expected bool, got int64"),
    ([[True] * 5] * 2, TypeError, r"^mask: expected a NumPy array"),
])
@pytest.mark.parametrize("kind", KINDS)
def test_masks(kind, mask, error, message):
    engine, params = engine_and_params(kind)
    with raises(error, message):
        engine.forward(params, zeros(2, 5, 3), mask=mask)
    with raises(error, message):
        getattr(numpy_layers, kind)(4)(zeros(2, 5, 3), mask=mask)


@pytest.mark.parametrize("kind", KINDS)
def test_states_and_gradients(kind):
    case = Case(kind, 0, "float32", T_max=9)
    engine, params, x, B, T, H = case.module, case.params, case.x, case.B, case.T, case.H
    states, (dh, *_) = case.forward(), case.dstates
    with raises(ValueError, rf"^h_0: expected \(B={B}, H={H}\), got \({B + 1}, {H}\)"):
        engine.forward(params, x, zeros(B + 1, H))
    with raises(ValueError, rf"^h: expected \(B={B}, T={T}, H={H}\), got"):
        engine.bptt(params, x, states[0][:, 1:], *states[1:], dh)
    with raises(ValueError, rf"^dh: expected \(B={B}, T={T}, H={H}\), got"):
        engine.bptt(params, x, *states, zeros(B, H))
    with raises(ValueError, r"^truncate: expected at least 0, got -1"):
        engine.bptt(params, x, *states, dh, truncate=-1)
    with raises(TypeError, r"^truncate: expected a whole number, got 1.5"):
        engine.bptt(params, x, *states, dh, truncate=1.5)
    with raises(TypeError, r"^params: expected Params\(.*\), got 2 arrays"):
        engine.forward(params[:2], x)
    with raises(TypeError, r"^params: expected Params\(.*\), got ndarray"):
        engine.forward(params[0], x)
    with raises(ValueError, r"^(W_hh|W_h): expected \("):
        engine.forward((params[0], params[1][:, :-1], params[2]), x)
    with raises(TypeError, r"^(b_h|b): expected float32, got float64"):
        engine.forward((*params[:2], params[2].astype(float)), x)
    with raises(TypeError, r"^rng: expected a numpy.random.Generator, got int"):
        engine.init_params(2, 3, rng=0)
    with raises(ValueError, r"^D: expected at least 1, got 0"):
        engine.init_params(0, 3, rng=case.rng)


def test_lstm_c():
    case = Case("LSTM", 1, "float32", T_max=9)
    with raises(ValueError, r"^c_0: expected"):
        case.module.forward(case.params, case.x, case.initial[0], zeros(case.B, case.H + 1))
    with raises(ValueError, r"^dc: expected"):
        case.module.bptt(
            case.params, case.x, *case.forward(), case.dstates[0], dc=zeros(1, 1, 1)
        )


def test_names():
    with raises(TypeError, r"SimpleRNN: no argument 'return_states'; .* 'return_state'\?"):
        numpy_layers.SimpleRNN(3, return_states=True)
    with raises(TypeError, r"LSTM: no argument 'return_sequence'; .* 'return_sequences'\?"):
        numpy_layers.LSTM(3, return_sequence=True)
    with raises(ValueError, r"activation: expected one of 'tanh', .*; did you mean 'tanh'\?"):
        numpy_layers.SimpleRNN(3, activation="tanhh")
    with raises(ValueError, r"loss: expected one of .*did you mean 'mean_squared_error'\?"):
        numpy_training.fit(
            None, [1], [1], loss="mean_square_error", optimizer=None, epochs=1,
            rng=np.random.default_rng(0),
        )
    with raises(ValueError, r"to: expected one of .*got 'pytorch'; did you mean 'torch'\?"):
        convert([], to="pytorch")


def test_layers():
    layer, x = numpy_layers.LSTM(4, return_state=True), zeros(2, 5, 3)
    with raises(ValueError, "lstm: backward before the layer was called"):
        layer.backward(x)
    layer(x)
    with raises(ValueError, r"initial_state: expected 2 arrays \(h, c\), got 1"):
        layer(x, initial_state=zeros(2, 4))
    with raises(ValueError, r"x: expected \(B, T, D=3\), got \(2, 5, 6\)"):
        layer(zeros(2, 5, 6))
    with raises(ValueError, r"^dy: expected \(B=2, H=4\), got \(2, 5, 4\)"):
        layer.backward(zeros(2, 5, 4))
    with raises(ValueError, "dy: expected one array for each output, got 2"):
        layer.backward([zeros(2, 4)] * 2)
    with raises(ValueError, "weights: expected 4 units, got 5"):
        layer.set_weights(engine_and_params("LSTM", H=5)[1])
    stateful = numpy_layers.GRU(4, stateful=True)
    stateful(x)
    with raises(ValueError, "x: expected B=2 as in the calls before, got 3"):
        stateful(zeros(3, 5, 3))


def test_float_inputs_of_a_layer_are_cast_as_in_keras():
    x = np.random.default_rng(0).standard_normal((2, 5, 3))
    assert numpy_layers.GRU(4)(x).dtype == np.float32
    with raises(TypeError, r"^x: expected float32, got int64"):
        numpy_layers.GRU(4)(np.ones((2, 5, 3), int))


def test_gradients_module():
    with raises(TypeError, r"^theta: expected float64, got float32"):
        gradients.numerical_gradient(lambda v: v.sum(), zeros(3))
    with raises(ValueError, r"^W: expected \(H, H\), got \(2, 3\)"):
        gradients.spectral_radius(np.ones((2, 3)))
    with raises(ValueError, r"^W: expected finite numbers"):
        gradients.singular_values(np.full((2, 2), np.nan))
    case = Case("SimpleRNN", 0, "float32", T_max=9)
    (h,) = case.forward()
    with raises(ValueError, rf"^t: expected 0 to {case.T - 1}, got {case.T}"):
        gradients.state_jacobian(case.params, h, case.T, 1)
    with raises(ValueError, r"^k: expected 0 to 1 steps back from t=0, got 2"):
        gradients.state_jacobian(case.params, h, 0, 2)


@settings(max_examples=60, deadline=None)
@given(
    shape=st.lists(st.integers(0, 4), max_size=4),
    dtype=st.sampled_from(["f4", "f8", "f2", "i4", "?", "c8", "U1"]),
    kind=st.sampled_from(list(KINDS)),
    where=st.sampled_from(["x", "h_0", "mask"]),
)
def test_any_array_anywhere_works_or_is_refused_in_one_line(shape, dtype, kind, where):
    """A result of the right shape, or a ValueError or TypeError that starts with the name."""
    engine, params = engine_and_params(kind)
    given_ = {"x": zeros(2, 3, 3), "h_0": zeros(2, 4), "mask": np.ones((2, 3), bool)}
    given_[where] = np.ones(shape, dtype)
    before = {name: a.copy() for name, a in given_.items()}
    try:
        states = engine.forward(params, given_["x"], given_["h_0"], mask=given_["mask"])
    except (ValueError, TypeError) as error:
        # A good x of another size makes the other two wrong.
        assert str(error).startswith(tuple(f"{name}: expected" for name in given_))
        assert "\n" not in str(error)
    else:
        h = states[0] if len(KINDS[kind].states) > 1 else states
        assert h.shape == (*given_["x"].shape[:2], 4) and h.dtype == np.float32
    for name, a in given_.items():
        np.testing.assert_array_equal(a, before[name])


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(list(KINDS)), seed=st.integers(0, 2**32 - 1), T_max=st.integers(5, 12))
def test_properties_of_any_size(kind, seed, T_max):
    """Examples do not see each other, nor states the future; the gradient is linear in dh."""
    case = Case(kind, seed, T_max=T_max, initial=False)
    states = case.forward()
    order, cut = case.rng.permutation(case.B), case.T // 2 + 1
    for whole, permuted in zip(states, case.forward(x=case.x[order]), strict=True):
        np.testing.assert_allclose(permuted, whole[order], atol=1e-12)
    for whole, first_half in zip(states, case.forward(x=case.x[:, :cut]), strict=True):
        np.testing.assert_allclose(first_half, whole[:, :cut], atol=1e-12)
    once = case.bptt()
    case.dstates = [2 * dstate for dstate in case.dstates]
    for name, twice in case.bptt().items():
        np.testing.assert_allclose(twice, 2 * once[name], atol=1e-9)


def test_check_words_multiples_and_vectors():
    with raises(ValueError, r"^b: expected \(4H=20,\), got \(5,\)"):
        arguments.check("b", np.zeros(5), "4H", {"H": 5})
    with raises(ValueError, r"^b: expected \(2, 3H\), got \(2, 4\)"):
        arguments.check("b", np.zeros((2, 4)), "2 3H", {})


def test_check_learns_sizes_only_from_what_fits():
    sizes = {"B": 2}
    assert arguments.check("z", zeros(2, 12), "B 4H", sizes).shape == (2, 12)
    assert sizes == {"B": 2, "H": 3}
    with raises(ValueError, r"^h: expected \(B=2, T, H=3\), got \(2, 7, 4\)"):
        arguments.check("h", zeros(2, 7, 4), "B T H", sizes)
    with raises(TypeError, r"^h: expected float64, got float32"):
        arguments.check("h", zeros(2, 7, 3), "B T H", sizes, np.float64)
    assert sizes == {"B": 2, "H": 3}


@pytest.mark.parametrize("call", [
    lambda step, params: step(params, zeros(2, 3)),
    lambda step, params: step(params, zeros(2, 3), zeros(2, 4), zeros(2, 4)),
    lambda step, params: step(params, zeros(2, 3), zeros(2, 4), activatoin="tanh"),
])
def test_missing_and_unknown_arguments_are_told_with_the_functions_name(call):
    with raises(TypeError, r"^step: .*argument"):
        call(numpy_rnn.step, engine_and_params("SimpleRNN")[1])
