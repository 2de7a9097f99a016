"""Exercise: truncated BPTT as it is run in practice, piece by piece."""

from functools import partial

import numpy as np

from rnn_helpers.exercises import oracles
from rnn_helpers.exercises.core import Exercise, Mistake


def bptt_in_pieces(W_hh, h, from_loss, h_0, k):
    """dW_hh (H, H), with the sequence cut into pieces of k steps.

    h and from_loss (B, T, H), h_0 (B, H). The last piece may be shorter.
    """
    dW_hh = np.zeros_like(W_hh)
    for start in range(0, h.shape[1], k):
        dh = np.zeros_like(h_0)  # nothing comes back over the border
        for t in reversed(range(start, min(start + k, h.shape[1]))):
            h_prev = h[:, t - 1] if t > 0 else h_0
            dz_t = (from_loss[:, t] + dh) * (1 - h[:, t] ** 2)
            dW_hh += h_prev.T @ dz_t
            dh = dz_t @ W_hh.T
    return dW_hh


def inputs(case):
    """Some steps more than pieces are long, so that the last piece is shorter."""
    k = int(case.rng.integers(2, 4))
    case.sizes["T"] = 1 if case.special == "T=1" else 2 * k + 1
    return oracles.recurrent_inputs(case) | {"k": k}


def walked(pieces, start=lambda h, h_0, begin: h[:, begin - 1] if begin else h_0,
           bptt=oracles.bptt_by_terms):
    """The sum over pieces, each a BPTT of its own. pieces: (T, k) -> list of (begin, end)."""
    def bptt_in_pieces(W_hh, h, from_loss, h_0, k):
        return 0 * W_hh + sum(
            oracles.recurrent_part(bptt, W_hh, h[:, begin:end], from_loss[:, begin:end],
                                   start(h, h_0, begin))[0]
            for begin, end in pieces(h.shape[1], k))

    return bptt_in_pieces


def cut(T, k):
    """The borders of the pieces."""
    return [(begin, min(begin + k, T)) for begin in range(0, T, k)]


def sliding(W_hh, h, from_loss, h_0, k):
    """Each loss goes back k steps, wherever the borders are."""
    total = np.zeros_like(W_hh)
    for t in range(h.shape[1]):
        dh = from_loss[:, t]
        for s in range(t, max(t - k, -1), -1):
            dz = dh * (1 - h[:, s] ** 2)
            total += (h[:, s - 1] if s else h_0).T @ dz
            dh = dz @ W_hh.T
    return total


MISTAKES = {
    "not cut": Mistake(
        "This is the whole gradient: you carry it back over the borders of the pieces. At the end "
        "of each piece it starts from zero.",
        walked(lambda T, k: [(0, T)])),
    "sliding": Mistake(
        "Each of your losses goes back k steps. In pieces, it goes back to the beginning of its "
        "own piece, which may be nearer.",
        sliding),
    "states reset": Mistake(
        "You start each piece from h_0. Only the gradient is cut: the state goes on from the "
        "piece before.",
        walked(cut, start=lambda h, h_0, begin: h_0)),
    "states zero": Mistake(
        "You start each piece from zeros. Only the gradient is cut: the state goes on from the "
        "piece before.",
        walked(cut, start=lambda h, h_0, begin: 0 * h_0)),
    "rest left out": Mistake(
        "The last piece is missing, where T is no multiple of k. It is shorter, but it counts.",
        walked(lambda T, k: [(begin, begin + k) for begin in range(0, T - k + 1, k)])),
    "last piece only": Mistake(
        "You keep only the last piece's gradient. Add up all of them.",
        walked(lambda T, k: cut(T, k)[-1:])),
    "one step each": Mistake(
        "Your gradient goes back one step only. Inside a piece it goes on to the piece's "
        "beginning.",
        walked(cut, bptt=partial(oracles.bptt_with_mistake, wrong="no future"))),
}

EXERCISE = Exercise(
    place=7,
    title="Truncated BPTT, piece by piece",
    stars=3,
    minutes=20,
    task="Cut the sequence into pieces of k steps and compute $d\\mathbf{W}_{hh}$ as training in "
         "pieces does. The states go on from one piece to the next; the gradient does not go back "
         "over a border.",
    solution=bptt_in_pieces,
    why="Forward, nothing changes: the state crosses each border. Backward, each piece starts with "
        "a gradient of zero, so a loss early in its piece looks back fewer steps than a late one. "
        "That is what a stateful layer trained on pieces does, and what `detach` does in PyTorch. "
        "With k = T it is the whole BPTT.",
    inputs=inputs,
    returns="dW_hh",
    oracle=walked(cut),
    cases=("B=1", "T=1", "zero start"),
    plain=4,
    mistakes=MISTAKES,
    hints=(
        "Which of the two things that cross a border is stopped there, the state or the gradient?",
        "Write the walk of section 2 for one piece, from its last step to its first, and put a "
        "loop over the pieces round it.",
        "At the end of each piece dh = 0. At its first step h_prev is still h[:, t - 1], from the "
        "piece before, and h_0 only at t = 0.",
    ),
)
