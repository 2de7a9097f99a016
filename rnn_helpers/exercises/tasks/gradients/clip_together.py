"""Exercise: clipping by the global norm."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def clip_together(dW_xh, dW_hh, db_h, limit):
    """The three arrays, shortened together.

    dW_xh (D, H), dW_hh (H, H), db_h (H,), limit: the greatest length allowed.
    """
    norm = np.sqrt((dW_xh**2).sum() + (dW_hh**2).sum() + (db_h**2).sum())
    factor = limit / norm if norm > limit else 1.0
    return factor * dW_xh, factor * dW_hh, factor * db_h


def inputs(case):
    """Half of the gradients are longer than the limit; "D=H" surely is, and "T=1" is not."""
    grads = {"dW_xh": case.normal("D H"), "dW_hh": case.normal("H H", 2.0),
             "db_h": case.normal("H", 0.5)}
    long = {"D=H": True, "T=1": False}.get(case.special, case.rng.random() < 0.5)
    factor = case.rng.uniform(*((0.2, 0.5) if long else (1.2, 3.0)))
    return grads | {"limit": round(float(factor * length(*grads.values())), 2)}


def oracle(dW_xh, dW_hh, db_h, limit):
    """As one vector, cut apart again."""
    grads = dW_xh, dW_hh, db_h
    vector = np.concatenate([grad.ravel() for grad in grads])
    while np.linalg.norm(vector) > limit * (1 + 1e-12):
        vector = vector * (limit / np.linalg.norm(vector))
    ends = np.cumsum([grad.size for grad in grads])
    return [part.reshape(grad.shape)
            for part, grad in zip(np.split(vector, ends[:-1]), grads, strict=True)]


def length(*grads):
    """The norm of all arrays taken together."""
    return np.sqrt(sum((grad**2).sum() for grad in grads))


def scaled(factor):
    """All three by one factor. factor: (grads, limit) -> number."""
    def clip_together(*arguments):
        *grads, limit = arguments
        return [factor(grads, limit) * grad for grad in grads]

    return clip_together


def shorten(grads, limit):
    """The right factor."""
    return min(1.0, limit / length(*grads))


def each(clip):
    """Each array by itself. clip: (array, limit) -> array."""
    return lambda *arguments: [clip(grad, arguments[-1]) for grad in arguments[:-1]]


MISTAKES = {
    "by value": Mistake(
        "You clip each number by itself. That changes the direction of the step; scale all three "
        "arrays by one common factor.",
        each(lambda grad, limit: np.clip(grad, -limit, limit))),
    "each by itself": Mistake(
        "You shorten each array by its own length. The lengths count together: one norm over all "
        "three, and one factor for all.",
        each(lambda grad, limit: grad * min(1, limit / length(grad)))),
    "each to the limit": Mistake(
        "You scale each array to the length of the limit. Use one norm over all three arrays, and "
        "one factor that is never above 1.",
        each(lambda grad, limit: grad * limit / length(grad))),
    "short ones made longer": Mistake(
        "You lengthen gradients that are short enough. The factor is limit / norm only if the "
        "norm is above the limit, and 1 otherwise.",
        scaled(lambda grads, limit: limit / length(*grads))),
    "never": Mistake(
        "You return the gradients as they were, whether long or short.",
        scaled(lambda grads, limit: 1.0)),
    "wrong way round": Mistake(
        "The comparison is the wrong way round: you leave long gradients alone and stretch short "
        "ones.",
        scaled(lambda grads, limit: 1.0 if length(*grads) > limit else limit / length(*grads))),
    "inverse factor": Mistake(
        "The factor is upside down, so long gradients get longer. It is limit / norm.",
        scaled(lambda grads, limit: max(1.0, length(*grads) / limit))),
    "squared": Mistake(
        "The square root is missing: the norm is the square root of the sum of squares.",
        scaled(lambda grads, limit: min(1.0, limit / length(*grads) ** 2))),
    "sum of norms": Mistake(
        "You add up the three lengths. The length of all three together is the square root of the "
        "sum of their squares.",
        scaled(lambda grads, limit: min(1.0, limit / sum(map(length, grads))))),
    "largest norm": Mistake(
        "You only look at the longest of the three arrays. Take one norm over all three.",
        scaled(lambda grads, limit: min(1.0, limit / max(map(length, grads))))),
    "largest number": Mistake(
        "You take the largest number for the length. The norm is the square root of the sum of "
        "all squares.",
        scaled(lambda grads, limit: min(1.0, limit / max(np.abs(grad).max() for grad in grads)))),
    "to length 1": Mistake(
        "You scale a long gradient to length 1, whatever the limit. The factor is limit / norm.",
        scaled(lambda grads, limit: 1 / length(*grads) if length(*grads) > limit else 1.0)),
    "norm without the bias": Mistake(
        "The norm leaves out db_h. All three arrays count, and all three are shortened.",
        scaled(lambda grads, limit: min(1.0, limit / length(*grads[:2])))),
    "bias left out": Mistake(
        "You left db_h as it was. Scale all gradients by the same factor, or the direction "
        "changes.",
        lambda dW_xh, dW_hh, db_h, limit: [*scaled(shorten)(dW_xh, dW_hh, limit), db_h]),
}

EXERCISE = Exercise(
    place=3,
    title="Clip by the norm",
    stars=2,
    minutes=10,
    task="Treat the gradients of a layer as one long vector, and shorten it to the length "
         "`limit`. The direction must not change, and gradients that are short enough must be "
         "returned as they are.",
    solution=clip_together,
    why="The norm is taken over all numbers of all three arrays, so there is a single factor, "
        "and multiplying everything by it keeps the direction. The factor never exceeds 1: "
        "clipping stops a jump, but it cannot revive a gradient that has vanished.",
    inputs=inputs,
    returns="dW_xh dW_hh db_h",
    oracle=oracle,
    mistakes=MISTAKES,
    cases=("D=H", "T=1"),
    plain=8,
    hints=(
        "How long is the vector that contains all numbers of all three arrays? The answer is a "
        "single number.",
        "If that norm is above the limit, multiply all three by limit / norm. If not, by 1. "
        "Don't change the arguments in place.",
        "norm = np.sqrt((dW_xh**2).sum() + (dW_hh**2).sum() + (db_h**2).sum()), factor = limit / "
        "norm if norm > limit else 1.0.",
    ),
)
