"""Exercise: a sequence as a padded training example, with input and target one step apart."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, mistakes


def teacher_forcing_pair(word, start, end, T):
    """One training example, padded to T positions.

    word: a list of fewer than T whole numbers above 0.
    -> inputs and targets (T,) whole numbers, mask (T,) bool.
    """
    inputs, targets, mask = np.zeros(T, int), np.zeros(T, int), np.zeros(T, bool)
    n = len(word) + 1
    inputs[:n] = [start, *word]
    targets[:n] = [*word, end]
    mask[:n] = True
    return inputs, targets, mask


def made_inputs(case):
    """A word, numbers for its start and end, and more positions than it needs."""
    n, more = (int(size) for size in case.rng.integers([2, 2], [5, 4]))
    start, end, *letters = (int(letter) for letter in case.rng.permutation(np.arange(1, 10)))
    T = n + 1 + (0 if case.special == "no mask" else more)
    return {"word": letters[:n], "start": start, "end": end, "T": T}


def row(numbers, T):
    """Whole numbers, filled up with zeros to T positions."""
    return np.array([numbers[t] if t < len(numbers) else 0 for t in range(T)])


def oracle(word, start, end, T):
    """Position by position, from the definitions."""
    inputs = row([start] + word, T)
    return inputs, row(word + [end], T), inputs > 0


def attempt(word, start, end, T, wrong=""):
    """With one mistake: wrong names it."""
    inputs, targets, mask = oracle(word, start, end, T)
    n, padding = len(word) + 1, T - len(word) - 1
    if wrong == "not shifted":
        targets = inputs
    if wrong == "wrong way":
        targets = row([0, start] + word, T)
    if wrong == "no start":
        inputs = row(word, T)
    if wrong == "answer fed":
        inputs = targets
    if wrong == "no end":
        targets = row(word, T)
    if wrong == "end at the edge":
        targets = row(word + [0] * padding + [end], T)
    if wrong == "end fed":
        inputs = row([start] + word + [end], T)
    if wrong == "end masked":
        mask = np.arange(T) < n - 1
    if wrong == "start masked":
        mask = mask & (np.arange(T) > 0)
    if wrong == "all real":
        mask = np.ones(T, bool)
    if wrong == "mask turned round":
        mask = ~mask
    if wrong == "exchanged":
        inputs, targets = targets, inputs
    if wrong == "padded in front":
        inputs, targets, mask = (np.roll(values, padding) for values in (inputs, targets, mask))
    if wrong == "not padded":
        inputs, targets, mask = inputs[:n], targets[:n], mask[:n]
    return inputs, targets, mask


SAYS = {
    "not shifted":
        "inputs and targets are the same. The target at step t is the input at step t + 1.",
    "wrong way":
        "targets is shifted the wrong way: it asks for the previous input. The network should "
        "predict the next one.",
    "no start":
        "`start` is missing from inputs. The first element is the target at the first step, so "
        "something else has to go in there.",
    "answer fed":
        "inputs equals targets, so the network is shown the answer. inputs begins with `start` "
        "and runs one step behind.",
    "no end": "`end` is missing from targets. Without it the network never learns where to stop.",
    "end at the edge":
        "`end` is in the last position, after the padding. It comes directly after the last "
        "element.",
    "end fed": "inputs contains `end`. Nothing is predicted after it, so it never goes in.",
    "end masked":
        "The mask leaves out the step whose target is `end`. Then the network never learns where "
        "to stop.",
    "start masked":
        "The mask leaves out the first step. Its target is the first element, and that counts.",
    "all real":
        "The mask is True everywhere. It should be False in the padding, where there is no target.",
    "mask turned round":
        "The mask is the wrong way round: it should be True where there is a target, and False in "
        "the padding.",
    "exchanged":
        "You swapped inputs and targets. inputs begins with `start`; targets finishes with `end`.",
    "padded in front":
        "The padding is at the front. Here the sequence begins at step 0, and zeros fill up the "
        "end.",
    "not padded":
        "The rows are only as long as this sequence. In a batch all rows have T positions, so "
        "fill up with zeros.",
}

EXERCISE = Exercise(
    place=4,
    title="Inputs and targets for teacher forcing",
    stars=3,
    minutes=15,
    task="Make one training example: `inputs` holds `start` and then the elements of `word`, "
         "`targets` holds the elements and then `end`. Zeros fill both up to T positions, and "
         "`mask` is True at every step that has a target.",
    solution=teacher_forcing_pair,
    why="A word of n letters takes n + 1 steps: one for each letter to predict, and one for the "
        "end. Each input is the target of the step before, with start at the front. The mask "
        "covers all n + 1 steps, so the loss includes the end and ignores the padding.",
    inputs=made_inputs,
    returns="inputs targets mask",
    oracle=oracle,
    exact=True,
    cases=("no mask",),
    plain=5,
    mistakes=mistakes(attempt, SAYS),
    formerly=("fed_and_wanted",),
    hints=(
        "Write both rows for a short word by hand, one below the other. How many steps does a "
        "word of n letters take?",
        "Begin with arrays of T zeros. Fill the first n + 1 positions; the rest is padding "
        "already.",
        "With n = len(word) + 1: inputs[:n] = [start, *word], targets[:n] = [*word, end], "
        "mask[:n] = True.",
    ),
)
