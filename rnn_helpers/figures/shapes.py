"""Many shapes, or many short texts, drawn as one collection each.

A moving picture spends its time on the number of artists, hardly on what is in them.
"""

import functools

import numpy as np
from matplotlib import colormaps
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from rnn_helpers.figures.palette import DIVERGING, INK


def rectangles(left, bottom, width, height):
    """Numbers, or (N,) each -> corners (N, 4, 2)."""
    left, bottom, width, height = np.broadcast_arrays(*np.atleast_1d(left, bottom, width, height))
    right, top = left + width, bottom + height
    corners = np.stack([left, bottom, right, bottom, right, top, left, top], axis=-1)
    return corners.reshape(-1, 4, 2)


def cells(xs, ys):
    """Edges (columns + 1,), (rows + 1,) -> corners of the cells, row by row, (cells, 4, 2)."""
    left, low = np.meshgrid(xs[:-1], ys[:-1])
    width, height = np.meshgrid(np.diff(xs), np.diff(ys))
    return rectangles(*(each.ravel() for each in (left, low, width, height)))


def diverging(values, largest):
    """Numbers -> colours (…, 4), from -largest, blue, through white to largest, red; NaN: none."""
    return colormaps[DIVERGING](0.5 + 0.5 * np.ma.masked_invalid(values) / largest)


class Shapes:
    """Polygons and lines in data coordinates, drawn in the order in which they were added."""

    def __init__(self):
        self._outlines, self._faces, self._edges = [], [], []
        self._widths, self._dashes, self._smooth = [], [], []

    def polygons(self, corners, faces="none", *, edges="none", width=0.0, dash="-", smooth=True):
        """corners (N, n, 2). faces, edges: a colour, or N of them. width: of edges, in points."""
        corners = np.asarray(corners, float)
        N, n = corners.shape[:2]
        codes = np.array([Path.MOVETO, *[Path.LINETO] * (n - 1), Path.CLOSEPOLY], Path.code_type)
        closed = np.concatenate([corners, corners[:, :1]], axis=1)
        self._add([Path(each, codes) for each in closed], faces, edges, width, dash, smooth)

    def outline(self, path, face="none", *, edge, width):
        """Any Path; width: of its edge, in points."""
        self._add([path], face, edge, width, "-", True)

    def line(self, points, color, width, dash="-"):
        """Through the points (n, 2), `width` points wide."""
        self._add([Path(points)], "none", color, width, dash, True)

    def _add(self, outlines, faces, edges, width, dash, smooth):
        N = len(outlines)
        self._outlines += outlines
        self._faces.append(_rgba(faces, N))
        self._edges.append(_rgba(edges, N))
        self._widths += [width] * N
        self._dashes += [dash] * N
        self._smooth += [smooth] * N

    def draw(self, ax, zorder=1, **options):
        """Add everything to the axes, as one collection."""
        if self._outlines:
            look = {
                "facecolors": np.concatenate(self._faces),
                "edgecolors": np.concatenate(self._edges),
                "linewidths": self._widths,
                "linestyles": self._dashes if {*self._dashes} != {"-"} else "-",
                "antialiaseds": self._smooth,
            }
            shapes = PathCollection(self._outlines, zorder=zorder, **look, **options)
            ax.add_collection(shapes, autolim=False)


def _rgba(colors, N):
    """A colour, or a list or an array of N -> (N, 4), which needs no more conversion."""
    if isinstance(colors, np.ndarray):
        return colors
    if not isinstance(colors, list):
        return np.tile(to_rgba(colors), (N, 1))
    known = {color: to_rgba(color) for color in set(colors)}
    return np.array([known[color] for color in colors])


class Labels:
    """Many short texts, and other outlines in points, each at its place in data coordinates.

    Ten times as fast as `ax.text`. The outline of a text is made once.
    """

    def __init__(self):
        self._outlines, self._places, self._colors = [], [], []

    def add(
        self, x, y, text, *, size, ha="center", va="center", color=INK, family="sans-serif",
        weight="normal",
    ):
        """A text of `size` points at x, y (data); `va` is that of the line, not its letters."""
        if str(text).strip():
            self.stamp(x, y, _outline(str(text), size, ha, va, family, weight), color)

    def stamp(self, x, y, outline, color):
        """A Path in points, filled, its origin at x, y (data)."""
        self._outlines.append(outline)
        self._places.append((x, y))
        self._colors.append(color)

    def draw(self, ax, zorder=5, **options):
        """Add everything to the axes, as one collection."""
        if self._outlines:
            stamps = PathCollection(
                self._outlines,
                offsets=self._places,
                offset_transform=ax.transData,
                edgecolors="none",
                facecolors=_rgba(self._colors, len(self._colors)),
                zorder=zorder,
                **options,
            )
            stamps.set_transform(Affine2D().scale(ax.figure.dpi / 72))
            ax.add_collection(stamps, autolim=False)


@functools.lru_cache(maxsize=10_000)
def _outline(text, size, ha, va, family, weight):
    path = TextPath((0, 0), text, size=size, prop=FontProperties(family=family, weight=weight))
    low, high = path.vertices[:, 0].min(), path.vertices[:, 0].max()
    across = {"left": 0.0, "center": -(low + high) / 2, "right": -high}[ha]
    up = size * {"bottom": 0.22, "center": -0.36, "top": -0.76}[va]
    return Path(path.vertices + [across, up], path.codes)
