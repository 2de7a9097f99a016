"""Jacobians and spectra, each computed in a second way."""

import numpy as np
import pytest

from helpers.engines import Case, relative
from rnn_helpers import gradients, numpy_rnn


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid", "linear"])
@pytest.mark.parametrize("mask", ["none", "holes"])
def test_jacobians_equal_differences_of_one_step(activation, mask):
    case = Case("SimpleRNN", 21, mask=mask, T_max=12)
    how = {"mask": case.mask, "activation": activation}
    h = numpy_rnn.forward(case.params, case.x, *case.initial, **how)
    J = gradients.jacobians(case.params, h, **how)
    assert J.shape == (case.B, case.T, case.H, case.H)
    for b in range(case.B):
        for t in range(case.T):
            before = h[b, t - 1] if t else case.initial[0][b]
            x_t = case.x[b : b + 1, t : t + 1]
            how["mask"] = None if case.mask is None else case.mask[b : b + 1, t : t + 1]
            for i in range(case.H):

                def h_t_i(h_prev, x_t=x_t, i=i):
                    return numpy_rnn.forward(case.params, x_t, h_prev[None], **how)[0, 0, i]

                expected = gradients.numerical_gradient(h_t_i, before)
                np.testing.assert_allclose(J[b, t, i], expected, atol=1e-8)


@pytest.mark.parametrize("mask", ["none", "holes"])
def test_state_jacobian_is_what_bptt_carries(mask):
    """One row of the product of factors is the gradient of one h_t[i], which BPTT finds without any
    H × H matrix."""
    case = Case("SimpleRNN", 5, mask=mask, T_max=20)
    (h,) = case.forward()
    t = case.T - 1
    J = gradients.state_jacobian(case.params, h, t, t + 1, mask=case.mask)
    for i in range(case.H):
        dh = np.zeros_like(h)
        dh[:, t, i] = 1
        _, _, dh_0 = numpy_rnn.bptt(case.params, case.x, h, dh, *case.initial, mask=case.mask)
        np.testing.assert_allclose(J[:, i], dh_0, atol=1e-12)


@pytest.mark.parametrize("mask", ["none", "holes"])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_loss_paths_are_what_bptt_carries_between_two_steps(mask, activation):
    """∂L_s/∂h_t is the dh_0 of a run that starts at h_t with the loss at s only: no Jacobian."""
    case = Case("SimpleRNN", 6, mask=mask, T_max=12)
    how = {"mask": case.mask, "activation": activation}
    h = numpy_rnn.forward(case.params, case.x, *case.initial, **how)
    (dh,) = case.dstates
    paths = gradients.loss_paths(case.params, h, dh, **how)
    assert paths.shape == (case.B, case.T, case.T, case.H)
    for s in range(case.T):
        assert not paths[:, s, s + 1 :].any()
        np.testing.assert_array_equal(paths[:, s, s], dh[:, s])
        for t in range(s):
            later = slice(t + 1, s + 1)
            only_s = np.zeros_like(h[:, later])
            only_s[:, -1] = dh[:, s]
            how["mask"] = None if case.mask is None else case.mask[:, later]
            _, _, expected = numpy_rnn.bptt(
                case.params, case.x[:, later], h[:, later], only_s, h[:, t], **how
            )
            np.testing.assert_allclose(paths[:, s, t], expected, atol=1e-12)


def test_state_jacobian_of_no_step_is_the_identity():
    case = Case("SimpleRNN", 2)
    J = gradients.state_jacobian(case.params, case.forward()[0], 0, 0)
    np.testing.assert_array_equal(J, np.broadcast_to(np.eye(case.H), J.shape))


def test_numerical_gradient_of_what_is_known():
    rng = np.random.default_rng(0)
    theta = rng.standard_normal((3, 5))
    cubes = gradients.numerical_gradient(lambda v: float(np.sum(v**3)), theta)
    assert relative(cubes, 3 * theta**2) < 1e-8
    pair = gradients.numerical_gradient(lambda p: float(p[0] @ p[1]), (theta[0], theta[1]))
    assert relative(pair[0], theta[1]) < 1e-9 and relative(pair[1], theta[0]) < 1e-9


