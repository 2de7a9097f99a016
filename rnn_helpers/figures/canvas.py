"""What every figure stands on: one palette, type for the last row, and a text that says what is drawn."""

import contextlib
import functools
import io

import matplotlib as mpl
import matplotlib.ticker
import numpy as np
from matplotlib import colormaps
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D
from PIL import Image

# Okabe & Ito's palette: distinct for colour-blind readers too. Blue is NumPy's, orange Keras's, all through.
BLUE, ORANGE, GREEN, RED = "#0072B2", "#E69F00", "#009E73", "#D55E00"
PINK, SKY, GREY, INK = "#CC79A7", "#56B4E9", "#8C8C8C", "#222222"
CYCLE = [BLUE, ORANGE, GREEN, RED, PINK, SKY, GREY]
DIVERGING = "RdBu_r"  # blue low, white zero, red high: the lecture's key, and colour-blind-safe

STYLE = {
    "font.size": 15, "axes.titlesize": 16, "axes.labelsize": 15, "xtick.labelsize": 13, "ytick.labelsize": 13,
    "legend.fontsize": 14, "legend.frameon": False, "axes.spines.top": False, "axes.spines.right": False,
    "axes.prop_cycle": mpl.cycler(color=CYCLE), "lines.linewidth": 2.5, "lines.markersize": 8,
    "text.color": INK, "axes.labelcolor": INK, "axes.titlelocation": "left", "figure.constrained_layout.use": True,
    "axes.formatter.useoffset": False, "svg.hashsalt": "rnn",
}


class Picture(Figure):
    """A matplotlib Figure that a notebook shows once, as a PNG with alternative text.

    It belongs to no pyplot state: returning it from a cell is all there is to do. `alt` says in words
    what is drawn, with the numbers; a screen reader reads it, and nbval compares it.
    """

    alt = ""

    def png(self):
        buffer = io.BytesIO()
        with style():
            self.savefig(buffer, format="png", bbox_inches="tight", pad_inches=0.1)
        return small_png(buffer.getvalue())

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"image/png": self.png(), "text/plain": self.alt}, {"image/png": {"alt": self.alt}}


def small_png(png):
    """The same picture in 256 colours, as bytes: a third of them."""
    small = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(256).save(small, "png", optimize=True)
    return small.getvalue()


@contextlib.contextmanager
def style():
    """The series' style, whatever the reader's settings are. Where it is on already it costs nothing.

    It keeps the settings that it changes, not all 300 of them, as mpl.rc_context does: a moving picture has no time.
    """
    if mpl.rcParams["svg.hashsalt"] == STYLE["svg.hashsalt"]:
        yield
        return
    before = {name: mpl.rcParams[name] for name in STYLE}
    mpl.rcParams.update(STYLE)
    try:
        yield
    finally:
        mpl.rcParams.update(before)


def styled(draw):
    """Decorator: draw a figure in the series' style."""
    @functools.wraps(draw)
    def with_style(*args, **kwargs):
        with style():
            return draw(*args, **kwargs)

    return with_style


def picture(rows=1, columns=1, *, width=10.0, height=4.0, **options):
    """-> Picture, axes: new ones, `width` by `height` inches at 96 dots."""
    figure = Picture(figsize=(width, height), dpi=96)
    FigureCanvasAgg(figure)
    return figure, figure.subplots(rows, columns, **options)


def on(ax, **size):
    """-> figure, ax: the caller's axes, or a new picture's."""
    return (ax.figure, ax) if ax is not None else picture(**size)


def whole_steps(axis):
    """Ticks of an axis that counts: at whole numbers only."""
    axis.set_major_locator(mpl.ticker.MaxNLocator(integer=True, min_n_ticks=1))


def bare(ax):
    """Axes without a frame or scales, for drawings."""
    ax.set_axis_off()
    return ax


def unframed(ax):
    """Axes without a frame, but with room for names beside it."""
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax


def rectangles(left, bottom, width, height):
    """Numbers, or (N,) each -> corners (N, 4, 2)"""
    left, bottom, width, height = np.broadcast_arrays(*np.atleast_1d(left, bottom, width, height))
    right, top = left + width, bottom + height
    return np.stack([left, bottom, right, bottom, right, top, left, top], axis=-1).reshape(-1, 4, 2)


def cells(xs, ys):
    """Edges (columns + 1,), (rows + 1,) -> corners of the cells, row after row, (rows · columns, 4, 2)."""
    left, low = np.meshgrid(xs[:-1], ys[:-1])
    width, height = np.meshgrid(np.diff(xs), np.diff(ys))
    return rectangles(*(each.ravel() for each in (left, low, width, height)))


