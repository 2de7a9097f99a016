"""Attempts at `gradient_check`."""

import numpy as np

from rnn_helpers import gradients


def loss(W, x, v):
    return np.sum(np.tanh(x @ W) * v)


def in_place_and_back(W, x, v, dW):
    W, numeric = W.copy(), np.empty_like(W)
    for i in range(W.shape[0]):
        for j in range(W.shape[1]):
            old = W[i, j]
            W[i, j] = old + 1e-4
            up = loss(W, x, v)
            W[i, j] = old - 1e-4
            numeric[i, j] = (up - loss(W, x, v)) / 2e-4
            W[i, j] = old
    return numeric, abs(dW - numeric).max() / abs(numeric).max()


def from_the_package(W, x, v, dW):
    numeric = gradients.numerical_gradient(lambda theta: loss(theta, x, v), W)
    return {"numeric": numeric, "off": np.max(np.abs(numeric - dW)) / np.max(np.abs(numeric))}


def by_unit_matrices(W, x, v, dW):
    units = np.eye(W.size).reshape(W.size, *W.shape) * 1e-5
    found = [(loss(W + u, x, v) - loss(W - u, x, v)) / 2e-5 for u in units]
    numeric = np.array(found).reshape(W.shape)
    return numeric, np.linalg.norm((dW - numeric).ravel(), np.inf) / np.abs(numeric).max()


RIGHT = [in_place_and_back, from_the_package, by_unit_matrices]


def divided_by_eps(W, x, v, dW):
    numeric = 2 * in_place_and_back(W, x, v, dW)[0]
    return numeric, np.abs(dW - numeric).max() / np.abs(numeric).max()


def returns_dW(W, x, v, dW):
    return dW, np.abs(dW - dW).max()


def average(W, x, v, dW):
    numeric, _ = in_place_and_back(W, x, v, dW)
    return numeric, np.mean(np.abs(dW - numeric)) / np.abs(numeric).max()


def absolute(W, x, v, dW):
    numeric, _ = in_place_and_back(W, x, v, dW)
    return numeric, np.max(np.abs(dW - numeric))


def by_dW(W, x, v, dW):
    numeric, _ = in_place_and_back(W, x, v, dW)
    return numeric, np.max(np.abs(dW - numeric)) / np.max(np.abs(dW))


def no_absolute_values(W, x, v, dW):
    numeric, _ = in_place_and_back(W, x, v, dW)
    return numeric, np.max(dW - numeric) / np.max(numeric)


def moves_everything(W, x, v, dW):
    numeric = np.full(W.shape, (loss(W + 1e-5, x, v) - loss(W - 1e-5, x, v)) / 2e-5)
    return numeric, np.abs(dW - numeric).max() / np.abs(numeric).max()


def down_minus_up(W, x, v, dW):
    numeric, off = in_place_and_back(W, x, v, dW)
    return -numeric, off


WRONG = {
    "eps for 2 eps": [divided_by_eps],
    "dW itself": [returns_dW],
    "mean difference": [average],
    "not relative": [absolute],
    "relative to dW": [by_dW],
    "signed": [no_absolute_values],
    "all at once": [moves_everything],
    "sign": [down_minus_up],
}
