"""Loop or scan: who is faster, by length, size of the state, and the machine's two speeds."""

import ipywidgets as widgets
import numpy as np

from rnn_helpers import figures, numpy_scan
from rnn_helpers.explorers.core import Explorer
from rnn_helpers.explorers.stage import stage, wiped

LONGEST = 16  # as a power of two
LATENCIES = {
    "1 ns": 1e-9, "10 ns": 1e-8, "0.1 µs": 1e-7, "1 µs": 1e-6, "10 µs": 1e-5, "0.1 ms": 1e-4,
}
RATES = {"1 billion/s": 1e9, "10 billion/s": 1e10, "100 billion/s": 1e11, "1 trillion/s": 1e12}


def which_wins(measured=()):
    """Explorer: time by T of each way, for a machine of this latency and this rate.

    A round takes the latency, and an operation on each number 1 / rate. measured: (way, T, numbers,
    seconds) of single measurements; those with as many numbers as are set appear as dots.
    """
    figure, ax = stage(height=4.8, left=0.1, bottom=0.17, top=0.96)
    T_all = 2 ** np.arange(4, LONGEST + 1)

    def draw(T, numbers, latency, rate):
        numbers, latency, rate = 2**numbers, LATENCIES[latency], RATES[rate]
        lines = {way: np.array([_seconds(way, each, numbers, latency, rate) for each in T_all])
                 for way in numpy_scan.WAYS}
        dots = [(way, t, s) for way, t, n, s in measured if n == numbers]
        wiped(ax)
        figures.time_by_T(T_all, lines, dots, at=2**T, ax=ax)
        ax.set(xlim=(14, 1.2 * 2**LONGEST), ylim=(1e-8, 1e3))
        at = {way: line[T - 4] for way, line in lines.items()}
        order = sorted(at, key=at.get)
        told = ", ".join(f"{way} {_said(at[way])}" for way in order)
        return figure, (
            f"At T = {2**T:,} and a state of size {numbers:,}: {told}. Measurements of this size, "
            f"shown as dots: {len(dots)}."
        )

    return Explorer(
        draw,
        T=widgets.IntSlider(12, 4, LONGEST, description="T = 2^"),
        numbers=widgets.IntSlider(0, 0, 14, description="numbers 2^"),
        latency=widgets.Dropdown(options=list(LATENCIES), value="1 µs", description="latency"),
        rate=widgets.Dropdown(options=list(RATES), description="rate"),
    )


def _seconds(way, T, numbers, latency, rate):
    rounds, work = numpy_scan.cost(way, int(T))
    return rounds * latency + work * numbers / rate


def _said(seconds):
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"
