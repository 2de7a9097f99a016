"""Pairs that hold the same things in another order: words, prices, pixels; and what a model makes of them."""

from itertools import cycle

import numpy as np
from matplotlib.patches import FancyBboxPatch

from rnn_helpers.figures.canvas import BLUE, GREEN, GREY, INK, ORANGE, RED, bare, picture, styled, unframed, whole_steps


def _histograms(ax, a, b, labels, xlabel):
    """Two histograms over the same bins as outlined bars, one wide and pale, one narrow: equal ones coincide."""
    values, counts_a = np.unique(a, return_counts=True)
    values_b, counts_b = np.unique(b, return_counts=True)
    place = {v: n for n, v in enumerate(sorted({*values, *values_b}))}
    ax.bar([place[v] for v in values], counts_a, 0.9, color=BLUE, alpha=0.35, label=labels[0])
    ax.bar([place[v] for v in values_b], counts_b, 0.35, color=ORANGE, label=labels[1])
    ax.set(xlabel=xlabel, ylabel="how often")
    whole_steps(ax.yaxis)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0, fontsize=13)
    return list(place)


def _same(a, b):
    a, b = np.sort(np.ravel(a)), np.sort(np.ravel(b))
    return "equal" if len(a) == len(b) and ((a == b) | ((a != a) & (b != b))).all() else "different"


@styled
def sentence_pair(a, b):
    """Two sentences as boxes, place by place, and how often each word stands in either."""
    words = a.split(), b.split()
    figure, (left, right) = picture(1, 2, width=13, height=4.4, width_ratios=[1.7, 1])
    bare(left)
    for row, sentence in enumerate(words):
        for n, word in enumerate(sentence):
            moved = n >= len(words[1 - row]) or words[1 - row][n] != word
            left.add_patch(FancyBboxPatch((n + 0.06, -row - 0.3), 0.88, 0.6, boxstyle="round,pad=0.02",
                                          facecolor=(BLUE, ORANGE)[row] if moved else "#EEEEEE", alpha=0.45, edgecolor="none"))
            left.text(n + 0.5, -row, word, ha="center", va="center", fontsize=15)
    left.set(xlim=(0, max(map(len, words))), ylim=(-1.6, 0.6), title="place by place: the coloured "
                                                                     "words moved")
    names = _histograms(right, *words, ("above", "below"), "")
    right.set(xticks=range(len(names)), yticks=[0, 1])
    right.set_xticklabels(names, rotation=40, ha="right")
    figure.alt = f"“{a}” and “{b}”: word counts {_same(*words)}."
    return figure


@styled
def window_pair(rising, falling, unit="US dollars", days="day"):
    """Two price windows as lines, and their histograms of prices."""
    figure, (left, right) = picture(1, 2, width=13, height=4.4, width_ratios=[1.7, 1])
    steps = np.arange(1, len(rising) + 1)
    left.plot(steps, rising, color=BLUE, marker="o", label="rising")
    left.plot(steps, falling, color=ORANGE, marker="s", label="falling")
    left.set(xlabel=days, ylabel=f"price, {unit}")
    left.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0)
    known = [p[np.isfinite(p)] for p in (rising, falling)]
    edges = np.histogram_bin_edges(known[0], bins=6)
    binned = [np.clip(np.digitize(p, edges) - 1, 0, 5) for p in known]
    _histograms(right, *binned, ("rising", "falling"), f"price, {unit}")
    right.set_xticks(np.arange(7) - 0.5, [f"{e:.0f}" for e in edges])
    figure.alt = f"A window of {len(rising)} prices and the same reversed: their histograms are {_same(rising, falling)}."
    return figure


