"""Exercise: dW_hh as the double sum over losses and steps back, with immediate derivatives."""

from functools import partial

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake
from rnn_helpers.exercises.oracles import bptt_with_mistake, recurrent_inputs, recurrent_part


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


def oracle(W_hh, h, from_loss, h_0):
    """One walk back for all losses together."""
    return recurrent_part(bptt_with_mistake, W_hh, h, from_loss, h_0)[0]


def terms(W_hh, h, from_loss, h_0, *, times=lambda k: 1, losses=slice(None), meets="", carries="",
          start=1.0):
    """The double sum with one mistake. times: how often the term k steps back is counted."""
    T, dW_hh = h.shape[1], np.zeros_like(W_hh)
    for t in range(T)[losses]:
        carried = from_loss[:, t]
        for k in range(t + 1):
            h_prev = start * h_0 if k == t and meets != "last" else h[:, t - k - 1]
            dz = carried * (1 - h[:, t - k] ** 2)
            state = h[:, t - k] if meets == "own" else h_prev
            dW_hh += times(k) * state.T @ (carried if meets == "no slope" else dz)
            back = W_hh if carries == "W_hh" else W_hh.T
            carried = (carried if carries == "no slope" else dz) @ back
    return dW_hh


MISTAKES = {
    "total derivatives": Mistake(
        "You count a path of k steps k + 1 times: your sum has total derivatives in it. Use "
        "immediate ones, which hold the previous state fixed.",
        partial(terms, times=lambda k: k + 1)),
    "k = 0 only": Mistake(
        "Each loss only reaches the weights at its own step. Carry it back to every earlier step.",
        partial(terms, times=lambda k: k == 0)),
    "k = 0 left out": Mistake(
        "The terms with k = 0 are missing: each loss reaches the weights at its own step too.",
        partial(terms, times=lambda k: k > 0)),
    "last loss only": Mistake(
        "You only use the loss at the last step. There is one at every step.",
        partial(terms, losses=slice(-1, None))),
    "meets without slope": Mistake(
        "φ′ is missing where the gradient reaches the weights of a step: the immediate derivative "
        "is h_(s-1) times φ′.",
        partial(terms, meets="no slope")),
    "carried without slope": Mistake(
        "φ′ is missing on the way back. Each step back multiplies by diag(φ′) and by W_hh.",
        partial(terms, carries="no slope")),
    "W_hh not transposed": Mistake(
        "You did not transpose W_hh on the way back. It is square, so no error tells you.",
        partial(terms, carries="W_hh")),
    "h of the same step": Mistake(
        "At step s the weights were multiplied by the previous state, h_(s-1), not by h_s.",
        partial(terms, meets="own")),
    "wraps round": Mistake(
        "At s = 0, h[:, s - 1] is the last state. The state before the first step is h_0.",
        partial(terms, meets="last")),
    "zero start": Mistake(
        "The terms that end at the first step are missing, or use zero instead of h_0.",
        partial(terms, start=0.0)),
}

EXERCISE = Exercise(
    place=3,
    title="The double sum",
    stars=3,
    minutes=20,
    task="Write $d\\mathbf{W}_{hh}$ as the double sum of section 5, term by term. Take the loss "
         "at every step $t$, carry it back $k = 0 \\dots t-1$ steps, and add what it contributes "
         "to the gradient there.",
    solution=double_sum,
    why="The outer loop takes one loss at a time; the inner one walks back from it. At each step "
        "the gradient goes through φ, is multiplied by the previous state (the immediate "
        "derivative, which holds that state fixed), and goes on through W_hh.T. There are T(T + "
        "1)/2 terms; BPTT needs only T, because it adds the losses as it walks.",
    inputs=recurrent_inputs,
    returns="dW_hh",
    oracle=oracle,
    mistakes=MISTAKES,
    hints=(
        "How many terms are there for T = 3? For each, write down which loss it comes from and "
        "at which step it reaches W_hh.",
        "Write two loops: one over the step t of the loss, and one from t back to the first "
        "step. The inner one is the backward pass of section 2 with a single loss, which enters "
        "at t.",
        "Start with carried = from_loss[:, t]. At each step s: dz = carried * (1 - h[:, s]**2), "
        "add the previous state, transposed, times dz, and go on with carried = dz @ W_hh.T.",
    ),
)
