"""The committed notebooks are fit to read: complete, short in code, rich in words.

That their outputs are true is nbval's part: `pytest notebooks` runs every cell and compares.
"""

import ast
import itertools
import json
import re

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

from helpers.places import NOTEBOOKS, code_cells, read
from rnn_helpers.notebooks import METADATA, WIDGET

MAX_LINES = 20  # of a code cell
WORDS_PER_LINE = 8  # words of prose for each line of code
MAX_BYTES = 1_000_000
SHOWING = ("figures", "explorers")  # modules whose functions return what they show
EXEMPT = "nbval-ignore-output"
PLACES = {"lecture", "deeper", "mistake", "exercise"}
KNOWN_TAGS = {EXEMPT, "raises-exception", "hide-input", "prediction", "result", *PLACES}
EXPLORER = re.compile(r"^explorers\.\w+\(", re.M)

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def tags(cell):
    return cell.metadata.get("tags", [])


def texts(cell):
    """Every text in a cell's outputs; pictures are not text."""
    for output in cell.outputs:
        yield from (output[key] for key in ("text", "ename", "evalue") if key in output)
        yield from output.get("traceback", [])
        yield from (
            str(value)
            for kind, value in output.get("data", {}).items()
            if kind not in ("image/png", "image/jpeg")
        )


def must_show(source):
    """Whether a cell must have output: it prints, draws, or ends in a bare expression."""
    body = ast.parse(TransformerManager().transform_cell(source)).body
    if body and isinstance(body[-1], ast.Expr):
        last = body[-1].value
        if isinstance(last, ast.Constant) or not isinstance(last, ast.Call):
            return True
        if ast.unparse(last.func).split(".")[0] in (*SHOWING, "display"):
            return True
    return any(prints(statement) for statement in body)


