"""One function a figure: arrays in, a figure out, no maths.

Each takes `ax` to draw into the caller's axes, or makes a picture of its own, and returns the figure; a
notebook shows it because it is the cell's last value. Its `alt` says in words what is drawn.
"""

from rnn_helpers.figures.bars import accuracies, times
from rnn_helpers.figures.benchmark import benchmark_scaling, benchmark_steps
from rnn_helpers.figures.blocks import batch_axes, phi_and_states, step_blocks
from rnn_helpers.figures.curves import forecast, loss_curves, two_engines
from rnn_helpers.figures.pairs import face_pair, images_and_words, mappings, sentence_pair, tagged, window_pair

__all__ = ["accuracies", "batch_axes", "benchmark_scaling", "benchmark_steps", "face_pair", "forecast", "images_and_words",
           "loss_curves", "mappings", "phi_and_states", "sentence_pair", "step_blocks", "tagged", "times", "two_engines",
           "window_pair"]
