"""The fast engine against the plain one, which is held against its definition elsewhere."""

import numpy as np
import pytest
from helpers.engines import KINDS, MASKS, Case, relative

from rnn_helpers.fast import blocks
from rnn_helpers.numpy_layers.kinds import KINDS as DESCRIBED

SEEDS = range(4)
FORWARD = {"float32": 1e-6, "float64": 1e-13}
GRADIENT = {"float32": 1e-5, "float64": 1e-12}


def fast(kind, *arguments, **options):
    return Case(kind, *arguments, engine=DESCRIBED[kind].fast, **options)


@pytest.mark.parametrize("rows", [10_000, 37, 1])
@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("dtype", GRADIENT)
@pytest.mark.parametrize("kind", KINDS)
def test_fast_is_the_plain_engine(kind, dtype, mask, rows, monkeypatch):
    """Whether it goes back in one block of steps, in many, or a step at a time; truncated too."""
    monkeypatch.setattr(blocks, "ROWS", rows)
    for seed in SEEDS:
        plain, quick = (make(kind, seed, dtype, mask, initial=seed % 2) for make in (Case, fast))
        for got, expected in zip(quick.forward(), plain.forward(), strict=True):
            assert got.dtype == plain.dtype
            np.testing.assert_allclose(got, expected, rtol=0, atol=FORWARD[dtype])
        for truncate in (None, 3):
            expected = plain.bptt(truncate=truncate)
            for name, gradient in quick.bptt(truncate=truncate).items():
                assert gradient.dtype == plain.dtype
                assert relative(gradient, expected[name]) < GRADIENT[dtype], (name, seed, truncate)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid", "linear"])
def test_activations(activation):
    plain, quick = (make("SimpleRNN", 3, T_max=9) for make in (Case, fast))
    expected = plain.bptt(activation=activation)
    for name, gradient in quick.bptt(activation=activation).items():
        assert relative(gradient, expected[name]) < 1e-12, name


@pytest.mark.parametrize("mask", ["none", "holes"])
@pytest.mark.parametrize("kind", ["LSTM", "GRU"])
def test_kept_gates_change_nothing(kind, mask, monkeypatch):
    """Gates that forward kept, in place of gates computed again: the same gradients; only read."""
    monkeypatch.setattr(blocks, "ROWS", 20)
    case = fast(kind, 11, mask=mask)
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
        case.bptt(gates=gates[:, :-1] if case.T > 1 else gates[:, :, :-1])


@pytest.mark.parametrize("kind", KINDS)
def test_no_argument_is_changed(kind):
    case = fast(kind, 9, mask="holes")
    arrays = [*case.params, case.x, *case.initial, *case.dstates, case.mask]
    before = [a.copy() for a in arrays]
    case.bptt()
    case.bptt(truncate=3)
    for a, b in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(a, b)
