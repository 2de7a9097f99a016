"""What every explorer is made of: ipywidgets' controls, and one screen that a figure is drawn on."""

import struct
import zlib

import anywidget
import ipywidgets as widgets
import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.artist import Artist

from rnn_helpers.figures.canvas import STYLE, picture, small_png, style

STILL = "Still picture: it moves when the notebook runs."
LONGEST_LINE = 150  # of a complaint, in letters: it may quote an entry of any length
LONGEST_ENTRY = 80  # of an entry, where the words repeat it
DPI = 80  # the picture is about as wide as a notebook's page, so it is shown pixel for pixel


class Screen(anywidget.AnyWidget):
    """A picture, the same in words, and a line for what went wrong. Also mends the controls beside it for the keyboard.

    hover: what the pointer tells over a part of the picture that is a grid: {"box": [left, top, width, height] as shares
    of the picture, "grid": [rows, columns], "told": {"row,column": words}}.
    """

    png = traitlets.Bytes(b"").tag(sync=True)
    words = traitlets.Unicode("").tag(sync=True)
    message = traitlets.Unicode("").tag(sync=True)
    hover = traitlets.Dict().tag(sync=True)

    _esm = """
    function render({ model, el }) {
      const add = (tag, name, role) => {
        const element = document.createElement(tag)
        element.className = name
        if (role) element.setAttribute("role", role)
        el.append(element)
        return element
      }
      const message = add("div", "rnn-message", "alert"), picture = add("img", "rnn-picture")
      picture.decoding = "sync"  // else the browser may show it a frame later
      const words = add("div", "rnn-words", "status")  // a screen reader says it when it changes
      const tip = add("div", "rnn-tip")
      picture.onmousemove = event => {
        const { box, grid, told } = model.get("hover"), place = picture.getBoundingClientRect()
        const across = (event.clientX - place.x) / place.width, down = (event.clientY - place.y) / place.height
        const cell = box && [Math.floor((down - box[1]) / box[3] * grid[0]), Math.floor((across - box[0]) / box[2] * grid[1])]
        tip.textContent = cell ? told[cell.join()] ?? "" : ""
        tip.style.left = `${event.clientX + 12}px`
        tip.style.top = `${event.clientY + 16}px`
      }
      picture.onmouseleave = () => { tip.textContent = "" }
      let shown = null, last = null
      const draw = () => {
        const png = model.get("png")
        if (png.byteLength && png !== last) {  // a complaint leaves the picture alone
          last = png
          const next = URL.createObjectURL(new Blob([png], { type: "image/png" }))
          picture.src = next
          if (shown) URL.revokeObjectURL(shown)
          shown = next
        }
        words.textContent = model.get("words")
        picture.alt = ""  // the words under it say it, once
        message.textContent = model.get("message")
      }
      const mend = () => {
        const explorer = el.closest(".rnn-explorer")
        // ipywidgets writes a slider's name beside it, where a screen reader does not find it
        explorer?.querySelectorAll(".widget-slider").forEach(slider =>
          slider.querySelectorAll("[role=slider], .widget-readout").forEach(
            part => part.setAttribute("aria-label", slider.querySelector(".widget-label").textContent)))
        // JupyterLab would take the arrow keys, to go to another cell
        explorer?.querySelectorAll("select, input, [role=slider]").forEach(
          control => control.dataset.lmSuppressShortcuts = "true")
      }
      mend()
      const later = setInterval(mend, 500)  // the controls may come after the screen
      model.on("change", draw)
      draw()
      return () => { clearInterval(later); model.off("change", draw); if (shown) URL.revokeObjectURL(shown) }
    }
    export default { render }
    """

    _css = """
    .rnn-picture { max-width: 100%; display: block }
    .rnn-words { max-width: 75em; min-height: 4.8em }  /* three lines: with fewer, the page would jump under the finger */
    .rnn-tip { position: fixed; z-index: 10; background: white; color: #222; border: 1px solid #222; padding: 0 0.5em }
    .rnn-tip:empty { display: none }
    .rnn-message { font-weight: bold; min-height: 1.4em }
    .rnn-message:not(:empty)::before { content: "⚠ " }
    .rnn-explorer .widget-label { width: auto; min-width: 5em }
    """


