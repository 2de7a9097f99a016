"""The benchmark's results, as pictures."""

import numpy as np

from rnn_helpers.figures.canvas import BLUE, CYCLE, GREY, INK, ORANGE, picture, styled


@styled
def benchmark_steps(results):
    """Time of one gradient step, one panel a kind. results: the list that benchmark.measure returns."""
    kinds = list(dict.fromkeys(r["kind"] for r in results))
    figure, axes = picture(1, len(kinds), width=2 + 5 * len(kinds), height=5.4, squeeze=False, sharey=True)
    for ax, kind in zip(axes[0], kinds):
        own = [r for r in results if r["kind"] == kind]
        x = np.arange(len(own))
        for color, name in zip([BLUE, ORANGE, *CYCLE[2:]], own[0]["medians"]):
            ax.plot(x, [1e3 * r["medians"][name] for r in own], color=color, marker="o", label=name,
                    linewidth=4 if name == "NumPy" else 2)
        ax.plot(x, [1e3 * r["floor"] for r in own], color=INK, linestyle=":", label="floor")
        ax.set(yscale="log", title=kind, xticks=x, xlabel="(B, T, D, H)")
        ax.set_xticklabels([",\n".join((f"{r['size'][0]}, {r['size'][1]}", f"{r['size'][2]}, {r['size'][3]}")) for r in own])
    axes[0][0].set_ylabel("one gradient step, ms")
    axes[0][0].legend(loc="upper left", fontsize=13)
    figure.alt = "One gradient step, milliseconds: " + "; ".join(
        f"{r['kind']} {tuple(r['size'])}: " + ", ".join(f"{n} {1e3 * t:.2f}" for n, t in r["medians"].items()) for r in results) + "."
    return figure


@styled
def benchmark_scaling(results):
    """Time and peak memory against T, and time against B. results: the list that measure_scaling returns."""
    B_of_T = results[0]["size"][0]
    over_T = [r for r in results if r["size"][0] == B_of_T]
    over_B = [r for r in results if r not in over_T]
    figure, axes = picture(1, 3, width=15, height=4.6)
    for ax, rows, axis, label in ((axes[0], over_T, 1, "time steps T"), (axes[1], over_B, 0, "examples B")):
        n, seconds = [r["size"][axis] for r in rows], [1e3 * r["seconds"] for r in rows]
        ax.loglog(n, seconds, color=BLUE, marker="o", label="measured")
        ax.loglog(n, [seconds[-1] * k / n[-1] for k in n], color=GREY, linestyle="--", label="linear")
        ax.set(xlabel=label, ylabel="one gradient step, ms")
        ax.legend()
    axes[2].semilogx([r["size"][1] for r in over_T], [r["peak_bytes"] / r["state_bytes"] for r in over_T], color=BLUE, marker="o")
    axes[2].axhline(2, color=INK, linestyle=":")
    axes[2].set(xlabel="time steps T", ylabel="peak memory / states", ylim=(0, None))
    figure.alt = "One gradient step against T and against B, with a straight line for linear; peak memory against T."
    return figure
