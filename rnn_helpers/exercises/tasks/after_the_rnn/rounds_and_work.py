"""Exercise: what a scan takes, for any number of steps."""

from rnn_helpers.exercises.core import Exercise, mistakes


def rounds_and_work(T):
    """Rounds and operations that Blelloch's scan takes for T steps, two whole numbers.

    Each level of the tree takes one round up and one down. Up, every two steps are
    combined, in three operations. Down, every other step gets its state, in two.
    """
    rounds = work = 0
    while T > 1:
        rounds += 2
        work += 3 * (T // 2) + 2 * ((T - 1) // 2)
        T //= 2
    return rounds, work


def inputs(case):
    """Odd numbers, powers of two, and their neighbours."""
    return {"T": int(case.rng.choice([2, 3, 5, 8, 9, 21, 37, 64, 100, 127, 1000, 4096]))}


def oracle(T):
    """Build the tree, level by level, and count what is done."""
    levels = [list(range(T))]
    while len(levels[-1]) > 1:
        steps = levels[-1]
        levels.append([pair for pair in zip(steps[::2], steps[1::2], strict=False)])
    up = sum(len(level) for level in levels[1:])
    down = sum(len(level[2::2]) for level in levels[:-1])
    return 2 * (len(levels) - 1), 3 * up + 2 * down


def wrongly(T, *, wrong):
    """A count with one thing wrong."""
    rounds = work = 0
    n = T
    while n > 1:
        pairs, between = n // 2, (n - 1) // 2
        if wrong == "odd":
            pairs = between = (n + 1) // 2
        rounds += 1 if wrong == "one way" else 2
        work += {"down alike": 3 * pairs + 3 * between, "up alike": 2 * pairs + 2 * between,
                 "pairs": pairs + between, "only up": 3 * pairs,
                 "first": 3 * pairs + 2 * pairs}.get(wrong, 3 * pairs + 2 * between)
        n = (n + 1) // 2 if wrong == "odd" else n // 2
    return rounds, work


MISTAKES = mistakes(wrongly, {
    "one way": "You count one round per level. There are two: one on the way up the tree, one on "
               "the way down.",
    "down alike": "On the way down a step gets its state by one product and one sum, h = a h + b: "
                  "two operations. Three are only needed where two steps are combined.",
    "up alike": "Combining two steps takes three operations: a_2 a_1, a_2 b_1, and the sum with "
                "b_2.",
    "pairs": "You count how many times two steps meet. Each time takes three operations on the way "
             "up, two on the way down.",
    "only up": "You left out the way down, where the steps between get their states.",
    "first": "On the way down, the first step has its state already: nothing lies before it.",
    "odd": "Where the number of steps is odd, the last one has no partner and waits: T // 2 pairs "
           "go up.",
})

EXERCISE = Exercise(
    place=5,
    title="Rounds and work for any T",
    stars=3,
    minutes=15,
    task="Blelloch's scan goes up a tree in pairs and down again. Count its rounds, if all that "
         "can happen at once does, and its multiplications and additions for one number in the "
         "state. "
         "T need not be a power of two: where the number of steps on a level is odd, the last one "
         "has no partner and does not go up.",
    solution=rounds_and_work,
    why="Each level halves the number of steps, so there are about log2(T) of them, with two "
        "rounds each: 24 for T = 4,096. The work adds up to less than 5 T, since T/2 + T/4 + … is "
        "less than T: 2.5 times the loop's 2 T. Doubling needs only 12 rounds, but 16 times the "
        "loop's work.",
    inputs=inputs,
    returns="rounds work",
    oracle=oracle,
    exact=True,
    mistakes=MISTAKES,
    cases=(),
    plain=8,
    hints=(
        "Draw the tree for T = 8, and then for 9. How many pairs are there on each level?",
        "On a level of n steps, n // 2 pairs go up, and on the way down (n - 1) // 2 steps get "
        "their state from the one before. The next level has n // 2 steps.",
        "while T > 1: two rounds, 3 * (T // 2) + 2 * ((T - 1) // 2) operations, then T //= 2.",
    ),
)
