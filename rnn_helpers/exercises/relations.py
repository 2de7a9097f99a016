"""What a wrong answer has to do with the right one, in exercises of every kind.

Each relation is a fact about the numbers: "it is the right answer, upside down". It is told only
if it holds for every input that was tried, so none can be a mere coincidence of one input.
"""

import itertools
from functools import reduce

import numpy as np

from rnn_helpers.exercises.attempt import close

# relation -> what it says of a part. {axis}, {n}, {other}: details; {shapes}: expected and got.
SAYS = {
    "zeros only": "{name} contains nothing but zeros. Is anything ever written to it?",
    "argument": "{name} is the argument {n}, unchanged.",
    "other part": "{name} holds what belongs in {n}.",
    "float16": "{name} is right to about three digits only: it was computed in float16. Use "
               "float32 or float64.",
    "dtype": "{name} has been rounded to {n}. Keep floating-point numbers.",
    "rounded": "{name} has been rounded to {n} decimals. Keep all digits.",
    "transposed": "{name} is right but transposed: {shapes}.",
    "axes": "{name} is right but its axes are in another order, {axis}: {shapes}.",
    "reshaped": "{name} holds the right numbers in the wrong shape: {shapes}.",
    "last only": "{name} is only the last of what was asked for along axis {axis}: {shapes}.",
    "first only": "{name} is only the first of what was asked for along axis {axis}: {shapes}.",
    "summed": "{name} has been summed over axis {axis}: {shapes}.",
    "averaged": "{name} has been averaged over axis {axis}: {shapes}.",
    "one more in front": "{name} has one entry too many along axis {axis}, at the front: {shapes}.",
    "one more at the end": "{name} has one entry too many along axis {axis}, at the end: {shapes}.",
    "same array": "All entries of {name} along axis {axis} are the last one. If one array is "
                  "changed and appended at each step, the list holds that array many times: "
                  "append a copy, or make a new array.",
    "all averages": "All entries of {name} along axis {axis} are the average of the right ones.",
    "reversed": "{name} is in reverse order along axis {axis}.",
    "one late": "{name} is shifted by one along axis {axis}: what belongs at index 0 is at 1.",
    "one early": "{name} is shifted by one along axis {axis}: what belongs at index 1 is at 0.",
    "running sum": "{name} holds running sums along axis {axis}: each entry includes those before "
                   "it.",
    "sign": "{name} has the wrong sign.",
    "mean for sum": "{name} is divided by {n}: it is an average where a sum is asked for.",
    "sum for mean": "{name} is {n} times too large: a sum where an average is asked for, or "
                    "something counted {n} times.",
    "too small": "{name} is too small by the factor {n}, for every input.",
    "too large": "{name} is too large by the factor {n}, for every input.",
    "phi missing": "tanh of your {name} is right: a tanh is missing.",
    "phi too many": "{name} has gone through one tanh too many.",
    "squared": "{name} is the square of what it should be.",
    "root": "{name} is the square root of what it should be.",
    "complement": "{name} is 1 minus what it should be.",
    "factor": "{name} is {n} times what it should be, for every input.",
    "offset": "{name} is off by {n}, wherever it is wrong.",
    "count": "{name} is {n}, for every input.",
    "proportional": "{name} is right up to a factor, which depends on the input.",
    "another order": "{name} holds the right numbers, but not in the right places.",
    "right at first": "{name} is right at index 0 of axis {axis}, and wrong after it. Look at what "
                      "each step passes on to the next.",
    "right at last": "{name} is right at the last index of axis {axis}, and wrong before it. Look "
                     "at what each step passes on to the one before.",
}

WHERE_WRONG = {"offset", "count", "rounded", "dtype"}  # need not hold where the part is right
WEAK = ("factor", "proportional", "offset", "another order", "right at first", "right at last")
STRONG = tuple(relation for relation in SAYS if relation not in WEAK)


def find(exercise, tries, among):
    """(relation, sentence) that holds for all tries, or None. Each try has parts, and is compared.

    among: the relations to look for, keys of SAYS.
    """
    failing = [t for t in tries if t.wrong]
    wrong = [name for name in exercise.parts if any(name in t.wrong for t in failing)]
    found = _exchanged(exercise, tries, wrong)
    if found:
        return found
    for name in wrong:
        base = max((t for t in failing if name in t.wrong), key=lambda t: t.right[name].size)
        keys = [key for key in _relations(exercise, base, name)
                if key[0] in among and _is_seen(key, base, name)]
        for t in tries:
            if t is not base and keys:
                holds = set(_relations(exercise, t, name))
                keys = [key for key in keys if key in holds
                        or key[0] in WHERE_WRONG and name not in t.wrong]
        if keys:
            relation, axis, n = keys[0]
            shapes = f"expected shape {base.right[name].shape}, got {base.parts[name].shape}"
            return relation, SAYS[relation].format(name=name, axis=axis, n=n, shapes=shapes)
    return None


def _is_seen(key, t, name):
    """A shift by one is not seen where there is only one."""
    relation, axis, _ = key
    return relation not in ("one late", "one early") or t.right[name].shape[axis] > 1


def _exchanged(exercise, tries, wrong):
    """The right results in another order: among those that are wrong, or some of them."""
    for many in range(2, len(wrong) + 1):
        for some in itertools.combinations(wrong, many):
            for order in itertools.permutations(some):
                moved = all(a != b for a, b in zip(some, order, strict=True))
                if moved and all(close(exercise, t.parts[mine], t.right[its]) for t in tries
                                 for mine, its in zip(some, order, strict=True)):
                    got = [dict(zip(some, order, strict=True)).get(name, name)
                           for name in exercise.parts]
                    return "results exchanged", (
                        f"Your results are right, but in another order. Expected "
                        f"{', '.join(exercise.parts)}; you return {', '.join(got)}.")
    return None


