"""What can still be read from one state of what came before it, word by word."""

import ipywidgets as widgets
import numpy as np

from rnn_helpers import figures, numpy_rnn, text
from rnn_helpers.explorers.core import Explorer, stage, still, wiped

FARTHEST = 20  # words back
PLACES = 200  # in the held-out text, one after the other
KINDS = ("trained", "untrained")


def probe(trained, untrained, train_words, test_words, tokens, *, first=200):
    """Explorer: choose a network, how far back to ask, and a place in the text.

    trained, untrained: state size -> numpy_rnn.Params, of networks that read words as vectors with a single 1.
    train_words, test_words: rows of word numbers; probes are fitted on the one, from its step `first` on, and tried on
    the other. tokens: word number -> word.
    """
    if not FARTHEST <= first < min(len(train_words), len(test_words)):
        raise ValueError(f"first: expected {FARTHEST} to "
                         f"{min(len(train_words), len(test_words)) - 1}, got {first}")
    V, x = len(tokens), np.arange(1, FARTHEST + 1)
    asked = back(test_words, first)
    guessing = np.bincount(test_words, minlength=V).max() / len(test_words)
    read, share = {}, {}
    for kind, networks in zip(KINDS, (trained, untrained)):
        for size, params in networks.items():
            h, h_held = (_states(params, row, V)[first - 1:] for row in (train_words, test_words))
            read[size, kind] = answers(fit(h, back(train_words, first), V), h_held)
            share[size, kind] = (read[size, kind] == asked).mean(axis=0)
    figure, (left, right) = stage(1, 2, height=5)
    left.set_position([0.005, 0.01, 0.43, 0.98])
    right.set_position([0.535, 0.14, 0.45, 0.78])

    def curves(size, kind, k):
        """On the right."""
        lines = {f"{each}, {size} units": share[size, each] for each in KINDS}
        figures.shares_right(x, lines, *wiped(right), chance=guessing, xlabel="how far back, "
                                                                              "words", legend=False,
                             ylabel="held-out words "
                                    "read", ticks=[1, 2, 3, 5, 10, 20], mark=(f"{kind}, "
                                                                                             f"{size} "
                                                                                             "units", k))

    def draw(size, kind, k, place):
        said, got = ([tokens[n] for n in row[::-1]] for row in (asked[place - first], read[size, kind][place - first]))
        figures.read_back(said, got, *wiped(left), title=f"one state of {size} units, "
                                                         f"{kind}", mark=k, upright=True)
        alt = figure.alt
        curves(size, kind, k)
        figure.alt = f"{alt} {figure.alt}"
        told = "rightly" if said[-k] == got[-k] else "wrongly"
        percent = 100 * share[size, kind][k - 1]
        return figure, (f"{k} back stands “{said[-k]}”, and the probe reads “{got[-k]}”, {told}. "
                        f"At this distance it reads {percent:.0f} % of all held-out words; "
                        f"guessing gives {100 * guessing:.0f} %.")

    # Axes and their letters stay as they are, and take longer to draw than all the rest: once, then.
    curves(max(trained), KINDS[0], 1)
    wiped(right)[0].set_title("dots: trained;  dashed, squares: untrained", fontsize=15)
    still(figure, left)

    last = min(first + PLACES, len(test_words))
    return Explorer(draw, size=widgets.Dropdown(options=list(trained), value=max(trained), description="units"),
                    kind=widgets.Dropdown(options=KINDS, description="network"),
                    k=widgets.IntSlider(6, 1, FARTHEST, description="words back, k"),
                    place=widgets.IntSlider(first, first, last, description="place in the text"))


def back(row, first):
    """For each step from `first` on, the words 1 to FARTHEST back; 1 is the step's own. (T,) -> (T - first + 1, FARTHEST)"""
    return np.lib.stride_tricks.sliding_window_view(row, FARTHEST)[first - FARTHEST:, ::-1]


def fit(h, labels, classes):
    """A probe for each column of labels: states (N, H), labels (N, K) -> weights (K, H + 1, classes).

    Least squares with a small penalty. All probes solve with the same matrix, h.T @ h, so it is taken apart once.
    """
    h = np.column_stack([h, np.ones(len(h), h.dtype)])
    inverse = np.linalg.inv(h.T @ h + 0.1 * np.eye(h.shape[1]))
    sums = np.zeros((labels.shape[1], classes, h.shape[1]))  # of the states with each label: h.T @ one_hot(label), transposed
    for total, label in zip(sums, labels.T):
        order = label.argsort()
        found, start = np.unique(label[order], return_index=True)
        total[found] = np.add.reduceat(h[order], start, axis=0)
    return (inverse @ sums.swapaxes(1, 2)).astype(h.dtype)


def answers(weights, h):
    """(K, H + 1, classes), (N, H) -> (N, K): what each probe reads from each state."""
    return np.stack([(h @ w[:-1] + w[-1]).argmax(axis=-1) for w in weights], axis=1)


def _states(params, row, V):
    return numpy_rnn.forward(params, text.one_hot(row, V)[None])[0]
