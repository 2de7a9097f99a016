"""Attempts at `roc_auc`."""

import numpy as np

from rnn_helpers.backend import ops
from rnn_helpers.char_rnn import scores


def loop(values, label):
    total = pairs = 0
    for v, yes in zip(values, label):
        for w, other in zip(values, label):
            if yes and not other:
                total += 1.0 if v > w else 0.5 if v == w else 0.0
                pairs += 1
    return total / pairs


def package(values, label):
    return scores.scores(values[:, None], label)[0]


def signs(values, label):
    return (np.sign(np.subtract.outer(values[label], values[~label])).mean() + 1) / 2


def keras_ops(values, label):
    yes, no = ops.convert_to_tensor(values[label]), ops.convert_to_tensor(values[~label])
    return ops.mean((ops.sign(yes[:, None] - no[None]) + 1) / 2)


def along_thresholds(values, label):
    steps = [np.inf, *np.unique(values)[::-1]]
    true = [(values[label] >= step).mean() for step in steps]
    false = [(values[~label] >= step).mean() for step in steps]
    return np.trapezoid(true, false)


RIGHT = [loop, package, signs, keras_ops, along_thresholds]


def no_over_yes(values, label):
    yes, no = values[label], values[~label]
    return (np.sign(no[:, None] - yes).mean() + 1) / 2


def strictly(values, label):
    return np.mean([v > w for v in values[label] for w in values[~label]])


def at_least(values, label):
    return np.mean([v >= w for v in values[label] for w in values[~label]])


def over_everything(values, label):
    return (
        sum(0.5 * (np.sign(v - w) + 1) for v in values[label] for w in values[~label])
        / len(values) ** 2
    )


def sign_right(values, label):
    return np.sum(np.where(label, values > 0, values <= 0)) / len(label)


def apart(values, label):
    return np.average(values, weights=label) - np.average(values, weights=~label)


def correlated(values, label):
    x, y = values - values.mean(), label - label.mean()
    return (x @ y) / np.sqrt((x @ x) * (y @ y))


def counted(values, label):
    return sum(0.5 * (np.sign(v - w) + 1) for v in values[label] for w in values[~label])


def forgotten(values, label):
    (values[label][:, None] > values[~label]).mean()


def never_below_half(values, label):
    pairs = np.sign(values[label][:, None] - values[~label])
    return 0.5 + 0.5 * abs(pairs.mean())


WRONG = {
    "the other way": [no_over_yes],
    "ties are nothing": [strictly],
    "ties are wins": [at_least],
    "all pairs": [over_everything],
    "accuracy": [sign_right],
    "means": [apart],
    "correlation": [correlated],
    "a count": [counted],
    "none": [forgotten],
    "strength": [never_below_half],
}
