"""`reordered`: every element is drawn where it now is, and each model's bars are its beliefs."""

import numpy as np
import pytest

from helpers.drawing import NAN, boxes, drawn, lines
from rnn_helpers import figures

BELIEFS = {
    "bag": (np.array([0.5, 0.5]), np.array([0.4, 0.6])),
    "recurrent": (np.array([0.9, 0.1]), np.array([0.2, 0.8])),
}
ANSWERS = ["no", "yes"]


def test_words_stand_in_their_old_and_their_new_places(written):
    figure = drawn(figures.reordered(["a", "b", "c"], [1, 0, 2], ANSWERS, BELIEFS))
    old, new = (
        [max(written[word], key=lambda place: side * place[0])[1] for word in "abc"]
        for side in (-1, 1)
    )
    assert old[0] > old[1] > old[2] and new[1] > new[0] > new[2] and old[2] == new[2]
    assert written["from 2"][0][1] == new[1] and written["from 1"][0][1] == new[0]
    assert "from 3" not in written
    slants = [start[1] != end[1] for (start, end), *_ in lines(figure.axes[0].collections[0])]
    assert slants == [True, True, False], "a line slants where an element moved"


def test_what_is_held_is_dashed_and_has_an_anchor(written):
    anchor = [False, False, True]
    figure = drawn(figures.reordered(["a", "b", "c"], [1, 0, 2], ANSWERS, BELIEFS, anchor=anchor))
    dashes = [dash is not None for *_, dash in lines(figure.axes[0].collections[0])]
    assert dashes == [False, False, True] and len(written["⚓"]) == 1
    assert figure.alt == (
        "A sentence of 3 words, 2 of them moved, an anchor of 1 held in place; the bag model's "
        "answer changes, the recurrent model's answer changes."
    )


def test_prices():
    prices, order = np.array([3.0, 1.0, 4.0, 1.5]), np.array([2, 1, 0, 3])
    figure = drawn(figures.reordered(prices, order, ANSWERS, BELIEFS))
    before, now = (line.get_ydata() for line in figure.axes[0].lines)
    scaled = (prices - 1) / 3
    low, high = before.min(), before.max()
    np.testing.assert_allclose((before - low) / (high - low), scaled)
    np.testing.assert_allclose(now, before[order])
    moved, stayed = (dots.get_offsets() for dots in figure.axes[0].collections[:2])
    np.testing.assert_allclose(moved[:, 1], now[[0, 2]])
    np.testing.assert_allclose(stayed[:, 1], now[[1, 3]])
    assert figure.alt.startswith("A window of 4 prices, 2 of them moved;")


def test_an_image(rng):
    image, order = rng.random((4, 6)), [3, 1, 0, 2]
    figure = drawn(figures.reordered(image, order, ANSWERS, BELIEFS))
    before, now = (shown.get_array() for shown in figure.axes[0].images)
    np.testing.assert_array_equal(before, image)
    np.testing.assert_array_equal(now, image[order])
    assert figure.alt.startswith("An image of 4 rows, 3 of them moved;")


def test_bars_are_the_beliefs(written):
    figure = drawn(figures.reordered([1.0, 2.0], [1, 0], ANSWERS, BELIEFS))
    for ax, (before, now) in zip(figure.axes[1:], BELIEFS.values(), strict=True):
        shapes = ax.collections[0]
        np.testing.assert_allclose([box[3] for box in boxes(shapes)], now)
        np.testing.assert_allclose([box[3] for box in boxes(shapes, edged=True)], before)
    assert {"60 %", "80 %", "says yes,", "≠ before: no"} <= set(written)


@pytest.mark.parametrize("T", [1, 200])
def test_extremes(T, rng):
    long = [f"w{'x' * (n % 20)}" for n in range(T)]
    for shown in (long, np.full(T, NAN), np.zeros(T), np.full((T, 5), NAN)):
        order, anchor = rng.permutation(T), np.arange(T) % 2 == 0
        drawn(figures.reordered(shown, order, ANSWERS, BELIEFS, anchor=anchor))


@pytest.mark.parametrize("K", [1, 50])
def test_any_number_of_answers(K):
    models = {"one": (np.full(K, 1 / K), np.eye(K)[-1]), "two": (np.zeros(K), np.full(K, NAN))}
    drawn(figures.reordered([1.0, 2.0], [1, 0], [str(k) for k in range(K)], models))
