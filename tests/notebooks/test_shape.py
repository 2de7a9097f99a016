"""The shape of a notebook: a lecture of its length, predictions that nothing gives away.

`problems` reads a notebook and names what is wrong. It is tried here on small notebooks that are
wrong in one way each, then on those of the series.
"""

import ast
import math
import re

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.places import NOTEBOOKS, read
from rnn_helpers.notebooks.files import FOLDS
from rnn_helpers.notebooks.minutes import CLAIM, LIMITS, Plan, sections

# Not yet laid out anew. A name leaves this list when its notebook has the shape.
OLD = {"10"}
PLACES = {"lecture", "deeper", "mistake", "exercise"}
CODE_CELLS = 16  # visible ones, in a lecture
WIDTH = 88
LETTERS = re.compile(r"^- \*\*([A-D])\.\*\* \S", re.M)
ANSWER = re.compile(r"\A<details><summary><b>Answer</b></summary>\n\n\*\*([A-D])\.\*\* .*?"
                    r"\n\n</details>", re.S)


def tags(cell):
    return set(cell.metadata.get("tags", []))


def problems(nb, number):
    """What does not fit the shape, a line each."""
    yield from opening(nb, number)
    yield from places(nb)
    yield from predictions(nb)
    yield from code(nb)
    yield from the_end(nb)


def opening(nb, number):
    title = nb.cells[0].source
    claim = CLAIM.search(title)
    if not re.match(rf"# {number} \S.*\n\n\*\*[^\n]+\?\*\*\n", title):
        yield "the title is not followed by a question in bold"
    if claim is None or "**Before this:**" not in title:
        yield "no line with the minutes of lecture and self-study and what to know before"
        return
    plan = Plan(number, "", sections(nb), None)
    if int(claim[1]) != plan.lecture or int(claim[2]) != plan.self_study:
        yield (f"claims {claim[1]} and {claim[2]} minutes; by the formula {plan.lecture} and "
               f"{plan.self_study}")
    if plan.lecture > LIMITS.get(number, 45):
        yield f"the lecture takes {plan.lecture} of {LIMITS.get(number, 45)} minutes"
    if plan.cells > CODE_CELLS:
        yield f"{plan.cells} visible code cells in the lecture"
    text = "\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")
    for section in plan.sections:
        if section.place == "deeper":
            told = re.search(rf"^## {re.escape(section.title)}\n\n\*(\d+) min", text, re.M)
            if told is None or int(told[1]) != math.ceil(section.minutes):
                yield (f"{section.title!r} says {told and told[1]} minutes; by the formula "
                       f"{math.ceil(section.minutes)}")


def places(nb):
    for i, cell in enumerate(nb.cells, start=1):
        if len(tags(cell) & PLACES) > 1:
            yield f"cell {i} is in several places: {sorted(tags(cell) & PLACES)}"
        folded = {FOLDS[tag]: True for tag in FOLDS if tag in tags(cell)}
        if cell.metadata.get("jupyter", {}) != folded:
            yield f"cell {i}: what is folded does not follow from its tags"
        heading = re.match(r"## (.+)", cell.source) if cell.cell_type == "markdown" else None
        if heading and ("deeper" in tags(cell)) != heading[1].startswith("Deeper: "):
            yield f"cell {i}: the heading {heading[1]!r} and its place do not fit"
        mistake = cell.source.startswith("> **Common mistake.** ")
        if cell.cell_type == "markdown" and ("mistake" in tags(cell)) != mistake:
            yield f"cell {i}: a common mistake begins with its name, and nothing else does"
        if any(tag.startswith("erratum-") for tag in tags(cell)) and "mistake" not in tags(cell):
            yield f"cell {i}: an erratum is told as a common mistake"


