"""What every figure stands on: one palette, type for the last row, and a text that says what is drawn."""

import io

import matplotlib as mpl
import matplotlib.ticker
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

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
        with mpl.rc_context(STYLE):
            self.savefig(buffer, format="png", bbox_inches="tight", pad_inches=0.1, metadata={"Software": None})
        return buffer.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"image/png": self.png(), "text/plain": self.alt}, {"image/png": {"alt": self.alt}}


def styled(draw):
    """Decorator: draw a figure under the series' style, whatever the reader's settings are."""
    import functools

    @functools.wraps(draw)
    def with_style(*args, **kwargs):
        with mpl.rc_context(STYLE):
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
    """Axes without a frame, for drawings."""
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax
