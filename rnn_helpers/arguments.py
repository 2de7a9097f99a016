"""One place that checks arguments and words the errors: name, what was expected, what came."""

import difflib
import functools
import inspect

import numpy as np

FLOATS = (np.dtype(np.float32), np.dtype(np.float64))


def check(name, value, axes, sizes, dtype=None):
    """`value`, if it is an array with these axes; else one clear line.

    axes: names separated by blanks, "B T D". A name in `sizes` must have that size; a new one is
    written into `sizes`. "4H" is four times H, "2" is two. No axis may be empty.
    dtype: the one expected; None takes float32 or float64.
    Raises ValueError for the shape, TypeError for the type.
    """
    if not hasattr(value, "__array__"):
        raise TypeError(f"{name}: expected a NumPy array {_expected(axes, sizes)}, got "
                        f"{type(value).__name__}")
    array = np.asarray(value)
    names = axes.split()
    met = dict(sizes)
    if array.ndim != len(names) or not all(_fits(n, axis, met) for axis, n in zip(names, array.shape)):
        raise ValueError(f"{name}: expected {_expected(axes, sizes)}, got {_tuple(array.shape)}")
    if array.dtype != dtype if dtype is not None else array.dtype not in FLOATS:
        expected = np.dtype(dtype).name if dtype is not None else "float32 or float64"
        raise TypeError(f"{name}: expected {expected}, got {array.dtype.name}")
    sizes.update(met)
    return array


def _fits(n, axis, sizes):
    """Whether an axis of length n can be `axis`; a new name learns its size."""
    if n == 0:
        return False
    factor, letter = _parse(axis)
    if not letter:
        return n == factor
    if letter not in sizes and n % factor == 0:
        sizes[letter] = n // factor
    return n == factor * sizes.get(letter, 0)


def _parse(axis):
    letter = axis.lstrip("0123456789")
    return int(axis[: len(axis) - len(letter)] or 1), letter


def _expected(axes, sizes):
    """"B T 4H" with T = 5 known -> "(B, T=5, 4H)"."""
    words = []
    for axis in axes.split():
        factor, letter = _parse(axis)
        words.append(f"{axis}={factor * sizes[letter]}" if letter in sizes else axis)
    return _tuple(words)


def _tuple(words):
    return f"({', '.join(map(str, words))}{',' if len(words) == 1 else ''})"


def check_params(params, layout):
    """Sizes {D, H} and the dtype of a network's weights, which must fit each other.

    params: the module's Params, or any sequence of its arrays in that order.
    layout: a Params of axes, "D 4H" and the like.
    """
    if not isinstance(params, (tuple, list)) or len(params) != len(layout):
        got = f"{len(params)} arrays" if isinstance(params, (tuple, list)) else type(params).__name__
        raise TypeError(f"params: expected Params({', '.join(layout._fields)}), got {got}")
    sizes, dtype = {}, None
    for name, value, axes in zip(layout._fields, params, layout):
        dtype = check(name, value, axes, sizes, dtype).dtype
    return sizes, dtype


def checked(layout, **axes):
    """Decorator of an engine's functions: their arrays fit each other, or one line says which does not.

    layout: the axes of `params`, the first argument. axes: argument's name -> its axes, "B T D", in
    the order in which they are checked; `mask` is bool, all others have the dtype of the weights.
    The function then sees Params and NumPy arrays; an initial state (h_0, c_0) that is None is zeros.
    """
    def decorate(function):
        signature = inspect.signature(function)

        @functools.wraps(function)
        def with_checked_arguments(*args, **kwargs):
            try:
                given = signature.bind(*args, **kwargs).arguments
            except TypeError as error:
                raise TypeError(f"{function.__name__}: {error}") from None
            sizes, dtype = check_params(given["params"], layout)
            given["params"] = type(layout)(*map(np.asarray, given["params"]))
            for name, names in axes.items():
                value = given.get(name)
                if value is None and signature.parameters[name].default is None:
                    if name.endswith("_0"):
                        given[name] = np.zeros((sizes["B"], sizes["H"]), dtype)
                else:
                    kind = np.bool_ if name == "mask" else dtype
                    given[name] = check(name, value, names, sizes, kind)
            return function(**given)

        return with_checked_arguments

    return decorate


def check_choice(name, value, choices):
    """`value`, if it is one of the choices; else a line that suggests the nearest."""
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"{name}: expected one of {', '.join(map(repr, choices))}, got "
                         f"{value!r}{did_you_mean(value, choices)}")
    return value


def did_you_mean(value, choices):
    nearest = difflib.get_close_matches(str(value), list(choices), n=1)
    return f"; did you mean {nearest[0]!r}?" if nearest else ""


def check_count(name, value, least=1):
    """`value` as an int of at least `least`."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name}: expected a whole number, got {value!r}")
    if value < least:
        raise ValueError(f"{name}: expected at least {least}, got {value}")
    return int(value)


def check_rng(rng):
    """`rng`, if it is a numpy.random.Generator: randomness is handed in, never global."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng: expected a numpy.random.Generator, got {type(rng).__name__}; try "
                        "np.random.default_rng(0)")
    return rng
