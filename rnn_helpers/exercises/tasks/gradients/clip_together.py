"""Exercise: clipping by the global norm."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def clip_together(dW_xh, dW_hh, db_h, limit):
    """dW_xh (D, H), dW_hh (H, H), db_h (H,), limit: the greatest length allowed -> the three, shortened together."""
    norm = np.sqrt((dW_xh**2).sum() + (dW_hh**2).sum() + (db_h**2).sum())
    factor = limit / norm if norm > limit else 1.0
    return factor * dW_xh, factor * dW_hh, factor * db_h


def inputs(case):
    """Half of the gradients are longer than the limit; surely those of "D=H", and not those of "T=1"."""
    grads = {"dW_xh": case.normal("D "
                                  "H"), "dW_hh": case.normal("H "
                                                               "H", 2.0), "db_h": case.normal("H", 0.5)}
    long = {"D=H": True, "T=1": False}.get(case.special, case.rng.random() < 0.5)
    norm = np.sqrt(sum((grad**2).sum() for grad in grads.values()))
    return grads | {"limit": round(float(norm * case.rng.uniform(*((0.2, 0.5) if long else (1.2, 3.0)))), 2)}


def oracle(dW_xh, dW_hh, db_h, limit):
    """As one vector, cut apart again."""
    grads = dW_xh, dW_hh, db_h
    vector = np.concatenate([grad.ravel() for grad in grads])
    while np.linalg.norm(vector) > limit * (1 + 1e-12):
        vector = vector * (limit / np.linalg.norm(vector))
    ends = np.cumsum([grad.size for grad in grads])
    return [part.reshape(grad.shape) for part, grad in zip(np.split(vector, ends[:-1]), grads)]


def length(*grads):
    return np.sqrt(sum((grad**2).sum() for grad in grads))


def scaled(factor):
    """All three by one factor. factor: (grads, limit) -> number."""
    def clip_together(*arguments):
        *grads, limit = arguments
        return [factor(grads, limit) * grad for grad in grads]

    return clip_together


def each(clip):
    return lambda *arguments: [clip(grad, arguments[-1]) for grad in arguments[:-1]]


MISTAKES = {
    "by value": Mistake(
        "Each number is cut by itself. That changes the direction of the step; shorten all three "
        "arrays by one common factor.",
        each(lambda grad, limit: np.clip(grad, -limit, limit))),
    "each by itself": Mistake(
        "Each array is shortened by its own length. The lengths count together: one norm over all "
        "three, and one factor for all.",
        each(lambda grad, limit: grad * min(1, limit / length(grad)))),
    "each to the limit": Mistake(
        "Each array is brought to the length of the limit by itself. Take one norm over all three, "
        "and one factor, never above 1.",
        each(lambda grad, limit: grad * limit / length(grad))),
    "short ones made longer": Mistake(
        "A gradient that is short enough is made longer. The factor is limit / norm only where the "
        "norm is above the limit, else 1.",
        scaled(lambda grads, limit: limit / length(*grads))),
    "never": Mistake(
        "The gradients come back as they went in, long or short.",
        scaled(lambda grads, limit: 1.0)),
    "wrong way round": Mistake(
        "The comparison is the wrong way round: long gradients are left alone, and short ones are "
        "stretched.",
        scaled(lambda grads, limit: 1.0 if length(*grads) > limit else limit / length(*grads))),
    "inverse factor": Mistake(
        "The factor is the wrong way up, so long gradients get longer. It is limit / norm.",
        scaled(lambda grads, limit: max(1.0, length(*grads) / limit))),
    "squared": Mistake(
        "The root is missing: the norm is the root of the sum of squares.",
        scaled(lambda grads, limit: min(1.0, limit / length(*grads) ** 2))),
    "sum of norms": Mistake(
        "The three lengths are added up. The length of all together is the root of the sum of "
        "their squares.",
        scaled(lambda grads, limit: min(1.0, limit / sum(map(length, grads))))),
    "largest norm": Mistake(
        "The longest of the three arrays decides alone. Take one norm over all three.",
        scaled(lambda grads, limit: min(1.0, limit / max(map(length, grads))))),
    "largest number": Mistake(
        "The largest number is taken for the length. The norm is the root of the sum of all "
        "squares.",
        scaled(lambda grads, limit: min(1.0, limit / max(np.abs(grad).max() for grad in grads)))),
    "to length 1": Mistake(
        "A long gradient comes out with length 1, whatever the limit. The factor is limit / norm.",
        scaled(lambda grads, limit: 1 / length(*grads) if length(*grads) > limit else 1.0)),
    "bias left out": Mistake(
        "db_h is left as it was. All gradients are shortened by the same factor, or the direction "
        "changes.",
        lambda dW_xh, dW_hh, db_h, limit: [*scaled(lambda grads, limit: min(1.0, limit / length(*grads)))(
            dW_xh, dW_hh, limit), db_h]),
}

EXERCISE = Exercise(
    place=3,
    title="Clip by the norm",
    task="Shorten the gradients of a layer, taken together as one long vector, to the length "
         "`limit`. Their direction must stay, and gradients that are short enough must come back "
         "as they are.",
    solution=clip_together,
    why="The norm is over all numbers of all three arrays, so there is one factor, and all are "
        "multiplied by it: the direction stays. The factor never exceeds 1: clipping ends a jump, "
        "and it cannot revive a gradient that has vanished.",
    inputs=inputs,
    returns="dW_xh dW_hh db_h",
    oracle=oracle,
    mistakes=MISTAKES,
    cases=("D=H", "T=1"),
    plain=8,
    hints=(
        "How long is the vector that holds all numbers of all three arrays? One number comes out.",
        "If that norm is above the limit, multiply all three by limit / norm. If not, by 1. Do not "
        "write into the arguments.",
        "norm = np.sqrt((dW_xh**2).sum() + (dW_hh**2).sum() + (db_h**2).sum()), factor = limit / "
        "norm if norm > limit else 1.0.",
    ),
)
