"""The state: what it costs, how it moves with each word, how fast it forgets."""

import numpy as np
from matplotlib.ticker import NullLocator

from rnn_helpers.figures.canvas import on, picture, styled, whole_steps
from rnn_helpers.figures.looks import legend_that_fits, looks, plot_lines
from rnn_helpers.figures.palette import DIVERGING


@styled
def prefix_costs(t, parameters, work):
    """Parameters, and multiplications per prediction, against the length of the prefix; log axes.

    t (n,); parameters, work: name -> (n,).
    """
    figure, axes = picture(1, 2, width=12, height=4.2)
    panels = {"parameters": parameters, "multiplications per prediction": work}
    for ax, (title, curves) in zip(axes, panels.items(), strict=True):
        plot_lines(ax, t, curves)
        positive = any(np.any(np.asarray(values) > 0) for values in curves.values())
        scale = "log" if positive else "linear"
        ax.set(xscale="log", yscale=scale, xlabel="length of the prefix, t", title=title)
        ax.yaxis.set_minor_locator(NullLocator())
    handles = axes[0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside upper left", ncols=len(parameters), handlelength=2.6)
    said = "; ".join(
        f"{name}: parameters {_growth(parameters[name])}, multiplications {_growth(work[name])}"
        for name in parameters
    )
    figure.alt = f"From t={t[0]} to t={t[-1]}: {said}."
    return figure


def _growth(values):
    grows = values[0] and values[-1] > values[0]
    return f"grow {values[-1] / values[0]:.0f}-fold" if grows else "do not grow"


@styled
def state_over_words(h, words, said=None, ax=None, *, title="", says="it expects next"):
    """The state h (T, H) as a column of colours under each word.

    said: a second word per column; says: what that is.
    """
    T, H = np.shape(h)
    figure, ax = on(ax, width=min(max(0.95 * T + 2.2, 6), 24), height=4.4)
    edges = np.arange(T + 1), np.arange(H + 1)
    mesh = ax.pcolormesh(*edges, np.transpose(h), cmap=DIVERGING, vmin=-1, vmax=1)
    ends = sorted({1, H})
    ax.set(ylabel=f"unit, 1 to {H}", xlim=(0, T))
    ax.set_yticks([unit - 0.5 for unit in ends], ends)
    ax.invert_yaxis()
    if said is None:
        _words_at(ax, words, T, "right")
    else:
        above = ax.secondary_xaxis("top")
        _words_at(above, words, T, "left")
        _words_at(ax, said, T, "right")
        above.set_xlabel("it reads")
        ax.set_xlabel(says)
    ax.set_title(title)
    figure.colorbar(mesh, ax=ax, label="state h", ticks=[-1, 0, 1], pad=0.02)
    below = f", and under it what {says}" if said is not None else ""
    figure.alt = (
        f"The state of {H} units over {T} words, from “{words[0]}” to “{words[-1]}”: a column of "
        f"colours for each word, blue low, red high{below}."
    )
    return figure


def _words_at(axis, words, T, ha):
    look = {"rotation": 35, "ha": ha, "rotation_mode": "anchor", "fontsize": 14 if T <= 14 else 11}
    axis.set_xticks(np.arange(T) + 0.5, words, **look)
    axis.tick_params(length=0)


@styled
def fading(distances, ax=None, *, xlabel="time step t", ylabel="distance between the two states"):
    """How far apart two runs are, step by step, on a logarithmic axis.

    distances: name -> (T,), 0 where the runs are equal.
    """
    figure, ax = on(ax, width=9, height=4)
    for look, (name, values) in zip(looks(distances), distances.items(), strict=True):
        values = np.array(values, float)
        marker = "o" if len(values) < 2 else None
        steps, shown = np.arange(1, len(values) + 1), np.where(values > 0, values, np.nan)
        ax.plot(steps, shown, label=name, marker=marker, **look)
    every = np.concatenate([np.ravel(values) for values in distances.values()])
    every = every[every > 0]
    limits = (every.min() / 3, 3 * every.max()) if every.size else (0.1, 1)
    ax.set(xlabel=xlabel, ylabel=ylabel, yscale="log", ylim=limits)
    ax.yaxis.set_minor_locator(NullLocator())
    whole_steps(ax.xaxis)
    legend_that_fits(ax)
    said = "; ".join(f"{name}: {_fate(values)}" for name, values in distances.items())
    figure.alt = f"{ylabel} by {xlabel}: {said}."
    return figure


def _fate(values):
    first, last = values[0], values[-1]
    if np.isnan(first) or np.isnan(last):
        return "unknown"
    return "fades away" if last < first / 100 else "fades" if last < first / 2 else "stays"