def diverging(values, largest):
    """Numbers -> their colours (…, 4), from -largest, blue, through white to largest, red. Not a number: no colour."""
    return colormaps[DIVERGING](0.5 + 0.5 * np.ma.masked_invalid(values) / largest)


class Shapes:
    """Polygons and lines, measured in data, drawn as one collection in the order in which they came.

    A moving picture spends its time on the number of collections, hardly on what is in them.
    """

    def __init__(self):
        self.outlines, self.faces, self.edges, self.widths, self.dashes, self.smooth = [], [], [], [], [], []

    def polygons(self, corners, faces="none", *, edges="none", width=0.0, dash="-", smooth=True):
        """Corners (N, n, 2). Faces and edges: a colour, or a list or an array of N. The edges' width is in points."""
        corners = np.asarray(corners, float)
        N, n = corners.shape[:2]
        codes = np.array([Path.MOVETO, *[Path.LINETO] * (n - 1), Path.CLOSEPOLY], Path.code_type)
        outlines = [Path(closed, codes) for closed in np.concatenate([corners, corners[:, :1]], axis=1)]
        self._add(outlines, faces, edges, width, dash, smooth)

    def outline(self, path, face="none", *, edge, width):
        self._add([path], face, edge, width, "-", True)

    def line(self, points, color, width, dash="-"):
        """Through the points (n, 2), `width` points wide."""
        self._add([Path(points)], "none", color, width, dash, True)

    def _add(self, outlines, faces, edges, *look):
        N = len(outlines)
        self.outlines += outlines
        self.faces.append(_rgba(faces, N))
        self.edges.append(_rgba(edges, N))
        for each, value in zip((self.widths, self.dashes, self.smooth), look):
            each += [value] * N

    def draw(self, ax, zorder=1, **options):
        if self.outlines:
            ax.add_collection(PathCollection(
                self.outlines, facecolors=np.concatenate(self.faces), edgecolors=np.concatenate(self.edges),
                linewidths=self.widths, linestyles=self.dashes if any(dash != "-" for dash in self.dashes) else "-",
                antialiaseds=self.smooth, zorder=zorder, **options), autolim=False)


def _rgba(colors, N):
    """A colour, or a list or an array of N -> (N, 4), which a collection takes as it is; names it would look up one by one."""
    if isinstance(colors, np.ndarray):
        return colors
    if not isinstance(colors, list):
        return np.tile(to_rgba(colors), (N, 1))
    known = {color: to_rgba(color) for color in set(colors)}
    return np.array([known[color] for color in colors])


class Labels:
    """Many short texts, and other outlines, measured in points, each at its place in data: drawn as one collection.

    Ten times as fast as ax.text. The outline of a text is made once.
    """

    def __init__(self):
        self.outlines, self.places, self.colors = [], [], []

    def add(self, x, y, text, *, size, ha="center", va="center", color=INK, family="sans-serif", weight="normal",
            shift=(0, 0), upwards=False):
        """A text of `size` points at x, y (data); `va` looks at the line of type, not at the letters in it.

        shift: points to the right and up. upwards: turned, to be read from below.
        """
        if str(text).strip():
            self.stamp(x, y, _outline(str(text), size, ha, va, family, weight, shift, upwards), color)

    def stamp(self, x, y, outline, color):
        """A Path in points, filled, its zero at x, y (data)."""
        self.outlines.append(outline)
        self.places.append((x, y))
        self.colors.append(color)

    def draw(self, ax, zorder=5, **options):
        if self.outlines:
            stamps = PathCollection(self.outlines, offsets=self.places, offset_transform=ax.transData, edgecolors="none",
                                    facecolors=_rgba(self.colors, len(self.colors)), zorder=zorder, **options)
            stamps.set_transform(Affine2D().scale(ax.figure.dpi / 72))
            ax.add_collection(stamps, autolim=False)


@functools.lru_cache(maxsize=10_000)
def _outline(text, size, ha, va, family, weight, shift, upwards):
    path = TextPath((0, 0), text, size=size, prop=FontProperties(family=family, weight=weight))
    low, high = path.vertices[:, 0].min(), path.vertices[:, 0].max()
    across = {"left": 0.0, "center": -(low + high) / 2, "right": -high}[ha]
    up = size * {"bottom": 0.22, "center": -0.36, "top": -0.76}[va]
    vertices = path.vertices + np.array([across, up])
    return Path((vertices @ np.array([[0, 1], [-1, 0]]) if upwards else vertices) + np.array(shift), path.codes)
