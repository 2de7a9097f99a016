"""`fit` for layers and models of `numpy_layers`; `backend.training.fit` is its twin for Keras."""

import numpy as np

from rnn_helpers import arguments
from rnn_helpers.numpy_training.losses import LOSSES, softmax_cross_entropy
from rnn_helpers.numpy_training.optimizers import OPTIMIZERS, clip_by_global_norm
from rnn_helpers.show.progress import bar


def fit(model, x, target, *, loss, epochs, optimizer="adam", learning_rate=None, batch_size=32,
        rng=None, mask=None, clip=None, progress=None):
    """Train a layer or Sequential -> {"loss": [...], "gradient_norm": [...]}, a value per epoch.

    x (N, T, D); target (N, ...), which may leave out a last axis of 1.
    loss: a name in LOSSES, or a function (y, target[, mask]) -> (loss, dy).
    optimizer: "adam" or "sgd" at `learning_rate` (None: 0.01), or an object with its own.
    rng: shuffles the examples before each epoch; None shuffles alike in each call. A model with a
    stateful layer gets them in their order, and starts each epoch from zeros.
    mask (N, T) bool: the time steps that are real, for the layers and, with an output per step,
    for the loss. clip: the largest global norm of a gradient, or None.
    progress: True or False for the bar; None shows it in a terminal and in JupyterLab.
    Losses and norms (before clipping) are means over the batches, weighted by their examples.
    """
    if not callable(loss):
        loss = LOSSES[arguments.check_choice("loss", loss, LOSSES)]
    epochs = arguments.check_count("epochs", epochs)
    batch_size = arguments.check_count("batch_size", batch_size)
    rng = np.random.default_rng(0) if rng is None else arguments.check_rng(rng)
    optimizer = arguments.named_optimizer(optimizer, learning_rate, OPTIMIZERS)
    target = np.asarray(target)
    N = len(x)
    if len(target) != N:
        raise ValueError(f"target: expected {N} examples as in x, got {len(target)}")
    history = {"loss": [], "gradient_norm": []}
    stateful = any(getattr(layer, "stateful", False) for layer in getattr(model, "layers", [model]))
    for _ in bar(epochs, progress):
        if stateful:
            model.reset_state()
        order = np.arange(N) if stateful else rng.permutation(N)
        batches = [order[i : i + batch_size] for i in range(0, N, batch_size)]
        values = []
        for b in batches:
            real = None if mask is None else mask[b]
            values.append(_update(model, x[b], target[b], real, loss, optimizer, clip))
        means = np.average(values, axis=0, weights=[len(b) for b in batches])
        for name, mean in zip(history, means, strict=True):
            history[name].append(float(mean))
    return history


def _update(model, x, target, mask, loss, optimizer, clip):
    """One batch: forward, backward, new weights -> its loss, and the gradient's norm."""
    y = model(x, mask=mask)
    if y.shape[-1] == 1 and target.shape == y.shape[:-1] and loss is not softmax_cross_entropy:
        target = target[..., None]
    value, dy = loss(y, target) if mask is None or y.ndim < 3 else loss(y, target, mask)
    model.backward(dy)
    grads, norm = clip_by_global_norm(model.gradients, np.inf if clip is None else clip)
    model.set_weights(optimizer.step(model.get_weights(), grads))
    return value, norm
