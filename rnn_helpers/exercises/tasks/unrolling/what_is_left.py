"""Exercise: the unrolled expression of a linear network, term by term."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def what_is_left(W_xh, W_hh, x, h_0):
    """What is left in h_T, without φ and bias.

    W_xh (D, H), W_hh (H, H), x (B, T, D), h_0 (B, H).
    -> of h_0 (B, H), of each input (B, T, H).
    """
    T = x.shape[1]
    of_start = h_0 @ np.linalg.matrix_power(W_hh, T)
    of_inputs = [x[:, t] @ W_xh @ np.linalg.matrix_power(W_hh, T - 1 - t)
                 for t in range(T)]
    return of_start, np.stack(of_inputs, axis=1)


def inputs(case):
    """A network without bias, a batch and its initial state."""
    params = case.params()
    return {"W_xh": params["W_xh"], "W_hh": params["W_hh"], "x": case.normal("B T D"),
            "h_0": case.start()}


def last_state(W_xh, W_hh, x, h_0):
    """h_T of the linear network, (B, H)."""
    h_t = h_0
    for t in range(x.shape[1]):
        h_t = x[:, t] @ W_xh + h_t @ W_hh
    return h_t


def oracle(W_xh, W_hh, x, h_0):
    """The loop, run once for each of its inputs, with all others at zero."""
    T = x.shape[1]
    one_input = [np.where(np.arange(T)[:, None] == t, x, 0) for t in range(T)]
    only = [last_state(W_xh, W_hh, x_only, 0 * h_0) for x_only in one_input]
    return last_state(W_xh, W_hh, 0 * x, h_0), np.stack(only, axis=1)


def terms(W_xh, W_hh, x, h_0, of_start, of_inputs, power=np.linalg.matrix_power):
    """With other exponents: of h_0, from T, and of the input at t = 0, 1, …, from t and T."""
    T = x.shape[1]
    return (h_0 @ power(W_hh, of_start(T)),
            np.stack([x[:, t] @ W_xh @ power(W_hh, of_inputs(t, T)) for t in range(T)], axis=1))


def states(W_xh, W_hh, x, h_0):
    """All states of the linear network, (B, T, H)."""
    return np.stack([last_state(W_xh, W_hh, x[:, : t + 1], h_0) for t in range(x.shape[1])], axis=1)


MISTAKES = {
    "numbers raised": Mistake(
        "W_hh ** k raises each entry to the power k. np.linalg.matrix_power(W_hh, k) multiplies "
        "the matrix by itself.",
        lambda *given: terms(*given, lambda T: T, lambda t, T: T - 1 - t, power=np.power)),
    "one W_hh too many": Mistake(
        "There is one W_hh too many. An input enters at its own step, and is multiplied by W_hh "
        "only at the steps after it: the last input not at all.",
        lambda *given: terms(*given, lambda T: T, lambda t, T: T - t)),
    "start one short": Mistake(
        "There is one W_hh too few. h_0 is multiplied by W_hh at every one of the T steps, "
        "including the first.",
        lambda *given: terms(*given, lambda T: T - 1, lambda t, T: T - 1 - t)),
    "start one too many": Mistake(
        "h_0 is multiplied by W_hh once per step, so exactly T times.",
        lambda *given: terms(*given, lambda T: T + 1, lambda t, T: T - 1 - t)),
    "wrong end": Mistake(
        "The exponents run the wrong way. The first input is furthest from h_T, so it has the "
        "highest power of W_hh.",
        lambda *given: terms(*given, lambda T: T, lambda t, T: t)),
    "W_hh once": Mistake(
        "You multiply by W_hh once. What enters at t is multiplied by it at every step after t.",
        lambda *given: terms(*given, lambda T: 1, lambda t, T: int(t < T - 1))),
    "no W_hh": Mistake(
        "W_hh is missing. What enters at t is multiplied by it at every step after t.",
        lambda *given: terms(*given, lambda T: 0, lambda t, T: 0)),
    "W_hh transposed": Mistake(
        "W_hh is transposed. Examples are rows here, so multiply from the left: h @ W_hh, then @ "
        "W_hh again.",
        lambda W_xh, W_hh, x, h_0: oracle(W_xh, W_hh.T, x, h_0)),
    "states": Mistake(
        "These are the states, each with the contributions of all inputs so far. Return the "
        "contribution of each single input to the last state.",
        lambda W_xh, W_hh, x, h_0: (oracle(W_xh, W_hh, x, h_0)[0], states(W_xh, W_hh, x, h_0))),
    "running sum": Mistake(
        "Each term includes those before it. Keep the terms separate; only their sum is h_T.",
        lambda *given: (oracle(*given)[0], oracle(*given)[1].cumsum(axis=1))),
    "summed": Mistake(
        "You added up the terms of the inputs. Return one for each step.",
        lambda *given: (oracle(*given)[0], oracle(*given)[1].sum(axis=1))),
    "last state": Mistake(
        "Your first result is all of h_T. Return only what h_0 contributes to it.",
        lambda *given: (last_state(*given), oracle(*given)[1])),
    "time first": Mistake(
        "The axes are (T, B, H). Examples come first: stack along axis 1.",
        lambda *given: (oracle(*given)[0], oracle(*given)[1].swapaxes(0, 1))),
}

EXERCISE = Exercise(
    place=3,
    title="Unrolled, without φ",
    stars=2,
    minutes=12,
    task="Leave out φ and the bias, and unroll $\\mathbf{h}_{(t)} = "
         "\\mathbf{x}_{(t)}\\mathbf{W}_{xh} + \\mathbf{h}_{(t-1)}\\mathbf{W}_{hh}$: "
         "$\\mathbf{h}_{(T)}$ becomes a sum with one term for $\\mathbf{h}_{(0)}$ and one for each "
         "input. Return these terms.",
    solution=what_is_left,
    why="Expand the parentheses. An input enters through W_xh at its own step, and each later "
        "step multiplies it by W_hh once more: T - t times for x_t, counting from 1. h_0 goes "
        "through all T steps. These powers of one and the same matrix are why the influence of "
        "the distant past vanishes or explodes.",
    inputs=inputs,
    returns="of_start of_inputs",
    oracle=oracle,
    cases=("B=1", "T=1", "D=H", "zero start"),
    mistakes=MISTAKES,
    hints=(
        "Write out h_3 as section 3 does, and expand the parentheses. How often does W_hh occur "
        "in each term?",
        "The term of x_t (counting from 1) is x_t @ W_xh, then @ W_hh for each of the T - t "
        "steps after it. h_0 gets no W_xh, but W_hh T times.",
        "Counting from 0: x[:, t] @ W_xh @ np.linalg.matrix_power(W_hh, T - 1 - t), stacked "
        "along axis 1.",
    ),
)
