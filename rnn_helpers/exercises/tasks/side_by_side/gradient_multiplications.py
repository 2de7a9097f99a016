"""Exercise: how many multiplications one gradient step takes."""

from rnn_helpers.exercises.core import Exercise, Mistake

BLOCKS = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}


def gradient_multiplications(kind, B, T, D, H):
    """How many multiplications one gradient step takes, a whole number.

    kind: "SimpleRNN", "GRU" or "LSTM", of H units, on x (B, T, D).
    """
    # W_x is (D, blocks · H), W_h (H, blocks · H)
    blocks = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}[kind]
    forward = D * blocks * H + H * blocks * H
    weights = D * blocks * H + H * blocks * H
    to_the_past = blocks * H * H
    return B * T * (forward + weights + to_the_past)


def inputs(case):
    """Any kind of layer, of four different sizes."""
    kind = str(case.rng.choice(list(BLOCKS)))
    return {"kind": kind, "B": case.B, "T": case.T, "D": case.D, "H": case.H}


def oracle(kind, B, T, D, H):
    """Added up over the products of matrices as they come, from the shapes of each."""
    n, count = BLOCKS[kind] * H, 0

    def product(a, b):
        nonlocal count
        assert a[1] == b[0]
        count += a[0] * a[1] * b[1]

    for _ in range(T):
        product((B, D), (D, n))  # x_t @ W_x
        product((B, H), (H, n))  # h_prev @ W_h
        product((D, B), (B, n))  # x_t.T @ dz_t
        product((H, B), (B, n))  # h_prev.T @ dz_t
        product((B, n), (n, H))  # dz_t @ W_h.T
    return count


def formula(step, blocks=BLOCKS):
    """step: (D, H) -> multiplications of one step, example and block. blocks: of each kind."""
    return lambda kind, B, T, D, H: blocks[kind] * B * T * step(D, H)


def all_five(D, H):
    """The multiplications of all five products, for one step, example and block."""
    return 2 * D * H + 3 * H * H


MISTAKES = {
    "forward only": Mistake(
        "This is the forward pass alone. A gradient step also goes back: products for the "
        "weights, and one that sends dz_t to the step before.",
        formula(lambda D, H: D * H + H * H)),
    "no weights": Mistake(
        "The gradients of the weights are missing: x_t.T @ dz_t and h_prev.T @ dz_t, at each step.",
        formula(lambda D, H: D * H + 2 * H * H)),
    "nothing to the past": Mistake(
        "dz_t @ W_h.T is missing, the product that sends the gradient to the step before.",
        formula(lambda D, H: 2 * D * H + 2 * H * H)),
    "with dx": Mistake(
        "You count dz_t @ W_x.T, the gradient of x. It is not needed here: nothing before x is "
        "trained.",
        formula(lambda D, H: 3 * D * H + 3 * H * H)),
    "weights once": Mistake(
        "You count the products for the weights once per sequence. Each step has its own; their "
        "results are added up.",
        lambda kind, B, T, D, H: BLOCKS[kind] * B * (T * (D * H + 2 * H * H) + D * H + H * H)),
    "no gates": Mistake(
        "You count all layers alike. A GRU has three blocks of weights and an LSTM four.",
        formula(all_five, dict.fromkeys(BLOCKS, 1))),
    "gates alone": Mistake(
        "You count only the gates, two and three. There is also the candidate: three blocks in a "
        "GRU, four in an LSTM.",
        formula(all_five, {"SimpleRNN": 1, "GRU": 2, "LSTM": 3})),
    "GRU like the LSTM": Mistake(
        "You count a GRU like an LSTM. It has one block less: z, r and the candidate.",
        formula(all_five, BLOCKS | {"GRU": 4})),
    "one example": Mistake(
        "The examples are missing: each of the B examples has its own row in all five products.",
        lambda kind, B, T, D, H: BLOCKS[kind] * T * all_five(D, H)),
    "one step": Mistake(
        "The steps are missing: all five products are computed at each of the T steps.",
        lambda kind, B, T, D, H: BLOCKS[kind] * B * all_five(D, H)),
    "additions too": Mistake(
        "You count an addition with each multiplication. Count only the multiplications.",
        formula(lambda D, H: 2 * all_five(D, H))),
}

EXERCISE = Exercise(
    place=1,
    title="Count the work",
    stars=2,
    minutes=10,
    task="How many multiplications do the matrix products of one gradient step take, forward and "
         "backward, without the gradient of x? Count each of the T steps alike, including the "
         "first and the last.",
    solution=gradient_multiplications,
    why="There are five products per step: two forward, two for the weights, and one to the step "
        "before. A product of (a, b) with (b, c) takes a · b · c multiplications, whatever the "
        "order of the axes. With gates the weights lie side by side, three or four blocks of H "
        "columns, and each product grows in proportion. So the work is proportional to B and to "
        "T, and with many units to H².",
    inputs=inputs,
    returns="count",
    oracle=oracle,
    mistakes=MISTAKES,
    exact=True,
    cases=(),
    plain=10,
    hints=(
        "List the matrix products in one step of BPTT with their shapes. How many are forward, "
        "and how many backward?",
        "A product of (a, b) with (b, c) takes a · b · c multiplications. For the gates, the "
        "columns of W_x and W_h are 1, 3 or 4 times H.",
        "For SimpleRNN: two products with W_x or its gradient, B·D·H each, and three with W_h, "
        "B·H·H each, all of that T times.",
    ),
)
