"""One call of somebody else's function: is it begun at all, can it be called, what came, and is that right."""

import copy
import inspect
import linecache
import traceback
from typing import NamedTuple

import numpy as np

from rnn_helpers.exercises import core, guard


class Try(NamedTuple):
    """One call. parts: what it gave, name -> array, or None; trouble: (mistake, sentence) if it gave nothing usable.

    right: the oracle's parts, or None for an exercise without one. wrong: names of the parts that are not right.
    """

    case: core.Case
    inputs: dict
    parts: dict
    right: dict
    trouble: tuple
    wrong: list
    outcome: guard.Outcome


def untouched(exercise, attempt):
    """Whether the attempt is the stub as it stands in the notebook: the same code, whatever that returns."""
    space = {}
    exec(exercise.stub, space)  # noqa: S102  our own text
    code = getattr(attempt, "__code__", None)
    return attempt is ... or hasattr(code, "co_code") and _code(code) == _code(space[exercise.name].__code__)


def _code(code):
    constants = [_code(c) if hasattr(c, "co_code") else repr(c) for c in code.co_consts if c is not None and not isinstance(c, str)]
    return code.co_code, code.co_names, code.co_varnames, constants


def call_trouble(exercise, attempt):
    """(mistake, sentence) if it is no function of the right arguments, else None."""
    arguments = inspect.signature(exercise.solution).parameters
    wanted = f"{exercise.name}({', '.join(arguments)})"
    if not callable(attempt):
        kind = "nothing (None)" if attempt is None else f"a value of type {type(attempt).__name__}"
        return "no function", f"Expected the function {wanted}, got {kind}. Hand over its name, without brackets."
    try:
        inspect.signature(attempt).bind(*arguments)
    except TypeError:
        return "signature", f"Expected the function {wanted}; this one takes {inspect.signature(attempt)}."
    except ValueError:  # some functions written in C do not tell
        pass
    return None


def call(exercise, attempt, case, inputs, seconds):
    """Calls the attempt on copies, within the time, and compares. -> Try."""
    given = copy.deepcopy(inputs)

    def answer(*arguments):  # reading the answer is within the guard too: it may be an object with code of its own
        value = attempt(*arguments)
        return value if value is None or value is ... else core.arrays(exercise, value)

    outcome = guard.run(answer, list(given.values()), seconds)
    right = None if exercise.oracle is None else core.arrays(exercise, exercise.oracle(*copy.deepcopy(inputs).values()))
    trouble, parts = _trouble(exercise, attempt, outcome, inputs, given), None
    if trouble or outcome.value is ...:
        wrong = exercise.parts
    else:
        parts = outcome.value
        if right is None:
            wrong = [] if exercise.right(parts, copy.deepcopy(inputs)) else exercise.parts
        else:
            wrong = [name for name in exercise.parts if not close(exercise, parts[name], right[name])]
    return Try(case, inputs, parts, right, trouble, wrong, outcome)


def _trouble(exercise, attempt, outcome, inputs, given):
    if isinstance(outcome.error, core.NoAnswer):
        return "type", f"It should return {', '.join(exercise.parts)}: {outcome.error}."
    if outcome.error is not None:
        return "raises", f"It raised {type(outcome.error).__name__}{_where(attempt, outcome.error)}: {_line(outcome.error)}."
    changed = [name for name in inputs if not same(inputs[name], given[name])]
    if changed:
        return "in place", (f"It changes its argument {changed[0]} in place, so the caller's array "
                            "is lost. Work on a copy, or make a new array.")
    if outcome.value is None:
        return "none", "It returned None. Does it end in return?"
    return None


def close(exercise, a, b):
    """Equal shapes and numbers, up to the exercise's tolerance. NaN is close to nothing."""
    if np.shape(a) != np.shape(b):
        return False
    if exercise.exact:
        return bool(np.array_equal(a, b))
    a, b = np.asarray(a, float), np.asarray(b, float)
    # relative to the largest number, not to each: a float32 sum that nearly cancels is right too
    allowed = exercise.tolerance * max(np.abs(b).max(initial=0), 1e-3)
    return bool(np.isfinite(a).all()) and bool((np.abs(a - b) <= allowed).all())


def same(a, b):
    if isinstance(a, dict):
        return isinstance(b, dict) and list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, (tuple, list)):
        return len(a) == len(b) and all(map(same, a, b))
    return np.array_equal(a, b, equal_nan=a.dtype.kind == "f") if isinstance(a, np.ndarray) else a == b


def _where(attempt, error):
    """The attempt's own line in which it raised."""
    code = getattr(attempt, "__code__", None)
    for frame, number in reversed(list(traceback.walk_tb(error.__traceback__))):
        if code is not None and frame.f_code.co_filename == code.co_filename:
            line = linecache.getline(code.co_filename, number).strip()
            return f" at `{line}`" if line else f" in line {number - code.co_firstlineno + 1}"
    return ""


def _line(error):
    """The error's own words, on one line and not too long."""
    try:
        text = " ".join(str(error).split()).rstrip(".") or "without a word"
    except Exception:  # noqa: BLE001  its own __str__ may raise too
        text = "without a word"
    return text if len(text) <= 160 else text[:157] + "…"
