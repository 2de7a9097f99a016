"""Checks of arguments, whose errors state the name, what was expected and what came."""

import difflib
import functools
import inspect

import numpy as np

FLOATS = (np.dtype(np.float32), np.dtype(np.float64))


def check(name, value, axes, sizes, dtype=None):
    """`value` as an array, if it has these axes and this dtype; else an error of one line.

    axes: names separated by spaces, "B T D"; "4H" is four times H, "2" is two. An axis whose name
    is in `sizes` must have that size; the size of a new name is added to `sizes`. No axis may be
    empty. dtype: the one expected; None accepts float32 and float64.
    Raises ValueError for the shape, TypeError for the type.
    """
    if not hasattr(value, "__array__"):
        raise TypeError(f"{name}: expected a NumPy array {_expected(axes, sizes)}, got "
                        f"{type(value).__name__}")
    array = np.asarray(value)
    met = _met(array.shape, axes, sizes)
    if met is None:
        raise ValueError(f"{name}: expected {_expected(axes, sizes)}, got {_tuple(array.shape)}")
    if array.dtype != dtype if dtype is not None else array.dtype not in FLOATS:
        expected = np.dtype(dtype).name if dtype is not None else "float32 or float64"
        raise TypeError(f"{name}: expected {expected}, got {array.dtype.name}")
    sizes.update(met)
    return array


def _met(shape, axes, sizes):
    """`sizes` and those of the new names in `axes`; None if the shape does not fit."""
    parsed, met = _parsed(axes), dict(sizes)
    if len(shape) != len(parsed):
        return None
    for n, (factor, letter) in zip(shape, parsed, strict=True):
        if letter and letter not in met and n % factor == 0:
            met[letter] = n // factor
        if n == 0 or n != factor * (met.get(letter, 0) if letter else 1):
            return None
    return met


@functools.cache
def _parsed(axes):
    """"B 4H 2" -> ((1, "B"), (4, "H"), (2, "")): a factor and a name for each axis."""
    letters = [axis.lstrip("0123456789") for axis in axes.split()]
    return tuple((int(axis[: len(axis) - len(letter)] or 1), letter)
                 for axis, letter in zip(axes.split(), letters, strict=True))


def _expected(axes, sizes):
    """"B T 4H" with T = 5 known -> "(B, T=5, 4H)"."""
    return _tuple([f"{axis}={factor * sizes[letter]}" if letter in sizes else axis
                   for axis, (factor, letter) in zip(axes.split(), _parsed(axes), strict=True)])


def _tuple(words):
    return f"({', '.join(map(str, words))}{',' if len(words) == 1 else ''})"


def check_params(params, layout):
    """The sizes {"D": …, "H": …} and the dtype of a network's weights, which must fit together.

    params: the engine's Params, or a tuple or list of its arrays in that order.
    layout: a Params that holds the axes of each array, "D 4H".
    Raises TypeError or ValueError as `check` does.
    """
    if not isinstance(params, (tuple, list)) or len(params) != len(layout):
        listed = isinstance(params, (tuple, list))
        got = f"{len(params)} arrays" if listed else type(params).__name__
        raise TypeError(f"params: expected Params({', '.join(layout._fields)}), got {got}")
    sizes, dtype = {}, None
    for name, value, axes in zip(layout._fields, params, layout, strict=True):
        dtype = check(name, value, axes, sizes, dtype).dtype
    return sizes, dtype


def checked(layout, **axes):
    """Decorator of an engine's functions: checks that the arrays they are given fit together.

    layout: the axes of `params`, the first argument. axes: for each argument its axes, x="B T D",
    in the order in which they are checked. `mask` is bool; all others have the weights' dtype.
    The function receives Params and NumPy arrays, and zeros (B, H) for an initial state (h_0,
    c_0) that is None. Raises TypeError or ValueError, in one line that begins with the name.
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
    """`value`, if it is one of the choices (strings); else a ValueError naming the nearest."""
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"{name}: expected one of {', '.join(map(repr, choices))}, got "
                         f"{value!r}{did_you_mean(value, choices)}")
    return value


def check_indices(name, values, size):
    """Whole numbers from 0 to size - 1, of any shape -> array of int.

    -1 is refused as well: where something was not found, it would silently mean the last one.
    """
    values = np.asarray(values)
    if not np.issubdtype(values.dtype, np.integer) and values.size:
        raise TypeError(f"{name}: expected whole numbers, got {values.dtype.name}")
    if values.size and not 0 <= values.min() <= values.max() < size:
        raise ValueError(f"{name}: expected 0 to {size - 1}, got {values.min()} to {values.max()}")
    return values.astype(int)


def did_you_mean(value, choices):
    """"; did you mean 'tanh'?", with the choice nearest to `value`; "" if none is near."""
    nearest = difflib.get_close_matches(str(value), list(choices), n=1)
    return f"; did you mean {nearest[0]!r}?" if nearest else ""


def named_optimizer(optimizer, learning_rate, makers):
    """An optimizer by its name in `makers`, name -> class; an object stays as it is.

    learning_rate: of one made here, None for 0.01. ValueError beside an object, which has its own.
    """
    if isinstance(optimizer, str):
        make = makers[check_choice("optimizer", optimizer, makers)]
        return make(0.01 if learning_rate is None else learning_rate)
    if learning_rate is not None:
        raise ValueError("learning_rate: expected None beside an optimizer that has its own, got "
                         f"{learning_rate}")
    return optimizer


def check_count(name, value, least=1):
    """`value` as an int of at least `least`; else a TypeError or a ValueError."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name}: expected a whole number, got {value!r}")
    if value < least:
        raise ValueError(f"{name}: expected at least {least}, got {value}")
    return int(value)


def check_rng(rng):
    """`rng`, if it is a numpy.random.Generator; else a TypeError that says how to make one."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng: expected a numpy.random.Generator, got {type(rng).__name__}; try "
                        "np.random.default_rng(0)")
    return rng
