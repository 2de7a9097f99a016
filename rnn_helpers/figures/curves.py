"""Lines over time: states, losses, forecasts."""

import numpy as np

from rnn_helpers.figures.canvas import BLUE, CYCLE, GREEN, GREY, INK, ORANGE, on, picture, styled, whole_steps


@styled
def two_engines(h_numpy, h_keras, ax=None):
    """The states of one example by both engines, one line a unit. h (T, H) each."""
    figure, ax = on(ax, height=4.2)
    T, H = np.shape(h_numpy)
    steps = np.arange(1, T + 1)
    for j in range(H):
        ax.plot(steps, h_numpy[:, j], color=BLUE, linewidth=6, alpha=0.35, label="NumPy" if j == 0 else None)
        ax.plot(steps, h_keras[:, j], color=ORANGE, linewidth=1.8, marker="o", markersize=4, label="Keras" if j == 0 else None)
    ax.set(xlabel="time step t", ylabel="state h", xlim=(0.8, T + 0.2))
    whole_steps(ax.xaxis)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0)
    same = np.allclose(h_numpy, h_keras, atol=1e-5)
    figure.alt = (f"{H} units over {T} steps, NumPy as broad lines and Keras as thin ones: "
                  f"they {'lie on each other' if same else 'differ'}.")
    return figure


@styled
def loss_curves(losses, ax=None, *, ylabel="loss", log=False):
    """Loss against epoch. losses: name -> list of numbers, each name its own line and label at its end."""
    figure, ax = on(ax, height=4)
    for color, (name, values) in zip(CYCLE * 9, losses.items()):
        ax.plot(np.arange(1, len(values) + 1), values, color=color, label=name)
    ax.set(xlabel="epoch", ylabel=ylabel)
    whole_steps(ax.xaxis)
    if log:
        ax.set_yscale("log")
    else:
        ax.set_ylim(bottom=0)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0)
    figure.alt = f"{ylabel} by epoch: " + "; ".join(f"{name} {_course(v)}" for name, v in losses.items()) + "."
    return figure


def _course(losses):
    """In words: another machine's rounding changes the digits of a loss, not this."""
    for share, words in ((0.1, "falls to less than a tenth"), (0.5, "falls to less than half"), (0.95, "falls")):
        if losses[-1] < share * losses[0]:
            return words
    return "does not fall"


@styled
def forecast(time, observed, forecasts, ax=None, *, xlabel="year", ylabel=""):
    """A measured series and what was forecast for it, one step ahead. forecasts: name -> values at `time`."""
    figure, ax = on(ax, height=4.6)
    ax.plot(time, observed, color=INK, linewidth=0, marker="o", markersize=5, label="measured")
    for color, (name, values) in zip((GREY, BLUE, ORANGE, *CYCLE), forecasts.items()):
        ax.plot(time, values, color=color, label=name)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    whole_steps(ax.xaxis)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0)
    errors = ", ".join(f"{name} {np.sqrt(np.mean(np.square(np.subtract(v, observed)))):.1f}" for name, v in forecasts.items())
    figure.alt = f"{ylabel}, measured and forecast one step ahead; root mean squared error: {errors}."
    return figure


@styled
def against(x, panels, *, xlabel="time steps T", log=False):
    """Measured costs side by side. panels: title with its unit -> {name: values at x}, at most three panels."""
    figure, axes = picture(1, len(panels), width=12, height=4.4, squeeze=False)
    for ax, (title, lines) in zip(axes[0], panels.items()):
        for color, marker, (name, values) in zip((BLUE, ORANGE, GREEN), "osd", lines.items()):
            ax.plot(x, values, color=color, marker=marker, label=name)
        ax.set(xlabel=xlabel, title=title)
        if log:
            ax.set(xscale="log", yscale="log")
        else:
            ax.set_ylim(bottom=0)
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside upper right", ncols=3)
    figure.alt = "; ".join(f"{title}: {', '.join(lines)}" for title, lines in panels.items()) + f", against {xlabel}."
    return figure
