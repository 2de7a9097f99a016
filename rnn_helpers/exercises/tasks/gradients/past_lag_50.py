"""Exercise: a start from which a GRU learns to recall over 50 letters. The check trains it."""

import functools

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake

A, H, LAG = 8, 24, 50  # letters, units, steps from the first letter to the answer
UPDATES, BATCH = 400, 32
ENOUGH = 0.9  # accuracy on 512 new sequences


def past_lag_50(W_x, W_h, b):
    """W_x, W_h, b, learning_rate to train with.

    A GRU as Keras makes it, columns z, r, g: W_x (8, 72), W_h (24, 72), b (2, 72).
    """
    b = b.copy()
    b[0, : len(W_h)] = 5
    return W_x, W_h, b, 0.03


def inputs(case):
    """A GRU as Keras initializes it."""
    from rnn_helpers import numpy_gru

    return numpy_gru.init_params(A, H, rng=case.rng)._asdict()


def right(parts, inputs):
    """Trains on sequences of the same kind for 400 updates at most, and tries it on new ones."""
    if not _usable(parts, inputs) or parts["learning_rate"] <= 0:
        return False
    arrays = [np.ascontiguousarray(parts[name], np.float32) for name in ("W_x", "W_h", "b")]
    rate = float(parts["learning_rate"])
    return accuracy(*((array.shape, array.tobytes()) for array in arrays), rate) > ENOUGH


@functools.lru_cache(maxsize=32)
def accuracy(W_x, W_h, b, learning_rate):
    """Accuracy after training. The arrays as (shape, bytes), so that none is trained twice."""
    from rnn_helpers import numpy_layers, numpy_training

    rng, layer = np.random.default_rng(0), numpy_layers.GRU(H)
    layer.set_weights([np.frombuffer(data, np.float32).reshape(shape)
                       for shape, data in (W_x, W_h, b)])
    model = numpy_layers.Sequential([layer, numpy_layers.Dense(A, seed=0)])
    with np.errstate(all="ignore"):
        numpy_training.memory.train(
            model, lambda: numpy_training.memory.recall(BATCH, LAG, rng),
            numpy_training.Adam(learning_rate), clip=1.0, updates=UPDATES)
        return numpy_training.memory.accuracy(model, *numpy_training.memory.recall(512, LAG, rng))


def _usable(parts, inputs):
    return (all(parts[name].shape == inputs[name].shape for name in inputs)
            and parts["learning_rate"].size == 1
            and all(np.isfinite(part).all() for part in parts.values()))


def seen(says, test):
    """A mistake by what it shows before training.

    test: (mean biases of z, r and g, W_h, learning rate) -> bool.
    """
    def shows(parts, inputs):
        if not _usable(parts, inputs):
            return False
        # both rows are added to the same gate
        biases = parts["b"].sum(axis=0).reshape(3, H).mean(axis=1)
        return bool(test(biases, parts["W_h"], float(parts["learning_rate"])))

    return Mistake(says, shows=shows)


MISTAKES = {
    "other shapes": Mistake(
        "W_x, W_h and b must keep their shapes, and learning_rate must be one number: the check "
        "puts them into a GRU of 24 units.",
        shows=lambda parts, inputs: any(parts[name].shape != inputs[name].shape for name in inputs)
            or parts["learning_rate"].size != 1),
    "learning rate not positive": seen(
        "The learning rate must be above zero, or nothing is learned.",
        lambda b, W_h, rate: rate <= 0),
    "learning rate too large": seen(
        "The learning rate is so large that each update throws the weights somewhere else. The "
        "race in section 7 uses 0.03 for a GRU.",
        lambda b, W_h, rate: rate > 0.08),
    "learning rate too small": seen(
        "The learning rate is so small that 400 updates get nowhere. The race in section 7 uses "
        "0.03 for a GRU.",
        lambda b, W_h, rate: rate < 0.006),
    "gate closed": seen(
        "A negative bias makes z small, so the state is replaced at each step. In h_t = z h_(t-1) "
        "+ (1 - z) g, z must be near 1 to keep the state.",
        lambda b, W_h, rate: b[0] < -1),
    "gate stuck": seen(
        "The gate is so far open that it never lets a letter in, and so saturated that it cannot "
        "learn to. Choose a bias that keeps about 99 % per step.",
        lambda b, W_h, rate: b[0] > 11),
    "reset gate": seen(
        "This opens the reset gate r. The gate that keeps the state is z, and its columns are the "
        "first 24.",
        lambda b, W_h, rate: b[0] < 2 and b[1] > 2),
    "not open enough": seen(
        "The gate keeps too little at each step: to the power 50, hardly anything is left. "
        "Compute z**50 for your bias.",
        lambda b, W_h, rate: 0.2 < b[0] < 3),
    "as it came": seen(
        "The GRU starts as Keras initializes it: z is about one half, and one half to the power "
        "50 is almost nothing. Open that gate, by its bias.",
        lambda b, W_h, rate: -1 <= b[0] <= 0.2),
}

EXERCISE = Exercise(
    place=5,
    title="Train across a lag of 50",
    stars=3,
    minutes=15,
    task="Change the initial weights of a GRU and choose a learning rate, so that it learns the "
         "recall task of section 1 over a lag of 50. The check trains it with Adam, for at most "
         "400 updates of 32 sequences with the gradients clipped to 1, and asks for an accuracy "
         "of 90 %; this takes a few seconds.",
    solution=past_lag_50,
    why="h_t = z h_(t-1) + (1 - z) g. With a bias of 0 the gate z is about one half, and one "
        "half to the power 50 is almost nothing: no gradient reaches the first letter. A bias of "
        "5 starts z at 0.993, and 0.993 to the power 50 is 0.7. So a gradient reaches the first "
        "letter from the first update on, and training only has to learn when to write. Any bias "
        "from 3 to 8 works; with a much larger one the gate lets nothing in and is too saturated "
        "to learn.",
    inputs=inputs,
    returns="W_x W_h b learning_rate",
    right=right,
    mistakes=MISTAKES,
    cases=(),
    plain=1,
    seconds=20,
    may_change=True,
    hints=(
        "How much of the state is left after 50 steps, if each keeps half of it? And how much "
        "must each step keep?",
        "z is the sigmoid of a sum that includes a bias. Raise the bias of z in a copy of b; "
        "section 7 says which columns belong to z, and which learning rate a GRU needed.",
        "b = b.copy(), then b[0, :24] = 5, and return W_x, W_h, b, 0.03.",
    ),
)
