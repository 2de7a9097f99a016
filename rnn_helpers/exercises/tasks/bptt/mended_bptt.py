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


def inputs(case):
    return {"W_hh": case.normal("H "
                                "H", case.H**-0.5), "h": np.tanh(case.normal("B T "
                                                                               "H")), "from_loss": case.normal("B "
                                                                                                                   "T "
                                                                                                                   "H"),
            "h_0": case.start()}


def walk(wrong):
    return partial(oracles.recurrent_part, partial(oracles.bptt_with_mistake, wrong=wrong))


MISTAKES = {
    "wraps round": Mistake(
        "The bug is still there. Write down which state the loop takes as h_prev at each t; look "
        "at the last turn, t = 0.",
        walk("wraps round")),
    "zero start": Mistake(
        "The right line, but the state before the first step is h_0, which need not be "
        "zero.", walk("zero "
                                                                                                    "start")),
    "first step left out": Mistake(
        "The loop leaves out the first step. Its part is missing in dW_hh, and the gradient never "
        "reaches h_0.",
        walk("first step left out")),
    "h of the same step": Mistake(
        "W_hh was multiplied by the state before, h_(t-1). The loop takes h_t "
        "now.", walk("h of "
                                                                                          "the "
                                                                                          "same "
                                                                                          "step")),
    "W_hh not transposed": Mistake(
        "W_hh.T was right: on the way back the same weights are walked in the other "
        "direction.", walk("W_hh "
                                                                                                      "not "
                                                                                                      "transposed")),
    "no future": Mistake(
        "The message from the future is lost. It must be added to from_loss at each "
        "step.", walk("no "
                                                                                                 "future")),
    "forwards": Mistake(
        "The loop now runs forwards in time. The gradient comes from the last step and goes to the "
        "first.", walk("forwards")),
    "slope of h": Mistake(
        "1 - h**2 was right: h is φ(z) already, so its slope needs no second "
        "tanh.", walk("slope "
                                                                                          "of h")),
    "not added up": Mistake(
        "Every step adds its part to dW_hh: += was right.", walk("not added up")),
}

EXERCISE = Exercise(
    place=4,
    title="Find the bug",
    task="This walk back runs without an error, and one of its two results is wrong. Find the line "
         "and mend it.",
    solution=mended_bptt,
    stub_body=STUB,
    why="At t = 0 the index t - 1 is -1, and in Python that is the last element: the first step's "
        "part is made with the last state. No shape is wrong and nothing is raised. Before the "
        "first step stands h_0. The gradient dh_0 was right all the time, because it needs h_prev "
        "nowhere.",
    inputs=inputs,
    returns="dW_hh dh_0",
    oracle=partial(oracles.recurrent_part, oracles.bptt_by_terms),
    mistakes=MISTAKES,
    hints=(
        "Try it with a single step, T = 1. Which state does the loop take as the one before?",
        "Only one step of the walk is wrong, the last turn of the loop. Python counts negative "
        "indices from the end.",
        "At t = 0, h[:, t - 1] is h[:, -1]. What is the state before the first step called in the "
        "arguments?",
    ),
)
