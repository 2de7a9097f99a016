"""Attempts at `parameter_count`."""

import numpy as np

from rnn_helpers.backend import keras


def from_shapes(T, D, H, K):
    return sum(np.prod(shape) for shape in [(D, H), (H, H), (H,), (H, K), (K,)])


def factored(T, D, H, K):
    return (D + H + 1) * H + (H + 1) * K


def ask_keras(T, D, H, K):
    model = keras.Sequential(
        [keras.Input((T, D)), keras.layers.SimpleRNN(H), keras.layers.Dense(K)]
    )
    return model.count_params()


def one_by_one(T, D, H, K):
    count = 0
    for unit in range(H):
        count += D + H + 1
    for output in range(K):
        count += H + 1
    return count


ask_keras.seeds = 3

RIGHT = [from_shapes, factored, one_by_one, ask_keras]


def feed_forward(T, D, H, K):
    return (D + 1) * H + (H + 1) * K


def forgot_b_h(T, D, H, K):
    return (D + H) * H + (H + 1) * K


def forgot_b_y(T, D, H, K):
    return (D + H + 1) * H + H * K


def weights_only(T, D, H, K):
    return H * (D + H + K)


def unrolled(T, D, H, K):
    return sum((D + H + 1) * H for t in range(T)) + (H + 1) * K


def flattened_input(T, D, H, K):
    return (T * D) * H + H * H + H + (H + 1) * K


def layer_only(T, D, H, K):
    return (D + H + 1) * H


def flattened_states(T, D, H, K):
    return (D + H + 1) * H + (T * H + 1) * K


def as_pytorch(T, D, H, K):
    return D * H + H * H + H + H + H * K + K


def squared_once_too_often(T, D, H, K):
    return (D + H) ** 2 + H * K


def a_string(T, D, H, K):
    return f"{(D + H + 1) * H + (H + 1) * K}"


def printed(T, D, H, K):
    print((D + H + 1) * H + (H + 1) * K)


WRONG = {
    "no W_hh": [feed_forward],
    "no bias b_h": [forgot_b_h],
    "no bias of Dense": [forgot_b_y],
    "no biases": [weights_only],
    "times T": [unrolled],
    "input times T": [flattened_input],
    "no Dense": [layer_only],
    "Dense sees all states": [flattened_states],
    "two biases": [as_pytorch],
    "wrong": [squared_once_too_often],
    "type": [a_string],
    "none": [printed],
}
