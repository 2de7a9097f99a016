"""The state: what it costs, how it moves with each word, what can be read from it and for how long."""

import functools
from itertools import cycle

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.patches import BoxStyle
from matplotlib.textpath import TextPath
from matplotlib.ticker import FixedLocator, NullLocator, PercentFormatter

from rnn_helpers.figures.canvas import (
    BLUE, CYCLE, DIVERGING, GREEN, GREY, INK, ORANGE, PINK, RED, Labels, Shapes, bare, on, picture, rectangles,
    styled, unframed, whole_steps,
)

DASHES, MARKERS = ("-", "--", "-.", (0, (1, 1))), "osD^v"  # colour is not the only sign


def _looks(names):
    """A colour and a dash for each name. Names "a, b" and "a, c" share a's colour, "a, b" and "d, b" share b's dash."""
    parts = [name.partition(", ")[::2] for name in names]
    firsts, seconds = (list(dict.fromkeys(part)) for part in zip(*parts))
    grouped = len(seconds) > 1
    return [(CYCLE[firsts.index(a) % len(CYCLE)], DASHES[(seconds.index(b) if grouped else firsts.index(a)) % len(DASHES)])
            for a, b in parts]


def _lines(ax, x, curves):
    """One line a name, and where there is room a marker of its own. NaN: a gap."""
    for (color, dash), marker, (name, values) in zip(_looks(curves), cycle(MARKERS), curves.items()):
        ax.plot(x, np.array(values, float), color=color, linestyle=dash, marker=marker if len(x) < 60 else None, label=name)


def _legend(ax):
    """Above the axes, in as many columns as there is room for: a wider legend would squeeze the axes."""
    labels = ax.get_legend_handles_labels()[1]
    inches = 0.1 * max(map(len, labels), default=0) + 0.7
    room = 0.8 * ax.figure.get_figwidth() / inches
    columns = next((n for n in (4, 3, 2) if n < room and (n == 2 or len(labels) % n in (0, n - 1))), 1)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, borderaxespad=0, handlelength=2.6)


@styled
def prefix_costs(t, parameters, work):
    """Parameters, and multiplications for one prediction, against the length of the prefix. name -> (len(t),) each."""
    figure, axes = picture(1, 2, width=12, height=4.2)
    for ax, curves, title in zip(axes, (parameters, work), ("parameters", "multiplications for one prediction")):
        _lines(ax, t, curves)
        positive = any(v > 0 for values in curves.values() for v in values)
        ax.set(xscale="log", yscale="log" if positive else "linear", xlabel="length of the prefix, t", title=title)
        ax.yaxis.set_minor_locator(NullLocator())
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside upper left", ncols=len(parameters), handlelength=2.6)
    figure.alt = f"From t={t[0]} to t={t[-1]}: " + "; ".join(
        f"{name}: parameters {_growth(parameters[name])}, multiplications {_growth(work[name])}" for name in parameters) + "."
    return figure


def _growth(values):
    return f"grow {values[-1] / values[0]:.0f}-fold" if values[0] and values[-1] > values[0] else "do not grow"


@styled
def state_over_words(h, words, said=None, ax=None, *, title=""):
    """The state h (T, H) as a column of colours under each word. said: a second word under each column."""
    T, H = np.shape(h)
    figure, ax = on(ax, width=min(max(0.95 * T + 2.2, 6), 24), height=4.4)
    image = ax.pcolormesh(np.arange(T + 1), np.arange(H + 1), np.transpose(h), cmap=DIVERGING, vmin=-1, vmax=1)
    ends = [1, H] if H > 1 else [1]
    ax.set(ylabel=f"unit, 1 to {H}", yticks=[unit - 0.5 for unit in ends], yticklabels=ends, xlim=(0, T))
    ax.invert_yaxis()
    size = 14 if T <= 14 else 11
    above = ax.secondary_xaxis("top") if said is not None else ax
    for axis, labels in ((above, words), (ax, said)):
        if labels is not None:
            axis.set_xticks(np.arange(T) + 0.5, labels, rotation=35, ha="left" if axis is not ax else "right",
                            rotation_mode="anchor", fontsize=size)
            axis.tick_params(length=0)
    if said is not None:
        above.set_xlabel("it reads")
        ax.set_xlabel("it expects next")
    ax.set_title(title)
    figure.colorbar(image, ax=ax, label="state h", ticks=[-1, 0, 1], pad=0.02)
    figure.alt = (f"The state of {H} units over {T} words, from “{words[0]}” to “{words[-1]}”: a column of colours "
                  f"for each word, blue low, red high{', and under it the word expected next' if said is not None else ''}.")
    return figure


