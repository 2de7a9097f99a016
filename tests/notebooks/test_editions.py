"""Editions: no results, a line for each prediction, and nothing of the reader's is ever lost."""

import os
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.places import NOTEBOOKS, read
from rnn_helpers import notebooks
from rnn_helpers.notebooks.__main__ import main


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A folder with two small notebooks in notebooks/; the current folder, with a blank in it."""
    folder = tmp_path / "a course"
    (folder / "notebooks").mkdir(parents=True)
    for name in ("01_one", "02_two"):
        cells = [
            new_markdown_cell(f"# {name}"),
            new_markdown_cell("**Predict.** A or B?",
                              metadata={"tags": ["lecture", "prediction"]}),
            new_code_cell("1 + 1", execution_count=1, metadata={
                "tags": ["lecture", "result"], "jupyter": {"outputs_hidden": True}},
                outputs=[new_output("execute_result", {"text/plain": "2"}, execution_count=1)]),
            new_code_cell("x = 1", metadata={
                "tags": ["lecture", "hide-input"], "jupyter": {"source_hidden": True}}),
        ]
        nbformat.write(new_notebook(cells=cells), folder / "notebooks" / f"{name}.ipynb")
    monkeypatch.chdir(folder)
    return folder


def change(path):
    nb = read(path)
    nb.cells[1].source = "mine"
    nbformat.write(nb, path)
    return path.read_bytes()


@pytest.mark.parametrize("kind, lines", [("student", 1), ("lecture", 0)])
def test_results_are_cleared_and_predictions_have_a_line(course, kind, lines):
    main([kind, "--out", "mine"])
    nb = read(Path("mine/01_one.ipynb"))
    code = [cell for cell in nb.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert [cell.metadata.get("jupyter") for cell in code] == [{}, {"source_hidden": True}]
    after = [cell for cell in nb.cells if "my-prediction" in cell.metadata.get("tags", [])]
    assert len(after) == lines
    if lines:
        assert nb.cells[2] is after[0] and after[0].source.startswith("**My prediction:**")
    nbformat.validate(nb)
    original = read(course / "notebooks/01_one.ipynb")
    assert original.cells[2].outputs, "the course itself is not touched"


def test_what_the_reader_changed_is_kept_and_told(course, capsys):
    main(["student", "--out", "mine"])
    mine = change(Path("mine/01_one.ipynb"))
    Path("mine/02_two.ipynb").unlink()
    capsys.readouterr()
    main(["student", "--out", "mine"])
    assert Path("mine/01_one.ipynb").read_bytes() == mine
    kept, written = capsys.readouterr().out.splitlines()
    assert "kept, because you changed it; --restore 01" in kept and "written" in written
    assert Path("mine/02_two.ipynb").exists()


@pytest.mark.parametrize("damage", ["", "{", "\0"])
def test_a_damaged_file_counts_as_changed(course, damage, capsys):
    main(["student", "--out", "mine"])
    Path("mine/01_one.ipynb").write_text(damage)
    main(["student", "--out", "mine"])
    assert Path("mine/01_one.ipynb").read_text() == damage and "kept" in capsys.readouterr().out


def test_one_that_the_reader_left_alone_is_renewed(course, capsys):
    main(["student", "--out", "mine"])
    change(course / "notebooks/01_one.ipynb")
    capsys.readouterr()
    main(["student", "--out", "mine"])
    renewed, same = capsys.readouterr().out.splitlines()
    assert "renewed" in renewed and "as it was" in same
    assert read(Path("mine/01_one.ipynb")).cells[1].source == "mine"


def test_one_notebook_is_brought_back_and_the_readers_stays_beside_it(course, capsys):
    main(["student", "--out", "mine"])
    before = Path("mine/01_one.ipynb").read_bytes()
    first = change(Path("mine/01_one.ipynb"))
    main(["student", "--out", "mine", "--restore", "01"])
    assert Path("mine/01_one.ipynb").read_bytes() == before
    assert Path("mine/01_one (mine).ipynb").read_bytes() == first
    second = change(Path("mine/01_one.ipynb"))
    main(["student", "--out", "mine", "--restore", "01"])
    assert Path("mine/01_one (mine).ipynb").read_bytes() == first
    assert Path("mine/01_one (mine 2).ipynb").read_bytes() == second


@pytest.mark.parametrize("arguments, line", [
    (["--out", "notebooks"], "--out: expected a folder of your own, got notebooks"),
    (["--out", "mine", "--restore", "0"], "got '0', which fits 2"),
    (["--out", "mine", "--restore", "7"], "got '7', which fits 0"),
    (["--out", "file/below"], "file/below: cannot be written"),
])
def test_what_cannot_be_done_is_told_in_one_line(course, arguments, line):
    Path("file").write_text("")
    with pytest.raises(SystemExit) as stop:
        main(["student", *arguments])
    assert line in str(stop.value) and "\n" not in str(stop.value)
    assert read(course / "notebooks/01_one.ipynb").cells[2].outputs


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_folder_that_is_read_only(course):
    Path("mine").mkdir(mode=0o500)
    with pytest.raises(SystemExit, match="cannot be written"):
        main(["student", "--out", "mine"])


def test_the_course_as_a_student_gets_it(tmp_path):
    notebooks.make(NOTEBOOKS, "student", tmp_path)
    for path in NOTEBOOKS:
        nb = read(tmp_path / path.name)
        tags = [cell.metadata.get("tags", []) for cell in nb.cells]
        asked = sum("prediction" in each for each in tags)
        assert asked == sum("my-prediction" in each for each in tags)
        nbformat.validate(nb)
