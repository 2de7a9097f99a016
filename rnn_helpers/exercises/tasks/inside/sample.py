"""Exercise: a character drawn from logits, at a temperature."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def sample(logits, temperature, u):
    """One index per row, drawn at this temperature.

    logits (B, V), u (B,): random numbers from 0 to 1 -> (B,) whole numbers: the first
    index at which the cumulative sum of the probabilities exceeds u.
    """
    scaled = logits / temperature
    p = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return (p.cumsum(axis=1) > u[:, None]).argmax(axis=1)


def inputs(case):
    """Logits, some far from zero, and random numbers that lie on no border."""
    temperature = round(float(case.rng.choice([case.rng.uniform(0.3, 0.7),
                                               case.rng.uniform(1.5, 3)])), 2)
    logits = case.normal("B 7", 2.0) + (900 if case.special else case.rng.choice([0, 900]))
    borders = probabilities(logits, temperature).cumsum(axis=1)
    u = case.rng.random(len(logits))
    while np.abs(borders - u[:, None]).min() < 1e-3:
        u = case.rng.random(len(logits))
    return {"logits": logits, "temperature": temperature, "u": u}


def probabilities(logits, temperature):
    """Softmax of logits / temperature, row by row."""
    p = np.exp((logits - logits.max(axis=1, keepdims=True)) / temperature)
    return p / p.sum(axis=1, keepdims=True)


def drawn(p, u):
    """Row by row and number by number: the first index at which the sum exceeds u."""
    index = []
    for row, limit in zip(p, u, strict=True):
        total, k = row[0], 0
        while total <= limit:
            k += 1
            total += row[k]
        index.append(k)
    return np.array(index)


def unstable(logits, temperature, u):
    """Softmax without subtracting the largest."""
    p = np.exp(logits / temperature)
    p = p / p.sum(axis=1, keepdims=True)
    return (p.cumsum(axis=1) > u[:, None]).argmax(axis=1)


MISTAKES = {
    "overflow": Mistake(
        "exp overflows for large logits: inf / inf is NaN. Subtract each row's largest logit "
        "first; it changes no probability.",
        unstable),
    "temperature ignored": Mistake(
        "You don't use the temperature. Divide the logits by it before softmax.",
        lambda logits, temperature, u: drawn(probabilities(logits, 1), u)),
    "multiplied": Mistake(
        "You multiply by the temperature. Divide: a high one must make the probabilities more "
        "alike.",
        lambda logits, temperature, u: drawn(probabilities(logits, 1 / temperature), u)),
    "the likeliest": Mistake(
        "You take the most probable index, whatever u. Draw one.",
        lambda logits, temperature, u: logits.argmax(axis=1)),
    "p divided": Mistake(
        "You divide the probabilities by the temperature, which only scales all of them. Divide "
        "the logits, before softmax.",
        lambda logits, temperature, u: np.array(
            [(row > limit).argmax() for row, limit in zip(
                probabilities(logits, 1).cumsum(axis=1) / temperature, u, strict=True)])),
    "one too late": Mistake(
        "Your index is one too large: take the first index at which the sum exceeds u.",
        lambda logits, temperature, u: drawn(probabilities(logits, temperature), u) + 1),
    "no sum": Mistake(
        "You compare u with single probabilities. Compare it with their cumulative sum.",
        lambda logits, temperature, u: (
            probabilities(logits, temperature) > u[:, None]).argmax(axis=1)),
}

EXERCISE = Exercise(
    place=3,
    title="Sample at a temperature",
    stars=2,
    minutes=15,
    task="Draw one character per row from a network's logits, at a given temperature. The random "
         "numbers `u` are given, so that the draw can be checked: take the first index at which "
         "the cumulative sum of the probabilities exceeds `u`.",
    solution=sample,
    why="Below 1 the temperature sharpens the probabilities, above 1 it flattens them; near 0 the "
        "draw becomes the most probable character. It acts on the logits, before softmax. "
        "Subtracting the largest logit changes nothing but keeps exp from overflowing, and "
        "drawing by the cumulative sum is how `rng.choice` does it, too.",
    inputs=inputs,
    returns="index",
    oracle=lambda logits, temperature, u: drawn(probabilities(logits, temperature), u),
    exact=True,
    cases=("B=1",),
    plain=9,
    mistakes=MISTAKES,
    hints=(
        "What does dividing all logits by 2 do to the ratio of two probabilities?",
        "Scale, softmax (subtract the largest first), then cumulative sums along the row. Where "
        "do they pass u?",
        "(p.cumsum(axis=1) > u[:, None]).argmax(axis=1) finds the first index above u in each "
        "row.",
    ),
)
