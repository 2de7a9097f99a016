"""Exercise: which state goes with which word, when a probe asks for the word k places back."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def probe_pairs(h, words, k):
    """What a probe is fitted on.

    h (T, H), words (T,), k from 1 to T -> states (T - k + 1, H), labels (T - k + 1,).
    """
    return h[k - 1 :], words[: len(words) - k + 1]


def inputs(case):
    """States in the range of tanh, words that all differ, and a distance."""
    k = 1
    if case.special != "T=1":
        case.sizes["T"] += 4  # 6 to 9, room for k
        k = int(case.rng.integers(2, 5))
    return {"h": np.tanh(case.normal("T H")), "words": case.rng.permutation(90)[: case.T], "k": k}


def oracle(h, words, k):
    """Pair by pair: at each step, is there a word k - 1 steps before?"""
    pairs = [(h[t], words[t - (k - 1)]) for t in range(len(words)) if t - (k - 1) >= 0]
    return np.array([state for state, _ in pairs]), np.array([word for _, word in pairs])


MISTAKES = {
    "empty at k = 1": Mistake(
        "At k = 1 nothing is left: words[:-0] is empty. Count from the front, words[: len(words) "
        "- k + 1].",
        lambda h, words, k: (h[k - 1 :], words[: -(k - 1)])),
    "k from 0": Mistake(
        "Your labels are one word too far back. k = 1 is the word just read, at the state's own "
        "step.",
        lambda h, words, k: (h[k:], words[:-k])),
    "what comes": Mistake(
        "Your labels are words that the state has not read yet. The label is an earlier word: "
        "drop the first states and the last words.",
        lambda h, words, k: (h[: len(h) - k + 1], words[k - 1 :])),
    "same step": Mistake(
        "Every state is paired with the word just read. For k > 1 the label is k - 1 steps before "
        "its state.",
        lambda h, words, k: (h[k - 1 :], words[k - 1 :])),
    "cut at the end": Mistake(
        "The length is right, but each state still has the word of its own step. Drop the first k "
        "- 1 states, not the last.",
        lambda h, words, k: (h[: len(h) - k + 1], words[: len(words) - k + 1])),
    "nothing left out": Mistake(
        "You kept all states and all words. For the first k - 1 states there is no word that far "
        "back, and the last k - 1 words have no state that late.",
        lambda h, words, k: (h, words)),
    "wraps round": Mistake(
        "np.roll moves the last words to the front, so the first states get words that come "
        "later. The first k - 1 states have no label: leave them out.",
        lambda h, words, k: (h, np.roll(words, k - 1))),
    "one pair lost": Mistake(
        "One pair is missing. There are T - k + 1 of them: the first state with a word k "
        "positions back is the k-th.",
        lambda h, words, k: (h[k:], words[1 : len(words) - k + 1])),
    "last pair lost": Mistake(
        "The last pair is missing. There are T - k + 1 pairs: the last state has a word too.",
        lambda h, words, k: (h[k - 1 : -1], words[: len(words) - k])),
    "times k": Mistake(
        "You took every k-th step. Use all steps, each with the word k positions back.",
        lambda h, words, k: (h[k - 1 :: k], words[: len(words) - k + 1 : k])),
}

EXERCISE = Exercise(
    place=4,
    title="Training data for a probe",
    stars=2,
    minutes=10,
    task="`h[t]` is the state after `words[t]` has been read. A probe for distance k has to name "
         "the word k positions back, where k = 1 is the word just read: return all states that "
         "have such a word, and that word for each of them.",
    solution=probe_pairs,
    why="The state at t is paired with the word at t - (k - 1). So the first k - 1 states drop "
        "out, because there is no word that far back, and so do the last k - 1 words, because "
        "there is no state late enough. Pairs that are off by one step would answer a different "
        "question, without raising an error.",
    inputs=inputs,
    returns="states labels",
    oracle=oracle,
    cases=("T=1",),
    plain=5,
    mistakes=MISTAKES,
    hints=(
        "Take five words and k = 2, and write the right label under each state. Which states "
        "have none?",
        "States and labels are shifted against each other by k - 1. Drop that many at the front "
        "of one and at the end of the other.",
        "The states are h[k - 1 :]. The labels are the first T - k + 1 words; try your slice "
        "with k = 1.",
    ),
)
