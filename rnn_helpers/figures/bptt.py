"""Back propagation through time: what comes back to each step, what each step adds, and what truncation leaves out."""

import numpy as np
from matplotlib.colors import LogNorm, to_rgba
from matplotlib.patches import Patch

from rnn_helpers.figures.canvas import (
    BLUE, GREEN, GREY, INK, ORANGE, RED, Labels, Shapes, bare, cells, diverging, on, picture, rectangles, styled, whole_steps,
)
from rnn_helpers.figures.scales import light_scales

ABOVE = {"loc": "lower left", "bbox_to_anchor": (0, 1), "borderaxespad": 0}  # a legend over the axes, not over the data
LINES = ((BLUE, "-", "o"), (RED, "--", "s"), (GREEN, "-.", "^"), (GREY, ":", "D"))  # colour, dash and marker of each line


@styled
def walk_back(from_loss, from_future, added, *, step=1, tokens=None, whole=None, steady=False, ax=None):
    """The walk from the last step back to `step`. All (T,): lengths of what the loss and the future send to each
    state, and of what each step adds to dW_hh. Steps not reached yet are left empty.

    tokens: T short texts under the steps. whole: (from_future, added) as they are without truncation, as outlines.
    steady=True, for pictures that move: scales that hold all steps at once, and `walk_key` in place of a legend.
    ax: two axes, above and below, or None.
    """
    values = {name: np.nan_to_num(np.asarray(v, float)) for name, v in
              (("from the loss", from_loss), ("from the future", from_future), ("added", added))}
    outlines = [np.zeros(0)] * 2 if whole is None else [np.nan_to_num(np.asarray(v, float)) for v in whole]
    T = len(values["added"])
    t = np.arange(1, T + 1)
    reached = t >= step
    figure, (top, bottom) = (ax[0].figure, ax) if ax is not None else picture(2, 1, height=5.6, sharex=True)
    for axes, shown in ((top, [values["from the loss"], values["from the future"], outlines[0]]),
                        (bottom, [values["added"], outlines[1]])):
        shown = np.concatenate([v if steady else v[reached[: len(v)]] for v in shown])
        axes.set(xlim=(0.4, T + 0.6), ylim=(0, 1.05 * shown.max() or 1.0))
    above, below = Shapes(), Shapes()
    above.polygons(_bars(t[reached] - 0.2, values["from the loss"][reached], 0.38), BLUE)
    _striped(above, _bars(t[reached] + 0.2, values["from the future"][reached], 0.38), ORANGE, top.get_ylim()[1] / 16)
    below.polygons(_bars(t[reached], values["added"][reached], 0.6), GREEN)
    for shapes, shift, width, outline in ((above, 0.2, 0.38, outlines[0]), (below, 0, 0.6, outlines[1])):
        if whole is not None:
            shapes.polygons(_bars(t[reached] + shift, outline[reached], width), edges=INK, dash="--", width=1.2)
    for shapes, axes in ((above, top), (below, bottom)):
        if step > 1:
            shapes.polygons(_bars((step - 0.1) / 2, axes.get_ylim()[1], step - 0.9), to_rgba(GREY, 0.15))
        shapes.draw(axes, zorder=2)
    if step > 1 and not steady:
        top.annotate("not reached yet", (0.45, 0.95), xycoords=("data", "axes fraction"), va="top", fontsize=13, color=INK)
    if steady:
        _steady_walk(top, bottom, tokens or [str(n) for n in t])
    else:
        top.set_ylabel("length in dh$_t$")
        bottom.set(xlabel="time step t  (the walk goes from right to left)", ylabel="added to dW$_{hh}$")
        whole_steps(bottom.xaxis)
        if tokens:
            bottom.set_xticks(t, tokens)
        top.legend(handles=[Patch(facecolor=BLUE, label="from the loss"),
                            Patch(facecolor=ORANGE, hatch="--", edgecolor="white", label="from the future")], ncols=2, **ABOVE)
    last, first = (_nothing(values["from the future"][i]) for i in (T - 1, step - 1))
    figure.alt = (f"The walk back from step {T} to step {step}. From the future comes {last} at step {T} and "
                  f"{first} at step {step}; step {step} adds {_nothing(values['added'][step - 1])} to dW_hh.")
    return figure


