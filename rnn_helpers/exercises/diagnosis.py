"""From an attempt to a result: run it, compare it, and if it is wrong say which of the usual mistakes it is.

Mistakes are looked for in an order: what the answer is (nothing, not numbers, NaN), then the exercise's own mistaken
oracles, then on which inputs it is right, and last only how far off it is.
"""

import copy
import inspect
import re
from typing import NamedTuple

import numpy as np

from rnn_helpers.exercises import core, guard
from rnn_helpers.exercises.result import Result


class Try(NamedTuple):
    """One call. parts: what it gave, name -> array, or None; trouble: (mistake, sentence) if it gave nothing usable."""

    case: core.Case
    inputs: dict
    parts: dict
    right: dict
    trouble: tuple
    wrong: list  # names of the parts that are not right
    outcome: guard.Outcome


def judge(exercise, attempt, seed=0, seconds=None):
    """-> Result."""
    if attempt is ... or _untouched(exercise, attempt):
        return Result(exercise, "not started")
    signature = _signature_trouble(exercise, attempt)
    if signature:
        return _failed(exercise, *signature)
    left, tries = seconds or exercise.seconds, []
    for case, inputs in core.cases(exercise, np.random.default_rng(seed)):
        tries.append(_try(exercise, attempt, case, inputs, left))
        outcome = tries[-1].outcome
        if outcome.value is ... or isinstance(outcome.error, NotImplementedError):
            return Result(exercise, "not started")
        left -= outcome.seconds
        if isinstance(outcome.error, guard.TimeUp) or left <= 0:
            limit = f"{seconds or exercise.seconds:g} s"
            return _failed(exercise, "endless", f"It was stopped after {limit}. Is there a loop that never ends?", tries[-1])
    failing = [t for t in tries if t.wrong]
    if not failing:
        return Result(exercise, "passed", score=1.0)

    def is_right(special):
        """On other inputs of the same kind: what was right there by chance is not again."""
        return not any(_try(exercise, attempt, *made, left).wrong for made in core.cases(exercise, again, [special] * 3))

    again = np.random.default_rng([seed, 1])
    mistake, says = _diagnosis(exercise, tries, failing, is_right)
    worst = next((t for t in failing if not t.trouble), failing[0])
    right = [name for name in exercise.parts if not any(name in t.wrong for t in tries)]
    return _failed(exercise, mistake, says, worst, score=len(right) / len(exercise.parts))


def _untouched(exercise, attempt):
    """Whether the attempt is the stub as it stands in the notebook: the same code, whatever it returns."""
    space = {}
    exec(exercise.stub, space)  # noqa: S102  our own text
    return _code(attempt) is not None and _code(attempt) == _code(space[exercise.name])


def _code(function):
    code = getattr(function, "__code__", None)
    return code and _flat(code)


def _flat(code):
    constants = [_flat(c) if hasattr(c, "co_code") else c for c in code.co_consts]
    return code.co_code, code.co_names, code.co_varnames, [c for c in constants if c is not None and not isinstance(c, str)]


def _signature_trouble(exercise, attempt):
    wanted = f"{exercise.name}({', '.join(inspect.signature(exercise.solution).parameters)})"
    if not callable(attempt):
        return "no function", f"Expected the function {wanted}, got {_a(attempt)}. Hand over its name, without brackets."
    try:
        inspect.signature(attempt).bind(*inspect.signature(exercise.solution).parameters)
    except TypeError:
        return "signature", f"Expected the function {wanted}; this one takes {inspect.signature(attempt)}."
    except ValueError:  # some functions written in C do not tell
        pass
    return None


