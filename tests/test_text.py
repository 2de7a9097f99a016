"""Words as numbers and back."""

import numpy as np
import pytest

from rnn_helpers import text

SENTENCES = [["b", "a"], ["a", "c", "a"], []]


def test_encode_and_decode_are_inverse():
    vocabulary = text.Vocabulary(SENTENCES, reserved=["<pad>"])
    indices, mask = vocabulary.encode(SENTENCES)
    rows = zip(indices, mask, strict=True)
    assert [vocabulary.decode(row[real]) for row, real in rows] == SENTENCES
    assert indices.shape == mask.shape == (3, 3)


def test_reserved_tokens_come_first_and_fill():
    vocabulary = text.Vocabulary(SENTENCES, reserved=["<pad>", "<end>"])
    assert vocabulary.tokens == ["<pad>", "<end>", "a", "b", "c"] and len(vocabulary) == 5
    indices, mask = vocabulary.encode(SENTENCES, length=4)
    assert (indices[~mask] == vocabulary.index["<pad>"]).all() and (indices[mask] > 1).all()
    assert text.Vocabulary(SENTENCES).tokens == ["a", "b", "c"]


@pytest.mark.parametrize("reserved", [["a"], ["x", "x"], "<pad>"])
def test_reserved_tokens_are_distinct_and_new(reserved):
    with pytest.raises(ValueError, match="reserved: expected a list of distinct tokens"):
        text.Vocabulary(SENTENCES, reserved=reserved)


def test_decode_stops_at_the_first_end():
    vocabulary = text.Vocabulary(SENTENCES, reserved=["<pad>", "<end>"])
    assert vocabulary.decode([2, 3, 1, 4, 1], end="<end>") == ["a", "b"]
    assert vocabulary.decode([2, 3], end="<end>") == ["a", "b"]
    assert vocabulary.decode([1, 2], end="<end>") == []
    assert vocabulary.decode([2, 1]) == ["a", "<end>"]


def test_unknown_tokens_and_long_sequences():
    vocabulary = text.Vocabulary([["easy"]])
    with pytest.raises(ValueError, match="did you mean 'easy'"):
        vocabulary.encode([["easi"]])
    with pytest.raises(ValueError, match="at most 1 tokens, got 2"):
        vocabulary.encode([["easy", "easy"]], length=1)


def test_one_hot_counts_each_word_once_and_padding_never():
    x, mask = text.Vocabulary(SENTENCES, reserved=["<pad>"]).one_hot(SENTENCES)
    assert x.dtype == np.float32 and np.array_equal(x.sum(axis=2), mask)
    assert x.sum(axis=1).tolist() == [[0, 1, 1, 0], [0, 2, 0, 1], [0, 0, 0, 0]]


@pytest.mark.parametrize("seed", range(5))
def test_held_out_keeps_groups_together(seed):
    groups = np.repeat(np.arange(20), 3)
    train, test = text.held_out(groups, 0.25, rng=np.random.default_rng(seed))
    assert (train ^ test).all() and test.sum() == 15
    assert not set(groups[train]) & set(groups[test])


@pytest.mark.parametrize("fraction", [0, 1, 0.01])
def test_held_out_needs_both_sides(fraction):
    with pytest.raises(ValueError, match="fraction: expected to hold out some"):
        text.held_out(np.arange(10), fraction, rng=np.random.default_rng(0))


@pytest.mark.parametrize("wrong, error, line", [
    (np.array([0, -1]), ValueError, "indices: expected 0 to 2, got -1 to 0"),
    (np.array([3], np.uint8), ValueError, "indices: expected 0 to 2, got 3 to 3"),
    (np.array([1.0]), TypeError, "indices: expected whole numbers, got float64"),
    (np.array([True]), TypeError, "indices: expected whole numbers, got bool"),
])
def test_an_index_that_means_no_token_is_refused(wrong, error, line):
    vocabulary = text.Vocabulary(["abc"])
    for call in (lambda: text.one_hot(wrong, 3), lambda: vocabulary.decode(wrong)):
        with pytest.raises(error, match=line):
            call()


@pytest.mark.parametrize("dtype", ["u1", ">i4", "i8"])
def test_indices_of_any_integer_type(dtype):
    indices = np.array([[2, 0, 1], [1, 1, 0]], dtype)
    np.testing.assert_array_equal(text.one_hot(indices, 3).argmax(axis=-1), indices)
    assert text.Vocabulary(["abc"]).decode(indices[0]) == ["c", "a", "b"]
    assert text.one_hot([], 3).shape == (0, 3)
