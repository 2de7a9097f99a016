"""Exercise: one step in the stacked form of books."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def stacked_step(W, b, x_t, h_prev):
    """W (H, D + H), b (H,), x_t (B, D), h_prev (B, H) -> h_t (B, H)."""
    stacked = np.concatenate([x_t, h_prev], axis=1)
    return np.tanh(stacked @ W.T + b)


def inputs(case):
    """A stacked matrix and one step."""
    W = np.concatenate([case.normal("H D", case.D**-0.5), case.normal("H H", case.H**-0.5)], axis=1)
    return {"W": W, "b": case.normal("H", 0.7), "x_t": case.normal("B D"), "h_prev": case.start()}


def oracle(W, b, x_t, h_prev):
    """Number by number, as the book has it: a column for each example."""
    h_t = np.zeros(h_prev.shape)
    for i, j in np.ndindex(h_t.shape):
        column = [*x_t[i], *h_prev[i]]
        h_t[i, j] = np.tanh(sum(w * a for w, a in zip(W[j], column, strict=True)) + b[j])
    return h_t


def side_by_side(x_t, h_prev):
    """Two arrays as one, (B, D + H)."""
    return np.concatenate([x_t, h_prev], axis=1)


MISTAKES = {
    "state first": Mistake(
        "You put the state before the input. The first columns of W = [W_xh W_hh] belong to the "
        "input: stack x_t, then h_prev.",
        lambda W, b, x_t, h_prev: np.tanh(side_by_side(h_prev, x_t) @ W.T + b)),
    "no phi": Mistake(
        "φ is missing, as in the lecture's formula. Without it the layer is linear.",
        lambda W, b, x_t, h_prev: side_by_side(x_t, h_prev) @ W.T + b),
    "no bias": Mistake(
        "The bias b is missing from the sum.",
        lambda W, b, x_t, h_prev: np.tanh(side_by_side(x_t, h_prev) @ W.T)),
    "bias after phi": Mistake(
        "You add the bias after φ. It belongs in the sum, inside the parentheses of tanh.",
        lambda W, b, x_t, h_prev: np.tanh(side_by_side(x_t, h_prev) @ W.T) + b),
    "square part not transposed": Mistake(
        "You did not transpose the columns of W that belong to the state. They form a square, so "
        "they fit either way.",
        lambda W, b, x_t, h_prev: np.tanh(
            x_t @ W[:, : x_t.shape[1]].T + h_prev @ W[:, x_t.shape[1] :] + b)),
    "reshaped": Mistake(
        "reshape gives W the shape (D + H, H) but puts the numbers in the wrong places. Transpose "
        "instead.",
        lambda W, b, x_t, h_prev: np.tanh(side_by_side(x_t, h_prev) @ W.reshape(W.T.shape) + b)),
    "no state": Mistake(
        "You don't use the state's columns of W. Without them the network has no memory.",
        lambda W, b, x_t, h_prev: np.tanh(x_t @ W[:, : x_t.shape[1]].T + b)),
}

EXERCISE = Exercise(
    place=4,
    title="One step, stacked",
    stars=2,
    minutes=12,
    task="A book has a single matrix $\\mathbf{W} = [\\mathbf{W}_{xh}\\ \\mathbf{W}_{hh}]$ that "
         "multiplies from the left, and one bias. Use it to write the step for a minibatch whose "
         "examples are rows.",
    solution=stacked_step,
    why="What is stacked vertically for columns is put side by side for rows: axis=1, with the "
        "input first, in the order of the columns of W. In the book W multiplies from the left, "
        "so here it is transposed. The lecture leaves out φ; the equation needs it.",
    inputs=inputs,
    returns="h_t",
    oracle=oracle,
    mistakes=MISTAKES,
    hints=(
        "How many columns does W have, and which of them multiply the input? That tells you how "
        "to put x_t and h_prev together.",
        "Put x_t and h_prev side by side, (B, D + H). Then one product with a transposed matrix, "
        "a bias, and φ.",
        "np.concatenate([x_t, h_prev], axis=1), then @ W.T, + b, and np.tanh of it all.",
    ),
)
