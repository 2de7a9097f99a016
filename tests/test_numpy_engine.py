"""The NumPy engine against the equations written once more, and its BPTT against differences.

What central differences cannot see, truncated BPTT, is compared with JAX's autodiff, in which
every loss sees the states more than k steps before it as constants.
"""

import math

import numpy as np
import pytest

from helpers.engines import KINDS, MASKS, Case, relative
from rnn_helpers import gradients

ACTIVATIONS = {
    "tanh": math.tanh,
    "relu": lambda z: max(z, 0.0),
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "linear": float,
}


def vanilla(xp, W_x, W_h, b, x_t, h):
    return [xp.tanh(x_t @ W_x + h @ W_h + b)]


def lstm(xp, W_x, W_h, b, x_t, h, c):
    i, f, g, o = xp.split(x_t @ W_x + h @ W_h + b, 4, axis=-1)
    c = sigmoid(xp, f) * c + sigmoid(xp, i) * xp.tanh(g)
    return [sigmoid(xp, o) * xp.tanh(c), c]


def gru(xp, W_x, W_h, b, x_t, h):
    xz, xr, xg = xp.split(x_t @ W_x + b[0], 3, axis=-1)
    hz, hr, hg = xp.split(h @ W_h + b[1], 3, axis=-1)
    z = sigmoid(xp, xz + hz)
    return [z * h + (1 - z) * xp.tanh(xg + sigmoid(xp, xr + hr) * hg)]


def sigmoid(xp, z):
    return 1 / (1 + xp.exp(-z))


# One step of each kind, independent of the engine; xp: numpy or jax.numpy.
EQUATIONS = {"SimpleRNN": vanilla, "LSTM": lstm, "GRU": gru}


@pytest.mark.parametrize("kind", KINDS)
def test_step_is_the_equation(kind):
    for seed in range(4):
        case = Case(kind, seed, T_max=9)
        expected = EQUATIONS[kind](np, *case.params, case.x[:, 0], *case.initial)
        for got, state in zip(case.step(case.x[:, 0], case.initial), expected, strict=True):
            np.testing.assert_allclose(got, state, rtol=0, atol=1e-14)


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("kind", KINDS)
def test_forward_is_a_loop_over_step(kind, dtype, mask):
    for seed in range(4):
        case = Case(kind, seed, dtype, mask)
        states, whole = case.initial, case.forward()
        for t in range(case.T):
            new = case.step(case.x[:, t], states)
            real = np.ones(case.B, bool) if case.mask is None else case.mask[:, t]
            states = [np.where(real[:, None], n, s) for n, s in zip(new, states, strict=True)]
            for got, expected in zip(whole, states, strict=True):
                assert got.dtype == case.dtype
                atol = 1e-6 if dtype == "float32" else 1e-13
                np.testing.assert_allclose(got[:, t], expected, rtol=0, atol=atol)


@pytest.mark.parametrize("kind", KINDS)
def test_without_initial_states_they_are_zero(kind):
    case, zeros = Case(kind, 1, T_max=9, initial=False), Case(kind, 1, T_max=9, initial=False)
    zeros.initial = [np.zeros((case.B, case.H)) for _ in case.initial]
    for got, expected in zip(case.forward(), zeros.forward(), strict=True):
        np.testing.assert_array_equal(got, expected)
    for name, gradient in case.bptt().items():
        np.testing.assert_array_equal(gradient, zeros.bptt()[name])


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_activations(activation):
    case = Case("SimpleRNN", 3, T_max=17)
    case.params = case.params._replace(W_hh=case.params.W_hh / 2)  # "linear" must not explode
    W_xh, W_hh, b_h = case.params
    (h,), phi = case.initial, np.vectorize(ACTIVATIONS[activation])
    (whole,) = case.forward(activation=activation)
    for t in range(case.T):
        step = case.module.step(case.params, case.x[:, t], h, activation=activation)
        h = phi(case.x[:, t] @ W_xh + h @ W_hh + b_h)
        for got in (step, whole[:, t]):
            np.testing.assert_allclose(got, h, rtol=1e-9)


def differences(case, **options):
    """Every gradient by central differences, by the names of `Case.bptt`."""
    return case.named(
        gradients.numerical_gradient(lambda p: case.loss(params=p, **options), case.params),
        gradients.numerical_gradient(lambda x: case.loss(x=x, **options), case.x),
        gradients.numerical_gradient(lambda s: case.loss(initial=s, **options), case.initial),
    )


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("kind", KINDS)
def test_bptt_equals_central_differences(kind, mask):
    for seed in (2 * MASKS.index(mask), 2 * MASKS.index(mask) + 1):
        case = Case(kind, seed, mask=mask, T_max=7)
        got, expected = case.bptt(), differences(case)
        assert got.keys() == expected.keys()
        for name, gradient in got.items():
            assert relative(gradient, expected[name]) < 1e-7, (name, seed)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_bptt_of_each_activation(activation):
    case = Case("SimpleRNN", 5, T_max=9)
    got = case.bptt(states=case.forward(activation=activation), activation=activation)
    expected = differences(case, activation=activation)
    for name, gradient in got.items():
        assert relative(gradient, expected[name]) < 1e-7, name


