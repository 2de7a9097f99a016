"""What tests of figures look at: what is drawn, without rasterising it."""

import numpy as np

from rnn_helpers.figures.canvas import style

NAN = float("nan")


def drawn(figure):
    """The figure, laid out and drawn once, its text checked to be a sentence -> the figure."""
    with style():
        figure.draw_without_rendering()
    assert len(figure.alt.split()) >= 3 and "$" not in figure.alt
    return figure


def curves(ax):
    """The named lines of the axes, in the order of drawing: label -> (n, 2) points."""
    named = (line for line in ax.lines if not line.get_label().startswith("_"))
    return {line.get_label(): line.get_xydata() for line in named}


def values(ax):
    """Their heights: label -> (n,)."""
    return {name: points[:, 1] for name, points in curves(ax).items()}


def bars(ax):
    """Heights of the groups of upright bars: label -> list."""
    return {group.get_label(): [bar.get_height() for bar in group] for group in ax.containers}


def texts(ax):
    """What `ax.text` and `ax.annotate` wrote, in order."""
    return [text.get_text() for text in ax.texts]


def grid(mesh):
    """The values of a pcolormesh, (rows, columns), NaN where there is no colour."""
    array = np.ma.filled(np.ma.asarray(mesh.get_array()).astype(float), NAN)
    return array.reshape(np.array(mesh.get_coordinates().shape[:2]) - 1)


def legend(ax):
    """The names in a legend; none where there is none."""
    return [text.get_text() for text in ax.get_legend().get_texts()] if ax.get_legend() else []


def lines(shapes):
    """Of a collection that Shapes drew: (ends, width, dash) of each line of two points."""
    paths = shapes.get_paths()
    looks = zip(
        paths,
        np.resize(shapes.get_linewidths(), len(paths)),
        shapes.get_linestyles() * len(paths),
        strict=False,
    )
    return [(path.vertices, width, dash[1]) for path, width, dash in looks if len(path) == 2]


def polygons(shapes, edged=False):
    """Of a collection that Shapes drew: the corners of each polygon with a face, or without one."""
    looks = zip(shapes.get_paths(), shapes.get_facecolor(), strict=True)
    return [path.vertices[:-1] for path, face in looks if len(path) > 3 and (face[3] == 0) == edged]


def boxes(shapes, edged=False):
    """The same as (left, bottom, width, height)."""
    return [(*corners.min(axis=0), *np.ptp(corners, axis=0)) for corners in polygons(shapes, edged)]
