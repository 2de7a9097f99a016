"""The benchmark's results, as pictures."""

import numpy as np

from rnn_helpers.figures.canvas import BLUE, CYCLE, GREY, INK, ORANGE, picture, styled

FLOORS = {"steps": ("T tiny steps", "--"), "floor": ("products alone", ":")}


@styled
def benchmark_steps(results, way="gradient"):
    """Time of one pass, one panel a kind. results: the list that benchmark.measure returns; way: forward or gradient."""
    results = [r for r in results if r["way"] == way] or results
    kinds = list(dict.fromkeys(r["kind"] for r in results))
    figure, axes = picture(1, len(kinds), width=2 + 5 * len(kinds), height=5.4, squeeze=False, sharey=True)
    for ax, kind in zip(axes[0], kinds):
        own = [r for r in results if r["kind"] == kind]
        x = np.arange(len(own))
        for color, name in zip([BLUE, ORANGE, *CYCLE[2:]], own[0]["medians"]):
            ax.plot(x, [1e3 * r["medians"][name] for r in own], color=color, marker="o", label=name,
                    linewidth=4 if name == "NumPy" else 2)
        for name, (label, style) in FLOORS.items():
            if name in own[0]:
                ax.plot(x, [1e3 * r[name] for r in own], color=INK, linestyle=style, linewidth=2, label=label)
        ax.set(yscale="log", title=kind, xticks=x, xlabel="(B, T, D, H)")
        ax.set_xticklabels([",\n".join((f"{r['size'][0]}, {r['size'][1]}", f"{r['size'][2]}, {r['size'][3]}")) for r in own])
    axes[0][0].set_ylabel({"gradient": "one gradient step, ms", "forward": "forward, ms"}[results[0]["way"]])
    figure.legend(*axes[0][0].get_legend_handles_labels(), loc="outside upper left", ncols=4)
    figure.alt = axes[0][0].get_ylabel() + ": " + "; ".join(
        f"{r['kind']} {tuple(r['size'])}: " + ", ".join(f"{n} {1e3 * t:.2f}" for n, t in r["medians"].items()) for r in results) + "."
    return figure


@styled
def benchmark_scaling(results):
    """NumPy's time and peak memory against T, B and H. results: the list that measure_scaling returns."""
    labels = {"T": "time steps T", "B": "examples B", "H": "units H"}
    shown = [over for over in labels if any(r["over"] == over for r in results)]
    figure, axes = picture(2, len(shown), width=5 * len(shown), height=7.6, squeeze=False, sharex="col", sharey="row")
    for column, over in zip(axes.T, shown):
        own = [r for r in results if r["over"] == over]
        n = np.array([r["size"]["BTDH".index(over)] for r in own], float)
        for ax, values in zip(column, ([1e3 * r["seconds"] for r in own], [r["peak_bytes"] / 1e6 for r in own])):
            ax.loglog(n, values, color=BLUE, marker="o", label="measured")
            ax.loglog(n, values[-1] * n / n[-1], color=GREY, linestyle="--", label="in proportion")
            if over == "H":
                ax.loglog(n, values[-1] * (n / n[-1]) ** 2, color=ORANGE, linestyle=":", label="with the square")
        column[1].set_xlabel(labels[over])
    axes[0, 0].set_ylabel("gradient step, ms")
    axes[1, 0].set_ylabel("peak memory, MB")
    figure.legend(*axes[0, -1].get_legend_handles_labels(), loc="outside upper left", ncols=3)
    figure.alt = (f"Time and peak memory of one gradient step in NumPy, against {', '.join(shown)}, with a straight line for what "
                  "grows in proportion" + (" and one for what grows with the square." if "H" in shown else "."))
    return figure


@styled
def benchmark_fused(results):
    """Time of Keras's LSTM and GRU with and without what its fused kernel takes, one panel a kind."""
    kinds = list(dict.fromkeys(r["kind"] for r in results))
    figure, axes = picture(1, len(kinds), width=7 * len(kinds), height=5, squeeze=False)
    for ax, kind in zip(axes[0], kinds):
        own = [r for r in results if r["kind"] == kind]
        times = [1e3 * (r["seconds"] or 0) for r in own]
        ax.barh([r["case"] for r in own], times, color=[ORANGE if r["documented"] else GREY for r in own])
        for y, (r, ms) in enumerate(zip(own, times)):
            ax.annotate(" refused" if r["seconds"] is None else f" {ms:.3g}", (ms, y), va="center")
        ax.invert_yaxis()
        ax.margins(x=0.15)
        ax.set(xlabel="one gradient step, ms", title=f"{kind} (orange: fused on a GPU)")
    figure.alt = "One gradient step: " + "; ".join(
        f"{r['kind']} {r['case']} {'refused' if r['seconds'] is None else format(1e3 * r['seconds'], '.3g') + ' ms'}" for r in results) + "."
    return figure
