"""`step_blocks`: the cells hold the numbers, and the frames what one of them is made of."""

import numpy as np
import pytest
from matplotlib import colormaps

from helpers.drawing import NAN, drawn, lines, polygons
from rnn_helpers import figures

FORMS = [(False, False), (True, False), (False, True), (True, True)]


def arrays(rng, B, D, H):
    """x_t, W_xh, h_prev, W_hh, b_h, h_t, as of a linear step."""
    x, W, h, U, b = (rng.standard_normal(size) for size in ((B, D), (D, H), (B, H), (H, H), (H,)))
    return x, W, h, U, b, x @ W + h @ U + b


@pytest.mark.parametrize("B, D, H", [(1, 1, 1), (5, 8, 8), (200, 1, 2)])
@pytest.mark.parametrize("columns, stacked", FORMS)
def test_extremes(rng, B, D, H, columns, stacked):
    form = {"columns": columns, "stacked": stacked}
    given = arrays(rng, B, D, H)
    follow = {"follow": (B - 1, H - 1), "phi": "sigmoid", "note": "a line"}
    drawn(figures.step_blocks(*given, **form, **follow))
    drawn(figures.step_blocks(*(np.full_like(array, NAN) for array in given), **form, **follow))


def test_shapes_in_words(rng, written):
    given = arrays(rng, 3, 2, 4)
    rows = "x_t (3, 2) W_{xh} (2, 4) + h_{t-1} (3, 4) W_{hh} (4, 4) + b_h (1, 4)"
    assert rows in figures.step_blocks(*given).alt
    assert written["3×2"] and written["2×4"] and len(written["3×4"]) == 2
    columns = "W_{xh} (4, 2) x_t (2, 3) + W_{hh} (4, 4) h_{t-1} (4, 3)"
    assert columns in figures.step_blocks(*given, columns=True).alt
    stacked = figures.step_blocks(*given, stacked=True, follow=(1, 2)).alt
    assert "h_{t-1} (3, 6) W (6, 4) + b_h (1, 4)" in stacked
    assert stacked.endswith("example 2, unit 3, and what it is made of")


def test_the_seam_lies_where_two_arrays_meet(rng):
    given = arrays(rng, 3, 2, 4)
    shapes, frames, _ = (
        drawn(figures.step_blocks(*given, stacked=True, follow=(0, 0))).axes[0].collections
    )
    upright, level = (ends for ends, *_ in lines(frames))
    cells = polygons(shapes)[12:30]  # after h_t's: the 3 by 6 of x and h
    between = cells[1][:, 0].max()
    np.testing.assert_allclose(upright[:, 0], between)
    assert level[0, 1] == level[1, 1]


@pytest.mark.parametrize("columns, stacked", FORMS)
def test_the_frames_hold_what_the_number_is_made_of(rng, columns, stacked):
    """The cells inside the frames, read back from the drawing, add up to h_t[i, j]."""
    x, W, h, U, b, h_t = arrays(rng, 3, 2, 4)
    i, j = 1, 2
    form = {"columns": columns, "stacked": stacked}
    figure = figures.step_blocks(x, W, h, U, b, h_t, **form, follow=(i, j))
    shapes, frames = figure.axes[0].collections[:2]
    centres = np.array([corners.mean(axis=0) for corners in polygons(shapes)])
    pairs = [(np.hstack([x, h]), np.vstack([W, U]))] if stacked else [(x, W), (h, U)]
    blocks = [h_t, *(array for pair in pairs for array in pair), b[None]]
    if columns:
        blocks = [h_t.T, *(array.T for pair in pairs for array in pair[::-1]), b[:, None]]
    values = np.concatenate([array.ravel() for array in blocks])
    colors = colormaps["RdBu_r"](0.5 + 0.5 * values / np.abs(values).max())
    np.testing.assert_array_equal(shapes.get_facecolor(), colors)
    inside = []
    for frame in polygons(frames, edged=True):
        low, high = frame.min(axis=0), frame.max(axis=0)
        inside.append(values[((centres > low) & (centres < high)).all(axis=1)])
    number, *factors, bias = inside
    assert len(factors) == (2 if stacked else 4)
    total = sum(a @ w for a, w in zip(factors[::2], factors[1::2], strict=True)) + bias[0]
    assert number == pytest.approx([h_t[i, j]]) and total == pytest.approx(h_t[i, j])
