"""Exercises that know what went wrong: `check` an attempt, ask for a `hint`, see a `solution`.

An attempt is a function. It runs on random inputs of odd sizes and is compared with an oracle. A
wrong one is then compared with the usual mistakes, and told which of them it makes.
"""

import dataclasses
import functools
import html
import importlib
import itertools
import pkgutil

from rnn_helpers import arguments, show
from rnn_helpers.exercises import record, tasks
from rnn_helpers.exercises.diagnosis import judge
from rnn_helpers.exercises.result import Note

__all__ = ["check", "hint", "names", "progress", "solution"]


@functools.cache
def _all():
    """name -> Exercise, in the order of the notebooks; each has a folder in `tasks`."""
    made = [dataclasses.replace(module.EXERCISE, notebook=subject.NOTEBOOK)
            for subject in _modules(tasks) for module in _modules(subject)]
    made.sort(key=lambda exercise: (exercise.notebook, exercise.place))
    return {exercise.name: exercise for exercise in made}


def _modules(package):
    return [importlib.import_module(f"{package.__name__}.{found.name}")
            for found in pkgutil.iter_modules(package.__path__)]


def find(name):
    """The Exercise that has, or had, this name; None if there is none."""
    return next((one for one in _all().values() if name in (one.name, *one.formerly)), None)


def get(name):
    """As `find`, but a ValueError that suggests the nearest name if there is none."""
    return find(name) or _all()[arguments.check_choice("name", name, _all())]


def names():
    """The names of all exercises, in the order of the notebooks."""
    return list(_all())


def check(name, attempt, *, seed=0, seconds=None):
    """Tries an attempt -> a result with .status, .score, .message and .hint.

    status: "not started", "failed" or "passed". score: 0 to 1. attempt: the student's function.
    seed: of the random inputs; a right attempt passes with any. seconds: of processor time, for
    all calls together; None for the exercise's own. Whatever the attempt does, nothing is raised.
    """
    exercise = get(name)
    result = judge(exercise, attempt, seed, seconds)
    record.keep(exercise.name, result.status, result.score)
    return result


def hint(name, level=1):
    """level: 1 for a nudge, 2 for the approach, 3 for nearly the answer. It costs nothing."""
    exercise, level = get(name), arguments.check_count("level", level)
    if level > len(exercise.hints):
        raise ValueError(f"level: expected 1 to {len(exercise.hints)}, got {level}; "
                         f"exercises.solution({exercise.name!r}) shows the solution")
    record.hinted(exercise.name, level)
    return Note(exercise.hints[level - 1])


def solution(name):
    """One solution, and why it works."""
    exercise = get(name)
    return Note(exercise.why, code=exercise.solution_source)


class Progress(show.tables.Table):
    """The table of `progress`, and below it where the record is kept."""

    def __repr__(self):
        return f"{super().__repr__()}\n{record.where()}"

    def _repr_html_(self):
        return f"{super()._repr_html_()}\n<p>{html.escape(record.where())}</p>"


def progress(where=True):
    """A table: how many exercises of each notebook this reader has passed, and which are open.

    Hints are counted, and cost nothing. where: whether it says where the progress is kept.
    """
    kept, rows = record.read(), []
    for notebook, exercises in itertools.groupby(_all().values(), lambda one: one.notebook):
        found = {one.name: _kept(one, kept) for one in exercises}
        still = [name + " (tried)" * (one["status"] == "failed")
                 for name, one in found.items() if one["status"] != "passed"]
        rows.append([notebook, len(found) - len(still), len(found), ", ".join(still),
                     sum(one["hints"] for one in found.values())])
    rows.append(["all", sum(row[1] for row in rows), len(_all()), "", sum(row[4] for row in rows)])
    table = Progress if where else show.tables.Table
    return table([[notebook, f"{passed} of {many}", still, hints]
                  for notebook, passed, many, still, hints in rows],
                 ["notebook", "passed", "still open", "hints read"])


def _kept(exercise, kept):
    """The best entry on record, under any name that the exercise has had."""
    found = [kept[name] for name in (exercise.name, *exercise.formerly) if name in kept]
    return max(found, key=lambda one: record.STATUSES.index(one["status"]), default=record.NOTHING)
