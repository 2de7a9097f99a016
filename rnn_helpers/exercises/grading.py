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

MOODLE, CANVAS = r"_\d+_assignsubmission_file[_/\\]", r"(?:_LATE)?_\d+_\d+_"
NAMED = (rf".*[/\\](?P<student_id>[^/\\]+?)(?:{MOODLE}|{CANVAS}|_)"
         r"(?P<file_id>\d\d_[^/\\\d][^/\\]*?)(?:-\d+| ?\(\d+\))*\.ipynb$")

CONFIG = r'''"""nbgrader's settings; `nbgrader --help-all` lists them all."""

from rnn_helpers.exercises import grading

c = get_config()  # noqa: F821
grading.configure(c)
c.Execute.timeout = 120  # seconds for one cell of a submission
# Files in downloaded/05/archive, as a learning platform names them. NAME being 05_gates:
# ada_NAME.ipynb, Ada Byron_1234567_assignsubmission_file_NAME.ipynb (Moodle; also as a folder),
# byronada_LATE_3143_207797_NAME-1.ipynb (Canvas), and any of them downloaded twice, "… (1).ipynb".
collector = c.FileNameCollectorPlugin
collector.named_regexp = r"''' + NAMED + '"\n'


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
    """Puts our steps in place of nbgrader's own, in a traitlets Config."""
    steps = ((GenerateAssignment.preprocessors, preprocessors.ClearSolutions, Release),
             (Autograde.sanitize_preprocessors, preprocessors.DeduplicateIds, Tidy),
             (Autograde.sanitize_preprocessors, preprocessors.OverwriteCells, Overwrite),
             (Autograde.autograde_preprocessors, preprocessors.Execute, Grade))
    for command, own, ours in steps:
        there = c[command.this_class.__name__].get(command.name, command.default())
        c[command.this_class.__name__][command.name] = [ours if step is own else step
                                                        for step in there]
    c.OverwriteCells.add_missing_cells = True  # a check cell that was deleted is no way out


class Tidy(preprocessors.DeduplicateIds):
    """A cell that was copied, or whose metadata are damaged, becomes a cell like any other.

    JupyterLab copies a cell with its metadata. Of several, the last before the check counts: that
    is the one whose function the check has met.
    """

    def preprocess(self, nb, resources):
        """Takes nbgrader's metadata from all but one cell of each id."""
        places = {}
        for place, cell in enumerate(nb.cells):
            ours = cell.metadata.get("nbgrader", {})
            if isinstance(ours, dict) and isinstance(ours.get("grade_id"), str):
                places.setdefault(ours["grade_id"], []).append(place)
        keep = set()
        for name, found in places.items():
            before = [k for k in found if k < places.get(f"{name}-check", [len(nb.cells)])[-1]]
            keep.add((before or found)[-1])
        for place, cell in enumerate(nb.cells):
            if place not in keep:
                cell.metadata.pop("nbgrader", None)
        return nb, resources


class Overwrite(preprocessors.OverwriteCells):
    """As nbgrader's, but a cell of an unknown id becomes a cell like any other."""

    def preprocess_cell(self, cell, resources, cell_index):
        """Takes the rest of nbgrader's metadata from a cell whose id nobody knows."""
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if "grade_id" not in cell.metadata.get("nbgrader", {"grade_id": ""}):
            del cell.metadata["nbgrader"]
        return cell, resources


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
