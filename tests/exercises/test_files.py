"""What exercises leave on disk: the reader's progress, and the solved edition of the notebooks."""

import json
import os
import stat
import subprocess
import sys

import nbformat
import pytest

from helpers.places import ROOT
from rnn_helpers import exercises
from rnn_helpers.exercises import __main__ as command
from rnn_helpers.exercises import edition, record


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "deep" / "progress.json"
    monkeypatch.setenv("RNN_PROGRESS", str(path))
    return path


def right():
    return exercises.get("step").solution


def wrong(W_xh, W_hh, b_h, x_t, h_prev):
    return x_t @ W_xh


def so_far(name="step"):
    """What the table says of one exercise."""
    *rows, _ = exercises.progress().rows
    (still,) = [row[2].split(", ") for row in rows if row[0] == exercises.get(name).notebook]
    return "not started" if name in still else "not yet" if f"{name} (tried)" in still else "passed"


def test_progress_goes_up_and_never_down(file):
    assert so_far() == "not started" and not file.exists()
    exercises.check("step", ...)
    assert not file.exists(), "nothing is written before the reader begins"
    exercises.check("step", wrong)
    assert so_far() == "not yet"
    exercises.check("step", right())
    assert so_far() == "passed" and so_far("parameter_count") == "not started"
    exercises.check("step", wrong)
    assert so_far() == "passed"
    *rows, total = exercises.progress().rows
    assert total[1] == f"1 of {len(exercises.names())}"
    passed = {row[0]: row[1] for row in rows}
    assert passed.pop(exercises.get("step").notebook) == "1 of 4"
    assert {words[0] for words in passed.values()} == {"0"}
    assert [path.name for path in file.parent.iterdir()] == ["progress.json"], "a part is left"


def test_hints_are_counted_and_cost_nothing(file):
    def hints():
        return [row[3] for row in exercises.progress().rows if row[0] in (
            exercises.get("step").notebook, "all")]

    assert hints() == ["0", "0"]
    for level, read in ((1, "1"), (3, "3"), (2, "3")):
        exercises.hint("step", level)
        assert hints() == [read, read]
    assert so_far() == "not started"
    assert exercises.check("step", right()).score == 1.0
    assert so_far() == "passed" and hints() == ["3", "3"]


def test_it_says_where_it_is_kept_or_how_to_keep_it(file, monkeypatch):
    for shown in (str, lambda page: page._repr_html_()):
        assert f"Kept in {file}." in shown(exercises.progress())
        monkeypatch.setenv("RNN_PROGRESS", "")
        assert "Not kept" in shown(exercises.progress())
        assert "%env RNN_PROGRESS=" in shown(exercises.progress())
        monkeypatch.setenv("RNN_PROGRESS", str(file))


def test_vs_code_counts_as_somebody_watching(tmp_path, monkeypatch):
    monkeypatch.delenv("RNN_PROGRESS", raising=False)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    assert record.path() is None
    monkeypatch.setattr(sys.modules["__main__"], "__vsc_ipynb_file__", "05.ipynb", raising=False)
    assert tmp_path in record.path().parents


BROKEN = ["", "{", "[]", "3", '{"step": 1}', '{"step": {"status": "done", "score": 1}}',
          '{"step": {"status": "passed"}}', '{"step": {"status": "passed", "score": "a"}}',
          "\0\xff", '{"step": {"status": ["passed"], "score": 1}}']


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_file_does_no_harm(file, text):
    file.parent.mkdir()
    file.write_bytes(text.encode("latin-1"))
    assert so_far() == "not started"
    exercises.check("step", right())
    assert so_far() == "passed"


def test_an_exercise_that_is_no_more_does_no_harm(file):
    file.parent.mkdir()
    file.write_text(json.dumps({"gone": {"status": "passed", "score": 1}}))
    assert "gone" not in str(exercises.progress()) and so_far() == "not started"


def test_a_place_that_cannot_be_written_does_no_harm(file, monkeypatch):
    below_a_file = file.parent / "progress.json" / "below"
    for path in (below_a_file, ROOT / "README.md" / "progress.json", file.parent):
        file.parent.mkdir(exist_ok=True)
        monkeypatch.setenv("RNN_PROGRESS", str(path))
        file.parent.joinpath("progress.json").write_text("{}")
        assert exercises.check("step", right()).status == "passed"
        assert so_far() == "not started"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0,
                    reason="root may write everywhere")
