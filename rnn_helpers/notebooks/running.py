"""A notebook run from top to bottom in a fresh kernel."""

import re

from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from rnn_helpers.notebooks.files import NotebookError, clear, read, tidy, write

CELL_SECONDS = 120


def run(path):
    """Run in the notebook's own folder and write it back tidy -> whether the file changed.

    Where a cell fails, nothing is written and NotebookError names the cell.
    """
    nb = read(path)
    for cell in nb.cells:
        if cell.cell_type == "code":
            clear(cell)
    at = 0

    def remember(cell, cell_index):
        nonlocal at
        at = cell_index

    client = NotebookClient(
        nb,
        kernel_name="python3",
        timeout=CELL_SECONDS,
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        extra_arguments=["--IPKernelApp.log_level=40"],  # warnings would go to this terminal
        resources={"metadata": {"path": str(path.resolve().parent)}},
        on_cell_start=remember,
    )
    try:
        client.execute()
    except CellExecutionError as error:
        what = f"{error.ename}: {error.evalue}"
    except CellTimeoutError:
        what = f"did not finish within {CELL_SECONDS} s"
    except DeadKernelError:
        what = "the kernel died"
    except NoSuchKernel:
        what = "there is no kernel named python3; install ipykernel"
    else:
        return write(path, tidy(nb))
    line = _one_line(nb.cells[at].source)[:60]
    raise NotebookError(f"{path}: cell {at + 1} ({line}): {_one_line(what)}")


def _one_line(text):
    return re.sub(r"\s+", " ", text.strip())
