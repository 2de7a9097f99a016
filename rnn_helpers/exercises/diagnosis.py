"""From an attempt to a result: it is tried, and if it is wrong, it is told which mistake it makes.

The order: inputs changed in place; the exercise's own mistakes; right only on one kind of input;
what is wrong with the answer itself.
"""

import copy
import re

import numpy as np

from rnn_helpers.exercises import attempt as attempts
from rnn_helpers.exercises import core, guard
from rnn_helpers.exercises.attempt import close
from rnn_helpers.exercises.result import Result


def judge(exercise, attempt, seed=0, seconds=None):
    """Tries an attempt. seconds: of processor time for all calls, if not the exercise's. -> Result.
    """
    if attempts.untouched(exercise, attempt):
        return Result(exercise, "not started")
    trouble = attempts.call_trouble(exercise, attempt)
    if trouble:
        return _failed(exercise, *trouble)
    seconds = seconds or exercise.seconds
    left, tries = seconds, []
    for case, inputs in core.cases(exercise, np.random.default_rng(seed)):
        tries.append(attempts.call(exercise, attempt, case, inputs, left))
        outcome = tries[-1].outcome
        if outcome.value is ... or isinstance(outcome.error, NotImplementedError):
            return Result(exercise, "not started")
        left -= outcome.seconds
        if isinstance(outcome.error, guard.TimeUp) or left <= 0:
            says = f"It did not finish within {seconds:g} s. Is there an infinite loop?"
            return _failed(exercise, "endless", says, tries[-1])
    failing = [t for t in tries if t.wrong]
    if not failing:
        return Result(exercise, "passed", score=1.0)

    def is_right(special):
        """On more inputs of that kind: what was right by chance will not be so again."""
        again = core.cases(exercise, np.random.default_rng([seed, 1]), [special] * 3)
        return not any(attempts.call(exercise, attempt, *made, left).wrong for made in again)

    mistake, says = _diagnosis(exercise, tries, failing, is_right)
    smallest = next((t for t in failing if not t.trouble), failing[0])
    wrong = {name for t in failing for name in t.wrong}
    return _failed(exercise, mistake, says, smallest, 1 - len(wrong) / len(exercise.parts))


def _diagnosis(exercise, tries, failing, is_right):
    """-> mistake, sentence."""
    trouble = [t.trouble for t in failing if t.trouble]
    found = (next((one for one in trouble if one[0] == "in place"), None)
             or _usual_mistake(exercise, failing)
             or _right_only_somewhere(tries, failing, is_right))
    if found:
        return found
    if trouble and all(map(_does_not_fit, failing)):
        return "sizes", (f"{trouble[0][1]} Take every size from the shapes of the arguments, and "
                         "check the shapes in each product.")
    return trouble[0] if trouble else _structure(exercise, failing[0])


def _usual_mistake(exercise, failing):
    """The exercise's mistake that it agrees with, in all parts, in the wrong ones, or in one."""
    wrong = [name for name in exercise.parts if any(name in t.wrong for t in failing)]
    made = {name: [_mistaken(exercise, mistake, t) for t in failing]
            for name, mistake in exercise.mistakes.items()}
    for parts in (exercise.parts, wrong, *([part] for part in wrong)):
        for name, mistaken in made.items():
            agrees = [_agrees(exercise, t, gave, parts)
                      for t, gave in zip(failing, mistaken, strict=True)]
            if None not in agrees and any(agrees):
                return name, exercise.mistakes[name].says
    return None


def _mistaken(exercise, mistake, t):
    """What the mistake gives on the same input, name -> array, or the exception that it raises.

    True or False for a mistake that has no oracle.
    """
    inputs = copy.deepcopy(t.inputs)
    if mistake.shows is not None:
        return t.parts is not None and bool(mistake.shows(t.parts, inputs))
    with np.errstate(all="ignore"):
        try:
            return core.arrays(exercise, mistake.oracle(*inputs.values()))
        except Exception as error:  # noqa: BLE001  a wrong transpose raises where sizes differ
            return error


