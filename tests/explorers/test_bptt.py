"""The explorer `bptt`: its numbers against the engine's own BPTT, whole and truncated."""

import functools

import numpy as np
import pytest

from helpers.explorers_made import MADE
from rnn_helpers import explorers, gradients, numpy_rnn, numpy_training, text


@pytest.fixture(scope="module")
def made():
    return MADE["bptt"]()


@pytest.fixture(scope="module")
def network():
    rng, vocabulary = np.random.default_rng(5), text.Vocabulary(["seventeen"])
    return (
        numpy_rnn.init_params(len(vocabulary), 3, rng=rng, dtype=np.float64),
        rng.standard_normal((3, 2)),
        vocabulary,
    )


@pytest.mark.parametrize("loss", ["at every letter", "at the last letter"])
@pytest.mark.parametrize("k", [0, 2, 4, 12])
def test_the_walk_adds_up_to_the_engines_gradient(loss, k, network):
    params, W_hy, vocabulary = network
    explorer = explorers.bptt(params, W_hy, vocabulary, ["yes", "no"], word="event")
    x = vocabulary.one_hot([list("event")])[0].astype(float)
    h = numpy_rnn.forward(params, x)
    looks = slice(None) if loss == "at every letter" else slice(4, 5)
    label = np.zeros((1, 5), int)[:, looks]
    dh = np.zeros_like(h)
    dh[:, looks] = numpy_training.softmax_cross_entropy(h[:, looks] @ W_hy, label)[1] @ W_hy.T
    grads, _, _ = numpy_rnn.bptt(params, x, h, dh, truncate=None if k == 12 else k)
    whole, _, _ = numpy_rnn.bptt(params, x, h, dh)

    explorer.set(step=1, k=k, loss=loss, answer="yes", word="event")
    assert f"whose norm is now {np.linalg.norm(grads.W_hh):.2g}." in explorer.screen.words
    assert f"of norm {np.linalg.norm(dh[0, 0]):.2g} from the loss" in explorer.screen.words
    if k < 4:
        off = np.linalg.norm(grads.W_hh - whole.W_hh) / np.linalg.norm(whole.W_hh)
        assert f"off by {100 * off:.0f} %" in explorer.screen.words
    else:
        assert "nothing is cut off" in explorer.screen.words


def test_each_step_adds_its_own(network):
    """What step t adds, found by moving the weights of that step alone."""
    params, W_hy, vocabulary = network
    explorer = explorers.bptt(params, W_hy, vocabulary, ["yes", "no"], word="event")
    x = vocabulary.one_hot([list("event")])[0].astype(float)

    def loss_with(W_hh, at):
        h, losses = np.zeros((1, 3)), []
        for t in range(5):
            h = numpy_rnn.step(params._replace(W_hh=W_hh if t == at else params.W_hh), x[:, t], h)
            losses.append(numpy_training.softmax_cross_entropy(h @ W_hy, np.array([1]))[0])
        return np.mean(losses)

    for step in (2, 3, 5):
        part = gradients.numerical_gradient(functools.partial(loss_with, at=step - 1), params.W_hh)
        explorer.set(step=step, k=12, loss="at every letter", answer="no")
        assert f"The step adds {np.linalg.norm(part):.2g} to dW_hh" in explorer.screen.words


def test_nothing_comes_from_later_steps_at_the_last_step_nor_from_beyond_k(made):
    made.set(step=9, k=12, word="seventeen", loss="at every letter")
    assert "and 0 from later steps." in made.screen.words
    made.set(step=1, k=3, loss="at the last letter")
    assert "of norm 0 from the loss and 0 from later steps (" in made.screen.words


def test_a_step_past_the_end_is_the_last_and_capitals_are_letters_too(made):
    made.set(step=12, word="Three", k=3)
    assert "Step 5 of 5, 'e':" in made.screen.words


@pytest.mark.parametrize(
    "bad, said",
    [
        ("", "word: expected 1 to 12 letters, got 0"),
        ("e" * 13, "got 13"),
        ("sevex", "word: expected letters among e g h i n r s t v, got 'x'"),
    ],
)
def test_a_bad_word(bad, said, made):
    made.set(step=4, word="seven")
    png = made.screen.png
    made.controls["word"].value = bad
    assert said in made.screen.message and made.screen.png == png
    made.controls["word"].value = "seven"
    assert made.screen.message == ""
