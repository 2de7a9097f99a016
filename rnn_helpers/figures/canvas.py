"""What every figure stands on: one palette, type for the last row, and a text that describes it."""

import contextlib
import functools
import io

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator
from PIL import Image

from rnn_helpers.figures.palette import CYCLE, INK

STYLE = {
    "font.size": 15,
    "axes.titlesize": 16,
    "axes.labelsize": 15,
    "xtick.labelsize": 13,
    "ytick.labelsize": 13,
    "legend.fontsize": 14,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.prop_cycle": mpl.cycler(color=CYCLE),
    "lines.linewidth": 2.5,
    "lines.markersize": 8,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.titlelocation": "left",
    "figure.constrained_layout.use": True,
    "axes.formatter.useoffset": False,
    "svg.hashsalt": "rnn",
}


class Picture(Figure):
    """A matplotlib Figure that a notebook shows once, as a PNG with alternative text.

    It belongs to no pyplot state: returning it from a cell is all there is to do. `alt` describes
    in words what is drawn; a screen reader reads it, and nbval compares it.
    """

    alt = ""

    def png(self):
        """The figure, cropped to what is drawn, as bytes of a PNG with 256 colours."""
        buffer = io.BytesIO()
        with style():
            self.savefig(buffer, format="png", bbox_inches="tight", pad_inches=0.1)
        return small_png(buffer.getvalue())

    def _repr_mimebundle_(self, include=None, exclude=None):
        # JupyterLab shows the first line in place of an output that is folded: no result in it.
        plain = f"[picture]\n{self.alt}"
        return {"image/png": self.png(), "text/plain": plain}, {"image/png": {"alt": self.alt}}


def small_png(png):
    """The same picture in 256 colours, at a third of the size: bytes -> bytes."""
    small = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(256).save(small, "png", optimize=True)
    return small.getvalue()


@contextlib.contextmanager
def style():
    """The series' style, whatever the reader's settings are.

    It saves the settings that it changes, not all 300 as `mpl.rc_context` does, and where it is
    already on it does nothing: explorers enter it at every move.
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
    """-> Picture, axes: new ones, `width` by `height` inches at 96 dots per inch."""
    figure = Picture(figsize=(width, height), dpi=96)
    FigureCanvasAgg(figure)
    return figure, figure.subplots(rows, columns, **options)


def on(ax, **size):
    """-> figure, ax: the caller's axes, or those of a new picture."""
    return (ax.figure, ax) if ax is not None else picture(**size)


def on_axes(ax, rows, columns, **options):
    """-> figure, axes: the caller's list of axes, or those of a new picture."""
    return (ax[0].figure, ax) if ax is not None else picture(rows, columns, **options)


def bare(ax):
    """The axes without frame or scales, for drawings."""
    ax.set_axis_off()
    return ax


def unframed(ax):
    """The axes without a frame, but with room for labels outside."""
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax


def whole_steps(*axes):
    """Ticks at whole numbers only, for each axis (ax.xaxis, ax.yaxis) that counts."""
    for axis in axes:
        axis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))


def fixed_ticks(axis, places, form="{x:g}"):
    """Ticks at these places only, as far as they are in view. form: how a number is written."""
    axis.set_major_locator(FixedLocator(places))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(form)


def legend_above(ax, ncols=2, **options):
    """A legend over the axes, so that it covers no data."""
    place = {"loc": "lower left", "bbox_to_anchor": (0, 1), "borderaxespad": 0}
    return ax.legend(ncols=ncols, **place, **options)


def level(ax, value, name, *, side="right", above=True, fontsize=13):
    """A dotted line across the axes at this height, named at one end of it."""
    ax.axhline(value, color=INK, linestyle=":", linewidth=1.5)
    ax.annotate(
        name,
        (float(side == "right"), value),
        xycoords=("axes fraction", "data"),
        xytext=(-4 if side == "right" else 4, 4 if above else -3),
        textcoords="offset points",
        ha=side,
        va="bottom" if above else "top",
        fontsize=fontsize,
    )
