"""Exercises as cells of the notebooks: how they are written, filled in with solutions, and checked all together.

The stub's cell and the check's cell are known by their metadata, which is nbgrader's: an answer that is graded
automatically, and the locked cell that grades it. Their ids are the exercise's name and name-check.
"""

import contextlib
import io
import json
from pathlib import Path

from rnn_helpers.exercises import check, get, names

SCHEMA = 3  # of nbgrader's metadata


def metadata(name):
    """-> nbgrader's metadata of the stub's cell, and of the check's."""
    both = {"schema_version": SCHEMA, "task": False}
    stub = both | {"grade": False, "grade_id": name, "locked": False, "solution": True}
    grader = both | {"grade": True, "grade_id": f"{name}-check", "locked": True, "solution": False, "points": get(name).points}
    return stub, grader


def check_source(name):
    return f'exercises.check("{name}", {name})'


def text(name):
    """The exercise's three cells in Jupytext's percent format, to be put into a notebook's text."""
    exercise = get(name)
    stub, grader = (json.dumps(part, sort_keys=True) for part in metadata(name))
    return (f"# %% [markdown]\n# ### {exercise.title}\n#\n# {exercise.task}\n\n# %% "
            f"nbgrader={stub}\n{exercise.stub}\n\n\n# %% nbgrader={grader}\n{check_source(name)}\n")


def found(nb):
    """name -> (stub's cell, check's cell) of the exercises in a notebook, in its order."""
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in nb.cells if "nbgrader" in cell.metadata}
    return {name: (cell, cells[f"{name}-check"]) for name, cell in cells.items() if f"{name}-check" in cells}


def read(path):
    import nbformat

    return nbformat.read(path, as_version=4)


def notebooks(folder):
    paths = sorted(Path(folder).glob("*.ipynb"))
    if not paths:
        raise ValueError(f"{folder}: no notebook there")
    return paths


def solve(folder, out):
    """Copies the notebooks of a folder to another, with the solutions in place of the stubs. -> how many were filled in."""
    import nbformat

    out, filled = Path(out), 0
    if out.resolve() == Path(folder).resolve():
        raise ValueError(f"--out: expected another folder than {folder}, or the stubs would be "
                         "lost")
    out.mkdir(parents=True, exist_ok=True)
    for path in notebooks(folder):
        nb = read(path)
        for name, (stub, grader) in found(nb).items():
            if name in names():
                stub.source = get(name).solution_source
                for cell in (stub, grader):
                    cell.outputs, cell.execution_count = [], None
                filled += 1
        nbformat.write(nb, out / path.name)
    return filled


def results(path):
    """name -> result of each exercise in a notebook, which is not run: only its imports and its attempts are."""
    nb, space, checked = read(path), {}, {}
    pairs = found(nb)
    if pairs:
        imports = next(cell.source for cell in nb.cells if cell.cell_type == "code")
        exec(compile(imports, str(path), "exec"), space)  # noqa: S102
    for name, (stub, _) in pairs.items():
        space.pop(name, None)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
            exec(compile(stub.source, f"{path}, {name}", "exec"), space)  # noqa: S102
        checked[name] = check(name, space.get(name))
    return checked
