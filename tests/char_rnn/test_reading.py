"""The character networks in NumPy: against Keras's layers, against autodiff, and on text that is hard to read."""

import subprocess
import sys

import numpy as np
import pytest

from rnn_helpers import char_rnn, data, gradients
from rnn_helpers.backend import autodiff
from rnn_helpers.char_rnn import corpus as char_corpus
from rnn_helpers.backend import keras, ops

KINDS = {"lstm": "LSTM", "gru": "GRU", "simple": "SimpleRNN"}
V = char_rnn.V
every_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def in_keras(network):
    layer = getattr(keras.layers, KINDS[network.kind])(len(network.W_hy), return_sequences=True)
    layer.build((None, None, V))
    layer.set_weights(list(network.params))
    return layer


@every_kind
def test_shipped_network_reads_as_keras_does(kind):
    network, text = char_rnn.load(kind), data.load("code")["text"][2][:700]
    reading = char_rnn.read(network, text)
    x = keras.utils.to_categorical(char_corpus.encode(text), V)[None]
    h = ops.convert_to_numpy(in_keras(network)(x))[0]
    np.testing.assert_allclose(reading.h, h, atol=2e-5)
    np.testing.assert_allclose(reading.logits, h @ network.W_hy + network.b_y, atol=2e-3)
    assert (reading.c is None) == (kind != "lstm")


@every_kind
def test_shipped_network_predicts_held_out_code(kind):
    """Far better than guessing (6.6 bits), or than the frequencies of single characters (about 4.5)."""
    readings = char_rnn.read_all(char_rnn.load(kind), data.load("code")["text"][:6])
    assert np.concatenate([char_rnn.surprise(r) for r in readings]).mean() < 3


@every_kind
def test_shipped_files_are_small(kind):
    assert (data.FOLDER / f"char_{kind}.npz").stat().st_size < 2_000_000
    assert all(w.dtype == np.float16 for w in data.weights(f"char_{kind}").values())


def test_reading_needs_no_keras():
    code = ("import sys; from rnn_helpers import char_rnn; char_rnn.read(char_rnn.load(), 'int "
            "x;'); sys.exit(any(name in sys.modules for name in ('keras', 'tensorflow', 'torch', "
            "'matplotlib')))")
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@every_kind
def test_texts_side_by_side_equal_each_alone(kind, rng, monkeypatch):
    monkeypatch.setattr(char_rnn, "PIECE", 7)
    network = char_rnn.init_network(kind, 5, rng=rng)
    texts = ["int f(a);", "x", "for (;;) {}\n// done, and on it goes\n"]
    for text, together in zip(texts, char_rnn.read_all(network, texts)):
        alone = char_rnn.read(network, text)
        assert together.text == alone.text == text
        for a, b in zip(together[1:], alone[1:]):
            assert (a is None and b is None) or np.allclose(a, b, atol=1e-6)


@every_kind
def test_surprise_and_bits_are_those_of_the_softmax(kind, rng):
    network = char_rnn.init_network(kind, 5, rng=rng)
    text = "".join(rng.choice(list(char_corpus.VOCABULARY), 300))
    reading = char_rnn.read(network, text)
    p = ops.convert_to_numpy(ops.softmax(reading.logits))
    expected = [-np.log2(p[n, char_corpus.VOCABULARY.index(text[n + 1])]) for n in range(299)]
    np.testing.assert_allclose(char_rnn.surprise(reading), expected, rtol=1e-4)
    bits = char_rnn.bits_per_character(network, char_corpus.encode(text), streams=1, skip=20)
    assert bits == pytest.approx(np.mean(expected[20:]), rel=1e-5)


