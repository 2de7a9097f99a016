"""A figure redrawn at every move: only what is inside its axes, over a backdrop that is kept.

Frames, ticks, titles and keys take longer to draw than everything between them, and rarely change.
This is matplotlib's blitting (`copy_from_bbox`, `restore_region`), with a PNG at the end of it.
"""

import io

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from rnn_helpers.figures.canvas import STYLE, Picture, style

DPI = 80  # about as wide as a notebook's page, so the picture is shown pixel for pixel
KEPT = 8  # backdrops: a reader who moves to and fro comes back to the same ones


class Stage(Picture):
    """A Picture whose `snapshot` redraws what is inside the axes, and the rest if it changed."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self._still, self._backdrops = [], {}

    def keep(self, *axes):
        """What these axes show now never changes: it becomes part of the backdrop."""
        self._still += axes

    def snapshot(self):
        """The picture as it is now, as a PNG, not cropped: bytes."""
        with style():
            moving = [ax for ax in self.axes if ax not in self._still]
            self.canvas.restore_region(self._backdrop(moving))
            for ax in moving:
                ax.apply_aspect()
                for artist in sorted(contents(ax), key=Artist.get_zorder):
                    ax.draw_artist(artist)
        size, png = self.canvas.get_width_height(), io.BytesIO()
        picture = Image.frombytes("RGB", size, self.canvas.buffer_rgba(), "raw", "RGBX")
        picture.save(png, "PNG", compress_level=1)
        return png.getvalue()

    def _backdrop(self, moving):
        """Everything but the contents of the moving axes, drawn or kept from before."""
        frames = tuple(_frame(ax) for ax in moving)
        if frames not in self._backdrops:
            hidden = [artist for ax in moving for artist in contents(ax)]
            for artist in hidden:
                artist.set_visible(False)
            self.canvas.draw()
            for artist in hidden:
                artist.set_visible(True)
            if len(self._backdrops) == KEPT:
                del self._backdrops[next(iter(self._backdrops))]  # the oldest
            self._backdrops[frames] = self.canvas.copy_from_bbox(self.bbox)
        return self._backdrops[frames]


def stage(
    rows=1, columns=1, *, width=11.5, height=4.6, bare=False, left=0.08, right=0.99, bottom=0.16,
    top=0.86, wspace=0.25, **options,
):
    """-> Stage, axes: as `figures.canvas.picture`, but with fixed margins, which need no layout.

    bare=True: no margins, for drawings without scales.
    """
    margins = {"left": left, "right": right, "bottom": bottom, "top": top, "wspace": wspace}
    if bare:
        margins = {"left": 0.01, "right": 0.99, "bottom": 0.01, "top": 0.99, "wspace": 0}
    with mpl.rc_context(STYLE | {"figure.constrained_layout.use": False}):
        figure = Stage(figsize=(width, height), dpi=DPI)
        FigureCanvasAgg(figure)
        axes = figure.subplots(rows, columns, **options)
    figure.subplots_adjust(**margins)
    return figure, axes


def contents(ax):
    """What is drawn inside the axes: everything but the frame, its scales and its titles."""
    inside = {*ax.collections, *ax.lines, *ax.patches, *ax.texts, *ax.images, ax.get_legend()}
    return [child for child in ax.get_children() if child in inside]  # in the order they came


def wiped(*axes):
    """The axes, empty. Faster than `ax.clear()`, which makes every tick anew."""
    for ax in axes:
        for artist in contents(ax):
            artist.remove()
    return axes


def _frame(ax):
    """Everything that the look of the frame, its scales and its titles depends on."""
    titles = tuple(ax.get_title(place) for place in ("left", "center", "right"))
    if not ax.axison:
        return titles
    scales = (
        (
            axis.get_scale(),
            axis.get_label_text(),
            *axis.get_view_interval(),
            *axis.get_major_formatter().format_ticks(axis.get_majorticklocs()),
        )
        for axis in (ax.xaxis, ax.yaxis)
    )
    return titles, *scales
