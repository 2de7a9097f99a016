"""The explorer `gradient_flow`: weights as ordered, Jacobians against differences."""

import importlib

import numpy as np
import pytest

from helpers.explorers_made import MADE
from rnn_helpers import gradients, numpy_gru, numpy_lstm, numpy_rnn
from rnn_helpers.explorers.core import Explorer

ENGINES = {"SimpleRNN": numpy_rnn, "GRU": numpy_gru, "LSTM": numpy_lstm}


@pytest.fixture(scope="module")
def made():
    return MADE["gradient_flow"]()


@pytest.mark.parametrize("name", ENGINES)
def test_step_jacobians_equal_differences(name):
    engine, rng, N, D, H = ENGINES[name], np.random.default_rng(3), 4, 3, 5
    params = engine.init_params(D, H, rng=rng, dtype=np.float64)
    x, states = rng.standard_normal((N, D)), rng.standard_normal((2 if name == "LSTM" else 1, N, H))
    J = gradients.step_jacobians(engine, params, x, *states)
    S = H * len(states)
    assert J.shape == (N, S, S)
    for n in range(N):
        for i in range(S):

            def after(before, n=n, i=i):
                new = engine.step(params, x[[n]], *before.reshape(-1, 1, H))
                return np.ravel(new)[i]

            expected = gradients.numerical_gradient(after, states[:, n].ravel().copy())
            np.testing.assert_allclose(J[n, i], expected, atol=1e-8)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid", "linear"])
def test_step_jacobians_and_their_products_equal_those_of_the_vanilla_network(activation):
    rng, T, D, H = np.random.default_rng(4), 7, 3, 5
    params = numpy_rnn.init_params(D, H, rng=rng, dtype=np.float64)
    x = rng.standard_normal((1, T, D))
    h = numpy_rnn.forward(params, x, activation=activation)
    before = np.concatenate([np.zeros((1, H)), h[0, :-1]])
    J = gradients.step_jacobians(numpy_rnn, params, x[0], before, activation=activation)
    np.testing.assert_allclose(
        J, gradients.jacobians(params, h, activation=activation)[0], atol=1e-12
    )
    products = gradients.products_back(J)
    assert products.shape == (T + 1, H, H)
    for k in range(T + 1):
        np.testing.assert_allclose(
            products[k],
            gradients.state_jacobian(params, h, T - 1, k, activation=activation)[0],
            atol=1e-12,
        )


@pytest.mark.parametrize("name", ["SimpleRNN, tanh", "GRU", "LSTM, starts open"])
def test_the_same_weights_at_each_step_give_the_jacobians_of_tied_ones(name):
    module = importlib.import_module("rnn_helpers.explorers.gradient_flow")
    rng, T, H = np.random.default_rng(2), 7, 4
    network, W = module.NETWORKS[name], rng.standard_normal((1, 4, H, H))
    params = module._params(network, rng.standard_normal((H, 4 * H)), W)
    x = rng.standard_normal((T, H))
    one_by_one = module._jacobians(network, params * T, x)
    np.testing.assert_allclose(module._jacobians(network, params, x), one_by_one, atol=1e-12)
    assert np.ptp(one_by_one, axis=0).max() > 0.01, "the steps differ"


class TestWeights:
    """What is ordered is what W has."""

    @pytest.mark.parametrize("start", ["random", "orthogonal"])
    @pytest.mark.parametrize("normal", [0, 0.5, 2])
    def test_spectral_radius_for_any_n(self, start, normal, matrices):
        for step, gate in ((0, 0), (7, 3)):
            W = 1.3 * (matrices[start] + normal * matrices["above"])[step, gate]
            assert gradients.spectral_radius(W) == pytest.approx(1.3, abs=1e-3)
            assert np.allclose(W @ W.T, W.T @ W) == (normal == 0)

    def test_orthogonal(self, matrices):
        np.testing.assert_allclose(
            matrices["orthogonal"] @ matrices["orthogonal"].swapaxes(-1, -2),
            np.broadcast_to(np.eye(6), (60, 4, 6, 6)),
            atol=1e-12,
        )

    def test_untied_steps_differ(self, matrices):
        assert not np.allclose(matrices["random"][0], matrices["random"][1])

    @pytest.fixture
    def matrices(self):
        return importlib.import_module("rnn_helpers.explorers.gradient_flow")._matrices(
            np.random.default_rng(1), 6
        )


