"""Exercise: what each step adds to dW_hh."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake
from rnn_helpers.exercises.oracles import previous_states


def contributions(h, h_0, dz):
    """h and dz (B, T, H), h_0 (B, H) -> (T, H, H): what each step adds to dW_hh."""
    h_before = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
    return np.einsum("bti,btj->tij", h_before, dz)


def inputs(case):
    """States in the range of tanh, and any dz."""
    return {"h": np.tanh(case.normal("B T H")), "h_0": case.start(), "dz": case.normal("B T H")}


def oracle(h, h_0, dz):
    """Number by number."""
    B, T, H = h.shape
    parts = np.zeros((T, H, H))
    for b, t, i, j in np.ndindex(B, T, H, H):
        parts[t, i, j] += (h[b, t - 1, i] if t else h_0[b, i]) * dz[b, t, j]
    return parts


def products(h_before, dz):
    """What each step adds, if h_before (B, T, H) were the states that W_hh multiplied."""
    return np.einsum("bti,btj->tij", h_before, dz)


MISTAKES = {
    "h of the same step": Mistake(
        "You pair each step with its own state. W_hh was multiplied by the state before, so step "
        "t needs h at t - 1.",
        lambda h, h_0, dz: products(h, dz)),
    "wraps round": Mistake(
        "At the first step h[:, t - 1] is h[:, -1], the last state. The state before the first "
        "step is h_0.",
        lambda h, h_0, dz: products(np.roll(h, 1, axis=1), dz)),
    "zero start": Mistake(
        "You set the first step's contribution to zero. That is only right for h_0 = 0; use h_0.",
        lambda h, h_0, dz: products(previous_states(h, 0 * h_0), dz)),
    "transposed": Mistake(
        "Each contribution is transposed: row i belongs to unit i of the previous state, column j "
        "to unit j of dz.",
        lambda h, h_0, dz: products(previous_states(h, h_0), dz).swapaxes(1, 2)),
    "summed": Mistake(
        "This is all of dW_hh, summed over time. Keep the contributions apart: one matrix per "
        "step.",
        lambda h, h_0, dz: products(previous_states(h, h_0), dz).sum(axis=0)),
    "running sum": Mistake(
        "Each contribution includes those before it. It should be what its own step adds, and "
        "nothing else.",
        lambda h, h_0, dz: products(previous_states(h, h_0), dz).cumsum(axis=0)),
    "running sum back": Mistake(
        "Each contribution includes those after it, as the backward pass accumulates them. It "
        "should be what its own step adds.",
        lambda h, h_0, dz: products(previous_states(h, h_0), dz)[::-1].cumsum(axis=0)[::-1]),
    "mean": Mistake(
        "You average over the examples. Add them up; any 1/B is already in dz.",
        lambda h, h_0, dz: products(previous_states(h, h_0), dz) / len(h)),
    "time reversed": Mistake(
        "The contributions are in the order of the backward pass. Contribution t belongs to step "
        "t, so the first one comes first.",
        lambda h, h_0, dz: products(previous_states(h, h_0), dz)[::-1]),
    "not summed over examples": Mistake(
        "You return a matrix for each example. All examples share W_hh, so sum over them.",
        lambda h, h_0, dz: np.einsum("bti,btj->btij", previous_states(h, h_0), dz)),
}

EXERCISE = Exercise(
    place=2,
    title="What each step adds to dW_hh",
    stars=2,
    minutes=10,
    task="`dz` holds $d\\mathbf{z}_{(t)}$ at all steps, and `h` all states. Return what each "
         "single step contributes to the gradient of the shared $\\mathbf{W}_{hh}$, so that the "
         "sum over the first axis is the whole gradient.",
    solution=contributions,
    why="Step t multiplied h_(t-1) by W_hh, so it adds h_(t-1)ᵀ dz_t. The states one step "
        "earlier are h shifted by one, with h_0 at the front. The product sums over b, because "
        "all examples share the weights, and keeps t.",
    inputs=inputs,
    returns="parts",
    oracle=oracle,
    mistakes=MISTAKES,
    hints=(
        "For a single step the answer is one product of two matrices. Which state does it need, "
        "and what comes before the first?",
        "Contribution t is h_(t-1).T @ dz_t. Shift h by one step along its time axis, and put "
        "h_0 at the front.",
        "In a loop: h_prev = h[:, t - 1] if t > 0 else h_0, then parts[t] = h_prev.T @ dz[:, t].",
    ),
)
