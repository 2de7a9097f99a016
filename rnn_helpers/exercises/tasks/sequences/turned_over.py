"""Exercise: the anchor stays, all else in reverse order."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def turned_over(x, stays):
    """x (B, T, D), stays: some of the places 0 to T - 1 -> (B, T, D), all places but these in reverse order."""
    free = np.setdiff1d(np.arange(x.shape[1]), stays)  # sorted
    moved = x.copy()
    moved[:, free] = x[:, free[::-1]]
    return moved


def inputs(case):
    case.sizes["T"] += 4  # 6 to 9: enough to move
    T = case.T
    while True:
        stays = case.rng.permutation(T)[: case.rng.integers(2, 4)]
        if set(stays) != set(T - 1 - stays):  # an anchor that lies in the mirror is there again after turning everything
            return {"x": case.normal("B T D"), "stays": stays}


def oracle(x, stays):
    """From both ends inwards: two free places at a time change what they hold."""
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


def put_back(x, stays):
    moved = x[:, ::-1].copy()
    moved[:, stays] = x[:, stays]
    return moved


def anchor_turned(x, stays):
    return oracle(x, np.setdiff1d(np.arange(x.shape[1]), stays))


MISTAKES = {
    "elements lost": Mistake(
        "Some elements are there twice and some are gone: the anchor was written over what had "
        "come to its places. Turn over the free places among themselves.",
        put_back),
    "anchor moved": Mistake(
        "Everything is in reverse order, the anchor too. The places in stays keep what they hold.",
        lambda x, stays: x[:, ::-1]),
    "anchor turned": Mistake(
        "It is the wrong way round: the anchor is in reverse order and the rest stands still.",
        anchor_turned),
    "nothing moved": Mistake(
        "Nothing has moved. The places that are not in stays take each other's elements, the first "
        "the last one's.",
        lambda x, stays: x),
    "rest only": Mistake(
        "Only the moved elements came back. The anchor belongs between them, at its places.",
        lambda x, stays: split(x, stays)[1][:, ::-1]),
    "anchor in front": Mistake(
        "The anchor has moved to the front. It keeps its places, and the others stand round it.",
        lambda x, stays: np.concatenate([split(x, stays)[0], split(x, stays)[1][:, ::-1]], axis=1)),
    "features turned": Mistake(
        "The features are in reverse order too. An element of the sequence, x[:, t], moves as a "
        "whole.",
        lambda x, stays: np.where(np.isin(np.arange(x.shape[1]), stays)[:, None], x, oracle(x, stays)[..., ::-1])),
    "examples turned": Mistake(
        "The examples have changed places. Axis 1 is time.",
        lambda x, stays: oracle(x, stays)[::-1]),
}

EXERCISE = Exercise(
    place=3,
    title="All but the anchor",
    task="Keep the elements at the places `stays` where they are, and put all others in reverse "
         "order, in every example alike. The result holds the same elements as before, each once.",
    solution=turned_over,
    why="The free places are written down in order, and each takes what the mirrored one of them "
        "held. Nothing is written over, because the right side is read from x and not from the "
        "array that changes. The bag of each example is the same as before; only a model that "
        "reads order can answer otherwise.",
    inputs=inputs,
    returns="moved",
    oracle=oracle,
    cases=("B=1",),
    mistakes=MISTAKES,
    hints=(
        "First make a list of the places that are free to change. Which of them does the first one "
        "get its element from?",
        "free = the places not in stays, in order; then the places free of the new array get what "
        "x holds at free turned over.",
        "moved = x.copy(), then moved[:, free] = x[:, free[::-1]].",
    ),
)