def truncated_loss(case, k):
    """The loss of params, x and initial states in which no loss sees more than k steps back."""
    jax = pytest.importorskip("jax", reason="independent autodiff in float64: pip install jax")
    jnp, constant = jax.numpy, jax.lax.stop_gradient

    def run(params, x, states, start, stop):
        for t in range(start, stop):
            new = EQUATIONS[case.kind](jnp, *params, x[:, t], *states)
            if case.mask is not None:
                real = case.mask[:, t][:, None]
                new = [jnp.where(real, n, s) for n, s in zip(new, states, strict=True)]
            states = new
            yield states

    def loss(params, x, initial):
        before = [initial, *run(params, x, initial, 0, case.T)]  # before[t]: the states before x_t
        total = 0.0
        for s in range(case.T):
            first = max(0, s - k)
            start = initial if s < k else [constant(state) for state in before[first]]
            *_, last = run(params, x, start, first, s + 1)
            total += sum((h * d[:, s]).sum() for h, d in zip(last, case.dstates, strict=True))
        return total

    return jax, loss


@pytest.mark.parametrize("mask", ["none", "holes"])
@pytest.mark.parametrize("k", [0, 1, 3, 50])
@pytest.mark.parametrize("kind", KINDS)
def test_truncated_bptt_equals_autodiff_with_constant_states(kind, k, mask):
    case = Case(kind, 7, mask=mask, T_max=9)
    assert case.T > 4
    for n, dstate in enumerate(case.dstates):
        dstate[:, n::3] = 0  # steps at which the loss reads c but not h, h but not c, and both
    jax, loss = truncated_loss(case, k)
    with jax.enable_x64(True):
        found = jax.grad(loss, argnums=(0, 1, 2))(tuple(case.params), case.x, case.initial)
        expected = case.named(*found)
        for name, gradient in case.bptt(truncate=k).items():
            assert relative(gradient, np.asarray(expected[name])) < 1e-10, name


@pytest.mark.parametrize("kind", KINDS)
def test_truncation_beyond_the_start_is_no_truncation(kind):
    case = Case(kind, 2, T_max=17)
    full, truncated = case.bptt(), case.bptt(truncate=case.T)
    for name, gradient in truncated.items():
        assert relative(gradient, full[name]) < 1e-12, name


@pytest.mark.parametrize("kind", KINDS)
def test_truncation_cuts_where_it_says(kind):
    """A loss at the last step only, k = 3: it reaches x at the last four steps and none before."""
    case = Case(kind, 4, T_max=17)
    for dstate in case.dstates:
        dstate[:, :-1] = 0
    found = case.bptt(truncate=3)
    touched = np.abs(found["x"]).max(axis=(0, 2)) > 0
    assert list(np.flatnonzero(touched)) == list(range(case.T - 4, case.T))
    assert not found["h_0"].any()


@pytest.mark.parametrize("kind", KINDS)
def test_arrays_in_any_memory_order_are_only_read(kind):
    case, plain = (Case(kind, 6, mask="holes", T_max=17) for _ in range(2))
    case.x = np.repeat(case.x, 2, axis=1)[:, ::2]
    case.params = case.module.Params(*map(np.asfortranarray, case.params))
    for a in (case.x, *case.params, *case.initial, *case.dstates, case.mask):
        a.setflags(write=False)
    for truncate in (None, 3):
        expected = plain.bptt(truncate=truncate)
        for name, gradient in case.bptt(truncate=truncate).items():
            assert relative(gradient, expected[name]) < 1e-13, (name, truncate)


def test_global_random_state_is_left_alone():
    np.random.seed(0)
    before = np.random.get_state()[1].copy()
    Case("LSTM", 0, T_max=9).bptt()
    np.testing.assert_array_equal(before, np.random.get_state()[1])


@pytest.mark.parametrize("kind", KINDS)
def test_init_params(kind):
    """Keras's defaults: Glorot's limit, orthogonal recurrent weights, zero biases but b_f = 1."""
    init_params = KINDS[kind].engine.init_params
    W_x, W_h, b = init_params(7, 30, rng=np.random.default_rng(0), dtype=np.float64)
    biases = {
        "SimpleRNN": np.zeros(30),
        "LSTM": np.repeat([0.0, 1, 0, 0], 30),
        "GRU": np.zeros((2, 90)),
    }
    np.testing.assert_array_equal(b, biases[kind], strict=True)
    columns = b.shape[-1]
    assert (W_x.shape, W_h.shape) == ((7, columns), (30, columns))
    limit = np.sqrt(6 / (7 + columns))
    assert 0.97 * limit < np.abs(W_x).max() <= limit
    np.testing.assert_allclose(W_h @ W_h.T, np.eye(30), atol=1e-12)
    assert {w.dtype.name for w in init_params(7, 3, rng=np.random.default_rng(0))} == {"float32"}
