"""Lines over time or against a size: states, forecasts, costs."""

import numpy as np

from rnn_helpers.figures.canvas import legend_above, on, picture, styled, whole_steps
from rnn_helpers.figures.palette import BLUE, CYCLE, GREEN, GREY, INK, ORANGE


@styled
def two_engines(h_numpy, h_keras, ax=None):
    """The states of one example by both engines, one line per unit. h (T, H) each."""
    figure, ax = on(ax, height=4.2)
    T, H = np.shape(h_numpy)
    steps = np.arange(1, T + 1)
    broad = {"color": BLUE, "linewidth": 6, "alpha": 0.35}
    thin = {"color": ORANGE, "linewidth": 1.8, "marker": "o", "markersize": 4}
    for j in range(H):
        ax.plot(steps, h_numpy[:, j], label="NumPy" if j == 0 else None, **broad)
        ax.plot(steps, h_keras[:, j], label="Keras" if j == 0 else None, **thin)
    ax.set(xlabel="time step t", ylabel="state h", xlim=(0.8, T + 0.2))
    whole_steps(ax.xaxis)
    legend_above(ax)
    same = np.allclose(h_numpy, h_keras, atol=1e-5)
    figure.alt = (
        f"{H} units over {T} steps, NumPy as broad lines and Keras as thin ones: "
        f"they {'coincide' if same else 'differ'}."
    )
    return figure


@styled
def forecast(time, observed, forecasts, ax=None, *, xlabel="year", ylabel=""):
    """A measured series and one-step-ahead forecasts of it. forecasts: name -> values at `time`."""
    figure, ax = on(ax, height=4.6)
    dots = {"color": INK, "linewidth": 0, "marker": "o", "markersize": 5}
    ax.plot(time, observed, label="measured", **dots)
    colors, errors = (GREY, BLUE, ORANGE, *CYCLE), []
    for n, (name, values) in enumerate(forecasts.items()):
        ax.plot(time, values, color=colors[n % len(colors)], label=name)
        error = np.sqrt(np.mean(np.square(np.subtract(values, observed))))
        errors.append(f"{name} {error:.1f}")
    ax.set(xlabel=xlabel, ylabel=ylabel)
    whole_steps(ax.xaxis)
    legend_above(ax, 3)
    figure.alt = (
        f"{ylabel}, measured and forecast one step ahead; root mean squared error: "
        f"{', '.join(errors)}."
    )
    return figure


@styled
def against(x, panels, *, xlabel="time steps T", log=False):
    """Measured costs side by side, with the same names in each panel.

    x (n,); panels: title with its unit -> {name: values at x}, at most three panels.
    """
    figure, axes = picture(1, len(panels), width=12, height=4.4, squeeze=False)
    for ax, (title, lines) in zip(axes[0], panels.items(), strict=True):
        for n, (name, values) in enumerate(lines.items()):
            look = {"color": (BLUE, ORANGE, GREEN)[n % 3], "marker": "osd"[n % 3]}
            ax.plot(x, values, label=name, **look)
        ax.set(xlabel=xlabel, title=title)
        if log:
            ax.set(xscale="log", yscale="log")
        else:
            ax.set_ylim(bottom=0)
    handles = axes[0, 0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside upper right", ncols=3)
    said = "; ".join(f"{title}: {', '.join(lines)}" for title, lines in panels.items())
    figure.alt = f"{said}, against {xlabel}."
    return figure
