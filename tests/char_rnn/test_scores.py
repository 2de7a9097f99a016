"""Scores of cells: against the definition, pair by pair, and on cells that are made to follow a label."""

import numpy as np
import pytest

from rnn_helpers import char_rnn
from rnn_helpers.char_rnn import scanner, scores


@pytest.fixture(params=range(3))
def rng(request):
    return np.random.default_rng(request.param)


def by_pairs(column, label):
    """The definition: of all pairs of a yes and a no, the share in which the cell is higher at the yes; a tie is half."""
    yes, no = column[label][:, None], column[~label][None]
    return (yes > no).mean() + 0.5 * (yes == no).mean()


def test_area_is_the_share_of_pairs_in_order(rng):
    values = rng.standard_normal((83, 4)).astype(np.float32)
    values[:, 1] = rng.integers(0, 3, 83)  # many ties
    label = rng.random(83) < 0.3
    values[:, 2] += 2 * label
    expected = [by_pairs(column, label) for column in values.T]
    np.testing.assert_allclose(scores.scores(values, label), expected, atol=1e-6)


def test_how_much_is_the_correlation_of_ranks(rng):
    values, label = rng.standard_normal((57, 3)), rng.integers(0, 6, 57)

    def rank(v):  # the mean place among all, counted pair by pair
        return np.array([(v < a).sum() + ((v == a).sum() + 1) / 2 for a in v])

    expected = [np.corrcoef(rank(column), rank(label))[0, 1] for column in values.T]
    np.testing.assert_allclose(scores.scores(values, label), expected, atol=1e-6)
    assert scores.scores(label[:, None] ** 3, label)[0] == pytest.approx(1)


@pytest.mark.parametrize("label", [np.zeros(9, bool), np.ones(9, bool), np.full(9, 4)])
def test_a_label_that_never_changes_has_no_score(label, rng):
    assert np.isnan(scores.scores(rng.standard_normal((9, 2)), label)).all()


def test_a_label_of_another_length_is_refused():
    with pytest.raises(ValueError, match="label: expected 5 values, one a character, got 4"):
        scores.scores(np.ones((5, 2)), np.ones(4, bool))


@pytest.mark.parametrize("yes_or_no", [True, False])
def test_the_table_of_counts_gives_the_same_score(yes_or_no, rng):
    label = rng.random(3000) < 0.4 if yes_or_no else rng.integers(0, 7, 3000)
    column, groups = label + rng.standard_normal(3000), rng.integers(0, 9, 3000)
    table = scores._counts(column, label, groups)
    assert table.sum() == 3000 and len(table) == 9
    assert scores._score_of(table.sum(axis=0), yes_or_no) == pytest.approx(scores.scores(column[:, None], label)[0], abs=3e-3)


def test_interval_holds_the_score_and_is_wider_where_files_differ(rng):
    groups = np.repeat(np.arange(30), 100)
    label = rng.random(3000) < 0.4
    alike = label + rng.standard_normal(3000)
    low, high = scores.interval(alike, label, groups, rng=np.random.default_rng(0))
    assert low < scores.scores(alike[:, None], label)[0] < high < low + 0.1
    differ = np.where(groups % 3 == 0, -1, 1) * label + rng.standard_normal(3000)  # in a third of the files it goes the other way
    low_, high_ = scores.interval(differ, label, groups, rng=np.random.default_rng(0))
    assert high_ - low_ > 2 * (high - low)


def test_best_cell_is_found_and_scored_on_the_other_half(rng):
    groups = np.repeat(np.arange(20), 50)
    values = rng.standard_normal((1000, 9))
    labels = {"up": rng.random(1000) < 0.5, "down": rng.random(1000) < 0.3, "none": rng.random(1000) < 0.5, "depth": rng.integers(0, 5, 1000)}
    values[:, 3] += 3 * labels["up"]
    values[:, 5] -= 3 * labels["down"]
    values[:, 7] -= labels["depth"]
    best = scores.best_cells(values, labels, groups, rng=rng)
    assert [best[name].cell for name in ("up", "down", "depth")] == [3, 5, 7]
    assert all(best[name].score > 0.8 for name in ("up", "down", "depth"))
    assert abs(best["none"].score - 0.5) < 0.12  # chosen as the best of nine, on the other half it is nothing
    for each in best.values():
        assert each.low <= each.score <= each.high
    told = scores.probes(values, labels, groups)
    assert told["up"] > 0.95 and abs(told["none"] - 0.5) < 0.12


