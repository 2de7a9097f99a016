"""Exercise: what it costs to predict after each element, from the whole prefix and from a state."""

from rnn_helpers.exercises.core import Exercise, Mistake


def multiplications(T, D, H, K):
    """How many multiplications each network takes: two whole numbers.

    prefix: Flatten, Dense(H), Dense(K) on each prefix.
    state: SimpleRNN(H), Dense(K) on each state.
    """
    prefix = sum(t * D * H + H * K for t in range(1, T + 1))
    state = T * (D * H + H * H + H * K)
    return prefix, state


def inputs(case):
    """Four different sizes."""
    T, D, H, K = (int(n) for n in case.rng.permutation([3, 4, 5, 6, 7, 8])[:4])
    return {"T": T, "D": D, "H": H, "K": K}


def oracle(T, D, H, K):
    """Counted one by one: each number that goes into a unit is multiplied once."""
    prefix = state = 0
    read = []
    for t in range(T):
        read += [t] * D  # the numbers of one element
        for _ in range(H):
            prefix += len(read)
            state += D + H
        for _ in range(K):
            prefix += H
            state += H
    return prefix, state


def both(prefix, state):
    """Two formulas as one mistake's code."""
    return lambda T, D, H, K: (prefix(T, D, H, K), state(T, D, H, K))


def right_prefix(T, D, H, K):
    """The right number for the prefix network."""
    return oracle(T, D, H, K)[0]


def right_state(T, D, H, K):
    """The right number for the network with a state."""
    return oracle(T, D, H, K)[1]


MISTAKES = {
    "last one only": Mistake(
        "This is the work for the last prediction alone. There is a prediction after each of the "
        "T elements, so add them all up.",
        both(lambda T, D, H, K: T * D * H + H * K, lambda T, D, H, K: D * H + H * H + H * K)),
    "always the whole": Mistake(
        "You let each of the T predictions read all T elements. After t elements the prefix has "
        "only t of them.",
        both(lambda T, D, H, K: T * (T * D * H + H * K), right_state)),
    "from zero": Mistake(
        "The prefixes have 1 to T elements, but you count 0 to T - 1. range(T) starts at 0.",
        both(lambda T, D, H, K: D * H * T * (T - 1) // 2 + T * H * K, right_state)),
    "read once": Mistake(
        "You let the prefix network read each element once. It reads all of them again for every "
        "prediction.",
        both(lambda T, D, H, K: T * (D * H + H * K), right_state)),
    "output once": Mistake(
        "You count the output layer once. There are T predictions, and each takes H·K "
        "multiplications.",
        both(lambda T, D, H, K: D * H * T * (T + 1) // 2 + H * K,
             lambda T, D, H, K: T * (D * H + H * H) + H * K)),
    "no output": Mistake(
        "The output layer is missing: it takes H·K multiplications per prediction.",
        both(lambda T, D, H, K: D * H * T * (T + 1) // 2, lambda T, D, H, K: T * (D * H + H * H))),
    "state without W_hh": Mistake(
        "The step from state to state is missing: H numbers go into each of the H units.",
        both(right_prefix, lambda T, D, H, K: T * (D * H + H * K))),
    "state reads the prefix": Mistake(
        "You let the network with a state start again at every step. It already has its state, so "
        "it reads just one element.",
        both(right_prefix, lambda T, D, H, K: T * (T + 1) // 2 * (D * H + H * H) + T * H * K)),
    "prefix with W_hh": Mistake(
        "The prefix network has no state, so there is no H·H. It takes D·H multiplications per "
        "element, plus those of the output.",
        both(lambda T, D, H, K: T * (T + 1) // 2 * (D * H + H * H) + T * H * K, right_state)),
    "biases": Mistake(
        "You count the biases. They are added; only weights are multiplied by anything.",
        both(lambda T, D, H, K: D * H * T * (T + 1) // 2 + T * (H + H * K + K),
            lambda T, D, H, K: T * (D * H + H * H + H + H * K + K))),
}

EXERCISE = Exercise(
    place=1,
    title="The cost of a whole text",
    stars=2,
    minutes=10,
    task="T elements of D numbers arrive one by one, and after each of them K numbers are "
         "predicted, either by the first or by the third network of section 1. How many "
         "multiplications has each of the two networks done by the end?",
    solution=multiplications,
    why="After t elements the prefix network multiplies t·D numbers by H units, then H by K, and "
        "t runs from 1 to T. So its total grows with T². The network with a state does the same "
        "work at every step, whatever t is, so its total grows with T. On short texts it can be "
        "the more expensive one: H·H is the price of its state.",
    inputs=inputs,
    returns="prefix state",
    oracle=oracle,
    exact=True,
    cases=(),
    plain=6,
    mistakes=MISTAKES,
    hints=(
        "Section 1 counts the work for one prediction, after t elements. Which values of t occur "
        "here?",
        "A Dense layer takes (inputs) times (units) multiplications. Add up over t = 1 … T; with "
        "a state, every step costs the same.",
        "prefix: the sum of t·D·H + H·K. state: T times D·H + H·H + H·K.",
    ),
)
