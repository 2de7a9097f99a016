"""The character networks in NumPy: against Keras, against autodiff, and on awkward text."""

import subprocess
import sys
import tracemalloc

import numpy as np
import pytest

from rnn_helpers import char_rnn, data, gradients
from rnn_helpers.backend import autodiff, keras, ops
from rnn_helpers.char_rnn import V, reading
from rnn_helpers.numpy_layers.kinds import KINDS

every_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def in_keras(network):
    layer = getattr(keras.layers, network.kind.name)(len(network.W_hy), return_sequences=True)
    layer.build((None, None, V))
    layer.set_weights(list(network.params))
    return layer


@every_kind
def test_shipped_network_reads_as_keras_does(kind):
    network, text = char_rnn.load(kind), data.load("code")["text"][2][:300]
    read = char_rnn.read(network, text)
    x = keras.utils.to_categorical(char_rnn.encode(text), V)[None]
    h = ops.convert_to_numpy(in_keras(network)(x))[0]
    np.testing.assert_allclose(read.h, h, atol=2e-5)
    np.testing.assert_allclose(read.logits, h @ network.W_hy + network.b_y, atol=2e-3)
    assert (read.c is None) == (kind != "LSTM")


@every_kind
def test_shipped_network_predicts_held_out_code(kind):
    """Far better than guessing (6.6 bits) or the frequencies of characters (about 4.5 bits)."""
    texts = [text[:1000] for text in data.load("code")["text"][:16]]
    readings = char_rnn.read_all(char_rnn.load(kind), texts)
    assert np.concatenate([char_rnn.surprisal(read) for read in readings]).mean() < 3


@every_kind
def test_shipped_files_are_small(kind):
    file = f"char_{KINDS[kind].key}"
    assert (data.FOLDER / f"{file}.npz").stat().st_size < 2_000_000
    assert all(w.dtype == np.float16 for w in data.weights(file).values())


