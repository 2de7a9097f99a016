"""Attempts at `windows`."""

import numpy as np

from rnn_helpers.backend import ops


def loop(series, width):
    x, y = [], []
    for k in range(len(series) - width):
        x.append([[value] for value in series[k : k + width]])
        y.append(series[k + width])
    return np.array(x), np.array(y)


def view(series, width):
    every = np.lib.stride_tricks.sliding_window_view(series, width)
    return every[:-1, :, np.newaxis], series[width:]


def by_index(series, width):
    index = np.arange(len(series) - width)[:, None] + np.arange(width)
    return {"x": series[index][..., None], "y": series[index[:, -1] + 1]}


def keras_ops(series, width):
    n = len(series) - width
    x = ops.stack([ops.convert_to_tensor(series[k : k + width]) for k in range(n)])
    return ops.expand_dims(x, -1), series[width:]


RIGHT = [loop, view, by_index, keras_ops]


def target_in_the_window(series, width):
    x, y = [], []
    for k in range(len(series) - width):
        x.append(series[k : k + width])
        y.append(series[k + width - 1])
    return np.array(x)[..., None], np.array(y)


def two_ahead(series, width):
    n = len(series) - width - 1
    return np.array([series[k : k + width, None] for k in range(n)]), series[width + 1 :]


def disjoint(series, width):
    starts = np.arange(0, len(series) - width, width)
    return series[starts[:, None] + np.arange(width)][:, :, None], series[starts + width]


def stops_early(series, width):
    n = len(series) - width - 1
    return np.array([series[k : k + width, None] for k in range(n)]), series[width:-1]


def flat(series, width):
    return np.array([series[k : k + width] for k in range(len(series) - width)]), series[width:]


def newest_first(series, width):
    x, y = loop(series, width)
    return x[:, ::-1], y


def exchanged(series, width):
    x, y = loop(series, width)
    return y, x


def time_first(series, width):
    x, y = loop(series, width)
    return x.swapaxes(0, 1), y


WRONG = {
    "value inside": [target_in_the_window],
    "one step skipped": [two_ahead],
    "side by side": [disjoint],
    "last one lost": [stops_early],
    "no feature axis": [flat],
    "backwards": [newest_first],
    "results exchanged": [exchanged],
    "axes": [time_first],
}
