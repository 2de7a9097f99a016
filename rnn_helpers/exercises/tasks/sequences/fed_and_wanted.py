"""Exercise: a sequence as a padded row to train on, input and target one step apart."""

from functools import partial

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def fed_and_wanted(word, start, end, T):
    """word: a list of fewer than T whole numbers above 0 -> fed and wanted (T,) whole numbers, mask (T,) bool."""
    fed, wanted, mask = np.zeros(T, int), np.zeros(T, int), np.zeros(T, bool)
    n = len(word) + 1
    fed[:n] = [start, *word]
    wanted[:n] = [*word, end]
    mask[:n] = True
    return fed, wanted, mask


def inputs(case):
    n, more = (int(size) for size in case.rng.integers([2, 2], [5, 4]))
    start, end, *letters = (int(letter) for letter in case.rng.permutation(np.arange(1, 10)))
    return {"word": letters[:n], "start": start, "end": end, "T": n + 1 + (more if case.special != "no "
                                                                                                   "mask" else 0)}


def row(numbers, T):
    return np.array([numbers[t] if t < len(numbers) else 0 for t in range(T)])


def oracle(word, start, end, T):
    """Place by place, from the definitions."""
    fed = row([start] + word, T)
    return fed, row(word + [end], T), fed > 0


def attempt(word, start, end, T, wrong=""):
    """With one mistake: wrong names it."""
    fed, wanted, mask = oracle(word, start, end, T)
    n, padding = len(word) + 1, T - len(word) - 1
    if wrong == "not shifted":
        wanted = fed
    if wrong == "wrong way":
        wanted = row([0, start] + word, T)
    if wrong == "no start":
        fed = row(word, T)
    if wrong == "answer fed":
        fed = wanted
    if wrong == "no end":
        wanted = row(word, T)
    if wrong == "end at the edge":
        wanted = row(word + [0] * padding + [end], T)
    if wrong == "end fed":
        fed = row([start] + word + [end], T)
    if wrong == "end masked":
        mask = np.arange(T) < n - 1
    if wrong == "start masked":
        mask = mask & (np.arange(T) > 0)
    if wrong == "all real":
        mask = np.ones(T, bool)
    if wrong == "mask turned round":
        mask = ~mask
    if wrong == "exchanged":
        fed, wanted = wanted, fed
    if wrong == "padded in front":
        fed, wanted, mask = (np.roll(values, padding) for values in (fed, wanted, mask))
    if wrong == "not padded":
        fed, wanted, mask = fed[:n], wanted[:n], mask[:n]
    return fed, wanted, mask


SAYS = {
    "not "
    "shifted": "fed and wanted are the same. What is wanted at step t is what is fed at step t "
                   "+ 1.",
    "wrong "
    "way": "wanted is shifted the wrong way: it asks for what was fed a step ago. The "
                 "network should say what comes next.",
    "no "
    "start": "fed lacks `start`. The first element is wanted at the first step, so something "
                "else must be fed there.",
    "answer "
    "fed": "fed is what is wanted, so it shows the network the answer. fed begins with "
                  "`start`, one step behind.",
    "no end": "wanted lacks `end`. Without it the network never learns where to stop.",
    "end at the "
    "edge": "`end` stands in the last place, after the padding. It follows the last "
                       "element at once.",
    "end fed": "fed holds `end`. Nothing is wanted after it, so it is never fed.",
    "end "
    "masked": "The mask leaves out the step at which `end` is wanted. Then the network never "
                  "learns where to stop.",
    "start "
    "masked": "The mask leaves out the first step. There the first element is wanted, and "
                    "that counts.",
    "all real": "The mask is True everywhere. It is False in the padding, where nothing is wanted.",
    "mask turned "
    "round": "The mask is the wrong way round: True where something is wanted, False "
                         "in the padding.",
    "exchanged": "fed and wanted are exchanged. fed begins with `start`, wanted ends with `end`.",
    "padded in "
    "front": "The padding stands in front. The sequence begins at step 0 here, and zeros "
                       "fill up the end.",
    "not "
    "padded": "The rows have the length of this sequence. In a batch all have T places, so "
                  "fill up with zeros.",
}

EXERCISE = Exercise(
    place=4,
    title="Fed and wanted",
    task="Make one row of what section 7 trained on: `start` and then the elements of `word` are "
         "fed, the elements and then `end` are wanted, and zeros fill both up to T places. The "
         "mask is True at every step at which something is wanted.",
    solution=fed_and_wanted,
    why="A word of n letters takes n + 1 steps: one for each letter that is wanted, and one for "
        "the end. What is fed is what was wanted a step before, with start in front. The mask "
        "covers all n + 1, so the loss sees the end and does not see the padding.",
    inputs=inputs,
    returns="fed wanted mask",
    oracle=oracle,
    exact=True,
    cases=("no mask",),
    plain=5,
    mistakes={name: Mistake(says, partial(attempt, wrong=name)) for name, says in SAYS.items()},
    hints=(
        "Write the two rows for a short word by hand, one under the other. How many steps has a "
        "word of n letters?",
        "Begin with arrays of T zeros. The first n + 1 places are filled; the rest is padding "
        "already.",
        "With n = len(word) + 1: fed[:n] = [start, *word], wanted[:n] = [*word, end], mask[:n] = "
        "True.",
    ),
)
