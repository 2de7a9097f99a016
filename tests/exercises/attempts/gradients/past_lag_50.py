"""Attempts at `past_lag_50`. Each is trained, so there are few."""

import numpy as np

from rnn_helpers.backend import ops

H = 24


def wide_open(W_x, W_h, b):
    b = np.array(b)
    b[0, :H] += 6
    return W_x, W_h, b, 0.02


def shared_by_both_rows(W_x, W_h, b):
    opened = np.zeros_like(b)
    opened[:, :H] = 2.5
    return {"W_x": W_x, "W_h": W_h, "b": b + opened, "learning_rate": 0.03}


def each_unit_its_own_time(W_x, W_h, b):
    """Tallec & Ollivier 2018: the units keep for 2 to 50 steps."""
    b = b.copy()
    b[0, :H] = np.log(np.linspace(1, 49, H))
    return W_x, W_h, b, 0.03


def keras_ops(W_x, W_h, b):
    column = ops.arange(3 * H) < H
    return W_x, W_h, b + ops.where(column, 4.0, 0.0), 0.03


def opens_in_place(W_x, W_h, b):
    b[0, :H] = 5
    return W_x, W_h, b, 0.03


RIGHT = [opens_in_place, wide_open, shared_by_both_rows, each_unit_its_own_time, keras_ops]


def as_keras_starts_it(W_x, W_h, b):
    return W_x, W_h, b, 0.03


def one_as_for_an_lstm(W_x, W_h, b):
    b = b.copy()
    b[0, :H] = 1
    return W_x, W_h, b, 0.03


def second_third(W_x, W_h, b):
    b = b.copy()
    b[0, H : 2 * H] = 5
    return W_x, W_h, b, 0.03


def minus(W_x, W_h, b):
    b = b.copy()
    b[0, :H] = -5
    return W_x, W_h, b, 0.03


def keeps_for_ever(W_x, W_h, b):
    b = b.copy()
    b[0, :H] = 20
    return W_x, W_h, b, 0.03


def in_a_hurry(W_x, W_h, b):
    b = b.copy()
    b[0, :H] = 5
    return W_x, W_h, b, 0.3


def default_of_adam(W_x, W_h, b):
    b = b.copy()
    b[0, :H] = 5
    return W_x, W_h, b, 0.001


def no_rate(W_x, W_h, b):
    return W_x, W_h, b, 0


def one_row_of_biases(W_x, W_h, b):
    return W_x, W_h, np.where(np.arange(3 * H) < H, 5, 0), 0.03


def weights_only(W_x, W_h, b):
    return W_x, W_h, b


WRONG = {
    "as it came": [as_keras_starts_it],
    "not open enough": [one_as_for_an_lstm],
    "reset gate": [second_third],
    "gate closed": [minus],
    "gate stuck": [keeps_for_ever],
    "learning rate too large": [in_a_hurry],
    "learning rate too small": [default_of_adam],
    "learning rate not positive": [no_rate],
    "other shapes": [one_row_of_biases],
    "type": [weights_only],
}