def predictions(nb):
    asked = [i for i, cell in enumerate(nb.cells) if "prediction" in tags(cell)]
    if not asked:
        yield "no prediction"
    for i in asked:
        letters = LETTERS.findall(nb.cells[i].source)
        if letters != list("ABCD")[: len(letters)] or not 2 <= len(letters) <= 4:
            yield f"cell {i + 1}: a prediction with the answers {letters}"
        after = nb.cells[i + 1 :]
        shown = next((cell for cell in after if "result" in tags(cell)), None)
        between = after[: after.index(shown)] if shown else after
        if shown is None or any("prediction" in tags(cell) for cell in between):
            yield f"cell {i + 1}: a prediction without a result"
            continue
        for line in map(placeholder, shown.outputs):
            if line not in ("<table>", "[picture]", "<style>"):
                yield f"cell {i + 1}: folded, its result still shows {line!r}"
        rest = [cell for cell in after[len(between) + 1 :] if cell.cell_type == "markdown"]
        answer = ANSWER.match(rest[0].source) if rest else None
        if answer is None or answer[1] not in letters:
            yield f"cell {i + 1}: the answer is not folded, or has no letter"


def placeholder(output):
    """What JupyterLab shows in place of a folded output: its first line."""
    data = output.get("data", {"text/plain": output.get("text", "")})
    text = next((data[kind] for kind in ("text/html", "text/plain") if kind in data), "")
    return next((line for line in text.splitlines() if line), "")


def code(nb):
    for i, cell in enumerate(nb.cells, start=1):
        if cell.cell_type != "code":
            continue
        lines = cell.source.splitlines()
        if any(len(line) > WIDTH for line in lines):
            yield f"cell {i}: a line of {max(map(len, lines))} characters"
        tree = ast.parse(TransformerManager().transform_cell(cell.source))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "print" and node.args:
                if all(isinstance(each, ast.Constant) for each in node.args):
                    yield f"cell {i} prints a sentence that nothing computed"
            if isinstance(node, ast.Assert) and "hide-input" not in tags(cell):
                yield f"cell {i} asserts where a reader sees nothing of it"
            if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == "rnn_helpers":
                if node.module not in ("rnn_helpers", "rnn_helpers.backend",
                                       "rnn_helpers.char_rnn"):
                    yield f"cell {i} imports names from {node.module}, not modules"


def the_end(nb):
    text = "\n\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")
    headings = re.findall(r"^## (.+)$", text, re.M)
    last = [each for each in headings if each in ("Recap", "Exercises", "Today", "References")]
    if [each for each in last if each != "Exercises"] != ["Recap", "Today", "References"]:
        yield f"ends with {last}"
    for entry in re.findall(r"^- .+$", text.rpartition("## References")[2], re.M):
        if not re.search(r"\]\(https?://", entry):
            yield f"a reference without a link: {entry[:60]}"
    if re.search(r"to come\b|TODO|coming soon", text):
        yield "announces what is not there"
    today = text.rpartition("## Today")[2].partition("## References")[0]
    if "](" not in today:
        yield "says nothing of today with a link"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_shape(path):
    found = list(problems(read(path), path.stem[:2]))
    if path.stem[:2] in OLD:
        assert found, "it has the shape: take it off the list"
    else:
        assert not found, "\n".join(found)


# ---------------------------------------------------------------- the check, checked


def tagged(*names):
    folded = {FOLDS[name]: True for name in names if name in FOLDS}
    return {"tags": list(names)} | ({"jupyter": folded} if folded else {})


def picture(text="[picture]\nA line."):
    return new_output("display_data", {"image/png": "cGlj", "text/plain": text})


