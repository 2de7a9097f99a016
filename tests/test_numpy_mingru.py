"""The minGRU against the equation written once more, differences, and a loop over `step`."""

import numpy as np
import pytest

from helpers.engines import MASKS, random_mask, relative
from rnn_helpers import gradients, numpy_layers, numpy_mingru, numpy_scan

B, T, D, H = 3, 11, 2, 5


class Case:
    """A random minGRU, its input, and a loss that is linear in the states: Σ h · dh."""

    def __init__(self, seed, dtype="float64", mask="none", signed=False):
        rng = np.random.default_rng(seed)

        def normal(*shape):
            return rng.standard_normal(shape).astype(dtype)

        params = numpy_mingru.init_params(D, H, rng=rng, dtype=np.dtype(dtype))
        self.params = numpy_mingru.Params(*(p + normal(*p.shape) / 3 for p in params))
        self.x, self.h_0, self.dh = normal(B, T, D), normal(B, H), normal(B, T, H)
        self.options = {"mask": random_mask(mask, B, T, rng), "signed": signed}

    def forward(self, params=None, x=None, h_0=None, **options):
        return numpy_mingru.forward(
            self.params if params is None else params, self.x if x is None else x,
            self.h_0 if h_0 is None else h_0, **self.options, **options)

    def loss(self, **replaced):
        return float((self.forward(**replaced) * self.dh).sum())

    def bptt(self, **options):
        """name -> gradient."""
        grads, dx, dh_0 = numpy_mingru.bptt(
            self.params, self.x, self.forward(), self.dh, self.h_0, **self.options, **options)
        return grads._asdict() | {"x": dx, "h_0": dh_0}


@pytest.mark.parametrize("signed", [False, True])
def test_step_is_the_equation(signed):
    for seed in range(4):
        case = Case(seed, signed=signed)
        W_x, b = case.params
        x_t, h_prev = case.x[:, 3], case.h_0
        sums = x_t @ W_x + b
        z, g = 1 / (1 + np.exp(-sums[:, :H])), sums[:, H:]
        expected = (2 * z - 1 if signed else z) * h_prev + (1 - z) * g
        got = numpy_mingru.step(case.params, x_t, h_prev, signed=signed)
        np.testing.assert_allclose(got, expected, rtol=0, atol=1e-14)


@pytest.mark.parametrize("way", numpy_scan.WAYS)
@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("signed", [False, True])
def test_forward_is_a_loop_over_step(signed, dtype, mask, way):
    case = Case(1, dtype, mask, signed)
    h, real = case.h_0, case.options["mask"]
    got = case.forward(way=way)
    assert got.dtype == dtype
    for t in range(T):
        new = numpy_mingru.step(case.params, case.x[:, t], h, signed=signed)
        h = new if real is None else np.where(real[:, t, None], new, h)
        atol = 2e-6 if dtype == "float32" else 1e-13
        np.testing.assert_allclose(got[:, t], h, rtol=0, atol=atol)


@pytest.mark.parametrize("way", numpy_scan.WAYS)
@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("signed", [False, True])
def test_bptt_is_differences(signed, mask, way):
    for seed in range(2):
        case = Case(seed, mask=mask, signed=signed)
        found = case.bptt(way=way)
        asked = {"params": case.params, "x": case.x, "h_0": case.h_0}
        expected = {name: gradients.numerical_gradient(
            lambda value, name=name, case=case: case.loss(**{name: value}), theta)
            for name, theta in asked.items()}
        expected |= expected.pop("params")._asdict()
        for name, gradient in expected.items():
            assert relative(found[name], gradient) < 1e-7, name


def test_truncation_stops_at_k_steps():
    case = Case(5)
    case.dh[:, :-1] = 0
    for k in (0, 2, T):
        dx = case.bptt(truncate=k)["x"]
        assert (abs(dx).max(axis=(0, 2)) > 0).tolist() == [t >= T - 1 - k for t in range(T)]
    np.testing.assert_allclose(case.bptt(truncate=T)["W_x"], case.bptt()["W_x"], atol=1e-14)


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("memory", [0.5, 1, 20, 500, 1e5])
def test_memory_is_a_half_life(memory, signed):
    params = numpy_mingru.init_params(
        D, H, rng=np.random.default_rng(0), memory=memory, signed=signed, dtype=np.float64)
    a, _ = numpy_mingru.recurrence(params, np.zeros((1, D)), signed=signed)
    np.testing.assert_allclose(a ** memory, 0.5, rtol=1e-9)


def test_as_it_comes_it_forgets_at_once():
    params = numpy_mingru.init_params(D, H, rng=np.random.default_rng(0))
    assert not params.b.any()
    assert params.W_x.shape == (D, 2 * H) and params.W_x.dtype == np.float32


def test_a_network_by_hand_computes_parity():
    """Keeps where the bit is 0, turns 1 - h where it is 1: only signed gates can."""
    large = 40.0
    params = numpy_mingru.Params(np.array([[-2 * large, 1.0]]), np.array([large, 0.0]))
    bits = np.random.default_rng(0).integers(0, 2, (7, 300))
    h = numpy_mingru.forward(params, bits[..., None].astype(float), signed=True)
    np.testing.assert_allclose(h[..., 0], np.cumsum(bits, axis=1) % 2, atol=1e-9)


@pytest.mark.parametrize("options, message", [
    ({"memory": 0}, "memory: expected more than 0 steps, got 0"),
    ({"memory": -2}, "memory: expected more than 0 steps, got -2"),
    ({"way": "sideways"}, "way: expected one of 'loop'"),
    ({"gate": 3}, "MinGRU: no argument 'gate'"),
])
def test_bad_arguments_of_the_layer(options, message):
    with pytest.raises((TypeError, ValueError), match=f"^{message}"):
        numpy_layers.MinGRU(4, **options)(np.zeros((2, 3, 1), "f4"))


def test_the_layer_is_the_engine():
    case = Case(3, "float32", "right", True)
    layer = numpy_layers.MinGRU(H, signed=True, return_sequences=True)
    layer.set_weights(case.params)
    y = layer(case.x, mask=case.options["mask"], initial_state=case.h_0)
    seen = np.logical_or.accumulate(case.options["mask"], axis=1)[..., None]
    np.testing.assert_allclose(y, np.where(seen, case.forward(), 0), atol=1e-6)
    dx = layer.backward(np.where(seen, case.dh, 0))
    np.testing.assert_allclose(layer.gradients[0], case.bptt()["W_x"], rtol=1e-4, atol=1e-5)
    assert dx.shape == case.x.shape
