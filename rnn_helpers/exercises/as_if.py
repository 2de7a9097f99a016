"""Wrong answers that are right for other inputs: as if an argument were zero, or transposed.

Each is a fact, checked on every input that was tried. It names the argument that is used wrongly.
"""

import copy
import itertools

import numpy as np

from rnn_helpers.exercises import attempt as attempts
from rnn_helpers.exercises import core, guard
from rnn_helpers.exercises.attempt import close

SECONDS = 0.2  # for one question to an oracle, which was not made for such inputs

# change -> what the right answer would need for the attempt's answer to be right
SAYS = {
    "zero": "if {a} were zero. Do you use it everywhere it belongs?",
    "one": "if {a} were 1. Do you use it?",
    "twice": "if {a} were doubled. Do you add it twice?",
    "half": "if {a} were half as large.",
    "negative": "if {a} had the other sign.",
    "averaged": "if all entries of {a} were their average.",
    "transposed": "if {a} were transposed.",
    "from the end": "if {a} were read from the end, along axis {b}.",
    "exchanged": "if {a} and {b} were exchanged. Does one stand where the other belongs?",
    "replaced": "if {b} stood where {a} belongs.",
    "all True": "if {a} were True everywhere. Do you use it?",
    "inverted": "if {a} were inverted.",
    "one more": "if {a} were one more. Does a range end, or an index lie, one too far?",
    "one less": "if {a} were one less. Does a range end, or an index lie, one too early?",
}


def find(exercise, tries):
    """(change, sentence) if every answer is what is right after one change, else None."""
    base = max((t for t in tries if t.wrong), key=lambda t: sum(map(np.size, t.inputs.values())))
    for key in _changes(base.inputs):
        if all(_explains(exercise, t, key) for t in (base, *tries)):
            change, a, b = key
            return f"as if {change}", f"It is what comes out {SAYS[change].format(a=a, b=b)}"
    return None


def exchanged_arguments(exercise, attempt, tries, seconds):
    """(mistake, sentence) for an attempt that is right once two of its arguments are exchanged."""
    for a, b in itertools.combinations(tries[0].inputs, 2):
        if all(_right_with(exercise, attempt, t, a, b, seconds) for t in tries):
            return "arguments exchanged", (f"With {a} and {b} exchanged it is right: one stands "
                                           "where the other belongs.")
    return None


def _right_with(exercise, attempt, t, a, b, seconds):
    outcome = attempts.ask(exercise, attempt, t.inputs | {a: t.inputs[b], b: t.inputs[a]}, seconds)
    return isinstance(outcome.value, dict) and not attempts.wrong_parts(
        exercise, t.inputs, outcome.value, t.right)


def _explains(exercise, t, key):
    """Whether the whole answer is what is right for the changed inputs."""
    inputs = _changed(copy.deepcopy(t.inputs), *key)
    made = guard.run(lambda *given: core.arrays(exercise, exercise.oracle(*given)),
                     list(inputs.values()), SECONDS).value  # it may not end, or not fit
    return made is not None and all(close(exercise, t.parts[name], made[name])
                                    for name in exercise.parts)


def _changes(inputs):
    """Yields (change, argument, second argument or axis) for all that inputs of this kind allow."""
    for a, value in inputs.items():
        if isinstance(value, np.ndarray) and value.dtype.kind == "b":
            yield from ((change, a, None) for change in ("all True", "inverted"))
        elif isinstance(value, np.ndarray) and value.dtype.kind == "f":
            yield from ((change, a, None)
                        for change in ("zero", "twice", "half", "negative", "averaged"))
        elif isinstance(value, float):
            yield from ((change, a, None) for change in ("one", "twice", "half", "negative"))
        elif isinstance(value, int) and not isinstance(value, bool):
            yield from ((change, a, None) for change in ("one more", "one less", "twice", "half"))
        if isinstance(value, np.ndarray):
            if value.ndim == 2 and value.shape[0] == value.shape[1]:
                yield "transposed", a, None
            yield from (("from the end", a, axis) for axis in range(value.ndim))
    alike = [(a, b) for a, b in itertools.permutations(inputs, 2)
             if np.shape(inputs[a]) == np.shape(inputs[b])
             and type(inputs[a]) is type(inputs[b])]
    yield from (("exchanged", a, b) for a, b in alike if (b, a) > (a, b))
    yield from (("replaced", a, b) for a, b in alike)


def _changed(inputs, change, a, b):
    value = inputs[a]
    if change == "exchanged":
        return inputs | {a: inputs[b], b: value}
    if change == "replaced":
        return inputs | {a: inputs[b]}
    made = {
        "zero": lambda: 0 * value, "one": lambda: 1.0,
        "twice": lambda: 2 * value, "half": lambda: value / 2,
        "negative": lambda: -value, "averaged": lambda: np.full_like(value, value.mean()),
        "transposed": lambda: value.T, "from the end": lambda: np.flip(value, b),
        "all True": lambda: np.ones_like(value), "inverted": lambda: ~value,
        "one more": lambda: value + 1, "one less": lambda: value - 1,
    }
    return inputs | {a: made[change]()}
