"""One function a figure: arrays in, a figure out, no maths.

Each takes `ax` to draw into the caller's axes, or makes a picture of its own, and returns the figure; a
notebook shows it because it is the cell's last value. Its `alt` says in words what is drawn.
"""

from rnn_helpers.figures.bars import accuracies, times
from rnn_helpers.figures.benchmark import benchmark_fused, benchmark_scaling, benchmark_steps
from rnn_helpers.figures.blocks import batch_axes, phi_and_states, step_blocks
from rnn_helpers.figures.bptt import (
    accuracy_by_lag, averaging, learning, loss_and_lag, loss_by_letters, matrix_sum, places, truncation_error,
    walk_back, walk_key,
)
from rnn_helpers.figures.characters import (
    ablations, cells_by_label, colour_key, coloured_text, looking_back, next_characters, reading_curves,
)
from rnn_helpers.figures.curves import against, forecast, loss_curves, two_engines
from rnn_helpers.figures.flow import (
    flow_beside_spectrum, flow_key, flow_of_draws, flow_panels, gradient_flow, recall_by_lag, spectrum, training_runs,
)
from rnn_helpers.figures.graph import unrolled
from rnn_helpers.figures.modes import api_mode, api_modes, by_length, influence, padded_states, pieces
from rnn_helpers.figures.order import reordered
from rnn_helpers.figures.pairs import face_pair, images_and_words, mappings, sentence_pair, tagged, window_pair
from rnn_helpers.figures.sides import floors, parting, rounding
from rnn_helpers.figures.state import (
    fading, picked, prefix_costs, read_back, shares_right, state_over_words, two_facts, words_kept,
)

__all__ = [
    "ablations", "accuracies", "accuracy_by_lag", "against", "api_mode", "api_modes", "averaging", "batch_axes",
    "benchmark_fused", "benchmark_scaling", "benchmark_steps", "by_length", "cells_by_label", "colour_key",
    "coloured_text", "face_pair", "fading", "floors", "flow_beside_spectrum", "flow_key", "flow_of_draws", "flow_panels",
    "forecast", "gradient_flow", "images_and_words", "influence", "learning", "looking_back", "loss_and_lag",
    "loss_by_letters", "loss_curves", "mappings", "matrix_sum", "next_characters", "padded_states", "parting", "phi_and_states",
    "picked", "pieces", "places", "prefix_costs", "read_back", "reading_curves", "recall_by_lag", "reordered",
    "sentence_pair", "shares_right", "spectrum", "state_over_words", "step_blocks", "tagged", "times",
    "training_runs", "truncation_error", "two_engines", "two_facts", "unrolled", "walk_back", "walk_key",
    "window_pair", "words_kept",
]
