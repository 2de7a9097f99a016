"""Exercise: from how many losses each input receives a gradient."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def losses_reaching(looks):
    """How many losses reach each x_t: T whole numbers.

    looks: a list of T ones and zeros, 1 where there is a loss on y_t.
    """
    return np.cumsum(looks[::-1])[::-1]


def inputs(case):
    """Losses at some steps, not the same forwards and backwards."""
    T = int(case.rng.integers(4, 8))
    while True:
        looks = [int(n) for n in case.rng.integers(0, 2, T)]
        if 1 < sum(looks) < T and looks != looks[::-1]:
            return {"looks": looks}


def oracle(looks):
    """Each loss on its way back: to its own step, then to the one before, down to the first."""
    T = len(looks)
    counts = [0] * T
    for s in range(T):
        t = s
        while looks[s] and t >= 0:
            counts[t] += 1
            t -= 1
    return np.array(counts)


MISTAKES = {
    "forwards": Mistake(
        "You count the losses up to each step. Gradients run backwards: x_t changes the states "
        "from t on, so count the losses from t on.",
        lambda looks: np.cumsum(looks)),
    "own step only": Mistake(
        "You only count the loss at the same step. x_t also acts on later outputs, through the "
        "states.",
        lambda looks: np.array(looks)),
    "own step left out": Mistake(
        "You left out the loss at the step itself. It depends on y_t, which is computed from h_t "
        "and so from x_t.",
        lambda looks: oracle(looks) - looks),
    "next step only": Mistake(
        "You pass the gradient back by one step only. It continues all the way to the first state.",
        lambda looks: np.array(looks) + np.append(looks[1:], 0)),
    "all": Mistake(
        "You count all losses for every input. A loss at an early step cannot depend on inputs "
        "that come after it.",
        lambda looks: np.full(len(looks), sum(looks))),
    "all that come before": Mistake(
        "You count the losses before each step. Those are exactly the ones that this input cannot "
        "change.",
        lambda looks: np.cumsum(looks) - looks),
    "in the order of the walk": Mistake(
        "The numbers are right, but in the order of the backward pass. Reverse them, so that the "
        "first belongs to x_1.",
        lambda looks: np.cumsum(looks[::-1])),
    "whether": Mistake(
        "This says whether any loss reaches the input. Count how many do.",
        lambda looks: np.minimum(oracle(looks), 1)),
    "steps": Mistake(
        "You count steps. Count the losses at these steps, where looks is 1.",
        lambda looks: np.arange(len(looks), 0, -1)),
}

EXERCISE = Exercise(
    place=2,
    title="Where gradients arrive",
    stars=1,
    minutes=8,
    task="So far, the loss depended on the last output only. Now there is a loss on "
         "$\\mathbf{y}_{(t)}$ wherever `looks` has a 1: from how many of the losses does each "
         "input $\\mathbf{x}_{(t)}$ receive a gradient?",
    solution=losses_reaching,
    why="A gradient follows the arrows backwards: from y down to h, then to the left, and at "
        "each state down to x as well. So a loss at s reaches the inputs 1 to s and no later "
        "one. Counted from the end, that is a cumulative sum, and the first input receives a "
        "gradient from every loss.",
    inputs=inputs,
    returns="counts",
    oracle=oracle,
    exact=True,
    cases=(),
    plain=6,
    mistakes=MISTAKES,
    hints=(
        "Take one loss, at step 3 of 5. Follow the arrows backwards from it: which inputs do you "
        "reach?",
        "A loss at s reaches x_1 to x_s. So for x_t, count the losses at t, t + 1, … up to the "
        "end.",
        "It is a cumulative sum that starts at the end: np.cumsum of the reversed list, and the "
        "result reversed again.",
    ),
)
