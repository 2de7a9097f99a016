"""Exercise: one step of the vanilla network, written by the reader."""

import math

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def step(W_xh, W_hh, b_h, x_t, h_prev):
    """The new state h_t (B, H).

    W_xh (D, H), W_hh (H, H), b_h (H,), x_t (B, D), h_prev (B, H).
    """
    return np.tanh(x_t @ W_xh + h_prev @ W_hh + b_h)


def inputs(case):
    """A network and one step."""
    return case.params() | {"x_t": case.normal("B D"), "h_prev": case.start()}


def oracle(W_xh, W_hh, b_h, x_t, h_prev):
    """Number by number: no product of matrices, no broadcasting."""
    h_t = np.zeros(h_prev.shape)
    for i, j in np.ndindex(h_t.shape):
        z = b_h[j]
        z += sum(x_t[i, d] * W_xh[d, j] for d in range(x_t.shape[1]))
        z += sum(h_prev[i, k] * W_hh[k, j] for k in range(h_prev.shape[1]))
        h_t[i, j] = math.tanh(z)
    return h_t


MISTAKES = {
    "W_hh transposed": Mistake(
        "W_hh is transposed. Examples are rows here, so multiply from the left: h_prev @ W_hh.",
        lambda W_xh, W_hh, b_h, x_t, h_prev: np.tanh(x_t @ W_xh + h_prev @ W_hh.T + b_h)),
    "no phi": Mistake(
        "φ is missing: this is the sum that goes into tanh, not the state that comes out.",
        lambda W_xh, W_hh, b_h, x_t, h_prev: x_t @ W_xh + h_prev @ W_hh + b_h),
    "no bias": Mistake(
        "The bias b_h is missing from the sum.",
        lambda W_xh, W_hh, b_h, x_t, h_prev: np.tanh(x_t @ W_xh + h_prev @ W_hh)),
    "bias after phi": Mistake(
        "You add the bias after φ. It belongs in the sum, inside the parentheses of tanh.",
        lambda W_xh, W_hh, b_h, x_t, h_prev: np.tanh(x_t @ W_xh + h_prev @ W_hh) + b_h),
    "no state": Mistake(
        "You don't use the previous state. Without h_prev @ W_hh the network has no memory.",
        lambda W_xh, W_hh, b_h, x_t, h_prev: np.tanh(x_t @ W_xh + b_h)),
    "no weights on state": Mistake(
        "You add the previous state as it is. It goes through its own weights first: h_prev @ "
        "W_hh.",
        lambda W_xh, W_hh, b_h, x_t, h_prev: np.tanh(x_t @ W_xh + h_prev + b_h)),
    "no input": Mistake(
        "You don't use the input x_t. Add x_t @ W_xh.",
        lambda W_xh, W_hh, b_h, x_t, h_prev: np.tanh(h_prev @ W_hh + b_h)),
    "sigmoid": Mistake(
        "You use a sigmoid for φ. The vanilla network uses tanh, which can also be negative.",
        lambda W_xh, W_hh, b_h, x_t, h_prev: 1 / (1 + np.exp(-(x_t @ W_xh + h_prev @ W_hh + b_h)))),
    "relu": Mistake(
        "You use ReLU for φ. The vanilla network uses tanh, which is bounded and can also be "
        "negative.",
        lambda W_xh, W_hh, b_h, x_t, h_prev: np.maximum(x_t @ W_xh + h_prev @ W_hh + b_h, 0)),
    "phi twice": Mistake(
        "You apply φ to each product separately. Apply it once, to their sum.",
        lambda W_xh, W_hh, b_h, x_t, h_prev: np.tanh(x_t @ W_xh) + np.tanh(h_prev @ W_hh + b_h)),
    "W_xh transposed": Mistake(
        "W_xh is transposed. It is (D, H), so multiply from the left: x_t @ W_xh.",
        lambda W_xh, W_hh, b_h, x_t, h_prev: np.tanh(x_t @ W_xh.T + h_prev @ W_hh + b_h)),
}

EXERCISE = Exercise(
    place=2,
    title="Write one step",
    stars=1,
    minutes=8,
    task="Write the update equation for a minibatch whose examples are rows. All sizes may "
         "differ, and the previous state need not be zero.",
    solution=step,
    why="The new state is φ of a sum of three things: the input, the previous state, and a "
        "constant. x_t is (B, D) and W_xh is (D, H), so x_t @ W_xh is (B, H), one row per "
        "example. h_prev @ W_hh is (B, H) too, and broadcasting adds b_h to every row. φ comes "
        "last, and only once.",
    inputs=inputs,
    returns="h_t",
    oracle=oracle,
    mistakes=MISTAKES,
    hints=(
        "What is the new state made of? Name three things, and ask how each gets the shape (B, H).",
        "Add two products and a bias, then apply φ to the sum. In x_t @ W_xh the inner sizes, "
        "both D, cancel; which ones do in the other product?",
        "np.tanh(… + … + b_h): the first term is x_t @ W_xh, and the second uses W_hh to take "
        "h_prev to (B, H).",
    ),
)
