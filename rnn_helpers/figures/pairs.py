"""Pairs that hold the same things in another order, tags, and the shapes of mappings."""

import numpy as np
from matplotlib.patches import FancyBboxPatch

from rnn_helpers.figures.canvas import bare, legend_above, picture, styled, unframed, whole_steps
from rnn_helpers.figures.palette import BLUE, GREEN, GREY, INK, ORANGE, RED

ROUND = {"boxstyle": "round,pad=0.02", "edgecolor": "none"}


def _histograms(ax, a, b, labels, xlabel, values=None):
    """Two histograms over the same values, one wide and pale, one narrow: equal ones coincide.

    values: those to leave room for, None for all there are -> the values, in their places.
    """
    values = sorted({*a, *b}) if values is None else list(values)
    looks = {"width": 0.9, "color": BLUE, "alpha": 0.35}, {"width": 0.35, "color": ORANGE}
    for row, label, look in zip((a, b), labels, looks, strict=True):
        found, counts = np.unique(row, return_counts=True)
        ax.bar([values.index(each) for each in found], counts, label=label, **look)
    ax.set(xlabel=xlabel, ylabel="count")
    whole_steps(ax.yaxis)
    legend_above(ax, fontsize=13)
    return values


def _same(a, b):
    """Whether both hold the same things: missing numbers count as equal."""
    a, b = np.sort(np.ravel(a)), np.sort(np.ravel(b))
    equal = len(a) == len(b) and ((a == b) | ((a != a) & (b != b))).all()
    return "equal" if equal else "different"


@styled
def sentence_pair(a, b):
    """Two sentences as boxes, place by place, and how often each word occurs in either."""
    words = a.split(), b.split()
    figure, (left, right) = picture(1, 2, width=13, height=4.4, width_ratios=[1.7, 1])
    bare(left)
    for row, (sentence, other) in enumerate(zip(words, words[::-1], strict=True)):
        for n, word in enumerate(sentence):
            moved = n >= len(other) or other[n] != word
            color = (BLUE, ORANGE)[row] if moved else "#EEEEEE"
            box = FancyBboxPatch((n + 0.06, -row - 0.3), 0.88, 0.6, **ROUND)
            box.set(facecolor=color, alpha=0.45)
            left.add_patch(box)
            left.text(n + 0.5, -row, word, ha="center", va="center", fontsize=15)
    left.set(xlim=(0, max(map(len, words))), ylim=(-1.6, 0.6))
    left.set_title("place by place: the coloured words moved")
    names = _histograms(right, *words, ("above", "below"), "")
    right.set_yticks([0, 1])
    right.set_xticks(range(len(names)), names, rotation=40, ha="right")
    figure.alt = f"“{a}” and “{b}”: word counts {_same(*words)}."
    return figure


@styled
def window_pair(rising, falling, unit="US dollars", days="day"):
    """Two windows of prices, (T,) each, as lines, and their histograms."""
    figure, (left, right) = picture(1, 2, width=13, height=4.4, width_ratios=[1.7, 1])
    steps = np.arange(1, len(rising) + 1)
    left.plot(steps, rising, color=BLUE, marker="o", label="rising")
    left.plot(steps, falling, color=ORANGE, marker="s", label="falling")
    left.set(xlabel=days, ylabel=f"price, {unit}")
    legend_above(left)
    known = [prices[np.isfinite(prices)] for prices in (rising, falling)]
    edges = np.histogram_bin_edges(known[0], bins=6)
    bins = [np.clip(np.digitize(prices, edges) - 1, 0, 5) for prices in known]
    _histograms(right, *bins, ("rising", "falling"), f"price, {unit}", range(6))
    right.set_xticks(np.arange(7) - 0.5, [f"{edge:.0f}" for edge in edges])
    figure.alt = (
        f"A window of {len(rising)} prices and the same reversed: their histograms are "
        f"{_same(rising, falling)}."
    )
    return figure


