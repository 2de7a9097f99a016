"""The NumPy engine against its own definition: a loop over `step`, and central differences."""

import numpy as np
import pytest
from helpers.engines import KINDS, MASKS, Case, relative

from rnn_helpers import gradients, numpy_rnn

SEEDS = range(4)


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("kind", KINDS)
def test_forward_is_a_loop_over_step(kind, dtype, mask):
    for seed in SEEDS:
        case = Case(kind, seed, dtype, mask)
        states = list(case.initial)
        for t in range(case.T):
            new = case.module.step(case.params, case.x[:, t], *states)
            new = new if isinstance(new, tuple) else (new,)
            keep = np.ones(case.B, bool) if case.mask is None else case.mask[:, t]
            states = [np.where(keep[:, None], n, s) for n, s in zip(new, states)]
            for got, expected in zip(case.forward(), states):
                assert got.dtype == case.dtype
                np.testing.assert_allclose(got[:, t], expected, atol=1e-6 if dtype == "float32" else 1e-13, rtol=0)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid", "linear"])
def test_activations(activation):
    import math

    by_hand = {"tanh": math.tanh, "relu": lambda z: max(z, 0.0), "sigmoid": lambda z: 1 / (1 + math.exp(-z)), "linear": float}
    case = Case("SimpleRNN", 3)
    h = case.initial[0]
    for t in range(case.T):
        W_xh, W_hh, b_h = case.params
        h = np.vectorize(by_hand[activation])(case.x[:, t] @ W_xh + h @ W_hh * 0.5 + b_h)
    params = numpy_rnn.Params(W_xh, W_hh * 0.5, b_h)
    np.testing.assert_allclose(numpy_rnn.forward(params, case.x, *case.initial, activation=activation)[:, -1], h, rtol=1e-9)


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("kind", KINDS)
def test_bptt_equals_central_differences(kind, mask):
    for seed in SEEDS:
        case = Case(kind, seed, mask=mask, T_max=12)
        bptt = case.bptt()
        numerical = gradients.numerical_gradient(lambda p: case.loss(params=p), case.params)._asdict()
        numerical["x"] = gradients.numerical_gradient(lambda x: case.loss(x=x), case.x)
        initial = gradients.numerical_gradient(lambda s: case.loss(initial=s), tuple(case.initial))
        numerical |= dict(zip(("h_0", "c_0"), initial))
        for name in bptt:
            assert relative(bptt[name], numerical[name]) < 1e-7, (name, seed)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid", "linear"])
def test_bptt_of_each_activation(activation):
    case = Case("SimpleRNN", 5, T_max=9)
    h = numpy_rnn.forward(case.params, case.x, *case.initial, activation=activation)
    grads, dx, dh_0 = numpy_rnn.bptt(case.params, case.x, h, case.dstates[0], *case.initial, activation=activation)

    def loss(params):
        return float((numpy_rnn.forward(params, case.x, *case.initial, activation=activation) * case.dstates[0]).sum())

    for got, expected in zip(grads, gradients.numerical_gradient(loss, case.params)):
        assert relative(got, expected) < 1e-7


@pytest.mark.parametrize("kind", KINDS)
def test_arrays_in_any_memory_order(kind):
    """Fortran order, views with steps, read-only: the same numbers, and nothing changed in place."""
    case, plain = Case(kind, 6), Case(kind, 6)
    big = np.repeat(case.x, 2, axis=1)
    case.x = big[:, ::2]
    case.params = case.module.Params(*(np.asfortranarray(p) for p in case.params))
    for a in (big, *case.params, *case.initial, *case.dstates):
        a.setflags(write=False)
    for name, gradient in case.bptt().items():
        assert relative(gradient, plain.bptt()[name]) < 1e-13


@pytest.mark.parametrize("kind", KINDS)
def test_no_argument_is_changed(kind):
    case = Case(kind, 9, mask="holes")
    arrays = [*case.params, case.x, *case.initial, *case.dstates, case.mask]
    before = [a.copy() for a in arrays]
    case.bptt()
    case.bptt(truncate=3)
    for a, b in zip(arrays, before):
        np.testing.assert_array_equal(a, b)


def test_global_random_state_is_left_alone():
    np.random.seed(0)  # noqa: NPY002
    before = np.random.get_state()[1].copy()
    Case("LSTM", 0).bptt()
    np.testing.assert_array_equal(before, np.random.get_state()[1])


@pytest.mark.parametrize("kind", KINDS)
def test_init_params(kind):
    """Keras's defaults: Glorot's limit, orthogonal recurrent weights, zero bias but the forget gate's."""
    module = Case(kind, 0).module
    W_x, W_h, b = module.init_params(7, 30, rng=np.random.default_rng(0), dtype=np.float64)
    gates = W_h.shape[1] // 30
    limit = np.sqrt(6 / (7 + 30 * gates))
    assert 0.97 * limit < np.abs(W_x).max() <= limit
    np.testing.assert_allclose(W_h @ W_h.T, np.eye(30), atol=1e-12)
    assert b.sum() == (30 if kind == "LSTM" else 0)
    if kind == "LSTM":
        assert (b[30:60] == 1).all()
    assert module.init_params(7, 30, rng=np.random.default_rng(0))[0].dtype == np.float32
