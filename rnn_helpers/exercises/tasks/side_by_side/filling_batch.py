"""Exercise: from which batch on the products take longer than the launches."""

import math

from rnn_helpers.exercises.core import Exercise, Mistake


def filling_batch(T, D, H, rate, launch):
    """The smallest such B, a whole number.

    rate: multiplications per microsecond. launch: microseconds that each step waits.
    """
    one_example = D * H + H * H  # multiplications of one step
    return -(-rate * launch // one_example)  # rounded up


def inputs(case):
    """A layer, and a device whose rate divides nothing evenly, except for "T=1"."""
    D, H = (int(n) for n in case.rng.permutation([8, 16, 24, 32, 64])[:2])
    T, launch = int(case.rng.integers(10, 100)), int(case.rng.integers(2, 9))
    rate = int(case.rng.integers(3, 60)) * 10_000 + 1
    if case.special:  # nothing has to be rounded
        T, launch = 1, 4
        rate = int(case.rng.integers(2, 9)) * (D * H + H * H) // launch
    return {"T": T, "D": D, "H": H, "rate": rate, "launch": launch}


def oracle(T, D, H, rate, launch):
    """Tried out: the batch grows until its products are no shorter than the launches."""
    def products(B):
        """Multiplications; the launches take as long as T · launch · rate of them."""
        return B * T * (D * H + H * H)

    high = 1
    while products(high) < T * launch * rate:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if products(middle) >= T * launch * rate else (middle, high)
    return high


def up(number):
    """Rounded up to a whole number."""
    return math.ceil(number)


MISTAKES = {
    "rounded down": Mistake(
        "You rounded down. With that many examples the products are still shorter than the "
        "launches: round up.",
        lambda T, D, H, rate, launch: launch * rate // (D * H + H * H)),
    "one too many": Mistake(
        "Where the quotient is a whole number already, that many examples are enough. Round up; "
        "don't round down and add 1.",
        lambda T, D, H, rate, launch: launch * rate // (D * H + H * H) + 1),
    "no whole number": Mistake(
        "A batch size is a whole number. Round up, to the first one that is large enough.",
        shows=lambda parts, inputs: (parts["B"].ndim == 0 and parts["B"] % 1 != 0
                                     and math.ceil(parts["B"]) == oracle(**inputs))),
    "one launch for all": Mistake(
        "You count one launch for the whole sequence. Each of the T steps has to be launched, so "
        "T is on both sides.",
        lambda T, D, H, rate, launch: up(launch * rate / (T * (D * H + H * H)))),
    "products of one step": Mistake(
        "You compare T launches with the products of one step. All T steps have products, so T is "
        "on both sides.",
        lambda T, D, H, rate, launch: up(T * launch * rate / (D * H + H * H))),
    "no state": Mistake(
        "The product with W_hh is missing. A step multiplies the input by W_xh and the state by "
        "W_hh.",
        lambda T, D, H, rate, launch: up(launch * rate / (D * H))),
    "no input": Mistake(
        "The product with W_xh is missing. A step multiplies the input by W_xh and the state by "
        "W_hh.",
        lambda T, D, H, rate, launch: up(launch * rate / (H * H))),
    "not squared": Mistake(
        "D + H numbers go into a step, but each is multiplied once for every one of the H units.",
        lambda T, D, H, rate, launch: up(launch * rate / (D + H))),
    "upside down": Mistake(
        "The quotient is upside down: a faster device needs a larger batch, and a larger layer "
        "needs a smaller one.",
        lambda T, D, H, rate, launch: up((D * H + H * H) / (launch * rate))),
    "without the launch": Mistake(
        "You don't use the time of a launch. During a launch the device could have done rate · "
        "launch multiplications.",
        lambda T, D, H, rate, launch: up(rate / (D * H + H * H))),
}

EXERCISE = Exercise(
    place=2,
    title="The batch that fills a device",
    stars=2,
    minutes=10,
    task="A device does `rate` multiplications per microsecond, and each time step costs "
         "`launch` microseconds before it can begin. What is the smallest batch size for which "
         "the products of a SimpleRNN, forward, take at least as long as the launches?",
    solution=filling_batch,
    why="T steps take T · launch microseconds for launches and B · T · (D·H + H·H) / rate for "
        "products. T is on both sides and cancels: a longer sequence does not help to fill the "
        "device. What remains is the batch, and H. With 64 units, as many features, and a device "
        "that does ten million multiplications per microsecond, it takes more than six thousand "
        "examples to fill a launch of five microseconds.",
    inputs=inputs,
    returns="B",
    oracle=oracle,
    mistakes=MISTAKES,
    exact=True,
    cases=("T=1",),
    plain=7,
    hints=(
        "Write down both lower bounds of section 4 for T steps: the time of the launches, and "
        "the time of the products for B examples.",
        "T · launch is on one side, B · T · (D·H + H·H) / rate on the other. What cancels?",
        "B is rate · launch / (D·H + H·H), rounded up.",
    ),
)
