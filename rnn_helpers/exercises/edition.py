"""Exercises as cells of notebooks: how they are written, filled in with solutions, and checked.

The cells of the stub and of the check are recognised by nbgrader's metadata: an answer that is
graded automatically, and the locked cell that grades it. Their ids are NAME and NAME-check.
"""

import contextlib
import io
import json
from pathlib import Path

from rnn_helpers.exercises import check, get, names


def metadata(name):
    """-> nbgrader's metadata of the stub's cell, and of the check's."""
    def cell(grade_id, check, **more):
        return {"schema_version": 3, "task": False, "grade": check, "grade_id": grade_id,
                "locked": check, "solution": not check, **more}

    return cell(name, False), cell(f"{name}-check", True, points=1)


def check_source(name):
    """The source of the check's cell, which follows the stub's."""
    return f'exercises.check("{name}", {name})'


def task(name):
    """The Markdown cell above the stub: title and task."""
    return f"### {get(name).heading}\n\n{get(name).task}"


def text(name):
    """The three cells in Jupytext's percent format, to paste into a notebook's text."""
    markdown = "\n".join(f"# {line}".rstrip() for line in task(name).splitlines())
    stub, grader = (json.dumps(part, sort_keys=True) for part in metadata(name))
    return (f"# %% [markdown]\n{markdown}\n\n# %% nbgrader={stub}\n{get(name).stub}\n\n\n"
            f"# %% nbgrader={grader}\n{check_source(name)}\n")


def found(nb):
    """The exercises in a notebook, in its order: name -> (stub's cell, check's cell)."""
    cells = {cell.metadata.nbgrader.grade_id: cell
             for cell in nb.cells if "nbgrader" in cell.metadata}
    return {name: (cell, cells[f"{name}-check"])
            for name, cell in cells.items() if f"{name}-check" in cells}


def read(path):
    """A notebook, through nbformat."""
    import nbformat

    return nbformat.read(path, as_version=4)


def notebooks(folder):
    """The paths of a folder's notebooks, in order; ValueError if there is none."""
    paths = sorted(Path(folder).glob("*.ipynb"))
    if not paths:
        raise ValueError(f"{folder}: found no notebook there")
    return paths


def solve(folder, out):
    """Copies a folder's notebooks, with solutions in place of the stubs. -> how many."""
    import nbformat

    out, filled = Path(out), 0
    if out.resolve() == Path(folder).resolve():
        raise ValueError(f"--out: expected another folder than {folder}: there it would overwrite "
                         "the stubs")
    out.mkdir(parents=True, exist_ok=True)
    for path in notebooks(folder):
        nb = read(path)
        for name, cells in found(nb).items():
            if name in names():
                cells[0].source = get(name).solution_source
                for cell in cells:
                    cell.outputs, cell.execution_count = [], None
                filled += 1
        nbformat.write(nb, out / path.name)
    return filled


def results(path):
    """Checks a notebook's exercises: name -> result. Only its imports and attempts are run."""
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
