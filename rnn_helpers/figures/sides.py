"""Notebook 09: two engines on the same work, where they part, and what rounding does."""

import numpy as np

from rnn_helpers.figures.canvas import BLUE, CYCLE, GREY, INK, ORANGE, picture, styled


@styled
def parting(curves):
    """Loss by both engines, and how far apart they are. curves: dtype -> (NumPy's losses, Keras's losses)."""
    figure, (left, right) = picture(1, 2, width=13, height=4.6)
    ours, theirs = next(iter(curves.values()))
    steps = np.arange(len(ours))
    left.semilogy(steps, ours, color=BLUE, linewidth=7, alpha=0.35, label="NumPy")
    left.semilogy(steps, theirs, color=ORANGE, linewidth=2, label="Keras")
    left.set(xlabel="update", ylabel="loss", title=f"loss, {next(iter(curves))}")
    left.legend()
    said = []
    for color, (dtype, (ours, theirs)) in zip((INK, GREY), curves.items()):
        apart = np.abs(np.subtract(ours, theirs)) / np.abs(theirs)
        right.semilogy(steps, np.maximum(apart, 1e-18), color=color, linewidth=1.8, label=dtype)
        said.append(f"{dtype} {'below' if apart.max() < 1e-3 else 'above'} 1e-3")
    right.set(xlabel="update", title="|NumPy - Keras| / loss", ylim=(1e-18, None))
    right.legend()
    figure.alt = f"Loss of both engines over {len(steps)} updates, and their relative difference: {', '.join(said)} at its largest."
    return figure


@styled
def floors(T, rows):
    """Times against T, one panel. rows: name -> (times in seconds at each T, "measured" or "floor")."""
    figure, ax = picture(width=9, height=5)
    for color, (name, (seconds, what)) in zip(CYCLE, rows.items()):
        ax.loglog(T, 1e3 * np.asarray(seconds), color=INK if what == "floor" else color, marker="" if what == "floor" else "o",
                  linestyle="--" if "step" in name else (":" if what == "floor" else "-"), label=name)
    ax.set(xlabel="time steps T", ylabel="one gradient step, ms", xticks=T, xticklabels=[str(t) for t in T])
    ax.minorticks_off()
    figure.legend(*ax.get_legend_handles_labels(), loc="outside right upper")
    figure.alt = "One gradient step, milliseconds, against T: " + "; ".join(
        f"{name} {', '.join(f'{1e3 * s:.2g}' for s in seconds)}" for name, (seconds, _) in rows.items()) + "."
    return figure


@styled
def rounding(states, gradients):
    """Error against float64. states: name -> error at each step; gradients: name -> {T: error}."""
    figure, (left, right) = picture(1, 2, width=14, height=5, sharey=True)
    colors = dict(zip(dict.fromkeys([*states, *gradients]), CYCLE))
    for name, error in states.items():
        left.loglog(np.arange(1, len(error) + 1), np.maximum(error, 1e-12), color=colors[name], linewidth=1.8, label=name)
    for name, errors in gradients.items():
        right.loglog(list(errors), np.maximum(list(errors.values()), 1e-12), color=colors[name], marker="o", label=name)
    left.set(xlabel="time step t", ylabel="error, relative to float64", title="state h_t")
    right.set(xlabel="time steps T", title="gradient of W_hh")
    handles = {label: line for ax in (left, right) for line, label in zip(*ax.get_legend_handles_labels())}
    figure.legend(handles.values(), handles.keys(), loc="outside right upper")
    figure.alt = "Error relative to float64, states against t and gradients against T: " + ", ".join(
        f"{name} about 1e{round(np.log10(max(np.max(e), 1e-12)))}" for name, e in states.items()) + " at the largest."
    return figure
