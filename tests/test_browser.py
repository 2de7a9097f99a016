"""Every notebook, opened in a real JupyterLab and run from its menu, as a reader would."""

import pytest
from conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_from_the_menu(path, lab):
    with lab(path) as opened:
        opened.run_all()
        problems = [f"JavaScript: {error}" for error in opened.errors]
        for i, cell in enumerate(opened.nb.cells):
            if cell.cell_type == "code":
                problems += [f"cell {i + 1}: {problem}" for problem in problems_of(cell, opened, i)]
    assert not problems, "\n".join(problems)


def problems_of(cell, opened, i):
    if not any(digit in opened.prompt(i) for digit in "0123456789"):
        yield "did not run"
    if "raises-exception" not in cell.metadata.get("tags", []):
        yield from (f"shows {text[-500:]}" for text in opened.noise(i))
    # A cell without committed output is one that nbval does not compare.
    if (shown := opened.shows(i)) != bool(cell.outputs):
        yield "shows something that is not committed" if shown else "shows nothing of what is committed"
    expected, drawn = sum("image/png" in output.get("data", {}) for output in cell.outputs), opened.pictures(i)
    if drawn < expected:
        yield f"{expected} pictures committed, {drawn} drawn"
