"""Text coloured by what a network makes of it, and how well its cells follow what a person can name."""

import matplotlib as mpl
import numpy as np

from rnn_helpers.figures.canvas import BLUE, CYCLE, DIVERGING, GREY, INK, RED, Labels, Shapes, bare, on, rectangles, styled
from rnn_helpers.figures.scales import light_scales

COLUMNS = 84  # characters in a row; a longer line goes on in the next row
GREYED = "#999999"


def text_rows(text, columns=COLUMNS):
    """Row and column of each character, (N,) int each: a new row after a line's end, or when the row is full."""
    places, row, column = [], 0, 0
    for letter in text:
        if column == columns:
            row, column = row + 1, 0
        places.append((row, column))
        row, column = (row + 1, 0) if letter == "\n" else (row, column + 1)
    return np.array(places).reshape(-1, 2).T


@styled
def coloured_text(text, values, ax=None, *, limit=1.0, name="value of the cell", truth=None, mark=None, written=0, positive=False,
                  rows=None, title=""):
    """Text in a grid, each character on the colour of its value: blue low, white zero, red high.

    values (N,), coloured from -limit to limit; positive: from white at 0 to orange at the limit. truth (N,) bool: these
    are underlined. mark: index of a character in a frame. written: so many at the end were written by the network, and
    stand in grey. rows: how many to leave room for, from the one of the mark's surroundings on.
    """
    row, column = text_rows(text)
    figure, ax = on(ax, width=12, height=0.9 + 0.24 * (row.max() + 1))
    count = rows or row.max() + 1
    first = 0
    if mark is not None:  # a window around it; nothing to move where all rows have room
        first = int(np.clip(row[mark] - count // 2, 0, max(0, row.max() + 1 - count)))
    seen = (row >= first) & (row < first + count)
    grid = np.full((count, COLUMNS), np.nan)
    grid[row[seen] - first, column[seen]] = np.asarray(values, float)[seen]
    shares = grid / limit if positive else (grid / limit + 1) / 2
    # coloured here, where there is a number for each character: imshow would colour every pixel
    ax.imshow(_colours(shares, positive), aspect="auto", interpolation="nearest",
              extent=(0, COLUMNS, count, 0), alpha=0.8)
    box, (width, height) = ax.get_position(), figure.get_size_inches()
    size = 72 * min(width * box.width / COLUMNS / 0.62, height * box.height / count / 1.25)  # as large as a cell allows
    labels = Labels()
    for n in np.flatnonzero(seen):
        color = GREYED if n >= len(text) - written else "black"
        shown = "¬" if text[n] == "\n" else text[n]
        labels.add(column[n] + 0.5, row[n] - first + 0.5, shown, size=size, family="monospace", weight="bold",
                   color=GREYED if shown == "¬" else color)
    labels.draw(ax)
    shapes = Shapes()
    if truth is not None:
        for n in np.flatnonzero(seen & truth):
            shapes.line([(column[n], row[n] - first + 0.97), (column[n] + 1, row[n] - first + 0.97)], INK, 1.6)
    if mark is not None:
        shapes.polygons(rectangles(column[mark], row[mark] - first, 1, 1), edges=INK, width=2.2)
    shapes.draw(ax, zorder=6)
    bare(ax).set(xlim=(0, COLUMNS), ylim=(count, 0))
    if title:
        ax.set_title(title)
    figure.first_row = first
    figure.alt = (f"{len(text)} characters of code, coloured by the {name}"
                  f"{', those underlined for which it should be high' if truth is not None else ''}.")
    return figure


def _colours(shares, positive):
    """Shares of the scale, 0 to 1 -> red, green, blue, opacity, uint8 each. Where there is none, white."""
    scale = mpl.colormaps["Oranges" if positive else DIVERGING].with_extremes(bad="white")
    return scale(np.ma.masked_invalid(shares), bytes=True)


@styled
def colour_key(ax, *, limit=1.0, name="value of the cell", positive=False):
    """The scale of coloured_text, lying."""
    span = np.linspace(0 if positive else -limit, limit, 101)
    ax.imshow(_colours(np.linspace(0, 1, len(span))[None], positive), aspect="auto", alpha=0.8, extent=(span[0], span[-1], 0, 1))
    ticks = span[[0, 50, 100]]
    light_scales(ax, (ticks, [f"{value:.2g}".replace("-", "−") for value in ticks]), ([], []), name)
    return ax.figure


@styled
def next_characters(guesses, ax=None, *, title="next character"):
    """The likeliest next characters. guesses: [(character, probability), ...], the likeliest first."""
    figure, ax = on(ax, width=3, height=3)
    names = [shown(letter) for letter, _ in guesses]
    shares = [100 * p for _, p in guesses]
    shapes, labels = Shapes(), Labels()
    shapes.polygons(rectangles(0, np.arange(len(shares)) - 0.4, shares, 0.8), BLUE)
    shapes.draw(ax)
    for n, (name, share) in enumerate(zip(names, shares)):
        labels.add(-8, n, name, size=13, ha="right", family="monospace")
        labels.add(share + 8, n, f"{share:.0f} %", size=12, ha="left")
    labels.add(0, -0.7, title, size=16, ha="left", va="bottom")
    bare(ax).set(xlim=(0, 220), ylim=(len(names) - 0.5, -0.5))
    labels.draw(ax, clip_on=False)
    figure.alt = "Next, the likeliest first: " + ", ".join(f"{name} {share:.0f} %" for name, share in zip(names, shares)) + "."
    return figure


def shown(letter):
    """A character as a reader can see it."""
    return {"\n": "line end", " ": "blank", "\ufffd": "other"}.get(letter, letter)


@styled
def cells_by_label(strengths, best, probes, ax=None, *, ticks=(0.5, 0.6, 0.7, 0.8, 0.9, 1.0), guessing=0.5,
                   xlabel="area under the ROC curve"):
    """A row for each label: every cell a thin line, the chosen one a dot with its interval, all together a diamond.

    strengths: label -> (K,); best: label -> (score, low, high), on other text than it was chosen on; probes: label -> score.
    """
    figure, ax = on(ax, height=1.5 + 0.55 * len(best))
    for n, (name, (score, low, high)) in enumerate(best.items()):
        every = np.asarray(strengths[name])
        ax.vlines(every, n - 0.3, n + 0.3, color=GREY, linewidth=0.7, alpha=0.5, label="each cell" if n == 0 else None)
        ax.vlines(np.median(every), n - 0.36, n + 0.36, color=INK, linewidth=2.5, label="median cell" if n == 0 else None)
        ax.plot([low, high], [n, n], color=RED, linewidth=3, zorder=4)
        ax.plot(score, n, "o", color=RED, markersize=10, zorder=5, label="best cell" if n == 0 else None)
        ax.plot(probes[name], n, "D", color=BLUE, markersize=9, zorder=5, label="all cells together" if n == 0 else None)
    ax.axvline(guessing, color=INK, linestyle=":", linewidth=1.5)
    ax.set(yticks=range(len(best)), yticklabels=list(best), xlabel=xlabel, xticks=ticks, ylim=(len(best) - 0.4, -0.6))
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=4, borderaxespad=0, columnspacing=1.2, handletextpad=0.4)
    figure.alt = f"{xlabel} of every cell for {', '.join(best)}; the best cell marked with its interval, and all cells together."
    return figure


@styled
def looking_back(distance, norms, ax=None):
    """Mean gradient of a prediction in the character so far back, both axes logarithmic. norms: name -> (N,)."""
    figure, ax = on(ax, height=4.6)
    for color, marker, (name, values) in zip(CYCLE, "osd^", norms.items()):
        ax.plot(distance, values, color=color, marker=marker, markersize=5, label=name)
    ax.set(xscale="log", yscale="log", xlabel="characters back", ylabel="length of the gradient")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0)
    figure.alt = f"Gradient of the next character's log-probability by distance, {', '.join(norms)}; all fall."
    return figure


