"""Attempts at `from_torch`."""

import numpy as np

from rnn_helpers import compare
from rnn_helpers.backend import ops


def loops(weight_ih, weight_hh, bias_ih, bias_hh):
    H, D = weight_ih.shape
    W_xh, W_hh, b_h = np.empty((D, H)), np.empty((H, H)), np.empty(H)
    for j in range(H):
        for d in range(D):
            W_xh[d, j] = weight_ih[j, d]
        for k in range(H):
            W_hh[k, j] = weight_hh[j, k]
        b_h[j] = bias_ih[j] + bias_hh[j]
    return W_xh, W_hh, b_h


def stacked(weight_ih, weight_hh, bias_ih, bias_hh):
    both = np.hstack([weight_ih, weight_hh]).T
    return [both[: weight_ih.shape[1]], both[weight_ih.shape[1] :], np.add(bias_ih, bias_hh)]


def package(weight_ih, weight_hh, bias_ih, bias_hh):
    return compare.convert([weight_ih, weight_hh, bias_ih, bias_hh], from_="torch", to="keras")


def keras_ops(weight_ih, weight_hh, bias_ih, bias_hh):
    return {
        "W_xh": ops.transpose(weight_ih),
        "W_hh": ops.transpose(weight_hh),
        "b_h": ops.add(bias_ih, bias_hh),
    }


RIGHT = [loops, stacked, package, keras_ops]


def only_what_does_not_fit(weight_ih, weight_hh, bias_ih, bias_hh):
    return np.transpose(weight_ih), weight_hh, bias_ih + bias_hh


def as_they_are(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih, weight_hh, bias_hh + bias_ih


def turned_the_square_one_only(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih, weight_hh.T, bias_ih + bias_hh


def made_to_fit(weight_ih, weight_hh, bias_ih, bias_hh):
    H, D = weight_ih.shape
    return weight_ih.reshape(D, H), weight_hh.T, bias_ih + bias_hh


def first_bias(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih.T, weight_hh.T, bias_ih


def second_bias(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih.T, weight_hh.T, 1 * bias_hh


def first_bias_and_untransposed(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih.T, weight_hh, bias_ih


def two_rows(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih.T, weight_hh.T, np.array([bias_ih, bias_hh])


def averaged(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih.T, weight_hh.T, np.mean([bias_ih, bias_hh], axis=0)


def one_array(weight_ih, weight_hh, bias_ih, bias_hh):
    return np.vstack([weight_ih.T, weight_hh.T])


def four_arrays(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih.T, weight_hh.T, bias_ih, bias_hh


def adds_in_place(weight_ih, weight_hh, bias_ih, bias_hh):
    bias_ih += bias_hh
    return weight_ih.T, weight_hh.T, bias_ih


WRONG = {
    "W_hh not transposed": [only_what_does_not_fit, first_bias_and_untransposed],
    "nothing transposed": [as_they_are],
    "W_xh not transposed": [turned_the_square_one_only],
    "reshaped": [made_to_fit],
    "bias_hh lost": [first_bias],
    "bias_ih lost": [second_bias],
    "two biases": [two_rows],
    "biases averaged": [averaged],
    "type": [one_array, four_arrays],
    "in place": [adds_in_place],
}
