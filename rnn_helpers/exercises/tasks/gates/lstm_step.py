"""Exercise: one step of an LSTM."""

import math

import numpy as np

from rnn_helpers.activations import sigmoid
from rnn_helpers.exercises.core import Exercise, Mistake


def lstm_step(W_x, W_h, b, x_t, h_prev, c_prev):
    """h_t and c_t, (B, H) each.

    W_x (D, 4H), W_h (H, 4H), b (4H,): columns for i, f, g, o.
    x_t (B, D), h_prev and c_prev (B, H).
    """
    z_i, z_f, z_g, z_o = np.split(x_t @ W_x + h_prev @ W_h + b, 4, axis=1)
    i, f, o = (1 / (1 + np.exp(-z)) for z in (z_i, z_f, z_o))
    c_t = f * c_prev + i * np.tanh(z_g)
    return o * np.tanh(c_t), c_t


def inputs(case):
    """An LSTM and one step; the states differ, so that h cannot stand for c."""
    four = 4 * case.H
    return {"W_x": case.normal(f"D {four}", case.D**-0.5),
            "W_h": case.normal(f"H {four}", 0.9 * case.H**-0.5), "b": case.normal(str(four), 0.7),
            "x_t": case.normal("B D"), "h_prev": case.start(), "c_prev": 3 * case.start()}


def oracle(W_x, W_h, b, x_t, h_prev, c_prev):
    """Number by number: no product of matrices, no broadcasting, no split."""
    (B, H), h_t, c_t = c_prev.shape, np.zeros(c_prev.shape), np.zeros(c_prev.shape)
    for n, j in np.ndindex(B, H):
        z = []
        for column in (j, H + j, 2 * H + j, 3 * H + j):
            z.append(b[column] + sum(x_t[n, d] * W_x[d, column] for d in range(len(W_x)))
                     + sum(h_prev[n, k] * W_h[k, column] for k in range(H)))
        i, f, o = (1 / (1 + math.exp(-z[q])) for q in (0, 1, 3))
        c_t[n, j] = f * c_prev[n, j] + i * math.tanh(z[2])
        h_t[n, j] = o * math.tanh(c_t[n, j])
    return h_t, c_t


def mistaken(belt=lambda i, f, g, c_prev, h_prev: f * c_prev + i * g,
             out=lambda o, c_t: o * np.tanh(c_t), phi=np.tanh, order="ifgo", bias=1):
    """A step in which one thing is another one."""
    def step(W_x, W_h, b, x_t, h_prev, c_prev):
        sums = np.split(x_t @ W_x + h_prev @ W_h + bias * b, 4, axis=1)
        z = dict(zip(order, sums, strict=True))
        i, f, o = (sigmoid(z[gate]) for gate in "ifo")
        c_t = belt(i, f, phi(z["g"]), c_prev, h_prev)
        return out(o, c_t), c_t

    return step


MISTAKES = {
    "order i f o g": Mistake(
        "You read the quarters as i, f, o, g. Here the candidate g stands before the output gate: "
        "i, f, g, o.", mistaken(order="ifog")),
    "order f i g o": Mistake(
        "You take the first quarter for the forget gate. The order is i, f, g, o.",
        mistaken(order="figo")),
    "candidate by σ": Mistake(
        "You use σ for the candidate g. It is what is written, not a gate, and it can be "
        "negative: tanh.", mistaken(phi=sigmoid)),
    "c squashed": Mistake(
        "You apply tanh to c_t itself. The belt is never squashed; only what leaves it is, in "
        "h_t = o * tanh(c_t).",
        mistaken(lambda i, f, g, c_prev, h_prev: np.tanh(f * c_prev + i * g), lambda o, c: o * c)),
    "no tanh": Mistake(
        "tanh is missing from h_t. The belt may hold any number; h_t = o * tanh(c_t).",
        mistaken(out=lambda o, c_t: o * c_t)),
    "no output gate": Mistake(
        "The output gate is missing: h_t = o * tanh(c_t).", mistaken(out=lambda o, c: np.tanh(c))),
    "coupled": Mistake(
        "You write with 1 - f. That is the GRU's single valve; an LSTM has an input gate of its "
        "own: f * c_prev + i * g.",
        mistaken(lambda i, f, g, c_prev, h_prev: f * c_prev + (1 - f) * g)),
    "no forget gate": Mistake(
        "The forget gate is missing: c_prev must be multiplied by f.",
        mistaken(lambda i, f, g, c_prev, h_prev: c_prev + i * g)),
    "no input gate": Mistake(
        "The input gate is missing: what is written is i * g.",
        mistaken(lambda i, f, g, c_prev, h_prev: f * c_prev + g)),
    "h on the belt": Mistake(
        "You multiply h_prev by the forget gate. What travels on the belt is c_prev.",
        mistaken(lambda i, f, g, c_prev, h_prev: f * h_prev + i * g)),
    "old belt": Mistake(
        "h_t is read from the belt as it was. It shows the new one: o * tanh(c_t).",
        lambda W_x, W_h, b, x_t, h_prev, c_prev: (
            sigmoid(np.split(x_t @ W_x + h_prev @ W_h + b, 4, axis=1)[3]) * np.tanh(c_prev),
            mistaken()(W_x, W_h, b, x_t, h_prev, c_prev)[1])),
    "no bias": Mistake("The bias b is missing from the four sums.", mistaken(bias=0)),
}

EXERCISE = Exercise(
    place=1,
    title="One LSTM step",
    stars=1,
    minutes=12,
    task="Write one step of an LSTM for a minibatch whose examples are rows. The columns of `W_x`, "
         "`W_h` and `b` are four quarters, for the gates i, f, the candidate g and the gate o.",
    solution=lstm_step,
    why="One product serves all four sums, and split takes them apart. Three of them go through "
        "σ, because a gate is a fraction; the candidate goes through tanh, because what is written "
        "may have either sign. c_t is a weighted sum and may leave the interval from -1 to 1; "
        "h_t, which everything else sees, may not.",
    inputs=inputs,
    returns="h_t c_t",
    oracle=oracle,
    mistakes=MISTAKES,
    hints=(
        "The four sums look like the sum of the vanilla network, with four times the columns. "
        "Compute them in one go, then cut the result.",
        "np.split(…, 4, axis=1) cuts columns. Three of the parts become gates by "
        "1 / (1 + np.exp(-z)); the third becomes the candidate by np.tanh.",
        "c_t = f * c_prev + i * g, then h_t = o * np.tanh(c_t). Return them in this order: h_t, "
        "c_t.",
    ),
)
