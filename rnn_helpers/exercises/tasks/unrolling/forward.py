"""Exercise: the whole layer, for a batch of sequences of their own lengths."""

import math
from functools import partial

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def forward(W_xh, W_hh, b_h, x, h_0, mask):
    """W_xh (D, H), W_hh (H, H), b_h (H,), x (B, T, D), h_0 (B, H), mask (B, T) bool -> all states h (B, T, H)."""
    h_t, h = h_0, []
    for t in range(x.shape[1]):
        new = np.tanh(x[:, t] @ W_xh + h_t @ W_hh + b_h)
        h_t = np.where(mask[:, t, None], new, h_t)
        h.append(h_t)
    return np.stack(h, axis=1)


def inputs(case):
    mask = case.mask()
    if not case.special:
        mask[:, -1] = False  # longer than its longest sequence
    return case.params() | {"x": case.normal("B T D"), "h_0": case.start(), "mask": mask}


def oracle(W_xh, W_hh, b_h, x, h_0, mask):
    """Each example by itself and number by number: the graph of its real steps only, then copied to all steps."""
    B, T, D = x.shape
    H, h = len(b_h), np.zeros((B, T, len(b_h)))
    for i in range(B):
        state = list(h_0[i])
        for t in range(T):
            if mask[i, t]:
                z = [b_h[j] + sum(x[i, t, d] * W_xh[d, j] for d in range(D)) + sum(state[k] * W_hh[k, j] for k in range(H))
                     for j in range(H)]
                state = [math.tanh(value) for value in z]
            h[i, t] = state
    return h


def run(W_xh, W_hh, b_h, x, h_0, mask, wrong=""):
    """With one mistake: wrong names it."""
    h_t, h = 0 * h_0 if wrong == "zero start" else h_0, []
    x = x * mask[..., None] if wrong == "input zeroed" else x
    mask = np.ones_like(mask) if wrong in ("mask "
                                           "ignored", "input "
                                                           "zeroed") else ~mask if wrong == "mask turned round" else mask
    for t in range(x.shape[1]):
        h_prev = h_0 if wrong == "state not carried" else h_t
        z = x[:, t] @ W_xh + h_prev @ (W_hh.T if wrong == "W_hh "
                                                          "transposed" else W_hh) + (0 if wrong == "no "
                                                                                                        "bias" else b_h)
        new = z if wrong == "no phi" else np.tanh(z)
        real = mask[:, t, None]
        stays = {"state zeroed": 0 * h_t, "back to the start": h_0}.get(wrong, h_prev)
        chosen = {"all or "
                  "none": mask[:, t].all(), "any": mask[:, t].any(), "first "
                                                                            "mask": mask[0, t]}.get(wrong, real)
        h_t = np.where(chosen, new, stays)
        h.append(h_prev if wrong == "one late" else h_t * real if wrong == "shown as zero" else h_t)
    h = np.stack(h, axis=1)
    if wrong == "start too":
        h = np.concatenate([h_0[:, None], h], axis=1)
    return h[:, -1] if wrong == "last only" else h.swapaxes(0, 1) if wrong == "time first" else h


SAYS = {
    "mask "
    "ignored": "The mask is not used. Where it is False the step is not taken, and the state "
                    "before stays.",
    "input "
    "zeroed": "The masked input is zero, but the step is taken all the same: W_hh, the bias "
                    "and φ change the state. Keep the state as it was.",
    "state "
    "zeroed": "A masked step sets the state to zero, and what was read is lost. It keeps the "
                    "state before.",
    "shown as "
    "zero": "The state is carried over masked steps, but shown as zero there. All states "
                     "holds the kept one too.",
    "back to the start": "A masked step goes back to h_0. It keeps the state of the step before.",
    "all or "
    "none": "One masked example stops the whole batch. Each example has a mask of its own: "
                   "choose row by row.",
    "any": "One real example moves the whole batch. Each example has a mask of its own: choose row "
           "by row.",
    "first "
    "mask": "The first example's mask moves the whole batch. Each example has a mask of its "
                  "own: choose row by row.",
    "mask turned "
    "round": "The mask is taken the wrong way round. True is a real step, False keeps "
                         "the state.",
    "zero start": "The loop begins with zeros. It begins with h_0, which need not be zero.",
    "state not "
    "carried": "Every step begins with h_0. The graph has an arrow from each state to "
                         "the next.",
    "one late": "Each row holds the state before its step. h[:, t] is the state after it.",
    "W_hh "
    "transposed": "W_hh is transposed. Examples are rows, so the state stands on the left: "
                       "h_t @ W_hh.",
    "no bias": "The bias b_h is missing from the sum.",
    "no phi": "φ is missing: the new state is tanh of the sum.",
    "last only": "Only the last state came back. Keep all T of them.",
    "start too": "h_0 is among the states. There are T of them, one after each step.",
    "time first": "The axes are (T, B, H). Examples come first: stack along axis 1.",
}

EXERCISE = Exercise(
    place=4,
    title="The layer, for a padded batch",
    task="In a batch each sentence has a graph of its own length, but the loop runs to the "
         "longest. Write the loop over a padded batch: a step whose mask is False is no part of "
         "that example's graph, so its state stays what it was.",
    solution=forward,
    why="The loop is the one of section 2, with a row for each example. The mask chooses, row by "
        "row, between the new state and the one before. So an example's last column holds the "
        "state after its last real step, whatever the padding is filled with.",
    inputs=inputs,
    returns="h",
    oracle=oracle,
    mistakes={name: Mistake(says, partial(run, wrong=name)) for name, says in SAYS.items()},
    hints=(
        "First write it without the mask. Then ask of each row of the batch: does it take the new "
        "state, or keep the old one?",
        "Make the new state for all rows, then choose: np.where with the mask of this step, which "
        "needs an axis more to fit (B, H).",
        "h_t = np.where(mask[:, t, None], new, h_t), with new = np.tanh(x[:, t] @ W_xh + h_t @ "
        "W_hh + b_h). Stack all h_t along axis 1.",
    ),
)
