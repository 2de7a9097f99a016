"""Exercise: ablate a unit of an LSTM."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def ablate_unit(W_h, W_hy, cell):
    """W_h and W_hy of an LSTM in which nothing reads that cell of h.

    W_h (H, 4H), W_hy (H, V), cell: 0 to H - 1.
    """
    kept = (np.arange(len(W_h)) != cell)[:, None]
    return W_h * kept, W_hy * kept


def inputs(case):
    """An LSTM's recurrent and output weights, and one of its cells."""
    return {"W_h": case.rng.standard_normal((case.H, 4 * case.H)),
            "W_hy": case.rng.standard_normal((case.H, case.D + 2)),
            "cell": int(case.rng.integers(0, case.H))}


def oracle(W_h, W_hy, cell):
    """As a product: h with its cell at zero is h times a diagonal matrix, put into the weights."""
    keep = np.eye(len(W_h))
    keep[cell, cell] = 0
    return keep @ W_h, keep @ W_hy


def without(a, rows=(), columns=()):
    """A copy with these rows and columns at zero."""
    a = a.copy()
    a[list(rows)] = 0
    a[:, list(columns)] = 0
    return a


def both(hidden=lambda W_h, cell: without(W_h, [cell]),
         output=lambda W_hy, cell: without(W_hy, [cell])):
    """What is done to W_h and what to W_hy, as one mistake's code."""
    return lambda W_h, W_hy, cell: (hidden(W_h, cell), output(W_hy, cell))


def gates(W_h, cell):
    """The columns of W_h that belong to the cell's own four gates."""
    return [cell + k * len(W_h) for k in range(4)]


MISTAKES = {
    "columns": Mistake(
        "You set columns to zero instead of rows. Column j of W_h is what goes into cell j; row j "
        "is where cell j's value goes.",
        both(lambda W_h, cell: without(W_h, columns=gates(W_h, cell)),
             lambda W_hy, cell: without(W_hy, columns=[cell]))),
    "columns of W_h": Mistake(
        "In W_h you set columns to zero, which are the inputs of the cell's own gates. Whoever "
        "reads the cell multiplies it by its row.",
        both(lambda W_h, cell: without(W_h, columns=gates(W_h, cell)))),
    "one column of W_h": Mistake(
        "You set one column of W_h to zero, which is one gate of the cell. Its row is what the "
        "others read of it.",
        both(lambda W_h, cell: without(W_h, columns=[cell]))),
    "rows and columns": Mistake(
        "You also set the cell's own gates to zero. It may go on reading the others; nobody may "
        "read it: rows, not columns.",
        both(lambda W_h, cell: without(W_h, [cell], gates(W_h, cell)))),
    "the output alone": Mistake(
        "The output no longer reads the cell, but the gates of the next step do. Its row in W_h "
        "must be zero too.",
        both(hidden=lambda W_h, cell: W_h)),
    "the gates alone": Mistake(
        "The gates of the next step no longer read the cell, but the output does. Its row in W_hy "
        "must be zero too.",
        both(output=lambda W_hy, cell: W_hy)),
    "one gate": Mistake(
        "You set only the first quarter of the row of W_h to zero: one gate of four. All four "
        "read the cell.",
        both(lambda W_h, cell: np.hstack([without(W_h[:, : len(W_h)], [cell]),
                                          W_h[:, len(W_h) :]]))),
    "all but the cell": Mistake(
        "You set everything to zero but the cell. It is the other way round: set its rows to "
        "zero, and keep the rest.",
        both(lambda W_h, cell: W_h - without(W_h, [cell]),
             lambda W_hy, cell: W_hy - without(W_hy, [cell]))),
    "the next cell": Mistake(
        "You set the row after the cell's to zero. Cells are counted from 0.",
        lambda W_h, W_hy, cell: ablate_unit(W_h, W_hy, (cell + 1) % len(W_h))),
    "deleted": Mistake(
        "You deleted the row, so the shapes no longer fit the other cells. Keep the shape and set "
        "the row to zero.",
        both(lambda W_h, cell: np.delete(W_h, cell, axis=0),
             lambda W_hy, cell: np.delete(W_hy, cell, axis=0))),
}

EXERCISE = Exercise(
    place=2,
    title="Ablate a unit",
    stars=2,
    minutes=10,
    task="Nothing may read the cell any more: neither the four gates of the next step nor the "
         "output. Return both arrays, changed in copies.",
    solution=ablate_unit,
    why="The gates receive h_(t-1) W_h and the output h_t W_hy, so everything the cell sends out "
        "goes through its rows. With those at zero it is as if the cell were always zero, for "
        "every reader at once, and the step itself need not be rewritten.",
    inputs=inputs,
    returns="W_h W_hy",
    oracle=oracle,
    mistakes=MISTAKES,
    formerly=("silenced",),
    cases=("D=H",),
    plain=6,
    hints=(
        "In h @ W, which part of W is multiplied by h[cell]?",
        "It is row `cell`, both in W_h and in W_hy. Set both rows to zero, in copies.",
        "W_h, W_hy = W_h.copy(), W_hy.copy(), then W_h[cell] = 0 and W_hy[cell] = 0.",
    ),
)
