"""Run, tidy and edit the notebooks.

    python -m rnn_helpers.notebooks run [NOTEBOOK …]     run top to bottom in a fresh kernel, write back tidy
    python -m rnn_helpers.notebooks text [NOTEBOOK …]    write the text of NAME.ipynb to .text/NAME.py beside it
    python -m rnn_helpers.notebooks notebook TEXT …      bring .text/NAME.py back; unchanged cells keep their output

Without a path: every notebook in notebooks/.  The text is Jupytext's percent format.
"""

import argparse
import hashlib
import os
import re
import sys
import time
from pathlib import Path

CELL_SECONDS = 120
CELL_KEYS = ("tags", "reason", "slideshow", "nbgrader")  # all other cell metadata is a tool's own
WIDGET = "application/vnd.jupyter.widget-view+json"
TEXT_FORMAT = {"extension": ".py", "format_name": "percent"}
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class NotebookError(Exception):
    """One line: which notebook, which cell, what went wrong."""


def read(path):
    import nbformat

    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.reader.NotJSONError) as error:
        raise NotebookError(f"{path}: cannot be read as a notebook: {error}") from None


def write(path, nb):
    """Writes only what differs, and the whole file or nothing. -> True if the file changed."""
    import nbformat

    text = nbformat.writes(nb).rstrip("\n") + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    os.replace(part, path)
    return True


def tidy(nb):
    """In place: nothing in the file but what a reader sees, so that a diff shows only what truly changed."""
    nb.metadata.clear()
    nb.metadata.update(METADATA)
    nb.nbformat, nb.nbformat_minor = 4, 5
    nb.cells = [cell for cell in nb.cells if cell.source.strip()]
    name_cells(nb.cells, keep={cell.id for cell in nb.cells if "id" in cell})
    ran = [cell for cell in nb.cells if cell.cell_type == "code" and cell.execution_count is not None]
    for count, cell in enumerate(ran, start=1):
        cell.execution_count = count
    for cell in nb.cells:
        cell.metadata = type(nb)({key: cell.metadata[key] for key in CELL_KEYS if key in cell.metadata})
        for output in cell.get("outputs", []):
            tidy_output(output, cell.execution_count)
    return nb


def tidy_output(output, count):
    if "execution_count" in output:
        output.execution_count = count
    if output.output_type == "error":  # frames hold paths of this machine; the last line says it all
        output.traceback = [f"{output.ename}: {output.evalue}"]
    if "data" in output:  # a widget's model is gone when the kernel is, and hides the picture beside it
        output.data.pop(WIDGET, None)


def name_cells(cells, keep):
    """Ids in `keep` stay. Others come from the cell's text, never from chance."""
    taken = set()
    for cell in cells:
        if cell.get("id") not in keep or cell.id in taken:
            digest = hashlib.sha1(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()
            cell.id = next(digest[i : i + 8] for i in range(33) if digest[i : i + 8] not in taken | keep)
        taken.add(cell.id)


def run(path):
    """Runs in a fresh kernel, in the notebook's own folder, and writes back. -> True if the file changed."""
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    nb = read(path)
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    at = [0]
    client = NotebookClient(
        nb,
        kernel_name="python3",
        timeout=CELL_SECONDS,
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        extra_arguments=["--IPKernelApp.log_level=40"],  # its warnings are for the terminal it is not in
        resources={"metadata": {"path": str(path.resolve().parent)}},
        on_cell_start=lambda cell, cell_index: at.__setitem__(0, cell_index),
    )
    try:
        client.execute()
    except CellExecutionError as error:
        what = f"{error.ename}: {error.evalue}"
    except CellTimeoutError:
        what = f"no end after {CELL_SECONDS} s"
    except DeadKernelError:
        what = "the kernel died"
    except NoSuchKernel:
        what = "there is no kernel named python3; install ipykernel"
    else:
        return write(path, tidy(nb))
    line = re.sub(r"\s+", " ", nb.cells[at[0]].source.strip())[:60]
    raise NotebookError(f"{path}: cell {at[0] + 1} ({line}): " + re.sub(r"\s+", " ", what))


def to_text(path):
    """notebooks/NAME.ipynb -> notebooks/.text/NAME.py. -> the path of the text."""
    import jupytext

    nb = read(path)
    nb.metadata = type(nb)({"jupytext": {"notebook_metadata_filter": "-all", "cell_metadata_filter": ",".join(CELL_KEYS)}})
    text = path.parent / ".text" / f"{path.stem}.py"
    text.parent.mkdir(exist_ok=True)
    text.write_text(jupytext.writes(nb, fmt=TEXT_FORMAT), encoding="utf-8")
    return text


def from_text(text):
    """notebooks/.text/NAME.py -> notebooks/NAME.ipynb. -> True if the notebook changed."""
    import jupytext
    from jupytext.combine import combine_inputs_with_outputs

    path = (text.parent.parent if text.parent.name == ".text" else text.parent) / f"{text.stem}.ipynb"
    if text.suffix != ".py":
        raise NotebookError(f"{text}: expected the text of a notebook, "
                            f"{text.parent / '.text' / text.stem}.py")
    nb, sources = jupytext.read(text, fmt=TEXT_FORMAT), {}
    if path.exists():
        old = read(path)
        sources = {cell.get("id"): cell.source for cell in old.cells}
        nb = combine_inputs_with_outputs(nb, old, TEXT_FORMAT)
    for cell in nb.cells:
        if cell.cell_type == "code" and sources.get(cell.get("id")) != cell.source:
            cell.outputs, cell.execution_count = [], None
    name_cells(nb.cells, keep=set(sources))
    return write(path, tidy(nb))


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["run", "text", "notebook"])
    parser.add_argument("paths", nargs="*", type=Path)
    args = parser.parse_args(argv)
    default = "notebooks/.text/*.py" if args.command == "notebook" else "notebooks/*.ipynb"
    paths = args.paths or sorted(Path().glob(default))
    if not paths:
        parser.error(f"no path given, and nothing matches {default} here")
    for path in paths:
        start = time.perf_counter()
        try:
            if args.command == "text":
                print(to_text(path))
                continue
            changed = run(path) if args.command == "run" else from_text(path)
        except NotebookError as error:
            sys.exit(str(error))
        print(f"{path}: {'changed' if changed else 'as it was'}, {time.perf_counter() - start:.1f} "
              "s", flush=True)

