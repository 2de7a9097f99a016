"""Exercise: the loop of the recurrent network, with its outputs."""

import math
from functools import partial

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def loop(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    """W_xh (D, H), W_hh (H, H), b_h (H,), W_hy (H, K), b_y (K,), x (T, D), h_0 (H,) -> h (T, H), y (T, K)."""
    h_t, h, y = h_0, [], []
    for x_t in x:
        h_t = np.tanh(x_t @ W_xh + h_t @ W_hh + b_h)
        y_t = h_t @ W_hy + b_y
        h.append(h_t)
        y.append(y_t)
    return np.array(h), np.array(y)


def inputs(case):
    K = int(case.rng.integers(6, 9))
    return case.params() | {"W_hy": case.normal("H "
                                                f"{K}"), "b_y": case.normal(f"{K}"), "x": case.normal("T "
                                                                                                        "D"),
                            "h_0": case.start("H")}


def oracle(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    """Number by number, each state from its own definition."""
    T, H, K = len(x), *W_hy.shape
    h = [list(h_0)]
    for t in range(T):
        h.append([math.tanh(b_h[j] + sum(x[t, d] * W_xh[d, j] for d in range(x.shape[1]))
                            + sum(h[t][k] * W_hh[k, j] for k in range(H))) for j in range(H)])
    y = [[b_y[k] + sum(h[t + 1][j] * W_hy[j, k] for j in range(H)) for k in range(K)] for t in range(T)]
    return np.array(h[1:]), np.array(y)


def run(W_xh, W_hh, b_h, W_hy, b_y, x, h_0, wrong=""):
    """With one mistake: wrong names it."""
    phi = (lambda z: z) if wrong == "no phi" else np.tanh
    h_t, h, y = 0 * h_0 if wrong == "zero start" else h_0, [], []
    for x_t in x:
        h_prev = h_0 if wrong == "state not carried" else h_t
        recurrent = h_prev @ (W_hh.T if wrong == "W_hh transposed" else W_hh)
        bias = 0 if wrong == "no b_h" else b_h
        h_t = recurrent + phi(x_t @ W_xh + bias) if wrong == "phi too soon" else phi(x_t @ W_xh + recurrent + bias)
        y_t = (h_prev if wrong == "y before the "
                                  "update" else h_t) @ W_hy + (0 if wrong == "no "
                                                                                          "b_y" else b_y)
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
    "zero start": "The loop begins with zeros. It begins with h_0, which need not be zero.",
    "state not "
    "carried": "Every step begins with h_0. It takes the state that the step before has "
                         "left.",
    "one "
    "array": "All rows of h are the last state: the same array was changed and appended at "
                 "each step. Make a new one, or append a copy.",
    "one "
    "late": "h holds the state before each element. Row t is the state after it, so update "
                "first, then keep.",
    "y before the "
    "update": "y is made from the state before the element was read. Update the state "
                           "first, then emit the output.",
    "y with "
    "phi": "y goes through tanh. The output is an affine map of the state: h_t @ W_hy + "
                  "b_y.",
    "no b_y": "The output's bias b_y is missing.",
    "no b_h": "The state's bias b_h is missing, inside the bracket of tanh.",
    "no phi": "φ is missing: the new state is tanh of the sum.",
    "phi too "
    "soon": "tanh must enclose the whole sum. Here the part from the state before is added "
                    "outside of it.",
    "W_hh transposed": "W_hh is transposed. The state stands on the left: h_t @ W_hh.",
    "start too": "h holds the start too. It has T rows, one for the state after each element.",
    "last only": "Only the last state and output came back. Keep those of every step.",
    "last output only": "Only the last output came back. There is one at every step.",
}

EXERCISE = Exercise(
    place=2,
    title="The loop",
    task="Write the loop of section 2 for one sequence: consume an element, update the state, emit "
         "an output. It begins with the state `h_0`, and gives back all T states and all T "
         "outputs.",
    solution=loop,
    why="Two lines in the loop are the network; the others keep what it says. h_t is the only "
        "thing that one turn hands to the next. The output could as well be computed behind the "
        "loop, for all steps at once: h @ W_hy + b_y.",
    inputs=inputs,
    returns="h y",
    oracle=oracle,
    cases=("T=1", "D=H", "zero start"),
    mistakes={name: Mistake(says, partial(run, wrong=name)) for name, says in SAYS.items()},
    hints=(
        "Which variable is read and written in each turn of the loop? What is in it before the "
        "first turn?",
        "Begin with h_t = h_0. For each x_t: a new h_t from x_t and h_t, then y_t from the new "
        "h_t, and append both to lists.",
        "h_t = np.tanh(x_t @ W_xh + h_t @ W_hh + b_h), then y_t = h_t @ W_hy + b_y. After the "
        "loop, np.array of both lists.",
    ),
)