def _agrees(exercise, t, gave, parts):
    """None if attempt and mistake differ; else whether the mistake differs from what is right."""
    if isinstance(gave, bool):
        return gave or None
    if isinstance(gave, Exception):  # where the mistake raises, the attempt must raise too
        return False if t.trouble and t.trouble[0] == "raises" else None
    if t.parts is None or not all(close(exercise, t.parts[name], gave[name]) for name in parts):
        return None
    return any(not close(exercise, gave[name], t.right[name]) for name in parts)


def _right_only_somewhere(tries, failing, is_right):
    right = {t.case.special for t in tries if not t.wrong}
    if len(right) != 1 or "" in right or not is_right(*right):
        return None
    (special,) = right
    why = f": {failing[0].trouble[1]}" if failing[0].trouble else "."
    return f"only {special}", f"It is right {core.SPECIAL[special]}, but wrong otherwise{why}"


def _does_not_fit(t):
    """Whether shapes did not match, in the attempt or in what it returned."""
    if t.trouble:
        words = "shape|broadcast|dimension|size|bounds|align"
        return t.trouble[0] == "raises" and re.search(words, t.trouble[1]) is not None
    return t.right is not None and any(
        t.parts[name].shape != t.right[name].shape for name in t.wrong)


def _structure(exercise, t):
    """What is wrong with a part that no known mistake explains."""
    name = t.wrong[0]
    got = t.parts[name]
    if got.dtype.kind == "f" and not np.isfinite(got).all():
        return "nan", f"{name} contains NaN or infinity."
    if t.right is None:
        return "wrong", f"{name} does not do what was asked."
    right = t.right[name]
    if exercise.exact:
        return "wrong", f"{name} is wrong. Work through the example below by hand."
    shapes = f"expected shape {right.shape}, got {got.shape}"
    if got.T.shape == right.shape and close(exercise, got.T, right):
        return "transposed", f"{name} is right but transposed: {shapes}."
    if got.shape != right.shape:
        return "shape", f"{name} has the wrong shape: {shapes}."
    if close(exercise, -got, right):
        return "sign", f"{name} has the wrong sign."
    if got.dtype.kind in "biu":
        return "dtype", f"{name} has been rounded to {got.dtype.name}. Keep floating-point numbers."
    return "wrong", f"{name} has the right shape but the wrong numbers."


def _failed(exercise, mistake, says, t=None, score=0.0):
    detail, picture = "", ()
    compared = t is not None and t.parts is not None and t.right is not None
    if compared and exercise.exact:
        wrong = " and ".join(f"{name} {_short(t.right[name])}, got {_short(t.parts[name])}"
                             for name in t.wrong)
        detail = f"Expected {wrong}, for {_input(t)}."
    elif t is not None:
        fitting = [(name, t.right[name].astype(float), t.parts[name].astype(float))
                   for name in t.wrong if compared and t.parts[name].shape == t.right[name].shape]
        if fitting and np.isfinite(fitting[0][2]).all():
            picture = fitting[0]
            name, right, got = picture
            detail = f"Largest difference: {np.abs(right - got).max():.2g} in {name}. "
        detail += f"Smallest failing input: {_input(t)}; it is in the result's `.inputs`."
    return Result(exercise, "failed", score=score, says=says, mistake=mistake, detail=detail,
                  picture=picture, inputs=t.inputs if t is not None else {})


def _input(t):
    """The input in words: its sizes, and whatever is not an array."""
    plain = {name: value for name, value in t.inputs.items() if not isinstance(value, np.ndarray)}
    sizes = {letter: t.case.sizes[letter] for letter in "BTDH" if letter in t.case.used}
    return ", ".join(f"{name}={value!r}" for name, value in (sizes | plain).items())


def _short(value):
    """A small exact answer: a number, or a shape as a tuple."""
    value = np.asarray(value)
    return str(tuple(value.tolist()) if value.ndim == 1 else value.tolist())
