"""The commands for notebooks: run them, edit them as text, plan a course, make copies to work in.

    python -m rnn_helpers.notebooks run [NOTEBOOK …]     run in a fresh kernel, write back tidy
    python -m rnn_helpers.notebooks text [NOTEBOOK …]    write NAME.ipynb as text to .text/NAME.py
    python -m rnn_helpers.notebooks notebook TEXT …      read .text/NAME.py back into NAME.ipynb
    python -m rnn_helpers.notebooks plan [NOTEBOOK …]    minutes per section, and courses
    python -m rnn_helpers.notebooks errata               write pages/errata.md
    python -m rnn_helpers.notebooks student --out DIR    copies without results, to write in
    python -m rnn_helpers.notebooks lecture --out DIR    copies without results, to lecture from

Without a path: every notebook in notebooks/.  The text is in Jupytext's percent format; cells that
you do not change keep their outputs.  Copies that you changed are never overwritten; --restore 03
brings one notebook back, and keeps yours beside it.
"""

from rnn_helpers.notebooks.editions import EDITIONS, make
from rnn_helpers.notebooks.errata import page
from rnn_helpers.notebooks.files import METADATA, WIDGET, NotebookError, read, tidy, write
from rnn_helpers.notebooks.minutes import plan, report
from rnn_helpers.notebooks.running import run
from rnn_helpers.notebooks.text import from_text, to_text

__all__ = [
    "EDITIONS",
    "METADATA",
    "WIDGET",
    "NotebookError",
    "from_text",
    "make",
    "page",
    "plan",
    "read",
    "report",
    "run",
    "tidy",
    "to_text",
    "write",
]
