"""Exercise: what each step adds to dW_hh."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake
from rnn_helpers.exercises.oracles import previous_states


def contributions(h, h_0, dz):
    """h and dz (B, T, H), h_0 (B, H) -> (T, H, H): what each step adds to dW_hh."""
    h_before = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
    return np.einsum("bti,btj->tij", h_before, dz)


def inputs(case):
    return {"h": np.tanh(case.normal("B T H")), "h_0": case.start(), "dz": case.normal("B T H")}


def oracle(h, h_0, dz):
    """Number by number."""
    B, T, H = h.shape
    parts = np.zeros((T, H, H))
    for b, t, i, j in np.ndindex(B, T, H, H):
        parts[t, i, j] += (h[b, t - 1, i] if t else h_0[b, i]) * dz[b, t, j]
    return parts


def products(h_before, dz):
    return np.einsum("bti,btj->tij", h_before, dz)


MISTAKES = {
    "h of the same step": Mistake(
        "Each step meets its own state. W_hh was multiplied by the state before, so step t needs h "
        "at t - 1.",
        lambda h, h_0, dz: products(h, dz)),
    "wraps round": Mistake(
        "At the first step h[:, t - 1] is h[:, -1], the last state. Before the first step stands "
        "h_0.",
        lambda h, h_0, dz: products(np.roll(h, 1, axis=1), dz)),
    "zero start": Mistake(
        "The first step's part is taken as zero. That holds for h_0 = 0 only; use h_0.",
        lambda h, h_0, dz: products(previous_states(h, 0 * h_0), dz)),
    "transposed": Mistake(
        "Each part is transposed: row i belongs to unit i of the state before, column j to unit j "
        "of dz.",
        lambda h, h_0, dz: products(previous_states(h, h_0), dz).swapaxes(1, 2)),
    "summed": Mistake(
        "This is the whole dW_hh, summed over time. Keep the parts: one matrix a step.",
        lambda h, h_0, dz: products(previous_states(h, h_0), dz).sum(axis=0)),
    "running sum": Mistake(
        "Each part holds those before it too. A part is what its own step adds, and nothing else.",
        lambda h, h_0, dz: products(previous_states(h, h_0), dz).cumsum(axis=0)),
    "running sum back": Mistake(
        "Each part holds those after it too, as the walk back accumulates them. A part is what its "
        "own step adds.",
        lambda h, h_0, dz: products(previous_states(h, h_0), dz)[::-1].cumsum(axis=0)[::-1]),
    "mean": Mistake(
        "The parts are averaged over the examples. Add them up; dz holds any 1/B already.",
        lambda h, h_0, dz: products(previous_states(h, h_0), dz) / len(h)),
    "time reversed": Mistake(
        "The parts stand in the order of the walk back. Part t belongs to step t, the first one "
        "first.",
        lambda h, h_0, dz: products(previous_states(h, h_0), dz)[::-1]),
    "not summed over examples": Mistake(
        "There is a matrix for each example. All examples share W_hh, so sum over them.",
        lambda h, h_0, dz: np.einsum("bti,btj->btij", previous_states(h, h_0), dz)),
}

EXERCISE = Exercise(
    place=2,
    title="Who adds what to dW_hh",
    task="`dz` holds $d\\mathbf{z}_{(t)}$ of all steps, and `h` all states. Return what each "
         "single step adds to the gradient of the shared $\\mathbf{W}_{hh}$, so that the sum over "
         "the first axis is the whole.",
    solution=contributions,
    why="Step t multiplied h_(t-1) by W_hh, so it adds h_(t-1)ᵀ dz_t. The states one step earlier "
        "are h shifted by one, with h_0 in front. In the product b is summed over, because all "
        "examples share the weights, and t is kept.",
    inputs=inputs,
    returns="parts",
    oracle=oracle,
    mistakes=MISTAKES,
    hints=(
        "For one step alone the answer is a single product of two matrices. Which state does it "
        "take, and what stands before the first?",
        "Part t is h_(t-1).T @ dz_t. Shift h by one step along its time axis, and put h_0 in "
        "front.",
        "In a loop: h_prev = h[:, t - 1] if t > 0 else h_0, then parts[t] = h_prev.T @ dz[:, t].",
    ),
)
