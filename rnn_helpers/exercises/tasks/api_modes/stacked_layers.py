"""Exercise: two recurrent layers on top of each other."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def stacked_layers(x, W_xh, W_hh, b_h, W_hk, W_kk, b_k):
    """The upper layer's last state (B, K).

    x (B, T, D). Lower layer: W_xh (D, H), W_hh (H, H), b_h (H,).
    Upper layer: W_hk (H, K), W_kk (K, K), b_k (K,).
    """
    def all_states(x, W_xh, W_hh, b_h):
        h_t, h = np.zeros((len(x), len(b_h))), []
        for t in range(x.shape[1]):
            h_t = np.tanh(x[:, t] @ W_xh + h_t @ W_hh + b_h)
            h.append(h_t)
        return np.stack(h, axis=1)

    h = all_states(x, W_xh, W_hh, b_h)
    return all_states(h, W_hk, W_kk, b_k)[:, -1]


def inputs(case):
    """Two layers of different sizes, and their input."""
    K = str(case.rng.integers(6, 9))  # another size than any, so that no array fits by chance
    upper = {"W_hk": case.normal(f"H {K}", case.H**-0.5), "W_kk": case.normal(f"{K} {K}", 0.3),
             "b_k": case.normal(K, 0.7)}
    return {"x": case.normal("B T D")} | case.params() | upper


def oracle(x, *weights):
    """Asked of two layers, the lower with return_sequences."""
    from rnn_helpers import numpy_layers

    for params, sequences in ((weights[:3], True), (weights[3:], False)):
        layer = numpy_layers.SimpleRNN(len(params[2]), return_sequences=sequences, dtype="float64")
        layer.set_weights(params)
        x = layer(x)
    return x


def run(params, x, phi=np.tanh, carry=True):
    """All states of one layer, (B, T, units), perhaps without φ or without carrying the state."""
    W_xh, W_hh, b_h = params
    h_t, h = np.zeros((len(x), len(b_h))), []
    for t in range(x.shape[1]):
        h_t = phi(x[:, t] @ W_xh + carry * h_t @ W_hh + b_h)
        h.append(h_t)
    return np.stack(h, axis=1)


def one_behind(h):
    """The states before each step, from zeros: (B, T, H)."""
    return np.concatenate([0 * h[:, :1], h[:, :-1]], axis=1)


def turned(params):
    """A layer with W_hh transposed."""
    return params[0], params[1].T, params[2]


def by_layer(f):
    """f(lower, upper, x), with three arrays a layer, as a function of the attempt's arguments."""
    return lambda x, *weights: f(weights[:3], weights[3:], x)


MISTAKES = {
    "last state only": Mistake(
        "The upper layer takes just one step, on the last state of the lower layer. It needs an "
        "input at every step: all states of the lower layer, as return_sequences gives them.",
        by_layer(lambda lower, upper, x: run(upper, run(lower, x)[:, -1:])[:, -1])),
    "one step behind": Mistake(
        "The upper layer is one step behind: at step t it reads the lower layer's state from "
        "before that step. Update the lower layer first.",
        by_layer(lambda lower, upper, x: run(upper, one_behind(run(lower, x)))[:, -1])),
    "all steps": Mistake(
        "This is the upper layer's state at every step. Return only the last one, (B, K).",
        by_layer(lambda lower, upper, x: run(upper, run(lower, x)))),
    "lower alone": Mistake(
        "This is the lower layer's state. The upper layer has yet to read it.",
        by_layer(lambda lower, upper, x: run(lower, x)[:, -1])),
    "lower forgets": Mistake(
        "The lower layer starts from zeros at every step. Carry its state from step to step, as "
        "in the upper layer.",
        by_layer(lambda lower, upper, x: run(upper, run(lower, x, carry=False))[:, -1])),
    "lower without phi": Mistake(
        "φ is missing in the lower layer. What it passes up is its state, after tanh.",
        by_layer(lambda lower, upper, x: run(upper, run(lower, x, phi=lambda z: z))[:, -1])),
    "upper without phi": Mistake(
        "φ is missing in the upper layer.",
        by_layer(lambda lower, upper, x: run(upper, run(lower, x), phi=lambda z: z)[:, -1])),
    "W_hh transposed": Mistake(
        "W_hh is transposed. Examples are rows here, so the state multiplies from the left: h @ "
        "W_hh.",
        by_layer(lambda lower, upper, x: run(turned(upper), run(turned(lower), x))[:, -1])),
    "time reversed": Mistake(
        "You pass the lower layer's states in reverse order. The upper layer reads them from the "
        "first to the last.",
        by_layer(lambda lower, upper, x: run(upper, run(lower, x)[:, ::-1])[:, -1])),
}

EXERCISE = Exercise(
    place=3,
    title="Stack two layers",
    stars=2,
    minutes=10,
    task="A vanilla layer of K units is stacked on one of H units, and both start from zeros. "
         "Write what `Sequential([SimpleRNN(H, return_sequences=True), SimpleRNN(K)])` returns.",
    solution=stacked_layers,
    why="To the upper layer, the states of the lower one are an input like any other, (B, T, H) "
        "instead of (B, T, D). So one function serves both, called twice. The lower layer "
        "returns all its states, and of the upper one only the last is kept: many-to-one, seen "
        "from outside. W_hk leads from the lower state to the upper one, and W_kk from step to "
        "step in the upper layer.",
    inputs=inputs,
    returns="state",
    oracle=oracle,
    mistakes=MISTAKES,
    cases=("B=1", "T=1", "D=H"),
    hints=(
        "What does the upper layer read at step t? And where does that come from?",
        "Write one function that returns all states of a layer, (B, T, units). Call it for the "
        "lower layer on x, and for the upper layer on the result.",
        "h = all_states(x, W_xh, W_hh, b_h), then all_states(h, W_hk, W_kk, b_k)[:, -1], where "
        "all_states loops over t, carries h_t, and stacks along axis 1.",
    ),
)