def _try(exercise, attempt, case, inputs, seconds):
    """Calls the attempt, on copies, and compares. -> Try."""
    given = copy.deepcopy(inputs)
    outcome = guard.run(attempt, list(given.values()), seconds)
    right = None if exercise.oracle is None else core.arrays(exercise, exercise.oracle(*copy.deepcopy(inputs).values()))
    parts, trouble = None, None
    if outcome.error is not None:
        trouble = "raises", f"It raised {type(outcome.error).__name__}: {_line(outcome.error)}"
    elif changed := [name for name in inputs if not _same(inputs[name], given[name])]:
        trouble = "in place", (f"It changes its argument {changed[0]} in place, so the caller's array is lost. "
                               "Work on a copy, or make a new array.")
    elif outcome.value is None:
        trouble = "none", "It returned None. Does it end in return?"
    else:
        try:
            parts = core.arrays(exercise, outcome.value)
        except ValueError as error:
            trouble = "type", f"It should return {', '.join(exercise.parts)}: {error}."
    if trouble:
        wrong = exercise.parts
    elif right is None:
        wrong = [] if exercise.right(parts, inputs) else exercise.parts
    else:
        wrong = [name for name in exercise.parts if not _close(exercise, parts[name], right[name])]
    return Try(case, inputs, parts, right, trouble, wrong, outcome)


def _close(exercise, a, b):
    if np.shape(a) != np.shape(b):
        return False
    if exercise.exact:
        return bool(np.array_equal(a, b))
    a, b = np.asarray(a, float), np.asarray(b, float)
    # relative to the largest number, never to each: a float32 sum that cancels is right too
    return bool(np.isfinite(a).all()) and bool((np.abs(a - b) <= exercise.tolerance * max(np.abs(b).max(initial=0), 1e-3)).all())


def _same(a, b):
    if isinstance(a, (tuple, list)):
        return len(a) == len(b) and all(map(_same, a, b))
    return np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b


def _diagnosis(exercise, tries, failing, is_right):
    """-> mistake, sentence."""
    changed = [t.trouble for t in failing if t.trouble and t.trouble[0] == "in place"]
    if changed:
        return changed[0]
    found = _usual_mistake(exercise, failing) or _right_only_somewhere(tries, failing, is_right)
    if found:
        return found
    trouble = [t.trouble for t in failing if t.trouble]
    if trouble and all(_does_not_fit(t) for t in failing):
        return "sizes", f"{trouble[0][1].rstrip('.')}. Take every size from the shapes of the arguments, and look at each product."
    return trouble[0] if trouble else _structure(exercise, failing[0])


def _usual_mistake(exercise, failing):
    """The exercise's own mistake that the attempt agrees with, in all that is wrong or, if none, in one part of it."""
    wrong = [name for name in exercise.parts if any(name in t.wrong for t in failing)]
    outcomes = {name: [_mistaken(exercise, mistake, t) for t in failing] for name, mistake in exercise.mistakes.items()}
    for parts in (wrong, *([part] for part in wrong)):
        for name, mistaken in outcomes.items():
            if _agrees(exercise, failing, mistaken, parts):
                return name, exercise.mistakes[name].says
    return None


def _mistaken(exercise, mistake, t):
    """What the mistake gives on the same input: name -> array; True or False for one that is only recognised."""
    if mistake.shows is not None:
        return t.parts is not None and bool(mistake.shows(t.parts, t.inputs))
    with np.errstate(all="ignore"):
        try:
            return core.arrays(exercise, mistake.oracle(*copy.deepcopy(t.inputs).values()))
        except Exception as error:  # noqa: BLE001  a wrong transpose raises where sizes differ
            return error


def _agrees(exercise, failing, mistaken, parts):
    seen = False
    for t, gave in zip(failing, mistaken):
        if isinstance(gave, bool):
            if not gave:
                return False
            seen = True
        elif isinstance(gave, Exception):
            if not (t.trouble and t.trouble[0] == "raises"):
                return False
        elif t.parts is None or not all(_close(exercise, t.parts[name], gave[name]) for name in parts):
            return False
        else:
            seen = seen or any(not _close(exercise, gave[name], t.right[name]) for name in parts)
    return seen


