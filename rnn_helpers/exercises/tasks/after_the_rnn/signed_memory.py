"""Exercise: a memory of so many steps, in a gate from -1 to 1."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def signed_memory(steps):
    """a and the gate's bias, two numbers: half of a state is left after `steps` steps.

    The gate is a = 2 σ(bias) - 1, and it is to keep the state's sign.
    """
    a = 0.5 ** (1 / steps)
    z = (a + 1) / 2
    return a, np.log(z / (1 - z))


def inputs(case):
    """From a few steps to some thousand."""
    return {"steps": int(case.rng.integers(20, 3000))}


def oracle(steps):
    """By bisection on the bias, multiplying step by step."""
    low, high = 0.0, 40.0
    for _ in range(100):
        middle = (low + high) / 2
        a, left = 2 / (1 + np.exp(-middle)) - 1, 1.0
        for _ in range(steps):
            left *= a
        low, high = (middle, high) if left < 0.5 else (low, middle)
    return a, middle


def answer(a, z):
    """a, and the bias at which σ is z."""
    return a, np.log(z / (1 - z))


MISTAKES = {
    "an unsigned gate": Mistake(
        "This is the bias for a = σ(bias). Here a = 2 σ(bias) - 1, so σ(bias) has to be (a + 1) / "
        "2.", lambda steps: answer(0.5 ** (1 / steps), 0.5 ** (1 / steps))),
    "z for the bias": Mistake(
        "You return σ(bias), not the bias. Turn σ round: bias = log(z / (1 - z)).",
        lambda steps: (0.5 ** (1 / steps), (0.5 ** (1 / steps) + 1) / 2)),
    "1/e": Mistake(
        "With exp(-1 / steps), 1/e = 37 % is left after so many steps. Half is to be left.",
        lambda steps: answer(np.exp(-1 / steps), (np.exp(-1 / steps) + 1) / 2)),
    "linear": Mistake(
        "You take off an equal amount at every step. Each step takes a part of what is left: "
        "a ** steps = ½.",
        lambda steps: answer(1 - 0.5 / steps, 1 - 0.25 / steps)),
    "turns the sign": Mistake(
        "This gate turns the sign at every step. The state is to keep it: take the positive a.",
        lambda steps: answer(-(0.5 ** (1 / steps)), (1 - 0.5 ** (1 / steps)) / 2)),
    "sign of the bias": Mistake(
        "The bias has the wrong sign: σ(bias) is above a half, so the bias is positive.",
        lambda steps: (0.5 ** (1 / steps), -answer(0, (0.5 ** (1 / steps) + 1) / 2)[1])),
    "half of the steps": Mistake(
        "a ** (2 * steps) is a half with this a. It is a ** steps that should be.",
        lambda steps: answer(0.5 ** (0.5 / steps), (0.5 ** (0.5 / steps) + 1) / 2)),
}

EXERCISE = Exercise(
    place=2,
    title="A memory of 500 steps",
    stars=2,
    minutes=10,
    task="The gate of a signed minGRU is $a = 2\\,\\sigma(\\text{bias}) - 1$ where its input is "
         "zero. Which $a$, and which bias, leave half of a state after `steps` steps, 500, say, "
         "with its sign as it was?",
    solution=signed_memory,
    why="a ** steps = ½ gives a = ½^(1/steps): 0.99861 for 500 steps. Then z = σ(bias) = (a + 1)/2 "
        "= 0.99931, and the bias is 7.27. The distance of a from 1 is what sets the memory, and a "
        "bias moves that distance by a factor of e for each 1 that it grows.",
    inputs=inputs,
    returns="a bias",
    oracle=oracle,
    mistakes=MISTAKES,
    cases=(),
    plain=5,
    hints=(
        "What is left of a state after one step, after two, after all of them?",
        "a ** steps = ½. Then solve a = 2 σ(bias) - 1 for σ(bias), and that for the bias.",
        "a = 0.5 ** (1 / steps), z = (a + 1) / 2, and the inverse of σ is log(z / (1 - z)).",
    ),
)
