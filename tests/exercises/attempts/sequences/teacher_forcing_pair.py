"""Attempts at `teacher_forcing_pair`."""

import numpy as np

from rnn_helpers import text
from rnn_helpers.backend import ops


def padded_lists(word, start, end, T):
    padding = [0] * (T - len(word) - 1)
    return (
        [start] + word + padding,
        word + [end] + padding,
        [True] * (len(word) + 1) + [False] * len(padding),
    )


def step_by_step(word, start, end, T):
    fed, wanted, mask = [], [], []
    before = start
    for t in range(T):
        fed.append(before)
        before = word[t] if t < len(word) else end if t == len(word) else 0
        wanted.append(before)
        mask.append(before != 0)
        before = 0 if before == end else before
    return np.array(fed), np.array(wanted), np.array(mask)


def cut_from_one_row(word, start, end, T):
    whole = np.pad([start, *word, end], (0, T))
    fed, wanted = whole[:T].copy(), whole[1 : T + 1]
    fed[len(word) + 1 :] = 0
    return {"inputs": fed, "targets": wanted, "mask": wanted > 0}


def by_the_vocabulary(word, start, end, T):
    numbers = text.Vocabulary([], reserved=range(10))
    fed, mask = numbers.encode([[start, *word]], T)
    wanted, _ = numbers.encode([[*word, end]], T)
    return fed[0], wanted[0], mask[0]


def keras_ops(word, start, end, T):
    after = T - len(word) - 1
    return (
        ops.pad([start, *word], (0, after)),
        ops.pad([*word, end], (0, after)),
        ops.arange(T) <= len(word),
    )


RIGHT = [padded_lists, step_by_step, cut_from_one_row, by_the_vocabulary, keras_ops]


def filled(numbers, T):
    return np.pad(numbers, (0, T - len(numbers)))


def input_is_target(word, start, end, T):
    fed = filled([start, *word], T)
    return fed, fed, fed > 0


def the_one_before(word, start, end, T):
    fed = filled([start, *word], T)
    wanted = np.zeros_like(fed)
    wanted[1:] = fed[:-1]
    return fed, wanted, fed > 0


def nothing_in_front(word, start, end, T):
    fed, wanted = filled(word, T), filled([*word, end], T)
    return fed, wanted, wanted > 0


def both_with_end(word, start, end, T):
    wanted = filled([*word, end], T)
    return wanted, wanted, wanted > 0


def no_stop(word, start, end, T):
    fed = filled([start, *word], T)
    return fed, filled(word, T), fed > 0


def stop_in_the_last_column(word, start, end, T):
    fed, wanted = filled([start, *word], T), filled(word, T)
    wanted[-1] = end
    return fed, wanted, fed > 0


def cut_without_clearing(word, start, end, T):
    whole = filled([start, *word, end], T + 1)
    return whole[:-1], whole[1:], whole[1:] > 0


def letters_only(word, start, end, T):
    wanted = filled([*word, end], T)
    return filled([start, *word], T), wanted, (wanted > 0) & (wanted != end)


def start_left_out(word, start, end, T):
    fed = filled([start, *word], T)
    return fed, filled([*word, end], T), (fed > 0) & (fed != start)


def every_place(word, start, end, T):
    return filled([start, *word], T), filled([*word, end], T), np.full(T, True)


def where_it_is_zero(word, start, end, T):
    fed = filled([start, *word], T)
    return fed, filled([*word, end], T), fed == 0


def wanted_first(word, start, end, T):
    fed = filled([start, *word], T)
    return filled([*word, end], T), fed, fed > 0


def zeros_first(word, start, end, T):
    before = T - len(word) - 1
    fed = np.pad([start, *word], (before, 0))
    return fed, np.pad([*word, end], (before, 0)), fed > 0


def as_long_as_the_word(word, start, end, T):
    return np.array([start, *word]), np.array([*word, end]), np.ones(len(word) + 1, bool)


def without_mask(word, start, end, T):
    return filled([start, *word], T), filled([*word, end], T)


def word_extended(word, start, end, T):
    fed = filled([start, *word], T)
    word.append(end)
    return fed, filled(word, T), fed > 0


def numbers_fixed(word, start, end, T):
    fed = filled([1, *word], T)
    return fed, filled([*word, 2], T), fed > 0


WRONG = {
    "not shifted": [input_is_target],
    "wrong way": [the_one_before],
    "no start": [nothing_in_front],
    "answer fed": [both_with_end],
    "no end": [no_stop],
    "end at the edge": [stop_in_the_last_column],
    "end fed": [cut_without_clearing],
    "end masked": [letters_only],
    "start masked": [start_left_out],
    "all real": [every_place],
    "mask turned round": [where_it_is_zero],
    "exchanged": [wanted_first],
    "padded in front": [zeros_first],
    "not padded": [as_long_as_the_word],
    "type": [without_mask],
    "in place": [word_extended],
    "wrong": [numbers_fixed],
}
