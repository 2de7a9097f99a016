"""Skip connections through time against a loop over `step`, differences, autodiff and numpy_rnn."""

import numpy as np
import pytest

from helpers.engines import MASKS, random_mask, relative
from rnn_helpers import gradients, numpy_layers, numpy_rnn, numpy_skip

B, T, D, H = 3, 7, 2, 5
DELAYS = [1, 2, 4, T, T + 3]
ACTIVATIONS = ["tanh", "relu", "sigmoid", "linear"]


class Skip:
    """A random network, its input, and a loss that is linear in the states: Σ h · dh."""

    def __init__(self, seed, dtype="float64", mask="none"):
        rng = np.random.default_rng(seed)

        def normal(*shape):
            return rng.standard_normal(shape).astype(dtype)

        params = numpy_skip.init_params(D, H, rng=rng, dtype=np.dtype(dtype))
        self.params = numpy_skip.Params(*(p + normal(*p.shape) / 10 for p in params))
        self.x, self.h_0, self.dh = normal(B, T, D), normal(B, H), normal(B, T, H)
        self.mask = random_mask(mask, B, T, rng)

    def forward(self, delay, *, params=None, x=None, h_0=None, **options):
        """h (B, T, H), of this case or with something replaced."""
        params = self.params if params is None else params
        x = self.x if x is None else x
        h_0 = self.h_0 if h_0 is None else h_0
        return numpy_skip.forward(params, x, h_0, delay=delay, mask=self.mask, **options)

    def loss(self, delay, **replaced):
        return float((self.forward(delay, **replaced) * self.dh).sum())

    def bptt(self, delay, **options):
        """name -> gradient: of every parameter, x and h_0."""
        options |= {"delay": delay, "mask": self.mask}
        h = numpy_skip.forward(self.params, self.x, self.h_0, **options)
        grads, dx, dh_0 = numpy_skip.bptt(self.params, self.x, h, self.dh, self.h_0, **options)
        return grads._asdict() | {"x": dx, "h_0": dh_0}


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_forward_is_a_loop_over_step(dtype, delay, mask):
    """With the states in a dictionary by time: h_0 at 0, zeros before it."""
    case = Skip(delay, dtype, mask)
    got = case.forward(delay)
    assert got.dtype == dtype and got.shape == (B, T, H)
    atol = 1e-6 if dtype == "float32" else 1e-13
    states, zeros = {0: case.h_0}, np.zeros((B, H), dtype)
    for t in range(1, T + 1):
        h_skip = states.get(t - delay, zeros)
        new = numpy_skip.step(case.params, case.x[:, t - 1], states[t - 1], h_skip)
        real = np.ones(B, bool) if case.mask is None else case.mask[:, t - 1]
        states[t] = np.where(real[:, None], new, states[t - 1])
        np.testing.assert_allclose(got[:, t - 1], states[t], rtol=0, atol=atol)


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("delay", DELAYS)
def test_bptt_equals_central_differences(delay, mask):
    case = Skip(10 + delay, mask=mask)
    difference = gradients.numerical_gradient
    expected = difference(lambda p: case.loss(delay, params=p), case.params)._asdict()
    expected["x"] = difference(lambda x: case.loss(delay, x=x), case.x)
    expected["h_0"] = difference(lambda h_0: case.loss(delay, h_0=h_0), case.h_0)
    for name, got in case.bptt(delay).items():
        np.testing.assert_allclose(got, expected[name], rtol=1e-6, atol=1e-7, err_msg=name)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_bptt_of_each_activation(activation):
    case, options = Skip(30), {"activation": activation}
    got = case.bptt(3, **options)
    expected = gradients.numerical_gradient(
        lambda p: case.loss(3, params=p, **options), case.params
    )
    for name, gradient in expected._asdict().items():
        assert relative(got[name], gradient) < 1e-6, name


@pytest.mark.parametrize("delay", DELAYS)
def test_bptt_equals_autodiff(delay):
    jax = pytest.importorskip("jax", reason="independent autodiff in float64: pip install jax")
    case = Skip(40 + delay)

    def loss(params, x, h_0):
        W_xh, W_hh, W_skip, b_h = params
        states = [jax.numpy.zeros((B, H))] * (delay - 1) + [h_0]
        total = 0.0
        for t in range(T):
            z = x[:, t] @ W_xh + states[-1] @ W_hh + states[-delay] @ W_skip + b_h
            states.append(jax.numpy.tanh(z))
            total += (states[-1] * case.dh[:, t]).sum()
        return total

    with jax.enable_x64(True):
        dparams, *others = jax.grad(loss, argnums=(0, 1, 2))(tuple(case.params), case.x, case.h_0)
        for got, expected in zip(case.bptt(delay).values(), [*dparams, *others], strict=True):
            assert relative(got, np.asarray(expected)) < 1e-12


def test_a_delay_of_one_is_the_vanilla_network():
    """h_(t-1) W_hh + h_(t-1) W_skip: one matrix, their sum."""
    case = Skip(50, mask="holes")
    W_xh, W_hh, W_skip, b_h = case.params
    vanilla = numpy_rnn.Params(W_xh, W_hh + W_skip, b_h)
    h = numpy_rnn.forward(vanilla, case.x, case.h_0, mask=case.mask)
    np.testing.assert_allclose(case.forward(1), h, atol=1e-13)
    grads, dx, dh_0 = numpy_rnn.bptt(vanilla, case.x, h, case.dh, case.h_0, mask=case.mask)
    expected = grads._asdict() | {"W_skip": grads.W_hh, "x": dx, "h_0": dh_0}
    for name, gradient in case.bptt(1).items():
        assert relative(gradient, expected[name]) < 1e-12, name


