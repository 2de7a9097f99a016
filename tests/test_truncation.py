"""Truncated BPTT against autodiff in which every loss's gradient is stopped k steps back."""

import numpy as np
import pytest
from helpers.engines import KINDS, Case, relative

jax = pytest.importorskip("jax", reason="independent autodiff in float64: pip install jax")


def jax_step(kind, params, x_t, states):
    """One step, written once more in jax.numpy."""
    jnp, sigmoid = jax.numpy, jax.nn.sigmoid
    W_x, W_h, b = params
    if kind == "SimpleRNN":
        return (jnp.tanh(x_t @ W_x + states[0] @ W_h + b),)
    if kind == "LSTM":
        i, f, g, o = jnp.split(x_t @ W_x + states[0] @ W_h + b, 4, axis=-1)
        c = sigmoid(f) * states[1] + sigmoid(i) * jnp.tanh(g)
        return sigmoid(o) * jnp.tanh(c), c
    xz, xr, xg = jnp.split(x_t @ W_x + b[0], 3, axis=-1)
    hz, hr, hg = jnp.split(states[0] @ W_h + b[1], 3, axis=-1)
    z = sigmoid(xz + hz)
    return (z * states[0] + (1 - z) * jnp.tanh(xg + sigmoid(xr + hr) * hg),)


def truncated_loss(case, k):
    """Loss of params, x and initial states in which the loss at h_s sees the states before h_(s-k) as constants."""
    jnp, stop = jax.numpy, jax.lax.stop_gradient

    def run(params, x, states, start, stop_at):
        for t in range(start, stop_at):
            new = jax_step(case.kind, params, x[:, t], states)
            if case.mask is not None:
                new = [jnp.where(case.mask[:, t][:, None], n, s) for n, s in zip(new, states)]
            states = new
            yield states

    def loss(params, x, initial):
        constant = [[stop(s) for s in initial]] + [[stop(s) for s in states] for states in run(params, x, initial, 0, case.T)]
        total = 0.0
        for s in range(case.T):
            start = max(0, s - k)
            begin = initial if s < k else constant[start]
            *_, last = run(params, x, begin, start, s + 1)
            total += sum((h * d[:, s]).sum() for h, d in zip(last, case.dstates))
        return total

    return loss


@pytest.mark.parametrize("mask", ["none", "holes"])
@pytest.mark.parametrize("k", [0, 1, 3, 50])
@pytest.mark.parametrize("kind", KINDS)
def test_truncated_bptt_equals_autodiff_with_stopped_gradients(kind, k, mask):
    with jax.enable_x64(True):
        case = Case(kind, seed=k + 7, mask=mask, T_max=9)
        got = case.bptt(truncate=k)
        grads, dx, dinitial = jax.grad(truncated_loss(case, k), argnums=(0, 1, 2))(tuple(case.params), case.x, case.initial)
        expected = dict(zip(case.params._fields, grads)) | {"x": dx} | dict(zip(("h_0", "c_0"), dinitial))
        for name in got:
            assert relative(got[name], np.asarray(expected[name])) < 1e-10, name


@pytest.mark.parametrize("kind", KINDS)
def test_truncation_beyond_the_start_is_no_truncation(kind):
    case = Case(kind, 2)
    full, truncated = case.bptt(), case.bptt(truncate=case.T)
    for name in full:
        assert relative(truncated[name], full[name]) < 1e-12


def test_truncation_cuts_where_it_says():
    """A loss at the last step only, k = 3: it moves x at the last four steps and none before."""
    case = Case("SimpleRNN", 4)
    while case.T < 8:
        case = Case("SimpleRNN", case.T + 100)
    case.dstates[0][:, :-1] = 0
    touched = np.abs(case.bptt(truncate=3)["x"]).max(axis=(0, 2)) > 0
    assert list(np.flatnonzero(touched)) == list(range(case.T - 4, case.T))
