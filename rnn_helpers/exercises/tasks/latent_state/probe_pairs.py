"""Exercise: which state goes with which word, when a probe asks for the word k places back."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def probe_pairs(h, words, k):
    """h (T, H), words (T,), k from 1 to T -> states (T - k + 1, H), labels (T - k + 1,): what a probe is fitted on."""
    return h[k - 1 :], words[: len(words) - k + 1]


def inputs(case):
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
        "At k = 1 nothing is left: words[:-0] is empty. Count from the front, words[: len(words) - "
        "k + 1].",
        lambda h, words, k: (h[k - 1 :], words[: -(k - 1)])),
    "k from 0": Mistake(
        "It asks one word too far back. k = 1 is the word just read, at the state's own step.",
        lambda h, words, k: (h[k:], words[:-k])),
    "what comes": Mistake(
        "It asks for a word that the state has not read yet. The label is an earlier word: drop "
        "the first states and the last words.",
        lambda h, words, k: (h[: len(h) - k + 1], words[k - 1 :])),
    "same step": Mistake(
        "Every state is asked for the word just read. For k > 1 the label stands k - 1 steps "
        "before its state.",
        lambda h, words, k: (h[k - 1 :], words[k - 1 :])),
    "cut at the end": Mistake(
        "The length is right, but each state still has the word of its own step. Drop the first k "
        "- 1 states, not the last.",
        lambda h, words, k: (h[: len(h) - k + 1], words[: len(words) - k + 1])),
    "nothing left out": Mistake(
        "These are all states and all words. The first k - 1 states have no word so far back; the "
        "last k - 1 words no state so late.",
        lambda h, words, k: (h, words)),
    "wraps round": Mistake(
        "np.roll brings the last words to the front, so the first states are asked for words that "
        "come later. The first k - 1 states have no label: leave them out.",
        lambda h, words, k: (h, np.roll(words, k - 1))),
    "one pair lost": Mistake(
        "A pair is missing. There are T - k + 1 of them: the first state with a word k places back "
        "is the k-th.",
        lambda h, words, k: (h[k:], words[1 : len(words) - k + 1])),
    "last pair lost": Mistake(
        "A pair is missing at the end. There are T - k + 1 of them: the last state has its word "
        "too.",
        lambda h, words, k: (h[k - 1 : -1], words[: len(words) - k])),
    "times k": Mistake(
        "Every k-th step is taken. All steps are asked, each for the word k places back.",
        lambda h, words, k: (h[k - 1 :: k], words[: len(words) - k + 1 : k])),
}

EXERCISE = Exercise(
    place=4,
    title="What a probe is asked",
    task="`h[t]` is the state after `words[t]` has been read. A probe for distance k is to say the "
         "word k places back, where k = 1 is the word just read: give it all states that have such "
         "a word, and for each of them this word.",
    solution=probe_pairs,
    why="The state at t goes with the word at t - (k - 1). So the first k - 1 states drop out, "
        "because nothing stands so far back, and the last k - 1 words, because no state is late "
        "enough. A pair that is off by one step would ask another question, and raise no error.",
    inputs=inputs,
    returns="states labels",
    oracle=oracle,
    cases=("T=1",),
    plain=5,
    mistakes=MISTAKES,
    hints=(
        "Take five words and k = 2, and write under each state which word it is asked for. Which "
        "states stay without one?",
        "The two are shifted against each other by k - 1. Drop that many at the front of one, and "
        "at the end of the other.",
        "The states are h[k - 1 :]. The labels are the first T - k + 1 words; try your slice with "
        "k = 1.",
    ),
)
