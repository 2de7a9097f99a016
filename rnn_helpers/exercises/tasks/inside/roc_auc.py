"""Exercise: the area under the ROC curve, as the score of a cell."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def roc_auc(values, label):
    """The area under the ROC curve. values (N,) of one cell, label (N,) bool."""
    yes, no = values[label], values[~label]
    higher = yes[:, None] > no
    equal = yes[:, None] == no
    return (higher + 0.5 * equal).mean()


def inputs(case):
    """Few values, some of them equal, both labels among them; higher or lower where it is true."""
    N = 7 + case.T
    label = case.rng.random(N) < 0.4
    label[:3] = True, False, False
    lean = case.rng.choice([-0.8, 0.8])
    return {"values": np.round(case.rng.standard_normal(N) + lean * label, 1), "label": label}


def oracle(values, label):
    """By the ranks: Mann and Whitney's U."""
    rank = np.array([(values < v).sum() + ((values == v).sum() + 1) / 2 for v in values])
    yes = label.sum()
    return (rank[label].sum() - yes * (yes + 1) / 2) / (yes * (len(label) - yes))


def pairs_in_order(values, label):
    """How many pairs are in order; equal ones count as half."""
    return oracle(values, label) * label.sum() * (~label).sum()


MISTAKES = {
    "the other way": Mistake(
        "This is 1 minus the area: you count the pairs in which the cell is higher where the "
        "label is false.",
        lambda values, label: 1 - oracle(values, label)),
    "strength": Mistake(
        "This is the larger of the area and 1 minus the area. The area itself can be below 0.5: "
        "return it as it is.",
        lambda values, label: max(oracle(values, label), 1 - oracle(values, label))),
    "ties are nothing": Mistake(
        "You don't count pairs of equal values. Each is worth one half, or a cell that never "
        "changes would score 0 instead of 0.5.",
        lambda values, label: (values[label][:, None] > values[~label]).mean()),
    "ties are wins": Mistake(
        "You count a pair of equal values as correctly ordered. It is worth one half.",
        lambda values, label: (values[label][:, None] >= values[~label]).mean()),
    "all pairs": Mistake(
        "You divide by the number of all pairs of characters. Only pairs of one true and one "
        "false label count: divide by their number.",
        lambda values, label: pairs_in_order(values, label) / len(label) ** 2),
    "accuracy": Mistake(
        "This is the accuracy of the cell's sign, that is, with zero as the threshold. The area "
        "compares pairs and needs no threshold.",
        lambda values, label: ((values > 0) == label).mean()),
    "means": Mistake(
        "This is a difference of two means, which depends on the cell's scale. Count the "
        "correctly ordered pairs.",
        lambda values, label: values[label].mean() - values[~label].mean()),
    "correlation": Mistake(
        "This is a correlation. The area is a fraction: of all pairs of one true and one false "
        "label, those in which the cell is higher at the true one.",
        lambda values, label: np.corrcoef(values, label)[0, 1]),
    "a count": Mistake(
        "This is the number of correctly ordered pairs. Divide it by the number of all pairs of "
        "one true and one false label.",
        pairs_in_order),
}

EXERCISE = Exercise(
    place=1,
    title="The area under the ROC curve",
    stars=2,
    minutes=15,
    task="Take all pairs of a character whose label is true and one whose label is false: in "
         "what fraction of them is the cell higher at the first? A pair of equal values counts "
         "as half.",
    solution=roc_auc,
    why="The comparison makes a table of all pairs, with a row for each true label and a column "
        "for each false one. There is no threshold to choose, and the cell's scale does not "
        "matter: only which of two values is higher. `char_rnn` computes the same number from "
        "ranks, without the table.",
    inputs=inputs,
    returns="auc",
    oracle=oracle,
    mistakes=MISTAKES,
    formerly=("area",),
    cases=(),
    plain=8,
    hints=(
        "Which values belong to true labels, and which to false ones? `values[label]` and "
        "`values[~label]`.",
        "Compare every value in `yes = values[label]` with every one in `no = values[~label]`: "
        "`yes[:, None] > no` is a table of all pairs. What does its mean tell you? And what "
        "about equal values?",
        "((yes[:, None] > no) + 0.5 * (yes[:, None] == no)).mean()",
    ),
)
