"""Two sliders that ipywidgets lacks: one that shows plain decimals, and one whose end moves."""

import contextlib

import ipywidgets as widgets
from traitlets import validate

from rnn_helpers.explorers.core import Explorer


class Rounded(widgets.FloatSlider):
    """A slider whose value reads 0.3, never 0.30000000000000004."""

    @validate("value")
    def _validate_value(self, proposal):
        return round(super()._validate_value(proposal), 2)


class LimitedExplorer(Explorer):
    """An Explorer in which the end of one slider depends on the other controls.

    limited: that slider's name; limit(values) -> its end. A value that was cut off comes back when
    there is room again. If limit raises ValueError, for a bad entry, the end stays.
    """

    def __init__(self, draw, limited, limit, **controls):
        self._limited, self._limit, self._fitting = limited, limit, False
        self._wanted = controls[limited].value
        super().__init__(draw, **controls)

    def set(self, **values):
        """Move several controls and draw once."""
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
                    # At least two places: a slider with one cannot be moved.
                    slider.max = max(slider.min + 1, self._limit(self.values()))
                    slider.value = min(self._wanted, slider.max)
            finally:
                self._fitting = False
        super()._redraw(change)