def test_reading_needs_no_keras():
    code = ("import sys; from rnn_helpers import char_rnn; "
            "char_rnn.read(char_rnn.load(), 'int x;'); "
            "print(*{'keras', 'tensorflow', 'torch', 'matplotlib'} & set(sys.modules))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("key, name", [("lstm", "LSTM"), ("gru", "GRU"), ("simple", "SimpleRNN")])
def test_a_network_is_loaded_by_key_or_by_name(key, name):
    for kind in (key, name):
        assert char_rnn.load(kind).kind is KINDS[name]


@every_kind
def test_texts_side_by_side_equal_each_alone(kind, rng, monkeypatch):
    monkeypatch.setattr(reading, "PIECE", 7)
    network = char_rnn.init_network(kind, 5, rng=rng)
    texts = ["int f(a);", "x", "for (;;) {}\n// done, and on it goes\n"]
    for text, together in zip(texts, char_rnn.read_all(network, texts), strict=True):
        alone = char_rnn.read(network, text)
        assert together.text == alone.text == text
        np.testing.assert_allclose(together.states, alone.states, atol=1e-6)
        np.testing.assert_allclose(together.logits, alone.logits, atol=1e-6)


@every_kind
@pytest.mark.parametrize("every", [1, 3, 10])
def test_states_at_are_those_of_the_reading(kind, every, rng, monkeypatch):
    monkeypatch.setattr(reading, "PIECE", 7)
    network = char_rnn.init_network(kind, 5, rng=rng)
    texts = ["int f(a);", "x", "for (;;) {}\n// done, and on it goes\n"]
    found = char_rnn.states_at(network, texts, every)
    for states, read in zip(found, char_rnn.read_all(network, texts), strict=True):
        np.testing.assert_allclose(states, np.hstack(read.states)[::every], atol=1e-6)


@every_kind
def test_surprisal_and_bits_are_those_of_the_softmax(kind, rng):
    network = char_rnn.init_network(kind, 5, rng=rng)
    text = "".join(rng.choice(list(char_rnn.VOCABULARY), 300))
    read = char_rnn.read(network, text)
    p = ops.convert_to_numpy(ops.softmax(read.logits))
    expected = [-np.log2(p[n, char_rnn.VOCABULARY.index(text[n + 1])]) for n in range(299)]
    np.testing.assert_allclose(char_rnn.surprisal(read), expected, rtol=1e-4)
    bits = char_rnn.bits_per_character(network, char_rnn.encode(text), streams=1, skip=20)
    assert bits == pytest.approx(np.mean(expected[20:]), rel=1e-5)


def test_top_k_are_the_largest_probabilities(rng):
    logits = rng.standard_normal((4, V)).astype(np.float32)
    best, p = char_rnn.top_k(logits, k=3)
    softmax = ops.convert_to_numpy(ops.softmax(logits))
    expected = [sorted(range(V), key=lambda n: -row[n])[:3] for row in softmax]
    np.testing.assert_array_equal(best, expected)
    np.testing.assert_allclose(p, np.take_along_axis(softmax, best, 1), rtol=1e-5)


@every_kind
def test_look_back_is_the_gradient_by_autodiff(kind, rng):
    network, text = char_rnn.init_network(kind, 5, rng=rng), "if (x == 3)"
    read = char_rnn.read(network, text)
    best = read.logits[-1].argmax()

    def log_p(h):
        y = h @ network.W_hy.astype(float) + network.b_y
        return y[best] - np.log(np.exp(y).sum())

    dh = np.zeros((1, len(text), 5), np.float32)
    dh[0, -1] = gradients.numerical_gradient(log_p, read.h[-1].astype(float))
    x = keras.utils.to_categorical(char_rnn.encode(text), V)[None]
    dx = autodiff.vjp(in_keras(network), x, dh).dx
    expected = np.linalg.norm(dx[0], axis=-1)
    np.testing.assert_allclose(char_rnn.look_back(network, text), expected, rtol=1e-3, atol=1e-8)


def test_generated_text_repeats_with_its_seed_and_follows_the_temperature():
    network = char_rnn.load("lstm")

    def write(seed, temperature):
        rng = np.random.default_rng(seed)
        return char_rnn.generate(network, "int ", 40, temperature=temperature, rng=rng)

    assert write(1, 0.8) == write(1, 0.8) != write(2, 0.8) and len(write(1, 0.8)) == 40
    greedy = write(1, 1e-5)  # the most probable character each time, nothing left to chance
    assert greedy == write(2, 1e-5)
    text = "int "
    for _ in range(12):
        text += char_rnn.VOCABULARY[char_rnn.read(network, text).logits[-1].argmax()]
    assert greedy[:12] == text[4:]


@pytest.mark.parametrize("text", ["é § \t\x00 日本", "\n\n\n", "x", "a" * 3000])
def test_any_text_is_read(text, rng):
    read = char_rnn.read(char_rnn.init_network("lstm", 3, rng=rng), text)
    assert len(read.text) == len(text.expandtabs(4)) == len(read.h)
    assert np.isfinite(read.logits).all()


def test_a_long_text_is_read_piece_by_piece(rng):
    """The memory of all its one-hot vectors, 12 MB, is never asked for at once."""
    text = "".join(data.load("code")["text"])[:30_000]
    network = char_rnn.init_network("simple", 2, rng=rng)
    tracemalloc.start()
    (states,) = char_rnn.states_at(network, [text], every=1000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert states.shape == (30, 2) and peak < 30_000 * V * 4 / 2


@pytest.mark.parametrize("call, line", [
    (lambda n: char_rnn.read(n, ""), "text: expected at least one character, got none"),
    (lambda n: char_rnn.read_all(n, []), "text: expected at least one character, got none"),
    (lambda n: char_rnn.read(n, 3), "text: expected a str, got int"),
    (lambda n: char_rnn.load("Lstm"), "kind: expected one of 'SimpleRNN', 'LSTM', 'GRU', got "
                                      "'Lstm'"),
    (lambda n: char_rnn.generate(n, "x", 3, temperature=0, rng=np.random.default_rng(0)),
     "temperature: expected more than 0, got 0"),
    (lambda n: char_rnn.bits_per_character(n, np.zeros(600, int), streams=4, skip=149),
     "indices: expected more than 600 characters for 4 streams, got 600"),
])
def test_bad_input_is_one_clear_line(call, line, rng):
    with pytest.raises((ValueError, TypeError)) as error:
        call(char_rnn.init_network("gru", 3, rng=rng))
    assert str(error.value) == line