def prints(node):
    """print( outside of a function: there it may be called elsewhere, or never."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
        return False
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "print":
        return True
    return any(prints(child) for child in ast.iter_child_nodes(node))


@every_notebook
def test_every_code_cell_ran_in_order(path):
    counts = [cell.execution_count for _, cell in code_cells(path)]
    assert counts == list(range(1, len(counts) + 1)), "run make notebooks"


@every_notebook
def test_outputs_are_there(path):
    cells = code_cells(path)
    silent = [i for i, cell in cells if not cell.outputs and must_show(cell.source)]
    assert not silent, f"cells without the output they must have: {silent}"
    seen = [cell for _, cell in cells if "hide-input" not in tags(cell)]
    showing = sum(bool(cell.outputs) for cell in seen)
    assert showing >= 0.6 * len(seen), "most cells should show something"


@every_notebook
def test_no_noise(path):
    for i, cell in code_cells(path):
        for output in cell.outputs:
            assert output.get("name") != "stderr", f"cell {i} writes to stderr: {output.text[:200]}"
            expected = output.output_type != "error" or "raises-exception" in tags(cell)
            assert expected, f"cell {i} fails: {output.get('ename')}: {output.get('evalue')}"
        if "raises-exception" in tags(cell):
            raised = any(output.output_type == "error" for output in cell.outputs)
            assert raised, f"cell {i} is tagged raises-exception and raises nothing"


@every_notebook
def test_outputs_name_no_machine(path):
    folder = r"(?<![\w./])/(work|root|home|tmp|Users|usr|opt|var)/\S+|[A-Z]:\\\w+"
    telling = re.compile(rf"{folder}|\S*site-packages\S*|\b0x[0-9a-f]{{6,}}")
    for i, cell in code_cells(path):
        for text in texts(cell):
            found = telling.search(text)
            assert not found, f"cell {i} shows a path or an address: {found.group()[:80]}"


@every_notebook
def test_code_is_short_and_prose_carries_the_thought(path):
    for i, cell in code_cells(path):
        length = len(cell.source.strip().splitlines())
        assert length <= MAX_LINES, f"cell {i} has {length} lines"
    prose = " ".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    prose = re.sub(r"```.*?```|<[^>]+>", " ", prose, flags=re.S)
    words = sum(any(letter.isalpha() for letter in word) for word in prose.split())
    seen = [cell for _, cell in code_cells(path) if "hide-input" not in tags(cell)]
    code = "\n".join(cell.source for cell in seen)
    lines = sum(bool(line.strip()) for line in code.splitlines())
    assert words >= WORDS_PER_LINE * lines, f"{words} words for {lines} lines of code"


def test_few_cells_are_exempt_from_comparison():
    all_cells = all_exempt = 0
    for path in NOTEBOOKS:
        cells = code_cells(path)
        exempt = [(i, cell) for i, cell in cells if EXEMPT in tags(cell)]
        assert len(exempt) <= max(1, 0.05 * len(cells)), f"{path.stem}: {[i for i, _ in exempt]}"
        for i, cell in exempt:
            reason = cell.metadata.get("reason", "")
            assert len(reason.split()) >= 2, f"{path.stem}, cell {i}: metadata has no reason"
        all_cells, all_exempt = all_cells + len(cells), all_exempt + len(exempt)
    assert all_exempt <= 0.05 * all_cells, "over the series"


@every_notebook
def test_nothing_is_hidden_from_nbval(path):
    for i, cell in code_cells(path):
        unknown = {tag for tag in tags(cell) if tag not in KNOWN_TAGS
                   and not re.fullmatch(r"erratum-\d+", tag)}
        assert not unknown, f"cell {i}: unknown tags {unknown}"
        assert "NBVAL" not in cell.source.upper(), f"cell {i}: use a tag and a reason"


@every_notebook
def test_file_is_tidy(path):
    nb, text = read(path), path.read_text(encoding="utf-8")
    assert len(text.encode()) < MAX_BYTES
    assert text.endswith("}\n")
    assert nb.metadata == METADATA
    # As they are in the file: nbformat would mend them while reading.
    ids = [cell.get("id") for cell in json.loads(text)["cells"]]
    assert None not in ids and len(ids) == len(set(ids)), "cell ids: run make notebooks"
    assert WIDGET not in text, "a widget's model is gone after the run"
    assert all(cell.source.strip() for cell in nb.cells), "an empty cell"
    nbformat.validate(nb)


@every_notebook
def test_pictures_have_alternative_text(path):
    for i, cell in code_cells(path):
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                alt = output.metadata.get("image/png", {}).get("alt", "")
                assert len(alt.split()) >= 3, f"cell {i}: a picture without alternative text"


@every_notebook
def test_renders_as_html(path):
    from nbconvert import HTMLExporter

    page, _ = HTMLExporter(template_name="lab").from_filename(str(path))
    cells = re.findall(r'class="[^"]*\bjp-(?:Code|Markdown)Cell\b', page)
    assert len(cells) == len(read(path).cells)
    # Lab's template drops alternative text; this one shows where it is missing.
    page, _ = HTMLExporter(template_name="classic").from_filename(str(path))
    assert "No description has been provided for this image" not in page


EXPLORING = [path for path in NOTEBOOKS if "explorers." in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", EXPLORING, ids=lambda path: path.stem)
def test_an_explorer_is_a_picture_where_nothing_runs(path):
    from nbconvert import HTMLExporter

    cells = read(path).cells
    for before, cell in itertools.pairwise(cells):
        if cell.cell_type == "code" and EXPLORER.search(cell.source):
            alone = nbformat.v4.new_notebook(cells=[before, cell], metadata=read(path).metadata)
            page, _ = HTMLExporter(template_name="lab").from_notebook_node(alone)
            told = "It moves when the notebook runs." in page
            assert told, f"{cell.source}: the cell before does not say so"
            picture = re.search(r'<img[^>]*src="data:image/png;base64,([^"]+)"', page)
            assert picture and len(picture.group(1)) > 5000, f"{cell.source}: no picture"
