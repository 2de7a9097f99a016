"""Exercise: the state after the last real word, from a run without a mask."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def last_real_state(h, mask):
    """h (B, T, H), mask (B, T) bool, True for words and then False for padding -> (B, H)."""
    length = mask.sum(axis=1)
    last = h[np.arange(len(h)), length - 1]
    return np.where(length[:, None] > 0, last, 0)


def inputs(case):
    """Padded on the right: every sentence shorter than the array, one without a word, unless B or T is 1."""
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
    return h[np.arange(len(h)), index]


MISTAKES = {
    "last step": Mistake(
        "This is the state at the last step of the array. For a short sentence that step is "
        "padding, which has been read as words.",
        lambda h, mask: h[:, -1]),
    "first padded step": Mistake(
        "One step too far: a sentence of n words ends at index n - 1.",
        lambda h, mask: at(np.concatenate([h, h[:, -1:]], axis=1), mask.sum(axis=1))),
    "index out of bounds": Mistake(
        "One step too far: a sentence of n words ends at index n - 1. For a sentence as long as "
        "the array, index n does not exist.",
        lambda h, mask: at(h, mask.sum(axis=1))),
    "wraps round": Mistake(
        "For a sentence without a word the index is -1, which is the last step. Its state is the "
        "one before any word: zeros.",
        lambda h, mask: at(h, mask.sum(axis=1) - 1)),
    "first state for none": Mistake(
        "For a sentence without a word this takes the first step, which is padding. Its state is "
        "the one before any word: zeros.",
        lambda h, mask: at(h, np.maximum(mask.sum(axis=1) - 1, 0))),
    "first word": Mistake(
        "This is the state after the first word: argmax finds the first True. Count the True's "
        "instead.",
        lambda h, mask: np.where(mask.any(axis=1)[:, None], at(h, mask.argmax(axis=1)), 0)),
    "sum": Mistake(
        "The states of all words are added up. Only the last one is asked for; it holds the words "
        "before it already.",
        lambda h, mask: (h * mask[..., None]).sum(axis=1)),
    "mean": Mistake(
        "This is the mean over the words. Only the last state is asked for; it holds the words "
        "before it already.",
        lambda h, mask: (h * mask[..., None]).sum(axis=1) / np.maximum(mask.sum(axis=1), 1)[:, None]),
    "padding made zero": Mistake(
        "The padded steps are set to zero, and then the last step is taken. The state must come "
        "from the last word.",
        lambda h, mask: (h * mask[..., None])[:, -1]),
    "longest for all": Mistake(
        "One index is used for all. Each sentence ends at a step of its own.",
        lambda h, mask: h[:, mask.sum(axis=1).max() - 1]),
}

EXERCISE = Exercise(
    place=2,
    title="The state after the last word",
    task="A layer has read sentences padded on the right, without a mask, and `h` holds its states "
         "at all steps. Pick for each sentence the state that a run with the mask would have ended "
         "with; one without a word has kept its start, zeros.",
    solution=last_real_state,
    why="On the right padding comes after the words, so it cannot have changed the states before "
        "it: the right state is there, at index length - 1. The two index arrays are paired, so "
        "each row of h gives one step. Length 0 gives index -1, which is a step too, the last one; "
        "np.where puts it right. With padding on the left none of the states would do.",
    inputs=inputs,
    returns="state",
    oracle=oracle,
    mistakes=MISTAKES,
    cases=("B=1", "T=1", "no mask"),
    plain=4,
    hints=(
        "At which index does a sentence of n words end? And what does your index say for n = 0?",
        "mask.sum(axis=1) is the number of words. Pick with two index arrays, one for the row and "
        "one for the step.",
        "h[np.arange(len(h)), length - 1] for all that have a word, and zeros for the others, with "
        "np.where.",
    ),
)
