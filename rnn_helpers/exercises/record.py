"""What a reader has done so far, in one small file.

It is in the reader's Jupyter data folder, not beside the notebooks, so it survives a fresh clone
and never shows up in git. It is used only where somebody is watching: a notebook that is merely
executed leaves no trace, and always looks the same. RNN_PROGRESS names another file; if it is
empty, nothing is kept.
"""

import contextlib
import json
import os
import sys
from pathlib import Path

STATUSES = ["not started", "failed", "passed"]  # the better one last
NOTHING = {"status": "not started", "score": 0.0, "hints": 0}


def path():
    """The file, or None where nothing is kept."""
    named = os.environ.get("RNN_PROGRESS")
    if named is not None:
        return Path(named).expanduser() if named else None
    if not _watched():
        return None
    from jupyter_core.paths import jupyter_data_dir

    try:
        return Path(jupyter_data_dir()) / "rnn_helpers" / "progress.json"
    except RuntimeError:  # nobody's home: a container with an unknown user
        return None


def _watched():
    """Whether an editor has this notebook open: JupyterLab names its session, VS Code the file."""
    return ("JPY_SESSION_NAME" in os.environ
            or hasattr(sys.modules.get("__main__"), "__vsc_ipynb_file__"))


def where():
    """One sentence: where the progress is kept, or that it is not, and how to change that."""
    if path() is not None:
        return f"Kept in {path()}."
    why = "RNN_PROGRESS is empty" if "RNN_PROGRESS" in os.environ else "no editor is watching"
    return (f"Not kept: {why}. To keep it, run %env RNN_PROGRESS=~/rnn_progress.json in a cell "
            "before the exercises, or set this variable before you start your editor.")


def read():
    """name -> {"status", "score", "hints"}; empty for a file that is missing, broken or not ours.
    """
    try:
        kept = json.loads(path().read_text(encoding="utf-8"))
        return {name: {"status": one["status"], "score": float(one["score"]),
                       "hints": int(one.get("hints", 0))}
                for name, one in kept.items() if one["status"] in STATUSES}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):  # no path, or no dict
        return {}


def keep(name, status, score):
    """Keeps the best result so far. If the file cannot be written, only the record is lost."""
    kept = read()
    old = kept.get(name, NOTHING)
    if (STATUSES.index(status), score) > (STATUSES.index(old["status"]), old["score"]):
        _write(kept | {name: old | {"status": status, "score": score}})


def hinted(name, level):
    """Keeps the highest hint that was asked for."""
    kept = read()
    old = kept.get(name, NOTHING)
    if level > old["hints"]:
        _write(kept | {name: old | {"hints": level}})


def _write(kept):
    if path() is None:
        return
    with contextlib.suppress(OSError):
        path().parent.mkdir(parents=True, exist_ok=True)
        part = path().with_name(f"{path().name}.{os.getpid()}")
        part.write_text(json.dumps(kept, indent=1, sort_keys=True), encoding="utf-8")
        os.replace(part, path())
