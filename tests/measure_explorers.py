"""How long from a key press to the changed picture, in each notebook's explorers, in real JupyterLab and Chromium.

    python -m pytest -q -s tests/measure_explorers.py

Prints a table. No test looks at it: speed is measured on a quiet machine, by who wants to know.
"""

import re

import numpy as np
import pytest
from conftest import ROOT
from driving import Driven

PRESSES = 30
HELD = 100  # milliseconds that a finger holds a key down: its release is work for the browser too, and comes later
NOTEBOOKS = [path for path in sorted((ROOT / "notebooks").glob("*.ipynb")) if "explorers." in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_measure(path, lab):
    with lab(path) as opened:
        opened.run_all()
        for i, cell in enumerate(opened.nb.cells):
            for root in opened.cell(i).locator(".rnn-explorer").all():
                name = re.search(r"explorers\.(\w+)", cell.source).group(1)
                for control, times in measured(opened.page, Driven(opened.page, root)):
                    median, high = np.percentile(times, [50, 95])
                    print(f"\n{name:14} {control:16} median {median:4.0f} ms, 95 % {high:4.0f} ms, {len(times)} presses", end="")


def measured(page, driven):
    """(slider's name, milliseconds of each press): there and back, three presses a second."""
    for kind, name, place in driven.controls():
        if kind != "slider":
            continue
        place.focus()
        driven.root.evaluate("root => { root.rnn.times = [] }")
        for n in range(PRESSES):
            at_end = place.get_attribute("aria-valuenow") == place.get_attribute("aria-valuemax")
            page.keyboard.press("ArrowLeft" if at_end or n % 2 else "ArrowRight", delay=HELD)
            page.wait_for_timeout(200)
        if driven.times():
            yield name, driven.times()