def _bars(middles, heights, width):
    """Corners of upright bars."""
    return rectangles(np.asarray(middles) - width / 2, 0, width, heights)


def _striped(shapes, bars, color, pitch):
    """The bars with a white line each `pitch`, lying. A hatch would take longer to draw than all the rest."""
    shapes.polygons(bars, color)
    for (left, low), (right, _), (_, high), _ in bars:
        for y in np.arange(low + pitch, high, pitch):
            shapes.line([(left, y), (right, y)], "white", 1.2)


def _steady_walk(top, bottom, names):
    """Scales of a walk that moves."""
    every = -(-len(names) // 14)
    places = np.arange(1, len(names) + 1)[::every]
    for ax, xlabel, ylabel in ((top, "", "length in dh$_t$"), (bottom, "time steps  (the walk goes from right to left)",
                                                               "added to dW$_{hh}$")):
        high = ax.get_ylim()[1]
        tick = next(n * 10**power for power in range(int(np.floor(np.log10(high))), -400, -1) for n in (5, 2, 1)
                    if 2 * n * 10.0**power <= high)
        light_scales(ax, (places, names[::every]), ([0, tick, 2 * tick], ["0", f"{tick:.2g}", f"{2 * tick:.2g}"]),
                     xlabel, ylabel, size=14)


def _nothing(value):
    return "nothing" if value == 0 else "something"


@styled
def walk_key(ax=None):
    """What the bars of `walk_back` are, in one strip: a legend of its own, for pictures that move."""
    figure, ax = on(ax, width=6, height=0.5)
    entries = ("from the loss", "from the future", "without truncation")
    places, shapes, labels = (0, 0.3, 0.63), Shapes(), Labels()
    one, two, three = rectangles(places, 0.25, 0.045, 0.5)
    shapes.polygons([one], BLUE)
    _striped(shapes, [two], ORANGE, 0.17)
    shapes.polygons([three], edges=INK, dash="--", width=1.2)
    for x, name in zip(places, entries):
        labels.add(x + 0.055, 0.5, name, size=14, ha="left")
    bare(ax).set(xlim=(-0.01, 1), ylim=(0, 1))
    shapes.draw(ax)
    labels.draw(ax)
    figure.alt = f"The bars: {', '.join(entries)}."
    return figure


@styled
def matrix_sum(parts, total, names=None, ax=None, *, largest=None):
    """Matrices (T, n, m), one each step, and what they add up to: parts[0] + … = total, in one scale of colours.

    names: of the parts, and of the total if one more is given.
    largest: the number that has the darkest colour; None takes the largest there is.
    """
    parts, total = np.asarray(parts, float), np.asarray(total, float)
    T, n, m = parts.shape
    names = [*(names or [f"t = {t}" for t in range(1, T + 1)]), "sum"][: T + 1]
    figure, ax = on(ax, width=12, height=max(2.2, min(4, 12 * (n + 1.6) / ((m + 1) * (T + 1)))))
    finite = np.abs(total[np.isfinite(total)])
    largest = largest or max(np.nan_to_num(np.abs(parts)).max(), finite.max(initial=0)) or 1.0
    size = 20 if T <= 8 else 13
    corners, numbers, shapes, labels = [], [], Shapes(), Labels()
    for k, (name, matrix) in enumerate(zip(names, [*parts, total])):
        left = k * (m + 1)
        corners.append(cells(left + np.arange(m + 1), n - np.arange(n + 1)))
        numbers.append(matrix.ravel())
        if T <= 20 or k in (0, T):
            labels.add(left + m / 2, n + 0.2, name, va="bottom", size=size if T <= 20 else 10)
        if T <= 20 and k < T:
            labels.add(left + m + 0.5, n / 2, "=" if k == T - 1 else "+", size=size)
    shapes.polygons(np.concatenate(corners), diverging(np.concatenate(numbers), largest), edges=GREY, width=0.5)
    shapes.draw(ax)
    labels.draw(ax, clip_on=False)
    bare(ax).set(xlim=(-0.2, (m + 1) * (T + 1) - 0.8), ylim=(-0.2, n + 1.2))
    if T <= 20:
        ax.set_aspect("equal")
    empty = [name for name, matrix in zip(names, parts) if not matrix.any()]
    figure.alt = (f"{T} matrices of {n} by {m}, one a step, and their sum"
                  f"{'; all zeros at ' + ', '.join(empty) if empty and len(empty) < T else ''}.")
    return figure


@styled
def places(lengths, rows, ax=None, *, xlabel="layer or time step"):
    """Which weights get something from which place. lengths (R, P): of what each place adds to the gradient of each
    row's weights, 0 where it adds nothing; rows: R names."""
    lengths = np.asarray(lengths, float)
    R, P = lengths.shape
    figure, ax = on(ax, width=10, height=max(2.4, 0.62 * R + 1.2))
    largest = np.nan_to_num(lengths).max() or 1.0
    ax.pcolormesh(np.arange(P + 1) + 0.5, np.arange(R + 1) - 0.5, np.ma.masked_where(~(lengths > 0), lengths), cmap="Blues",
                  vmin=-0.3 * largest, vmax=1.4 * largest, edgecolor="white", linewidth=3 if P <= 20 else 0)
    if P <= 12:
        for (r, p), length in np.ndenumerate(lengths):
            ax.text(p + 1, r, "–" if not length > 0 else f"{length:.1g}", ha="center", va="center", fontsize=14,
                    color=GREY if not length > 0 else INK)
    ax.set(yticks=np.arange(R), yticklabels=rows, xlabel=xlabel, ylim=(R - 0.5, -0.5), xlim=(0.5, P + 0.5))
    ax.tick_params(axis="y", labelsize=16, length=0)
    whole_steps(ax.xaxis)
    figure.alt = "From how many places each gradient comes: " + ", ".join(
        f"{_plain(name)} {int((row > 0).sum())} of {P}" for name, row in zip(rows, lengths)) + "."
    return figure


def _plain(name):
    return name.replace("$", "").replace("{", "").replace("}", "")


@styled
def loss_and_lag(lengths, ax=None, *, label="length of the term"):
    """The terms of the double sum. lengths (T, T): [s, t], of the term of the loss at step s that went back to step t;
    drawn by s and by how many steps back, k = s - t, on a logarithmic scale of colours. Nothing above the diagonal."""
    lengths = np.asarray(lengths, float)
    T = len(lengths)
    figure, ax = on(ax, width=10, height=5)
    back = np.full((T, T), np.nan)
    for s in range(T):
        back[s, : s + 1] = lengths[s, s::-1]
    shown = np.ma.masked_where(~(back > 0) | ~np.isfinite(back), back)
    largest = shown.max() if shown.count() else 1.0
    smallest = max(shown.min(), 1e-6 * largest) if shown.count() else 0.1
    edges = np.arange(T + 1) - 0.5
    scale = LogNorm(smallest if smallest < largest else 0.1 * largest, largest)
    mesh = ax.pcolormesh(edges, edges + 1, shown, cmap="viridis", norm=scale, edgecolor="white", linewidth=1 if T <= 40 else 0)
    ax.set(xlabel="k, steps back from the loss", ylabel="t, step of the loss", xlim=(-0.5, T - 0.5), ylim=(T + 0.5, 0.5))
    for axis in (ax.xaxis, ax.yaxis):
        whole_steps(axis)
    bar = figure.colorbar(mesh, ax=ax, pad=0.02)
    bar.set_label(label)
    figure.alt = (f"A triangle of {T} losses by steps back: a colour for the length of each term. "
                  f"The terms {_far(back)} than the near ones.")
    return figure


def _far(back):
    """Mean length of the farthest third of the lags against lag 0, in words."""
    far, near = back[:, len(back) * 2 // 3 :], back[:, 0]
    if not (np.isfinite(far).any() and np.nansum(near) > 0):
        return "far back cannot be called shorter or longer"
    ratio = np.nanmean(far) / np.nanmean(near)
    return ("far back are less than a tenth as long" if ratio < 0.1 else "far back are shorter" if ratio < 0.9
            else "far back are not shorter")


@styled
def truncation_error(k, errors, steps_walked, ax=None):
    """What is lost, and what is saved, at truncation k. errors: name -> relative error of the gradient at each k;
    steps_walked: steps the gradient goes back at each k. ax: two axes, or None."""
    figure, (left, right) = (ax[0].figure, ax) if ax is not None else picture(1, 2, width=12, height=4.4)
    for (color, dash, marker), (name, values) in zip(LINES * 9, errors.items()):
        left.plot(k, 100 * np.asarray(values, float), color=color, linestyle=dash, marker=marker, label=name)
    left.set(xlabel="truncation k, steps", ylabel="gradient's error, %", ylim=(-4, 104))
    left.legend(ncols=len(errors), **ABOVE)
    right.plot(k, steps_walked, color=INK, marker="o")
    right.set(xlabel="truncation k, steps", ylabel="steps walked back")
    right.set_ylim(bottom=0)
    for axes in (left, right):
        whole_steps(axes.xaxis)
    figure.alt = "Error of the truncated gradient, at the smallest and the largest k: " + "; ".join(
        f"{name} {_share(v[0])} and {_share(v[-1])}" for name, v in errors.items()) + ". Beside it, the steps walked back."
    return figure


def _share(value):
    """A share in words: another machine's rounding does not change them."""
    if not np.isfinite(value):
        return "not a number"
    words = ((0.02, "none"), (0.4, "less than half"), (0.6, "about half"), (0.85, "more than half"))
    return next((word for limit, word in words if value <= limit), "nearly all")


@styled
def averaging(batches, distances, ax=None):
    """Distance of a mean over batches from the true gradient against their number, both axes logarithmic.
    distances: name -> list."""
    figure, ax = on(ax, height=4.4)
    for (color, dash, marker), (name, values) in zip(LINES * 9, distances.items()):
        values = 100 * np.asarray(values, float)
        ax.plot(np.asarray(batches)[values > 0], values[values > 0], color=color, linestyle=dash, marker=marker, label=name)
    if any((np.asarray(v, float) > 0).any() for v in distances.values()):
        ax.set(xscale="log", yscale="log")
    ax.set(xlabel="batches averaged", ylabel="distance from the\nwhole gradient, %", xticks=batches,
           xticklabels=[str(n) for n in batches])
    if ax.get_yscale() == "log":
        ticks = [n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if ax.get_ylim()[0] <= n <= ax.get_ylim()[1]]
        ax.set(yticks=ticks, yticklabels=[str(n) for n in ticks])
    ax.minorticks_off()
    ax.legend(ncols=2, **ABOVE)
    figure.alt = (f"Distance from the whole gradient, from {batches[0]} to {batches[-1]} batches averaged: " + "; ".join(
        f"{name} {_fall(v[0], v[-1])}" for name, v in distances.items()) + ".")
    return figure


def _fall(first, last):
    return "falls to less than a quarter" if last < 0.25 * first else "falls" if last < 0.7 * first else "hardly falls"


@styled
def learning(panels, *, every, chance, ax=None):
    """Accuracy on held-out data while training. panels: title -> name -> (S, n), a curve for each of S starts, taken
    after each `every` updates. ax: one axes for each panel, or None."""
    figure, axes = (ax[0].figure, ax) if ax is not None else picture(1, len(panels), width=12, height=4.4, sharey=True,
                                                                     squeeze=False)
    for one, (title, curves) in zip(np.ravel(axes), panels.items()):
        for (color, dash, _), (name, starts) in zip(LINES * 9, curves.items()):
            starts = np.atleast_2d(np.asarray(starts, float))
            updates = every * np.arange(1, starts.shape[1] + 1)
            one.plot(updates, 100 * starts.T, color=color, linestyle=dash, linewidth=1.2, alpha=0.55)
            one.plot(updates, 100 * starts.mean(axis=0), color=color, linestyle=dash, linewidth=3.5, label=name)
        one.axhline(100 * chance, color=INK, linestyle=":", linewidth=1.5)
        one.annotate("guessing", (0.99, 100 * chance), xycoords=("axes fraction", "data"), ha="right", va="top",
                     xytext=(0, -3), textcoords="offset points", fontsize=13)
        one.set(xlabel="updates", ylim=(-3, 104))
        one.set_title(title, pad=34)
        one.legend(ncols=2, **ABOVE)
    np.ravel(axes)[0].set_ylabel("right on held-out, %")
    figure.alt = "Right on held-out data after training: " + "; ".join(
        f"{title}: " + ", ".join(f"{name} {_accuracy(np.atleast_2d(v)[:, -5:].mean())}" for name, v in curves.items())
        for title, curves in panels.items()) + ". Each start is a thin line, their mean a broad one."
    return figure


def _accuracy(share):
    """In words that another machine's rounding does not change."""
    if np.isnan(share):
        return "not a number"
    return "nearly always" if share > 0.85 else "less than a third" if share < 0.34 else "in between"


@styled
def accuracy_by_lag(lags, accuracy, *, reach, chance, ax=None):
    """Accuracy against how far back the answer lies. accuracy: name -> (S, lags), one for each of S starts; reach: how
    many steps back the truncated gradient goes."""
    figure, ax = on(ax, height=4.6)
    ax.axvspan(min(lags) - 0.4, reach + 0.5, color=GREY, alpha=0.18, linewidth=0)
    ax.annotate(f"← within the reach of k = {reach}", (reach + 0.6, 28), fontsize=13, va="center", annotation_clip=True)
    for (color, dash, marker), (name, starts) in zip(LINES * 9, accuracy.items()):
        starts = 100 * np.atleast_2d(np.asarray(starts, float))
        ax.plot(lags, starts.mean(axis=0), color=color, linestyle=dash, marker=marker, label=name)
        ax.plot(lags, starts.T, color=color, linestyle="none", marker=marker, markersize=5, alpha=0.5)
    ax.axhline(100 * chance, color=INK, linestyle=":", linewidth=1.5)
    ax.annotate("guessing", (0.99, 100 * chance), xycoords=("axes fraction", "data"), ha="right", va="top", xytext=(0, -3),
                textcoords="offset points", fontsize=13)
    ax.set(xlabel="lag: steps from the first symbol to the loss", ylabel="right on held-out, %", ylim=(-3, 104), xticks=lags,
           xlim=(min(lags) - 0.4, max(lags) + 0.4))
    ax.legend(ncols=3, **ABOVE)
    ends = {name: [_accuracy(share) for share in np.atleast_2d(v).mean(axis=0)[[0, -1]]] for name, v in accuracy.items()}
    figure.alt = f"Right answers by lag, from {min(lags)} to {max(lags)}: " + "; ".join(
        f"{name} {near} at the shortest, {far} at the longest" for name, (near, far) in ends.items()) + "."
    return figure


@styled
def loss_by_letters(curves, ax=None, *, ylabel="loss, nats a letter"):
    """Loss against how much has been read. curves: name -> (letters read, loss), a mark for each update where there
    are few."""
    figure, ax = on(ax, height=4.4)
    for (color, dash, marker), (name, (letters, loss)) in zip(LINES * 9, curves.items()):
        ax.plot(letters, loss, color=color, linestyle=dash, marker=marker if len(letters) <= 60 else None, label=name,
                markersize=9 if len(letters) <= 10 else 5)
    ax.set(xlabel="letters read of each stream", ylabel=ylabel)
    ax.set_ylim(bottom=0)
    ax.legend(ncols=3, **ABOVE)
    order = sorted(curves, key=lambda name: np.nan_to_num(np.mean(curves[name][1][-10:]), nan=np.inf))
    figure.alt = f"{ylabel} by letters read; lowest at the end to highest: {', '.join(order)}."
    return figure
