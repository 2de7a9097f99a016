"""The fast engine against the plain one, which other tests hold against the equations."""

import numpy as np
import pytest

from helpers.engines import KINDS, MASKS, Case, relative
from rnn_helpers.fast import blocks

ROWS = [10_000, 37, 1]  # one block of steps, several, one for each step
FORWARD = {"float32": 1e-6, "float64": 1e-13}
GRADIENT = {"float32": 1e-5, "float64": 1e-12}


def pair(*arguments, **options):
    """The same case on the plain engine and on the fast one."""
    kind = KINDS[arguments[0]]
    return [Case(*arguments, engine=engine, **options) for engine in (kind.engine, kind.fast)]


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("dtype", GRADIENT)
@pytest.mark.parametrize("kind", KINDS)
def test_fast_is_the_plain_engine(kind, dtype, mask, rows, monkeypatch):
    """In one block of steps or in many, with initial states and without; truncated too."""
    monkeypatch.setattr(blocks, "ROWS", rows)
    first = 2 * (len(MASKS) * ROWS.index(rows) + MASKS.index(mask))  # each pair has its own sizes
    for seed in (first, first + 1):
        plain, fast = pair(kind, seed, dtype, mask, T_max=17, initial=seed % 2 == 0)
        for got, expected in zip(fast.forward(), plain.forward(), strict=True):
            assert got.dtype == plain.dtype
            np.testing.assert_allclose(got, expected, rtol=0, atol=FORWARD[dtype])
        for truncate in (None, 3):
            expected = plain.bptt(truncate=truncate)
            for name, gradient in fast.bptt(truncate=truncate).items():
                assert gradient.dtype == plain.dtype
                assert relative(gradient, expected[name]) < GRADIENT[dtype], (name, seed, truncate)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid", "linear"])
def test_activations(activation):
    plain, fast = pair("SimpleRNN", 3, T_max=9)
    (h,), (expected_h,) = (case.forward(activation=activation) for case in (fast, plain))
    np.testing.assert_allclose(h, expected_h, rtol=1e-12, atol=1e-13)
    expected = plain.bptt(states=[expected_h], activation=activation)
    for name, gradient in fast.bptt(states=[h], activation=activation).items():
        assert relative(gradient, expected[name]) < 1e-12, name


@pytest.mark.parametrize("mask", ["none", "holes"])
@pytest.mark.parametrize("kind", ["LSTM", "GRU"])
def test_kept_gates_change_nothing(kind, mask, monkeypatch):
    """Gates that `forward` kept, not gates computed again: the same gradients; only read."""
    monkeypatch.setattr(blocks, "ROWS", 20)
    _, case = pair(kind, 7, mask=mask, T_max=17)
    *states, gates = case.module.forward(
        case.params, case.x, *case.initial, mask=case.mask, keep_gates=True
    )
    for kept, plain in zip(states, case.forward(), strict=True):
        np.testing.assert_array_equal(kept, plain)
    gates.setflags(write=False)
    expected = case.bptt()
    for name, gradient in case.bptt(gates=gates).items():
        assert relative(gradient, expected[name]) < 1e-12, name
    with pytest.raises(ValueError, match=r"^gates: expected \(B="):
        case.bptt(gates=gates[:, :-1])


@pytest.mark.parametrize("kind", KINDS)
def test_arguments_are_only_read(kind):
    _, case = pair(kind, 9, mask="holes", T_max=17)
    for a in (*case.params, case.x, *case.initial, *case.dstates, case.mask):
        a.setflags(write=False)
    assert case.bptt().keys() == case.bptt(truncate=3).keys()
