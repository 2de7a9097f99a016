"""Exercise: weights from elsewhere, whose gates stand in an unknown order."""

from itertools import permutations

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake
from rnn_helpers.exercises.tasks.gates.lstm_step import lstm_step


def gates_in_order(W_x, W_h, b, x_t, h_prev, c_prev, h_t, c_t):
    """W_x (D, 4H), W_h (H, 4H), b (4H,), with their quarters in the order i, f, g, o.

    As they come, the order is unknown. x_t (B, D), h_prev, c_prev (B, H) and
    h_t, c_t (B, H): one step of the network they belong to, recorded.
    """
    from itertools import permutations

    sums = np.split(x_t @ W_x + h_prev @ W_h + b, 4, axis=1)
    for order in permutations(range(4)):
        i, f, g, o = (sums[place] for place in order)
        i, f, o = (1 / (1 + np.exp(-z)) for z in (i, f, o))
        c = f * c_prev + i * np.tanh(g)
        if np.allclose(c, c_t) and np.allclose(o * np.tanh(c), h_t):
            quarters = [np.split(w, 4, axis=-1) for w in (W_x, W_h, b)]
            return tuple(np.concatenate([q[place] for place in order], axis=-1)
                         for q in quarters)


# Orders that are not their own inverse, so that a permutation applied backwards shows.
ORDERS = [order for order in permutations(range(4))
          if [order[place] for place in order] != [0, 1, 2, 3]]


def taken(order, *arrays):
    """The quarters of the last axis of each array, in this order."""
    return tuple(np.concatenate([np.split(array, 4, axis=-1)[place] for place in order], axis=-1)
                 for array in arrays)


def inputs(case):
    """Weights in a random order, and a step of the network before they were put into it."""
    four = 4 * case.H
    weights = (case.normal(f"D {four}", case.D**-0.5), case.normal(f"H {four}", case.H**-0.5),
               case.normal(str(four)))
    step = {"x_t": case.normal("B D"), "h_prev": case.normal("B H", 0.5),
            "c_prev": case.normal("B H")}
    h_t, c_t = lstm_step(*weights, *step.values())
    order = ORDERS[case.rng.integers(len(ORDERS))]
    W_x, W_h, b = taken(order, *weights)
    return {"W_x": W_x, "W_h": W_h, "b": b, **step, "h_t": h_t, "c_t": c_t}


def found(W_x, W_h, b, x_t, h_prev, c_prev, h_t, c_t):
    """The order in which the quarters have to be taken, by the numbers of the step."""
    for order in permutations(range(4)):
        h, c = lstm_step(*taken(order, W_x, W_h, b), x_t, h_prev, c_prev)
        if np.allclose(h, h_t) and np.allclose(c, c_t):
            return order
    raise AssertionError("no order fits the step")


def oracle(*given):
    """Every order tried on the step."""
    return taken(found(*given), *given[:3])


def backwards(*given):
    """The inverse of the order that is wanted."""
    return taken(np.argsort(found(*given)), *given[:3])


MISTAKES = {
    "as they came": Mistake(
        "These are the weights as they came. Compute the step with them and compare it with h_t "
        "and c_t: they don't fit.", lambda *given: given[:3]),
    "backwards": Mistake(
        "You found the order and applied it backwards. If the third quarter is the forget gate, "
        "the third quarter has to become the second.", backwards),
    "b left": Mistake(
        "W_x and W_h are in order, but b is not. Its quarters belong to the same gates.",
        lambda *given: (*oracle(*given)[:2], given[2])),
    "W_h left": Mistake(
        "W_x and b are in order, but W_h is not. All three arrays need the same order.",
        lambda *given: (oracle(*given)[0], given[1], oracle(*given)[2])),
    "assumed": Mistake(
        "You assume the order i, g, f, o. Don't assume: the recorded step tells.",
        lambda *given: taken((0, 2, 1, 3), *given[:3])),
    "o and g exchanged": Mistake(
        "The candidate and the output gate are exchanged: the result is in the order i, f, o, g.",
        lambda *given: taken((0, 1, 3, 2), *oracle(*given))),
    "f first": Mistake(
        "The input and the forget gate are exchanged: the result is in the order f, i, g, o.",
        lambda *given: taken((1, 0, 2, 3), *oracle(*given))),
}

EXERCISE = Exercise(
    place=4,
    title="Gates in the wrong order",
    stars=3,
    minutes=20,
    task="The weights of an LSTM come from another framework, and nobody knows in which order its "
         "columns hold the gates. One step of the old network was recorded: find the order, and "
         "return the weights in Keras's, which is i, f, g, o.",
    solution=gates_in_order,
    why="There are only 24 orders, and a single recorded step with ordinary numbers tells them "
        "apart, so try them all. This is the habit to take away: after any conversion compare the "
        "outputs. A wrong order raises no error, because all the shapes fit.",
    inputs=inputs,
    returns="W_x W_h b",
    oracle=oracle,
    mistakes=MISTAKES,
    cases=("B=1", "D=H"),
    hints=(
        "How many orders are there? And how do you find out whether one of them is right?",
        "Compute the four sums once, and split them. For each order, name the parts i, f, g, o "
        "and compute c_t and h_t; np.allclose compares them with what was recorded.",
        "itertools.permutations(range(4)) gives all orders. When one fits, take the quarters of "
        "W_x, W_h and b in that order with np.split and np.concatenate, axis=-1.",
    ),
)