class Explorer(widgets.VBox):
    """Controls above a screen. `draw(**values)`, called with every control's value, returns a figure, or a figure and
    a sentence: what the picture shows now, with its numbers, for whoever cannot see it.

    If it raises ValueError or TypeError, its first line stands over the picture, and the last good picture stays.
    """

    def __init__(self, draw, **controls):
        self.draw, self.controls, self.screen = draw, controls, Screen()
        self._held, self._shown = False, None
        for control in controls.values():
            control.observe(self._redraw, names="value")
        row = widgets.HBox(list(controls.values()), layout=widgets.Layout(flex_flow="row wrap"))
        super().__init__([row, self.screen])
        self.add_class("rnn-explorer")
        self._redraw()

    def values(self):
        """Control's name -> its value now."""
        return {name: control.value for name, control in self.controls.items()}

    def set(self, **values):
        """Move several controls and draw once."""
        self._held = True
        try:
            for name, value in values.items():
                self.controls[name].value = value
        finally:
            self._held = False
        self._redraw()

    def _redraw(self, change=None):
        if self._held or self.values() == self._shown:
            return  # a control that another one moved has been drawn already
        try:
            with style():
                drawn = self.draw(**self.values())
                figure, now = drawn if isinstance(drawn, tuple) else (drawn, "")
                png = snapshot(figure)
        except (ValueError, TypeError) as error:
            line = str(error).splitlines()[0]
            self._shown = None
            self.screen.message = line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + " …"
            return
        self._shown = self.values()
        self.alt = f"({self._settings()}) {figure.alt}"
        with self.screen.hold_sync():  # picture and words in one message
            self.screen.png, self.screen.message = png, ""
            self.screen.words = f"{self._settings()}. {now or figure.alt}"
            self.screen.hover = getattr(figure, "hover", {})

    def _settings(self):
        """Every control's name and value, so that the words alone tell what is shown."""
        def said(control):
            value = control.label if hasattr(control, "label") else control.value
            if isinstance(value, bool):
                return "on" if value else "off"
            return value[:LONGEST_ENTRY] + " …" if isinstance(value, str) and len(value) > LONGEST_ENTRY else value

        return ", ".join(f"{control.description}: "
                         f"{said(control)}" for control in self.controls.values())

    def _repr_mimebundle_(self, include=None, exclude=None, **options):
        """The controls; and for where no kernel runs, a picture of how they stand."""
        bundle = super()._repr_mimebundle_(include=include, exclude=exclude, **options)
        words = f"{STILL} {self.alt}"  # without the numbers of `now`, which may differ from machine to machine
        return bundle | {"image/png": small_png(self.screen.png), "text/plain": words}, {"image/png": {"alt": words}}


def stage(rows=1, columns=1, *, width=11.5, height=4.6, bare=False, left=0.08, right=0.99, bottom=0.16, top=0.86,
          wspace=0.25, **options):
    """-> figure, axes: as figures.canvas.picture, with margins that stay, since to lay out anew at each move is slow.

    bare=True: no margins, for drawings without axes.
    """
    with mpl.rc_context(STYLE | {"figure.constrained_layout.use": False}):
        figure, axes = picture(rows, columns, width=width, height=height, **options)
    figure.set_dpi(DPI)
    margins = {"wspace": 0, "left": 0.01, "right": 0.99, "bottom": 0.01, "top": 0.99} if bare else {
        "left": left, "right": right, "bottom": bottom, "top": top, "wspace": wspace}
    figure.subplots_adjust(**margins)
    return figure, axes


def wiped(*axes):
    """The axes, empty. Faster than ax.clear(), which makes every tick anew."""
    for ax in axes:
        for artist in [*ax.collections, *ax.lines, *ax.patches, *ax.texts, *ax.images, *filter(None, [ax.get_legend()])]:
            artist.remove()
    return axes


class Still(Artist):
    """A picture of a whole figure as it is now, to lie under all that is drawn later."""

    def __init__(self, figure):
        super().__init__()
        with style():
            figure.canvas.draw()
        self.pixels = np.array(figure.canvas.buffer_rgba())[::-1]
        self.set_zorder(-1)

    def draw(self, renderer):
        renderer.draw_image(renderer.new_gc(), 0, 0, self.pixels)


def still(figure, *moving):
    """Make a picture of what the axes show that do not move, or not yet: a key, ticks. They would take longer to draw than
    all the rest. -> the figure, with every axes empty."""
    for ax in moving:
        ax.set_axis_off()
    picture = Still(figure)
    for ax in wiped(*figure.axes):
        ax.set_axis_off()
        ax.set_title("")
    figure.patch.set_visible(False)
    figure.add_artist(picture)
    return figure


def snapshot(figure):
    """The figure as PNG, at once: not cropped, its rows not filtered. A picture library takes twice as long."""
    with style():
        figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # each begins with the name of its filter: 0, none
    for colour in range(3):  # one at a time is four times as fast as all at once
        rows[:, 1 + colour :: 3] = pixels[..., colour]
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)  # 8 bits a colour, 2: red, green, blue
    chunks = {b"IHDR": header, b"IDAT": zlib.compress(rows, 1), b"IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks.items())
