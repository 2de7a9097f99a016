"""Wrong arguments: the argument's name, what was expected, what came; and nothing changed in place."""

import numpy as np
import pytest
from helpers.engines import KINDS, MODULES, Case
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_helpers import arguments, gradients, numpy_layers, numpy_rnn, numpy_training
from rnn_helpers.compare import convert


@pytest.fixture
def case():
    case = Case("SimpleRNN", 0, "float32", T_max=9)
    return case


def raises(error, message):
    return pytest.raises(error, match=message)


def test_the_sentence_of_the_design():
    params = numpy_rnn.init_params(3, 4, rng=np.random.default_rng(0))
    with pytest.raises(ValueError) as caught:
        numpy_rnn.forward(params, np.zeros((4, 7, 5), np.float32))
    assert str(caught.value) == "x: expected (B, T, D=3), got (4, 7, 5)"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [(0, 5, 3), (2, 0, 3), (2, 3), (2, 5, 3, 1), (2, 5, 4), ()])
def test_shape_of_x(kind, shape):
    params = MODULES[kind].init_params(3, 4, rng=np.random.default_rng(0))
    with raises(ValueError, r"^x: expected \(B, T, D=3\), got "):
        MODULES[kind].forward(params, np.zeros(shape, np.float32))
    with raises(ValueError, r"^x: expected \(B, T, D(=3)?\), got "):
        getattr(numpy_layers, kind)(4)(np.zeros(shape if len(shape) != 3 or 0 in shape else shape[1:], np.float32))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wrong", [np.int64, np.float16, np.complex64, np.bool_, np.float64, object])
def test_dtype_of_x(kind, wrong):
    params = MODULES[kind].init_params(3, 4, rng=np.random.default_rng(0))
    with raises(TypeError, r"^x: expected float32, got "):
        MODULES[kind].forward(params, np.zeros((2, 5, 3), wrong))


@pytest.mark.parametrize("x", [None, [[[1.0, 2.0, 3.0]]], "x", 3.0])
def test_x_that_is_no_array(x):
    params = numpy_rnn.init_params(3, 4, rng=np.random.default_rng(0))
    with raises(TypeError, r"^x: expected a NumPy array \(B, T, D=3\), got "):
        numpy_rnn.forward(params, x)


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
    params = MODULES[kind].init_params(3, 4, rng=np.random.default_rng(0))
    x = np.zeros((2, 5, 3), np.float32)
    with raises(error, message):
        MODULES[kind].forward(params, x, mask=mask)
    with raises(error, message):
        getattr(numpy_layers, kind)(4)(x, mask=mask)


@pytest.mark.parametrize("kind", KINDS)
def test_states_and_gradients(kind):
    case = Case(kind, 0, "float32", T_max=9)
    module, B, T, H = case.module, case.B, case.T, case.H
    with raises(ValueError, rf"^h_0: expected \(B={B}, H={H}\), got \({B + 1}, {H}\)"):
        module.forward(case.params, case.x, np.zeros((B + 1, H), np.float32))
    states = case.forward()
    with raises(ValueError, rf"^dh: expected \(B={B}, T={T}, H={H}\), got"):
        module.bptt(case.params, case.x, *states, np.zeros((B, H), np.float32))
    with raises(ValueError, r"^truncate: expected at least 0, got -1"):
        module.bptt(case.params, case.x, *states, case.dstates[0], truncate=-1)
    with raises(TypeError, r"^truncate: expected a whole number, got 1.5"):
        module.bptt(case.params, case.x, *states, case.dstates[0], truncate=1.5)
    with raises(TypeError, r"^params: expected Params\(.*\), got 2 arrays"):
        module.forward(case.params[:2], case.x)
    with raises(ValueError, r"^(W_hh|W_h): expected \("):
        module.forward((case.params[0], case.params[1][:, :-1], case.params[2]), case.x)
    with raises(TypeError, r"^rng: expected a numpy.random.Generator, got int"):
        module.init_params(2, 3, rng=0)
    with raises(ValueError, r"^D: expected at least 1, got 0"):
        module.init_params(0, 3, rng=case.rng)


def test_lstm_c():
    case = Case("LSTM", 1, "float32", T_max=9)
    with raises(ValueError, r"^c_0: expected"):
        case.module.forward(case.params, case.x, case.initial[0], np.zeros((case.B, case.H + 1), np.float32))
    with raises(ValueError, r"^dc: expected"):
        case.module.bptt(case.params, case.x, *case.forward(), case.dstates[0], dc=np.zeros((1, 1, 1), np.float32))


def test_names():
    with raises(TypeError, r"SimpleRNN: no argument 'return_states'; did you mean 'return_state'\?"):
        numpy_layers.SimpleRNN(3, return_states=True)
    with raises(TypeError, r"LSTM: no argument 'return_sequence'; did you mean 'return_sequences'\?"):
        numpy_layers.LSTM(3, return_sequence=True)
    with raises(ValueError, r"activation: expected one of 'tanh', .*got 'tanhh'; did you mean 'tanh'\?"):
        numpy_layers.SimpleRNN(3, activation="tanhh")
    with raises(ValueError, r"loss: expected one of .*did you mean 'mean_squared_error'\?"):
        numpy_training.fit(None, [1], [1], loss="mean_square_error", optimizer=None, epochs=1, rng=np.random.default_rng(0))
    with raises(ValueError, r"to: expected one of .*got 'pytorch'; did you mean 'torch'\?"):
        convert([], to="pytorch")


