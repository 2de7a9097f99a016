"""Exercise: the bias of a gate that keeps so much over so many steps."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def forget_bias(steps, left):
    """The bias of a forget gate, one number.

    After `steps` steps, the part `left` of a value is to be left.
    """
    f = left ** (1 / steps)
    return np.log(f / (1 - f))


def inputs(case):
    """From a few steps to a hundred, and from a tenth to nearly all."""
    return {"steps": int(case.rng.integers(5, 100)),
            "left": round(float(case.rng.uniform(0.1, 0.9)), 2)}


def oracle(steps, left):
    """By bisection, multiplying step by step."""
    low, high = -50.0, 50.0
    for _ in range(200):
        middle = (low + high) / 2
        kept = 1.0
        for _ in range(steps):
            kept *= 1 / (1 + np.exp(-middle))
        low, high = (middle, high) if kept < left else (low, middle)
    return middle


def logit(f):
    """The z at which σ(z) = f."""
    return np.log(f / (1 - f))


MISTAKES = {
    "the gate itself": Mistake(
        "This is the gate f, not its bias. The gate is σ(bias): turn σ round.",
        lambda steps, left: left ** (1 / steps)),
    "log of the gate": Mistake(
        "You took the logarithm of f. The inverse of σ is log(f / (1 - f)).",
        lambda steps, left: np.log(left) / steps),
    "one step": Mistake(
        "This keeps that part over a single step. Over many, f is multiplied with itself: "
        "f ** steps = left.", lambda steps, left: logit(left)),
    "sign": Mistake(
        "The sign is turned round: a gate that keeps has a positive bias.",
        lambda steps, left: -logit(left ** (1 / steps))),
    "half-life": Mistake(
        "You set the time after which half is left. Here it is the part `left`.",
        lambda steps, left: logit(0.5 ** (1 / steps))),
    "linear": Mistake(
        "You divide the loss evenly among the steps. What is lost at each step is a part of what "
        "is still there: f ** steps = left.",
        lambda steps, left: logit(1 - (1 - left) / steps)),
    "off by one": Mistake(
        "You are one step off: over so many steps f is multiplied `steps` times.",
        lambda steps, left: logit(left ** (1 / (steps - 1)))),
}

EXERCISE = Exercise(
    place=3,
    title="A bias for a memory of 50 steps",
    stars=2,
    minutes=10,
    task="A forget gate reads nothing but its bias. Choose the bias so that after `steps` steps "
         "the part `left` of what was on the belt is still there, half of it after 50 steps, say.",
    solution=forget_bias,
    why="Each step multiplies by f = σ(bias), so after so many steps f ** steps is left. Solve for "
        "f, then for the bias. For half after 50 steps f is 0.986 and the bias 4.3; Keras's start "
        "of 1 keeps half for 2.2 steps.",
    inputs=inputs,
    returns="bias",
    oracle=oracle,
    mistakes=MISTAKES,
    cases=(),
    plain=5,
    hints=(
        "What is left of a value after one step, after two, after all of them, if the gate is f?",
        "f ** steps = left gives f. The bias is where σ takes the value f.",
        "f = left ** (1 / steps); the inverse of σ is np.log(f / (1 - f)).",
    ),
)
