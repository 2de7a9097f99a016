"""Every notebook run from the menu of a real JupyterLab, and every explorer in it moved.

The outputs are compared with the committed ones as strict nbval compares them.
"""

import nbformat
import pytest

from helpers.compared import differences
from helpers.driving import Driven, drive
from helpers.places import NOTEBOOKS


@pytest.mark.compares_outputs
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_from_the_menu(path, lab, request):
    with lab(path) as opened:
        opened.run_all()
        problems = list(differences(request.session, path, opened.outputs()))
        for i, cell in enumerate(opened.nb.cells):
            if cell.cell_type == "code":
                problems += [f"cell {i + 1}: {problem}" for problem in problems_of(cell, opened, i)]
        for i in range(len(opened.nb.cells)):
            for root in opened.cell(i).locator(".rnn-explorer").all():
                wrong = [*drive(opened, root), *shown_as_errors(opened, i)]
                problems += [f"cell {i + 1}, explorer: {problem}" for problem in wrong]
        problems += [f"JavaScript: {error}" for error in opened.errors]
        problems += [f"requests {address}" for address in opened.foreign]
    assert not problems, "\n".join(problems)


def problems_of(cell, opened, i):
    """What is wrong with the i-th cell on the page, a line each."""
    if not opened.ran(i):
        yield "did not run"
    if "raises-exception" not in cell.metadata.get("tags", []):
        yield from shown_as_errors(opened, i)
    # A cell without committed output is one that nbval does not compare.
    if (shown := opened.shows(i)) != bool(cell.outputs):
        wrong = "something that is not committed" if shown else "nothing of what is committed"
        yield f"shows {wrong}"
    expected = sum("image/png" in output.get("data", {}) for output in cell.outputs)
    if (drawn := opened.pictures(i)) < expected:
        yield f"{expected} pictures committed, {drawn} drawn"


def shown_as_errors(opened, i):
    return [f"shows {text[-500:]}" for text in opened.noise(i)]


@pytest.fixture
def small_notebook(tmp_path):
    """A notebook with one explorer that needs no training."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nb = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
    source = "from rnn_helpers import explorers\nexplorers.update_step()"
    nb.cells = [nbformat.v4.new_code_cell(source)]
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
            controls = driven.controls()
            slider = next(place for kind, _, place in controls if kind == "slider")
            before = driven.seen()
            slider.focus()
            opened.page.keyboard.press("ArrowRight")
            driven.settle(before)
        assert not opened.errors
