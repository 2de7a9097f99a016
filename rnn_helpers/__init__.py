"""Recurrent neural networks, written twice: in NumPy to be read, in Keras to be used.

Import the modules, not names from them: ``from rnn_helpers import numpy_rnn, figures``.
Nothing heavy is loaded until a module that needs it is imported.
"""

__version__ = "0.1.0"
