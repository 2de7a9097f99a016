"""Attempts at `filling_batch`."""

import math

import numpy as np

from rnn_helpers.backend import ops


def ceil(T, D, H, rate, launch):
    return math.ceil(rate * launch / (D * H + H * H))


def with_both_floors(T, D, H, rate, launch):
    launches = T * launch
    products_of_one_example = T * H * (D + H) / rate
    return int(np.ceil(launches / products_of_one_example - 1e-9))


def search(T, D, H, rate, launch):
    B = rate * launch // (D * H + H * H)  # near it
    while B * (D * H + H * H) < rate * launch:
        B += 1
    return B


def keras_ops(T, D, H, rate, launch):
    return ops.ceil(ops.divide(float(rate * launch), float(H * (D + H))))


RIGHT = [ceil, with_both_floors, search, keras_ops]


def integer_division(T, D, H, rate, launch):
    return rate * launch // (H * (D + H))


def quotient(T, D, H, rate, launch):
    return launch / ((D * H + H * H) / rate)


def launched_once(T, D, H, rate, launch):
    return math.ceil(launch / (T * (D * H + H * H) / rate))


def all_launches(T, D, H, rate, launch):
    return math.ceil(T * launch / ((D * H + H * H) / rate))


def input_only(T, D, H, rate, launch):
    return -(-rate * launch // (D * H))


def state_only(T, D, H, rate, launch):
    return int(np.ceil(rate * launch / H**2))


def numbers_that_go_in(T, D, H, rate, launch):
    return math.ceil(rate * launch / (D + H))


def turned_over(T, D, H, rate, launch):
    return math.ceil((D * H + H * H) / (rate * launch))


def forgot_launch(T, D, H, rate, launch):
    return math.ceil(rate / (D * H + H * H))


def with_the_way_back(T, D, H, rate, launch):
    return math.ceil(rate * launch / (2 * D * H + 3 * H * H))


def in_words(T, D, H, rate, launch):
    return f"{math.ceil(rate * launch / (D * H + H * H))} examples"


def forgot_return(T, D, H, rate, launch):
    print(math.ceil(rate * launch / (D * H + H * H)))


def one_more_than_the_floor(T, D, H, rate, launch):
    return rate * launch // (D * H + H * H) + 1


WRONG = {
    "rounded down": [integer_division],
    "no whole number": [quotient],
    "one launch for all": [launched_once],
    "products of one step": [all_launches],
    "no state": [input_only],
    "no input": [state_only],
    "not squared": [numbers_that_go_in],
    "upside down": [turned_over],
    "without the launch": [forgot_launch],
    "wrong": [with_the_way_back],
    "type": [in_words],
    "none": [forgot_return],
    "one too many": [one_more_than_the_floor],
}
