"""What an exercise consists of: its text, its inputs, the right answer, the usual mistakes."""

import ast
import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

# Special inputs. Each lacks one thing that plain inputs have, so an attempt that is right only
# there shows what it relies on.
SPECIAL = {
    "B=1": "with one example (B = 1)",
    "T=1": "with one time step (T = 1)",
    "D=H": "with as many features as units (D = H)",
    "zero start": "when the initial state is zero",
    "no mask": "when nothing is masked",
}


@dataclass(frozen=True)
class Mistake:
    """A mistake that students make. says: one or two sentences that a student can act on.

    oracle: the mistake as code, with the attempt's arguments; an attempt that agrees with it has
    made it. shows: (parts, inputs) -> bool, for an exercise with many right answers.
    """

    says: str
    oracle: Callable = None
    shows: Callable = None


def mistakes(function, says):
    """Mistakes that one function can make: the one that its argument `wrong` names.

    says: name -> sentence. -> name -> Mistake.
    """
    return {name: Mistake(text, functools.partial(function, wrong=name))
            for name, text in says.items()}


@dataclass(frozen=True)
class Exercise:
    """One exercise. Each module of `tasks` defines one and calls it EXERCISE.

    place: 1 for the first in its notebook. stars: 1 reads, 2 builds, 3 goes beyond the page.
    minutes: for a student of the course. task: two sentences, as they appear in the notebook.
    solution: a function that needs only its arguments and `np`; the attempt has the same name.
    why: what to notice in the solution.
    inputs: Case -> name -> value, in the order of the attempt's arguments.
    returns: the parts of the answer, "h_t" or "dx dh_prev dW_xh"; several come as tuple or dict.
    oracle: the right answer, found in another way than a student would; or, where there are many,
    right: (parts, inputs) -> bool. parts: name -> array.
    mistakes: name -> Mistake, the surest first. hints: three, from a nudge to nearly the answer.
    stub_body: what a student starts from. seconds: of processor time, for all calls of one check.
    exact: the answers are whole numbers, with no tolerance.
    may_change: it may change its arguments in place; it gets copies.
    cases, plain: which of SPECIAL it is tried on, and how many plain inputs besides.
    formerly: earlier names, which are still understood. notebook: "05"; its folder says so.
    """

    place: int
    title: str
    stars: int
    minutes: int
    task: str
    solution: Callable
    why: str
    inputs: Callable
    returns: str
    mistakes: dict
    hints: tuple
    oracle: Callable = None
    right: Callable = None
    stub_body: str = "..."
    seconds: float = 5.0
    exact: bool = False
    may_change: bool = False
    cases: tuple = tuple(SPECIAL)
    plain: int = 3
    formerly: tuple = ()
    notebook: str = ""

    @property
    def name(self):
        """The name of the function to write."""
        return self.solution.__name__

    @property
    def heading(self):
        """Its line in the notebook, "Write one step ★☆☆ · 8 min"."""
        return f"{self.title} {'★' * self.stars}{'☆' * (3 - self.stars)} · {self.minutes} min"

    @property
    def subject(self):
        """The folder it is in, "update_equations"."""
        return self.solution.__module__.split(".")[-2]

    @property
    def parts(self):
        """The names of the parts of an answer."""
        return self.returns.split()

    @functools.cached_property
    def solution_source(self):
        """The solution as text."""
        return inspect.getsource(self.solution).rstrip()

    @functools.cached_property
    def stub(self):
        """The solution's first line and docstring, and `stub_body` for the rest."""
        function = ast.parse(self.solution_source).body[0]
        head = self.solution_source.splitlines()[: function.body[0].end_lineno]
        return "\n".join([*head, *(f"    {line}" for line in self.stub_body.splitlines())])

    @functools.cached_property
    def stub_code(self):
        """The stub's code object, never run."""
        space = {}
        exec(self.stub, space)  # noqa: S102  our own text
        return space[self.name].__code__


