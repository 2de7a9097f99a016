"""What linear recurrences gain and what they lose: cures, costs, parity, and states that fade."""

import numpy as np

from rnn_helpers.figures.canvas import fixed_ticks, level, on, on_axes, styled
from rnn_helpers.figures.looks import DASHES, MARKERS
from rnn_helpers.figures.palette import BLUE, CYCLE, GREEN, GREY, INK, ORANGE, RED

WAYS = {"loop": BLUE, "doubling": ORANGE, "scan": GREEN, "chunks": RED}  # as everywhere in 11


@styled
def two_cures(accuracy, milliseconds, *, rows, columns, ax=None):
    """Four networks in a square: what they recall, as colour and type, and what an update takes.

    accuracy (2, 2, runs), from 0 to 1; milliseconds (2, 2); rows, columns: two names each.
    """
    accuracy = 100 * np.asarray(accuracy, float)
    figure, ax = on(ax, width=9.5, height=4.6)
    means = accuracy.mean(axis=2)
    ax.pcolormesh(range(3), range(3), means, cmap="Blues", vmin=0, vmax=115, edgecolor="white",
                  linewidth=5)
    for i in range(2):
        for j in range(2):
            where = {"ha": "center", "va": "center", "color": "white" if means[i, j] > 70 else INK}
            ax.text(j + 0.5, i + 0.30, f"{means[i, j]:.0f} % right", fontsize=20, **where)
            each = "  ".join(f"{run:.0f}" for run in accuracy[i, j])
            ax.text(j + 0.5, i + 0.53, f"runs: {each}", fontsize=13, **where)
            ms = f"{milliseconds[i][j]:.2g} ms per update"
            ax.text(j + 0.5, i + 0.78, ms, fontsize=16, **where)
    ax.set_xticks([0.5, 1.5], columns, fontsize=16)
    ax.set_yticks([0.5, 1.5], rows, fontsize=16)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.invert_yaxis()
    for side in ax.spines.values():
        side.set_visible(False)
    told = [f"{rows[i]}, {columns[j]}: {'recalls' if means[i, j] > 80 else 'does not recall'}"
            for i in range(2) for j in range(2)]
    figure.alt = f"Two kinds of network, two starts. {'; '.join(told)}."
    return figure


@styled
def time_by_T(T, lines, measured=(), *, at=None, ax=None):
    """Seconds against the number of steps, on logarithmic scales, one line per way.

    T (n,); lines: way -> seconds (n,); measured: (way, T, seconds) of single measurements, drawn as
    dots. at: a number of steps to mark.
    """
    figure, ax = on(ax, width=11, height=5)
    T = np.asarray(T)
    for n, (way, seconds) in enumerate(lines.items()):
        color = WAYS.get(way, CYCLE[n % len(CYCLE)])
        ax.plot(T, np.asarray(seconds), color=color, linestyle=DASHES[n % len(DASHES)], label=way)
    for n, way in enumerate(lines):
        dots = np.array([(t, s) for name, t, s in measured if name == way]).reshape(-1, 2)
        look = {"color": WAYS.get(way, CYCLE[n % len(CYCLE)]), "marker": MARKERS[n % len(MARKERS)]}
        ax.plot(*dots.T, linewidth=0, markersize=9, markeredgecolor="white", **look)
    ax.set(xscale="log", yscale="log", xlabel="time steps T", ylabel="seconds")
    if at is not None:
        ax.axvline(at, color=INK, linestyle=":", linewidth=1.5)
    ax.legend(loc="upper left")
    fastest = min(lines, key=lambda way: lines[way][-1])
    figure.alt = (
        f"Seconds against time steps T by {', '.join(lines)}. Of the lines, {fastest} is lowest "
        f"at T = {T[-1]}."
    )
    return figure


@styled
def by_length_of_test(T, accuracy, *, chance, trained=None, xlabel="bits read", ax=None):
    """Accuracy against the length of a test: a thin line per run, their mean heavy, named at it.

    T (n,); accuracy: name -> (runs, n), from 0 to 1; chance: of guessing; trained: the length in
    training.
    """
    figure, axes = on_axes(ax, 1, len(accuracy), width=12, height=4.2, sharey=True, squeeze=False)
    axes, said = np.ravel(axes), []
    for ax, color, (name, runs) in zip(axes, CYCLE, accuracy.items(), strict=False):
        runs = 100 * np.atleast_2d(np.asarray(runs, float))
        ax.plot(T, runs.T, "o-", color=color, alpha=0.6, linewidth=2, markersize=6)
        ax.set_title(name)
        ax.set(xscale="log", xlabel=xlabel, ylim=(-4, 106))
        fixed_ticks(ax.xaxis, [t for t in T if t in (10, 12, 100, 1000)])
        level(ax, 100 * chance, "chance", side="left", above=False)
        if trained is not None:
            ax.axvline(trained, color=INK, linestyle=":", linewidth=1.5)
        best = "above" if runs[:, -1].max() > 90 else "below"
        said.append(f"{name}: the best run {best} 90 % at {T[-1]}")
    axes[0].set_ylabel("accuracy, %")
    figure.alt = f"Accuracy by length, trained on {trained}. {'; '.join(said)}."
    return figure