@every_kind
def test_look_back_is_the_gradient_by_autodiff(kind, rng):
    network, text = char_rnn.init_network(kind, 5, rng=rng), "if (x == 3)"
    reading = char_rnn.read(network, text)
    best = reading.logits[-1].argmax()

    def log_p(h):
        y = h @ network.W_hy.astype(float) + network.b_y
        return y[best] - np.log(np.exp(y).sum())

    dh = np.zeros((1, len(text), 5), np.float32)
    dh[0, -1] = gradients.numerical_gradient(log_p, reading.h[-1].astype(float))
    x = keras.utils.to_categorical(char_corpus.encode(text), V)[None]
    dx = autodiff.vjp(in_keras(network), x, dh).dx
    np.testing.assert_allclose(char_rnn.look_back(network, text), np.linalg.norm(dx[0], axis=-1), rtol=1e-3, atol=1e-8)


@every_kind
def test_ablated_network_is_one_that_hears_zero_of_the_cell(kind, rng):
    """Step by step with the engine: the cell's h is set to zero before it is handed on or read out."""
    network, cell, engine = char_rnn.init_network(kind, 6, rng=rng), 4, char_rnn.ENGINES[kind]
    text, others = "f(a, b);", np.arange(6) != cell
    reading = char_rnn.read(char_rnn.ablated(network, cell), text)
    states = [np.zeros((1, 6), np.float32) for _ in range(2 if kind == "lstm" else 1)]
    for n, code in enumerate(char_corpus.encode(text)):
        out = engine.step(network.params, np.eye(V, dtype=np.float32)[[code]], states[0] * others, *states[1:])
        states = list(out) if kind == "lstm" else [out]
        np.testing.assert_allclose((states[0][0] * others) @ network.W_hy + network.b_y, reading.logits[n], atol=1e-5)
    assert np.abs(reading.logits - char_rnn.read(network, text).logits).max() > 1e-3


def test_text_written_repeats_with_its_seed_and_follows_the_temperature(rng):
    network = char_rnn.load("lstm")
    write = lambda seed, t: char_rnn.generate(network, "int ", 40, temperature=t, rng=np.random.default_rng(seed))  # noqa: E731
    assert write(1, 0.8) == write(1, 0.8) != write(2, 0.8) and len(write(1, 0.8)) == 40
    assert write(1, 1e-5) == write(2, 1e-5)  # the likeliest each time, nothing left to chance
    greedy, text = "", "int "
    for _ in range(12):
        greedy += char_corpus.VOCABULARY[char_rnn.read(network, text + greedy).logits[-1].argmax()]
    assert write(1, 1e-5)[:12] == greedy


@pytest.mark.parametrize("text", ["é § \t\x00 日本", "\n\n\n", "x", "a" * 3000])
def test_any_text_is_read(text, rng):
    reading = char_rnn.read(char_rnn.init_network("lstm", 3, rng=rng), text)
    assert len(reading.text) == len(text.expandtabs(4)) == len(reading.h) and np.isfinite(reading.logits).all()


def test_a_hundred_thousand_characters_are_read(rng):
    text = "".join(data.load("code")["text"])[:100_000]
    assert char_rnn.read(char_rnn.init_network("gru", 8, rng=rng), text).h.shape == (100_000, 8)


@pytest.mark.parametrize("call, line", [
    (lambda n: char_rnn.read(n, ""), "text: expected at least one character, got none"),
    (lambda n: char_rnn.read_all(n, []), "text: expected at least one character, got none"),
    (lambda n: char_rnn.read(n, 3), "text: expected a str, got int"),
    (lambda n: char_rnn.load("ltsm"), "kind: expected one of 'lstm', 'gru', 'simple', got 'ltsm'; "
                                      "did you mean 'lstm'?"),
    (lambda n: char_rnn.generate(n, "x", 3, temperature=0, rng=np.random.default_rng(0)), "temperature: "
                                                                                          "expected "
                                                                                          "more "
                                                                                          "than 0, "
                                                                                          "got 0"),
])
def test_bad_input_is_one_clear_line(call, line, rng):
    with pytest.raises((ValueError, TypeError)) as error:
        call(char_rnn.init_network("gru", 3, rng=rng))
    assert str(error.value) == line


def test_encode_and_decode():
    text = "".join(map(chr, range(32, 127))) + "\n"
    assert char_corpus.decode(char_corpus.encode(text)) == text
    assert char_corpus.decode(char_corpus.encode("a\té")) == "a   " + char_corpus.OTHER
