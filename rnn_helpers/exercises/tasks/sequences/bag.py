"""Exercise: padded sentences as bags of words."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def bag(x, mask, V):
    """How often each word occurs in each sentence.

    x (B, T) whole numbers below V, mask (B, T) bool -> (B, V).
    """
    one_hot = np.eye(V)[x]  # (B, T, V)
    return (one_hot * mask[:, :, None]).sum(axis=1)


def inputs(case):
    """Sentences that repeat words, padded at the end or in front, with words or with zeros."""
    B, T = case.B, case.rng.integers(6, 9)
    V = int(case.rng.integers(9, 12))
    few = case.rng.permutation(V)[:4]  # so that words are repeated
    few[0] = 0  # a word like any other
    lengths = case.rng.permutation([T, *case.rng.integers(2, T, 5)])[:B]
    lengths[0] = T - 2  # one that is padded by more than one, whatever B
    mask = (np.arange(T) < lengths[:, None]) | (case.special == "no mask")
    if case.rng.random() < 0.5:
        mask = mask[:, ::-1]
    padding = case.rng.choice(few) if case.special == "B=1" else 0
    return {"x": np.where(mask, case.rng.choice(few, (B, T)), padding), "mask": mask, "V": V}


def oracle(x, mask, V):
    """Counted word by word."""
    counts = np.zeros((len(x), V))
    for b, t in np.ndindex(x.shape):
        if mask[b, t]:
            counts[b, x[b, t]] += 1
    return counts


def ones(x, V):
    """One-hot rows: (B, T, V)."""
    return np.eye(V)[x]


MISTAKES = {
    "padding counted": Mistake(
        "You count the padding as a word. Leave out every position whose mask is False.",
        lambda x, mask, V: ones(x, V).sum(axis=1)),
    "padding as word 0": Mistake(
        "You turn the padding into word 0 and count it. Word 0 is a word like any other: leave "
        "out every position whose mask is False.",
        lambda x, mask, V: ones(x * mask, V).sum(axis=1)),
    "there or not": Mistake(
        "This only says whether a word occurs, so it is a set. A bag counts how often it does.",
        lambda x, mask, V: np.minimum(oracle(x, mask, V), 1)),
    "one bag for all": Mistake(
        "All sentences ended up in one bag. Give each its own: sum over time, not over examples.",
        lambda x, mask, V: oracle(x, mask, V).sum(axis=0)),
    "summed over examples": Mistake(
        "You sum over the examples. Sum over time, and keep one row per example.",
        lambda x, mask, V: (ones(x, V) * mask[..., None]).sum(axis=0)),
    "order kept": Mistake(
        "The words are still in their positions in time, so the order is not lost yet. Sum over "
        "the time axis.",
        lambda x, mask, V: ones(x, V) * mask[..., None]),
    "fractions": Mistake(
        "These are fractions of the sentence. A bag holds counts, so don't divide by the number "
        "of words.",
        lambda x, mask, V: oracle(x, mask, V) / mask.sum(axis=1, keepdims=True)),
    "mean over T": Mistake(
        "This is a mean over all steps, including the padding. A bag holds counts, so add up "
        "instead.",
        lambda x, mask, V: oracle(x, mask, V) / mask.shape[1]),
    "mask turned round": Mistake(
        "You use the mask the wrong way round. It is True where there is a word, and False where "
        "there is padding.",
        lambda x, mask, V: oracle(x, ~mask, V)),
    "word numbers": Mistake(
        "You add up the words' indices. An index is only a name: each position adds 1 in the "
        "column of its word.",
        lambda x, mask, V: oracle(x, mask, V) * np.arange(V)),
}

EXERCISE = Exercise(
    place=2,
    title="A bag of words",
    stars=2,
    minutes=10,
    task="Turn padded sentences into bags: how often does each of the V words occur in each of the "
         "B sentences? The mask says which positions hold a word; padding doesn't count as one.",
    solution=bag,
    why="In one-hot form each word is a row with a single 1, and the mask turns the rows of the "
        "padding into zeros. Summing over time gives the bag: a sum does not know in which order "
        "the rows came. That is all a bag-of-words model ever sees.",
    inputs=inputs,
    returns="counts",
    oracle=oracle,
    cases=("B=1", "no mask"),
    mistakes=MISTAKES,
    hints=(
        "Write one sentence as a table of ones and zeros, one row per word. What can you do with "
        "the rows so that their order is forgotten?",
        "np.eye(V)[x] has the shape (B, T, V). Set the rows of the padding to zero, then sum "
        "over one of the three axes.",
        "np.eye(V)[x] * mask[:, :, None], summed over axis 1.",
    ),
)
