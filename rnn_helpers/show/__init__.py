"""What a notebook shows of the code itself: tables, live source, a bar while training."""

from rnn_helpers.show.sources import source
from rnn_helpers.show.tables import table

__all__ = ["source", "table"]