@styled
def fading(distances, ax=None, *, xlabel="time step t", ylabel="distance of the two states"):
    """How far two runs are apart, step by step, on a logarithmic axis. distances: name -> (T,), 0 where equal."""
    figure, ax = on(ax, width=9, height=4)
    for (color, dash), (name, values) in zip(_looks(distances), distances.items()):
        values = np.array(values, float)
        ax.plot(np.arange(1, len(values) + 1), np.where(values > 0, values, np.nan), color=color, linestyle=dash, label=name,
                marker="o" if len(values) < 2 else None)
    shown = [v for values in distances.values() for v in np.ravel(values) if v > 0]
    ax.set(xlabel=xlabel, ylabel=ylabel, yscale="log", ylim=(min(shown) / 3, 3 * max(shown)) if shown else (0.1, 1))
    ax.yaxis.set_minor_locator(NullLocator())
    whole_steps(ax.xaxis)
    _legend(ax)
    figure.alt = f"{ylabel} by {xlabel}: " + "; ".join(f"{name}: {_fate(v)}" for name, v in distances.items()) + "."
    return figure


def _fate(values):
    first, last = values[0], values[-1]
    if np.isnan(first) or np.isnan(last):
        return "unknown"
    return "fades away" if last < first / 100 else "fades" if last < first / 2 else "stays"


@styled
def shares_right(x, curves, ax=None, *, chance=None, seen=None, xlabel="", ylabel="right", ticks=None, mark=None, legend=True):
    """Shares of right answers, 0 to 1, against x on a logarithmic axis. curves: name -> values, NaN where unknown.

    chance: the level of guessing. seen: (least, most), the range of x that training saw. ticks: where x is labelled.
    mark: (name, x), a point of a curve that is ringed, with its value at the top.
    """
    figure, ax = on(ax, width=9, height=4.2)
    x = np.array(x, float)
    if seen is not None:
        ax.axvspan(*seen, color=GREY, alpha=0.25, linewidth=0)
        ax.annotate("seen in training", (np.sqrt(seen[0] * seen[1]), 0.03), xycoords=("data", "axes fraction"), ha="center",
                    fontsize=13)
    _lines(ax, x, {name: 100 * np.array(values, float) for name, values in curves.items()})
    if ax.get_xscale() != "log":
        ax.set_xscale("log")
    ax.set_ylim(0, 106)
    labels, (low, high) = Labels(), ax.get_xlim()
    if chance is not None:
        ax.axhline(100 * chance, color=INK, linestyle=":", linewidth=1.5)
        labels.add(low * (high / low) ** 0.01, 100 * chance + 1, "guessing", ha="left", va="bottom", size=13)
    if mark is not None:
        name, at = mark
        value, late = 100 * float(curves[name][np.flatnonzero(x == at)[0]]), at > np.sqrt(low * high)
        ax.axvline(at, color=INK, linewidth=1.5, zorder=1)
        ax.plot(at, value, "o", markersize=16, markerfacecolor="none", markeredgecolor=INK, markeredgewidth=2.5)
        labels.add(at * (high / low) ** (-0.015 if late else 0.015), 106,
                   f"{value:.0f} %" if np.isfinite(value) else "unknown", ha="right" if late else "left", va="top", size=17,
                   weight="bold")
    labels.draw(ax)
    if ax.axison:
        ax.set(xlabel=xlabel, ylabel=ylabel, yticks=[0, 50, 100])
        ax.yaxis.set_major_formatter(PercentFormatter(decimals=0))
        ax.xaxis.set_major_locator(FixedLocator(x if ticks is None else ticks))
        ax.xaxis.set_minor_locator(NullLocator())
        ax.xaxis.set_major_formatter("{x:g}")
    if legend:
        _legend(ax)
    figure.alt = f"{ylabel} against {xlabel}: " + "; ".join(
        f"{' '.join(name.split())} {_ends(x, values)}" for name, values in curves.items()) + "."
    return figure