def test_spectra():
    """By characteristic polynomial and by W'W, for a rotation, a shear and random matrices."""
    rng = np.random.default_rng(1)
    rotation, shear = np.array([[0.0, -2.0], [2.0, 0.0]]), np.array([[0.9, 10.0], [0.0, 0.9]])
    for W in (rotation, shear, rng.standard_normal((6, 6))):
        roots = np.roots(np.poly(W))
        assert gradients.spectral_radius(W) == pytest.approx(np.abs(roots).max(), rel=1e-6)
        squares = np.sort(np.linalg.eigvalsh(W.T @ W))[::-1]
        np.testing.assert_allclose(
            gradients.singular_values(W) ** 2, squares, rtol=1e-7, atol=1e-9
        )
    assert gradients.spectral_radius(shear) == pytest.approx(0.9)


def test_a_function_may_keep_or_change_what_it_gets():
    kept = []

    def decayed(w):
        w *= 0.9
        kept.append(w)
        return float((w**2).sum())

    w = np.random.default_rng(3).standard_normal((2, 3))
    np.testing.assert_allclose(gradients.numerical_gradient(decayed, w), 2 * 0.81 * w, rtol=1e-8)
    assert len({each.ctypes.data for each in kept}) == len(kept), "each call has its own array"
    np.testing.assert_allclose(gradients.numerical_gradient(np.squeeze, np.array([2.0])), [1.0])


@pytest.mark.parametrize("T", [1, 2, 5, 8, 33])
def test_affine_states_are_the_recurrence(T):
    rng = np.random.default_rng(T)
    A, c = rng.standard_normal((3, T, 4, 4)) / 2, rng.standard_normal((3, T, 4))
    kept, h = (A.copy(), c.copy()), np.zeros((3, 4))
    got = gradients.affine_states(A, c)
    for t in range(T):
        h = np.array([A[n, t] @ h[n] + c[n, t] for n in range(3)])
        np.testing.assert_allclose(got[:, t], h, rtol=0, atol=1e-12)
    np.testing.assert_array_equal(A, kept[0])
    np.testing.assert_array_equal(c, kept[1])


def newton_network(scale, T=200, D=3, H=16):
    """A tanh network whose W_hh has independent entries of standard deviation scale / √H."""
    rng = np.random.default_rng(7)
    W_hh = scale * rng.standard_normal((H, H)) / np.sqrt(H)
    params = numpy_rnn.Params(rng.standard_normal((D, H)), W_hh, rng.standard_normal(H) / 5)
    return params, rng.standard_normal((2, T, D)) / 2


@pytest.mark.parametrize("scale", [0.5, 1.0, 1.2])
def test_newton_arrives_at_the_states_of_the_loop(scale):
    params, x = newton_network(scale)
    found = gradients.newton_states(params, x, rounds=60, tolerance=1e-9)
    assert found.change <= 1e-9 and found.rounds < 30
    np.testing.assert_allclose(found.h, numpy_rnn.forward(params, x), rtol=0, atol=1e-8)


def test_newton_has_one_more_step_exact_after_each_round():
    """Whatever the network: nothing before step n depends on a guess after n rounds."""
    params, x = newton_network(3.0, T=30)
    h = numpy_rnn.forward(params, x)
    for rounds in (1, 2, 5, 9):
        found = gradients.newton_states(params, x, rounds=rounds, tolerance=0.0)
        assert found.rounds == rounds
        np.testing.assert_allclose(found.h[:, :rounds], h[:, :rounds], rtol=0, atol=1e-6)


def test_newton_says_when_it_did_not_arrive():
    params, x = newton_network(3.0, T=400)
    found = gradients.newton_states(params, x, rounds=5, tolerance=1e-6)
    assert found.rounds == 5 and not found.change <= 1e-6


@pytest.mark.parametrize("options, message", [
    ({"rounds": 0}, "rounds: expected at least 1, got 0"),
    ({"tolerance": -1.0}, "tolerance: expected 0 or more, got -1.0"),
    ({"x": np.zeros((2, 3, 5))}, r"x: expected \(B, T, D=3\), got \(2, 3, 5\)"),
])
def test_newton_bad_arguments(options, message):
    params, x = newton_network(1.0, T=4)
    with pytest.raises(ValueError, match=f"^{message}"):
        gradients.newton_states(params, options.pop("x", x), **options)
