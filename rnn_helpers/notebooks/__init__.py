"""The commands for notebooks: run them, tidy them, edit them as text.

    python -m rnn_helpers.notebooks run [NOTEBOOK …]     run in a fresh kernel, write back tidy
    python -m rnn_helpers.notebooks text [NOTEBOOK …]    write NAME.ipynb as text to .text/NAME.py
    python -m rnn_helpers.notebooks notebook TEXT …      read .text/NAME.py back into NAME.ipynb

Without a path: every notebook in notebooks/.  The text is in Jupytext's percent format; cells that
you do not change keep their outputs.
"""

from rnn_helpers.notebooks.files import METADATA, WIDGET, NotebookError, read, tidy, write
from rnn_helpers.notebooks.running import run
from rnn_helpers.notebooks.text import from_text, to_text

__all__ = [
    "METADATA",
    "WIDGET",
    "NotebookError",
    "from_text",
    "read",
    "run",
    "tidy",
    "to_text",
    "write",
]