def test_a_read_only_folder_does_no_harm(file):
    file.parent.mkdir()
    file.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert exercises.check("step", right()).status == "passed" and so_far() == "not started"


def test_nothing_is_kept_where_nobody_watches(tmp_path, monkeypatch):
    monkeypatch.delenv("RNN_PROGRESS", raising=False)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    for watched in (False, True):
        monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
        if watched:
            monkeypatch.setenv("JPY_SESSION_NAME", "05.ipynb")
        exercises.check("step", right())
        assert (so_far() == "passed") == watched == bool(list(tmp_path.rglob("*.json")))
    monkeypatch.setenv("RNN_PROGRESS", "")
    assert record.path() is None and so_far() == "not started"


# The solved edition

IMPORTS = "import numpy as np\nfrom rnn_helpers import exercises"


@pytest.fixture
def folder(tmp_path):
    """A small notebook with one exercise."""
    made = tmp_path / "course"
    made.mkdir()
    stub, grader = edition.metadata("step")
    cells = [nbformat.v4.new_markdown_cell("# A title"), nbformat.v4.new_code_cell(IMPORTS),
             nbformat.v4.new_code_cell("raise RuntimeError('not needed')"),
             nbformat.v4.new_code_cell(exercises.get("step").stub, metadata={"nbgrader": stub}),
             nbformat.v4.new_code_cell(edition.check_source("step"), metadata={"nbgrader": grader})]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), made / "a.ipynb")
    return made


def test_solve_fills_in_and_check_tells(folder, tmp_path, capsys):
    before = (folder / "a.ipynb").read_bytes()
    assert command.main(["check", str(folder)]) == 1
    assert "not started" in capsys.readouterr().out
    assert command.main(["solve", str(folder), "--out", str(tmp_path / "solved")]) == 0
    assert command.main(["check", str(tmp_path / "solved")]) == 0
    assert "1 of 1 passed" in capsys.readouterr().out
    assert (folder / "a.ipynb").read_bytes() == before
    old, new = (edition.read(place / "a.ipynb").cells for place in (folder, tmp_path / "solved"))
    same = [a.source == b.source for a, b in zip(old, new, strict=True)]
    assert same == [True, True, True, False, True]
    assert [cell.metadata for cell in old] == [cell.metadata for cell in new]


@pytest.mark.parametrize("source, status", [
    ("def step(", "failed"),
    ("1 / 0", "failed"),
    ("", "failed"),
    ("step = np.tanh", "failed"),
    ("step = ...", "not started"),
    ("print('hello')\n" + exercises.get("step").solution_source, "passed"),
])
def test_a_cell_that_does_not_run_is_one_more_failure(folder, source, status, capsys):
    nb = edition.read(folder / "a.ipynb")
    nb.cells[3].source = source
    nbformat.write(nb, folder / "a.ipynb")
    assert edition.results(folder / "a.ipynb")["step"].status == status
    assert "hello" not in capsys.readouterr().out


def test_solve_does_not_write_over_the_stubs(folder, tmp_path):
    out = ["--out", str(tmp_path / "x")]
    for argv, words in ((["solve", str(folder), "--out", str(folder)], "another folder"),
                        (["solve", str(tmp_path / "nowhere"), *out], "no notebook there"),
                        (["text", "stepp"], "did you mean 'step'")):
        with pytest.raises(SystemExit, match=words):
            command.main(argv)


def test_text_comes_back_as_the_same_cells():
    import jupytext

    nb = jupytext.reads(edition.text("step"), fmt="py:percent")
    ((name, (stub, grader)),) = edition.found(nb).items()
    assert (name, stub.source) == ("step", exercises.get("step").stub)
    assert grader.source == edition.check_source("step")
    assert (stub.metadata.nbgrader, grader.metadata.nbgrader) == edition.metadata("step")


def test_exercises_start_without_keras():
    code = ("import sys; from rnn_helpers import exercises as e; e.check('step', ...); "
            "e.check('step', e.get('step').solution); print(*{'tensorflow', 'keras', 'matplotlib'} "
            "& set(sys.modules))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_mistakes_are_listed(capsys):
    assert command.main(["mistakes", "step"]) == 0
    assert "W_hh transposed" in capsys.readouterr().out
