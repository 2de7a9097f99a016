"""The explorer of the probes: its numbers equal those of probes that are fitted one by one."""

import re

import numpy as np
import pytest

from rnn_helpers import explorers, figures, numpy_rnn
from rnn_helpers.explorers.probe import FARTHEST, answers, back


@pytest.fixture(scope="module")
def run():
    """Networks, texts in which words often repeat, and the explorer made of them."""
    rng, V = np.random.default_rng(3), 11
    networks = [{H: numpy_rnn.init_params(V, H, rng=rng) for H in (3, 17)} for _ in range(2)]
    texts = [np.repeat(rng.integers(0, V, n), 2) for n in (300, 140)]
    tokens = [f"word{n}" for n in range(V)]
    return networks, texts, tokens, explorers.probe(*networks, *texts, tokens, first=25)


def all_states(params, row, V):
    """One step after the other."""
    h_t, h = np.zeros((1, len(params.W_hh)), np.float32), []
    for n in row:
        h_t = numpy_rnn.step(params, np.eye(V, dtype=np.float32)[[n]], h_t)
        h.append(h_t[0].astype(float))
    return np.array(h)


def one_by_one(params, train_words, test_words, k, V, first=25):
    """What a probe reads of the word k back at each step of the test text, and what stood there.

    Ridge regression as least squares of more rows: those ask for weights of zero.
    """
    h, h_held = (all_states(params, row, V)[first - 1 :] for row in (train_words, test_words))
    asked, held = (
        np.array([row[t - k] for t in range(first, len(row) + 1)])
        for row in (train_words, test_words)
    )
    return ridge(h, np.eye(V)[asked], h_held).argmax(axis=1), held


def ridge(h, targets, h_held):
    """The bias is free; the penalty on a weight is a hundredth of the features' mean square sum."""
    mean_h, mean = h.mean(axis=0), targets.mean(axis=0)
    penalty = 0.01 * np.mean(np.sum((h - mean_h) ** 2, axis=0))
    rows = np.vstack([h - mean_h, np.sqrt(penalty) * np.eye(h.shape[1])])
    wanted = np.vstack([targets - mean, np.zeros((h.shape[1], targets.shape[1]))])
    W = np.linalg.lstsq(rows, wanted, rcond=None)[0]
    return (h_held - mean_h) @ W + mean


def test_back_counts_from_the_word_just_read():
    row = np.arange(100, 160)
    rows = back(row, 30)
    assert rows.shape == (31, FARTHEST)
    assert rows[0, 0] == row[29] and rows[0, 4] == row[25]
    assert rows[-1, 0] == row[-1] and rows[-1, -1] == row[-FARTHEST]


def test_each_column_of_labels_has_a_probe_of_its_own():
    rng, V = np.random.default_rng(0), 11  # some of the V classes never occur
    h, h_held = rng.standard_normal((200, 6)), rng.standard_normal((30, 6))
    labels = rng.integers(0, 3, (200, 4))
    read = answers(h, labels, h_held, V)
    assert read.shape == (30, 4)
    for column, label in zip(read.T, labels.T, strict=True):
        np.testing.assert_array_equal(column, ridge(h, np.eye(V)[label], h_held).argmax(axis=1))


@pytest.mark.parametrize(
    "size, kind, k",
    [(3, "trained", 1), (17, "trained", 2), (17, "untrained", 5), (3, "untrained", 20)],
)
def test_the_words_tell_what_a_probe_of_its_own_reads(run, size, kind, k):
    networks, (train_words, test_words), tokens, made = run
    read, asked = one_by_one(
        networks[kind == "untrained"][size], train_words, test_words, k, len(tokens)
    )
    accuracy = np.mean(read == asked)
    for place in (25, 26, 100):
        made.set(size=size, kind=kind, k=k, place=place)
        sentence = r"is “(\w+)”; the probe reads “(\w+)”, which is (\w+)\. .* words is (\d+) %"
        said, got, right, percent = re.search(sentence, made.screen.words).groups()
        assert (said, got) == (tokens[asked[place - 25]], tokens[read[place - 25]])
        assert right == ("right" if said == got else "wrong")
        assert abs(int(percent) / 100 - accuracy) < 0.02  # float32: a tie may fall the other way


def test_the_picture_is_given_the_text_and_the_curves_of_the_place(run, monkeypatch):
    networks, (train_words, test_words), tokens, made = run
    given = {}

    def remembering(name, draw):
        def drawn(*args, **options):
            given[name] = args, options
            return draw(*args, **options)

        return drawn

    for name in ("read_back", "accuracy_curves"):
        monkeypatch.setattr(figures, name, remembering(name, getattr(figures, name)))
    made.set(size=17, kind="untrained", k=3, place=60)
    (said, _, _), options = given["read_back"]
    assert said == [tokens[n] for n in test_words[40:60]] and options["mark"] == 3
    (x, curves, _), options = given["accuracy_curves"]
    assert list(x) == list(range(1, 21))
    assert list(curves) == ["trained, 17 units", "untrained, 17 units"]
    frequent = np.max(np.unique(test_words, return_counts=True)[1]) / len(test_words)
    assert options["baseline"] == frequent
    assert options["mark"] == ("untrained, 17 units", 3)
    read, asked = one_by_one(networks[1][17], train_words, test_words, 3, len(tokens))
    assert abs(curves["untrained, 17 units"][2] - np.mean(read == asked)) < 0.02


def test_a_text_that_is_too_short(run):
    networks, (train_words, test_words), tokens, _ = run
    with pytest.raises(ValueError, match="first: expected 20 to 99, got 200"):
        explorers.probe(*networks, train_words, test_words[:100], tokens)