@styled
def snap_back(T, distance, nudged, *, ax=None):
    """Left: how far apart two kinds of state stand, by T. Right: the size of a nudge, by steps.

    distance: name -> (len(T),); nudged: name -> (steps,), the first entry when it is given.
    """
    figure, (left, right) = on_axes(ax, 1, 2, width=12, height=4.6)
    for n, (name, values) in enumerate(distance.items(), 1):  # colours as in `by_length_of_test`
        left.plot(T, values, color=CYCLE[n], marker=MARKERS[n], label=name)
        left.annotate(name, (T[-1], values[-1]), xytext=(0, 9), textcoords="offset points",
                      ha="right", color=INK, fontsize=15)
    for n, (name, values) in enumerate(nudged.items(), 1):
        right.plot(np.arange(len(values)), values, color=CYCLE[n], linestyle=DASHES[n], label=name)
    right.legend(loc="upper right")
    left.set(xlabel="bits read", title="distance of odd from even")
    right.set(xlabel="steps after the nudge", title="what is left of a nudge")
    for ax in (left, right):
        ax.set_ylim(0, ax.get_ylim()[1] * 1.15)
    ends = [f"{name} {'keeps' if values[-1] > values[0] / 2 else 'loses'} most of it"
            for name, values in distance.items()]
    figure.alt = (f"Distance of the two kinds of state at {T[0]} to {T[-1]} steps: "
                  f"{'; '.join(ends)}. Beside it, what is left of a nudge.")
    return figure


@styled
def dependent_steps(T, lines, *, notes=None, ax=None):
    """How many operations must wait for each other, against T, each line named at its end.

    lines: name -> (len(T),); notes: name -> a second line of type under the name.
    """
    figure, ax = on(ax, width=11.5, height=4.8)
    T, notes = np.asarray(T), notes or {}
    for n, (name, values) in enumerate(lines.items()):
        values = np.asarray(values, float)
        ax.plot(T, values, color=CYCLE[n], linestyle=DASHES[n])
        text = name if name not in notes else f"{name}\n{notes[name]}"
        ax.annotate(text, (T[-1], values[-1]), xytext=(10, 0), textcoords="offset points",
                    va="center", fontsize=14, annotation_clip=False)
    ax.set(xscale="log", yscale="log", xlabel="time steps T",
           ylabel="steps that wait\nfor each other", ylim=(0.3, None))
    ends = "; ".join(f"{name} {np.asarray(values)[-1]:.0f}" for name, values in lines.items())
    figure.alt = f"Dependent steps against T. At T = {T[-1]}: {ends}."
    return figure


@styled
def memory_flow(steps, kept, *, ax=None):
    """Norm of ∂h_t / ∂h_(t-k) against k, logarithmic. kept: name -> (len(steps),)."""
    figure, ax = on(ax, width=11, height=4.4)
    for n, (name, values) in enumerate(kept.items()):
        ax.plot(steps, values, color=CYCLE[n], linestyle=DASHES[n], label=name)
    ax.set(yscale="log", ylim=(1e-9, 3), xlabel="steps back k", ylabel="∂h$_t$ / ∂h$_{t-k}$, norm")
    ax.legend(loc="lower right")
    ends = "; ".join(f"{name} {values[-1]:.1g}" for name, values in kept.items())
    figure.alt = f"What a state still does to a later one, {steps[-1]} steps on: {ends}."
    return figure


@styled
def ladder(tasks, accuracy, *, chance, ax=None):
    """Accuracy by task, a group of bars each, runs as dots. accuracy: name -> (runs, tasks)."""
    figure, ax = on(ax, width=11.5, height=4.8)
    wide = 0.8 / len(accuracy)
    for n, (name, runs) in enumerate(accuracy.items()):
        runs = 100 * np.atleast_2d(np.asarray(runs, float))
        at = np.arange(len(tasks)) + (n - (len(accuracy) - 1) / 2) * wide
        ax.bar(at, runs.mean(axis=0), 0.92 * wide, color=CYCLE[n], label=name)
        ax.plot(np.tile(at, (len(runs), 1)), runs, "o", color=GREY, markersize=5,
                markeredgecolor="white")
    ax.set_xticks(range(len(tasks)), tasks)
    ax.set(ylabel="accuracy, %", ylim=(0, 108), xlim=(-0.5, len(tasks) - 0.2))
    level(ax, 100 * chance, "chance")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3)
    figure.alt = f"Accuracy on {', '.join(tasks)}, by {', '.join(accuracy)}."
    return figure


@styled
def rounds_by_scale(scale, made, arrived, *, ax=None):
    """Newton's rounds against the scale of the weights; crosses where it did not arrive."""
    figure, ax = on(ax, width=10, height=4.2)
    scale, made, arrived = map(np.asarray, (scale, made, arrived))
    ax.plot(scale[arrived], made[arrived], "o-", color=BLUE)
    ax.plot(scale[~arrived], made[~arrived], "X", color=RED, markersize=12)
    ax.set(xlabel="scale of the recurrent weights σ", ylabel="rounds", ylim=(0, None))
    if not arrived.all():
        ax.annotate("not there yet", (scale[~arrived][0], made[~arrived][0]), xytext=(-12, 0),
                    textcoords="offset points", ha="right", va="center", fontsize=15)
    figure.alt = (
        f"Rounds of Newton's method for σ = {', '.join(f'{s:g}' for s in scale)}: "
        f"{', '.join(f'{m}' if ok else 'not arrived' for m, ok in zip(made, arrived, strict=True))}"
        "."
    )
    return figure
