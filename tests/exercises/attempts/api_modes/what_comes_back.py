"""Attempts at `what_comes_back`."""

import numpy as np

from rnn_helpers import numpy_layers
from rnn_helpers.backend import keras


def a_table(kind, return_sequences, return_state, B, T, D, H):
    modes = {
        (False, False): (1, (B, H), (B, H)),
        (True, False): (1, (B, T, H), (B, T, H)),
        (False, True): (2, (B, H), (B, H)),
        (True, True): (2, (B, T, H), (B, H)),
    }
    count, first, last = modes[return_sequences, return_state]
    return count + (kind == "LSTM" and return_state), first, last


def as_a_list(kind, return_sequences, return_state, B, T, D, H):
    shapes = [[B, T, H] if return_sequences else [B, H]]
    if return_state:
        shapes += [[B, H]] * (1 + (kind == "LSTM"))
    return len(shapes), shapes[0], shapes[-1]


def asked_of_the_package(kind, return_sequences, return_state, B, T, D, H):
    came = getattr(numpy_layers, kind)(
        H, return_sequences=return_sequences, return_state=return_state
    )(np.zeros((B, T, D)))
    came = came if return_state else [came]
    return {"arrays": len(came), "first": came[0].shape, "last": came[-1].shape}


def asked_of_keras(kind, return_sequences, return_state, B, T, D, H):
    layer = getattr(keras.layers, kind)(
        H, return_sequences=return_sequences, return_state=return_state
    )
    shapes = layer.compute_output_shape((B, T, D))
    shapes = shapes if return_state else [shapes]
    return len(shapes), shapes[0], shapes[-1]


asked_of_keras.seeds = 3
RIGHT = [a_table, as_a_list, asked_of_the_package, asked_of_keras]


def all_have_one_state(kind, return_sequences, return_state, B, T, D, H):
    return (
        1 + int(return_state),
        (B, T, H) if return_sequences else (B, H),
        (B, T, H) if return_sequences > return_state else (B, H),
    )


def gates_are_states(kind, return_sequences, return_state, B, T, D, H):
    output = (B, T, H) if return_sequences else (B, H)
    return (
        (1, output, output)
        if not return_state
        else (2 if kind == "SimpleRNN" else 3, output, (B, H))
    )


def h_counted_once(kind, return_sequences, return_state, B, T, D, H):
    output = (B, T, H) if return_sequences else (B, H)
    return 2 if return_state and kind == "LSTM" else 1, output, (B, H) if return_state else output


def either_or(kind, return_sequences, return_state, B, T, D, H):
    if return_state:
        return (2 if kind == "LSTM" else 1), (B, H), (B, H)
    shape = (B, T, H) if return_sequences else (B, H)
    return 1, shape, shape


def as_in_the_lecture(kind, return_sequences, return_state, B, T, D, H):
    arrays = 1 if not return_state else 3 if kind == "LSTM" else 2
    first = (B, T, H) if return_sequences else (B, H)
    return arrays, first, (B, T, H) if return_state else first


def all_alike(kind, return_sequences, return_state, B, T, D, H):
    shape = (B,) + (T,) * return_sequences + (H,)
    return 1 + return_state * (1 + (kind == "LSTM")), shape, shape


def took_one_for_the_other(kind, return_sequences, return_state, B, T, D, H):
    first = (B, T, H) if return_state else (B, H)
    return (
        1 + return_sequences * (2 if kind == "LSTM" else 1),
        first,
        (B, H) if return_sequences else first,
    )


def last_step_only(kind, return_sequences, return_state, B, T, D, H):
    return 1 + return_state + (return_state and kind == "LSTM"), (B, H), (B, H)


def every_step(kind, return_sequences, return_state, B, T, D, H):
    return (
        1 + return_state + (return_state and kind == "LSTM"),
        (B, T, H),
        (B, H) if return_state else (B, T, H),
    )


def same_as_the_input(kind, return_sequences, return_state, B, T, D, H):
    first = (B, T, D) if return_sequences else (B, D)
    return (
        1 + return_state + (return_state and kind == "LSTM"),
        first,
        (B, D) if return_state else first,
    )


def time_in_front(kind, return_sequences, return_state, B, T, D, H):
    first = (T, B, H) if return_sequences else (B, H)
    return (
        1 + return_state + (return_state and kind == "LSTM"),
        first,
        (B, H) if return_state else first,
    )


def one_example(kind, return_sequences, return_state, B, T, D, H):
    first = (T, H) if return_sequences else (H,)
    return (
        1 + return_state + (return_state and kind == "LSTM"),
        first,
        (H,) if return_state else first,
    )


def shapes_only(kind, return_sequences, return_state, B, T, D, H):
    return [(B, T, H) if return_sequences else (B, H)] + [(B, H)] * return_state


def unknown_kind(kind, return_sequences, return_state, B, T, D, H):
    states = {"simplernn": 1, "gru": 1, "lstm": 2}[kind]
    return 1 + states * return_state, (B, T, H), (B, H)


def forgot_return(kind, return_sequences, return_state, B, T, D, H):
    first = (B, T, H) if return_sequences else (B, H)
    print(1 + return_state, first)


WRONG = {
    "one state of the LSTM": [all_have_one_state],
    "two states of the GRU": [gates_are_states],
    "same array once": [h_counted_once],
    "states alone": [either_or],
    "states of all steps": [as_in_the_lecture],
    "state as the output": [all_alike],
    "switches exchanged": [took_one_for_the_other],
    "no sequences": [last_step_only],
    "always sequences": [every_step],
    "features for units": [same_as_the_input],
    "time first": [time_in_front],
    "no batch": [one_example],
    "type": [shapes_only],
    "raises": [unknown_kind],
    "none": [forgot_return],
}