def test_layers():
    layer = numpy_layers.LSTM(4, return_state=True)
    x = np.zeros((2, 5, 3), np.float32)
    with raises(ValueError, "lstm: backward before the layer was called"):
        layer.backward(x)
    layer(x)
    with raises(ValueError, r"initial_state: expected 2 arrays \(h, c\), got 1"):
        layer(x, initial_state=np.zeros((2, 4), np.float32))
    with raises(ValueError, r"x: expected \(B, T, D=3\), got \(2, 5, 6\)"):
        layer(np.zeros((2, 5, 6), np.float32))
    with raises(ValueError, r"^dy: expected \(B=2, H=4\), got \(2, 5, 4\)"):
        layer.backward(np.zeros((2, 5, 4), np.float32))
    with raises(ValueError, "dy: expected one array for each output, got 2"):
        layer.backward([np.zeros((2, 4), np.float32)] * 2)
    with raises(ValueError, "weights: expected 4 units, got 5"):
        layer.set_weights(numpy_layers.LSTM(5, seed=0).kind.init_params(3, 5, rng=np.random.default_rng(0)))
    stateful = numpy_layers.GRU(4, stateful=True)
    stateful(x)
    with raises(ValueError, "x: expected B=2 as in the calls before, got 3"):
        stateful(np.zeros((3, 5, 3), np.float32))


def test_float_inputs_of_a_layer_are_cast_as_in_keras():
    x = np.random.default_rng(0).standard_normal((2, 5, 3))
    assert numpy_layers.GRU(4)(x).dtype == np.float32
    with raises(TypeError, r"^x: expected float32, got int64"):
        numpy_layers.GRU(4)(np.ones((2, 5, 3), int))


def test_gradients_module(case):
    with raises(TypeError, r"^theta: expected float64, got float32"):
        gradients.numerical_gradient(lambda v: v.sum(), np.ones(3, np.float32))
    with raises(ValueError, r"^W: expected \(H, H\), got \(2, 3\)"):
        gradients.spectral_radius(np.ones((2, 3)))
    with raises(ValueError, r"^W: expected finite numbers"):
        gradients.singular_values(np.full((2, 2), np.nan))
    h = case.forward()[0]
    with raises(ValueError, rf"^t: expected 0 to {case.T - 1}, got {case.T}"):
        gradients.state_jacobian(case.params, h, case.T, 1)
    with raises(ValueError, r"^k: expected 0 to 1 steps back from t=0, got 2"):
        gradients.state_jacobian(case.params, h, 0, 2)


@settings(max_examples=60, deadline=None)
@given(shape=st.lists(st.integers(0, 4), max_size=4), dtype=st.sampled_from(["f4", "f8", "f2", "i4", "?", "c8", "U1"]),
       kind=st.sampled_from(KINDS), where=st.sampled_from(["x", "h_0", "mask"]))
def test_any_array_anywhere_works_or_is_refused_in_one_line(shape, dtype, kind, where):
    """Whatever comes: a result of the right shape, or a ValueError or TypeError of one line that starts with the name."""
    module = MODULES[kind]
    params = module.init_params(3, 4, rng=np.random.default_rng(0))
    arguments = {"x": np.ones((2, 3, 3), np.float32), "h_0": np.zeros((2, 4), np.float32), "mask": np.ones((2, 3), bool)}
    arguments[where] = np.ones(shape, dtype)
    before = {name: a.copy() for name, a in arguments.items()}
    try:
        states = module.forward(params, arguments["x"], arguments["h_0"], mask=arguments["mask"])
        h = states[0] if kind == "LSTM" else states
        assert h.shape == (*arguments["x"].shape[:2], 4) and h.dtype == np.float32
    except (ValueError, TypeError) as error:
        assert str(error).startswith(("x: "
                                      "expected", "h_0: "
                                                     "expected", "mask: "
                                                                      "expected")) and "\n" not in str(error)
    for name, a in arguments.items():
        np.testing.assert_array_equal(a, before[name])


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5), st.integers(1, 12), st.integers(1, 5), st.integers(1, 6), st.sampled_from(KINDS), st.integers(0, 2**32 - 1))
def test_properties_of_any_size(B, T, D, H, kind, seed):
    """Examples do not see each other; the state does not see the future; the gradient is linear in dh."""
    rng = np.random.default_rng(seed)
    module = MODULES[kind]
    params = module.init_params(D, H, rng=rng, dtype=np.float64)
    x, dh = rng.standard_normal((B, T, D)), rng.standard_normal((B, T, H))

    def states(x):
        s = module.forward(params, x)
        return s if kind == "LSTM" else (s,)

    def all_gradients(dh):
        grads, dx, *_ = module.bptt(params, x, *states(x), dh)
        return [*grads, dx]

    h = states(x)[0]
    order = rng.permutation(B)
    np.testing.assert_allclose(states(x[order])[0], h[order], atol=1e-12)
    np.testing.assert_allclose(states(x[:, : T // 2 + 1])[0], h[:, : T // 2 + 1], atol=1e-12)
    for twice, once in zip(all_gradients(2 * dh), all_gradients(dh)):
        np.testing.assert_allclose(twice, 2 * once, atol=1e-9)


def test_check_words_multiples_and_vectors():
    with raises(ValueError, r"^b: expected \(4H=20,\), got \(5,\)"):
        arguments.check("b", np.zeros(5), "4H", {"H": 5})
    with raises(ValueError, r"^b: expected \(2, 3H\), got \(2, 4\)"):
        arguments.check("b", np.zeros((2, 4)), "2 3H", {})
