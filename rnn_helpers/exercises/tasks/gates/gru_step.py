"""Exercise: one step of a GRU."""

import math

import numpy as np

from rnn_helpers.activations import sigmoid
from rnn_helpers.exercises.core import Exercise, Mistake


def gru_step(W_x, W_h, b, x_t, h_prev):
    """The new state h_t (B, H).

    W_x (D, 3H), W_h (H, 3H): columns for z, r, g; b (2, 3H): b[0] beside W_x,
    b[1] beside W_h. x_t (B, D), h_prev (B, H).
    """
    x_z, x_r, x_g = np.split(x_t @ W_x + b[0], 3, axis=1)
    h_z, h_r, h_g = np.split(h_prev @ W_h + b[1], 3, axis=1)
    z, r = (1 / (1 + np.exp(-(a + c))) for a, c in ((x_z, h_z), (x_r, h_r)))
    return z * h_prev + (1 - z) * np.tanh(x_g + r * h_g)


def inputs(case):
    """A GRU and one step."""
    three = 3 * case.H
    return {"W_x": case.normal(f"D {three}", case.D**-0.5),
            "W_h": case.normal(f"H {three}", 1.2 * case.H**-0.5),
            "b": case.normal(f"2 {three}", 0.8), "x_t": case.normal("B D"),
            "h_prev": 2 * case.start()}


def oracle(W_x, W_h, b, x_t, h_prev):
    """Number by number: no product of matrices, no broadcasting, no split."""
    (B, H), h_t = h_prev.shape, np.zeros(h_prev.shape)
    for n, j in np.ndindex(B, H):
        from_x, from_h = [], []
        for column in (j, H + j, 2 * H + j):
            from_x.append(b[0, column] + sum(x_t[n, d] * W_x[d, column] for d in range(len(W_x))))
            from_h.append(b[1, column] + sum(h_prev[n, k] * W_h[k, column] for k in range(H)))
        z, r = (1 / (1 + math.exp(-from_x[q] - from_h[q])) for q in (0, 1))
        g = math.tanh(from_x[2] + r * from_h[2])
        h_t[n, j] = z * h_prev[n, j] + (1 - z) * g
    return h_t


def mistaken(mix=lambda z, h_prev, g: z * h_prev + (1 - z) * g, phi=np.tanh, order="zrg",
             candidate=lambda x_g, h_g, r, more: x_g + r * h_g, bias=1):
    """A step in which one thing is another one. more: W_g, b_g and h_prev of the candidate."""
    def step(W_x, W_h, b, x_t, h_prev):
        b = bias * b
        x = dict(zip(order, np.split(x_t @ W_x + b[0], 3, axis=1), strict=True))
        h = dict(zip(order, np.split(h_prev @ W_h + b[1], 3, axis=1), strict=True))
        z, r = (sigmoid(x[gate] + h[gate]) for gate in "zr")
        at = order.index("g")
        more = np.split(W_h, 3, axis=1)[at], np.split(b[1], 3)[at], h_prev
        return mix(z, h_prev, phi(candidate(x["g"], h["g"], r, more)))

    return step


def reset_before(x_g, h_g, r, more):
    """The older convention: the reset state goes through the product."""
    W_g, b_g, h_prev = more
    return x_g + (r * h_prev) @ W_g + b_g


def bias_not_reset(x_g, h_g, r, more):
    """b[1] is added after the reset gate."""
    W_g, b_g, h_prev = more
    return x_g + r * (h_prev @ W_g) + b_g


MISTAKES = {
    "z the wrong way round": Mistake(
        "Your z lets the new in, as in some papers. Here it keeps the old: z * h_prev + (1 - z) * "
        "g.",
        mistaken(lambda z, h_prev, g: (1 - z) * h_prev + z * g)),
    "order r z g": Mistake(
        "You read the columns as r, z, g, which is PyTorch's order. Here they are z, r, g.",
        mistaken(order="rzg")),
    "reset before the product": Mistake(
        "You apply r to h_prev before the product with W_h. That is the older convention; here r "
        "acts on the product, with b[1] in it (Keras's reset_after=True).",
        mistaken(candidate=reset_before)),
    "b[1] not reset": Mistake(
        "The second bias belongs to h_prev @ W_h, so r multiplies it, too: r * (h_prev @ W_g + "
        "b_g).", mistaken(candidate=bias_not_reset)),
    "no reset gate": Mistake(
        "The reset gate is missing from the candidate: x_g + r * h_g.",
        mistaken(candidate=lambda x_g, h_g, r, more: x_g + h_g)),
    "reset the input": Mistake(
        "You multiply the input's part by r, too. Only what comes from h_prev is reset.",
        mistaken(candidate=lambda x_g, h_g, r, more: r * (x_g + h_g))),
    "candidate by σ": Mistake(
        "You use σ for the candidate g. It is what is written, not a gate, and it can be "
        "negative: tanh.", mistaken(phi=sigmoid)),
    "added on top": Mistake(
        "You add the candidate without 1 - z. The GRU has one valve: what it doesn't keep makes "
        "room for what is new.", mistaken(lambda z, h_prev, g: z * h_prev + g)),
    "one bias": Mistake(
        "Only one of the two biases is used. b[0] stands beside W_x, b[1] beside W_h.",
        lambda W_x, W_h, b, x_t, h_prev: mistaken()(W_x, W_h, b * [[1], [0]], x_t, h_prev)),
    "no biases": Mistake("The biases b[0] and b[1] are missing.", mistaken(bias=0)),
}

EXERCISE = Exercise(
    place=2,
    title="One GRU step",
    stars=2,
    minutes=12,
    task="Write one step of a GRU as Keras has it, for a minibatch whose examples are rows. The "
         "columns of `W_x`, `W_h` and `b` are three thirds, for z, r and g, and the reset gate "
         "acts after the product.",
    solution=gru_step,
    why="What comes from x and what comes from h have to be kept apart here, because the reset "
        "gate multiplies the second part of the candidate only. z keeps the old state and 1 - z "
        "lets the candidate in, so a state is always a mean of the two and stays between -1 and 1 "
        "if it started there.",
    inputs=inputs,
    returns="h_t",
    oracle=oracle,
    mistakes=MISTAKES,
    hints=(
        "Compute two arrays of (B, 3H), one from x_t and one from h_prev, each with its own bias, "
        "and split both.",
        "z and r are σ of the sums of the first and of the second parts. The candidate is tanh of "
        "x_g + r * h_g.",
        "h_t = z * h_prev + (1 - z) * g, with σ as 1 / (1 + np.exp(-…)).",
    ),
)
