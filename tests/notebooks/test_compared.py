"""The comparison of what JupyterLab shows finds what strict nbval would find."""

import copy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers.compared import differences
from rnn_helpers.notebooks import WIDGET


def page(text="1.5", html="<b>1.5</b>", svg="<svg/>", printed="a\nb\n", error="bad", png="AAAA"):
    """The outputs of five cells."""
    shown = {"text/plain": text, "text/html": html, "image/svg+xml": svg, "image/png": png}
    return [
        [new_output("execute_result", shown, execution_count=1)],
        [new_output("stream", name="stdout", text=printed)],
        [new_output("error", ename="ValueError", evalue=error, traceback=["elsewhere"])],
        [],
        [new_output("display_data", {"text/plain": "12 s"})],
    ]


@pytest.fixture
def compare(tmp_path, request):
    """A function: outputs -> numbers of the code cells that differ."""
    tags = [[], [], ["raises-exception"], [], ["nbval-ignore-output"]]
    cells = [
        new_code_cell("x", outputs=outputs, execution_count=n, metadata={"tags": each})
        for n, (outputs, each) in enumerate(zip(page(), tags, strict=True), start=1)
    ]
    nbformat.write(new_notebook(cells=cells), tmp_path / "page.ipynb")

    def numbers(outputs):
        found = differences(request.session, tmp_path / "page.ipynb", copy.deepcopy(outputs))
        return [int(line.split()[2].rstrip(":")) for line in found]

    return numbers


def test_the_same_is_the_same(compare):
    assert compare(page()) == []


@pytest.mark.parametrize(
    "changed, cell",
    [
        ({"text": "1.6"}, 1),
        ({"html": "<b>1.6</b>"}, 1),
        ({"svg": "<svg></svg>"}, 1),
        ({"printed": "a\nc\n"}, 2),
        ({"error": "worse"}, 3),
    ],
)
def test_each_change_is_found(compare, changed, cell):
    assert compare(page(**changed)) == [cell]


def test_what_is_missing_or_too_much_is_found(compare):
    outputs = page()
    outputs[0], outputs[3] = [], [new_output("stream", name="stderr", text="a warning")]
    assert compare(outputs) == [1, 4]


def test_pictures_and_exempt_cells_may_differ_as_in_nbval(compare):
    outputs = page(png="BBBB")
    outputs[4] = [new_output("display_data", {"text/plain": "13 s"})]
    assert compare(outputs) == []


def test_pieces_of_a_stream_and_bars_make_no_difference(compare):
    outputs = page()
    outputs[1] = [new_output("stream", name="stdout", text=text) for text in ("a\n", "b\n")]
    bar = {WIDGET: {"model_id": "1"}, "text/plain": "epochs:  40%"}
    outputs[3] = [new_output("display_data", bar)]
    assert compare(outputs) == []


def test_a_notebook_of_another_length_is_refused(compare):
    with pytest.raises(ValueError, match="shorter"):
        compare(page()[:-1])
