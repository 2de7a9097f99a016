"""python -m rnn_helpers.notebooks writes tidy files, the same ones each time, or none at all."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.places import read
from rnn_helpers import notebooks
from rnn_helpers.notebooks.__main__ import main


@pytest.fixture
def small(tmp_path):
    cells = [
        new_markdown_cell("# A title"),
        new_code_cell("import os\nprint('one')\nprint('two')", execution_count=7),
        new_code_cell("   "),
        new_code_cell(
            "{'here': os.path.exists('beside.txt')}",
            metadata={"tags": ["kept"], "collapsed": True},
        ),
        new_code_cell("1 / 0", metadata={"tags": ["raises-exception"]}),
    ]
    language = {"name": "python", "version": "3.0"}
    nb = new_notebook(cells=cells, metadata={"widgets": {"a": 1}, "language_info": language})
    (tmp_path / "beside.txt").write_text("")
    nbformat.write(nb, tmp_path / "small.ipynb")
    return tmp_path / "small.ipynb"


def test_run_writes_a_tidy_notebook_and_the_same_one_again(small):
    ids = [cell.id for cell in read(small).cells if cell.source.strip()]
    assert notebooks.run(small)
    nb = read(small)
    assert [cell.id for cell in nb.cells] == ids
    assert nb.metadata == notebooks.METADATA
    _, printed, value, raised = nb.cells
    assert [cell.execution_count for cell in nb.cells[1:]] == [1, 2, 3]
    assert [output.text for output in printed.outputs] == ["one\ntwo\n"]
    assert value.outputs[0].data["text/plain"] == "{'here': True}"
    assert value.outputs[0].execution_count == 2
    assert value.metadata == {"tags": ["kept"]}
    assert raised.outputs[0].traceback == ["ZeroDivisionError: division by zero"]
    assert small.read_bytes().endswith(b"}\n")

    before = small.stat().st_mtime_ns
    assert not notebooks.run(small)
    assert small.stat().st_mtime_ns == before


def test_an_error_is_one_line_and_writes_nothing(small, capsys):
    nb = read(small)
    nb.cells[1].source = "import os\nraise ValueError('x: expected\\n(B, T, D)')"
    nbformat.write(nb, small)
    before = small.read_bytes()
    with pytest.raises(SystemExit) as stop:
        main(["run", str(small)])
    source = r"import os raise ValueError('x: expected\n(B, T, D)')"
    assert str(stop.value) == f"{small}: cell 2 ({source}): ValueError: x: expected (B, T, D)"
    assert small.read_bytes() == before
    assert sorted(path.name for path in small.parent.iterdir()) == ["beside.txt", "small.ipynb"]


def test_a_file_that_is_no_notebook_is_named(tmp_path):
    (tmp_path / "bad.ipynb").write_text("{")
    with pytest.raises(SystemExit, match="bad.ipynb: cannot be read"):
        main(["run", str(tmp_path / "bad.ipynb")])


def test_widget_models_are_dropped_and_the_picture_stays():
    data = {notebooks.WIDGET: {"model_id": "random"}, "image/png": "cGlj", "text/plain": "A slider"}
    outputs = [new_output("display_data", data=data)]
    cell = new_code_cell("w", outputs=outputs, execution_count=1)
    (output,) = notebooks.tidy(new_notebook(cells=[cell])).cells[0].outputs
    assert set(output.data) == {"image/png", "text/plain"}


def test_text_and_back_changes_nothing(small):
    notebooks.run(small)
    before = small.read_bytes()
    text = notebooks.to_text(small)
    assert text == small.parent / ".text" / "small.py"
    assert not notebooks.from_text(text)
    assert small.read_bytes() == before


def test_an_edit_keeps_the_outputs_of_the_other_cells(small):
    notebooks.run(small)
    old = read(small)
    text = notebooks.to_text(small)
    edited = text.read_text().replace("print('two')", "print('three')") + "\n# %%\n2 + 2\n"
    text.write_text(edited)
    assert notebooks.from_text(text)
    nb = read(small)
    assert [cell.id for cell in nb.cells[:4]] == [cell.id for cell in old.cells]
    assert nb.cells[1].outputs == [] and nb.cells[1].source.endswith("print('three')")
    assert nb.cells[2].outputs and nb.cells[2].metadata == {"tags": ["kept"]}
    assert nb.cells[4].source == "2 + 2" and nb.cells[4].outputs == []


def test_a_notebook_in_place_of_its_text_is_refused(small):
    before = small.read_bytes()
    with pytest.raises(SystemExit, match=r"small.ipynb: expected the text .*small.py$"):
        main(["notebook", str(small)])
    assert small.read_bytes() == before


def test_a_new_notebook_from_text_has_the_same_ids_each_time(tmp_path):
    (tmp_path / ".text").mkdir()
    text = tmp_path / ".text" / "new.py"
    text.write_text("# %% [markdown]\n# # New\n\n# %%\n1 + 1\n\n# %%\n1 + 1\n")
    notebooks.from_text(text)
    first = (tmp_path / "new.ipynb").read_bytes()
    (tmp_path / "new.ipynb").unlink()
    notebooks.from_text(text)
    assert (tmp_path / "new.ipynb").read_bytes() == first
    assert len({cell.id for cell in read(tmp_path / "new.ipynb").cells}) == 3
