"""Exercise: a series, split by time and scaled by what the training part knows."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def split_by_time(x, train, validation):
    """Three parts of a series, one after another in time, all scaled alike.

    x (T, D), train and validation: how many steps each gets; the rest is the test.
    Scaled: minus the mean, divided by the standard deviation, of the training part.
    """
    mean, deviation = x[:train].mean(axis=0), x[:train].std(axis=0)
    scaled = (x - mean) / deviation
    end = train + validation
    return scaled[:train], scaled[train:end], scaled[end:]


def inputs(case):
    """A series whose level and spread change with time."""
    T = 14 + case.T
    x = case.normal(f"{T} D") * np.linspace(1, 4, T)[:, None] + np.linspace(0, 9, T)[:, None]
    return {"x": x, "train": int(case.rng.integers(7, 10)),
            "validation": int(case.rng.integers(3, 5))}


def oracle(x, train, validation):
    """Number by number."""
    scaled = np.zeros(x.shape)
    for d in range(x.shape[1]):
        known = [x[t, d] for t in range(train)]
        mean = sum(known) / train
        deviation = (sum((value - mean) ** 2 for value in known) / train) ** 0.5
        for t in range(len(x)):
            scaled[t, d] = (x[t, d] - mean) / deviation
    return cut(scaled, train, validation)


def cut(x, train, validation):
    """The three parts, as they are."""
    return x[:train], x[train : train + validation], x[train + validation :]


def scaled(x, by):
    """Scaled by the mean and the standard deviation of `by`."""
    return (x - by.mean(axis=0)) / by.std(axis=0)


MISTAKES = {
    "scaled by all": Mistake(
        "You scale by the mean and the deviation of the whole series, so the training data know "
        "something about the future. Compute both on the training part alone.",
        lambda x, train, validation: cut(scaled(x, x), train, validation)),
    "each by itself": Mistake(
        "You scale each part by its own mean and deviation. Then the test set looks alike, however "
        "far it has moved, and in use nobody knows its mean. Use the training part's for all.",
        lambda x, train, validation: [scaled(a, a) for a in cut(x, train, validation)]),
    "by training and validation": Mistake(
        "You scale by training and validation together. The validation set stands for what is "
        "still unknown: use the training part alone.",
        lambda x, train, validation: cut(scaled(x, x[: train + validation]), train, validation)),
    "not scaled": Mistake(
        "The parts are right, but they are not scaled.",
        cut),
    "only training scaled": Mistake(
        "You scale only the training part. The network reads all three, so they need the same "
        "scale.",
        lambda x, train, validation: [scaled(x[:train], x[:train]),
                                      *cut(x, train, validation)[1:]]),
    "one mean for all": Mistake(
        "You take one mean and one deviation over all features. Each feature has its own: axis=0.",
        lambda x, train, validation: cut(
            (x - x[:train].mean()) / x[:train].std(), train, validation)),
    "n - 1": Mistake(
        "Your standard deviation divides by n - 1, as pandas does. Here it is np.std, which "
        "divides by n.",
        lambda x, train, validation: cut(
            (x - x[:train].mean(axis=0)) / x[:train].std(axis=0, ddof=1), train, validation)),
    "future first": Mistake(
        "Your training part is the end of the series. Train on the past and test on what comes "
        "after it.",
        lambda x, train, validation: [
            a[::-1] for a in oracle(x[::-1], train, validation)]),
}

EXERCISE = Exercise(
    place=1,
    title="Split by time",
    stars=1,
    minutes=10,
    task="Split a series into training, validation and test, in this order in time, and scale all "
         "three. What you scale by may be computed from the training part only.",
    solution=split_by_time,
    why="In use, the future is not there yet: so the test comes after the training data, and what "
        "is computed from data, even a mean, comes from the training part. If the level of the "
        "series moves, the scaled test set lies away from zero. That is no fault of the scaling: "
        "it is what the model will meet.",
    inputs=inputs,
    returns="train_part validation_part test_part",
    oracle=oracle,
    cases=("T=1",),
    mistakes=MISTAKES,
    hints=(
        "If you stood at the end of the training part, which of these numbers could you know?",
        "Compute mean and standard deviation on x[:train], one per feature; scale the whole "
        "series with them, then cut.",
        "scaled = (x - x[:train].mean(axis=0)) / x[:train].std(axis=0), cut at train and at "
        "train + validation.",
    ),
)
