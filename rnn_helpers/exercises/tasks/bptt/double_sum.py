"""Exercise: dW_hh as the double sum over losses and steps back, with immediate derivatives."""

from functools import partial

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake
from rnn_helpers.exercises.oracles import recurrent_part, bptt_with_mistake


def double_sum(W_hh, h, from_loss, h_0):
    """W_hh (H, H), h and from_loss (B, T, H), h_0 (B, H) -> dW_hh (H, H)."""
    dW_hh = np.zeros_like(W_hh)
    for t in range(h.shape[1]):
        carried = from_loss[:, t]
        for s in reversed(range(t + 1)):  # s = t - k
            h_prev = h[:, s - 1] if s > 0 else h_0
            dz = carried * (1 - h[:, s] ** 2)
            dW_hh += h_prev.T @ dz
            carried = dz @ W_hh.T
    return dW_hh


def inputs(case):
    return {"W_hh": case.normal("H "
                                "H", case.H**-0.5), "h": np.tanh(case.normal("B T "
                                                                               "H")), "from_loss": case.normal("B "
                                                                                                                   "T "
                                                                                                                   "H"),
            "h_0": case.start()}


def oracle(W_hh, h, from_loss, h_0):
    """One walk back for all losses together."""
    return recurrent_part(bptt_with_mistake, W_hh, h, from_loss, h_0)[0]


def terms(W_hh, h, from_loss, h_0, *, times=lambda k: 1, losses=slice(None), meets="", carries="", start=1.0):
    """The double sum with something wrong in it. times: how often the term k steps back is counted."""
    T, dW_hh = h.shape[1], np.zeros_like(W_hh)
    for t in range(T)[losses]:
        carried = from_loss[:, t]
        for k in range(t + 1):
            h_prev = start * h_0 if k == t and meets != "last" else h[:, t - k - 1]
            dz = carried * (1 - h[:, t - k] ** 2)
            dW_hh += times(k) * (h[:, t - k] if meets == "own" else h_prev).T @ (carried if meets == "no "
                                                                                                     "slope" else dz)
            carried = (carried if carries == "no "
                                             "slope" else dz) @ (W_hh if carries == "W_hh" else W_hh.T)
    return dW_hh


MISTAKES = {
    "total derivatives": Mistake(
        "A path of k steps is counted k + 1 times: total derivatives stand inside the sum. Take "
        "immediate ones, with the state before held fixed.", partial(terms, times=lambda k: k + 1)),
    "k = 0 only": Mistake(
        "Each loss meets the weights at its own step only. Carry it back to every step before.",
        partial(terms, times=lambda k: k == 0)),
    "k = 0 left out": Mistake(
        "The terms with k = 0 are missing: each loss meets the weights at its own step too.",
        partial(terms, times=lambda k: k > 0)),
    "last loss only": Mistake(
        "Only the last step's loss is used. There is one at every "
        "step.", partial(terms, losses=slice(-1, None))),
    "meets without slope": Mistake(
        "Where the gradient meets the weights, φ′ of that step is missing: the immediate "
        "derivative is h_(s-1) times φ′.",
        partial(terms, meets="no slope")),
    "carried without slope": Mistake(
        "Each step back is a product with diag(φ′) and W_hh. φ′ is missing on the "
        "way.", partial(terms, carries="no "
                                                                                                                "slope")),
    "W_hh not transposed": Mistake(
        "W_hh is not transposed on the way back. No error tells you, because it is "
        "square.", partial(terms, carries="W_hh")),
    "h of the same step": Mistake(
        "At step s the weights were multiplied by the state before, h_(s-1), not by "
        "h_s.", partial(terms, meets="own")),
    "wraps round": Mistake(
        "At s = 0, h[:, s - 1] is the last state. Before the first step stands "
        "h_0.", partial(terms, meets="last")),
    "zero start": Mistake(
        "The terms that end at the first step are missing, or take h_0 as "
        "zero.", partial(terms, start=0.0)),
}

EXERCISE = Exercise(
    place=3,
    title="The double sum",
    task="Write $d\\mathbf{W}_{hh}$ as the double sum of section 5, term by term. Take the loss at "
         "every step $t$, carry it back $k = 0 \\dots t-1$ steps, and let it meet the weights "
         "there.",
    solution=double_sum,
    why="The outer loop takes one loss at a time, the inner one walks back from it. At each step "
        "the gradient goes through φ, meets the state before (the immediate derivative, in which "
        "that state is held fixed), and goes on by W_hh.T. There are T(T + 1)/2 terms; BPTT needs "
        "T, because it adds the losses as it walks.",
    inputs=inputs,
    returns="dW_hh",
    oracle=oracle,
    mistakes=MISTAKES,
    hints=(
        "How many terms are there for T = 3? Write down for each which loss it comes from, and at "
        "which step it meets W_hh.",
        "Two loops: over the step t of the loss, and from t back to the first step. The inner one "
        "is the walk of section 2 with one loss only, which enters at t.",
        "Start with carried = from_loss[:, t]. At each step s: dz = carried * (1 - h[:, s]**2), "
        "add the state before, transposed, times dz, and go on with carried = dz @ W_hh.T.",
    ),
)
