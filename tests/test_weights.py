"""Weights in other layouts, run by each one's own formula; and how starting weights are drawn."""

import numpy as np
import pytest

from helpers.engines import KINDS, Case
from rnn_helpers.compare import convert
from rnn_helpers.weights import glorot_uniform, orthogonal


def columns(case, step):
    """Every h_t of a network that multiplies from the left: example by example, as vectors.

    step: x_t (D,) and a list of states (H,) -> list of the next states.
    """
    h = np.empty((case.B, case.T, case.H))
    for b in range(case.B):
        states = [state[b] for state in case.initial]
        for t in range(case.T):
            states = step(case.x[b, t], *states)
            h[b, t] = states[0]
    return h


FORMULAS = {
    "lecture": lambda w, x, h: w.W_xh @ x + w.W_hh @ h + w.b_h,
    "textbook": lambda w, x, h: w.b + w.W @ h + w.U @ x,
    "stacked": lambda w, x, h: w.W @ np.concatenate([x, h]) + w.b,
    "torch": lambda w, x, h: w.weight_ih @ x + w.bias_ih + w.weight_hh @ h + w.bias_hh,
}


@pytest.mark.parametrize("to", FORMULAS)
def test_each_formula_gives_the_same_states(to):
    case = Case("SimpleRNN", 14, T_max=12)
    w = convert(case.params, to=to)
    h = columns(case, lambda x_t, h: [np.tanh(FORMULAS[to](w, x_t, h))])
    np.testing.assert_allclose(h, case.forward()[0], atol=1e-12)


def torch_rnn(w, x, h):
    return [np.tanh(FORMULAS["torch"](w, x, h))]


def torch_lstm(w, x, h, c):
    i, f, g, o = np.split(FORMULAS["torch"](w, x, h), 4)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return [sigmoid(o) * np.tanh(c), c]


def torch_gru(w, x, h):
    x_r, x_z, x_n = np.split(w.weight_ih @ x + w.bias_ih, 3)
    h_r, h_z, h_n = np.split(w.weight_hh @ h + w.bias_hh, 3)
    z = sigmoid(x_z + h_z)
    return [(1 - z) * np.tanh(x_n + sigmoid(x_r + h_r) * h_n) + z * h]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# As the documentation of torch.nn.RNN, LSTM and GRU has them.
TORCH = {"SimpleRNN": torch_rnn, "LSTM": torch_lstm, "GRU": torch_gru}


@pytest.mark.parametrize("kind", KINDS)
def test_weights_from_pytorch_give_its_states(kind):
    case = Case(kind, 14, T_max=12)
    w = convert(case.params, to="torch")
    w = w._replace(bias_hh=case.normal(w.bias_hh.shape))  # neither bias may be lost
    case.params = KINDS[kind].Params(*convert(w, from_="torch", to="keras"))
    h = columns(case, lambda x_t, *states: TORCH[kind](w, x_t, *states))
    np.testing.assert_allclose(case.forward()[0], h, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_pytorch_itself(kind):
    torch = pytest.importorskip("torch", reason="torch is not installed: `make bench` brings it")
    case = Case(kind, 6, T_max=17)
    make = getattr(torch.nn, {"SimpleRNN": "RNN"}.get(kind, kind))
    layer = make(case.D, case.H, batch_first=True, dtype=torch.float64)
    weights = convert(case.params, to="torch")._asdict().items()
    layer.load_state_dict({f"{name}_l0": torch.tensor(w) for name, w in weights})
    initial = [torch.tensor(state)[None] for state in case.initial]
    h, _ = layer(torch.tensor(case.x), tuple(initial) if len(initial) > 1 else initial[0])
    np.testing.assert_allclose(h.detach().numpy(), case.forward()[0], atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("to", ["keras", *FORMULAS])
def test_there_and_back(to, kind):
    params = Case(kind, 4, T_max=17).params
    if to == "stacked" and KINDS[kind].gates > 1:
        with pytest.raises(ValueError, match="'stacked' is for the vanilla network"):
            convert(params, to=to)
        return
    back = convert(convert(params, to=to), from_=to, to="keras")
    for a, b in zip(back, params, strict=True):
        np.testing.assert_array_equal(a, b)
        assert not np.shares_memory(a, b)


@pytest.mark.parametrize("from_, shapes", [
    ("keras", [(3, 4), (4, 5), (4,)]),  # no whole number of gates
    ("keras", [(3, 8), (4, 8), (8,)]),  # two gates
    ("keras", [(3, 4), (4, 4), (5,)]),
    ("keras", [(3, 5), (4, 4), (4,)]),
    ("keras", [(3, 12), (4, 12), (12,)]),  # a GRU with one bias
    ("keras", [(3, 4), (4, 4)]),
    ("keras", []),
    ("lecture", [(4,), (4,), (4,)]),
    ("textbook", [(4, 3), (4,), (4,)]),
    ("torch", [(4,), (4,), (4,), (4,)]),
    ("torch", [(12, 3), (12, 4), (12,), (4,)]),
    ("torch", [(4, 3), (4, 4), (4,), (1,)]),  # would broadcast
    ("stacked", [(4,), (4,)]),
    ("stacked", [(), ()]),
    ("stacked", [(4, 3), (4,)]),  # fewer columns than units
    ("stacked", [(4, 4), (4,)]),  # no columns left for x
])
def test_arrays_that_are_no_network(from_, shapes):
    with pytest.raises(ValueError) as caught:
        convert([np.zeros(shape) for shape in shapes], from_=from_, to="lecture")
    message = str(caught.value)
    assert message.startswith("weights: expected ") and "\n" not in message
    assert f"for {from_!r}" in message
    assert message.endswith(f"got {', '.join(map(str, shapes)) or 'nothing'}")


def test_orthogonal_weights_keep_lengths_in_every_direction():
    """Orthonormal along the shorter side; no entry leans to either sign, as plain QR's would."""
    rng = np.random.default_rng(0)
    for rows, columns in ((4, 4), (3, 7), (7, 3)):
        W = orthogonal(rows, columns, rng=rng, dtype=np.float64)
        assert W.shape == (rows, columns)
        product = W @ W.T if rows < columns else W.T @ W
        np.testing.assert_allclose(product, np.eye(min(rows, columns)), atol=1e-12)
        drawn = [orthogonal(rows, columns, rng=rng, dtype=np.float64) for _ in range(2000)]
        spread = 1 / np.sqrt(max(rows, columns) * len(drawn))  # standard deviation of a mean
        assert np.abs(np.mean(drawn, axis=0)).max() < 5 * spread


def test_glorot_uniform_fills_its_interval():
    W = glorot_uniform(30, 50, rng=np.random.default_rng(0))
    limit = np.sqrt(6 / 80)
    assert (W.shape, W.dtype) == ((30, 50), np.float32)
    assert -limit <= W.min() < -0.98 * limit and 0.98 * limit < W.max() <= limit
    np.testing.assert_allclose(W.std(), limit / np.sqrt(3), rtol=0.05)
