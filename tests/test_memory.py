"""The memory test: what is wanted really stands where it should, and training ends as it says."""

import numpy as np
import pytest

from rnn_helpers import numpy_layers, numpy_training
from rnn_helpers.numpy_training import memory


@pytest.mark.parametrize("count, lag", [(3, 0), (5, 7)])
def test_recall_wants_the_first_letter(count, lag):
    x, answers = memory.recall(count, lag, np.random.default_rng(0))
    assert x.shape == (count, lag + 1, 8) and (x.sum(axis=2) == 1).all()
    np.testing.assert_array_equal(x[:, 0].argmax(axis=1), answers)


def test_cued_wants_the_letter_beside_the_one_cue():
    x, answers = memory.cued(200, 6, np.random.default_rng(1))
    assert x.shape == (200, 6, 9) and (x[..., 8].sum(axis=1) == 1).all()
    for sequence, answer in zip(x, answers, strict=True):
        assert sequence[sequence[:, 8] == 1, :8].argmax() == answer
    assert set(x[..., 8].argmax(axis=1)) == set(range(6)), "at any step"


def model(units=8):
    return numpy_layers.Sequential([numpy_layers.SimpleRNN(units, seed=0),
                                    numpy_layers.Dense(8, seed=0)])


def test_a_short_lag_is_learned_and_training_ends_early():
    rng, network = np.random.default_rng(2), model()
    history = memory.train(network, lambda: memory.recall(32, 1, rng), numpy_training.Adam(0.03))
    assert len(history["loss"]) == len(history["gradient_norm"]) < 400
    assert max(history["loss"][-10:]) < 0.1 <= max(history["loss"][-11:])
    assert memory.accuracy(network, *memory.recall(300, 1, rng)) > 0.95
    assert memory.accuracy(network, *memory.recall(300, 12, rng)) < 0.95


def test_a_clipped_update_moves_the_weights_as_far_as_the_limit():
    rng, network = np.random.default_rng(3), model()
    network(np.zeros((1, 4, 8), np.float32))  # makes the weights
    before = [w.copy() for w in network.get_weights()]
    memory.train(network, lambda: memory.recall(4, 3, rng), numpy_training.SGD(1.0), clip=0.01,
                 updates=1)
    moved = [a - b for a, b in zip(before, network.get_weights(), strict=True)]
    assert numpy_training.global_norm(moved) == pytest.approx(0.01, rel=1e-4)


def test_a_loss_that_is_not_finite_ends_training():
    network = model(2)
    network(np.zeros((1, 2, 8), np.float32))
    network.set_weights([np.full_like(w, np.nan) for w in network.get_weights()])
    history = memory.train(network, lambda: memory.recall(4, 1, np.random.default_rng(0)),
                           numpy_training.SGD(0.1))
    assert len(history["loss"]) == 1 and np.isnan(history["loss"][0])


def test_updates_are_a_count():
    with pytest.raises(ValueError, match="updates"):
        memory.train(model(), None, None, updates=0)
