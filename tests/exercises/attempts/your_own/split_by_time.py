"""Attempts at `split_by_time`."""

import numpy as np


def part_by_part(x, train, validation):
    m, s = x[:train].mean(0), x[:train].std(0)
    first, second, third = np.split(x, [train, train + validation])
    return (first - m) / s, (second - m) / s, (third - m) / s


def column_by_column(x, train, validation):
    scaled = np.stack([(c - np.mean(c[:train])) / np.sqrt(np.var(c[:train])) for c in x.T], axis=1)
    rest = len(x) - train - validation
    return scaled[:train], scaled[train:-rest], scaled[-rest:]


def as_a_layer(x, train, validation):
    class Scaler:
        def fit(self, a):
            self.mean, self.scale = a.mean(axis=0, keepdims=True), a.std(axis=0, keepdims=True)
            return self

        def __call__(self, a):
            return (a - self.mean) / self.scale

    scaler = Scaler().fit(x[:train])
    end = train + validation
    return {"train_part": scaler(x[:train]), "validation_part": scaler(x[train:end]),
            "test_part": scaler(x[end:])}


RIGHT = [part_by_part, column_by_column, as_a_layer]


def scale(a, by):
    return (a - by.mean(axis=0)) / by.std(axis=0)


def scale_then_split(x, train, validation):
    x = scale(x, x)
    return x[:train], x[train : train + validation], x[train + validation :]


def each(x, train, validation):
    return tuple(scale(a, a) for a in np.split(x, [train, train + validation]))


def before_the_test(x, train, validation):
    known = x[: train + validation]
    return tuple(scale(a, known) for a in np.split(x, [train, train + validation]))


def split_only(x, train, validation):
    return tuple(np.split(x, [train, train + validation]))


def training_alone(x, train, validation):
    first, *others = np.split(x, [train, train + validation])
    return scale(first, first), *others


def one_number(x, train, validation):
    m, s = np.mean(x[:train]), np.std(x[:train])
    return tuple((a - m) / s for a in np.split(x, [train, train + validation]))


def pandas_like(x, train, validation):
    m, s = x[:train].mean(axis=0), x[:train].std(axis=0, ddof=1)
    return tuple((a - m) / s for a in np.split(x, [train, train + validation]))


def last_ones_first(x, train, validation):
    n = len(x)
    by = x[n - train :]
    return (scale(by, by), scale(x[n - train - validation : n - train], by),
            scale(x[: n - train - validation], by))


def test_before_validation(x, train, validation):
    first, second, third = part_by_part(x, train, validation)
    return first, third, second


WRONG = {
    "scaled by all": [scale_then_split],
    "each by itself": [each],
    "by training and validation": [before_the_test],
    "not scaled": [split_only],
    "only training scaled": [training_alone],
    "one mean for all": [one_number],
    "n - 1": [pandas_like],
    "future first": [last_ones_first],
    "results exchanged": [test_before_validation],
}
