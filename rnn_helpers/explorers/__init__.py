"""Controls that answer under the finger. Each function returns a widget that calls `figures` and the NumPy engine."""

import os

# Else ipywidgets answers each move by sending it back, before the picture. It reads this when it is first imported.
os.environ.setdefault("JUPYTER_WIDGETS_ECHO", "0")

from rnn_helpers.explorers.api_modes import api_modes
from rnn_helpers.explorers.bptt import bptt
from rnn_helpers.explorers.gradient_flow import gradient_flow
from rnn_helpers.explorers.neurons import neurons
from rnn_helpers.explorers.order import order
from rnn_helpers.explorers.probe import probe
from rnn_helpers.explorers.unroll import unroll
from rnn_helpers.explorers.update_step import update_step

__all__ = ["api_modes", "bptt", "gradient_flow", "neurons", "order", "probe", "unroll", "update_step"]
