"""Units taken away: against the engine, step by step, and against two readings."""

import numpy as np
import pytest

from rnn_helpers import char_rnn
from rnn_helpers.char_rnn import ablation
from rnn_helpers.numpy_layers.kinds import KINDS


@pytest.fixture(params=range(3))
def rng(request):
    return np.random.default_rng(request.param)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("unit, value", [(4, 0.0), ([0, 5], 0.0), (2, -0.7), ([1, 3], [0.5, 0.2])])
def test_every_reader_of_an_ablated_unit_receives_the_value(kind, unit, value, rng):
    """Step by step: the unit's h becomes the value before it is handed on or read out.

    A GRU's next state also mixes in h_prev itself, so there the hand-over keeps the true one and
    only what goes through weights is replaced; its step is written out here.
    """
    network = char_rnn.init_network(kind, 6, rng=rng)
    network = network._replace(b_y=rng.standard_normal(char_rnn.V).astype(np.float32))
    text = "f(a, b);"
    reading = char_rnn.read(char_rnn.ablate_unit(network, unit, value), text)

    def heard(h):
        h = h.copy()
        h[:, unit] = value
        return h

    states = [np.zeros((1, 6), np.float32) for _ in network.kind.states]
    for n, code in enumerate(char_rnn.encode(text)):
        x_t = np.eye(char_rnn.V, dtype=np.float32)[[code]]
        h, *c = states
        if kind == "GRU":
            W_x, W_h, b = network.params
            az, ar, ag = np.split(x_t @ W_x + b[0], 3, axis=1)
            bz, br, bg = np.split(heard(h) @ W_h + b[1], 3, axis=1)
            z, r = 1 / (1 + np.exp(-az - bz)), 1 / (1 + np.exp(-ar - br))
            states = [z * h + (1 - z) * np.tanh(ag + r * bg)]
        else:
            states = network.kind.step(network.params, x_t, [heard(h), *c])
        expected = heard(states[0])[0] @ network.W_hy + network.b_y
        np.testing.assert_allclose(reading.logits[n], expected, atol=1e-5)
    assert np.abs(reading.logits - char_rnn.read(network, text).logits).max() > 1e-3


@pytest.mark.parametrize("what, expected", [
    ("string", '"'), ("comment", "\n/"), ("in ( )", "))")])
def test_closings(what, expected):
    text = 'f("a)", (b)) // c\n/* d */ "e\n)'
    assert "".join(text[n] for n in ablation.closings(text, what)) == expected


def test_closings_of_something_else():
    with pytest.raises(ValueError, match="^what: expected .*, got 'word'"):
        ablation.closings("a", "word")


def test_passages_end_where_something_closes(rng):
    texts = ["x = (1 + 2);\n" * n for n in (1, 4, 9)]
    found = ablation.passages(texts, "in ( )", 7, rng=rng, before=17, after=5)
    assert len(found) == 7
    for passage in found:
        assert len(passage.text) == 22 and passage.text[passage.at] == ")"
        assert passage.text in texts[passage.file]
    assert len(ablation.passages(texts, "in ( )", 99, rng=rng, before=17, after=5)) == 9  # 2 and 7


def test_extra_bits_are_the_difference_of_two_readings(rng):
    network = char_rnn.init_network("gru", 6, rng=rng)
    network = network._replace(W_hy=9 * network.W_hy)
    texts = ["a(b) /* c */ d(e)\n" * 9, "(f)\n" * 20]
    found = ablation.passages(texts, "in ( )", 5, rng=rng, before=57, after=4)
    bits = ablation.extra_bits(network, [(2, 0.3), (4, 0.0)], found)[0]
    without = char_rnn.ablate_unit(network, 2, 0.3)
    for row, passage in zip(bits, found, strict=True):
        p = [2.0 ** -char_rnn.surprisal(char_rnn.read(each, passage.text))
             for each in (network, without)]
        np.testing.assert_allclose(row, np.log2(p[0] / p[1]), atol=1e-4)
    there, elsewhere = ablation.at_and_elsewhere(bits, found)
    for n, passage in enumerate(found):
        assert there[n] == bits[n, passage.at - 1]
        rest = [bits[n, k] for k in range(ablation.WARM_UP, 60) if k != passage.at - 1]
        assert elsewhere[n] == pytest.approx(np.mean(rest), abs=1e-6)


def test_effect_is_made_of_readings(rng):
    """Each number once more from `extra_bits`, which is tested above."""
    network = char_rnn.init_network("lstm", 7, rng=rng)
    network = network._replace(W_hy=9 * network.W_hy)
    texts = ["a(b) /* c */ d(e)\n" * 9, "(f)\n" * 20, "x(y + z)\n" * 11]
    found = ablation.passages(texts, "in ( )", 9, rng=rng, before=57, after=4)
    got = ablation.effect(network, 3, 0.4, [1, 6], found, rng=rng)
    bits = ablation.extra_bits(network, [(3, 0.0), (3, 0.4), (1, 0.0), (6, 0.0)], found)
    there = bits[:, range(len(found)), [passage.at - 1 for passage in found]].mean(axis=1)
    low, high = got.closing[1:]
    assert got.closing[0] == pytest.approx(there[0]) and low <= got.closing[0] <= high
    assert got.closing_at_mean == pytest.approx(there[1])
    np.testing.assert_allclose(got.closing_others, there[2:])
    assert got.elsewhere == pytest.approx(ablation.at_and_elsewhere(bits, found)[1][0].mean())
    assert (got.passages, got.files) == (9, len({passage.file for passage in found}))


def test_as_loud(rng):
    """Candidates whose loudness differs least from the unit's, by brute force."""
    network = char_rnn.init_network("lstm", 11, rng=rng)
    h = rng.standard_normal((50, 11)) * rng.uniform(0.1, 2, 11)
    loudness = [np.sqrt((h[:, n] ** 2).mean()) * np.sqrt(
        (network.params.W_h[n] ** 2).sum() + (network.W_hy[n] ** 2).sum()) for n in range(11)]
    among = [0, 2, 3, 7, 8, 10]
    expected = sorted(among, key=lambda n: abs(np.log(loudness[n] / loudness[4])))[:3]
    assert ablation.as_loud(network, h, 4, among, 3).tolist() == expected
