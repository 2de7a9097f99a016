"""The memory test: read random letters, and name one of them at the end.

`recall` wants the first letter. `cued` wants the letter that stands beside a cue, wherever it is,
so a network has to decide what to write and what to keep. Hochreiter & Schmidhuber 1997 have both
kinds of task.
"""

import numpy as np

from rnn_helpers import arguments, text
from rnn_helpers.numpy_training.losses import softmax_cross_entropy
from rnn_helpers.numpy_training.optimizers import clip_by_global_norm

LETTERS = 8


def recall(count, lag, rng):
    """The first of lag + 1 letters is wanted -> x (count, lag + 1, 8) one-hot, answers (count,)."""
    letters = rng.integers(0, LETTERS, (count, lag + 1))
    return text.one_hot(letters, LETTERS), letters[:, 0]


def cued(count, T, rng):
    """The letter beside the cue is wanted -> x (count, T, 9), whose last feature is the cue, and
    answers (count,). The cue comes once, at any step.
    """
    letters, at = rng.integers(0, LETTERS, (count, T)), rng.integers(0, T, count)
    cue = np.arange(T) == at[:, None]
    x = np.concatenate([text.one_hot(letters, LETTERS), cue[..., None].astype(np.float32)], axis=2)
    return x, letters[cue]


def train(model, draw, optimizer, *, clip=None, updates=400, small=0.1):
    """Train with a new batch per update -> {"loss": [...], "gradient_norm": [...]}, per update.

    model: a Sequential of `numpy_layers`, whose outputs are logits of the letters. draw() -> x,
    answers. clip: the largest global norm of a gradient, or None. It stops early when ten losses in
    a row are below `small`, and at once when a loss is not finite. Norms are those before clipping.
    """
    updates = arguments.check_count("updates", updates)
    history = {"loss": [], "gradient_norm": []}
    while len(history["loss"]) < updates:
        x, answers = draw()
        loss, dy = softmax_cross_entropy(model(x), answers)
        history["loss"].append(loss)
        if not np.isfinite(loss):
            break
        model.backward(dy)
        grads, norm = clip_by_global_norm(model.gradients, np.inf if clip is None else clip)
        model.set_weights(optimizer.step(model.get_weights(), grads))
        history["gradient_norm"].append(norm)
        if len(history["loss"]) >= 10 and max(history["loss"][-10:]) < small:
            break
    return history


def accuracy(model, x, answers):
    """The fraction of sequences that the model answers right."""
    return float(np.mean(model(x).argmax(axis=-1) == answers))
