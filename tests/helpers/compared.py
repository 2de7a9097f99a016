"""nbval's comparison, for outputs that a notebook got elsewhere than in nbval's own kernel."""

import nbformat
from nbval.plugin import IPyNbFile, coalesce_streams

from rnn_helpers.notebooks import WIDGET


def differences(session, path, outputs):
    """How outputs differ from those in the notebook file, a line per cell that differs.

    session: pytest's.  outputs: a list of outputs for each code cell, in order.  The comparison is
    strict nbval's, with the same exemptions; only what a progress bar leaves is not looked at: it
    is shown where somebody watches, and nbval's kernel has no such place.
    """
    committed = list(IPyNbFile.from_parent(session, path=path).collect())
    for cell, found in zip(committed, outputs, strict=True):
        found = coalesce_streams([nbformat.from_dict(output) for output in found])
        found = [output for output in found if not is_bar(output)]
        if cell.options["check"]:
            if not cell.compare_outputs(found, coalesce_streams(cell.cell.outputs)):
                yield f"code cell {cell.cell_num + 1}: " + "\n".join(cell.comparison_traceback)


def is_bar(output):
    """A widget without the picture that every explorer has for where no kernel runs."""
    data = output.get("data", {})
    return WIDGET in data and "image/png" not in data
