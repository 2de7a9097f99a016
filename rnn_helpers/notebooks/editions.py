"""Copies of the notebooks: the student's, with a line for each prediction, and the lecturer's.

In both, results are cleared, so nothing is seen before it is asked for. What a reader has changed
is never overwritten: an edition remembers what it wrote, and leaves alone what differs from that.
"""

import hashlib
import json
import os
import shutil
from pathlib import Path

import nbformat

from rnn_helpers.notebooks.files import NotebookError, clear, read

EDITIONS = ("student", "lecture")
MADE = ".edition.json"  # in the edition's folder: file name -> sha256 of what was written
LINE = "**My prediction:** "


def edition(nb, kind):
    """-> a copy of the notebook: outputs cleared, and for students a line under each prediction."""
    made = nbformat.from_dict(nb)
    cells = []
    for cell in made.cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "code":
            clear(cell)
            cell.metadata.get("jupyter", {}).pop("outputs_hidden", None)
        cells.append(cell)
        if kind == "student" and "prediction" in tags:
            place = [tag for tag in tags if tag != "prediction"]
            line = nbformat.v4.new_markdown_cell(LINE, id=f"my-{cell.id}"[:64])
            line.metadata = nbformat.from_dict({"tags": [*place, "my-prediction"]})
            cells.append(line)
    made.cells = cells
    return made


def make(paths, kind, out, *, restore=None):
    """Write an edition of these notebooks into the folder `out` -> a list of what was done, lines.

    A file that the reader changed stays as it is. restore: the beginning of one notebook's name,
    "03"; the reader's copy is kept under another name, and a new one takes its place.
    """
    if kind not in EDITIONS:
        raise ValueError(f"kind: expected one of {', '.join(EDITIONS)}; got {kind!r}")
    out = Path(out)
    if restore is not None:
        paths = [path for path in paths if path.name.startswith(restore)]
        if len(paths) != 1:
            raise NotebookError(f"--restore: expected the beginning of one notebook's name, such "
                                f"as 03; got {restore!r}, which fits {len(paths)}")
    originals = {path.resolve().parent for path in paths}
    if out.resolve() in originals:
        raise NotebookError(f"--out: expected a folder of your own, got {out}, where the course's "
                            "notebooks are")
    try:
        out.mkdir(parents=True, exist_ok=True)
        return [_one(path, kind, out, replace=restore is not None) for path in paths]
    except OSError as error:
        raise NotebookError(f"{out}: cannot be written: {error.strerror}") from None


def _one(path, kind, out, replace):
    text = nbformat.writes(edition(read(path), kind)) + "\n"
    place, written = out / path.name, _remembered(out)
    now = place.read_text(encoding="utf-8") if place.exists() else None
    if now == text:
        return f"{place}: as it was"
    if now is not None and _digest(now) != written.get(path.name):
        if not replace:
            return (f"{place}: kept, because you changed it; "
                    f"--restore {path.name[:2]} brings the original back")
        kept = _free(place)
        shutil.copy2(place, kept)
        done = f"{place}: restored; what you had is in {kept.name}"
    else:
        done = f"{place}: {'written' if now is None else 'renewed'}"
    _replace(place, text)
    _replace(out / MADE, json.dumps(written | {path.name: _digest(text)}, indent=1) + "\n")
    return done


def _remembered(out):
    try:
        found = json.loads((out / MADE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def _free(place):
    """A name beside `place` that no file has: "03_x (mine).ipynb", "03_x (mine 2).ipynb", …"""
    numbers = ["", *(f" {n}" for n in range(2, 1000))]
    names = [place.with_name(f"{place.stem} (mine{n}){place.suffix}") for n in numbers]
    return next(name for name in names if not name.exists())


def _replace(place, text):
    part = place.with_name(f".{place.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    os.replace(part, place)
