"""Training in NumPy: losses with their gradients, SGD and Adam, clipping, `fit`, a linear probe.

`numpy_training.memory` is the memory test of notebooks 07 and 08.
"""

from rnn_helpers.numpy_training import memory
from rnn_helpers.numpy_training.losses import (
    LOSSES,
    mean_squared_error,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
)
from rnn_helpers.numpy_training.optimizers import (
    OPTIMIZERS,
    SGD,
    Adam,
    clip_by_global_norm,
    global_norm,
)
from rnn_helpers.numpy_training.probe import LinearProbe, linear_probe
from rnn_helpers.numpy_training.training import fit

__all__ = [
    "LOSSES", "OPTIMIZERS", "SGD", "Adam", "LinearProbe", "clip_by_global_norm", "fit",
    "global_norm", "linear_probe", "memory", "mean_squared_error", "sigmoid_cross_entropy",
    "softmax_cross_entropy",
]
