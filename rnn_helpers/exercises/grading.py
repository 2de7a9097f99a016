"""The exercises as an nbgrader course: needs the extra `grading`.

Releasing, collecting and exporting are nbgrader's own. Two things differ. Stubs are released
unchanged. And a check cell's points do not come from the submission's kernel, where the submission
can change anything: each answer runs in a process of its own and is judged in this one, which then
writes the points under the check cell.
"""

import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path
from unittest import mock

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from nbgrader import preprocessors
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.utils import has_failed, is_grade, is_solution
from traitlets import Float, Integer

import rnn_helpers
from rnn_helpers.exercises import edition, find
from rnn_helpers.exercises.diagnosis import judge
from rnn_helpers.exercises.remote import Remote

CONFIG = r'''"""nbgrader's settings; `nbgrader --help-all` lists them all."""

from rnn_helpers.exercises import grading

c = get_config()  # noqa: F821
grading.configure(c)
c.Execute.timeout = 120  # seconds for one cell of a submission
# Files as a learning platform gives them, in downloaded/05/archive:
# ada_05_the_update_equations.ipynb is Ada's.
collector = c.FileNameCollectorPlugin
collector.named_regexp = r".*[/\\](?P<student_id>[^/\\_]+)_(?P<file_id>\d\d_[^/\\]+)$"
'''


def course(folder, out):
    """Makes a course of the notebooks that have exercises. -> the assignments' names, "05" …"""
    out, made = Path(out), []
    if (out / "nbgrader_config.py").exists():
        raise ValueError(f"--out: expected a folder without a course, {out} has one")
    for path in edition.notebooks(folder):
        if edition.found(edition.read(path)):
            made.append(path.name[:2])
            source = out / "source" / made[-1]
            source.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, source)
    (out / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    return made


def configure(c):
    """Puts Release and Grade in place of nbgrader's own, in a traitlets Config."""
    steps = ((GenerateAssignment.preprocessors, preprocessors.ClearSolutions, Release),
             (Autograde.autograde_preprocessors, preprocessors.Execute, Grade))
    for command, own, ours in steps:
        c[command.this_class.__name__][command.name] = [ours if step is own else step
                                                        for step in command.default()]
    c.OverwriteCells.add_missing_cells = True  # a check cell that was deleted is no way out


class Release(preprocessors.ClearSolutions):
    """An answer's cell without BEGIN SOLUTION is a stub already; nbgrader would empty it."""

    def preprocess_cell(self, cell, resources, cell_index):
        """As nbgrader's, for a cell that has a solution."""
        if self.begin_solution_delimeter in cell.source:
            return super().preprocess_cell(cell, resources, cell_index)
        return cell, resources


class Grade(preprocessors.Execute):
    """Runs a submission, as nbgrader does; then gives the points of each exercise's check cell."""

    seed = Integer(1, help="of the inputs; a reader's own check uses 0").tag(config=True)
    patience = Float(2, help="how many times its own time an exercise gets").tag(config=True)

    def preprocess(self, nb, resources):
        """Runs the notebook, and puts the points under the check cells that have not failed."""
        # after a cell that ends the kernel, none is run
        with own_copy(), contextlib.suppress(CellTimeoutError, DeadKernelError):
            super().preprocess(nb, resources)
        with own_copy():
            results = self.results(nb)
        for cell in nb.cells:
            if is_grade(cell) and cell.cell_type == "code" and not has_failed(cell):
                self.give(cell, results.get(cell.metadata.nbgrader.grade_id))
        return nb, resources

    def results(self, nb):
        """The result of each exercise, by its check cell's id, from the cells before that."""
        results, cells = {}, [cell for cell in nb.cells if cell.cell_type == "code"]
        with contextlib.closing(Remote(self.timeout)) as remote:
            for cell in cells:
                grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
                name = grade_id.removesuffix("-check")
                if not is_grade(cell):  # the first one has the imports
                    remote.define(cell.source, everything=cell is cells[0] or is_solution(cell))
                elif name != grade_id and find(name):
                    seconds = self.patience * find(name).seconds
                    attempt = remote.attempt(name, seconds)
                    results[grade_id] = judge(find(name), attempt, self.seed, seconds)
        return results

    def give(self, cell, result):
        """Puts the points under a check cell: none if it has not run and is not simply ours."""
        ran = cell.get("execution_count")
        if not ran and not (result and cell.source == edition.check_source(result.exercise.name)):
            lost = "A cell before this one ended the kernel."
            cell.outputs = [new_output("error", ename="NotRun", evalue=lost, traceback=[])]
        elif result:
            points = f"{result.score * cell.metadata.nbgrader.points:g}"
            cell.outputs = [
                new_output("display_data", {"text/plain": repr(result)}),
                new_output("execute_result", {"text/plain": points}, execution_count=ran)]


@contextlib.contextmanager
def own_copy():
    """What is started in here imports a copy of this package, which a submission may overwrite."""
    package = Path(rnn_helpers.__file__).parent
    with tempfile.TemporaryDirectory() as folder:
        for part in (package, package.parent / "data"):
            if part.is_dir():
                ignore = shutil.ignore_patterns("__pycache__")
                shutil.copytree(part, Path(folder, part.name), ignore=ignore)
        path = os.pathsep.join(filter(None, [folder, os.environ.get("PYTHONPATH")]))
        with (mock.patch.object(sys, "path", [folder, *sys.path]),  # for an answer's process
              mock.patch.dict(os.environ, PYTHONPATH=path)):  # and for the kernel
            yield
