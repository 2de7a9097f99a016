"""Weights in other layouts: computed with each layout's own formula, and there and back."""

import numpy as np
import pytest
from helpers.engines import KINDS, Case

from rnn_helpers.compare import convert


def columns(case, step):
    """States of a network that multiplies from the left: one example at a time, column vectors."""
    h = np.empty((case.B, case.T, case.H))
    for b in range(case.B):
        state = case.initial[0][b]
        for t in range(case.T):
            state = h[b, t] = np.tanh(step(case.x[b, t], state))
    return h


@pytest.mark.parametrize("to", ["lecture", "textbook", "stacked", "torch"])
def test_each_formula_gives_the_same_states(to):
    case = Case("SimpleRNN", 14, T_max=12)
    w = convert(case.params, to=to)
    formula = {"lecture": lambda x, h: w.W_xh @ x + w.W_hh @ h + w.b_h,
               "textbook": lambda x, h: w.b + w.W @ h + w.U @ x,
               "stacked": lambda x, h: w.W @ np.concatenate([x, h]) + w.b,
               "torch": lambda x, h: w.weight_ih @ x + w.bias_ih + w.weight_hh @ h + w.bias_hh}[to]
    np.testing.assert_allclose(columns(case, formula), case.forward()[0], atol=1e-12)


@pytest.mark.parametrize("to", ["keras", "lecture", "textbook", "torch"])
@pytest.mark.parametrize("kind", KINDS)
def test_there_and_back(kind, to):
    case = Case(kind, 4)
    back = convert(convert(case.params, to=to), from_=to, to="keras")
    for a, b in zip(back, case.params, strict=True):
        np.testing.assert_array_equal(a, b)
        assert not np.shares_memory(a, b)


def test_stacked_there_and_back():
    case = Case("SimpleRNN", 4)
    for a, b in zip(convert(convert(case.params, to="stacked"), from_="stacked", to="keras"), case.params, strict=True):
        np.testing.assert_array_equal(a, b)
    with pytest.raises(ValueError, match="'stacked' is for the vanilla network"):
        convert(Case("LSTM", 0).params, to="stacked")


@pytest.mark.parametrize("kind", KINDS)
def test_pytorch_itself(kind):
    torch = pytest.importorskip("torch", reason="torch is not installed: `make bench` brings it")
    case = Case(kind, 6)
    layer = getattr(torch.nn, {"SimpleRNN": "RNN"}.get(kind, kind))(case.D, case.H, batch_first=True, dtype=torch.float64)
    layer.load_state_dict({f"{name}_l0": torch.tensor(w) for name, w in convert(case.params, to="torch")._asdict().items()})
    initial = [torch.tensor(s)[None] for s in case.initial]
    h, _ = layer(torch.tensor(case.x), tuple(initial) if kind == "LSTM" else initial[0])
    np.testing.assert_allclose(h.detach().numpy(), case.forward()[0], atol=1e-12)


@pytest.mark.parametrize("wrong", [
    [np.zeros((3, 4)), np.zeros((4, 5)), np.zeros(4)],
    [np.zeros((3, 8)), np.zeros((4, 8)), np.zeros(8)],
    [np.zeros((3, 4)), np.zeros((4, 4)), np.zeros(5)],
    [np.zeros((3, 5)), np.zeros((4, 4)), np.zeros(4)],
    [np.zeros((3, 4)), np.zeros((4, 4))],
])
def test_arrays_that_are_no_network(wrong):
    with pytest.raises(ValueError, match="^weights: expected"):
        convert(wrong)
