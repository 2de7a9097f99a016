"""A page of the lecture's slips, made from the notebooks in which they are mended."""

import re

from rnn_helpers.notebooks.files import read

TAG = re.compile(r"erratum-(\d+)")
HEAD = """# Errata of the lecture

The series grew out of a university lecture. This page lists the slips in its slides, numbered as
they were collected, and where each is told and checked. It is made from the notebooks, by
`python -m rnn_helpers.notebooks errata`.
"""


def notes(path):
    """(number, heading of its section, text) of each erratum in a notebook, in its order."""
    heading = ""
    for cell in read(path).cells:
        if cell.cell_type != "markdown":
            continue
        for tag in cell.metadata.get("tags", []):
            if match := TAG.fullmatch(tag):
                text = re.sub(r"^> \*\*Common mistake\.\*\* |^> ?", "", cell.source, flags=re.M)
                text = re.sub(r"\]\((?=\d\d_)", "](../notebooks/", text)
                yield int(match[1]), heading, " ".join(text.split())
        for found in re.findall(r"^## +(.+)$", cell.source, re.M):
            heading = found.strip()


def page(paths):
    """The page in Markdown, for a file one folder beside the notebooks."""
    entries = []
    for path in paths:
        for number, heading, text in notes(path):
            target = f"../notebooks/{path.name}#{heading.replace(' ', '-')}"
            entries.append((number, f"{number}. {text} ([{path.stem[:2]}, {heading}](<{target}>))"))
    return "\n".join([HEAD, *(entry for _, entry in sorted(entries)), ""])
