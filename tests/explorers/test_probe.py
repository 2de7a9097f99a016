"""The explorer of the probes: its numbers equal those of probes that are fitted one by one."""

import re

import numpy as np
import pytest

from rnn_helpers import explorers, figures, numpy_rnn
from rnn_helpers.explorers.probe import FARTHEST, answers, back, fit


@pytest.fixture(scope="module")
def run():
    """Networks, texts in which a word often repeats the one before, and the explorer made of them."""
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
    """What a probe reads of the word k back at each step of the test text, and what stood there. Least squares
    with a penalty as least squares of more rows: those ask for weights of zero."""
    h, h_held = (np.column_stack([all_states(params, row, V), np.ones(len(row))])[first - 1:]
                 for row in (train_words, test_words))
    asked, held = (np.array([row[t - k] for t in range(first, len(row) + 1)]) for row in (train_words, test_words))
    rows = np.vstack([h, np.sqrt(0.1) * np.eye(h.shape[1])])
    W = np.linalg.lstsq(rows, np.vstack([np.eye(V)[asked], np.zeros((h.shape[1], V))]), rcond=None)[0]
    return (h_held @ W).argmax(axis=1), held


def test_back_counts_from_the_word_just_read():
    row = np.arange(100, 160)
    rows = back(row, 30)
    assert rows.shape == (31, FARTHEST)
    assert rows[0, 0] == row[29] and rows[0, 4] == row[25] and rows[-1, 0] == row[-1] and rows[-1, -1] == row[-FARTHEST]


def test_all_probes_at_once_equal_one_at_a_time(run):
    networks, (train_words, test_words), tokens, _ = run
    V, rng = len(tokens), np.random.default_rng(0)
    h, label = rng.standard_normal((200, 6)), rng.integers(0, 3, (200, 4))  # some of the V classes never occur
    weights = fit(h, label, V)
    ones = np.column_stack([h, np.ones(200)])
    for w, column in zip(weights, label.T):
        expected = np.linalg.solve(ones.T @ ones + 0.1 * np.eye(7), ones.T @ np.eye(V)[column])
        assert np.allclose(w, expected, atol=1e-9)
    assert np.array_equal(answers(weights, h)[:, 2], (ones @ weights[2]).argmax(axis=1))


@pytest.mark.parametrize("size, kind, "
                         "k", [(3, "trained", 1), (17, "trained", 2), (17, "untrained", 5), (3, "untrained", 20)])
def test_the_words_tell_what_a_probe_of_its_own_reads(run, size, kind, k):
    networks, (train_words, test_words), tokens, made = run
    read, asked = one_by_one(networks[kind == "untrained"][size], train_words, test_words, k, len(tokens))
    share = np.mean(read == asked)
    for place in (25, 26, 100):
        made.set(size=size, kind=kind, k=k, place=place)
        said, got, right, percent = re.search(r"stands “(\w+)”, and the probe reads “(\w+)”, (\w+)\. .* reads (\d+) %",
                                              made.screen.words).groups()
        assert (said, got) == (tokens[asked[place - 25]], tokens[read[place - 25]])
        assert right == ("rightly" if said == got else "wrongly")
        assert abs(int(percent) / 100 - share) < 0.02  # float32: a tie may fall the other way


def test_the_picture_is_given_the_text_and_the_curves_of_the_place(run, monkeypatch):
    networks, (train_words, test_words), tokens, made = run
    given = {}
    for name in ("read_back", "shares_right"):
        def drawn(*args, name=name, draw=getattr(figures, name), **options):
            given[name] = args, options
            return draw(*args, **options)
        monkeypatch.setattr(figures, name, drawn)
    made.set(size=17, kind="untrained", k=3, place=60)
    (said, _, _), options = given["read_back"]
    assert said == [tokens[n] for n in test_words[40:60]] and options["mark"] == 3
    (x, curves, _), options = given["shares_right"]
    assert list(x) == list(range(1, 21)) and list(curves) == ["trained, 17 "
                                                              "units", "untrained, 17 "
                                                                                   "units"]
    assert options["mark"] == ("untrained, 17 units", 3)
    read, asked = one_by_one(networks[1][17], train_words, test_words, 3, len(tokens))
    assert abs(curves["untrained, 17 units"][2] - np.mean(read == asked)) < 0.02


def test_a_text_that_is_too_short(run):
    networks, (train_words, test_words), tokens, _ = run
    with pytest.raises(ValueError, match="first: expected 20 to 99, got 200"):
        explorers.probe(*networks, train_words, test_words[:100], tokens)
