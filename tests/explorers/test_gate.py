"""The explorer `gate`: what it says is what σ and a product over the steps give."""

import math
import re

import pytest

from rnn_helpers import explorers


def said(explorer):
    found = re.search(r"gate is (\S+): .* every (\S+) steps.* holds (-?[\d.]+)",
                      explorer.screen.words)
    return [float(number.rstrip(".")) for number in found.groups()]


@pytest.mark.parametrize("keep", [-1.0, 0.5, 4.0])
@pytest.mark.parametrize("steps", [6, 17])
@pytest.mark.parametrize("unit", ["LSTM", "GRU"])
def test_the_belt_keeps_a_power_of_the_gate(unit, keep, steps):
    explorer = explorers.gate()
    explorer.set(unit=unit, inputs="1", steps=steps, keep=keep, write=6.0)
    f = 1 / (1 + math.exp(-keep))
    written = math.tanh(2) * (1 / (1 + math.exp(-6)) if unit == "LSTM" else 1 - f)
    gate, half, left = said(explorer)
    assert gate == pytest.approx(f, abs=6e-4)
    assert half == pytest.approx(math.log(0.5) / math.log(f), rel=6e-3)
    assert left == pytest.approx(written * f ** (steps - 1), abs=6e-3)


@pytest.mark.parametrize("inputs, complaint", [
    ("", "expected 1 to 40 numbers, got 0"), ("1 x", "expected numbers, got 'x'"),
    ("1 nan", "from -10 to 10, got nan"), ("1 11", "from -10 to 10, got 11"),
    ("1 " * 41, "expected 1 to 40 numbers, got 41"),
])
def test_a_bad_entry_is_one_line_and_loses_nothing(inputs, complaint):
    explorer = explorers.gate()
    before = explorer.screen.png
    explorer.set(inputs=inputs)
    assert complaint in explorer.screen.message and explorer.screen.png == before
    explorer.set(inputs="1, -1")
    assert explorer.screen.message == ""
