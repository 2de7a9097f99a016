"""Exercise: the whole layer, for a batch of sequences of their own lengths."""

import math

import numpy as np

from rnn_helpers.exercises.core import Exercise, mistakes


def forward(W_xh, W_hh, b_h, x, h_0, mask):
    """All states h (B, T, H).

    W_xh (D, H), W_hh (H, H), b_h (H,), x (B, T, D), h_0 (B, H), mask (B, T) bool.
    """
    h_t, h = h_0, []
    for t in range(x.shape[1]):
        new = np.tanh(x[:, t] @ W_xh + h_t @ W_hh + b_h)
        h_t = np.where(mask[:, t, None], new, h_t)
        h.append(h_t)
    return np.stack(h, axis=1)


def inputs(case):
    """A padded batch with gaps in its mask."""
    mask = case.mask()
    if not case.special:
        mask[:, -1] = False  # longer than its longest sequence
    return case.params() | {"x": case.normal("B T D"), "h_0": case.start(), "mask": mask}


def oracle(W_xh, W_hh, b_h, x, h_0, mask):
    """Each example by itself and number by number: its real steps, copied to all steps."""
    B, T, D = x.shape
    H, h = len(b_h), np.zeros((B, T, len(b_h)))
    for i in range(B):
        state = list(h_0[i])
        for t in range(T):
            if mask[i, t]:
                z = [b_h[j] + sum(x[i, t, d] * W_xh[d, j] for d in range(D))
                     + sum(state[k] * W_hh[k, j] for k in range(H)) for j in range(H)]
                state = [math.tanh(value) for value in z]
            h[i, t] = state
    return h


def run(W_xh, W_hh, b_h, x, h_0, mask, wrong=""):
    """With one mistake: wrong names it."""
    h_t, h = 0 * h_0 if wrong == "zero start" else h_0, []
    if wrong == "input zeroed":
        x = x * mask[..., None]
    if wrong in ("mask ignored", "input zeroed"):
        mask = np.ones_like(mask)
    if wrong == "mask turned round":
        mask = ~mask
    for t in range(x.shape[1]):
        h_prev = h_0 if wrong == "state not carried" else h_t
        z = x[:, t] @ W_xh + h_prev @ (W_hh.T if wrong == "W_hh transposed" else W_hh)
        z = z if wrong == "no bias" else z + b_h
        new = z if wrong == "no phi" else np.tanh(z)
        if wrong == "shown, not kept":
            h.append(np.where(mask[:, t, None], new, h_t))
            h_t = new
            continue
        stays = {"state zeroed": 0 * h_t, "back to the start": h_0}.get(wrong, h_prev)
        real = mask[:, t, None]
        chosen = {"all or none": real.all(), "any": real.any(), "first mask": real[0]}
        h_t = np.where(chosen.get(wrong, real), new, stays)
        h.append(h_prev if wrong == "one late" else h_t * real if wrong == "shown as zero" else h_t)
    h = np.stack(h, axis=1)
    if wrong == "zeros in front":
        h = h * np.logical_or.accumulate(mask, axis=1)[..., None]
    if wrong == "start too":
        h = np.concatenate([h_0[:, None], h], axis=1)
    return h[:, -1] if wrong == "last only" else h.swapaxes(0, 1) if wrong == "time first" else h


SAYS = {
    "mask ignored":
        "You don't use the mask. Where it is False, skip the step and keep the previous state.",
    "input zeroed":
        "You zero the masked input but still take the step: W_hh, the bias and φ change the "
        "state. Keep the state as it was.",
    "state zeroed":
        "You set the state to zero at a masked step, and lose everything read so far. Keep the "
        "previous state.",
    "shown as zero":
        "You carry the state over masked steps, but return zeros there. Return the kept state at "
        "those steps too.",
    "zeros in front":
        "Before an example's first real step you return zeros. No step has been taken there, so "
        "the state is still h_0. Keras's own layer gives zeros there, too, on TensorFlow.",
    "shown, not kept":
        "You return the previous state at a masked step, but the loop goes on with the new one. "
        "The state that is kept must also be the one that goes into the next step.",
    "back to the start": "You go back to h_0 at a masked step. Keep the state of the step before.",
    "all or none":
        "One masked example stops the whole batch. Each example has its own mask: choose row by "
        "row.",
    "any":
        "One real example moves the whole batch on. Each example has its own mask: choose row by "
        "row.",
    "first mask":
        "The first example's mask decides for the whole batch. Each example has its own mask: "
        "choose row by row.",
    "mask turned round":
        "You use the mask the wrong way round. True means a real step; False keeps the state.",
    "zero start": "Your loop starts from zeros. It should start from h_0, which need not be zero.",
    "state not carried":
        "Every step starts from h_0. The graph has an arrow from each state to the next one.",
    "one late": "You store the state from before each step. h[:, t] is the state after it.",
    "W_hh transposed":
        "W_hh is transposed. Examples are rows here, so multiply from the left: h_t @ W_hh.",
    "no bias": "The bias b_h is missing from the sum.",
    "no phi": "φ is missing: the new state is tanh of the sum.",
    "last only": "You returned only the last state. Keep all T of them.",
    "start too": "You included h_0 in the states. There are T of them, one after each step.",
    "time first": "The axes are (T, B, H). Examples come first: stack along axis 1.",
}

EXERCISE = Exercise(
    place=4,
    title="The layer for a padded batch",
    stars=3,
    minutes=15,
    task="In a batch, each sentence has a graph of its own length, but the loop runs as long as "
         "the longest. Write the loop over a padded batch: a step whose mask is False is not part "
         "of that example's graph, so its state stays what it was.",
    solution=forward,
    why="The loop is that of section 1, with one row per example. The mask chooses, row by row, "
        "between the new state and the previous one. So the last column has each example's state "
        "after its last real step, whatever the padding contains.",
    inputs=inputs,
    returns="h",
    oracle=oracle,
    mistakes=mistakes(run, SAYS),
    hints=(
        "First write it without the mask. Then ask of each row of the batch: does it take the "
        "new state, or keep the old one?",
        "Compute the new state for all rows, then choose with np.where. The mask of this step "
        "needs another axis to broadcast against (B, H).",
        "h_t = np.where(mask[:, t, None], new, h_t), with new = np.tanh(x[:, t] @ W_xh + h_t @ "
        "W_hh + b_h). Stack all h_t along axis 1.",
    ),
)
