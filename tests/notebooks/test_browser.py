"""Every notebook, opened in a real JupyterLab and run from its menu, as a reader would; every explorer in it moved."""

import nbformat
import pytest

from helpers.driving import Driven, drive
from helpers.places import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_from_the_menu(path, lab):
    with lab(path) as opened:
        opened.run_all()
        problems = []
        for i, cell in enumerate(opened.nb.cells):
            if cell.cell_type == "code":
                problems += [f"cell {i + 1}: {problem}" for problem in problems_of(cell, opened, i)]
        for i, cell in enumerate(opened.nb.cells):
            for root in opened.cell(i).locator(".rnn-explorer").all():
                problems += [f"cell {i + 1}, explorer: "
                             f"{problem}" for problem in drive(opened, root)]
                problems += [f"cell {i + 1} shows {text[-500:]}" for text in opened.noise(i)]
        problems += ["JavaScript: "
                     f"{error}" for error in opened.errors] + ["asks for "
                                                                           f"{url}" for url in opened.foreign]
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


@pytest.fixture
def small_notebook(tmp_path):
    """A notebook with one explorer that needs no training."""
    nb = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python "
                                                                                              "3", "language": "python"}})
    nb.cells = [nbformat.v4.new_code_cell("from rnn_helpers import "
                                          "explorers\nexplorers.update_step()")]
    path = tmp_path / "one_explorer.ipynb"
    nbformat.write(nb, path)
    return path


def test_running_twice_and_a_new_kernel_leave_one_living_explorer(small_notebook, lab):
    with lab(small_notebook) as opened:
        for restart in (False, False, True):
            if restart:
                opened.restart()
            opened.run_all()
            explorers = opened.page.locator(".rnn-explorer")
            assert explorers.count() == 1
            assert opened.page.locator(".rnn-picture").count() == 1
            driven = Driven(opened.page, explorers.first)
            slider = next(place for kind, _, place in driven.controls() if kind == "slider")
            before = driven.seen()
            slider.focus()
            opened.page.keyboard.press("ArrowRight")
            driven.settle(before)
        assert not opened.errors
