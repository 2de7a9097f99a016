"""A conclusion that rests on training holds for other seeds too.

The notebook's own asserts are the test: its code cells run as one script, with another number in
the cell `SEED = 0`.  nbval runs them with 0, and compares the outputs.
"""

import os
import re
import subprocess
import sys

import pytest

from helpers.places import NOTEBOOKS, ROOT, code_cells

SEEDS = [1, 2, 3, 4]
SEED_CELL = re.compile(r"SEED = 0")
SECONDS = 300  # for one seed, on a busy machine
# One process for all seeds of a notebook: to import TensorFlow takes as long as a short training.
RUN_ALL = """
import runpy, sys, traceback
failed = False
for script in sys.argv[1:]:
    try:
        runpy.run_path(script, run_name="__main__")
    except Exception:
        traceback.print_exc()
        failed = True
sys.exit(failed)
"""


def sources(path):
    return [cell.source for _, cell in code_cells(path)]


SEEDED = [path for path in NOTEBOOKS if any(map(SEED_CELL.fullmatch, sources(path)))]


def with_seed(cells, seed):
    """One script.  Each cell is numbered in a comment, so that a traceback leads back to it."""
    cells = [f"SEED = {seed}" if SEED_CELL.fullmatch(cell) else cell for cell in cells]
    return "\n\n".join(f"# cell [{n}]\n{cell}" for n, cell in enumerate(cells, start=1))


def test_some_notebook_is_seeded():
    assert SEEDED, "no notebook has a cell that reads SEED = 0"


def test_no_notebook_seeds_by_hand():
    """A fixed number elsewhere would escape the other seeds."""
    by_hand = re.compile(
        r"(default_rng|training\.seed)\(\s*\d|set_random_seed|np\.random\.seed"
    )
    for path in SEEDED:
        found = [cell for cell in sources(path) if by_hand.search(cell)]
        assert not found, f"{path.name}: {found[0]}"


@pytest.mark.slow
@pytest.mark.parametrize("path", SEEDED, ids=lambda path: path.stem)
def test_conclusions_hold_for_other_seeds(path, tmp_path):
    scripts = [tmp_path / f"{path.stem}_seed_{seed}.py" for seed in SEEDS]
    for script, seed in zip(scripts, SEEDS, strict=True):
        script.write_text(with_seed(sources(path), seed), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", RUN_ALL, *scripts],
        cwd=path.parent,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=SECONDS * len(SEEDS),
    )
    assert done.returncode == 0, done.stderr[-4000:]
