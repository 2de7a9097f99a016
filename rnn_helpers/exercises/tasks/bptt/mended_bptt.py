"""Exercise: find the bug in a given BPTT. It runs, and raises nothing."""

from functools import partial

import numpy as np

from rnn_helpers.exercises import oracles
from rnn_helpers.exercises.core import Exercise, Mistake


def mended_bptt(W_hh, h, from_loss, h_0):
    """h and from_loss (B, T, H), h_0 (B, H) -> dW_hh (H, H), dh_0 (B, H)."""
    dW_hh, from_future = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in reversed(range(h.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h_0
        dz_t = (from_loss[:, t] + from_future) * (1 - h[:, t] ** 2)
        dW_hh += h_prev.T @ dz_t
        from_future = dz_t @ W_hh.T
    return dW_hh, from_future


STUB = """dW_hh, from_future = np.zeros_like(W_hh), np.zeros_like(h_0)
for t in reversed(range(h.shape[1])):
    h_prev = h[:, t - 1]
    dz_t = (from_loss[:, t] + from_future) * (1 - h[:, t] ** 2)
    dW_hh += h_prev.T @ dz_t
    from_future = dz_t @ W_hh.T
return dW_hh, from_future"""


def walk(wrong):
    """The two results of a BPTT with this mistake, as a function."""
    return partial(oracles.recurrent_part, partial(oracles.bptt_with_mistake, wrong=wrong))


MISTAKES = {
    "wraps round": Mistake(
        "The bug is still there. Write down which state the loop uses as h_prev at each t, and "
        "look at the last iteration, t = 0.",
        walk("wraps round")),
    "zero start": Mistake(
        "That is the right line, but the state before the first step is h_0, which need not be "
        "zero.",
        walk("zero start")),
    "first step left out": Mistake(
        "Your loop leaves out the first step. Its part of dW_hh is missing, and the gradient "
        "never reaches h_0.",
        walk("first step left out")),
    "h of the same step": Mistake(
        "W_hh was multiplied by the previous state, h_(t-1). Your loop now uses h_t.",
        walk("h of the same step")),
    "h_1 for h_0": Mistake(
        "At t = 0 your loop uses the first state, h[:, 0]. The state before it is h_0.",
        walk("h_1 for h_0")),
    "W_hh not transposed": Mistake(
        "W_hh.T was right: on the way back the gradient goes through the same weights in the "
        "other direction.",
        walk("W_hh not transposed")),
    "no future": Mistake(
        "The gradient from later steps is lost. It must be added to from_loss at each step.",
        walk("no future")),
    "forwards": Mistake(
        "Your loop now runs forwards in time. The gradient starts at the last step and goes to "
        "the first.",
        walk("forwards")),
    "slope of h": Mistake(
        "1 - h**2 was right: h is already φ(z), so its slope needs no second tanh.",
        walk("slope of h")),
    "not added up": Mistake(
        "Every step adds its part to dW_hh, so += was right.",
        walk("not added up")),
}

EXERCISE = Exercise(
    place=4,
    title="Find the bug",
    stars=2,
    minutes=12,
    task="This backward pass runs without an error, but one of its two results is wrong. Find "
         "the line and fix it.",
    solution=mended_bptt,
    stub_body=STUB,
    why="At t = 0 the index t - 1 is -1, which in Python means the last element: the first "
        "step's part is computed with the last state. All shapes fit and nothing is raised. The "
        "state before the first step is h_0. The gradient dh_0 was right all along, because it "
        "never uses h_prev.",
    inputs=oracles.recurrent_inputs,
    returns="dW_hh dh_0",
    oracle=partial(oracles.recurrent_part, oracles.bptt_by_terms),
    mistakes=MISTAKES,
    hints=(
        "Try it with a single step, T = 1. Which state does the loop use as the previous one?",
        "Only one step is wrong, the last iteration of the loop. Python counts negative indices "
        "from the end.",
        "At t = 0, h[:, t - 1] is h[:, -1]. Which of the arguments is the state before the first "
        "step?",
    ),
)
