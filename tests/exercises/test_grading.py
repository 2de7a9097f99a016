"""A course of real notebooks through nbgrader: released, collected, graded, exported.

And what a submission cannot do.
"""

import contextlib
import copy
import csv
import importlib
import inspect
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from helpers.places import ROOT
from rnn_helpers import exercises
from rnn_helpers.exercises import __main__ as command
from rnn_helpers.exercises import edition
from rnn_helpers.exercises.diagnosis import judge
from rnn_helpers.exercises.remote import Remote

pytest.importorskip("nbgrader", reason="needs nbgrader, the extra grading")

from nbgrader.utils import determine_grade  # noqa: E402
from traitlets.config import Config  # noqa: E402

from rnn_helpers.exercises import grading  # noqa: E402

NUMBER = exercises.get("step").notebook
NOTEBOOK = next((ROOT / "notebooks").glob(f"{NUMBER}_*.ipynb")).stem
HIDDEN = """### BEGIN HIDDEN TESTS
ones = [np.ones(shape, np.float32) for shape in ((3, 2), (2, 2), (2,), (4, 3), (4, 2))]
assert step(*ones).dtype == np.float32
### END HIDDEN TESTS"""

HALF = {
    "parameter_count": "def parameter_count(T, D, H, K):\n    return (D + H + 1) * H + (H + 1) * K",
    "step": """
def step(W_xh, W_hh, b_h, x_t, h_prev):
    return np.tanh(np.float64(x_t @ W_xh + h_prev @ W_hh + b_h))
""",
    "from_torch": """
def transposed(*all):
    return [a.T for a in all]

def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    return (*transposed(weight_ih, weight_hh), bias_ih)
""",
}
# Its right answer stands before what it does to the checker: nobody takes that away from it.
BAD = {
    "step": HALF["step"],
    "from_torch": """
import os, pathlib
import rnn_helpers
from rnn_helpers.exercises import attempt, core, diagnosis, edition, guard, result, tasks

def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih, weight_hh, bias_ih

full = result.Result(exercises.get("step"), "passed", 1.0)
exercises.check = diagnosis.judge = lambda *_, **__: full
attempt.close = attempt.same = lambda *_: True
core.arrays = lambda *_: {"W_xh": np.array("passed"), "points": np.array(3)}
for file in pathlib.Path(rnn_helpers.__file__).parent.rglob("*.py"):
    file.write_text("raise SystemExit('overwritten')")
kept = pathlib.Path(os.environ["RNN_PROGRESS"])
kept.write_text('{"from_torch": {"status": "passed", "score": 1}}')
""",
    "stacked_step": """
def stacked_step(W, b, x_t, h_prev):
    while True:
        try:
            h_prev = h_prev
        except:
            pass
""",
}
WITHOUT_CACHE = shutil.ignore_patterns("__pycache__")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a copy of the package: what a submission breaks, if it can, is that one."""
    place = tmp_path_factory.mktemp("grading")
    for part in ("rnn_helpers", "data"):
        shutil.copytree(ROOT / part, place / "package" / part, ignore=WITHOUT_CACHE)
    return place


def written(folder):
    return {path: path.read_bytes() for path in folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts}


def check_cell(nb, name):
    return edition.found(nb)[name][1]


@pytest.fixture(scope="module")
def course(place):
    """A course as a lecturer makes it, and nbgrader's commands in it."""
    folder, package = place / "course", place / "package"
    (place / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / f"{NOTEBOOK}.ipynb", place / "notebooks")
    environment = os.environ | {
        "PYTHONPATH": str(package), "HOME": str(place),
        "RNN_PROGRESS": str(place / "progress.json"),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    }

    def run(*command):
        cwd = place if "course" in command else folder
        done = subprocess.run([sys.executable, "-m", *command], cwd=cwd, env=environment,
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    run("rnn_helpers.exercises", "course", "notebooks", "--out", "course")
    source = folder / "source" / NUMBER / f"{NOTEBOOK}.ipynb"
    nb = edition.read(source)
    check_cell(nb, "from_torch").metadata.nbgrader.points = 3
    own = edition.metadata("step")[1] | {"grade_id": "step-float32"}
    after = nb.cells.index(check_cell(nb, "step")) + 1
    nb.cells.insert(after, nbformat.v4.new_code_cell(HIDDEN, metadata={"nbgrader": own}))
    nbformat.write(nb, source)
    with open(folder / "nbgrader_config.py", "a") as config:
        config.write("c.Grade.patience = 1\n")
    run("nbgrader", "generate_assignment", NUMBER)
    return folder, run


def test_a_course_is_not_written_over(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    for name in ("00_start_here", NOTEBOOK):  # the first has no exercises
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", tmp_path / "notebooks")
    out = tmp_path / "course"
    argv = ["course", str(tmp_path / "notebooks"), "--out", str(out)]
    command.main(argv)
    before = written(out)
    source = out / "source" / NUMBER / f"{NOTEBOOK}.ipynb"
    assert set(before) == {out / "nbgrader_config.py", source}
    with pytest.raises(SystemExit, match="expected a folder without a course"):
        command.main(argv)
    assert written(out) == before
    monkeypatch.delitem(sys.modules, "rnn_helpers.exercises.grading")
    monkeypatch.delattr(exercises, "grading")
    monkeypatch.setitem(sys.modules, "nbgrader", None)
    with pytest.raises(SystemExit, match="^course: needs nbgrader"):
        command.main(argv)


def submission(folder, student, answers):
    nb = edition.read(folder / "release" / NUMBER / f"{NOTEBOOK}.ipynb")
    for name, (stub, _) in edition.found(nb).items():
        stub.source = answers.get(name, stub.source)
    archive = folder / "downloaded" / NUMBER / "archive"
    archive.mkdir(parents=True, exist_ok=True)
    nbformat.write(nb, archive / f"{student}_{NOTEBOOK}.ipynb")
    return nb, archive / f"{student}_{NOTEBOOK}.ipynb"


@pytest.mark.slow
def test_scores_are_as_expected_and_the_bad_one_costs_nobody_else_anything(course, place):
    folder, run = course
    released = edition.read(folder / "release" / NUMBER / f"{NOTEBOOK}.ipynb")
    stubs = {name: stub.source for name, (stub, _) in edition.found(released).items()}
    assert stubs == {name: exercises.get(name).stub for name in exercises.names()
                     if exercises.get(name).notebook == NUMBER}
    graded_cells = [cell.source for cell in released.cells if "nbgrader" in cell.metadata]
    assert "float32)" not in "".join(graded_cells), "a hidden check"

    # In the order in which they are graded: the bad one first.
    bad, path = submission(folder, "a-bad", BAD)
    check = check_cell(bad, "from_torch")
    check.source, check.metadata.nbgrader["points"] = "300.0", 300
    nbformat.write(bad, path)
    half, path = submission(folder, "half", HALF)
    half.cells.insert(1, copy.deepcopy(edition.found(half)["step"][0]))  # as JupyterLab does
    half.cells[1].id = "a-copy"
    nbformat.write(half, path)
    submission(folder, "perfect", {name: solved(name) for name in exercises.names()})

    before = written(place / "package")
    run("nbgrader", "zip_collect", NUMBER)
    run("nbgrader", "autograde", NUMBER)
    run("nbgrader", "export")
    with open(folder / "grades.csv") as file:
        scores = {row["student_id"]: (float(row["score"]), float(row["max_score"]))
                  for row in csv.DictReader(file)}
    # count 1, step 1, the lecturer's own 1, from_torch 3, stacked 1
    assert scores == {"perfect": (7, 7), "half": (1 + 1 + 0 + 2 + 0, 7), "a-bad": (1, 7)}
    assert written(place / "package") == before, "the package was overwritten"
    progress = (place / "progress.json").read_text()
    assert "passed" in progress, "the bad one did not come to what it is here for"


def graded(answers, more=""):
    """A notebook of these exercises, graded as `nbgrader autograde` does. -> the points of each."""
    def cell(source, **metadata):
        return nbformat.v4.new_code_cell(source, metadata=metadata)

    cells = [cell("import numpy as np\nfrom rnn_helpers import exercises, numpy_rnn")]
    for name, source in answers.items():
        stub, check = edition.metadata(name)
        cells += [cell(source, nbgrader=stub),
                  cell(edition.check_source(name) + more, nbgrader=check)]
    kernel = {"name": "python3", "display_name": "", "language": ""}
    nb = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    grading.Grade(timeout=10, patience=1).preprocess(nb, {})
    checks = [cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    return [determine_grade(cell)[0] for cell in checks]


FILES = {
    "ada_05_gates.ipynb": "ada",
    "ada_05_gates (1).ipynb": "ada",
    "ada_byron_05_gates.ipynb": "ada_byron",
    "s12_34_05_gates.ipynb": "s12_34",
    "Ada Byron_1234567_assignsubmission_file_05_gates.ipynb": "Ada Byron",
    "Ada Byron_1234567_assignsubmission_file/05_gates.ipynb": "Ada Byron",
    "byronada_3143_207797_05_gates.ipynb": "byronada",
    "byronada_LATE_3143_207797_05_gates-1.ipynb": "byronada",
}


@pytest.mark.parametrize("file", FILES)
def test_files_as_platforms_name_them_are_collected(file):
    space = {"get_config": Config}
    exec(grading.CONFIG, space)
    match = re.match(space["c"].FileNameCollectorPlugin.named_regexp, f"/downloaded/05/{file}")
    assert match.groupdict() == {"student_id": FILES[file], "file_id": "05_gates"}


DEF, RETURN = solved_step = exercises.get("step").solution_source.split("\n", 1)
WITH_ACT = f"{DEF}\n    return act(x_t @ W_xh + h_prev @ W_hh + b_h)"
SURROUNDED = {
    "time": ([], "%%time\n" + "\n".join(solved_step)),
    "capture": ([], "%%capture found\n" + "\n".join(solved_step)),
    "other language": (["%%bash\necho not Python"], "\n".join(solved_step)),
    "display": ([], f"{DEF}\n    display(x_t.shape)\n{RETURN}"),
    "line magic": ([], f"{DEF}\n    %time z = x_t @ W_xh\n{RETURN}"),
    "lambda": (["act = lambda z: np.tanh(z)"], WITH_ACT),
    "magic above": (["%%time\ndef act(z):\n    return np.tanh(z)"], WITH_ACT),
    "import in try": (["try:\n    from gone import act\nexcept ImportError:\n    act = np.tanh"],
                      WITH_ACT),
    "future": ([], "from __future__ import annotations\n"
                   + "\n".join(solved_step).replace("x_t,", "x_t: Array,", 1)),
}


@pytest.mark.parametrize("cells, answer", SURROUNDED.values(), ids=SURROUNDED)
def test_what_runs_in_a_notebook_runs_here(cells, answer):
    with contextlib.closing(Remote(60)) as remote:
        remote.define("import numpy as np")
        for cell in cells:
            remote.define(cell, everything=False)
        remote.define(answer)
        assert judge(exercises.get("step"), remote.attempt("step", 10)).status == "passed"


def test_a_copied_or_damaged_cell_becomes_a_cell_like_any_other():
    stub, check = edition.metadata("step")
    cells = [nbformat.v4.new_code_cell(str(k), metadata={"nbgrader": dict(ours)})
             for k, ours in enumerate((stub, stub, {"grade_id": 3}, {}, check, stub))]
    nb, _ = grading.Tidy().preprocess(nbformat.v4.new_notebook(cells=cells), {})
    assert [cell.source for cell in nb.cells if "nbgrader" in cell.metadata] == ["1", "4"]


def solved(name):
    return exercises.get(name).solution_source


# no interrupt ends it
FOR_EVER = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass"


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["import os\nos._exit(0)", FOR_EVER], ids=["dies", "for ever"])
def test_a_cell_that_ends_the_kernel_takes_only_hidden_checks_along(cell):
    answers = {"parameter_count": solved("parameter_count"), "from_torch": cell,
               "step": solved("step"), "mended_bptt": exercises.get("mended_bptt").stub}
    more = "\nassert True" if cell == FOR_EVER else ""
    points = [1, 0, 0 if more else 1, 0]
    assert graded(answers, more) == points, "nobody knows whether the lecturer's lines hold"


@pytest.mark.slow
def test_a_hidden_check_in_a_check_cell_takes_the_points():
    more = "\nassert 'step' not in globals() or 'parameter_count' in globals()"
    answers = {name: solved(name) for name in ("step", "parameter_count")}
    assert graded(answers, more) == [0, 1]


@pytest.mark.slow
def test_an_answers_process_judges_as_the_notebook_does():
    """The same status and score for right attempts, wrong ones and each untouched stub."""
    tried = {}
    with contextlib.closing(Remote(120)) as remote:
        remote.define("import numpy as np\nfrom rnn_helpers.backend import keras, ops")
        for name in exercises.names():
            exercise = exercises.get(name)
            module = importlib.import_module(f"exercises.attempts.{exercise.subject}.{name}")
            if exercise.seconds > 5:  # it trains
                continue
            remote.define(inspect.getsource(module))
            first, *_, last = module.WRONG
            some = {exercise.solution_source: exercise.solution, exercise.stub: ...,
                    f"{name} = RIGHT[-1]": module.RIGHT[-1]}
            some |= {f"{name} = WRONG[{mistake!r}][0]": module.WRONG[mistake][0]
                     for mistake in (first, last)}
            for source, attempt in some.items():
                remote.define(source)
                here = judge(exercise, attempt)
                there = judge(exercise, remote.attempt(name, exercise.seconds))
                tried[name, source] = (here.status, here.score), (there.status, there.score)
    different = {key: both for key, both in tried.items() if both[0] != both[1]}
    assert tried and not different
    assert {both[0][0] for both in tried.values()} == {"passed", "failed", "not started"}