@dataclass
class Case:
    """Sizes and random arrays for one call. special: a key of SPECIAL, or ""."""

    rng: np.random.Generator
    special: str = ""
    sizes: dict = field(default_factory=dict)
    used: set = field(default_factory=set)  # sizes that the inputs depend on, for messages

    def __post_init__(self):
        # no two sizes are equal, so that a transposed array cannot fit by chance
        self.sizes = dict(zip("BTDH", self.rng.permutation([2, 3, 4, 5]).tolist(), strict=True))
        if self.special in ("B=1", "T=1"):
            self.sizes[self.special[0]] = 1
        if self.special == "D=H":
            self.sizes["D"] = self.sizes["H"]

    def __getattr__(self, letter):
        if letter in ("B", "T", "D", "H"):
            self.used.add(letter)
            return self.sizes[letter]
        raise AttributeError(letter)

    def normal(self, axes, scale=1.0):
        """Random numbers, float64. axes: "B T D"; a number stands for itself."""
        sizes = [int(axis) if axis.isdigit() else getattr(self, axis) for axis in axes.split()]
        return scale * self.rng.standard_normal(sizes)

    def start(self, axes="B H"):
        """A random initial state; zeros in the special case "zero start"."""
        return self.normal(axes, 0.0 if self.special == "zero start" else 0.5)

    def params(self):
        """Weights of the vanilla network, name -> array: W_xh (D, H), W_hh (H, H), b_h (H,)."""
        return {"W_xh": self.normal("D H", self.D**-0.5),
                "W_hh": self.normal("H H", 0.9 * self.H**-0.5), "b_h": self.normal("H", 0.7)}

    def mask(self):
        """(B, T) bool with gaps; all True in the special case "no mask"."""
        mask = self.rng.random((self.B, self.T)) < 0.6
        mask[0, :3] = [True, False, True][: self.T]
        if self.T == 1:
            mask[1:] = False
        return np.ones_like(mask) if self.special == "no mask" else mask


def cases(exercise, rng, kinds=None):
    """The inputs of one check, small ones first: a list of (Case, name -> value).

    kinds: keys of SPECIAL, "" for a plain one; None for those of the exercise.
    """
    made = [Case(rng, kind) for kind in kinds or (*exercise.cases, *[""] * exercise.plain)]
    made = [(case, exercise.inputs(case)) for case in made]
    return sorted(made, key=lambda pair: sum(map(np.size, pair[1].values())))


class NoAnswer(ValueError):
    """What an attempt returned cannot be read as an answer. The message says why."""


class InPlace(ValueError):
    """An argument was changed in place. The message is its name."""


def arrays(exercise, value):
    """What an attempt returned, as copies: name -> array. NoAnswer if it cannot be read so."""
    names = exercise.parts
    if isinstance(value, dict):
        if set(value) != set(names):
            got = ", ".join(map(str, value))
            raise NoAnswer(f"expected the keys {', '.join(names)}, got {got}")
        value = [value[name] for name in names]
    elif len(names) == 1:
        value = [value]
    elif not isinstance(value, (tuple, list)):
        raise NoAnswer(f"expected {len(names)} results, got one {type(value).__name__}")
    if len(value) != len(names):  # the gradients of the weights may come as a tuple of their own
        nested = [one if isinstance(one, (tuple, list)) else [one] for one in value]
        value = sum(map(list, nested), [])
    if len(value) != len(names):
        raise NoAnswer(f"expected {len(names)} results, got {len(value)}")
    return {name: _array(name, part) for name, part in zip(names, value, strict=True)}


def _array(name, value):
    """Any framework's tensor as a NumPy array of numbers."""
    if value is None or value is ...:
        raise NoAnswer(f"{name} is {'None' if value is None else 'still ...'}")
    kind = type(value).__name__
    try:
        array = np.array(value.detach().cpu() if hasattr(value, "detach") else value)
    except Exception:  # noqa: BLE001  a framework's own
        raise NoAnswer(f"{name} cannot be read as an array; it is of type {kind}") from None
    if array.dtype.kind not in "biuf":
        kind = array.dtype.name if array.dtype.kind == "c" else kind
        raise NoAnswer(f"{name} must hold real numbers, got {kind}")
    return array
