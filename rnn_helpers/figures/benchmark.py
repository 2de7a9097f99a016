"""The benchmark's results, as pictures."""

import numpy as np

from rnn_helpers.figures.canvas import picture, styled
from rnn_helpers.figures.palette import BLUE, CYCLE, GREY, INK, ORANGE

FLOORS = {"steps": ("T tiny steps", "--"), "floor": ("products alone", ":")}
AXES = {"T": "time steps T", "B": "examples B", "H": "units H"}


@styled
def benchmark_steps(results, way="gradient"):
    """Time of one pass, one panel for each kind of layer.

    results: the list that `benchmark.measure` returns; way: "forward" or "gradient".
    """
    results = [result for result in results if result["way"] == way] or results
    by_kind = _grouped(results, "kind")
    size = {"width": 2 + 5 * len(by_kind), "height": 5.4}
    figure, axes = picture(1, len(by_kind), **size, squeeze=False, sharey=True)
    colors, said = [BLUE, ORANGE, *CYCLE[2:]], []
    for ax, (kind, own) in zip(axes[0], by_kind.items(), strict=True):
        x = np.arange(len(own))
        for n, name in enumerate(own[0]["medians"]):
            times = [1e3 * result["medians"][name] for result in own]
            look = {"color": colors[n % len(colors)], "linewidth": 4 if name == "NumPy" else 2}
            ax.plot(x, times, marker="o", label=name, **look)
        for name, (label, dash) in FLOORS.items():
            if name in own[0]:
                times = [1e3 * result[name] for result in own]
                ax.plot(x, times, color=INK, linestyle=dash, linewidth=2, label=label)
        ax.set(yscale="log", title=kind, xlabel="(B, T, D, H)")
        ax.set_xticks(x, ["{}, {},\n{}, {}".format(*result["size"]) for result in own])
        for result in own:
            times = ", ".join(f"{n} {1e3 * t:.2f}" for n, t in result["medians"].items())
            said.append(f"{kind} {tuple(result['size'])}: {times}")
    ylabel = {"gradient": "one gradient step, ms", "forward": "forward, ms"}[results[0]["way"]]
    axes[0][0].set_ylabel(ylabel)
    handles = axes[0][0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside upper left", ncols=4)
    figure.alt = f"{ylabel}: {'; '.join(said)}."
    return figure


@styled
def benchmark_scaling(results):
    """NumPy's time and peak memory against T, B and H: the list that `measure_scaling` returns."""
    by_axis = _grouped(results, "over")
    shown = [over for over in AXES if over in by_axis]
    size = {"width": 5 * len(shown), "height": 7.6}
    figure, axes = picture(2, len(shown), **size, squeeze=False, sharex="col", sharey="row")
    for column, over in zip(axes.T, shown, strict=True):
        own = by_axis[over]
        n = np.array([result["size"]["BTDH".index(over)] for result in own], float)
        times = [1e3 * result["seconds"] for result in own]
        memory = [result["peak_bytes"] / 1e6 for result in own]
        for ax, values in zip(column, (times, memory), strict=True):
            ax.loglog(n, values, color=BLUE, marker="o", label="measured")
            linear, square = values[-1] * n / n[-1], values[-1] * (n / n[-1]) ** 2
            ax.loglog(n, linear, color=GREY, linestyle="--", label="proportional")
            if over == "H":
                ax.loglog(n, square, color=ORANGE, linestyle=":", label="quadratic")
        column[1].set_xlabel(AXES[over])
    axes[0, 0].set_ylabel("gradient step, ms")
    axes[1, 0].set_ylabel("peak memory, MB")
    handles = axes[0, -1].get_legend_handles_labels()
    figure.legend(*handles, loc="outside upper left", ncols=3)
    square = " and one for quadratic growth" if "H" in shown else ""
    figure.alt = (
        f"Time and peak memory of one gradient step in NumPy, against {', '.join(shown)}, with a "
        f"straight line for proportional growth{square}."
    )
    return figure


@styled
def benchmark_fused(results):
    """Time of Keras's LSTM and GRU with and without what their fused kernel supports."""
    by_kind = _grouped(results, "kind")
    figure, axes = picture(1, len(by_kind), width=7 * len(by_kind), height=5, squeeze=False)
    said = []
    for ax, (kind, own) in zip(axes[0], by_kind.items(), strict=True):
        times = [1e3 * (result["seconds"] or 0) for result in own]
        colors = [ORANGE if result["documented"] else GREY for result in own]
        ax.barh([result["case"] for result in own], times, color=colors)
        for y, (result, ms) in enumerate(zip(own, times, strict=True)):
            refused = result["seconds"] is None
            ax.annotate(" refused" if refused else f" {ms:.3g}", (ms, y), va="center")
            said.append(f"{kind} {result['case']} {'refused' if refused else f'{ms:.3g} ms'}")
        ax.invert_yaxis()
        ax.margins(x=0.15)
        ax.set(xlabel="one gradient step, ms", title=f"{kind} (orange: fused on a GPU)")
    figure.alt = f"One gradient step: {'; '.join(said)}."
    return figure


def _grouped(results, key):
    """Value of `key` -> the results that have it, in the order of their first appearance."""
    groups = {}
    for result in results:
        groups.setdefault(result[key], []).append(result)
    return groups
