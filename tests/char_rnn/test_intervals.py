"""Bootstrap intervals: against drawing whole files, character by character."""

import numpy as np
import pytest

from rnn_helpers.char_rnn import intervals, scores


@pytest.fixture(params=range(3))
def rng(request):
    return np.random.default_rng(request.param)


@pytest.mark.parametrize("yes_or_no", [True, False])
def test_the_table_of_counts_gives_the_same_score(yes_or_no, rng):
    label = rng.random(3000) < 0.4 if yes_or_no else rng.integers(0, 7, 3000)
    column, groups = label + rng.standard_normal(3000), rng.integers(0, 9, 3000)
    tables = intervals._tables(column, label, groups)
    assert tables.sum() == 3000 and len(tables) == 9
    found = intervals._score_of_table(tables.sum(axis=0), yes_or_no)
    assert found == pytest.approx(scores.scores(column[:, None], label)[0], abs=3e-3)


@pytest.mark.parametrize("yes_or_no", [True, False])
def test_interval_of_a_score_is_that_of_files_drawn_one_by_one(yes_or_no, rng):
    """The same interval from characters copied file by file, up to the noise of the draws."""
    files = np.repeat(np.arange(12), 60)
    label = rng.random(720) < 0.4 if yes_or_no else rng.integers(0, 5, 720)
    column = label * rng.uniform(0, 1, 12)[files] + rng.standard_normal(720)
    low, high = intervals.score(column, label, files, rng=np.random.default_rng(0))
    drawn = []
    for _ in range(400):
        rows = np.concatenate([np.flatnonzero(files == n) for n in rng.integers(0, 12, 12)])
        drawn.append(scores.scores(column[rows, None], label[rows])[0])
    expected = np.quantile(drawn, [0.025, 0.975])
    np.testing.assert_allclose([low, high], expected, atol=0.25 * np.diff(expected)[0])


def test_interval_holds_the_score_and_is_wider_where_files_differ(rng):
    groups = np.repeat(np.arange(30), 100)
    label = rng.random(3000) < 0.4
    alike = label + rng.standard_normal(3000)
    low, high = intervals.score(alike, label, groups, rng=np.random.default_rng(0))
    assert low < scores.scores(alike[:, None], label)[0] < high < low + 0.1
    # in a third of the files it goes the other way
    differ = np.where(groups % 3 == 0, -1, 1) * label + rng.standard_normal(3000)
    low_, high_ = intervals.score(differ, label, groups, rng=np.random.default_rng(0))
    assert high_ - low_ > 2 * (high - low)


def test_mean_of_files_of_one_size_has_the_interval_of_the_central_limit(rng):
    parts = rng.standard_normal((200, 7)) + 3
    mean, low, high = intervals.mean(list(parts), rng=rng, draws=4000)
    error = 1.96 * parts.mean(axis=1).std() / np.sqrt(200)
    assert mean == pytest.approx(parts.mean())
    np.testing.assert_allclose([low, high], [mean - error, mean + error], atol=0.1 * error)


def test_mean_counts_each_value_once(rng):
    parts = [rng.standard_normal(n) + 3 for n in rng.integers(1, 40, 25)]
    mean, low, high = intervals.mean(parts, rng=rng)
    assert mean == pytest.approx(np.concatenate(parts).mean()) and low < mean < high


def test_randomness_is_handed_in():
    with pytest.raises(TypeError, match="rng: expected a numpy.random.Generator"):
        intervals.ratio([1, 2], [3, 4], rng=0)
