"""Units taken away: against the engine, step by step, and against two readings."""

import numpy as np
import pytest

from rnn_helpers import char_rnn
from rnn_helpers.char_rnn import ablation, scanner
from rnn_helpers.numpy_layers.kinds import KINDS


@pytest.fixture(params=range(3))
def rng(request):
    return np.random.default_rng(request.param)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("unit", [4, [0, 5]])
def test_an_ablated_network_hears_zero_of_the_unit(kind, unit, rng):
    """Step by step: the unit's h is set to zero before it is handed on or read out."""
    network = char_rnn.init_network(kind, 6, rng=rng)
    text, others = "f(a, b);", ~np.isin(np.arange(6), unit)
    reading = char_rnn.read(char_rnn.ablate_unit(network, unit), text)
    states = [np.zeros((1, 6), np.float32) for _ in network.kind.states]
    for n, code in enumerate(char_rnn.encode(text)):
        x_t = np.eye(char_rnn.V, dtype=np.float32)[[code]]
        h, *c = network.kind.step(network.params, x_t, states)
        states = [h * others, *c]
        expected = states[0][0] @ network.W_hy + network.b_y
        np.testing.assert_allclose(expected, reading.logits[n], atol=1e-5)
    assert np.abs(reading.logits - char_rnn.read(network, text).logits).max() > 1e-3


def test_closing_places():
    text = 'f("a)", (b)) // c\n/* d */ "e\n)'
    places = ablation.closing_places(text, scanner.label(text))
    found = {name: "".join(text[n] for n in at) for name, at in places.items()}
    assert found == {"closing quote": '"', "end of a comment": "\n/",
                     "within a comment": " c d *", "closing parenthesis": "))"}


def test_ablation_cost_is_the_difference_of_two_readings(rng):
    network = char_rnn.init_network("gru", 6, rng=rng)
    texts = ["f(a)\n", "(b) /* c */\n"]
    readings = char_rnn.read_all(network, texts)
    places = [ablation.closing_places(text, scanner.label(text)) for text in texts]
    cost = ablation.ablation_cost(network, 2, readings, places)
    without = char_rnn.read(char_rnn.ablate_unit(network, 2), texts[1])
    p = [2.0 ** -char_rnn.surprisal(read) for read in (readings[1], without)]
    expected = np.log2(p[0][1] / p[1][1])  # of the ")", whose surprisal is the second
    assert cost["closing parenthesis"][1] == pytest.approx(expected, abs=1e-5)
    assert [len(each) for each in cost["end of a comment"]] == [0, 1]


def test_change_ratio(rng):
    """With the same factor in every file, the ratio is that factor and the interval a point."""
    other = [rng.standard_normal(n) for n in rng.integers(0, 30, 21)]
    found = ablation.change_ratio([-7 * part for part in other], [other, other], rng=rng)
    np.testing.assert_allclose(found, 7)
    ours = [part * rng.uniform(1, 10) for part in other]
    others = [other, [3 * part for part in other]]
    ratio, low, high = ablation.change_ratio(ours, others, rng=rng)
    means = [np.abs(np.concatenate(parts)).mean() for parts in (ours, *others)]
    assert ratio == pytest.approx(means[0] / np.mean(means[1:]))
    assert low < ratio < high
    nothing = [0 * part for part in other]
    assert np.isinf(ablation.change_ratio(ours, [nothing], rng=rng)[0])
