"""One call of an attempt: has it been started, can it be called, what came back, is it right?"""

import copy
import inspect
import linecache
import traceback
from typing import NamedTuple

import numpy as np

from rnn_helpers.exercises import core, guard

TOLERANCE = 1e-4  # float32 will do


class Try(NamedTuple):
    """One call. parts: its answer, name -> array, or None if it gave none.

    right: the oracle's parts, None for an exercise without an oracle. trouble: (mistake, sentence)
    if there is no answer. wrong: the names of the parts that are not right.
    """

    case: core.Case
    inputs: dict
    parts: dict
    right: dict
    trouble: tuple
    wrong: list
    outcome: guard.Outcome


def untouched(exercise, attempt):
    """Whether the attempt is still the notebook's stub, whatever that returns."""
    code = getattr(attempt, "__code__", None)
    if not hasattr(code, "co_code"):
        return attempt is ...
    return _instructions(code) == _instructions(exercise.stub_code)


def _instructions(code):
    constants = [_instructions(c) if hasattr(c, "co_code") else repr(c)
                 for c in code.co_consts if c is not None and not isinstance(c, str)]
    return code.co_code, code.co_names, code.co_varnames, constants


def call_trouble(exercise, attempt):
    """(mistake, sentence) if it is no function of the right arguments, else None."""
    arguments = inspect.signature(exercise.solution).parameters
    expected = f"Expected the function {exercise.name}({', '.join(arguments)})"
    if not callable(attempt):
        got = "nothing (None)" if attempt is None else f"a value of type {type(attempt).__name__}"
        return "no function", (f"{expected}, got {got}. Pass the function itself: "
                               f"`{exercise.name}`, not `{exercise.name}(...)`.")
    try:
        inspect.signature(attempt).bind(*arguments)
    except TypeError:
        return "signature", f"{expected}; yours takes {inspect.signature(attempt)}."
    except ValueError:  # some functions written in C do not tell
        pass
    return None


def call(exercise, attempt, case, inputs, seconds):
    """Calls the attempt on copies, within the time, and compares. -> Try."""
    outcome = ask(exercise, attempt, inputs, seconds)
    right = correct(exercise, inputs)
    trouble = _trouble(exercise, attempt, outcome)
    parts = None if trouble or outcome.value is ... else outcome.value
    wrong = exercise.parts if parts is None else wrong_parts(exercise, inputs, parts, right)
    return Try(case, inputs, parts, right, trouble, wrong, outcome)


def ask(exercise, attempt, inputs, seconds):
    """Calls the attempt on copies, within the time. -> Outcome; its value: parts, None or `...`."""
    def answer(*given):  # whatever touches the result happens in here: it may have its own code
        value = attempt(*given)
        if value is ...:
            return value
        parts = value if value is None else core.arrays(exercise, value)
        for name, mine in zip(inputs, given, strict=True):
            if not exercise.may_change and not same(inputs[name], mine):
                raise core.InPlace(name)
        return parts

    return guard.run(answer, copy.deepcopy(list(inputs.values())), seconds)


def correct(exercise, inputs):
    """What the oracle gives: name -> array. None for an exercise without one."""
    if exercise.oracle is None:
        return None
    return core.arrays(exercise, exercise.oracle(*copy.deepcopy(inputs).values()))


def wrong_parts(exercise, inputs, parts, right):
    """Names of the parts that are not right."""
    if right is None:
        return [] if exercise.right(parts, copy.deepcopy(inputs)) else exercise.parts
    return [name for name in exercise.parts if not close(exercise, parts[name], right[name])]


def _trouble(exercise, attempt, outcome):
    error = outcome.error
    if isinstance(error, core.NoAnswer):
        return "type", f"It should return {', '.join(exercise.parts)}: {error}."
    if isinstance(error, core.InPlace):
        return "in place", (f"It changes its argument {error} in place, so the caller's array is "
                            "lost. Work on a copy, or make a new array.")
    if error is not None:
        where = _where(attempt, error)
        return "raises", f"It raised {type(error).__name__}{where}: {_one_line(error)}."
    if outcome.value is None:
        return "none", "It returned None. Did you forget `return`?"
    return None


def close(exercise, a, b):
    """Equal shapes and numbers, up to TOLERANCE. NaN is close to nothing."""
    if np.shape(a) != np.shape(b):
        return False
    if exercise.exact:
        return bool(np.array_equal(a, b))
    a, b = np.asarray(a, float), np.asarray(b, float)
    # relative to the largest number, not to each: a float32 sum that nearly cancels is right too
    allowed = TOLERANCE * max(np.abs(b).max(initial=0), 1e-3)
    return bool(np.isfinite(a).all()) and bool((np.abs(a - b) <= allowed).all())


def same(a, b):
    """Whether two inputs, arrays or not, are equal. NaN equals NaN."""
    if isinstance(a, np.ndarray):
        return np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    return a == b


def _where(attempt, error):
    """The line of the attempt that raised."""
    code = getattr(attempt, "__code__", None)
    for frame, number in reversed(list(traceback.walk_tb(error.__traceback__))):
        if code is not None and frame.f_code.co_filename == code.co_filename:
            line = linecache.getline(code.co_filename, number).strip()
            return f" at `{line}`" if line else f" in line {number - code.co_firstlineno + 1}"
    return ""


def _one_line(error):
    """The error's own words, not too many."""
    try:
        text = " ".join(str(error).split()).rstrip(".") or "no message"
    except Exception:  # noqa: BLE001  its own __str__ may raise too
        text = "no message"
    return text if len(text) <= 160 else text[:157] + "…"
