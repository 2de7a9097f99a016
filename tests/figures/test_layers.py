"""A layer as a box: the arrows that are lit, and the shapes beside them, are those of the mode."""

import numpy as np
import pytest

from helpers.drawing import drawn
from rnn_helpers import figures, numpy_layers
from rnn_helpers.figures import layers
from rnn_helpers.figures.layers import HEADS, MODES


def live(kind, shape, sequences, state, units=5):
    """Shapes from a real call: what the figures are made for."""
    layer = getattr(numpy_layers, kind)(units, return_sequences=sequences, return_state=state)
    out = layer(np.ones(shape, np.float32))
    return [part.shape for part in (out if state else [out])]


def heads(figure):
    """Where the arrows with a head end: all that are lit."""
    labels = figure.axes[0].collections[-1]
    ends = zip(labels.get_paths(), labels.get_offsets(), strict=True)
    return [end for path, end in ends if any(path is head for head in HEADS.values())]


@pytest.mark.parametrize("kind", ["SimpleRNN", "LSTM", "GRU"])
@pytest.mark.parametrize("sequences, state", MODES)
@pytest.mark.parametrize("T", [1, 6, 200])
def test_what_leaves_is_what_a_call_returns(kind, sequences, state, T, written):
    returned = live(kind, (4, T, 3), sequences, state)
    figure = figures.api_mode(
        kind, (4, T, 3), returned, return_sequences=sequences, return_state=state
    )
    drawn(figure)
    assert f"x (4, {T}, 3)" in written and f"y {returned[0]}".replace("'", "") in written
    states = [name for name in ("h", "c") if f"${name}_{{{T}}}$ (4, 5)" in written]
    assert states == (["h", "c"] if kind == "LSTM" else ["h"]) * state
    outputs = [text for text in written if text.startswith("$y_")]
    drawn_steps = [step for step in layers.shown_steps(T) if step]
    assert outputs == [f"$y_{{{t}}}$" for t in (drawn_steps if sequences else [T])]
    right = len(layers.shown_steps(T)) - 1
    leaving = [end for end in heads(figure) if end[1] > 0.5 or end[0] > right + 0.6]
    assert len(leaving) == len(outputs) + len(states)
    assert ("every y" in figure.alt) == sequences and ("the last h (4, 5)" in figure.alt) == state


def test_arrows_inside_the_box():
    """7 inputs, 6 steps, 1 output; a second layer adds 13; a masked input is unread."""

    def count(**options):
        return len(heads(figures.api_mode("GRU", (2, 7, 3), [(2, 5)], **options)))

    assert count() == 14 and count(layers=2) == 27 and count(mask=np.arange(7) < 4) == 11


def test_masked_steps_repeat(written):
    mask = np.array([True, True, False, False, False])
    figure = drawn(figures.api_mode("SimpleRNN", (1, 5, 3), [(1, 4)], mask=mask))
    assert [x for x, _ in written["pad"]] == [x for x, _ in written["="]] == [2, 3, 4]
    assert "3 steps masked" in figure.alt
    nothing = np.zeros(200, bool)
    drawn(figures.api_mode("GRU", (1, 200, 3), [(1, 4)], layers=2, mask=nothing))


def test_a_stack_has_a_row_for_each_layer(written):
    figure = drawn(figures.api_mode("GRU", (2, 5, 3), [(2, 4)], layers=3))
    heights = [written[f"$h_{{5}}^{{[{layer}]}}$"][0][1] for layer in (1, 2, 3)]
    assert heights == sorted(set(heights)) and "3 stacked GRU layers" in figure.alt
    assert "3 × GRU" in figure.axes[0].get_title(loc="left")


def test_the_code_stands_over_it_in_place_of_a_title(written):
    code = [
        "lower = keras.layers.GRU(4, return_sequences=True)(x)",
        "y = keras.layers.GRU(4)(lower)",
    ]
    figure = drawn(figures.api_mode("GRU", (2, 5, 3), [(2, 4)], layers=2, code=code))
    first, second = (written[line][0][1] for line in code)
    assert first > second > written["y (2, 4)"][0][1] and not figure.axes[0].get_title(loc="left")


def test_all_four_modes():
    returned = {mode: live("LSTM", (4, 6, 3), *mode) for mode in MODES}
    figure = drawn(figures.api_modes("LSTM", (4, 6, 3), returned))
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert titles == [f"LSTM\nreturn_sequences={a}, return_state={b}" for a, b in MODES]
    assert figure.alt.count("LSTM, return_sequences=") == 4


def test_shapes_that_do_not_fit_the_mode_are_refused():
    with pytest.raises(ValueError, match="returned: expected 3 shapes .*got 2"):
        figures.api_mode("LSTM", (4, 7, 3), [(4, 5), (4, 5)], return_state=True)


def test_a_long_sequence_shows_its_first_steps_and_its_last():
    assert layers.shown_steps(8) == list(range(1, 9)) and layers.shown_steps(1) == [1]
    assert layers.shown_steps(9) == [1, 2, 3, 4, 5, None, 9]