def _ends(x, values):
    known = np.flatnonzero(np.isfinite(np.array(values, float)))
    if not len(known):
        return "unknown"
    first, last = known[0], known[-1]
    change = values[last] - values[first]
    words = "falls" if change < -0.15 else "rises" if change > 0.15 else "stays about level"
    return f"{words} from {x[first]:g} to {x[last]:g}" if last > first else f"is a single point at {x[first]:g}"


@styled
def read_back(words, read, ax=None, *, title="", mark=None, upright=False):
    """The words of a prefix, oldest first, and with each what was read of it from one state; wrong ones marked.

    upright: one below the other, else beside each other. mark: how far back a word is that gets a frame.
    """
    N, size = len(words), 13 if upright else 17
    at = {"words back": 0.16, "said": 0.42, "read": 0.78} if upright else {"said": 1, "read": 0.3, "words back": -0.4}
    extent = {"xlim": (0, 1), "ylim": (-N, 2.2 if title else 1)} if upright else {"xlim": (0, N), "ylim": (-0.7, 1.4)}
    figure, ax = on(ax, width=5 if upright else min(max(1.25 * N + 0.8, 6), 24), height=0.25 * N + 0.9 if upright else 2.3)
    (bare if upright else unframed)(ax).set(**extent)
    labels, right = Labels(), [n for n, (word, said) in enumerate(zip(words, read)) if word == said]

    def place(n, row):
        return (at[row], -n - 0.5) if upright else (n + 0.5, at[row])

    for n in right:
        labels.stamp(*place(n, "read"), _chip(read[n], size, 0.12 if upright else 0.25), to_rgba(GREEN, 0.35))
    for n, (word, said) in enumerate(zip(words, read)):
        labels.add(*place(n, "said"), word, size=size)
        labels.add(*place(n, "read"), said if n in right else f"✗ {said}", size=size, color=INK if n in right else RED)
        labels.add(*place(n, "words back"), f"{N - n}", size=min(size, 16), color="#555555")
    if upright:
        labels.add(0, 1.6, title, ha="left", size=16)
        for row in at:
            labels.add(at[row], 0.5, row, size=13, color="#555555")
    else:
        ax.set_title(title)
        ax.set_yticks([*at.values()], [*at])
        ax.tick_params(length=0, labelsize=15, labelcolor="#555555")
    if mark is not None:
        corner, width, height = ((0.01, mark - N - 1), 0.98, 1) if upright else ((N - mark, -0.62), 1, 1.9)
        frame = Shapes()
        frame.polygons(rectangles(*corner, width, height), edges=INK, width=2)
        frame.draw(ax, clip_on=False)
    labels.draw(ax)
    figure.alt = (f"The last {N} words of a text, and {'beside' if upright else 'under'} each the word that a probe reads for "
                  "it from the final state.")
    return figure


@functools.lru_cache(maxsize=10_000)
def _chip(word, size, pad):
    """The outline of a box with round corners around a word, its middle at zero."""
    width = TextPath((0, 0), word, size=size).get_extents().width if word.strip() else 0
    return BoxStyle("Round", pad=pad)(-width / 2, -0.5 * size, width, size, size)


