"""Attempts at `multiplications`."""

import numpy as np

from rnn_helpers.backend import keras


def closed_form(T, D, H, K):
    return D * H * T * (T + 1) // 2 + T * H * K, T * H * (D + H + K)


def with_arrays(T, D, H, K):
    t = np.arange(1, T + 1)
    return (t * D * H + H * K).sum(), np.full(T, D * H + H * H + H * K).sum()


def grows(T, D, H, K):
    prefix, state, read = 0, 0, 0
    for _ in range(T):
        read += D
        prefix += (read + K) * H
        state += (D + H + K) * H
    return {"prefix": prefix, "state": state}


def ask_keras(T, D, H, K):
    """Each weight but the biases is used once for a prediction."""
    layers = keras.layers
    prefix = [
        keras.Sequential(
            [
                keras.Input((t, D)),
                layers.Flatten(),
                layers.Dense(H, use_bias=False),
                layers.Dense(K, use_bias=False),
            ]
        ).count_params()
        for t in range(1, T + 1)
    ]
    state = keras.Sequential(
        [keras.Input((T, D)), layers.SimpleRNN(H, use_bias=False), layers.Dense(K, use_bias=False)]
    )
    return sum(prefix), T * state.count_params()


ask_keras.seeds = 2  # builds a network for each prefix

RIGHT = [closed_form, with_arrays, grows, ask_keras]


def the_last_prediction(T, D, H, K):
    return (T * D + K) * H, (D + H + K) * H


def full_length_each_time(T, D, H, K):
    return T * (T * D + K) * H, T * (D + H + K) * H


def plain_range(T, D, H, K):
    return sum((t * D + K) * H for t in range(T)), sum((D + H + K) * H for t in range(T))


def only_the_new_one(T, D, H, K):
    return sum((D + K) * H for t in range(T)), T * (D + H + K) * H


def one_output(T, D, H, K):
    return sum(t * D * H for t in range(1, T + 1)) + H * K, sum(
        D * H + H * H for t in range(T)
    ) + H * K


def hidden_layer_only(T, D, H, K):
    t = np.arange(1, T + 1)
    return (t * D * H).sum(), T * (D + H) * H


def two_dense_layers(T, D, H, K):
    return closed_form(T, D, H, K)[0], T * (D * H + H * K)


def from_the_start(T, D, H, K):
    return closed_form(T, D, H, K)[0], sum(t * (D + H) * H + H * K for t in range(1, T + 1))


def recurrent_too(T, D, H, K):
    return sum(t * D * H + t * H * H + H * K for t in range(1, T + 1)), closed_form(T, D, H, K)[1]


def parameters(T, D, H, K):
    return (
        sum(t * D * H + H + H * K + K for t in range(1, T + 1)),
        sum(D * H + H * H + H + H * K + K for t in range(T)),
    )


def state_once(T, D, H, K):
    return closed_form(T, D, H, K)[0], (D + H + K) * H


def divided(T, D, H, K):
    return D * H * T * T / 2 + T * H * K, T * H * (D + H + K)


def one_number(T, D, H, K):
    return T * H * (D + H + K)


WRONG = {
    "last one only": [the_last_prediction, state_once],
    "always the whole": [full_length_each_time],
    "from zero": [plain_range],
    "read once": [only_the_new_one],
    "output once": [one_output],
    "no output": [hidden_layer_only],
    "state without W_hh": [two_dense_layers],
    "state reads the prefix": [from_the_start],
    "prefix with W_hh": [recurrent_too],
    "biases": [parameters],
    "wrong": [divided],
    "type": [one_number],
}
