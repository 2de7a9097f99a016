"""Attempts at `gradient_multiplications`."""

import numpy as np

from rnn_helpers import numpy_gru, numpy_lstm, numpy_rnn
from rnn_helpers.backend import keras


def factored(kind, B, T, D, H):
    return B * T * H * (2 * D + 3 * H) * (1 if kind == "SimpleRNN" else 3 if kind == "GRU" else 4)


def one_by_one(kind, B, T, D, H):
    count = 0
    for block in range({"SimpleRNN": 1, "GRU": 3, "LSTM": 4}[kind]):
        for step in range(T):
            count += B * D * H + B * H * H  # forward
            count += D * B * H + H * B * H  # weights
            count += B * H * H  # to the step before
    return count


def from_the_weights(kind, B, T, D, H):
    engine = {"SimpleRNN": numpy_rnn, "GRU": numpy_gru, "LSTM": numpy_lstm}[kind]
    W_x, W_h, _ = engine.init_params(D, H, rng=np.random.default_rng(0))
    return np.int64(B * T * (2 * W_x.size + 3 * W_h.size))


def from_keras(kind, B, T, D, H):
    layer = getattr(keras.layers, kind)(H)
    layer.build((B, T, D))
    sizes = [int(np.prod(w.shape)) for w in layer.weights[:2]]
    return T * B * (sum(sizes) * 2 + sizes[1])


from_keras.seeds = 3
RIGHT = [factored, one_by_one, from_the_weights, from_keras]

BLOCKS = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}


def no_way_back(kind, B, T, D, H):
    return BLOCKS[kind] * B * T * (D + H) * H


def only_the_messages(kind, B, T, D, H):
    return BLOCKS[kind] * (B * T * D * H + 2 * B * T * H**2)


def only_the_weights(kind, B, T, D, H):
    return 2 * BLOCKS[kind] * B * T * (D * H + H * H)


def three_times_forward(kind, B, T, D, H):
    return 3 * no_way_back(kind, B, T, D, H)


def weights_at_the_end(kind, B, T, D, H):
    per_step = B * D * H + 2 * B * H * H
    return BLOCKS[kind] * (T * per_step + B * D * H + B * H * H)


def any_layer(kind, B, T, D, H):
    return 2 * B * T * D * H + 3 * B * T * H * H


def named_gates(kind, B, T, D, H):
    return {"SimpleRNN": 1, "GRU": 2, "LSTM": 3}[kind] * any_layer(kind, B, T, D, H)


def four_for_both(kind, B, T, D, H):
    return (1 if kind == "SimpleRNN" else 4) * any_layer(kind, B, T, D, H)


def a_single_row(kind, B, T, D, H):
    return BLOCKS[kind] * any_layer(kind, 1, T, D, H)


def a_single_step(kind, B, T, D, H):
    return BLOCKS[kind] * any_layer(kind, B, 1, D, H)


def operations(kind, B, T, D, H):
    return BLOCKS[kind] * (4 * B * T * D * H + 6 * B * T * H * H)


def squared_gates(kind, B, T, D, H):
    n = BLOCKS[kind] * H
    return B * T * (2 * D * n + 3 * n * n)


def forgot_return(kind, B, T, D, H):
    count = BLOCKS[kind] * any_layer(kind, B, T, D, H)


WRONG = {
    "forward only": [no_way_back],
    "no weights": [only_the_messages],
    "nothing to the past": [only_the_weights],
    "with dx": [three_times_forward],
    "weights once": [weights_at_the_end],
    "no gates": [any_layer],
    "gates alone": [named_gates],
    "GRU like the LSTM": [four_for_both],
    "one example": [a_single_row],
    "one step": [a_single_step],
    "additions too": [operations],
    "wrong": [squared_gates],
    "none": [forgot_return],
}
