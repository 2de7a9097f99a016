"""Exercise: gates that compute the parity of bits."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def parity_gates(bits):
    """a and b, (B, T) each, such that h_t = a_t h_(t-1) + b_t is the parity so far.

    bits (B, T): zeros and ones. h starts at 0; h_t is to be 1 where the number of
    ones up to t is odd, and 0 where it is even.
    """
    return 1 - 2.0 * bits, 1.0 * bits


def inputs(case):
    """Random bits, with a one followed by a one, and by a zero."""
    T = case.sizes["T"] + 3
    case.used.add("B")
    bits = case.rng.integers(0, 2, (case.sizes["B"], T))
    bits[:, -3:] = [1, 1, 0]
    bits[0, :2] = [1, 0]
    return {"bits": bits}


def right(parts, inputs):
    """Run it: the states are the parity."""
    bits = np.asarray(inputs["bits"])
    if any(np.shape(parts[name]) != bits.shape for name in ("a", "b")):
        return False
    h, expected = np.zeros(len(bits)), np.cumsum(bits, axis=1) % 2
    for t in range(bits.shape[1]):
        h = parts["a"][:, t] * h + parts["b"][:, t]
        if not np.allclose(h, expected[:, t], atol=1e-6):
            return False
    return True


def is_answer(a, b):
    """Whether the attempt's a and b are these functions of the bits."""
    def shows(parts, inputs):
        bits = np.asarray(inputs["bits"], float)
        return all(np.shape(parts[name]) == bits.shape and np.allclose(parts[name], of(bits))
                   for name, of in (("a", a), ("b", b)))

    return shows


ONE, ZERO = np.ones_like, np.zeros_like


def signs(x):
    """1 for 0, -1 for 1."""
    return 1 - 2 * x


MISTAKES = {
    "counts": Mistake(
        "This counts the ones: h grows to 2, 3, …. A second 1 has to bring it back to 0.",
        shows=is_answer(ONE, lambda x: x)),
    "turns nothing": Mistake(
        "a has the right sign, but with b = 0 the state starts at 0 and stays there: -1 times 0 is "
        "0. The first 1 has to bring it to 1.", shows=is_answer(signs, ZERO)),
    "a positive": Mistake(
        "With an a of 0 or 1 this remembers the last bit, not the parity: where the bit is 1, h "
        "becomes 1 whatever it was. A 1 has to exchange 0 and 1.",
        shows=is_answer(lambda x: 1 - x, lambda x: x)),
    "the bit itself": Mistake(
        "With a = 0 the state is only the last bit. It has to remember.",
        shows=is_answer(ZERO, lambda x: x)),
    "exchanged bits": Mistake(
        "You turn the state where the bit is 0 and keep it where it is 1. It is the other way "
        "round.", shows=is_answer(lambda x: 2 * x - 1, lambda x: 1 - x)),
    "b always": Mistake(
        "b is 1 at every step, so a 0 changes the state as well. Where the bit is 0, h has to stay "
        "as it is: a = 1 and b = 0.", shows=is_answer(signs, ONE)),
    "minus b": Mistake(
        "The sign of b is wrong: a 1 takes h = 0 to -1 here. It is to become 1.",
        shows=is_answer(signs, lambda x: -x)),
}

EXERCISE = Exercise(
    place=4,
    title="Parity by hand",
    stars=2,
    minutes=8,
    task="Choose the gates of a linear recurrence so that its state is the parity of the bits read "
         "so far: 1 after an odd number of ones, 0 after an even number.",
    solution=parity_gates,
    why="A 0 has to keep the state: a = 1, b = 0. A 1 has to exchange 0 and 1, and the only line "
        "through both is h -> 1 - h: a = -1, b = 1. No a between 0 and 1 can do that, since it "
        "keeps the order of any two states.",
    inputs=inputs,
    returns="a b",
    right=right,
    mistakes=MISTAKES,
    cases=("B=1",),
    plain=4,
    hints=(
        "What must happen to h where the bit is 0? And to h = 0 and to h = 1 where it is 1?",
        "Where the bit is 1, a straight line has to take 0 to 1 and 1 to 0.",
        "That line is h -> 1 - h, so a = -1 and b = 1 there; elsewhere a = 1 and b = 0.",
    ),
)
