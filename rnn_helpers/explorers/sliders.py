"""Two kinds of slider that ipywidgets lacks: one that says plain numbers, and one whose end moves."""

import contextlib

import ipywidgets as widgets
from traitlets import validate

from rnn_helpers.explorers.core import Explorer


class Rounded(widgets.FloatSlider):
    """A slider whose value is said as 0.3, never as 0.30000000000000004."""

    @validate("value")
    def _validate_value(self, proposal):
        return round(super()._validate_value(proposal), 2)


class LimitedExplorer(Explorer):
    """An Explorer; limit(values) is the end of the control `limited`. A value cut off comes back when there is
    room again. Where limit raises ValueError, for a bad entry, the end stays."""

    def __init__(self, draw, limited, limit, **controls):
        self._limited, self._limit, self._wanted, self._fitting = limited, limit, controls[limited].value, False
        super().__init__(draw, **controls)

    def set(self, **values):
        self._wanted = values.pop(self._limited, self._wanted)
        super().set(**values)

    def _redraw(self, change=None):
        if self._held or self._fitting:
            return
        slider = self.controls[self._limited]
        if change is not None and change["owner"] is slider:
            self._wanted = slider.value
        else:
            self._fitting = True
            try:
                with contextlib.suppress(ValueError):
                    slider.max = max(slider.min + 1, self._limit(self.values()))  # a slider with one place is none
                    slider.value = min(self._wanted, slider.max)
            finally:
                self._fitting = False
        super()._redraw(change)