@styled
def face_pair(smile, frown):
    """Two grey images, and their histograms of pixels."""
    figure, axes = picture(1, 3, width=13, height=4.4, width_ratios=[0.9, 0.9, 1.2])
    for ax, image, name in zip(axes, (smile, frown), ("smile", "frown")):
        bare(ax).imshow(image, cmap="gray", vmin=0, vmax=255)
        ax.set_title(name)
    binned = [np.ravel(image) // 32 * 32 for image in (smile, frown)]
    names = _histograms(axes[2], *binned, ("smile", "frown"), "grey value, 0 black to 255 white")
    axes[2].set_xticks(range(len(names)), [f"{v}" for v in names])
    figure.alt = f"A smiling and a frowning face: their pixel counts are {_same(smile, frown)}."
    return figure


@styled
def images_and_words(images, words, truths=None, *, title=""):
    """A row of images with a word under each; where `truths` differs, the word is marked wrong."""
    figure, axes = picture(1, len(images), width=13, height=2.6, squeeze=False)
    figure.suptitle(title, x=0.01, ha="left", fontsize=16)
    truths = words if truths is None else truths
    for ax, image, word, truth in zip(axes[0], images, words, truths):
        unframed(ax).imshow(image, cmap="gray_r")
        ax.set_xlabel(word if word == truth else f"{word} "
                                                 "✗", fontsize=18, color=INK if word == truth else RED)
    figure.alt = "Images and the words written for them: " + ", ".join(
        w if w == t else f"{w} (wrong: {t})" for w, t in zip(words, truths)) + "."
    return figure


@styled
def mappings():
    """The four shapes of a sequence function: one to many, many to one, many to many aligned and not."""
    shapes = {"many to one": ([1, 2, 3, 4], [4]), "one to many": ([1], [1, 2, 3, 4]),
              "many to "
              "many,\naligned": ([1, 2, 3, 4], [1, 2, 3, 4]), "many to many,\nnot "
                                                                      "aligned": ([1, 2, 3], [4, 5])}
    figure, axes = picture(1, 4, width=13, height=3.1, width_ratios=[4, 4, 4, 5])
    for ax, (title, (inputs, outputs)) in zip(axes, shapes.items()):
        bare(ax)
        last = max(inputs + outputs)
        for t in range(1, last + 1):
            for y, color, there in ((0, GREEN, t in inputs), (1, BLUE, True), (2, ORANGE, t in outputs)):
                if there:
                    ax.add_patch(FancyBboxPatch((t - 0.3, y - 0.25), 0.6, 0.5, boxstyle="round,pad=0.02", facecolor=color, edgecolor="none"))
            arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.8}
            if t in inputs:
                ax.annotate("", (t, 0.72), (t, 0.28), arrowprops=arrow)
            if t in outputs:
                ax.annotate("", (t, 1.72), (t, 1.28), arrowprops=arrow)
            if t < last:
                ax.annotate("", (t + 0.68, 1), (t + 0.32, 1), arrowprops=arrow)
        ax.set(xlim=(0.4, last + 0.6), ylim=(-0.5, 2.5), aspect="equal")
        ax.set_title(title, loc="center")
    for y, name in enumerate(("input x", "state h", "output y")):
        axes[0].text(0.35, y, name, ha="right", va="center", fontsize=14)
    figure.alt = "Boxes for input, state and output at each time step: many to one, one to many, aligned and not aligned many to many."
    return figure


@styled
def tagged(words, tags, ax_width=13):
    """A word and under it its tag, step by step: an aligned many-to-many output."""
    figure, ax = picture(1, 1, width=ax_width, height=1.6)
    bare(ax)
    colors = dict(zip(dict.fromkeys(tags), cycle((GREY, BLUE, ORANGE, GREEN, RED))))
    for n, (word, tag) in enumerate(zip(words, tags)):
        ax.text(n + 0.5, 1, word, ha="center", va="center", fontsize=16)
        ax.text(n + 0.5, 0.25, tag, ha="center", va="center", fontsize=14, color=INK,
                bbox={"boxstyle": "round,pad=0.3", "facecolor": colors[tag], "alpha": 0.35, "edgecolor": "none"})
    ax.set(xlim=(0, len(words)), ylim=(-0.2, 1.4))
    figure.alt = "Tags by word: " + ", ".join(f"{w}: {t}" for w, t in zip(words, tags)) + "."
    return figure
