"""Wrong attempts that no diagnosis was written against: how many are told their cause?

tests/exercises/fresh has them, each with its true cause in words. `told.json` has those whose cause
is told, with the diagnosis that was read and found true. A false cause is worse than none: whoever
changes what an attempt is told reads the new sentence against the true cause, and writes it there.
`pytest -q -s tests/exercises/test_fresh.py -k table` prints the share.
"""

import importlib
import inspect
import json
from pathlib import Path

import pytest

from rnn_helpers import exercises, show

FOLDER = Path(__file__).parent / "fresh"
TOLD = json.loads((FOLDER / "told.json").read_text(encoding="utf-8"))
VAGUE = {"wrong", "shape", "sizes", "raises", "type", "another order", "only B=1"}


def fresh():
    """name -> function, EXERCISE__SLIP."""
    modules = [importlib.import_module(f"exercises.fresh.{path.stem}")
               for path in sorted(FOLDER.glob("*.py"))]
    return {name: function for module in modules for name, function in vars(module).items()
            if inspect.isfunction(function) and "__" in name and not name.startswith("_")}


ATTEMPTS = fresh()


@pytest.mark.parametrize("name", ATTEMPTS)
def test_it_is_told_its_cause_or_none(name):
    assert ATTEMPTS[name].__doc__, "the true cause"
    for seed in range(3):
        result = exercises.check(name.split("__")[0], ATTEMPTS[name], seed=seed)
        assert result.status == "failed"
        assert result.mistake == TOLD.get(name, result.mistake)
        if name not in TOLD:
            assert result.mistake in VAGUE, f"new: {result.says} Is that the cause?"


def test_most_are_told_and_each_old_exercise_has_five():
    many = [name.split("__")[0] for name in ATTEMPTS]
    assert len(TOLD) >= 0.9 * len(ATTEMPTS) and set(TOLD) <= set(ATTEMPTS)
    assert all(many.count(name) >= 5 for name in set(many)) and len(set(many)) == 40


def test_table(capsys):
    rows = [[name, function.__doc__, TOLD.get(name, "-")] for name, function in ATTEMPTS.items()]
    with capsys.disabled():
        print("", show.table(rows, ["attempt", "its cause", "told"]),
              f"{len(TOLD)} of {len(rows)} are told their cause", sep="\n")
