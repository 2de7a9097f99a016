"""Exercise: one step in the stacked form of books."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def stacked_step(W, b, x_t, h_prev):
    """W (H, D + H), b (H,), x_t (B, D), h_prev (B, H) -> h_t (B, H)."""
    stacked = np.concatenate([x_t, h_prev], axis=1)
    return np.tanh(stacked @ W.T + b)


def inputs(case):
    W = np.concatenate([case.normal("H D", case.D**-0.5), case.normal("H H", case.H**-0.5)], axis=1)
    return {"W": W, "b": case.normal("H", 0.7), "x_t": case.normal("B D"), "h_prev": case.start()}


def oracle(W, b, x_t, h_prev):
    """Number by number, as the book has it: a column for each example."""
    columns = [[*x, *h] for x, h in zip(x_t.tolist(), h_prev.tolist())]
    return np.tanh([[sum(w * number for w, number in zip(row, column)) + bias for row, bias in zip(W.tolist(), b)]
                    for column in columns])


MISTAKES = {
    "state first": Mistake(
        "The state stands before the input. W = [W_xh W_hh] meets the input first: stack x_t, then "
        "h_prev.",
        lambda W, b, x_t, h_prev: np.tanh(np.concatenate([h_prev, x_t], axis=1) @ W.T + b)),
    "no phi": Mistake(
        "φ is missing, as in the lecture's formula. Without it the layer is linear.",
        lambda W, b, x_t, h_prev: np.concatenate([x_t, h_prev], axis=1) @ W.T + b),
    "no bias": Mistake(
        "The bias b is missing from the sum.",
        lambda W, b, x_t, h_prev: np.tanh(np.concatenate([x_t, h_prev], axis=1) @ W.T)),
    "bias after phi": Mistake(
        "The bias is added after φ. It belongs into the sum, inside the bracket of tanh.",
        lambda W, b, x_t, h_prev: np.tanh(np.concatenate([x_t, h_prev], axis=1) @ W.T) + b),
    "square part not transposed": Mistake(
        "The columns of W that belong to the state are not transposed. Being square they fit "
        "either way.",
        lambda W, b, x_t, h_prev: np.tanh(x_t @ W[:, : x_t.shape[1]].T + h_prev @ W[:, x_t.shape[1]:] + b)),
    "reshaped": Mistake(
        "A reshape of W gives the shape (D + H, H) and moves the numbers to wrong places. "
        "Transpose instead.",
        lambda W, b, x_t, h_prev: np.tanh(np.concatenate([x_t, h_prev], axis=1) @ W.reshape(W.T.shape) + b)),
    "no state": Mistake(
        "The state's columns of W are not used. Without them the network has no memory.",
        lambda W, b, x_t, h_prev: np.tanh(x_t @ W[:, : x_t.shape[1]].T + b)),
}

EXERCISE = Exercise(
    place=4,
    title="One step, stacked",
    task="A book gives one matrix $\\mathbf{W} = [\\mathbf{W}_{xh}\\ \\mathbf{W}_{hh}]$ that "
         "multiplies from the left, and one bias. Write the step with it, for a minibatch whose "
         "examples are rows.",
    solution=stacked_step,
    why="Stacked on top of each other for columns means beside each other for rows: axis=1, the "
        "input first, in the order in which W holds its columns. W multiplies from the left in the "
        "book, so it is transposed here. The lecture leaves φ out; the equation needs it.",
    inputs=inputs,
    returns="h_t",
    oracle=oracle,
    mistakes=MISTAKES,
    hints=(
        "How many columns does W have, and which of them meet the input? That says how x_t and "
        "h_prev must be put together.",
        "Put x_t and h_prev beside each other to (B, D + H). Then one product with a transposed "
        "matrix, a bias, and φ.",
        "np.concatenate([x_t, h_prev], axis=1), then @ W.T, + b, and np.tanh around it all.",
    ),
)