@styled
def ablations(effects, ax=None):
    """What it costs to set a cell to zero, where its label ends. effects: label -> (found, low, high, others (n,)), bits."""
    figure, ax = on(ax, height=1.6 + 0.7 * len(effects))
    for n, (name, (found, low, high, others)) in enumerate(effects.items()):
        ax.plot(others, np.full(len(others), n), "|", color=GREY, markersize=18, markeredgewidth=2, label="other cells" if n == 0 else None)
        ax.plot([low, high], [n, n], color=RED, linewidth=3, zorder=4)
        ax.plot(found, n, "o", color=RED, markersize=11, zorder=5, label="the cell that was found" if n == 0 else None)
    ax.axvline(0, color=INK, linewidth=1)
    ax.set(yticks=range(len(effects)), yticklabels=list(effects), ylim=(len(effects) - 0.4, -0.6),
           xlabel="bits more that the character costs, with the cell at zero")
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, borderaxespad=0)
    figure.alt = f"Cost of setting the found cell to zero at {', '.join(effects)}, beside the cost for other cells."
    return figure


@styled
def reading_curves(curves, ax=None, *, lines=()):
    """Bits per character on held-out text while training. curves: name -> (millions of characters read, bits); lines: (bits, name)."""
    figure, ax = on(ax, height=4.4)
    for color, marker, (name, (read, bits)) in zip(CYCLE, "osd^", curves.items()):
        ax.plot(read, bits, color=color, marker=marker, markersize=4, label=f"{name}: {bits[-1]:.2f}")
    for bits, name in lines:
        ax.axhline(bits, color=INK, linestyle=":", linewidth=1.5)
        ax.annotate(name, (1, bits), xycoords=("axes fraction", "data"), ha="right", va="bottom", fontsize=13)
    ax.set(xlabel="characters read, millions", ylabel="bits per character, held out")
    ax.legend(loc="upper right", bbox_to_anchor=(1, 0.95))
    figure.alt = "Bits per character on held-out text while training: " + ", ".join(
        f"{name} ends at {bits[-1]:.2f}" for name, (_, bits) in curves.items()) + "."
    return figure