def _does_not_fit(t):
    """Whether two shapes did not fit each other, in the attempt or in what it returned."""
    if t.trouble:
        return t.trouble[0] == "raises" and re.search("shape|broadcast|dimension|size|bounds|align", t.trouble[1]) is not None
    return any(t.parts[name].shape != t.right[name].shape for name in t.wrong) if t.right else False


def _right_only_somewhere(tries, failing, is_right):
    right = [t for t in tries if not t.wrong]
    specials = {t.case.special for t in right}
    if len(specials) != 1 or "" in specials:
        return None
    (special,) = specials
    if not is_right(special):
        return None
    why = f": {failing[0].trouble[1]}" if failing[0].trouble else "."
    return f"only {special}", f"It is right for {core.SPECIAL[special]}, and wrong otherwise{why}"


def _structure(exercise, t):
    """What is the matter with a part that no mistake explains."""
    name = t.wrong[0]
    got = t.parts[name]
    if got.dtype.kind == "f" and not np.isfinite(got).all():
        return "nan", f"{name} holds NaN or infinity."
    if t.right is None:
        return "wrong", f"{name} does not do what was asked."
    right = t.right[name]
    if exercise.exact:
        return "wrong", f"{name} is wrong. Work the example below by hand."
    if got.shape != right.shape:
        if got.T.shape == right.shape and _close(exercise, got.T, right):
            return "transposed", f"{name} is right but transposed: expected the shape {right.shape}, got {got.shape}."
        return "shape", f"{name} should have the shape {right.shape}, got {got.shape}."
    if got.ndim == 2 and got.shape[0] == got.shape[1] and _close(exercise, got.T, right):
        return "transposed", f"{name} is right but transposed."
    if _close(exercise, -got, right):
        return "sign", f"{name} has the wrong sign."
    if got.dtype.kind in "biu":
        return "dtype", f"{name} has been rounded to {got.dtype.name}; keep floating-point numbers."
    return "wrong", f"{name} has the right shape and wrong numbers."


def _failed(exercise, mistake, says, t=None, score=0.0):
    detail, picture = "", ()
    if t is not None and t.parts is not None and t.right is not None and not exercise.exact:
        name = next((n for n in t.wrong if t.parts[n].shape == t.right[n].shape), None)
        if name and np.isfinite(t.parts[name].astype(float)).all():
            picture = name, t.right[name].astype(float), t.parts[name].astype(float)
            detail = f"Largest difference {np.abs(picture[1] - picture[2]).max():.2g} in {name}, "
    if t is not None and t.parts is not None and t.right is not None and exercise.exact:
        detail = " and ".join(f"{name} {_short(t.right[name])}, got {_short(t.parts[name])}" for name in t.wrong)
        detail = f"Expected {detail}, for {_input(t)}."
    elif t is not None:
        detail += f"smallest failing input {_input(t)}; `.inputs` holds it."
    return Result(exercise, "failed", score=score, says=says, mistake=mistake, detail=detail[:1].upper() + detail[1:],
                  picture=picture, inputs=t.inputs if t is not None else {})


def _input(t):
    """The input in words: its sizes, and the value of whatever is no array."""
    plain = {name: value for name, value in t.inputs.items() if not _holds_arrays(value)}
    sizes = {letter: t.case.sizes[letter] for letter in "BTDH" if letter in t.case.used}
    return ", ".join(f"{name}={value!r}" for name, value in (sizes | plain).items())


def _holds_arrays(value):
    return isinstance(value, np.ndarray) or isinstance(value, (tuple, list)) and any(map(_holds_arrays, value))


def _short(value):
    """A small exact answer: a number, or a shape as a tuple."""
    array = np.asarray(value)
    return str(tuple(array.tolist())) if array.ndim == 1 else str(array.tolist())


def _a(value):
    return f"{'an' if type(value).__name__[0] in 'aeiou' else 'a'} {type(value).__name__}"


def _line(error):
    """The error's own words, on one line and not too long."""
    text = " ".join(str(error).split()) or "(without a word)"
    return text if len(text) <= 160 else text[:157] + "…"
