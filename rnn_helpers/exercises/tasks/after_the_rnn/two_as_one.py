"""Exercise: two steps of a linear recurrence as one."""

from rnn_helpers.exercises.core import Exercise, Mistake


def two_as_one(a_1, b_1, a_2, b_2):
    """a and b of the one step that does what two do, (B, H) each.

    The first step is h -> a_1 h + b_1, the second h -> a_2 h + b_2. All are (B, H).
    """
    return a_2 * a_1, a_2 * b_1 + b_2


def inputs(case):
    """Two steps."""
    return {name: case.normal("B H") for name in ("a_1", "b_1", "a_2", "b_2")}


def oracle(a_1, b_1, a_2, b_2):
    """Take both steps, from 0 and from 1: b is where 0 goes, a how far apart they end."""
    ends = [a_2 * (a_1 * h + b_1) + b_2 for h in (0.0, 1.0)]
    return ends[1] - ends[0], ends[0]


MISTAKES = {
    "other order": Mistake(
        "You take the second step first. b_1 comes in at the first step, so it is multiplied by "
        "a_2; b_2 is added last and is multiplied by nothing.",
        lambda a_1, b_1, a_2, b_2: (a_1 * a_2, a_1 * b_2 + b_1)),
    "b added": Mistake(
        "b_1 passes through the second step too, so it is multiplied by a_2 on its way.",
        lambda a_1, b_1, a_2, b_2: (a_1 * a_2, b_1 + b_2)),
    "b multiplied": Mistake(
        "You multiply the b's as well. Put the first step into the second: a_2 (a_1 h + b_1) + "
        "b_2, and multiply out.",
        lambda a_1, b_1, a_2, b_2: (a_1 * a_2, b_1 * b_2)),
    "a added": Mistake(
        "You add the a's. A state is multiplied by a_1, and the result by a_2.",
        lambda a_1, b_1, a_2, b_2: (a_1 + a_2, a_2 * b_1 + b_2)),
    "both multiplied by a_2": Mistake(
        "b_2 is added after the multiplication by a_2. Only b_1 is multiplied by it.",
        lambda a_1, b_1, a_2, b_2: (a_1 * a_2, a_2 * (b_1 + b_2))),
    "last step": Mistake(
        "Your a is that of the second step alone. The first one has multiplied h by a_1 before.",
        lambda a_1, b_1, a_2, b_2: (a_2, a_2 * b_1 + b_2)),
}

EXERCISE = Exercise(
    place=1,
    title="Two steps as one",
    stars=1,
    minutes=6,
    task="Two steps of a linear recurrence, one after the other, are again one step "
         "$h \\mapsto a\\,h + b$. Which?",
    solution=two_as_one,
    why="Put the first step into the second and multiply out: a_2 (a_1 h + b_1) + b_2. What stands "
        "before h is a, the rest is b. The order matters: exchange the two steps, and b changes. "
        "But the grouping does not, and that is what every scan uses.",
    inputs=inputs,
    returns="a b",
    oracle=oracle,
    mistakes=MISTAKES,
    cases=("B=1",),
    hints=(
        "Start from some h. What is it after the first step? Put that into the second.",
        "a_2 * (a_1 * h + b_1) + b_2: multiply out, and sort by what stands before h.",
        "a = a_2 * a_1. For b, only b_1 was there when a_2 multiplied.",
    ),
)