@styled
def face_pair(smile, frown):
    """Two grey images (H, W), 0 black to 255 white, and their histograms of pixels."""
    figure, axes = picture(1, 3, width=13, height=4.4, width_ratios=[0.9, 0.9, 1.2])
    names, images = ("smile", "frown"), (smile, frown)
    for ax, image, name in zip(axes, images, names, strict=False):
        bare(ax).imshow(image, cmap="gray", vmin=0, vmax=255)
        ax.set_title(name)
    bins = [np.ravel(image) // 32 * 32 for image in images]
    values = _histograms(axes[2], *bins, names, "grey value, 0 black to 255 white")
    axes[2].set_xticks(range(len(values)), [f"{value}" for value in values])
    figure.alt = f"A smiling and a frowning face: their pixel counts are {_same(smile, frown)}."
    return figure


@styled
def images_and_words(images, words, truths=None, *, title=""):
    """A row of images with a word below each; where `truths` differs, the word is marked wrong."""
    figure, axes = picture(1, len(images), width=13, height=2.6, squeeze=False)
    figure.suptitle(title, x=0.01, ha="left", fontsize=16)
    truths, said = words if truths is None else truths, []
    for ax, image, word, truth in zip(axes[0], images, words, truths, strict=True):
        right = word == truth
        unframed(ax).imshow(image, cmap="gray_r")
        ax.set_xlabel(word if right else f"{word} ✗", fontsize=18, color=INK if right else RED)
        said.append(word if right else f"{word} (wrong: {truth})")
    figure.alt = f"Images and the words written for them: {', '.join(said)}."
    return figure


@styled
def mappings():
    """The shapes of a sequence function: one to many, many to one, many to many aligned or not."""
    shapes = {
        "many to one": ([1, 2, 3, 4], [4]),
        "one to many": ([1], [1, 2, 3, 4]),
        "many to many,\naligned": ([1, 2, 3, 4], [1, 2, 3, 4]),
        "many to many,\nnot aligned": ([1, 2, 3], [4, 5]),
    }
    figure, axes = picture(1, 4, width=13, height=3.1, width_ratios=[4, 4, 4, 5])
    arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.8}
    for ax, (title, (inputs, outputs)) in zip(axes, shapes.items(), strict=True):
        last = max(inputs + outputs)
        for t in range(1, last + 1):
            rows = ((0, GREEN, t in inputs), (1, BLUE, True), (2, ORANGE, t in outputs))
            for y, color, there in rows:
                if there:
                    box = FancyBboxPatch((t - 0.3, y - 0.25), 0.6, 0.5, facecolor=color, **ROUND)
                    ax.add_patch(box)
            if t in inputs:
                ax.annotate("", (t, 0.72), (t, 0.28), arrowprops=arrow)
            if t in outputs:
                ax.annotate("", (t, 1.72), (t, 1.28), arrowprops=arrow)
            if t < last:
                ax.annotate("", (t + 0.68, 1), (t + 0.32, 1), arrowprops=arrow)
            if t in outputs and t < last and t + 1 not in inputs:  # fed back, as the next input
                back = {**arrow, "linestyle": (0, (3, 2)), "color": ORANGE}
                ax.annotate("", (t + 0.75, 0.68), (t + 0.28, 1.78), arrowprops=back)
        bare(ax).set(xlim=(0.4, last + 0.6), ylim=(-0.5, 2.5), aspect="equal")
        ax.set_title(title, loc="center")
    for y, name in enumerate(("input x", "state h", "output y")):
        axes[0].text(0.35, y, name, ha="right", va="center", fontsize=14)
    figure.alt = (
        "Boxes for input, state and output at each time step: many to one, one to many, aligned "
        "and not aligned many to many. Where there is no input, the output before it is fed back."
    )
    return figure


@styled
def tagged(words, tags, ax_width=13):
    """Each word with its tag below, step by step: an aligned many-to-many output."""
    figure, ax = picture(1, 1, width=ax_width, height=1.6)
    colors, kinds = (GREY, BLUE, ORANGE, GREEN, RED), list(dict.fromkeys(tags))
    for n, (word, tag) in enumerate(zip(words, tags, strict=False)):
        color = colors[kinds.index(tag) % len(colors)]
        box = {"boxstyle": "round,pad=0.3", "facecolor": color, "alpha": 0.35, "edgecolor": "none"}
        look = {"ha": "center", "va": "center"}
        ax.text(n + 0.5, 1, word, fontsize=16, **look)
        ax.text(n + 0.5, 0.25, tag, fontsize=14, bbox=box, **look)
    bare(ax).set(xlim=(0, len(words)), ylim=(-0.2, 1.4))
    said = ", ".join(f"{word}: {tag}" for word, tag in zip(words, tags, strict=False))
    figure.alt = f"Tags by word: {said}."
    return figure
