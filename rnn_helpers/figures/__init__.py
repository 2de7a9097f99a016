"""One function per figure: arrays in, a figure out.

Each takes `ax` to draw into the caller's axes, or makes a picture of its own, and returns the
figure; a notebook shows it because it is the cell's last value. Its `alt` describes in words what
is drawn.
"""

from rnn_helpers.figures.bars import accuracies, times
from rnn_helpers.figures.batch import batch_axes, phi_and_states
from rnn_helpers.figures.benchmark import benchmark_fused, benchmark_scaling, benchmark_steps
from rnn_helpers.figures.blocks import step_blocks
from rnn_helpers.figures.cell_scores import ablations, cells_by_label, looking_back, reading_curves
from rnn_helpers.figures.characters import (
    colour_key,
    coloured_text,
    coloured_texts,
    next_characters,
)
from rnn_helpers.figures.context import by_length, influence, padded_states, pieces
from rnn_helpers.figures.curves import against, forecast, two_engines
from rnn_helpers.figures.flow import flow_of_draws, flow_panels, gradient_flow
from rnn_helpers.figures.gates import belt, gates_over, half_lives, lstm_cell
from rnn_helpers.figures.graph import unrolled
from rnn_helpers.figures.layers import api_mode, api_modes
from rnn_helpers.figures.linear import (
    by_length_of_test,
    dependent_steps,
    ladder,
    memory_flow,
    rounds_by_scale,
    snap_back,
    time_by_T,
    two_cures,
)
from rnn_helpers.figures.order import reordered
from rnn_helpers.figures.pairs import (
    face_pair,
    images_and_words,
    mappings,
    sentence_pair,
    tagged,
    window_pair,
)
from rnn_helpers.figures.paths import reach, weight_paths
from rnn_helpers.figures.probes import accuracy_curves, picked, two_facts, words_kept
from rnn_helpers.figures.race import race
from rnn_helpers.figures.read_back import read_back
from rnn_helpers.figures.reading import reading
from rnn_helpers.figures.scan_tree import scan_tree
from rnn_helpers.figures.sides import floors, parting, rounding
from rnn_helpers.figures.spectrum import flow_beside_spectrum, flow_key, spectrum
from rnn_helpers.figures.state import fading, prefix_costs, state_over_words
from rnn_helpers.figures.sums import loss_and_lag, matrix_sum, places
from rnn_helpers.figures.surprise import surprisal_text
from rnn_helpers.figures.training import loss_curves, recall_by_lag, training_runs
from rnn_helpers.figures.truncation import (
    accuracy_by_lag,
    averaging,
    learning,
    loss_by_letters,
    truncation_error,
)
from rnn_helpers.figures.walk import walk_back, walk_key

__all__ = [
    "ablations",
    "accuracies",
    "accuracy_by_lag",
    "accuracy_curves",
    "against",
    "api_mode",
    "api_modes",
    "averaging",
    "batch_axes",
    "belt",
    "benchmark_fused",
    "benchmark_scaling",
    "benchmark_steps",
    "by_length",
    "by_length_of_test",
    "cells_by_label",
    "colour_key",
    "coloured_text",
    "coloured_texts",
    "dependent_steps",
    "face_pair",
    "fading",
    "floors",
    "flow_beside_spectrum",
    "flow_key",
    "flow_of_draws",
    "flow_panels",
    "forecast",
    "gates_over",
    "gradient_flow",
    "half_lives",
    "images_and_words",
    "influence",
    "ladder",
    "learning",
    "looking_back",
    "loss_and_lag",
    "loss_by_letters",
    "loss_curves",
    "lstm_cell",
    "mappings",
    "matrix_sum",
    "memory_flow",
    "next_characters",
    "padded_states",
    "parting",
    "phi_and_states",
    "picked",
    "pieces",
    "places",
    "prefix_costs",
    "race",
    "reach",
    "read_back",
    "reading",
    "reading_curves",
    "recall_by_lag",
    "reordered",
    "rounding",
    "rounds_by_scale",
    "scan_tree",
    "sentence_pair",
    "snap_back",
    "spectrum",
    "state_over_words",
    "step_blocks",
    "surprisal_text",
    "tagged",
    "time_by_T",
    "times",
    "training_runs",
    "truncation_error",
    "two_cures",
    "two_engines",
    "two_facts",
    "unrolled",
    "walk_back",
    "walk_key",
    "weight_paths",
    "window_pair",
    "words_kept",
]
