"""Every figure is drawn for extreme inputs, without error or warning, and says in words what it shows."""

import numpy as np
import pytest
from helpers.drawing import NAN, drawn, lines, no_warnings, rng  # noqa: F401 (fixtures)

from rnn_helpers import figures
from rnn_helpers.figures.canvas import picture


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
        for a, b in (("one", "one"), ("one", "other"), ("a "
                                                        "b", "a b "
                                                               "c"), (long, " ".join(reversed(long.split())))):
            drawn(figures.sentence_pair(a, b))
        assert "equal" in figures.sentence_pair("a "
                                                "b", "b "
                                                       "a").alt and "different" in figures.sentence_pair("a "
                                                                                                           "b", "a "
                                                                                                                  "a").alt

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
            drawn(figures.images_and_words([np.zeros((8, 8))] * n, ["three"] * n, ["eight"] * n, title="96 "
                                                                                                       "% "
                                                                                                       "right"))
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


class TestUnrolled:
    """The graph of a run, in its three views, from one step to two hundred."""

    @staticmethod
    def run(T, D=3, H=5, K=2, fill=None):
        rng = np.random.default_rng(T)
        arrays = {"x": (T, D), "h": (T, H), "y": (T, K), "dh": (T, H), "dx": (T, D), "dh_0": (H,)}
        return {name: rng.standard_normal(shape) if fill is None else np.full(shape, fill) for name, shape in arrays.items()}

    @pytest.mark.parametrize("view", ["unrolled", "loop", "backward"])
    @pytest.mark.parametrize("T", [1, 2, 7, 13, 60, 200])
    def test_any_length(self, view, T):
        drawn(figures.unrolled(**self.run(T), view=view))
        drawn(figures.unrolled(**self.run(T, D=1, H=1, K=1), view=view, tokens=["sentence"] * T, step=(T + 1) // 2))
        drawn(figures.unrolled(**self.run(T) | {"y": None, "dx": None, "dh_0": None}, view=view))

    @pytest.mark.parametrize("view", ["unrolled", "loop", "backward"])
    @pytest.mark.parametrize("fill", [NAN, 0.0, 1e300, -1.0])
    def test_numbers_that_are_none(self, view, fill):
        drawn(figures.unrolled(**self.run(4, fill=fill), view=view))

    def test_arrows_are_as_many_as_edges_and_as_wide_as_their_vectors(self):
        x, h = np.ones((4, 2)), np.diag([1.0, 2.0, 3.0, 4.0])
        figure = figures.unrolled(x, h)
        shapes, labels = figure.axes[0].collections
        assert len(lines(shapes)) == 2 * 4
        widths = [width for (start, end), width, _ in lines(shapes) if start[1] == end[1]]
        assert len(widths) == 4
        assert np.allclose(np.diff(widths), widths[1] - widths[0]) and widths[1] > widths[0]  # |h_0| … |h_3| = 0, 1, 2, 3

    def test_what_is_not_reached_is_left_out(self):
        from matplotlib.collections import PathCollection

        def written(step):
            labels = figures.unrolled(**self.run(6), step=step).axes[0].collections[-1]
            assert isinstance(labels, PathCollection)
            return len(labels.get_offsets())

        assert written(3) < written(6)

    def test_alternative_text_says_how_the_gradient_changed(self):
        dh = np.ones((5, 2)) * [[1e-4], [1e-3], [1e-2], [1e-1], [1.0]]
        assert "less than a thousandth" in figures.unrolled(np.ones((5, 1)), dh, dh=dh, view="backward").alt
        assert "more than ten times" in figures.unrolled(np.ones((5, 1)), dh, dh=dh[::-1], view="backward").alt
        assert "over 1 step:" in figures.unrolled(np.ones((1, 1)), np.ones((1, 2))).alt

    def test_into_given_axes(self):
        figure, (one, two) = picture(1, 2)
        assert figures.unrolled(np.ones((3, 1)), np.ones((3, 2)), ax=two) is figure and two.collections and not one.collections

    def test_mistakes(self):
        with pytest.raises(ValueError, match="view: expected one of unrolled, loop, backward; got "
                                             "'back'"):
            figures.unrolled(np.ones((3, 1)), np.ones((3, 2)), view="back")
        with pytest.raises(ValueError, match="dh: expected"):
            figures.unrolled(np.ones((3, 1)), np.ones((3, 2)), view="backward")


def test_against():
    for T in ([1], [10, 20, 400]):
        for fill in (0.0, NAN, 3.0):
            drawn(figures.against(T, {"time, "
                                      "s": {"a": [fill] * len(T), "b": [1.0] * len(T)}, "memory, "
                                                                                              "MB": {"a": [2] * len(T)}}))
    drawn(figures.against([1, 10], {"time, s": {"a": [0.1, 1]}}, log=True))


class TestSides:
    """Figures of notebook 09."""

    def test_parting(self):
        same = [1.0, 0.5, 0.2]
        alt = drawn(figures.parting({"float32": (same, [1.0, 0.6, 0.2]), "float64": (same, same)}))
        assert "float32 above 1e-3, float64 below 1e-3" in alt

    def test_floors(self):
        for T in ([5], [25, 100, 400]):
            drawn(figures.floors(T, {"NumPy": ([1.0] * len(T), "measured"), "T tiny "
                                                                            "steps": ([0.1] * len(T), "floor")}))

    def test_rounding(self):
        states = {"float16": np.geomspace(1e-4, 1, 50), "bfloat16": np.zeros(50)}
        drawn(figures.rounding(states, {"float16": {10: 0.1, 20: NAN}, "bfloat16": {10: 0.0, 20: 1.0}}))

    def test_benchmark_steps_draw_either_way(self):
        result = {"kind": "GRU", "size": [1, 2, 3, 4], "medians": {"NumPy": 1e-3, "Keras "
                                                                                  "(jax)": 2e-3}, "floor": 1e-4, "steps": 1e-5}
        both = [result | {"way": way} for way in ("forward", "gradient")]
        assert drawn(figures.benchmark_steps(both)).startswith("one gradient step")
        assert drawn(figures.benchmark_steps(both, way="forward")).startswith("forward")
        assert drawn(figures.benchmark_steps(both[:1])).startswith("forward")
