"""The explorer `order`: exchanges, an anchor that stays, answers computed a second way."""

import itertools
import re
from importlib import import_module

import numpy as np
import pytest

from rnn_helpers import explorers, numpy_rnn

module = import_module("rnn_helpers.explorers.order")
T, D, H = 7, 3, 5


def task(rng, K, examples=2):
    """K answers; the bag model knows the sum of the elements only."""
    outputs = 1 if K == 2 else K
    return {
        "shown": [rng.random((T, 4)) for _ in range(examples)],
        "x": [rng.standard_normal((T, D)) for _ in range(examples)],
        "anchor": [[False, True, False, False, True, False, False]] * examples,
        "answers": [f"answer{k}" for k in range(K)],
        "recurrent": [
            *numpy_rnn.init_params(D, H, rng=rng, dtype=np.float64),
            5 * rng.standard_normal((H, outputs)),
            rng.standard_normal(outputs),
        ],
        "bag_model": [
            rng.standard_normal(size) for size in ((D, 4), (4,), (4, outputs), (outputs,))
        ],
        "bag": lambda x: x.sum(axis=0).round(9),
    }


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def believed(logits):
    """Answer and its share, by the textbook's formulas."""
    one = 1 / (1 + np.exp(-logits[0]))
    shares = np.exp(logits) / np.exp(logits).sum() if len(logits) > 1 else np.array([1 - one, one])
    return int(shares.argmax()), f"{100 * shares.max():.0f}"


def said(words):
    """[model] -> answer and per cent now, before: numbers as written."""
    return re.findall(
        r"The (\w+) model says answer(\d+) \((\d+) %\), (?:as before|before answer\d+) \((\d+) %\)",
        words,
    )


@pytest.mark.parametrize("K", [2, 4])
def test_the_answers_are_the_models(K, rng):
    given = task(rng, K)
    explorer = explorers.order({"only": given}, np.random.default_rng(0))
    # What it draws first: example 1, nothing kept.
    stages = module._orders(np.ones(T, bool), np.random.default_rng(0))
    W_xh, W_hh, b_h, W_hy, b_y = given["recurrent"]
    for count, order in enumerate(stages):
        explorer.set(exchanges=count)
        h = np.zeros(H)
        for place in order:
            h = np.tanh(given["x"][0][place] @ W_xh + h @ W_hh + b_h)
        answer, sure = believed(h @ W_hy + b_y)
        W_1, b_1, W_2, b_2 = given["bag_model"]
        of_bag, bag_sure = believed(
            np.maximum(given["bag"](given["x"][0]) @ W_1 + b_1, 0) @ W_2 + b_2
        )
        bag, recurrent = said(explorer.screen.words)
        assert bag == ("bag", str(of_bag), bag_sure, bag_sure), (
            "a bag says the same, as sure as before"
        )
        assert recurrent[:3] == ("recurrent", str(answer), sure)


def test_one_exchange_at_a_time_until_nothing_is_where_it_was(rng):
    free = np.array([0, 2, 3, 5, 6])
    stages = module._orders(np.isin(np.arange(T), free), rng)
    assert len(stages) == len(free)
    for before, after in itertools.pairwise(stages):
        changed = np.flatnonzero(before != after)
        assert len(changed) == 2 and sorted(before[changed]) == sorted(after[changed])
    assert (stages[0] == np.arange(T)).all() and (stages[-1][free] != free).all()
    assert (stages[:, [1, 4]] == [1, 4]).all(), "an anchor stays"


def test_the_slider_goes_back_and_ends_where_all_is_mixed(rng):
    explorer = explorers.order({"two": task(rng, 2), "four": task(rng, 4)}, rng)
    slider, seen = explorer.controls["exchanges"], {}
    assert slider.max == T - 1
    for n in [*range(T), *reversed(range(T))]:
        slider.value = n
        assert seen.setdefault(n, explorer.screen.png) == explorer.screen.png
    assert len(set(seen.values())) == T
    slider.value = T - 1
    explorer.controls["keep"].value = True
    assert slider.value == slider.max == T - 1 - 2
    explorer.controls["keep"].value = False
    assert slider.value == slider.max == T - 1, "a value cut off comes back"


def test_set_reaches_beyond_the_end_that_was(rng):
    explorer = explorers.order({"two": task(rng, 2)}, rng)
    explorer.set(keep=True)
    explorer.set(keep=False, exchanges=T - 1)
    assert explorer.values()["exchanges"] == T - 1


def test_wrong_tasks_are_one_clear_line(rng):
    all_held = task(rng, 2) | {"anchor": [[True] * (T - 1) + [False]] * 2}
    said = "tasks: expected at least two elements outside the anchor, got 1 in 'held', example 1"
    with pytest.raises(ValueError, match=said):
        explorers.order({"held": all_held}, rng)
    said = "tasks: expected the same number of examples in each, got {'a': 2, 'b': 3}"
    with pytest.raises(ValueError, match=said):
        explorers.order({"a": task(rng, 2), "b": task(rng, 2, examples=3)}, rng)
    with pytest.raises(TypeError, match="rng"):
        explorers.order({"a": task(rng, 2)}, 0)
