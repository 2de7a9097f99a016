"""Exercise: what it costs to predict after each element, from the whole prefix and from a state."""

from rnn_helpers.exercises.core import Exercise, Mistake


def multiplications(T, D, H, K):
    """Flatten, Dense(H), Dense(K) on each prefix; SimpleRNN(H), Dense(K) on a state. -> prefix, state: whole numbers."""
    prefix = sum(t * D * H + H * K for t in range(1, T + 1))
    state = T * (D * H + H * H + H * K)
    return prefix, state


def inputs(case):
    T, D, H, K = (int(n) for n in case.rng.permutation([3, 4, 5, 6, 7, 8])[:4])
    return {"T": T, "D": D, "H": H, "K": K}


def oracle(T, D, H, K):
    """Counted one by one: each number that goes into a unit is multiplied once."""
    prefix = state = 0
    read = []
    for t in range(T):
        read += [t] * D  # the numbers of one element
        for unit in range(H):
            prefix += len(read)
            state += D + H
        for output in range(K):
            prefix += H
            state += H
    return prefix, state


def both(prefix, state):
    """Two formulas as one mistake's code."""
    return lambda T, D, H, K: (prefix(T, D, H, K), state(T, D, H, K))


def right_prefix(T, D, H, K):
    return oracle(T, D, H, K)[0]


def right_state(T, D, H, K):
    return oracle(T, D, H, K)[1]


MISTAKES = {
    "last one only": Mistake(
        "This is the work for the last prediction alone. A prediction is due after each of the T "
        "elements: add up.",
        both(lambda T, D, H, K: T * D * H + H * K, lambda T, D, H, K: D * H + H * H + H * K)),
    "always the whole": Mistake(
        "Each of the T predictions is taken to read all T elements. After t elements the prefix "
        "holds t of them.",
        both(lambda T, D, H, K: T * (T * D * H + H * K), right_state)),
    "from zero": Mistake(
        "The prefixes hold 1 to T elements, and you count 0 to T - 1. range(T) begins at 0.",
        both(lambda T, D, H, K: D * H * T * (T - 1) // 2 + T * H * K, right_state)),
    "read once": Mistake(
        "Each element is taken to be read once by the prefix network. It reads all of them anew "
        "for each prediction.",
        both(lambda T, D, H, K: T * (D * H + H * K), right_state)),
    "output once": Mistake(
        "The output is counted once. There are T predictions, and each takes H·K multiplications.",
        both(lambda T, D, H, K: D * H * T * (T + 1) // 2 + H * K, lambda T, D, H, K: T * (D * H + H * H) + H * K)),
    "no output": Mistake(
        "The output layer is missing: H·K multiplications for each prediction.",
        both(lambda T, D, H, K: D * H * T * (T + 1) // 2, lambda T, D, H, K: T * (D * H + H * H))),
    "state without W_hh": Mistake(
        "The step from state to state is missing: H numbers go into each of H units.",
        both(right_prefix, lambda T, D, H, K: T * (D * H + H * K))),
    "state reads the prefix": Mistake(
        "The network with a state is taken to begin anew at each step. It has its state, and reads "
        "one element.",
        both(right_prefix, lambda T, D, H, K: T * (T + 1) // 2 * (D * H + H * H) + T * H * K)),
    "prefix with W_hh": Mistake(
        "The prefix network has no state, so no H·H. It has D·H multiplications for each element, "
        "and the output's.",
        both(lambda T, D, H, K: T * (T + 1) // 2 * (D * H + H * H) + T * H * K, right_state)),
    "biases": Mistake(
        "Biases are counted. They are added; only weights are multiplied by something.",
        both(lambda T, D, H, K: D * H * T * (T + 1) // 2 + T * (H + H * K + K),
             lambda T, D, H, K: T * (D * H + H * H + H + H * K + K))),
}

EXERCISE = Exercise(
    place=1,
    title="The work of a whole text",
    task="T elements of D numbers arrive one by one, and after each of them K numbers are "
         "predicted, by the first or by the third network of section 1. How many multiplications "
         "has each of the two made in the end?",
    solution=multiplications,
    why="After t elements the prefix network multiplies t·D numbers by H units, then H by K, and t "
        "runs from 1 to T. So its total grows with T². The network with a state does the same work "
        "at each step, whatever t is, so its total grows with T. On short texts it may do more "
        "than the other: H·H is its price.",
    inputs=inputs,
    returns="prefix state",
    oracle=oracle,
    exact=True,
    cases=(),
    plain=6,
    mistakes=MISTAKES,
    hints=(
        "Section 1 counts the work for one prediction, when t elements have come. Which t occur "
        "here?",
        "A Dense layer takes (numbers in) times (units) multiplications. Add up over t = 1 … T; "
        "for the state each step costs the same.",
        "prefix: the sum of t·D·H + H·K. state: T times D·H + H·H + H·K.",
    ),
)
