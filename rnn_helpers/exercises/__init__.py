"""Exercises that know what went wrong: `check` an attempt, ask for a `hint`, see a `solution`.

An attempt is a function. It runs on random inputs of odd sizes and is held against an oracle; when it is wrong, it is
held against the usual mistakes too, and the one it agrees with is named.
"""

import dataclasses
import functools
import importlib
import pkgutil

from rnn_helpers import arguments, show
from rnn_helpers.exercises import record, tasks
from rnn_helpers.exercises.diagnosis import judge
from rnn_helpers.exercises.result import Note

__all__ = ["check", "hint", "names", "progress", "solution"]

TRIED = " (tried)"


@functools.cache
def _all():
    """name -> Exercise, in the order of the notebooks. Each module of a subject's folder holds one."""
    made = []
    for subject in _modules(tasks):
        for module in _modules(subject):
            made.append(dataclasses.replace(module.EXERCISE, notebook=subject.NOTEBOOK))
    made.sort(key=lambda exercise: (exercise.notebook, exercise.place))
    return {exercise.name: exercise for exercise in made}


def _modules(package):
    """Imports every module in a package. -> the modules."""
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def get(name):
    """The Exercise of this name; ValueError, with the nearest, for another."""
    return _all()[arguments.check_choice("name", name, _all())]


def names():
    """All exercises, in the order in which the notebooks set them."""
    return list(_all())


def check(name, attempt, *, seed=0, seconds=None):
    """Tries an attempt -> a result with status ("not started", "failed", "passed"), score (0 to 1), message and hint.

    attempt: the function asked for. seed: of the random inputs; a right attempt passes for every one.
    seconds: time for all calls together; None for the exercise's own. Whatever the attempt does, nothing is raised.
    """
    result = judge(get(name), attempt, seed, seconds)
    record.keep(name, result.status, result.score)
    return result


def hint(name, level=1):
    """level: 1 for a nudge, 2 for the way, 3 for nearly the answer."""
    exercise, level = get(name), arguments.check_count("level", level)
    if level > len(exercise.hints):
        raise ValueError(f"level: expected 1 to {len(exercise.hints)}, got {level}; "
                         f"exercises.solution({name!r}) shows all")
    return Note(exercise.hints[level - 1])


def solution(name):
    """One solution, and why it is one."""
    exercise = get(name)
    return Note(exercise.why, code=exercise.solution_source)


def progress():
    """A table of the notebooks: how many exercises this reader has passed in each, and which are still open."""
    kept = record.read()
    status = {name: kept.get(name, {}).get("status", "not started") for name in _all()}
    rows = []
    for notebook in dict.fromkeys(exercise.notebook for exercise in _all().values()):
        here = [name for name, exercise in _all().items() if exercise.notebook == notebook]
        still = [name + TRIED * (status[name] == "failed") for name in here if status[name] != "passed"]
        rows.append([notebook, f"{len(here) - len(still)} of {len(here)}", ", ".join(still)])
    passed = sum(one == "passed" for one in status.values())
    return show.table([*rows, ["all", f"{passed} of "
                                      f"{len(status)}", ""]], ["notebook", "passed", "still "
                                                                                                 "open"])
