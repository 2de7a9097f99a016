"""Exercise: the loop of the recurrent network, with its outputs."""

import math

import numpy as np

from rnn_helpers.exercises.core import Exercise, mistakes


def loop(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    """All states h (T, H) and all outputs y (T, K).

    W_xh (D, H), W_hh (H, H), b_h (H,), W_hy (H, K), b_y (K,), x (T, D), h_0 (H,).
    """
    h_t, h, y = h_0, [], []
    for x_t in x:
        h_t = np.tanh(x_t @ W_xh + h_t @ W_hh + b_h)
        y_t = h_t @ W_hy + b_y
        h.append(h_t)
        y.append(y_t)
    return np.array(h), np.array(y)


def inputs(case):
    """A network with outputs, and one sequence."""
    K = int(case.rng.integers(6, 9))
    return case.params() | {"W_hy": case.normal(f"H {K}"), "b_y": case.normal(f"{K}"),
                            "x": case.normal("T D"), "h_0": case.start("H")}


def oracle(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    """Number by number, each state from its own definition."""
    T, H, K = len(x), *W_hy.shape
    h = [list(h_0)]
    for t in range(T):
        h.append([math.tanh(b_h[j] + sum(x[t, d] * W_xh[d, j] for d in range(x.shape[1]))
                            + sum(h[t][k] * W_hh[k, j] for k in range(H))) for j in range(H)])
    y = [[b_y[k] + sum(h[t + 1][j] * W_hy[j, k] for j in range(H)) for k in range(K)]
         for t in range(T)]
    return np.array(h[1:]), np.array(y)


def run(W_xh, W_hh, b_h, W_hy, b_y, x, h_0, wrong=""):
    """With one mistake: wrong names it."""
    phi = (lambda z: z) if wrong == "no phi" else np.tanh
    h_t, h, y = 0 * h_0 if wrong == "zero start" else h_0, [], []
    for x_t in x:
        h_prev = h_0 if wrong == "state not carried" else h_t
        recurrent = h_prev @ (W_hh.T if wrong == "W_hh transposed" else W_hh)
        z = x_t @ W_xh + (0 if wrong == "no b_h" else b_h)
        h_t = recurrent + phi(z) if wrong == "phi too soon" else phi(z + recurrent)
        y_t = (h_prev if wrong == "y before the update" else h_t) @ W_hy
        y_t = y_t if wrong == "no b_y" else y_t + b_y
        h.append(h_prev if wrong == "one late" else h_t)
        y.append(np.tanh(y_t) if wrong == "y with phi" else y_t)
    h, y = np.array(h), np.array(y)
    if wrong == "one array":
        h = np.tile(h[-1], (len(x), 1))
    if wrong == "start too":
        h = np.concatenate([h_0[None], h])
    if wrong == "last only":
        h, y = h[-1], y[-1]
    if wrong == "last output only":
        y = y[-1]
    return h, y


SAYS = {
    "zero start": "Your loop starts from zeros. It should start from h_0, which need not be zero.",
    "state not carried":
        "Every step starts from h_0. It should take the state that the previous step left.",
    "one array":
        "All rows of h are the last state: you changed and appended the same array at each step. "
        "Make a new one, or append a copy.",
    "one late":
        "h holds the state before each element. Row t is the state after it, so update first, "
        "then store.",
    "y before the update":
        "You compute y from the state before the element was read. Update the state first, then "
        "compute the output.",
    "y with phi":
        "You apply tanh to y. The output is an affine function of the state: h_t @ W_hy + b_y.",
    "no b_y": "The output's bias b_y is missing.",
    "no b_h": "The state's bias b_h is missing from the sum inside tanh.",
    "no phi": "φ is missing: the new state is tanh of the sum.",
    "phi too soon":
        "tanh must be applied to the whole sum. You add the part from the previous state outside "
        "of it.",
    "W_hh transposed":
        "W_hh is transposed. Examples are rows here, so multiply from the left: h_t @ W_hh.",
    "start too":
        "h contains the initial state too. It should have T rows, one for the state after each "
        "element.",
    "last only": "You returned only the last state and output. Return those of every step.",
    "last output only": "You returned only the last output. There is one at every step.",
}

EXERCISE = Exercise(
    place=2,
    title="The loop",
    stars=2,
    minutes=10,
    task="Write the loop for one sequence: consume an element, update the state, emit an output. "
         "Start from the state `h_0`, and return all T states and all T outputs.",
    solution=loop,
    why="Two lines in the loop are the network; the others store its results. h_t is the only "
        "thing that one iteration passes to the next. The outputs could just as well be computed "
        "after the loop, for all steps at once: h @ W_hy + b_y.",
    inputs=inputs,
    returns="h y",
    oracle=oracle,
    cases=("T=1", "D=H", "zero start"),
    mistakes=mistakes(run, SAYS),
    hints=(
        "Which variable is both read and written in every iteration? What is its value before "
        "the first one?",
        "Start with h_t = h_0. For each x_t, compute a new h_t from x_t and h_t, then y_t from "
        "the new h_t, and append both to lists.",
        "h_t = np.tanh(x_t @ W_xh + h_t @ W_hh + b_h), then y_t = h_t @ W_hy + b_y. After the "
        "loop, np.array of both lists.",
    ),
)
