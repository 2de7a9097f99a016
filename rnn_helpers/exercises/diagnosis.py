"""From an attempt to a result: it is tried, and if it is wrong, it is told which mistake it makes.

The order: inputs changed in place; the exercise's own mistakes; what the answer has to do with the
right one; right only on one kind of input. A mistake is told only if nothing contradicts it: in
every part and on every input in which it would show, the attempt gives what the mistake gives.
"""

import copy
import inspect
import re

import numpy as np

from rnn_helpers.exercises import as_if, core, guard, relations
from rnn_helpers.exercises import attempt as attempts
from rnn_helpers.exercises.attempt import close
from rnn_helpers.exercises.result import Result

QUICK = 5.0  # seconds: an exercise that is given more trains, and is asked no more than needed


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
    wrong = {name for t in failing for name in t.wrong}
    found = _diagnosis(exercise, attempt, tries, np.random.default_rng([seed, 1]), left)
    return _failed(exercise, *found, 1 - len(wrong) / len(exercise.parts))


def _diagnosis(exercise, attempt, tries, rng, left):
    """-> mistake, sentence, and the try that they speak of."""
    failing = [t for t in tries if t.wrong]
    raising = [t for t in failing if t.trouble]
    smallest = next((t for t in failing if not t.trouble), failing[0])
    for t in raising:
        if t.trouble[0] == "in place":
            return *t.trouble, t
    more = _more(exercise, attempt, tries, rng, left)
    found = _usual_mistake(exercise, [*tries, *more])
    if found:
        return *found, smallest
    found = _arguments(exercise, attempt, failing, left)
    if found:
        return *found, failing[0]
    if not raising:
        for t in failing:
            for name in t.wrong:
                if t.parts[name].dtype.kind == "f" and not np.isfinite(t.parts[name]).all():
                    return "nan", f"{name} contains NaN or infinity.", t
    if exercise.oracle is not None and all(t.parts is not None for t in [*tries, *more]):
        every = [*tries, *more]
        found = (relations.find(exercise, every, relations.STRONG)
                 or exercise.seconds <= QUICK and as_if.find(exercise, every)
                 or relations.find(exercise, every, relations.WEAK))
        if found:
            return *found, smallest
    found = _right_only_somewhere(exercise, attempt, tries, rng, left)
    if found:
        return found
    if raising and all(map(_does_not_fit, failing)):
        return "sizes", (f"{raising[0].trouble[1]} Take every size from the shapes of the "
                         "arguments, and check the shapes in each product."), raising[0]
    return (*raising[0].trouble, raising[0]) if raising else _structure(exercise, smallest)


def _more(exercise, attempt, tries, rng, left):
    """Tries on further inputs, so that nothing is told that only seemed to be so by chance."""
    used, more = sum(t.outcome.seconds for t in tries), []
    if exercise.seconds > QUICK or used > left / 4:
        return more
    for case, inputs in core.cases(exercise, rng):
        more.append(attempts.call(exercise, attempt, case, inputs, left))
        left -= more[-1].outcome.seconds
        if left <= 0:
            return more[:-1]
    return more


def _usual_mistake(exercise, tries):
    """The exercise's mistake that explains the answer best, if nothing contradicts it.

    Best: in all parts; in all that are wrong, where it was made in these only; in some, where the
    others have a mistake of their own.
    """
    wrong = {name for t in tries for name in t.wrong}
    found = {}
    for name, mistake in exercise.mistakes.items():
        ways, shows = {"all", "wrong", "some"}, False
        for t in sorted(tries, key=lambda t: not t.wrong):  # those that fail say most
            holds, seen = _agrees(exercise, t, _mistaken(exercise, mistake, t), wrong)
            ways, shows = ways & holds, shows or seen
            if not ways:
                break
        for way in ways if shows else ():
            found.setdefault(way, (name, mistake.says))
    return next((found[way] for way in ("all", "wrong", "some") if way in found), None)


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


def _agrees(exercise, t, gave, wrong):
    """In which ways the attempt agrees with what a mistake gave, and whether the mistake shows.

    wrong: the names of the parts that are wrong on some input.
    """
    every, none = {"all", "wrong", "some"}, set()
    if isinstance(gave, bool):
        return (every if gave or not t.wrong else none), gave
    if isinstance(gave, Exception):  # where the mistake raises, the attempt must raise too
        return (every if t.trouble and t.trouble[0] == "raises" else none), False
    if t.parts is None:
        return none, False
    shows = {name for name in exercise.parts if not close(exercise, gave[name], t.right[name])}
    same = {name for name in exercise.parts if _alike(exercise, t.parts[name], gave[name])}
    ways = {"all": same.issuperset(exercise.parts), "wrong": same >= wrong, "some": same >= shows}
    return {way for way, holds in ways.items() if holds}, bool(shows & same)