def _relations(exercise, t, name):
    """Yields (relation, axis, detail) for all that hold between a part and the right one."""
    got, right = t.parts[name], t.right[name]

    def equal(a):
        return close(exercise, got, a)

    real = got.astype(float)
    if got.size and not got.any():
        yield "zeros only", None, None
    for other, value in t.inputs.items():
        if isinstance(value, np.ndarray) and equal(value):
            yield "argument", None, other
    for other in exercise.parts:
        if other != name and equal(t.right[other]):
            yield "other part", None, other
    if got.shape == right.shape and right.dtype.kind == "f" and not exercise.exact:
        off = np.abs(real - right).max(initial=0)
        if got.dtype == np.float16 and off <= 0.02 * max(np.abs(right).max(initial=0), 1e-3):
            yield "float16", None, None
        if got.dtype.kind in "biu" and off < 1:
            yield "dtype", None, got.dtype.name
        for decimals in (0, 1, 2, 3):
            if np.allclose(real, np.round(right, decimals), rtol=0, atol=1e-6):
                yield "rounded", None, decimals
    yield from ((*key, None) for key in _along_axes(exercise, got, right))
    if got.size == right.size and got.shape != right.shape and close(
            exercise, got.reshape(right.shape), right):
        yield "reshaped", None, None
    if got.shape == right.shape:
        yield from _of_the_values(exercise, t, name)
        for axis in range(right.ndim):
            yield from _right_at_one_end(exercise, got, right, axis)


def _along_axes(exercise, got, right):
    """Relations that have to do with an axis: (relation, axis)."""
    def equal(a, b=got):
        return close(exercise, b, a)

    for order in itertools.permutations(range(right.ndim)):
        if order != tuple(range(right.ndim)) and equal(right.transpose(order)):
            yield "transposed" if right.ndim == 2 else "axes", order
    for axis, n in enumerate(right.shape):
        if n == 0:
            continue
        last, whole = right.take(-1, axis), np.ones_like(right)
        yield from ((relation, axis) for relation, made in {
            "last only": last, "first only": right.take(0, axis),
            "summed": right.sum(axis), "averaged": right.mean(axis),
            "same array": whole * np.expand_dims(last, axis),
            "all averages": whole * right.mean(axis, keepdims=True),
            "reversed": np.flip(right, axis), "running sum": right.cumsum(axis)}.items()
            if equal(made))
        if got.shape == right.shape:
            early, late = range(n - 1), range(1, n)
            if equal(right.take(early, axis), got.take(late, axis)):
                yield "one late", axis
            if equal(right.take(late, axis), got.take(early, axis)):
                yield "one early", axis
        elif got.ndim == right.ndim and got.shape[axis] == n + 1:
            if equal(right, got.take(range(1, n + 1), axis)):
                yield "one more in front", axis
            if equal(right, got.take(range(n), axis)):
                yield "one more at the end", axis


def _of_the_values(exercise, t, name):
    """Relations that change each number alike: (relation, None, detail)."""
    got, right = t.parts[name].astype(float), t.right[name].astype(float)

    def equal(a):
        return close(exercise, got, a)

    sizes = _sizes(t)
    with np.errstate(all="ignore"):
        if equal(-right):
            yield "sign", None, None
        for letter, n in sizes.items():
            if equal(right / n):
                yield "too small" if exercise.exact else "mean for sum", None, letter
            if equal(right * n):
                yield "too large" if exercise.exact else "sum for mean", None, letter
        made = {"squared": right**2, "root": np.sqrt(right), "complement": 1 - right,
                "phi too many": np.tanh(right)}
        yield from ((relation, None, None) for relation, one in made.items() if equal(one))
        if close(exercise, np.tanh(got), right):
            yield "phi missing", None, None
        length = (right**2).sum()
        factor = (got * right).sum() / length if length else 0
        if factor and equal(factor * right):
            yield "factor", None, f"{factor:.4g}"
            if right.size >= 3:
                yield "proportional", None, None
    off = np.unique(np.round(got - right, 4))
    off = off[off != 0]
    if len(off) == 1 and t.right[name].dtype.kind != "b":
        if exercise.exact:  # whole numbers: what has been counted too often, or left out?
            for many in (1, 2, 3):
                for some in itertools.combinations_with_replacement(sizes, many):
                    if abs(off[0]) == reduce(int.__mul__, (sizes[one] for one in some)):
                        yield "count", None, (f"too {'large' if off[0] > 0 else 'small'} by "
                                              f"{'·'.join(some)}")
        yield "offset", None, f"{off[0]:+g}"
    if len(np.unique(right)) > 3 and close(exercise, np.sort(got, None), np.sort(right, None)):
        yield "another order", None, None


def _right_at_one_end(exercise, got, right, axis):
    """Whether only the first or only the last entry along an axis is right."""
    n = right.shape[axis]
    holds = [close(exercise, got.take(k, axis), right.take(k, axis)) for k in range(n)]
    if n and holds[0] and not any(holds[1:]):
        yield "right at first", axis, None
    if n and holds[-1] and not any(holds[:-1]):
        yield "right at last", axis, None


def _sizes(t):
    """letter -> size, of the case and of the whole numbers among the arguments."""
    numbers = {name: int(value) for name, value in t.inputs.items()
               if isinstance(value, (int, np.integer)) and not isinstance(value, bool)}
    return {letter: t.case.sizes[letter] for letter in "BTDH" if letter in t.case.used} | numbers
