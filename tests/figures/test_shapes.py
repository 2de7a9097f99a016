"""Shapes and Labels: one collection each, with everything in its place and its colour."""

import numpy as np
from matplotlib.colors import to_rgba

from helpers.drawing import boxes, lines
from rnn_helpers.figures.canvas import picture
from rnn_helpers.figures.shapes import Labels, Shapes, cells, diverging, rectangles


def test_rectangles_and_cells_have_their_corners():
    assert rectangles(1, 2, 3, [4, 5])[1].tolist() == [[1, 2], [4, 2], [4, 7], [1, 7]]
    grid = cells([0, 1, 3], [10, 20])
    assert grid.tolist() == [
        [[0, 10], [1, 10], [1, 20], [0, 20]],
        [[1, 10], [3, 10], [3, 20], [1, 20]],
    ]


def test_diverging_is_blue_below_white_at_and_red_above_zero():
    low, zero, high, none = diverging(np.array([-2, 0, 2, np.nan]), 2)
    assert low[2] > low[0] and high[0] > high[2] and zero[:3].min() > 0.95 and none[3] == 0


def test_shapes_are_one_collection_in_the_order_in_which_they_came():
    _, ax = picture()
    shapes = Shapes()
    shapes.polygons(rectangles([0, 2], 0, 1, 1), ["red", "blue"])
    shapes.line([(0, 0), (3, 1)], "green", 4, "--")
    shapes.polygons(rectangles(5, 0, 1, 2), edges="black", width=2)
    shapes.draw(ax)
    (drawn,) = ax.collections
    assert boxes(drawn) == [(0, 0, 1, 1), (2, 0, 1, 1)] and boxes(drawn, edged=True) == [
        (5, 0, 1, 2)
    ]
    ((ends, width, dash),) = lines(drawn)
    assert ends.tolist() == [[0, 0], [3, 1]] and width == 4 and dash is not None
    assert drawn.get_facecolor()[:2].tolist() == [list(to_rgba(c)) for c in ("red", "blue")]
    Shapes().draw(ax)
    assert len(ax.collections) == 1, "nothing is drawn of nothing"


def test_labels_are_one_collection_each_where_it_belongs():
    _, ax = picture()
    labels = Labels()
    labels.add(1, 2, "left", size=10, ha="left")
    labels.add(3, 4, "right", size=10, ha="right", color="red")
    labels.add(5, 6, "  ", size=10)
    labels.draw(ax)
    (drawn,) = ax.collections
    assert drawn.get_offsets().tolist() == [[1, 2], [3, 4]], "a blank text is none"
    left, right = (path.vertices[:, 0] for path in drawn.get_paths())
    assert left.min() >= 0 and right.max() <= 1e-9
    assert drawn.get_facecolor()[1].tolist() == list(to_rgba("red"))
    size = np.ptp(drawn.get_paths()[0].vertices[:, 1])
    other = Labels()
    other.add(0, 0, "left", size=20)
    other.draw(ax)
    assert np.isclose(np.ptp(ax.collections[1].get_paths()[0].vertices[:, 1]), 2 * size)