@styled
def two_facts(scores, facts, names, ax=None):
    """One dot a state: how far each of two probes says yes. scores (N, 2); facts (N, 2) bool; names: (yes, no) of each."""
    figure, ax = on(ax, width=8.5, height=5)
    scores, facts = np.asarray(scores, float), np.asarray(facts, bool)
    groups = [(False, False), (False, True), (True, False), (True, True)]
    for group, color, marker in zip(groups, (BLUE, ORANGE, GREEN, PINK), "osD^"):
        own = (facts == group).all(axis=1)
        label = ", ".join(name[not fact] for name, fact in zip(names, group))
        ax.plot(*scores[own].T, marker, color=color, label=label, markersize=7, alpha=0.8, linestyle="")
    ax.axhline(0, color=INK, linewidth=1)
    ax.axvline(0, color=INK, linewidth=1)
    ax.set(xlabel=f"first probe:  {names[0][1]}  ←   0   →  {names[0][0]}",
           ylabel=f"second probe:  {names[1][1]}  ←   0   →  {names[1][0]}")
    _legend(ax)
    right = (scores > 0) == facts
    words = [name[0] for name in names]
    figure.alt = (f"{len(scores)} states by two probes, “{words[0]}” to the right and “{words[1]}” upwards: "
                  f"{_most(right.all(axis=1))} lie in the quarter where both answers are right.")
    return figure


def _most(right):
    share = right.mean() if right.size else 0.0
    return "nearly all" if share > 0.8 else "more than half" if share > 0.5 else "half or less"


@styled
def picked(scores, ax=None):
    """Cells picked by their score on one text, and their score on another. scores: name -> ((n,), (n,)), 0 to 1."""
    figure, ax = on(ax, width=10, height=5)
    ax.plot([45, 101], [45, 101], color=INK, linestyle=":", linewidth=1.5)
    ax.annotate("as good on both", (91, 96), ha="right", va="center", fontsize=13)
    ax.axhline(50, color=GREY, linewidth=1)
    for (name, (here, there)), color, marker in zip(scores.items(), cycle((GREY, ORANGE, BLUE, GREEN, RED)), cycle("os^Dv")):
        size, alpha = (7, 0.6) if np.size(here) > 1 else (12, 1)
        ax.plot(100 * np.ravel(here), 100 * np.ravel(there), marker, color=color, alpha=alpha, label=name, linestyle="",
                markersize=size)
    ax.set(xlabel="right on the text where the cell was picked", ylabel="right on other text", xlim=(45, 101), ylim=(38, 101))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(PercentFormatter(decimals=0))
        axis.set_major_locator(FixedLocator([50, 60, 70, 80, 90, 100]))
    _legend(ax)
    figure.alt = "Cells picked on one text and tried on another: " + "; ".join(
        f"{name}: {_drop(np.mean(here), np.mean(there))}" for name, (here, there) in scores.items()) + "."
    return figure


def _drop(here, there):
    if np.isnan(here) or np.isnan(there):
        return "unknown"
    if there < 0.55:
        return "falls to guessing" if here > 0.55 else "guessing on both"
    return "holds" if there > here - 0.08 else "falls"


@styled
def words_kept(lengths, kept, ax=None):
    """How much of a prefix one state still tells, against its length. lengths (n,); kept: name -> (n,) words."""
    figure, ax = on(ax, width=9, height=4.4)
    lengths = np.array(lengths, float)
    ax.plot(lengths, lengths, color=INK, linestyle=":", linewidth=1.5)
    ax.annotate("all of it", (0.42, 0.86), xycoords="axes fraction", ha="right", fontsize=13)
    _lines(ax, lengths, kept)
    ax.set(xscale="log", yscale="log", xlabel="length of the prefix, words", ylabel="words known", xlim=(0.9, None),
           ylim=(0.2, 40))
    for axis, ticks in ((ax.xaxis, (1, 2, 5, 10, 20, 50, 100, 200)), (ax.yaxis, (0.5, 1, 2, 5, 10, 20))):
        axis.set_major_locator(FixedLocator(ticks))
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter("{x:g}")
    _legend(ax)
    figure.alt = (f"Words known from one state, for prefixes of {lengths[0]:g} to {lengths[-1]:g} words: "
                  + "; ".join(f"{name} {_level(values)}" for name, values in kept.items()) + ".")
    return figure


def _level(values):
    last = values[-1]
    return "unknown" if np.isnan(last) else "at most two" if last <= 2 else "at most eight" if last <= 8 else "more than eight"
