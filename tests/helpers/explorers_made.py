"""One of each explorer, made without its notebook: small networks with random weights."""

import numpy as np

from rnn_helpers import char_rnn, data, explorers, numpy_rnn, text
from rnn_helpers.char_rnn import scanner, scores


def unroll():
    rng = np.random.default_rng(0)
    vocabulary = text.Vocabulary([line.split() for line in data.load("sentences")["text"]])
    params = numpy_rnn.init_params(4, 6, rng=rng)
    E, W_hy = (
        rng.standard_normal(shape, dtype=np.float32) for shape in ((len(vocabulary), 4), (6, 1))
    )
    return explorers.unroll(params, E, W_hy, np.zeros(1, np.float32), vocabulary.index)


def gradient_flow():
    return explorers.gradient_flow(np.random.default_rng(0))


def order():
    """Sentences as numbers of words, prices and images as numbers; models that nobody trained."""
    rng = np.random.default_rng(0)

    def task(shown, x, anchor, answers, bag, D, V=0):
        K = len(answers) if len(answers) > 2 else 1
        embedding = [rng.standard_normal((V, D), dtype=np.float32)] if V else []
        out = [3 * rng.standard_normal((5, K), dtype=np.float32), np.zeros(K, np.float32)]
        sizes = [(len(bag(x[0])), 4), (4,), (4, K), (K,)]
        return {
            "shown": shown,
            "x": x,
            "anchor": [np.isin(np.arange(len(each)), anchor) for each in x],
            "answers": answers,
            "bag": bag,
            "bag_model": [rng.standard_normal(size) for size in sizes],
            "recurrent": [*embedding, *numpy_rnn.init_params(D, 5, rng=rng), *out],
        }

    sentences = [
        "one two three four".split(),
        "a very very long sentence of some fourteen words or so it might seem".split(),
    ]
    images = [rng.integers(0, 255, (16, 16)), np.zeros((16, 16), int)]
    prices = [np.array([3.0, 1.0, 4.0, 1.5, 5.0]), np.full(5, 2.0)]
    digits = [rng.integers(0, 16, (8, 8)) for _ in range(2)]
    return explorers.order(
        {
            "words": task(
                sentences,
                [np.arange(len(s)) for s in sentences],
                [1, 2],
                ["no", "yes"],
                lambda x: np.bincount(x, minlength=14),
                3,
                14,
            ),
            "prices": task(
                prices,
                [p[:, None] for p in prices],
                [0, 4],
                ["falls", "rises"],
                lambda x: np.sort(x[:, 0]),
                1,
            ),
            "faces": task(
                images,
                [image / 255 for image in images],
                [8, 9, 10],
                ["frown", "smile"],
                lambda x: np.sort(x.ravel()),
                16,
            ),
            "digits": task(
                digits,
                [image / 16 for image in digits],
                [2, 3],
                list("0123456789"),
                lambda x: np.sort(x, axis=0).ravel(),
                8,
            ),
        },
        rng,
    )


def update_step():
    return explorers.update_step()


def bptt():
    rng, words = np.random.default_rng(0), ["three", "seven", "eight"]
    vocabulary = text.Vocabulary(words)
    params = numpy_rnn.init_params(len(vocabulary), 4, rng=rng, dtype=np.float64)
    return explorers.bptt(params, rng.standard_normal((4, 3)), vocabulary, words)


def api_modes():
    return explorers.api_modes(
        np.random.default_rng(0).standard_normal((4, 7, 3), dtype=np.float32), 5
    )


def probe():
    """A random text of 30 words; weights twice as large stand for a trained network."""
    rng, tokens = np.random.default_rng(0), [f"word{n}" for n in range(30)]
    untrained = {H: numpy_rnn.init_params(len(tokens), H, rng=rng) for H in (4, 16)}
    trained = {H: numpy_rnn.Params(*(2 * w for w in params)) for H, params in untrained.items()}
    return explorers.probe(
        trained, untrained, *(rng.integers(0, 30, n) for n in (900, 400)), tokens
    )


def neurons():
    """Networks that nobody trained, with large weights so that their cells move."""
    rng = np.random.default_rng(0)
    networks = {}
    for name, kind in (("LSTM", "lstm"), ("simple", "simple")):
        network = char_rnn.init_network(kind, 6, rng=rng)
        networks[name] = network._replace(
            params=type(network.params)(*(4 * w for w in network.params)), W_hy=9 * network.W_hy
        )
    best = {name: {label: scores.Best(n % 6, 1, 0.9, 0.8, 1.0)
                   for n, label in enumerate(scanner.names())} for name in networks}
    return explorers.neurons(networks, best, '#if a[f("b")]  // c\nif (x) {  int y; }')


def reader():
    """A network that nobody trained; the first number of its c, turned round."""
    network = char_rnn.init_network("lstm", 6, rng=np.random.default_rng(0))
    return explorers.reader(network, 6, '#if a[f("b")]  // c\nif (x) {  int y; }', sign=-1)


def gate():
    return explorers.gate()


def scan():
    return explorers.scan()


def which_wins():
    return explorers.which_wins([("loop", 64, 1, 1e-4), ("scan", 64, 1, 1e-5)])


MADE = {
    made.__name__: made
    for made in (
        api_modes, bptt, gate, gradient_flow, neurons, order, probe, reader, scan, unroll,
        update_step, which_wins,
    )
}
