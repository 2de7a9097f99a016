"""Step through a linear recurrence: which steps each way joins, in how many rounds."""

import ipywidgets as widgets

from rnn_helpers import figures, numpy_scan
from rnn_helpers.explorers.sliders import LimitedExplorer
from rnn_helpers.explorers.stage import stage, wiped
from rnn_helpers.figures.scan_tree import NAMES, rounds

MOST = 16


def scan(T=8):
    """Explorer: how the partial results of T steps are joined, round by round, and what it costs.

    A box names the steps that are in it. Dark ones begin at step 1: finished states.
    """
    figure, ax = stage(height=5, bare=True)

    def draw(way, T, step):
        made = rounds(way, T)
        step = min(step, len(made))
        counted = numpy_scan.cost(way, T)
        wiped(ax)
        figures.scan_tree(way, T, step, counted=counted, ax=ax)
        joins = made[step - 1]
        done = f"joins {len(joins)} pairs at once" if joins else "only copies"
        if len(joins) == 1:
            done = "joins 1 pair"
        _, states = figure.alt.rsplit(", ", 1)
        return figure, (
            f"Round {step} of {counted[0]} {done}; {states} In all, {counted[1]} operations for "
            f"each number of the state; the loop takes {numpy_scan.cost('loop', T)[1]}."
        )

    return LimitedExplorer(
        draw, "step", lambda values: len(rounds(values["way"], values["T"])),
        way=widgets.Dropdown(options=list(NAMES), value="scan", description="way"),
        T=widgets.IntSlider(T, 2, MOST, description="steps T"),
        step=widgets.IntSlider(2, 1, MOST, description="round"),
    )