def drawn(made: Explorer, **values):
    """-> the words, and the values of the lines by their names."""
    made.set(**values)
    assert made.screen.message == ""
    figure, _ = made.draw(**made.values())
    left = next(axes for axes in figure.axes if axes.get_yscale() == "log")
    return made.screen.words, {
        line.get_label(): np.asarray(line.get_ydata(), float) for line in left.lines
        if not line.get_label().startswith("_")
    }


PLAIN = {
    "network": "SimpleRNN, linear",
    "rho": 0.9,
    "normal": 0.0,
    "size": 0.5,
    "steps": 20,
    "start": "orthogonal",
    "tied": True,
}


def test_a_linear_orthogonal_network_follows_all_its_bounds(made):
    _, lines = drawn(made, **PLAIN)
    assert len(lines) == 4 and {"ρ$^k$", "this network"} < set(lines)
    for name, line in lines.items():
        if name in ("this network", "ρ$^k$") or "σ" in name:
            np.testing.assert_allclose(line, 0.9 ** np.arange(21), rtol=1e-3)


@pytest.mark.parametrize("tied", [True, False])
@pytest.mark.parametrize("network", ["tanh", "linear", "ReLU", "sigmoid"])
def test_never_above_the_upper_bound(network, tied, made):
    for normal, size in ((0.0, 0.0), (1.0, 0.5), (2.0, 3.0)):
        _, lines = drawn(
            made,
            **PLAIN
            | {
                "network": f"SimpleRNN, {network}",
                "normal": normal,
                "size": size,
                "tied": tied,
                "start": "random",
                "rho": 1.2,
            },
        )
        shown, bound = lines["this network"], lines["(γ σ$_{max}$)$^k$"]
        assert (np.nan_to_num(shown) <= bound * (1 + 1e-9)).all()
        if network == "linear":
            assert (shown >= lines["σ$_{min}^k$"] * (1 - 1e-9)).all()


def test_the_two_traps(made):
    words, lines = drawn(made, **PLAIN | {"normal": 2.0, "steps": 60})
    assert (
        lines["this network"].max() > 3
        and lines["this network"][-1] < 1
        and "-fold; over" in words
    )
    loud = PLAIN | {"network": "SimpleRNN, tanh", "rho": 1.5, "steps": 40}
    assert drawn(made, **loud | {"size": 0.0})[1]["this network"][-1] > 1e5
    assert drawn(made, **loud | {"size": 3.0})[1]["this network"][-1] < 1e-3


def test_says_why_nothing_is_seen(made):
    assert "φ is linear, so the input makes no difference" in drawn(made, **PLAIN)[0]
    words, lines = drawn(made, **PLAIN | {"network": "SimpleRNN, ReLU", "size": 0.0})
    assert "From k = 1 on it is zero" in words
    words, lines = drawn(made, **PLAIN | {"network": "GRU"})
    assert "bounds nothing" in words and not any("σ" in name for name in lines)


def test_an_open_gate_keeps_what_a_closed_one_loses(made):
    setting = PLAIN | {"rho": 0.5, "steps": 40}
    for gate in ("GRU", "LSTM"):
        closed, opened = (
            drawn(made, **setting | {"network": name})[1]["this network"][-1]
            for name in (gate, f"{gate}, starts open")
        )
        assert opened > 0.3 and closed < 0.1 * opened


def test_values_are_said_as_they_are_set(made):
    made.set(**PLAIN | {"normal": 0.1 + 0.2, "rho": 0.1 + 21 * 0.05})
    assert "non-normal n: 0.3," in made.screen.words and "ρ: 1.15," in made.screen.words
