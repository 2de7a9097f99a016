"""Exercise: take a cell away."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def silenced(W_h, W_hy, cell):
    """W_h (H, 4H), W_hy (H, V), cell: 0 to H - 1 -> W_h, W_hy in which nobody hears that cell of h."""
    heard = (np.arange(len(W_h)) != cell)[:, None]
    return W_h * heard, W_hy * heard


def inputs(case):
    return {"W_h": case.rng.standard_normal((case.H, 4 * case.H)),
            "W_hy": case.rng.standard_normal((case.H, case.D + 2)), "cell": int(case.rng.integers(0, case.H))}


def oracle(W_h, W_hy, cell):
    """As a product: h with its cell at zero is h times a diagonal matrix, which can be drawn into the weights."""
    keep = np.eye(len(W_h))
    keep[cell, cell] = 0
    return keep @ W_h, keep @ W_hy


def without(a, rows=(), columns=()):
    a = a.copy()
    a[list(rows)] = 0
    a[:, list(columns)] = 0
    return a


def gates(H, cell):
    return [cell + k * H for k in range(4)]


MISTAKES = {
    "columns": Mistake(
        "Columns are set to zero, not rows. Column j of W_h is what cell j hears; who hears cell j "
        "multiplies by row j.",
        lambda W_h, W_hy, cell: (without(W_h, columns=gates(len(W_h), cell)), without(W_hy, columns=[cell]))),
    "columns of W_h": Mistake(
        "In W_h columns are set to zero: that is what the cell's gates hear. Who hears the cell "
        "multiplies by its row.",
        lambda W_h, W_hy, cell: (without(W_h, columns=gates(len(W_h), cell)), without(W_hy, [cell]))),
    "one column of W_h": Mistake(
        "One column of W_h is set to zero, which is one gate of the cell. Its row is what the "
        "others hear of it.",
        lambda W_h, W_hy, cell: (without(W_h, columns=[cell]), without(W_hy, [cell]))),
    "rows and columns": Mistake(
        "The cell's own gates are set to zero as well. It may go on hearing; only nobody may hear "
        "it: rows, not columns.",
        lambda W_h, W_hy, cell: (without(W_h, [cell], gates(len(W_h), cell)), without(W_hy, [cell]))),
    "the output alone": Mistake(
        "The output hears the cell no more, but the gates of the next step do. Its row in W_h must "
        "be zero too.",
        lambda W_h, W_hy, cell: (W_h, without(W_hy, [cell]))),
    "the gates alone": Mistake(
        "The next step's gates hear the cell no more, but the output does. Its row in W_hy must be "
        "zero too.",
        lambda W_h, W_hy, cell: (without(W_h, [cell]), W_hy)),
    "one gate": Mistake(
        "The row of W_h is zero in its first quarter only: one gate of four. All four hear the "
        "cell.",
        lambda W_h, W_hy, cell: (np.hstack([without(W_h[:, : len(W_h)], [cell]), W_h[:, len(W_h) :]]), without(W_hy, [cell]))),
    "all but the cell": Mistake(
        "Everything is zero but the cell. It is the other way round: its rows are zero, and the "
        "rest stays.",
        lambda W_h, W_hy, cell: (W_h - without(W_h, [cell]), W_hy - without(W_hy, [cell]))),
    "the next cell": Mistake(
        "The row after the cell's is zero. Cells are counted from 0.",
        lambda W_h, W_hy, cell: (without(W_h, [(cell + 1) % len(W_h)]), without(W_hy, [(cell + 1) % len(W_h)]))),
    "deleted": Mistake(
        "The row is cut out, so the shapes no longer fit the other cells. Keep the shape and set "
        "the row to zero.",
        lambda W_h, W_hy, cell: (np.delete(W_h, cell, axis=0), np.delete(W_hy, cell, axis=0))),
}

EXERCISE = Exercise(
    place=2,
    title="Take a cell away",
    task="Nobody may hear the cell any more, neither the four gates of the next step nor the "
         "output. Return both arrays, changed in copies.",
    solution=silenced,
    why="The gates get h_(t-1) W_h and the output h_t W_hy, so what a cell says goes through its "
        "row. With the row at zero it is as if the cell were zero, for everybody at once, and no "
        "step of the network need be written anew.",
    inputs=inputs,
    returns="W_h W_hy",
    oracle=oracle,
    mistakes=MISTAKES,
    cases=("D=H",),
    plain=6,
    hints=(
        "Rows are multiplied from the left: in h @ W, which part of W does h[cell] meet?",
        "It meets row `cell`, in W_h and in W_hy. Set both rows to zero, in copies.",
        "W_h, W_hy = W_h.copy(), W_hy.copy(), then W_h[cell] = 0 and W_hy[cell] = 0.",
    ),
)
