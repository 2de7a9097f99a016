"""Exercise: how many parameters a recurrent layer and its output have."""

from rnn_helpers.exercises.core import Exercise, Mistake


def parameter_count(T, D, H, K):
    """How many parameters, a whole number.

    SimpleRNN(H) on x (B, T, D), then Dense(K) on its last state.
    """
    recurrent = D * H + H * H + H
    dense = H * K + K
    return recurrent + dense


def inputs(case):
    """Four different sizes."""
    T, D, H = case.T, case.D, case.H
    return {"T": T, "D": D, "H": H, "K": int(case.rng.integers(6, 10))}


def oracle(T, D, H, K):
    """Counted from the arrays themselves."""
    import numpy as np

    from rnn_helpers import numpy_layers

    layer, dense = numpy_layers.SimpleRNN(H), numpy_layers.Dense(K)
    dense(layer(np.ones((1, T, D), np.float32)))
    return sum(w.size for w in (*layer.get_weights(), *dense.get_weights()))


MISTAKES = {
    "no W_hh": Mistake(
        "W_hh is missing: H·H weights connect the state to the next state.",
        lambda T, D, H, K: D * H + H + H * K + K),
    "no bias b_h": Mistake(
        "The recurrent layer's bias b_h is missing, one number per unit.",
        lambda T, D, H, K: D * H + H * H + H * K + K),
    "no bias of Dense": Mistake(
        "The Dense layer's bias is missing, one number for each of its K outputs.",
        lambda T, D, H, K: D * H + H * H + H + H * K),
    "no biases": Mistake(
        "Both biases are missing: H numbers in the recurrent layer, K in the Dense layer.",
        lambda T, D, H, K: D * H + H * H + H * K),
    "times T": Mistake(
        "Your count grows with T. Every step uses the same weights, so the length does not matter.",
        lambda T, D, H, K: T * (D * H + H * H + H) + H * K + K),
    "input times T": Mistake(
        "You count W_xh once per step. All steps share it.",
        lambda T, D, H, K: T * D * H + H * H + H + H * K + K),
    "no Dense": Mistake(
        "This is the recurrent layer alone. Dense(K) has parameters of its own.",
        lambda T, D, H, K: D * H + H * H + H),
    "Dense sees all states": Mistake(
        "You count the Dense layer for all T states. It is applied to the last state only, which "
        "has H numbers.",
        lambda T, D, H, K: D * H + H * H + H + T * H * K + K),
    "two biases": Mistake(
        "In Keras the recurrent layer has one bias. PyTorch's has two.",
        lambda T, D, H, K: D * H + H * H + 2 * H + H * K + K),
}

EXERCISE = Exercise(
    place=1,
    title="Count the parameters",
    stars=1,
    minutes=8,
    task="A `SimpleRNN` with H units reads sequences of T steps with D features, and a `Dense` "
         "layer with K outputs reads its last state. How many parameters do the two layers have "
         "together?",
    solution=parameter_count,
    why="W_xh is (D, H), W_hh is (H, H) and b_h is (H,). The Dense layer has a matrix (H, K) and "
        "a bias (K,). T is a red herring: all steps share the same arrays.",
    inputs=inputs,
    returns="count",
    oracle=oracle,
    exact=True,
    cases=(),
    plain=6,
    mistakes=MISTAKES,
    hints=(
        "List the arrays of both layers with their shapes. Does T occur in any of them?",
        "There are three arrays in the recurrent layer, and two in the Dense layer. A bias has "
        "one number per unit.",
        "D·H + H·H + H for the recurrent layer. The Dense layer has the same without the middle "
        "term, with its own sizes.",
    ),
)
