"""A conclusion that rests on training holds for other seeds too.

The notebook's own asserts are the test: its code cells run as one script, with another number in the cell
`SEED = 0`. nbval runs them with 0, and compares the outputs.
"""

import re
import subprocess
import sys

import nbformat
import pytest

from helpers.places import ROOT

SEED_CELL = re.compile(r"SEED = 0")
SECONDS = 600  # for one notebook, on a busy machine


def code(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


SEEDED = [path for path in sorted((ROOT / "notebooks").glob("*.ipynb")) if any(map(SEED_CELL.fullmatch, code(path)))]


def with_seed(cells, seed):
    """One script. Each cell is named in a comment, so that a traceback leads back to it."""
    cells = [f"SEED = {seed}" if SEED_CELL.fullmatch(cell) else cell for cell in cells]
    return "\n\n".join(f"# cell [{n}]\n{cell}" for n, cell in enumerate(cells, start=1))


def test_some_notebook_is_seeded():
    assert SEEDED, "no notebook has a cell that reads SEED = 0"


def test_no_notebook_seeds_by_hand():
    """A fixed number elsewhere would escape the other seeds."""
    by_hand = re.compile(r"default_rng\(\s*\d|training\.seed\(\s*\d|set_random_seed|np\.random\.seed")
    for path in SEEDED:
        found = [cell for cell in code(path) if by_hand.search(cell)]
        assert not found, f"{path.name}: {found[0]}"


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
@pytest.mark.parametrize("path", SEEDED, ids=lambda path: path.stem)
def test_conclusions_hold_for_other_seeds(path, seed, tmp_path):
    script = tmp_path / f"{path.stem}.py"
    script.write_text(with_seed(code(path), seed), encoding="utf-8")
    preface = f"import runpy, sys; sys.path.insert(0, {str(ROOT)!r}); runpy.run_path({str(script)!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", preface], cwd=path.parent, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, f"{path.name} with SEED = {seed}:\n{done.stderr[-2000:]}"
