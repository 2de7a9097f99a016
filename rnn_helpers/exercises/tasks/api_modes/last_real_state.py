"""Exercise: the state after the last real word, from a run without a mask."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def last_real_state(h, mask):
    """The states after the last words, (B, H).

    h (B, T, H), mask (B, T) bool: True for words, and then False for padding.
    """
    length = mask.sum(axis=1)
    last = h[np.arange(len(h)), length - 1]
    return np.where(length[:, None] > 0, last, 0)


def inputs(case):
    """Padded on the right: all shorter than the array, one without words, unless B or T is 1."""
    B, T = case.B, case.T
    if case.special == "no mask":
        length = np.full(B, T)
    elif B == 1 or T == 1:
        length = np.arange(B) % 2 if T == 1 else case.rng.integers(1, T, 1)
    else:
        length = case.rng.permutation([T - 1, 0, *case.rng.integers(1, T, B - 2)])
    return {"h": np.tanh(case.normal("B T H")), "mask": np.arange(T) < length[:, None]}


def oracle(h, mask):
    """Step by step: a real step takes the new state, a masked one keeps what there is."""
    state = np.zeros_like(h[:, 0])
    for t in range(h.shape[1]):
        for b in range(len(h)):
            if mask[b, t]:
                state[b] = h[b, t]
    return state


def at(h, index):
    """h at one step of each example: (B, T, H), (B,) -> (B, H)."""
    return h[np.arange(len(h)), index]


MISTAKES = {
    "last step": Mistake(
        "This is the state at the last step of the array. For a short sentence that step is "
        "padding, which the layer has read like any other word.",
        lambda h, mask: h[:, -1]),
    "first padded step": Mistake(
        "This is one step too far: a sentence of n words ends at index n - 1.",
        lambda h, mask: at(np.concatenate([h, h[:, -1:]], axis=1), mask.sum(axis=1))),
    "index out of bounds": Mistake(
        "This is one step too far: a sentence of n words ends at index n - 1. For a sentence as "
        "long as the array there is no index n.",
        lambda h, mask: at(h, mask.sum(axis=1))),
    "wraps round": Mistake(
        "For a sentence without any words your index is -1, which is the last step. Its state is "
        "the initial one: zeros.",
        lambda h, mask: at(h, mask.sum(axis=1) - 1)),
    "first state for none": Mistake(
        "For a sentence without any words you take the first step, which is padding. Its state is "
        "the initial one: zeros.",
        lambda h, mask: at(h, np.maximum(mask.sum(axis=1) - 1, 0))),
    "first word": Mistake(
        "This is the state after the first word: argmax finds the first True. Count the True "
        "values instead.",
        lambda h, mask: np.where(mask.any(axis=1)[:, None], at(h, mask.argmax(axis=1)), 0)),
    "sum": Mistake(
        "You add up the states of all words. Return only the last one; it already summarises the "
        "words before it.",
        lambda h, mask: (h * mask[..., None]).sum(axis=1)),
    "mean": Mistake(
        "This is the mean over the words. Return only the last state; it already summarises the "
        "words before it.",
        lambda h, mask: ((h * mask[..., None]).sum(axis=1)
                         / np.maximum(mask.sum(axis=1), 1)[:, None])),
    "padding made zero": Mistake(
        "You set the padded steps to zero and then take the last step. The state must come from "
        "the last word.",
        lambda h, mask: (h * mask[..., None])[:, -1]),
    "longest for all": Mistake(
        "You use one index for all sentences. Each ends at a step of its own.",
        lambda h, mask: h[:, mask.sum(axis=1).max() - 1]),
}

EXERCISE = Exercise(
    place=2,
    title="The state after the last word",
    stars=2,
    minutes=10,
    task="A layer has read sentences padded on the right, without a mask, and `h` holds its "
         "states at all steps. For each sentence, pick the final state that a run with the mask "
         "would have returned; a sentence without any words keeps the initial state, zeros.",
    solution=last_real_state,
    why="Padding on the right comes after the words, so it cannot have changed the states before "
        "it: the right state is there, at index length - 1. The two index arrays are paired, so "
        "they pick one step from each row of h. Length 0 gives index -1, which is a valid index, "
        "the last step; np.where corrects that. With padding on the left, none of the states "
        "would be right.",
    inputs=inputs,
    returns="state",
    oracle=oracle,
    mistakes=MISTAKES,
    cases=("B=1", "T=1", "no mask"),
    plain=4,
    hints=(
        "At which index does a sentence of n words end? And what does your index give for n = 0?",
        "mask.sum(axis=1) is the number of words. Pick with two index arrays, one for the rows "
        "and one for the steps.",
        "h[np.arange(len(h)), length - 1] for sentences that have words, and zeros for the "
        "others, with np.where.",
    ),
)
