"""Exercise: the score of a cell."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def area(values, label):
    """values (N,) of one cell, label (N,) bool -> area under the ROC curve, one number."""
    yes, no = values[label], values[~label]
    higher = yes[:, None] > no
    equal = yes[:, None] == no
    return (higher + 0.5 * equal).mean()


def inputs(case):
    """Few values, some of them equal, both answers among them."""
    N = 7 + case.T
    label = case.rng.random(N) < 0.4
    label[:3] = True, False, False
    return {"values": np.round(case.rng.standard_normal(N) + 0.8 * label, 1), "label": label}


def oracle(values, label):
    """By the ranks: Mann and Whitney's U."""
    rank = np.array([(values < v).sum() + ((values == v).sum() + 1) / 2 for v in values])
    yes = label.sum()
    return (rank[label].sum() - yes * (yes + 1) / 2) / (yes * (len(label) - yes))


MISTAKES = {
    "the other way": Mistake(
        "This is 1 minus the area: it counts the pairs in which the cell is higher where the "
        "answer is no.",
        lambda values, label: 1 - oracle(values, label)),
    "ties are nothing": Mistake(
        "A pair of equal values counts nothing here. It is worth one half, or a cell that never "
        "moves would score 0 and not 0.5.",
        lambda values, label: (values[label][:, None] > values[~label]).mean()),
    "ties are wins": Mistake(
        "A pair of equal values counts as one that is in order. It is worth one half.",
        lambda values, label: (values[label][:, None] >= values[~label]).mean()),
    "all pairs": Mistake(
        "The pairs are counted among all characters. Only pairs of a yes and a no tell anything: "
        "divide by their number.",
        lambda values, label: oracle(values, label) * label.sum() * (~label).sum() / len(label) ** 2),
    "accuracy": Mistake(
        "This is how often the cell's sign is right. That takes zero for a threshold; the area "
        "compares pairs and needs none.",
        lambda values, label: ((values > 0) == label).mean()),
    "means": Mistake(
        "This is the difference of two means, which hangs on the cell's scale. Count pairs that "
        "are in order.",
        lambda values, label: values[label].mean() - values[~label].mean()),
    "correlation": Mistake(
        "This is a correlation. The area is a share: of all pairs of a yes and a no, those in "
        "which the cell is higher at the yes.",
        lambda values, label: np.corrcoef(values, label)[0, 1]),
    "a count": Mistake(
        "This is the number of pairs in order. Divide it by the number of all pairs of a yes and a "
        "no.",
        lambda values, label: oracle(values, label) * label.sum() * (~label).sum()),
}

EXERCISE = Exercise(
    place=1,
    title="The score of a cell",
    task="Of all pairs of a character where the label is true and one where it is false, in what "
         "share is the cell higher at the first? A pair of equal values counts as half.",
    solution=area,
    why="A table of all pairs, a row for each yes and a column for each no. No threshold is "
        "chosen, and the cell's scale does not matter: only which of two values is higher. "
        "`cell_scores` gets the same number from ranks, without the table.",
    inputs=inputs,
    returns="area",
    oracle=oracle,
    mistakes=MISTAKES,
    cases=(),
    plain=8,
    hints=(
        "Which values belong to a yes, and which to a no? `values[label]` and `values[~label]`.",
        "Compare every yes with every no: `yes[:, None] > no` is a table of all pairs. What is its "
        "mean? What of equal values?",
        "((yes[:, None] > no) + 0.5 * (yes[:, None] == no)).mean()",
    ),
)
