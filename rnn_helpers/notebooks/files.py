"""Notebook files: read, made tidy, and written only where something changed."""

import hashlib
import os

import nbformat

CELL_KEYS = ("tags", "reason", "slideshow", "nbgrader")  # other cell metadata belongs to some tool
FOLDS = {"hide-input": "source_hidden", "result": "outputs_hidden"}  # tag -> JupyterLab's own word
WIDGET = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class NotebookError(Exception):
    """One line: which notebook, which cell, what went wrong."""


def read(path):
    """A notebook file as nbformat's node. Raises NotebookError where it is not a notebook."""
    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.reader.NotJSONError) as error:
        raise NotebookError(f"{path}: cannot be read as a notebook: {error}") from None


def write(path, nb):
    """Write the whole file, or nothing where it would not change -> whether it changed."""
    text = nbformat.writes(nb).rstrip("\n") + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    os.replace(part, path)
    return True


def tidy(nb):
    """In place: only what a reader sees stays, so that a diff shows only what really changed."""
    nb.metadata.clear()
    nb.metadata.update(METADATA)
    nb.nbformat, nb.nbformat_minor = 4, 5
    nb.cells = [cell for cell in nb.cells if cell.source.strip()]
    name_cells(nb.cells, keep={cell.id for cell in nb.cells if "id" in cell})
    code = [cell for cell in nb.cells if cell.cell_type == "code"]
    ran = [cell for cell in code if cell.execution_count is not None]
    for count, cell in enumerate(ran, start=1):
        cell.execution_count = count
    for cell in nb.cells:
        kept = {key: cell.metadata[key] for key in CELL_KEYS if key in cell.metadata}
        folded = {key: True for tag, key in FOLDS.items() if tag in kept.get("tags", ())}
        cell.metadata = nbformat.from_dict(kept | ({"jupyter": folded} if folded else {}))
    for cell in code:
        for output in cell.outputs:
            _tidy_output(output, cell.execution_count)
    return nb


def _tidy_output(output, count):
    if "execution_count" in output:
        output.execution_count = count
    if output.output_type == "error":  # the frames name files of this machine; one line is enough
        output.traceback = [f"{output.ename}: {output.evalue}"]
    if "data" in output:  # a widget's model dies with the kernel, and hides the picture beside it
        output.data.pop(WIDGET, None)


def name_cells(cells, keep):
    """Give ids, in place: those in `keep` stay, others follow from the cell's text alone."""
    taken = set()
    for cell in cells:
        if cell.get("id") not in keep or cell.id in taken:
            digest = hashlib.sha1(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()
            ids = (digest[start : start + 8] for start in range(33))
            cell.id = next(each for each in ids if each not in taken | keep)
        taken.add(cell.id)


def clear(cell):
    """Take a code cell's outputs away, in place: they are of another run."""
    cell.outputs, cell.execution_count = [], None
