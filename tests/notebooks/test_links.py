"""Every link in a notebook or a Markdown page leads to a file and a heading that are there."""

import os
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from helpers.places import NOTEBOOKS, ROOT, read

FOLDERS = (ROOT, ROOT / "data", ROOT / "pages")
PAGES = [*NOTEBOOKS, *sorted(path for folder in FOLDERS for path in folder.glob("*.md"))]
FENCED = re.compile(r"```.*?```", re.S)
LINK = re.compile(r"\]\(<?([^)\s>]+)>?[^)]*\)|\b(?:href|src)=[\"']([^\"']+)")


def prose_of(path):
    """The Markdown of a page, without blocks of code."""
    if path.suffix == ".ipynb":
        cells = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
        text = "\n\n".join(cells)
    else:
        text = path.read_text(encoding="utf-8")
    return FENCED.sub(" ", text)


def anchors(path):
    """What JupyterLab (notebooks) or GitHub (Markdown) makes of headings, and explicit anchors."""
    text = prose_of(path)
    found = set(re.findall(r"<a (?:id|name)=[\"']([^\"']+)", text))
    for heading in re.findall(r"^#{1,6} +(.+?) *#*$", text, flags=re.M):
        heading = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        found.add(heading.replace(" ", "-"))
        found.add(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-"))
    return found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    links = LINK.findall(re.sub(r"`[^`\n]*`", " ", prose_of(path)))
    for link in filter(None, (a or b for a, b in links)):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = unquote(link).partition("#")
        target = Path(os.path.normpath(path.parent / name)) if name else path
        assert target.exists(), f"{link}: no such file"
        assert target.is_relative_to(ROOT), f"{link}: leaves the repository"
        if anchor and target.suffix in (".ipynb", ".md"):
            assert anchor in anchors(target), f"{link}: no such heading"
