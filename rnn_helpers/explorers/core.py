"""What every explorer is made of: ipywidgets' controls, and one screen that shows a figure."""

from pathlib import Path

import anywidget
import ipywidgets as widgets
import traitlets

from rnn_helpers.figures.canvas import small_png, style

HERE = Path(__file__).parent
STILL = "Still picture: it moves when the notebook runs."
LONGEST_LINE = 150  # characters of a complaint, which may quote an entry of any length
LONGEST_ENTRY = 80  # characters of an entry, where the words repeat it


class Screen(anywidget.AnyWidget):
    """A picture, its description in words, and a line for complaints.

    Its JavaScript also makes the controls beside it usable by keyboard and by screen reader.
    hover: what the pointer shows over a part of the picture that is a grid: {"box": [left, top,
    width, height] as fractions of the picture, "grid": [rows, columns], "told": {"row,column":
    text}}.
    """

    png = traitlets.Bytes(b"").tag(sync=True)
    words = traitlets.Unicode("").tag(sync=True)
    message = traitlets.Unicode("").tag(sync=True)
    hover = traitlets.Dict().tag(sync=True)

    _esm = HERE / "screen.js"
    _css = HERE / "screen.css"


class Explorer(widgets.VBox):
    """Controls above a screen.

    `draw(**values)` is called with every control's value and returns a `Stage` and a sentence: what
    the picture shows now, with its numbers, for readers who cannot see it. If it raises ValueError
    or TypeError, the error's first line appears above the picture, and the last good picture stays.
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
            return  # a control that another one moved: drawn already
        try:
            with style():
                figure, now = self.draw(**self.values())
                png = figure.snapshot()
        except (ValueError, TypeError) as error:
            self._shown = None
            self.screen.message = _cut(str(error).splitlines()[0], LONGEST_LINE)
            return
        self._shown = self.values()
        self.alt = f"({self._settings()}) {figure.alt}"
        with self.screen.hold_sync():  # picture and words in one message
            self.screen.png, self.screen.message = png, ""
            self.screen.words = f"{self._settings()}. {now}"
            self.screen.hover = getattr(figure, "hover", {})

    def _settings(self):
        """Every control's name and value, so that the words alone say what is shown."""
        return ", ".join(f"{each.description}: {_said(each)}" for each in self.controls.values())

    def _repr_mimebundle_(self, include=None, exclude=None, **options):
        """The controls, and for where no kernel runs, a picture of their present state."""
        bundle = super()._repr_mimebundle_(include=include, exclude=exclude, **options)
        # Not the sentence with the numbers, which may differ from machine to machine.
        words = f"{STILL} {self.alt}"
        bundle |= {"image/png": small_png(self.screen.png), "text/plain": words}
        return bundle, {"image/png": {"alt": words}}


def _said(control):
    """A control's value as a reader sees it."""
    value = getattr(control, "label", control.value)
    if isinstance(value, bool):
        return "on" if value else "off"
    return _cut(value, LONGEST_ENTRY) if isinstance(value, str) else value


def _cut(text, longest):
    return text if len(text) <= longest else f"{text[:longest]} …"
