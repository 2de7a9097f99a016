"""Exercise: padded sentences as bags of words."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def bag(x, mask, V):
    """x (B, T) whole numbers below V, mask (B, T) bool -> (B, V): how often each word occurs in each sentence."""
    one_hot = np.eye(V)[x]  # (B, T, V)
    return (one_hot * mask[:, :, None]).sum(axis=1)


def inputs(case):
    B, T = case.B, case.rng.integers(6, 9)
    V = int(case.rng.integers(9, 12))
    few = case.rng.permutation(np.arange(1, V))[:4]  # so that words are repeated
    lengths = case.rng.permutation([T, *case.rng.integers(2, T, 5)])[:B]
    lengths[0] = T - 2  # one that is padded by more than one, whatever B
    mask = (np.arange(T) < lengths[:, None]) | (case.special == "no mask")
    return {"x": np.where(mask, case.rng.choice(few, (B, T)), 0), "mask": mask, "V": V}


def oracle(x, mask, V):
    return np.array([[sum(real and word == v for word, real in zip(row, there)) for v in range(V)]
                     for row, there in zip(x.tolist(), mask.tolist())], float)


def ones(x, V):
    return np.eye(V)[x]


MISTAKES = {
    "padding counted": Mistake(
        "The padding is counted as a word. Leave out every place whose mask is False.",
        lambda x, mask, V: ones(x, V).sum(axis=1)),
    "there or not": Mistake(
        "This only says whether a word occurs, so it is a set. A bag counts how often.",
        lambda x, mask, V: np.minimum(oracle(x, mask, V), 1)),
    "one bag for all": Mistake(
        "All sentences have gone into one bag. Each keeps its own: sum over time, not over "
        "examples.",
        lambda x, mask, V: oracle(x, mask, V).sum(axis=0)),
    "summed over examples": Mistake(
        "The sum is over the examples. Sum over time, and keep a row for each example.",
        lambda x, mask, V: (ones(x, V) * mask[..., None]).sum(axis=0)),
    "order kept": Mistake(
        "The words still stand at their places in time, so the order is not gone. Sum over the "
        "time axis.",
        lambda x, mask, V: ones(x, V) * mask[..., None]),
    "shares": Mistake(
        "These are shares of the sentence. The bag holds counts; do not divide by the number of "
        "words.",
        lambda x, mask, V: oracle(x, mask, V) / mask.sum(axis=1, keepdims=True)),
    "mean over T": Mistake(
        "This is a mean over all steps, the padded ones too. The bag holds counts, so add up.",
        lambda x, mask, V: oracle(x, mask, V) / mask.shape[1]),
    "mask turned round": Mistake(
        "The mask is taken the wrong way round. It is True where a word stands, False where there "
        "is padding.",
        lambda x, mask, V: oracle(x, ~mask, V)),
    "word numbers": Mistake(
        "The number of the word is added up. It is only a name: each place adds a 1 in the column "
        "of its word.",
        lambda x, mask, V: oracle(x, mask, V) * np.arange(V)),
}

EXERCISE = Exercise(
    place=2,
    title="A bag of words",
    task="Turn padded sentences into bags: how often does each of the V words occur in each of the "
         "B sentences? The mask says which places hold a word, and padding is none.",
    solution=bag,
    why="One-hot, each word is a row with a single 1, and the mask turns the rows of the padding "
        "to zeros. The sum over time is the bag: addition does not know in which order the rows "
        "came. That is all that a bag model sees.",
    inputs=inputs,
    returns="counts",
    oracle=oracle,
    cases=("B=1", "no mask"),
    mistakes=MISTAKES,
    hints=(
        "Write one sentence as a table of ones and zeros, a row for each word. What do you do with "
        "its rows so that their order is forgotten?",
        "np.eye(V)[x] is (B, T, V). Make the rows of the padding zero, then sum over one of the "
        "three axes.",
        "np.eye(V)[x] * mask[:, :, None], summed over axis 1.",
    ),
)
