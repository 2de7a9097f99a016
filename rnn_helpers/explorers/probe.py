"""What can still be read from one state of the words that came before it."""

import ipywidgets as widgets
import numpy as np

from rnn_helpers import figures, numpy_rnn, text
from rnn_helpers.explorers.core import Explorer
from rnn_helpers.explorers.stage import stage, wiped
from rnn_helpers.numpy_training import linear_probe

FARTHEST = 20  # words back
PLACES = 200  # in the held-out text, one after the other
KINDS = ("trained", "untrained")


def probe(trained, untrained, train_words, test_words, tokens, *, first=200):
    """Explorer: choose a network, how far back to ask, and a place in the text.

    trained, untrained: state size -> numpy_rnn.Params, of networks that read words as one-hot
    vectors. train_words, test_words: rows of word numbers; the probes are fitted on the first, from
    step `first` on, and evaluated on the second. tokens: word number -> word.
    """
    shortest = min(len(train_words), len(test_words))
    if not FARTHEST <= first < shortest:
        raise ValueError(f"first: expected {FARTHEST} to {shortest - 1}, got {first}")
    V, x = len(tokens), np.arange(1, FARTHEST + 1)
    asked = back(test_words, first)
    baseline = np.bincount(test_words, minlength=V).max() / len(test_words)
    read, accuracy = {}, {}
    for kind, networks in zip(KINDS, (trained, untrained), strict=True):
        for size, params in networks.items():
            h, h_held = (
                _states(params, row, V)[first - 1 :] for row in (train_words, test_words)
            )
            read[size, kind] = answers(h, back(train_words, first), h_held, V)
            accuracy[size, kind] = (read[size, kind] == asked).mean(axis=0)
    figure, (left, right) = stage(1, 2, height=5)
    left.set_position([0.005, 0.01, 0.43, 0.98])
    right.set_position([0.535, 0.14, 0.45, 0.78])

    def draw(size, kind, k, place):
        words, got = (
            [tokens[n] for n in row[place - first, ::-1]] for row in (asked, read[size, kind])
        )
        wiped(left, right)
        title = f"one state of {size} units, {kind}"
        figures.read_back(words, got, left, title=title, mark=k, upright=True)
        alt = figure.alt
        curves = {f"{each}, {size} units": accuracy[size, each] for each in KINDS}
        figures.accuracy_curves(
            x, curves, right, baseline=baseline, xlabel="how far back, words",
            ylabel="accuracy, held-out words", legend=False,
            ticks=[1, 2, 3, 5, 10, 20], mark=(f"{kind}, {size} units", k),
        )
        right.set_title("dots: trained;  dashed, squares: untrained", fontsize=15)
        figure.alt = f"{alt} {figure.alt}"
        word, said = words[-k], got[-k]
        return figure, (
            f"{k} back is “{word}”; the probe reads “{said}”, which is "
            f"{'right' if word == said else 'wrong'}. At this distance its accuracy on held-out "
            f"words is {100 * accuracy[size, kind][k - 1]:.0f} %; always answering the most "
            f"frequent word gives {100 * baseline:.0f} %."
        )

    last = min(first + PLACES, len(test_words))
    return Explorer(
        draw,
        size=widgets.Dropdown(options=list(trained), value=max(trained), description="units"),
        kind=widgets.Dropdown(options=KINDS, description="network"),
        k=widgets.IntSlider(6, 1, FARTHEST, description="words back, k"),
        place=widgets.IntSlider(first, first, last, description="place in the text"),
    )


def back(row, first):
    """For each step from `first` on, the words 1 to FARTHEST back; 1 is the step's own.

    row (T,) -> (T - first + 1, FARTHEST).
    """
    windows = np.lib.stride_tricks.sliding_window_view(row, FARTHEST)
    return windows[first - FARTHEST :, ::-1]


def answers(h, labels, h_held, V):
    """What a probe for each column of labels reads from each held-out state: (M, K).

    h (N, H), labels (N, K) of V classes: what the probes are fitted on; h_held (M, H).
    """
    probes = (linear_probe(h, text.one_hot(label, V)) for label in labels.T)
    return np.stack([fitted.predict(h_held).argmax(axis=1) for fitted in probes], axis=1)


def _states(params, row, V):
    return numpy_rnn.forward(params, text.one_hot(row, V)[None])[0]