def small():
    """A notebook that has the shape."""
    return new_notebook(cells=[
        new_markdown_cell("# 03 Title\n\n**A question?**\n\nWhy anyone should care.\n\n"
                          "**Lecture** 2 min · **Self-study** 15 min · **Before this:** nothing"),
        new_code_cell("from rnn_helpers import data\nimport a", metadata=tagged("hide-input")),
        new_markdown_cell("## 1. One", metadata=tagged("lecture")),
        new_markdown_cell("**Predict.** Which?\n\n- **A.** This.\n- **B.** That.",
                          metadata=tagged("lecture", "prediction")),
        new_code_cell("figures.one()", metadata=tagged("lecture", "result"), outputs=[picture()]),
        new_markdown_cell("<details><summary><b>Answer</b></summary>\n\n**B.** Because.\n\n"
                          "</details>", metadata=tagged("lecture")),
        new_markdown_cell("> **Common mistake.** No.", metadata=tagged("mistake", "erratum-3")),
        new_code_cell("print(f'{1 + 1}')", metadata=tagged("mistake", "erratum-3")),
        new_markdown_cell("## Deeper: two\n\n*1 min.* Text.", metadata=tagged("deeper")),
        new_markdown_cell("## Recap\n\n- One."),
        new_markdown_cell("## Exercises\n\n### E ★☆☆ · 10 min", metadata=tagged("exercise")),
        new_markdown_cell("## Today\n\n[Here](https://x.org).\n\n## References\n\n"
                          "- A. Author, [Title](https://doi.org/1)."),
    ])


def test_a_notebook_that_has_the_shape():
    assert list(problems(small(), "03")) == []


BROKEN = {
    "the title is not followed": lambda c: change(c[0], "A question?", "A question."),
    "no line with the minutes": lambda c: change(c[0], "· **Self-study** 15 min", ""),
    "by the formula 2 and 15": lambda c: change(c[0], "15 min", "20 min"),
    "'Deeper: two' says 4 minutes; by the formula 1": lambda c: change(c[8], "1 min", "4 min"),
    "'Deeper: two' says None": lambda c: change(c[8], "*1 min.*", "Soon."),
    "the lecture takes": lambda c: change(c[0], "Why", 5000 * "why "),
    "visible code cells": lambda c: c.extend(
        new_code_cell("x", metadata=tagged("lecture")) for _ in range(17)),
    "in several places": lambda c: c[2].metadata.tags.append("deeper"),
    "what is folded": lambda c: c[4].metadata.pop("jupyter"),
    "the heading '1. One'": lambda c: c[2].metadata.update(tagged("deeper")),
    "the heading 'Deeper: two'": lambda c: c[8].metadata.update(tagged("lecture")),
    "a common mistake begins": lambda c: c[6].metadata.update(tagged("lecture")),
    "an erratum is told": lambda c: c[7].metadata.update(tagged("lecture", "erratum-3")),
    "no prediction": lambda c: c.pop(3),
    "the answers ['A']": lambda c: change(c[3], "- **B.** That.", ""),
    "the answers ['A', 'C']": lambda c: change(c[3], "**B.**", "**C.**"),
    "without a result": lambda c: c.pop(4),
    "still shows 'A line.'": lambda c: c[4].update(outputs=[picture("A line.")]),
    "still shows '90 %'": lambda c: c[4].update(
        outputs=[new_output("stream", text="90 %\n", name="stdout")]),
    "the answer is not folded": lambda c: change(c[5], "<details>", ""),
    "has no letter": lambda c: change(c[5], "**B.** ", ""),
    "a line of 89": lambda c: change(c[7], "print", f"{89 * '#'}\nprint"),
    "that nothing computed": lambda c: change(c[7], "f'{1 + 1}'", "'two'"),
    "asserts where": lambda c: change(c[7], "print", "assert True\nprint"),
    "imports names": lambda c: change(c[1], "from rnn_helpers import data",
                                      "from rnn_helpers.data import load"),
    "ends with": lambda c: change(c[9], "Recap", "Summary"),
    "a reference without a link": lambda c: change(c[11], "[Title](https://doi.org/1)", "Title"),
    "announces": lambda c: change(c[9], "One.", "Gates (to come)."),
    "says nothing of today": lambda c: change(c[11], "[Here](https://x.org)", "Here"),
}


def change(cell, before, after):
    assert before in cell.source
    cell.source = cell.source.replace(before, after)


@pytest.mark.parametrize("complaint", BROKEN)
def test_what_is_broken_is_named(complaint):
    nb = small()
    BROKEN[complaint](nb.cells)
    assert any(complaint in problem for problem in problems(nb, "03"))
    nbformat.validate(nb)
