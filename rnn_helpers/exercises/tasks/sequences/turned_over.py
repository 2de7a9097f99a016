"""Exercise: the anchor stays, all else in reverse order."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def turned_over(x, stays):
    """All positions but those in stays in reverse order.

    x (B, T, D), stays: some of the positions 0 to T - 1 -> (B, T, D).
    """
    free = np.setdiff1d(np.arange(x.shape[1]), stays)  # sorted
    moved = x.copy()
    moved[:, free] = x[:, free[::-1]]
    return moved


def inputs(case):
    """Sequences long enough to reverse, and an anchor that reversing would move."""
    case.sizes["T"] += 4  # 6 to 9: enough to move
    T = case.T
    while True:
        stays = case.rng.permutation(T)[: case.rng.integers(2, 4)]
        if set(stays) != set(T - 1 - stays):  # reversing everything must move the anchor
            return {"x": case.normal("B T D"), "stays": stays}


def oracle(x, stays):
    """From both ends inwards: two free positions at a time swap their elements."""
    moved, left, right = x.copy(), 0, x.shape[1] - 1
    stays = set(stays.tolist())
    while left < right:
        if left in stays:
            left += 1
        elif right in stays:
            right -= 1
        else:
            moved[:, left], moved[:, right] = x[:, right], x[:, left]
            left, right = left + 1, right - 1
    return moved


def split(x, stays):
    """-> the elements that stay and the others, each in their order."""
    there = np.isin(np.arange(x.shape[1]), stays)
    return x[:, there], x[:, ~there]


def put_back(x, stays, anchor=None):
    """All of x in reverse order, then the anchor written over what has come to its positions."""
    moved = x[:, ::-1].copy()
    moved[:, stays] = (x if anchor is None else anchor)[:, stays]
    return moved


def anchor_turned(x, stays):
    """The anchor reversed, and the rest in place."""
    return oracle(x, np.setdiff1d(np.arange(x.shape[1]), stays))


MISTAKES = {
    "elements lost": Mistake(
        "Some elements occur twice and others are gone: you overwrote what had been moved to the "
        "anchor's positions. Reverse only the free positions among themselves.",
        put_back),
    "anchor moved": Mistake(
        "Everything is in reverse order, including the anchor. The positions in stays must keep "
        "their elements.",
        lambda x, stays: x[:, ::-1]),
    "anchor turned": Mistake(
        "It is the wrong way round: you reversed the anchor and left the rest where it was.",
        anchor_turned),
    "nothing moved": Mistake(
        "Nothing has moved. The positions that are not in stays swap their elements: the first "
        "with the last, and so on.",
        lambda x, stays: x),
    "rest only": Mistake(
        "You returned only the elements that moved. The anchor belongs between them, in its own "
        "positions.",
        lambda x, stays: split(x, stays)[1][:, ::-1]),
    "anchor in front": Mistake(
        "The anchor has moved to the front. It must stay where it was, with the others around it.",
        lambda x, stays: np.concatenate([split(x, stays)[0], split(x, stays)[1][:, ::-1]], axis=1)),
    "features turned": Mistake(
        "You reversed the features too. An element of the sequence, x[:, t], moves as a whole.",
        lambda x, stays: put_back(oracle(x, stays)[:, ::-1, ::-1], stays, x)),
    "examples turned": Mistake(
        "You reversed the order of the examples. Time is axis 1.",
        lambda x, stays: oracle(x, stays)[::-1]),
}

EXERCISE = Exercise(
    place=3,
    title="All but the anchor",
    stars=2,
    minutes=10,
    task="Keep the elements at the positions `stays` where they are, and put all others in "
         "reverse order, in the same way in every example. The result contains the same elements "
         "as before, each exactly once.",
    solution=turned_over,
    why="List the free positions in order; each takes the element of its mirror image among "
        "them. Nothing gets overwritten, because the right-hand side reads from x and not from "
        "the array that is being changed. Each example's bag is the same as before, so only a "
        "model that reads the order can give a different answer.",
    inputs=inputs,
    returns="moved",
    oracle=oracle,
    cases=("B=1",),
    mistakes=MISTAKES,
    hints=(
        "First list the positions that are free to change. From which of them does the first one "
        "get its element?",
        "free = the positions not in stays, in order; then the positions free of the new array "
        "get what x has at free in reverse.",
        "moved = x.copy(), then moved[:, free] = x[:, free[::-1]].",
    ),
)
