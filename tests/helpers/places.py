"""Where the repository's files are, and how a test reads a notebook."""

from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def read(path):
    """A notebook file as nbformat's node."""
    return nbformat.read(path, as_version=4)


def code_cells(path):
    """[(number, cell), …]: every code cell, numbered among all cells, the first one 1."""
    cells = enumerate(read(path).cells, start=1)
    return [(number, cell) for number, cell in cells if cell.cell_type == "code"]
