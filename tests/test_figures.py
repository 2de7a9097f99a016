"""Every figure is drawn for extreme inputs, without error or warning, and says in words what it shows."""

import warnings

import numpy as np
import pytest

from rnn_helpers import figures
from rnn_helpers.figures.canvas import picture

NAN = float("nan")


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def drawn(figure):
    """It renders, and has alternative text of some words."""
    png = figure.png()
    assert png.startswith(b"\x89PNG") and len(figure.alt.split()) >= 3
    data, metadata = figure._repr_mimebundle_()
    assert data["text/plain"] == metadata["image/png"]["alt"] == figure.alt
    return png


class TestPairsCurvesBars:
    """Figures of notebook 01: drawn for extreme inputs without error or warning, and described."""

    def test_accuracies(self):
        for values in ({"a": {"bag": 0.5}}, {"a": {"bag": 0.0, "recurrent": 1.0}}, {"a": {"bag": NAN, "recurrent": 0.0}},
                       {f"task {n}": {"bag": 0.5, "recurrent": n / 10} for n in range(11)}):
            drawn(figures.accuracies(values))
        assert "bag about half, recurrent nearly all" in figures.accuracies({"a": {"bag": 0.52, "recurrent": 0.97}}).alt

    def test_loss_curves(self):
        for losses in ({"one": [0.7]}, {"long": list(np.linspace(1, 0, 200)), "short": [3.0, 2.0]}, {"zeros": [0.0] * 5},
                       {"diverged": [1.0, 5.0, NAN]}, {"all lost": [NAN] * 3}):
            drawn(figures.loss_curves(losses))
        drawn(figures.loss_curves({"fell": [10.0, 0.001]}, log=True))
        alt = figures.loss_curves({"a": [1.0, 0.05], "b": [1.0, 0.3], "c": [1.0, 1.2]}).alt
        assert "a falls to less than a tenth; b falls to less than half; c does not fall" in alt

    def test_forecast(self):
        for T in (1, 200):
            t = np.arange(T)
            for values in (np.zeros(T), np.full(T, NAN), np.sin(t)):
                drawn(figures.forecast(t, np.sin(t), {"naive": values, "recurrent": np.sin(t)}))
        assert "naive 2.0" in figures.forecast([0, 1], [1, 1], {"naive": [3, 3]}).alt

    def test_sentence_pair(self):
        long = " ".join(f"w{n}" for n in range(14))
        for a, b in (("one", "one"), ("one", "other"), ("a b", "a b c"), (long, " ".join(reversed(long.split())))):
            drawn(figures.sentence_pair(a, b))
        assert "equal" in figures.sentence_pair("a b", "b a").alt and "different" in figures.sentence_pair("a b", "a a").alt

    def test_window_pair(self, rng):
        for rising in (np.array([3.0]), np.zeros(5), np.cumsum(rng.random(200)), np.array([1.0, 1.0, 2.0])):
            drawn(figures.window_pair(rising, rising[::-1]))
        drawn(figures.window_pair(np.full(4, NAN), np.full(4, NAN)))
        with_gap = np.array([1.0, NAN, 3.0])
        drawn(figures.window_pair(with_gap, with_gap[::-1]))
        assert figures.window_pair(with_gap, with_gap[::-1]).alt.endswith("are equal.")
        assert figures.window_pair(with_gap, with_gap + 1).alt.endswith("are different.")

    def test_face_pair(self, rng):
        for image in (np.zeros((1, 1), np.uint8), np.zeros((16, 16), np.uint8), np.full((2, 200), 255, np.uint8),
                      rng.integers(0, 256, (16, 16)).astype(np.uint8)):
            drawn(figures.face_pair(image, image[::-1]))

    def test_images_and_words(self):
        for n in (1, 8, 20):
            drawn(figures.images_and_words([np.zeros((8, 8))] * n, ["three"] * n, ["eight"] * n, title="96 % right"))
        drawn(figures.images_and_words([np.full((8, 8), NAN)], [""]))
        assert "one (wrong: two)" in figures.images_and_words([np.eye(3)], ["one"], ["two"]).alt

    def test_tagged(self):
        for n in (1, 14, 200):
            drawn(figures.tagged(["word"] * n, ["–", "no", "holds", "a", "b", "c", "d"] * n))

    def test_mappings(self):
        drawn(figures.mappings())

    def test_they_draw_into_the_axes_they_are_given(self):
        figure, (one, two) = picture(1, 2)
        assert figures.accuracies({"a": {"bag": 0.5}}, ax=one) is figure and one.patches
        assert figures.loss_curves({"a": [1.0]}, ax=two) is figure and two.lines and not one.lines[1:]
