"""Recurrent neural networks, written twice: in NumPy to be read, in Keras to be used.

Import the modules, not names from them: ``from rnn_helpers import numpy_rnn, figures``.
Nothing heavy is loaded until a module that needs it is imported.
"""

import importlib

__version__ = "0.1.0"

# Modules that moved into a package and can still be imported from here by the name they had.
MOVED = {
    "autodiff": "backend.autodiff",
    "keras_training": "backend.training",
    "scanner": "char_rnn.scanner",
    "cell_scores": "char_rnn.scores",
    "layouts": "weights",
    "numpy_skip": "numpy_layers.skip",
}


def __getattr__(name):
    """`from rnn_helpers import keras_training` and the like; loaded when it is asked for."""
    if name in MOVED:
        return importlib.import_module(f"{__name__}.{MOVED[name]}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
