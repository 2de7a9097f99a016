"""The explorers `scan` and `which_wins`: what they say is what the engine counts."""

import re

import pytest

from rnn_helpers import explorers, numpy_scan


@pytest.mark.parametrize("way", numpy_scan.WAYS)
@pytest.mark.parametrize("T", [2, 7, 16])
def test_scan_says_rounds_operations_and_finished_states(way, T):
    explorer = explorers.scan()
    last, operations = numpy_scan.cost(way, T)
    explorer.set(way=way, T=T, step=last)
    words = explorer.screen.words
    assert f"Round {last} of {last} " in words and f"{T} of {T} states are finished" in words
    assert f"In all, {operations} operations" in words
    assert f"the loop takes {2 * T}." in words


LATENCY = {"1 ns": 1e-9, "1 µs": 1e-6, "10 µs": 1e-5}
RATE = {"1 billion/s": 1e9, "10 billion/s": 1e10}
UNIT = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0}


@pytest.mark.parametrize("T, numbers, latency, rate, fastest", [
    (16, 0, "10 µs", "1 billion/s", "scan"),  # every round costs, and T rounds most
    (12, 14, "1 ns", "1 billion/s", "loop"),  # nothing but the work counts
    (4, 0, "1 µs", "10 billion/s", "doubling"),
])
def test_which_wins_says_the_times(T, numbers, latency, rate, fastest):
    explorer = explorers.which_wins([("loop", 16, 1, 1e-5), ("scan", 16, 2, 1e-5)])
    explorer.set(T=T, numbers=numbers, latency=latency, rate=rate)
    told = re.findall(r"(loop|doubling|scan|chunks) ([\d.e+]+) (ns|µs|ms|s)\b",
                      explorer.screen.words)
    times = {way: float(number) * UNIT[unit] for way, number, unit in told}
    assert set(times) == set(numpy_scan.WAYS) and min(times, key=times.get) == fastest
    for way, seconds in times.items():
        rounds, work = numpy_scan.cost(way, 2**T)
        expected = rounds * LATENCY[latency] + work * 2**numbers / RATE[rate]
        assert seconds == pytest.approx(expected, rel=0.01)
    assert explorer.screen.words.endswith(f"dots: {1 if numbers in (0, 1) else 0}.")
