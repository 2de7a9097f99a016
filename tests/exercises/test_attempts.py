"""Every exercise against attempts that students make: each wrong one is told its own mistake.

The attempts stand in tests/exercises/attempts, in folders as the exercises are, one module per
exercise. `pytest -q -s tests/exercises/test_attempts.py -k table` prints exercise by mistake.
"""

import copy
import functools
import importlib
import inspect
from importlib import util

import numpy as np
import pytest

from helpers.places import ROOT
from rnn_helpers import exercises, show
from rnn_helpers.exercises import attempt as trying
from rnn_helpers.exercises import core, edition

NAMES = exercises.names()
every_exercise = pytest.mark.parametrize("name", NAMES)
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
TRAINS = 5  # seconds: an exercise with more of them trains, and is tried on fewer seeds


def module_of(name):
    return f"exercises.attempts.{exercises.get(name).subject}.{name}"


def attempts(name):
    return importlib.import_module(module_of(name))


def right_ones(name):
    return [exercises.get(name).solution, *attempts(name).RIGHT]


def wrong_ones():
    """One parameter per attempt. An exercise without attempts fails below, and alone."""
    return [pytest.param(name, mistake, attempt, id=f"{name}-{attempt.__name__}")
            for name in NAMES if util.find_spec(module_of(name))
            for mistake, made in attempts(name).WRONG.items() for attempt in made]


def seeds(name, many):
    return range(many if exercises.get(name).seconds <= TRAINS else 2)


def on(attempt, few, many):
    """On how many seeds. What asks Keras takes many times longer, and meets fewer of them."""
    asks_keras = hasattr(attempt, "seeds") or {"ops", "keras"} & set(attempt.__code__.co_names)
    return min(getattr(attempt, "seeds", few), few) if asks_keras else many


@every_exercise
def test_right_attempts_pass(name):
    right = right_ones(name)
    assert len(right) >= 4, "three more, written in other ways"
    for attempt in right:
        for seed in seeds(name, on(attempt, few=3, many=10)):
            result = exercises.check(name, attempt, seed=seed)
            assert (result.status, result.score) == ("passed", 1.0), f"seed {seed}:\n{result}"


@every_exercise
def test_right_attempts_are_right_whatever_the_seed(name):
    """Their answers alone, on a check's inputs: the oracle is asked once for all of them."""
    exercise = exercises.get(name)
    each = len(exercise.cases) + exercise.plain  # 8 for most, which makes 800 inputs
    for seed in seeds(name, 800 // max(each, 8)):
        right = [attempt for attempt in right_ones(name) if seed < on(attempt, few=10, many=100)]
        for _, inputs in core.cases(exercise, np.random.default_rng(seed)):
            correct = trying.correct(exercise, inputs)
            for attempt in right:
                with np.errstate(all="ignore"):
                    parts = core.arrays(exercise, attempt(*copy.deepcopy(inputs).values()))
                wrong = trying.wrong_parts(exercise, inputs, parts, correct)
                assert not wrong, f"{attempt.__name__}, seed {seed}: {wrong} for {inputs}"


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
        assert (result.status, result.score) == ("not started", 0.0)
        assert repr(result) == f"{name}: not started"


@every_exercise
def test_its_words_are_all_there(name):
    exercise = exercises.get(name)
    assert len(exercise.hints) == 3 and len(set(exercise.hints)) == 3
    lengths = [len(text.split()) for text in (exercise.task, exercise.why, *exercise.hints)]
    assert min(lengths) >= 6, lengths
    for mistake in exercise.mistakes.values():
        assert mistake.says.endswith(".") and len(mistake.says.split()) >= 4
    lines = [*exercise.solution_source.splitlines(), *exercise.stub.splitlines()]
    assert max(map(len, lines)) <= 88, "as in every cell of a notebook"
    assert exercise.solution_source in exercises.solution(name)
    assert [exercises.hint(name, level) for level in (1, 2, 3)] == list(exercise.hints)
    inputs = exercise.inputs(core.Case(np.random.default_rng(0)))
    assert list(inspect.signature(exercise.solution).parameters) == list(inputs)


@pytest.mark.parametrize("old, new", [(old, name) for name in NAMES
                                      for old in exercises.get(name).formerly])
def test_a_former_name_is_understood_and_never_listed(old, new):
    assert exercises.check(old, exercises.get(new).solution).status == "passed"
    assert exercises.hint(old) == exercises.hint(new)
    assert exercises.solution(old) == exercises.solution(new)
    assert old not in NAMES and old not in str(exercises.progress())


def test_table(capsys):
    rows = [[name, mistake, ", ".join(attempt.__name__ for attempt in made)]
            for name in NAMES for mistake, made in attempts(name).WRONG.items()]
    assert rows
    with capsys.disabled():
        head = ["exercise", "mistake", "attempts that make it, each told so"]
        print("", show.table(rows, head), sep="\n")


# In the notebooks


@functools.cache
def in_notebooks():
    """name -> (path, its notebook, (stub's cell, check's cell)), in the notebooks' order."""
    return {name: (path, nb, cells) for path in NOTEBOOKS for nb in [edition.read(path)]
            for name, cells in edition.found(nb).items()}


@every_exercise
def test_it_stands_in_its_notebook(name):
    exercise, (path, nb, (stub, grader)) = exercises.get(name), in_notebooks()[name]
    assert path.name.startswith(exercise.notebook)
    assert (stub.source, grader.source) == (exercise.stub, edition.check_source(name))
    assert (stub.metadata.nbgrader, grader.metadata.nbgrader) == edition.metadata(name)
    before = nb.cells[[cell.id for cell in nb.cells].index(stub.id) - 1]
    for words in (exercise.task, f"### {exercise.heading}\n"):
        assert words in before.source, f"{path.name}: the task's text"
    (output,) = grader.outputs
    assert output.data["text/plain"] == f"{name}: not started"


def test_the_notebooks_hold_no_other_exercise():
    assert set(in_notebooks()) <= set(NAMES)
    assert list(in_notebooks()) == [name for name in NAMES if name in in_notebooks()], "place="


def test_solved_notebooks_pass_and_the_readers_are_not_started(tmp_path):
    edition.solve(ROOT / "notebooks", tmp_path)
    for path in NOTEBOOKS:
        for name, result in edition.results(path).items():
            assert (name, result.status, result.score) == (name, "not started", 0.0)
        for name, result in edition.results(tmp_path / path.name).items():
            assert (name, result.status, result.score) == (name, "passed", 1.0), result