def test_probes_read_what_no_single_cell_tells(rng):
    parts = rng.standard_normal((2000, 6))
    label = parts.sum(axis=1) > 0
    groups = np.repeat(np.arange(20), 100)
    assert scores.best_cells(parts, {"sum": label}, groups, rng=rng)["sum"].score < 0.75
    assert scores.probes(parts, {"sum": label}, groups)["sum"] > 0.97


def test_observations_put_states_and_labels_side_by_side(rng):
    network = char_rnn.init_network("lstm", 5, rng=rng)
    texts = ["int f(int a) { return 1; }\n", '"x" //\ty\n', "a" * (char_rnn.PIECE + 7)]
    readings = char_rnn.read_all(network, texts)
    values, labels, groups = scores.observations(network, texts, every=3)
    np.testing.assert_allclose(values, np.concatenate([np.hstack([r.h, r.c])[::3] for r in readings]), atol=1e-6)
    np.testing.assert_array_equal(labels["string"], np.concatenate([scanner.label(r.text)["string"][::3] for r in readings]))
    assert list(np.bincount(groups)) == [-(-len(r.text) // 3) for r in readings]


def test_telling_places():
    text = 'f("a)", (b)) // c\n/* d */ "e\n)'
    found = {name: "".join(text[n] for n in at) for name, at in scores.telling_places(text, scanner.label(text)).items()}
    assert found == {"closing "
                     "quote": '"', "end of a "
                                           "comment": "\n/", "within a "
                                                                      "comment": " c d "
                                                                                          "*", "closing "
                                                                                                    "parenthesis": "))"}


def test_cost_of_losing_a_cell_is_the_difference_of_two_readings(rng):
    network = char_rnn.init_network("gru", 6, rng=rng)
    texts = ["f(a)\n", "(b) /* c */\n"]
    readings = char_rnn.read_all(network, texts)
    places = [scores.telling_places(text, scanner.label(text)) for text in texts]
    cost = scores.cost_of_losing(network, 2, readings, places)
    without = char_rnn.read(char_rnn.ablated(network, 2), texts[1])
    p = [2.0 ** -char_rnn.surprise(r) for r in (readings[1], without)]
    assert cost["closing parenthesis"][1] == pytest.approx(np.log2(p[0][1] / p[1][1]), abs=1e-5)
    assert [len(each) for each in cost["end of a comment"]] == [0, 1]


def test_mean_with_interval(rng):
    parts = [rng.standard_normal(n) + 3 for n in rng.integers(1, 40, 25)]
    mean, low, high = scores.mean_with_interval(parts, rng=rng)
    assert mean == pytest.approx(np.concatenate(parts).mean()) and low < mean < high


def test_change_ratio(rng):
    """Against one number a file: then it is a ratio of two means, and the same factor everywhere has no spread."""
    other = [rng.standard_normal(n) for n in rng.integers(0, 30, 21)]
    ratio, low, high = scores.change_ratio([-7 * part for part in other], [other, other], rng=rng)
    np.testing.assert_allclose([ratio, low, high], 7)
    found = [part * rng.uniform(1, 10) for part in other]
    ratio, low, high = scores.change_ratio(found, [other, [3 * part for part in other]], rng=rng)
    assert ratio == pytest.approx(np.abs(np.concatenate(found)).mean() / (2 * np.abs(np.concatenate(other)).mean()))
    assert low < ratio < high
    assert np.isinf(scores.change_ratio(found, [[0 * part for part in other]], rng=rng)[0])


def test_ceiling_is_the_score_of_a_cell_that_knows_the_label(rng):
    """And breaks its ties in some order."""
    for label in (rng.integers(0, 4, 301) * rng.integers(0, 2, 301), rng.integers(0, 2, 301).astype(bool), np.arange(7)):
        knows = label + rng.uniform(0, 0.9, len(label))
        assert scores.scores(knows[:, None], label)[0] == pytest.approx(scores.ceiling(label), abs=1e-6)
    assert scores.ceiling(np.array([0, 0, 0, 1])) < 0.8
