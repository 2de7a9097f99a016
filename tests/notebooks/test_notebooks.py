"""The committed notebooks are fit to read: complete, short in code, rich in words, and name no machine.

That their outputs are true is nbval's part: `pytest notebooks` runs every cell and compares.
"""

import ast
import json
import os
import re
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

from helpers.places import ROOT

PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PAGES = [*PATHS, *sorted(path for folder in (ROOT, ROOT / "data") for path in folder.glob("*.md"))]
MAX_LINES = 20  # of a code cell
WORDS_A_LINE = 8  # words of prose for each line of code
MAX_BYTES = 1_000_000
SHOWING = ("figures", "explorers")  # modules whose functions return what they show
EXEMPT = "nbval-ignore-output"
KNOWN_TAGS = {EXEMPT, "raises-exception", "hide-input"}

every_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(path):
    """(number as a reader counts, cell) of each code cell."""
    return [(i, cell) for i, cell in enumerate(read(path).cells, start=1) if cell.cell_type == "code"]


def tags(cell):
    return cell.metadata.get("tags", [])


def texts(cell):
    """Every text in a cell's outputs; pictures are not text."""
    for output in cell.outputs:
        yield from (output[key] for key in ("text", "ename", "evalue") if key in output)
        yield from output.get("traceback", [])
        yield from (str(value) for kind, value in output.get("data", {}).items() if kind not in ("image/png", "image/jpeg"))


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
    assert sum(bool(cell.outputs) for _, cell in cells) >= 0.6 * len(cells), "most cells should show something"


@every_notebook
def test_no_noise(path):
    for i, cell in code_cells(path):
        for output in cell.outputs:
            assert output.get("name") != "stderr", f"cell {i} writes to stderr: {output.text[:200]}"
            expected = output.output_type != "error" or "raises-exception" in tags(cell)
            assert expected, f"cell {i} fails: {output.get('ename')}: {output.get('evalue')}"
        raised = any(output.output_type == "error" for output in cell.outputs)
        assert raised or "raises-exception" not in tags(cell), f"cell {i} is tagged raises-exception and raises nothing"


@every_notebook
def test_outputs_name_no_machine(path):
    place = r"(?<![\w./])/(work|root|home|tmp|Users|usr|opt|var)/\S+|[A-Z]:\\\w+|\S*site-packages\S*"
    for i, cell in code_cells(path):
        for text in texts(cell):
            assert not (found := re.search(place, text)), f"cell {i} shows a path: {found.group()[:80]}"
            assert not (found := re.search(r"\b0x[0-9a-f]{6,}", text)), f"cell {i} shows an address in memory: {found.group()}"


@every_notebook
def test_code_is_short_and_prose_carries_the_thought(path):
    for i, cell in code_cells(path):
        assert len(cell.source.strip().splitlines()) <= MAX_LINES, f"cell {i} is longer than {MAX_LINES} lines"
    prose = " ".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    prose = re.sub(r"```.*?```|<[^>]+>", " ", prose, flags=re.S)
    words = sum(any(letter.isalpha() for letter in word) for word in prose.split())
    lines = sum(bool(line.strip()) for _, cell in code_cells(path) for line in cell.source.splitlines())
    assert words >= WORDS_A_LINE * lines, f"{words} words for {lines} lines of code"


def test_few_cells_are_exempt_from_comparison():
    cells = {path.stem: code_cells(path) for path in PATHS}
    exempt = {name: [(i, cell) for i, cell in each if EXEMPT in tags(cell)] for name, each in cells.items()}
    for name, each in exempt.items():
        assert len(each) <= max(1, 0.05 * len(cells[name])), f"{name}: {[i for i, _ in each]}"
        for i, cell in each:
            assert len(cell.metadata.get("reason", "").split()) >= 2, f"{name}, cell {i}: metadata has no reason"
    assert sum(map(len, exempt.values())) <= 0.05 * sum(map(len, cells.values())), "over the series"


@every_notebook
def test_nothing_is_hidden_from_nbval(path):
    for i, cell in code_cells(path):
        assert set(tags(cell)) <= KNOWN_TAGS, f"cell {i}: unknown tags {set(tags(cell)) - KNOWN_TAGS}"
        assert "NBVAL" not in cell.source.upper(), f"cell {i}: use a tag and a reason"


@every_notebook
def test_file_is_tidy(path):
    nb, text = read(path), path.read_text(encoding="utf-8")
    assert len(text.encode()) < MAX_BYTES
    assert text.endswith("}\n")
    assert set(nb.metadata) == {"kernelspec", "language_info"} and nb.metadata.kernelspec.name == "python3"
    assert nb.metadata.language_info == {"name": "python"}
    ids = [cell.get("id") for cell in json.loads(text)["cells"]]  # nbformat would mend them while reading
    assert None not in ids and len(ids) == len(set(ids)), "cell ids: run make notebooks"
    assert "application/vnd.jupyter.widget-view+json" not in text, "a widget's model is gone after the run"
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
    assert len(re.findall(r'class="[^"]*\bjp-(?:Code|Markdown)Cell\b', page)) == len(read(path).cells)
    page, _ = HTMLExporter(template_name="classic").from_filename(str(path))  # lab's template drops alternative text
    assert "No description has been provided for this image" not in page


EXPLORING = [path for path in PATHS if "explorers." in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", EXPLORING, ids=lambda path: path.stem)
def test_an_explorer_is_a_picture_where_nothing_runs(path):
    from nbconvert import HTMLExporter

    cells = read(path).cells
    for before, cell in zip(cells, cells[1:]):
        if cell.cell_type == "code" and re.search(r"^explorers\.\w+\(", cell.source, re.M):
            alone = nbformat.v4.new_notebook(cells=[before, cell], metadata=read(path).metadata)
            page, _ = HTMLExporter(template_name="lab").from_notebook_node(alone)
            assert "It moves when the notebook runs." in page, f"{cell.source}: the cell before does not say so"
            picture = re.search(r'<img[^>]*src="data:image/png;base64,([^"]+)"', page)
            assert picture and len(picture.group(1)) > 5000, f"{cell.source}: no picture"


# Links


def prose_of(path):
    if path.suffix != ".ipynb":
        return path.read_text(encoding="utf-8")
    return "\n\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")


def without_code(text):
    return re.sub(r"```.*?```|`[^`\n]*`", " ", text, flags=re.S)


def anchors(path):
    """The anchors JupyterLab (notebooks) or GitHub (Markdown) makes from a page's headings, and explicit ones."""
    text = re.sub(r"```.*?```", " ", prose_of(path), flags=re.S)
    found = set(re.findall(r"<a (?:id|name)=[\"']([^\"']+)", text))
    for heading in re.findall(r"^#{1,6} +(.+?) *#*$", text, flags=re.M):
        heading = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        found.add(heading.replace(" ", "-"))
        found.add(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-"))
    return found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    links = re.findall(r"\]\(<?([^)\s>]+)>?[^)]*\)|\b(?:href|src)=[\"']([^\"']+)", without_code(prose_of(path)))
    for link in filter(None, (a or b for a, b in links)):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = unquote(link).partition("#")
        target = Path(os.path.normpath(path.parent / name)) if name else path
        assert target.exists(), f"{link}: no such file"
        assert target.is_relative_to(ROOT), f"{link}: leaves the repository"
        if anchor and target.suffix in (".ipynb", ".md"):
            assert anchor in anchors(target), f"{link}: no such heading"
