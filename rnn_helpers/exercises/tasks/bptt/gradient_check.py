"""Exercise: a gradient, checked by central differences."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def gradient_check(W, x, v, dW):
    """Central differences of the loss (tanh(x @ W) * v).sum(), and how far off dW is.

    W and dW (D, H), x (B, D), v (B, H) -> numeric (D, H), off: one number, the
    largest |dW - numeric|, divided by the largest |numeric|.
    """
    eps, numeric = 1e-5, np.zeros_like(W)
    for place in np.ndindex(W.shape):
        step = np.zeros_like(W)
        step[place] = eps
        up, down = ((np.tanh(x @ moved) * v).sum() for moved in (W + step, W - step))
        numeric[place] = (up - down) / (2 * eps)
    return numeric, np.abs(dW - numeric).max() / np.abs(numeric).max()


def exact(W, x, v):
    """The gradient by the chain rule."""
    return x.T @ (v * (1 - np.tanh(x @ W) ** 2))


def inputs(case):
    """A layer, and a gradient that has a mistake in one place."""
    W, x, v = case.normal("D H"), case.normal("B D"), case.normal("B H")
    dW = exact(W, x, v)
    dW[0, 0] += case.rng.uniform(0.2, 2.0) * np.abs(dW).max()
    return {"W": W, "x": x, "v": v, "dW": dW}


def oracle(W, x, v, dW):
    """With the exact gradient in place of the differences."""
    right = exact(W, x, v)
    return right, np.abs(dW - right).max() / np.abs(right).max()


def compared(numeric, off=lambda dW, n: np.abs(dW - n).max() / np.abs(n).max()):
    """With another numeric gradient, numeric(W, x, v), or another measure of the difference."""
    def gradient_check(W, x, v, dW):
        found = numeric(W, x, v)
        return found, off(dW, found)

    return gradient_check


MISTAKES = {
    "eps for 2 eps": Mistake(
        "From W - eps to W + eps it is two steps of eps: divide by 2 * eps.",
        compared(lambda W, x, v: 2 * exact(W, x, v))),
    "dW itself": Mistake(
        "You return dW, the gradient that is to be checked. Compute another one, from the loss "
        "alone.",
        lambda W, x, v, dW: (dW, 0.0)),
    "mean difference": Mistake(
        "You average the differences, and one wrong number among many hardly shows. Take the "
        "largest.",
        compared(exact, lambda dW, n: np.abs(dW - n).mean() / np.abs(n).max())),
    "not relative": Mistake(
        "You don't divide by the largest number of the gradient. Without that, nobody knows "
        "whether the difference is large.",
        compared(exact, lambda dW, n: np.abs(dW - n).max())),
    "relative to dW": Mistake(
        "You divide by the largest number of dW, the gradient in doubt. Divide by that of numeric.",
        compared(exact, lambda dW, n: np.abs(dW - n).max() / np.abs(dW).max())),
    "signed": Mistake(
        "You forgot the absolute values: a difference below zero is a difference, too.",
        compared(exact, lambda dW, n: (dW - n).max() / n.max())),
    "all at once": Mistake(
        "You move all numbers of W at once, which gives the sum of the gradient. Move one at a "
        "time.",
        compared(lambda W, x, v: np.full_like(W, exact(W, x, v).sum()))),
}

EXERCISE = Exercise(
    place=6,
    title="Check a gradient",
    stars=2,
    minutes=15,
    task="A layer's loss is `(tanh(x @ W) * v).sum()`, and somebody claims that `dW` is its "
         "gradient. Compute the gradient by central differences, and return how far `dW` is off.",
    solution=gradient_check,
    why="Each number of W is moved up and down by eps, and only the loss is asked: no derivative "
        "is needed, so the check shares no mistake with what it checks. The differences are "
        "relative to the largest number, because a gradient has no scale of its own. It costs two "
        "runs per number, which is why it is for tests and not for training.",
    inputs=inputs,
    returns="numeric off",
    oracle=oracle,
    cases=("B=1", "D=H"),
    mistakes=MISTAKES,
    hints=(
        "By how much does the loss change if one number of W grows by 1e-5? Section 3 does this "
        "for all of them.",
        "Loop over all places of W. At each, compute the loss with that number moved up and moved "
        "down, and divide the difference by the way between them.",
        "numeric[place] = (loss(W + step) - loss(W - step)) / (2 * eps), where step is zero "
        "except for eps at that place.",
    ),
)