def _alike(exercise, a, b):
    """As close, and nothing is like nothing, whatever its shape; NaN is like NaN."""
    lost = [a.size == 0 or not np.isfinite(a.astype(float)).all() for a in (a, b)]
    return close(exercise, a, b) or all(lost) and (a.size == 0) == (b.size == 0)


def _arguments(exercise, attempt, failing, left):
    """Arguments in another order, or one in place of another."""
    expected = list(inspect.signature(exercise.solution).parameters)
    try:
        own = list(inspect.signature(attempt).parameters)
    except (TypeError, ValueError):  # some functions written in C do not tell
        own = expected
    if own != expected and set(own) == set(expected):
        return "order of arguments", (f"Its arguments are in another order: expected "
                                      f"{', '.join(expected)}; yours are {', '.join(own)}.")
    if any(t.trouble and _does_not_fit(t) for t in failing) and exercise.seconds <= QUICK:
        return as_if.exchanged_arguments(exercise, attempt, failing, left)
    return None


def _right_only_somewhere(exercise, attempt, tries, rng, left):
    right = {t.case.special for t in tries if not t.wrong}
    if len(right) != 1 or "" in right:
        return None
    (special,) = right
    again = core.cases(exercise, rng, [special] * 3)  # what was right by chance will not be so now
    if any(attempts.call(exercise, attempt, *made, left).wrong for made in again):
        return None
    t = next(t for t in tries if t.wrong)
    why = f": {t.trouble[1]}" if t.trouble else "."
    return f"only {special}", f"It is right {core.SPECIAL[special]}, but wrong otherwise{why}", t


def _does_not_fit(t):
    """Whether shapes did not match, in the attempt or in what it returned."""
    if t.trouble:
        words = "shape|broadcast|dimension|size|bounds|align"
        return t.trouble[0] == "raises" and re.search(words, t.trouble[1]) is not None
    return t.right is not None and any(
        t.parts[name].shape != t.right[name].shape for name in t.wrong)


def _structure(exercise, t):
    """What is wrong with a part that nothing explains. -> as `_diagnosis`."""
    name = t.wrong[0]
    if t.right is None:
        return "wrong", f"{name} does not do what was asked.", t
    got, right = t.parts[name], t.right[name]
    if exercise.exact:
        return "wrong", f"{name} is wrong. Work through the example below by hand.", t
    if got.shape != right.shape:
        shapes = f"expected shape {right.shape}, got {got.shape}"
        return "shape", f"{name} has the wrong shape: {shapes}.", t
    return "wrong", f"{name} has the right shape but the wrong numbers.", t


def _failed(exercise, mistake, says, t=None, score=0.0):
    if t is None:
        return Result(exercise, "failed", says=says, mistake=mistake)
    detail, picture = [], ()
    compared = t.parts is not None and t.right is not None
    if compared and exercise.exact:
        wrong = " and ".join(f"{name} {_short(t.right[name])}, got {_short(t.parts[name])}"
                             for name in t.wrong)
        detail.append(f"Expected {wrong}{_input(t, ', for ')}.")
    else:
        fitting = [(name, t.right[name].astype(float), t.parts[name].astype(float))
                   for name in t.wrong if compared and t.parts[name].shape == t.right[name].shape]
        if fitting and np.isfinite(fitting[0][2]).all():
            picture = fitting[0]
            name, right, got = picture
            detail.append(f"Largest difference: {np.abs(right - got).max():.2g} in {name}"
                          f"{_input(t, ', for ')}.")
        else:
            detail.append(_input(t, "It was called with ") + "." if _input(t) else "")
    name = exercise.name
    detail.append(f"Try that input: `r = exercises.check({name!r}, {name}); {name}(**r.inputs)`")
    return Result(exercise, "failed", score=score, says=says, mistake=mistake,
                  detail=" ".join(filter(None, detail)), picture=picture, inputs=t.inputs,
                  printed=t.outcome.printed.rstrip())


def _input(t, before=""):
    """The input in words: its sizes, and whatever is not an array; "" if there is nothing."""
    plain = {name: value for name, value in t.inputs.items() if not isinstance(value, np.ndarray)}
    sizes = {letter: t.case.sizes[letter] for letter in "BTDH" if letter in t.case.used}
    words = ", ".join(f"{name}={value!r}" for name, value in (sizes | plain).items())
    return before + words if words else ""


def _short(value):
    """A small exact answer: a number, or a shape as a tuple."""
    value = np.asarray(value)
    return str(tuple(value.tolist()) if value.ndim == 1 else value.tolist())
