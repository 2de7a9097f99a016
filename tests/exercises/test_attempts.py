"""Every exercise against attempts that students make: the right ones pass, each wrong one is told its own mistake.

The attempts stand in tests/exercises/attempts, a module an exercise. `pytest -q -s tests/exercises/test_attempts.py -k table` prints
exercise by mistake.
"""

import importlib
import inspect
from importlib import util

import numpy as np
import pytest

from helpers.places import ROOT
from rnn_helpers import exercises, show
from rnn_helpers.exercises import core, edition

NAMES = exercises.names()
every_exercise = pytest.mark.parametrize("name", NAMES)
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
TRAINS = 5  # seconds: an exercise with more of them trains, and is tried on fewer seeds


def module_of(name):
    """The folders of attempts mirror those of the tasks."""
    return f"exercises.attempts.{exercises.get(name).subject}.{name}"


def attempts(name):
    return importlib.import_module(module_of(name))


def seeds(name, many):
    return range(many if exercises.get(name).seconds <= TRAINS else 2)


def wrong_ones():
    return [pytest.param(name, mistake, attempt, id=f"{name}-{attempt.__name__}")
            for name in NAMES if util.find_spec(module_of(name))  # one without attempts fails below, and alone
            for mistake, made in attempts(name).WRONG.items() for attempt in made]


@every_exercise
def test_right_attempts_pass_whatever_the_seed(name):
    right = [exercises.get(name).solution, *attempts(name).RIGHT]
    assert len(right) >= 4, "three more, written in other ways"
    for attempt in right:
        for seed in seeds(name, getattr(attempt, "seeds", 100)):  # an attempt that makes Keras layers says fewer
            result = exercises.check(name, attempt, seed=seed)
            assert (result.status, result.score) == ("passed", 1.0), f"{attempt.__name__}, seed {seed}:\n{result}"


@pytest.mark.parametrize("name, mistake, attempt", wrong_ones())
def test_wrong_attempts_are_told_their_mistake(name, mistake, attempt):
    for seed in seeds(name, 5):
        result = exercises.check(name, attempt, seed=seed)
        assert result.status == "failed" and 0 <= result.score < 1
        assert result.mistake == mistake, f"seed {seed}: {result}"
        assert result.message and result.hint
        if mistake in exercises.get(name).mistakes:
            assert result.message == exercises.get(name).mistakes[mistake].says


@every_exercise
def test_attempts_are_many_and_every_mistake_is_made(name):
    wrong = attempts(name).WRONG
    assert sum(map(len, wrong.values())) >= 6
    assert not set(exercises.get(name).mistakes) - set(wrong), "a mistake that no attempt makes"


@every_exercise
def test_an_untouched_stub_is_not_started(name):
    space = {"np": np}
    exec(exercises.get(name).stub, space)
    for attempt in (space[name], ..., lambda *_: ...):
        result = exercises.check(name, attempt)
        assert (result.status, result.score, repr(result)) == ("not "
                                                               "started", 0.0, f"{name}: not "
                                                                                   "started")


@every_exercise
def test_its_words_are_all_there(name):
    exercise = exercises.get(name)
    assert len(exercise.hints) == 3 and len(set(exercise.hints)) == 3
    lengths = [len(text.split()) for text in (exercise.task, exercise.why, *exercise.hints)]
    assert min(lengths) >= 6, lengths
    for mistake in exercise.mistakes.values():
        assert mistake.says.endswith(".") and len(mistake.says.split()) >= 4
    assert exercise.solution_source in exercises.solution(name)
    assert [exercises.hint(name, level) for level in (1, 2, 3)] == list(exercise.hints)
    assert list(inspect.signature(exercise.solution).parameters) == list(exercise.inputs(core.Case(np.random.default_rng(0))))


def test_table(capsys):
    rows = [[name, mistake, ", ".join(attempt.__name__ for attempt in made)]
            for name in NAMES for mistake, made in attempts(name).WRONG.items()]
    assert rows
    with capsys.disabled():
        print("", show.table(rows, ["exercise", "mistake", "attempts that make it, each told "
                                                           "so"]), sep="\n")


# In the notebooks


def in_notebooks():
    return {name: (path, cells) for path in NOTEBOOKS for name, cells in edition.found(edition.read(path)).items()}


@every_exercise
def test_it_stands_in_its_notebook(name):
    exercise, (path, (stub, grader)) = exercises.get(name), in_notebooks()[name]
    assert path.name.startswith(exercise.notebook)
    assert (stub.source, grader.source) == (exercise.stub, edition.check_source(name))
    assert (stub.metadata.nbgrader, grader.metadata.nbgrader) == edition.metadata(name)
    cells = edition.read(path).cells
    before = cells[[cell.id for cell in cells].index(stub.id) - 1]
    assert exercise.task in before.source and exercise.title in before.source, f"{path.name}: the task's text"
    (output,) = grader.outputs
    assert output.data["text/plain"] == f"{name}: not started"


def test_the_notebooks_hold_no_other_exercise():
    assert set(in_notebooks()) <= set(NAMES)
    order = [name for path in NOTEBOOKS for name in edition.found(edition.read(path))]
    assert order == [name for name in NAMES if name in order], "place= says another order"


def test_solved_notebooks_pass_and_the_readers_are_not_started(tmp_path):
    edition.solve(ROOT / "notebooks", tmp_path)
    for path in NOTEBOOKS:
        for name, result in edition.results(path).items():
            assert (name, result.status, result.score) == (name, "not started", 0.0)
        for name, result in edition.results(tmp_path / path.name).items():
            assert (name, result.status, result.score) == (name, "passed", 1.0), result
