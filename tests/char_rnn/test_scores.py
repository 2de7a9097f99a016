"""Scores of units: against the definition, pair by pair, and on units made to follow a label."""

import numpy as np
import pytest

from rnn_helpers import char_rnn
from rnn_helpers.char_rnn import reading, scanner, scores


@pytest.fixture(params=range(3))
def rng(request):
    return np.random.default_rng(request.param)


def by_pairs(column, label):
    """The definition: the fraction of pairs with the unit higher at the yes; a tie is half."""
    yes, no = column[label][:, None], column[~label][None]
    return (yes > no).mean() + 0.5 * (yes == no).mean()


def test_roc_auc_is_the_fraction_of_pairs_in_order(rng):
    values = rng.standard_normal((83, 4)).astype(np.float32)
    values[:, 1] = rng.integers(0, 3, 83)  # many ties
    label = rng.random(83) < 0.3
    values[:, 2] += 2 * label
    expected = [by_pairs(column, label) for column in values.T]
    np.testing.assert_allclose(scores.scores(values, label), expected, atol=1e-6)


def test_how_much_is_the_correlation_of_ranks(rng):
    values, label = rng.standard_normal((57, 3)), rng.integers(0, 6, 57)

    def rank(v):  # the mean position among all, counted pair by pair
        return np.array([(v < a).sum() + ((v == a).sum() + 1) / 2 for a in v])

    expected = [np.corrcoef(rank(column), rank(label))[0, 1] for column in values.T]
    np.testing.assert_allclose(scores.scores(values, label), expected, atol=1e-6)
    assert scores.scores(label[:, None] ** 3, label)[0] == pytest.approx(1)


@pytest.mark.parametrize("label", [np.zeros(9, bool), np.ones(9, bool), np.full(9, 4)])
def test_a_label_that_never_changes_has_no_score(label, rng):
    assert np.isnan(scores.scores(rng.standard_normal((9, 2)), label)).all()


def test_a_label_of_another_length_is_refused():
    with pytest.raises(ValueError, match="label: expected 5 values, one per character, got 4"):
        scores.scores(np.ones((5, 2)), np.ones(4, bool))


def test_files_of_even_number_choose_and_the_others_measure():
    choose, measure = scores.halves(np.array([0, 0, 1, 2, 3, 3]))
    assert choose.tolist() == [True, True, False, True, False, False]
    assert measure.tolist() == [False, False, True, False, True, True]


def test_best_cell_is_found_and_scored_on_the_other_half(rng):
    groups = np.repeat(np.arange(20), 50)
    values = rng.standard_normal((1000, 9))
    labels = {name: rng.random(1000) < p for name, p in (("up", 0.5), ("down", 0.3), ("none", 0.5))}
    labels["depth"] = rng.integers(0, 5, 1000)
    values[:, 3] += 3 * labels["up"]
    values[:, 5] -= 3 * labels["down"]
    values[:, 7] -= labels["depth"]
    best = scores.best_cells(values, labels, groups, rng=rng)
    assert [best[name].cell for name in ("up", "down", "depth")] == [3, 5, 7]
    assert [best[name].sign for name in ("up", "down", "depth")] == [1, -1, -1]
    assert all(best[name].score > 0.8 for name in ("up", "down", "depth"))
    assert abs(best["none"].score - 0.5) < 0.12  # the best of nine, by chance
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
    texts = ["int f(int a) { return 1; }\n", '"x" //\ty\n', "f(a);" * (reading.PIECE // 5 + 7)]
    readings = char_rnn.read_all(network, texts)
    values, labels, groups = scores.observations(network, texts, every=3)
    states = [np.hstack([r.h, r.c])[::3] for r in readings]
    strings = [scanner.label(r.text)["string"][::3] for r in readings]
    np.testing.assert_allclose(values, np.concatenate(states), atol=1e-6)
    np.testing.assert_array_equal(labels["string"], np.concatenate(strings))
    assert list(np.bincount(groups)) == [-(-len(r.text) // 3) for r in readings]


def test_ceiling_is_the_score_of_a_unit_that_knows_the_label(rng):
    """And breaks its ties in some order."""
    depth = rng.integers(0, 4, 301) * rng.integers(0, 2, 301)
    for label in (depth, rng.integers(0, 2, 301).astype(bool), np.arange(7)):
        knows = label + rng.uniform(0, 0.9, len(label))
        score = scores.scores(knows[:, None], label)[0]
        assert score == pytest.approx(scores.ceiling(label), abs=1e-6)
    assert scores.ceiling(np.array([0, 0, 0, 1])) < 0.8


def test_a_constant_unit_has_no_correlation(rng):
    values = np.column_stack([np.ones(20), rng.standard_normal(20)])
    found = scores.scores(values, rng.integers(0, 5, 20))
    assert np.isnan(found[0]) and np.isfinite(found[1])
    assert scores.scores(values, np.arange(20) < 5)[0] == 0.5
