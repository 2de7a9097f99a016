"""Two engines on the same work: where they part, how long they take, and what rounding does."""

import numpy as np

from rnn_helpers.figures.canvas import picture, styled
from rnn_helpers.figures.palette import BLUE, CYCLE, GREY, INK, ORANGE


@styled
def parting(curves):
    """Losses by both engines, and their relative difference.

    curves: dtype -> (NumPy's losses, Keras's losses); the losses of the first are drawn.
    """
    figure, (left, right) = picture(1, 2, width=13, height=4.6)
    dtype, (ours, theirs) = next(iter(curves.items()))
    steps = np.arange(len(ours))
    left.semilogy(steps, ours, color=BLUE, linewidth=7, alpha=0.35, label="NumPy")
    left.semilogy(steps, theirs, color=ORANGE, linewidth=2, label="Keras")
    left.set(xlabel="update", ylabel="loss", title=f"loss, {dtype}")
    left.legend()
    said = []
    for n, (dtype, (ours, theirs)) in enumerate(curves.items()):
        apart = np.abs(np.subtract(ours, theirs)) / np.abs(theirs)
        look = {"color": (INK, GREY)[n % 2], "linewidth": 1.8}
        right.semilogy(steps, np.maximum(apart, 1e-18), label=dtype, **look)
        said.append(f"{dtype} {'below' if apart.max() < 1e-3 else 'above'} 1e-3")
    right.set(xlabel="update", title="|NumPy - Keras| / loss", ylim=(1e-18, None))
    right.legend()
    figure.alt = (
        f"Loss of both engines over {len(steps)} updates, and their relative difference, at its "
        f"largest: {', '.join(said)}."
    )
    return figure


@styled
def floors(T, rows):
    """Times against T, both axes logarithmic.

    T (n,); rows: name -> (seconds at each T, "measured" or "floor": what no engine can undercut).
    """
    figure, ax = picture(width=9, height=5)
    for n, (name, (seconds, what)) in enumerate(rows.items()):
        look = {"color": CYCLE[n % len(CYCLE)], "marker": "o"}
        if what == "floor":
            look = {"color": INK, "linestyle": "--" if "step" in name else ":"}
        ax.loglog(T, 1e3 * np.asarray(seconds), label=name, **look)
    ax.set(xlabel="time steps T", ylabel="one gradient step, ms")
    ax.set_xticks(T, [str(t) for t in T])
    ax.minorticks_off()
    figure.legend(*ax.get_legend_handles_labels(), loc="outside right upper")
    said = []
    for name, (seconds, _) in rows.items():
        said.append(f"{name} {', '.join(f'{1e3 * each:.2g}' for each in seconds)}")
    figure.alt = f"One gradient step, in milliseconds, against T: {'; '.join(said)}."
    return figure


@styled
def rounding(states, gradients):
    """Errors against float64. states: name -> error at each step; gradients: name -> {T: error}."""
    figure, (left, right) = picture(1, 2, width=14, height=5, sharey=True)
    names = dict.fromkeys([*states, *gradients])
    colors = {name: CYCLE[n % len(CYCLE)] for n, name in enumerate(names)}
    for name, error in states.items():
        t, look = np.arange(1, len(error) + 1), {"color": colors[name], "linewidth": 1.8}
        left.loglog(t, np.maximum(error, 1e-12), label=name, **look)
    for name, errors in gradients.items():
        T, error = list(errors), np.maximum(list(errors.values()), 1e-12)
        right.loglog(T, error, color=colors[name], marker="o", label=name)
    left.set(xlabel="time step t", ylabel="error relative to float64", title="state h_t")
    right.set(xlabel="time steps T", title="gradient of W_hh")
    handles = {}
    for ax in (left, right):
        lines, labels = ax.get_legend_handles_labels()
        handles |= dict(zip(labels, lines, strict=True))
    figure.legend(handles.values(), handles.keys(), loc="outside right upper")
    said = [f"{name} {_size(error)}" for name, error in states.items()]
    figure.alt = (
        "Error relative to float64, of states against t and of gradients against T. At the "
        f"largest, states: {', '.join(said)}."
    )
    return figure


def _size(error):
    """How large an error grows, in steps so coarse that all processors say the same."""
    largest = np.max(error)
    return "below 1 %" if largest < 0.01 else "below 50 %" if largest < 0.5 else "above 50 %"
