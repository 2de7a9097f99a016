"""Excerpts chosen by a rule, against every possible run of lines."""

import numpy as np
import pytest

from rnn_helpers.char_rnn.excerpts import richest


@pytest.mark.parametrize("seed", range(5))
def test_richest_is_the_best_of_all_runs(seed):
    rng = np.random.default_rng(seed)
    texts = ["".join(rng.choice([*"ab(\n"], p=[0.4, 0.3, 0.2, 0.1], size=n)) for n in (173, 91, 7)]
    marks = [[np.array([letter == wanted for letter in text]) for wanted in "a("] for text in texts]
    worth = {}
    for file, text in enumerate(texts):
        pieces = text.split("\n")[:-1]  # the last line has no end
        for first in range(len(pieces) - 2):
            run = pieces[first : first + 3]
            if max(map(len, run)) <= 30:
                joined = "\n".join(run)
                worth[file, first] = joined.count("a") * joined.count("("), joined + "\n"
    found = richest(texts, marks, lines=3, columns=30)
    assert texts[found.file][found.part] == max(worth.values(), key=lambda each: each[0])[1]


def test_nothing_to_be_found():
    texts, marks = ["ab\ncd\n"], [[np.zeros(6, bool), np.ones(6, bool)]]
    with pytest.raises(ValueError, match="^marks: expected some 1 lines .* all 2 things, got none"):
        richest(texts, marks, lines=1)