def test_with_zero_weights_on_the_skips_it_is_the_vanilla_network():
    case = Skip(51)
    W_xh, W_hh, W_skip, b_h = case.params
    case.params = case.params._replace(W_skip=0 * W_skip)
    expected = numpy_rnn.forward((W_xh, W_hh, b_h), case.x, case.h_0)
    np.testing.assert_allclose(case.forward(3), expected, atol=1e-13)


def test_arrays_in_any_memory_order_are_only_read():
    case, plain = Skip(52, mask="holes"), Skip(52, mask="holes")
    case.params = numpy_skip.Params(*map(np.asfortranarray, case.params))
    case.x = np.repeat(case.x, 2, axis=1)[:, ::2]
    for a in (*case.params, case.x, case.h_0, case.dh, case.mask):
        a.setflags(write=False)
    expected = plain.bptt(3)
    for name, gradient in case.bptt(3).items():
        assert relative(gradient, expected[name]) < 1e-13
        assert gradient.flags.writeable


def test_init_params():
    """Glorot uniform; the two recurrent matrices orthogonal, and together they keep a length."""
    rng = np.random.default_rng(0)
    W_xh, W_hh, W_skip, b_h = numpy_skip.init_params(7, 30, rng=rng, dtype=np.float64)
    limit = np.sqrt(6 / 37)
    assert W_xh.shape == (7, 30) and 0.97 * limit < np.abs(W_xh).max() <= limit
    assert b_h.shape == (30,) and not b_h.any()
    for W in (W_hh, W_skip):
        np.testing.assert_allclose(W @ W.T, np.eye(30) / 2, atol=1e-12)
    assert np.abs(W_hh - W_skip).max() > 0.1
    assert {w.dtype.name for w in numpy_skip.init_params(7, 3, rng=rng)} == {"float32"}


Layer = numpy_layers.SkipRNN


@pytest.mark.parametrize("call, error, message", [
    (lambda p, x: numpy_skip.forward(p, x[..., :1], delay=2),
     ValueError, rf"^x: expected \(B, T, D={D}\), got \({B}, {T}, 1\)"),
    (lambda p, x: numpy_skip.forward(p, x, delay=0),
     ValueError, "^delay: expected at least 1, got 0"),
    (lambda p, x: numpy_skip.forward(p, x, delay=1.5),
     TypeError, "^delay: expected a whole number, got 1.5"),
    (lambda p, x: numpy_skip.forward(p[:3], x, delay=2),
     TypeError, r"^params: expected Params\(W_xh, W_hh, W_skip, b_h\), got 3 arrays"),
    (lambda p, x: numpy_skip.forward(p, x, delay=2, activation="tan"),
     ValueError, "^activation: .*did you mean 'tanh'"),
    (lambda p, x: numpy_skip.step(p, x[:, 0], np.zeros((B, H)), np.zeros((B, H + 1))),
     ValueError, rf"^h_skip: expected \(B={B}, H={H}\)"),
    (lambda p, x: numpy_skip.bptt(p, x, np.zeros((B, T, H)), np.zeros((B, H)), delay=2),
     ValueError, rf"^dh: expected \(B={B}, T={T}, H={H}\)"),
    (lambda p, x: Layer(H, delay=0), ValueError, "^delay: expected at least 1, got 0"),
    (lambda p, x: Layer(H, delay=2, stateful=True),
     ValueError, "^stateful: expected False, got True"),
    (lambda p, x: Layer(H, delay=2, delai=3),
     TypeError, "no argument 'delai'; did you mean 'delay'"),
])
def test_wrong_arguments(call, error, message):
    case = Skip(0)
    with pytest.raises(error, match=message):
        call(case.params, case.x)


@pytest.mark.parametrize("mask", ["none", "left", "right"])
@pytest.mark.parametrize("return_sequences", [False, True])
@pytest.mark.parametrize("go_backwards", [False, True])
def test_layer(return_sequences, go_backwards, mask):
    """What the layer returns, and what its `backward` returns, by central differences."""
    case = Skip(60, mask=mask)
    layer = Layer(H, delay=4, return_sequences=return_sequences, go_backwards=go_backwards,
                  dtype="float64")
    layer.set_weights(case.params)

    def output(x):
        return layer(x, mask=case.mask, initial_state=case.h_0)

    y = output(case.x)
    dy = np.random.default_rng(1).standard_normal(y.shape)
    turn = slice(None, None, -1 if go_backwards else 1)
    turned = None if case.mask is None else case.mask[:, turn]
    h = numpy_skip.forward(case.params, case.x[:, turn], case.h_0, delay=4, mask=turned)
    if not return_sequences:
        np.testing.assert_array_equal(y, h[:, -1])
    elif mask == "none":
        np.testing.assert_array_equal(y, h)
    dx = layer.backward(dy)
    expected = gradients.numerical_gradient(lambda x: float((output(x) * dy).sum()), case.x)
    np.testing.assert_allclose(dx, expected, rtol=1e-6, atol=1e-8)
    assert layer.weight_names == ("W_xh", "W_hh", "W_skip", "b_h")
    assert [g.shape for g in layer.gradients] == [w.shape for w in case.params]


def test_layer_makes_its_own_weights():
    x = np.random.default_rng(0).standard_normal((B, T, D)).astype(np.float32)
    one, two = (Layer(H, delay=3, seed=1) for _ in range(2))
    np.testing.assert_array_equal(one(x), two(x))
    y, h_T = Layer(H, delay=3, return_sequences=True, return_state=True, seed=1)(x)
    np.testing.assert_array_equal(y[:, -1], h_T)
    np.testing.assert_array_equal(h_T, one(x))
