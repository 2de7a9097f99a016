"""What reaches the last state: from how far back, through padding, across pieces."""

import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.ticker import LogLocator, NullFormatter

from rnn_helpers.figures.canvas import legend_above, level, on, picture, styled, whole_steps
from rnn_helpers.figures.palette import CYCLE, DIVERGING, INK

MARKS = ("o", "s", "^", "D", "v", "P")
DASHES = ("-", "--", "-.", ":")


def _look(n):
    """Of the n-th line."""
    return {
        "color": CYCLE[n % len(CYCLE)],
        "marker": MARKS[n % len(MARKS)],
        "linestyle": DASHES[n % len(DASHES)],
    }


@styled
def influence(moved, last):
    """How far the states move when one input is changed: all of them, and the last by distance.

    moved (T, T): [s, t], of state t when input s changes, white where nothing moves; last: name ->
    (T,), of the last state, in the order of the steps.
    """
    figure, (left, right) = picture(1, 2, width=13, height=4.8, width_ratios=[1, 1.1])
    figure.get_layout_engine().set(wspace=0.08)
    moved, T = np.asarray(moved, float), len(moved)
    values = moved[np.isfinite(moved) & (moved > 0)]
    varied = values.size and values.min() < values.max()
    norm = LogNorm(values.min(), values.max()) if varied else None
    edges, shown = np.arange(T + 1) + 0.5, np.ma.masked_where(~(moved > 0), moved)
    mesh = left.pcolormesh(edges, edges, shown, cmap="viridis_r", norm=norm)
    figure.colorbar(mesh, ax=left, label="change of the state")
    left.set(xlabel="state at step t", ylabel="changed: input at step s")
    left.set(ylim=(T + 0.5, 0.5), aspect="equal")
    sizes = {name: np.asarray(v, float)[::-1] for name, v in last.items()}
    for n, (name, size) in enumerate(sizes.items()):
        some = np.where(size > 0, size, np.nan)
        right.plot(np.arange(len(size)), some, markersize=6, label=name, **_look(n))
    if any(np.any(size > 0) for size in sizes.values()):
        right.set_yscale("log")
        right.yaxis.set_major_locator(LogLocator(numticks=6))
        right.yaxis.set_minor_formatter(NullFormatter())
    right.set_xlabel("steps between the changed input and the end")
    right.set_ylabel("change of the last state")
    whole_steps(left.xaxis, left.yaxis, right.xaxis)
    legend_above(right, 3)
    before = moved[np.tril(np.ones((T, T), bool), -1)]
    counts = ", ".join(f"{np.sum(v > 0)} of {len(v)} inputs in {name}" for name, v in sizes.items())
    figure.alt = (
        f"Inputs changed one by one over {T} steps: {'some' if np.any(before > 0) else 'no'} state "
        f"moves before the input that is changed; the last state moves for {counts}."
    )
    return figure


@styled
def pieces(
    one_pass, others, cuts, ax=None, *, xlabel="time step t", ylabel="one unit of the state"
):
    """One unit of the state, (T,), in one pass and in pieces.

    others: name -> (T,); cuts: the steps that begin a new piece.
    """
    figure, ax = on(ax, width=10, height=4)
    t = np.arange(1, len(one_pass) + 1)
    broad = {"color": "#CCCCCC", "linewidth": 9, "solid_capstyle": "round"}
    ax.plot(t, one_pass, label="one pass", **broad)
    for n, (name, values) in enumerate(others.items()):
        look = _look(n) | ({"linestyle": "none"} if n % len(DASHES) == 0 else {})
        ax.plot(t, values, markersize=6, linewidth=2, label=name, zorder=9 - n, **look)
    for cut in cuts:
        ax.axvline(cut - 0.5, color=INK, linestyle=":", linewidth=1.5)
    ax.set(xlabel=xlabel, ylabel=ylabel, xlim=(0.3, len(t) + 0.7))
    whole_steps(ax.xaxis)
    legend_above(ax, 4)
    said = []
    for name, values in others.items():
        same = np.allclose(values, one_pass, atol=1e-5, equal_nan=True)
        said.append(f"{name} {'equal' if same else 'different'}")
    figure.alt = (
        f"One unit over {len(t)} steps in {len(cuts) + 1} pieces, compared with one pass: "
        f"{', '.join(said)}."
    )
    return figure


@styled
def padded_states(states, tokens, words):
    """States over time as colours, one panel for each way of running the layer.

    states: name -> (T, H); tokens: T of them, of which the first `words` are real.
    """
    size = {"width": 12.5, "height": 1.6 + 1.75 * len(states)}
    figure, axes = picture(len(states), 1, **size, squeeze=False, sharex=True)
    T, arrays = len(tokens), {name: np.asarray(h, float) for name, h in states.items()}
    finite = np.concatenate([np.abs(h[np.isfinite(h)]) for h in arrays.values()])
    limit, said = finite.max(initial=0) or 1.0, []
    for ax, (name, h) in zip(axes[:, 0], arrays.items(), strict=True):
        edges = np.arange(T + 1), np.arange(h.shape[1] + 1)
        shown = np.ma.masked_invalid(h).T
        mesh = ax.pcolormesh(*edges, shown, cmap=DIVERGING, vmin=-limit, vmax=limit)
        ax.axvline(words, color=INK, linewidth=3)
        ax.set(ylabel="unit", yticks=[], title=name)
        tail = h[max(words - 1, 0) :]
        kept = np.allclose(tail, tail[:1], atol=1e-5, equal_nan=True)
        said.append(f"{name}: {'the last word’s state is kept' if kept else 'the state moves on'}")
    ax.set_xlim(0, T)
    few = T <= 24
    at = np.arange(T) if few else np.arange(0, T, -(-T // 10))
    ax.set_xticks(at + 0.5, [tokens[n] if few else str(n + 1) for n in at])
    ax.tick_params(axis="x", rotation=20 if few else 0)
    ax.set_xlabel("" if few else "time step t")
    figure.colorbar(mesh, ax=axes, label="state", aspect=12)
    figure.alt = f"States over {T} steps, the first {words} of them words: {', '.join(said)}."
    return figure


@styled
def by_length(
    lengths, accuracy, ax=None, *, xlabel="padded to, steps", ylabel="accuracy, held-out pairs",
    chance=0.5,
):
    """Accuracy against a length; coinciding lines stay visible.

    lengths (n,); accuracy: name -> (n,), 0 to 1.
    """
    figure, ax = on(ax, width=11, height=4.8)
    for n, (name, values) in enumerate(accuracy.items()):
        broad = {"linewidth": 9, "alpha": 0.4, "markersize": 14} if n == 0 else {}
        ax.plot(lengths, 100 * np.asarray(values, float), label=name, **_look(n), **broad)
    level(ax, 100 * chance, "chance")
    ax.set(xlabel=xlabel, ylabel=f"{ylabel}, %", ylim=(0, 108), yticks=[0, 50, 100])
    if len(lengths) <= 10:
        ax.set_xticks(lengths)
    legend_above(ax)
    said = "; ".join(f"{name}, {_about(values)}" for name, values in accuracy.items())
    figure.alt = f"{ylabel}, by length: {said}."
    return figure


def _about(accuracy):
    """In words: another machine's rounding changes the digits of what was trained, not this."""
    accuracy = np.asarray(accuracy, float)
    if not np.isfinite(accuracy).all():
        return "unknown"
    low, high = accuracy.min(), accuracy.max()
    if low > 0.75:
        return f"{'nearly perfect' if low > 0.97 else 'high'} at every length"
    return "below two thirds at every length" if high < 0.67 else "it depends on the length"
