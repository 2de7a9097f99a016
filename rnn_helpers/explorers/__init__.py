"""Controls that answer at once: each function returns a widget on figures and the engine."""

import os

# Otherwise ipywidgets answers each move by sending it back, before the picture. It reads this when
# it is first imported.
os.environ.setdefault("JUPYTER_WIDGETS_ECHO", "0")

from rnn_helpers.explorers.api_modes import api_modes  # noqa: E402
from rnn_helpers.explorers.bptt import bptt  # noqa: E402
from rnn_helpers.explorers.gate import gate  # noqa: E402
from rnn_helpers.explorers.gradient_flow import gradient_flow  # noqa: E402
from rnn_helpers.explorers.neurons import neurons  # noqa: E402
from rnn_helpers.explorers.order import order  # noqa: E402
from rnn_helpers.explorers.probe import probe  # noqa: E402
from rnn_helpers.explorers.reader import reader  # noqa: E402
from rnn_helpers.explorers.scan import scan  # noqa: E402
from rnn_helpers.explorers.unroll import unroll  # noqa: E402
from rnn_helpers.explorers.update_step import update_step  # noqa: E402
from rnn_helpers.explorers.which_wins import which_wins  # noqa: E402

__all__ = [
    "api_modes",
    "bptt",
    "gate",
    "gradient_flow",
    "neurons",
    "order",
    "probe",
    "reader",
    "scan",
    "unroll",
    "update_step",
    "which_wins",
]
