"""Training in NumPy: losses with their gradients, SGD and Adam, clipping, and `fit`."""

from typing import NamedTuple

import numpy as np

from rnn_helpers import arguments
from rnn_helpers.show.progress import bar


def mean_squared_error(y, target, mask=None):
    """-> loss, dy. The mean of (y - target)²; y and target the same shape, mask (...) without the last axis.

    The mean is over every element that is not masked.
    """
    error = y - _same_shape("target", target, y)
    weight = _weights(mask, y.shape[:-1], y.dtype)[..., None] / y.shape[-1]
    return float((np.square(error) * weight).sum()), 2 * error * weight


def softmax_cross_entropy(logits, labels, mask=None):
    """-> loss, dlogits. logits (..., C), labels (...) whole numbers 0 .. C-1, mask (...) bool.

    The mean of -log softmax(logits)[label], over the unmasked. Softmax and logarithm in one, so that
    no probability can round to zero; the gradient is softmax - onehot.
    """
    labels = np.asarray(labels)
    if labels.shape != logits.shape[:-1]:
        raise ValueError(f"labels: expected {logits.shape[:-1]}, got {labels.shape}")
    if not np.issubdtype(labels.dtype, np.integer):
        raise TypeError(f"labels: expected whole numbers, got {labels.dtype.name}")
    if labels.size and not (0 <= labels.min() and labels.max() < logits.shape[-1]):
        raise ValueError(f"labels: expected 0 to {logits.shape[-1] - 1}, got {labels.min()} to "
                         f"{labels.max()}")
    weight = _weights(mask, labels.shape, logits.dtype)
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    loss = -(np.take_along_axis(log_p, labels[..., None], axis=-1)[..., 0] * weight).sum()
    dlogits = np.exp(log_p)
    np.put_along_axis(dlogits, labels[..., None], np.take_along_axis(dlogits, labels[..., None], axis=-1) - 1, axis=-1)
    return float(loss), dlogits * weight[..., None]


def _weights(mask, shape, dtype):
    """What each element counts in the mean: equal shares of 1 for the unmasked."""
    mask = np.ones(shape, bool) if mask is None else arguments.check("mask", mask, " ".join(map(str, shape)), {}, np.bool_)
    if not mask.any():
        raise ValueError("mask: expected at least one True, got none")
    return mask.astype(dtype) / mask.sum(dtype=dtype)


def _same_shape(name, value, like):
    value = np.asarray(value)
    if value.shape != like.shape:
        raise ValueError(f"{name}: expected {like.shape}, got {value.shape}")
    return value


LOSSES = {"mean_squared_error": mean_squared_error, "softmax_cross_entropy": softmax_cross_entropy}


def global_norm(grads):
    """The length of all gradients taken as one vector, in float64."""
    return float(np.sqrt(sum(np.sum(np.square(g, dtype=np.float64)) for g in grads)))


def clip_by_global_norm(grads, limit):
    """-> clipped gradients, norm before. Shortens them together: the direction stays. Pascanu et al. 2013."""
    if not limit > 0:
        raise ValueError(f"limit: expected a positive number, got {limit!r}")
    norm = global_norm(grads)
    if norm <= limit:
        return list(grads), norm
    return [g * g.dtype.type(limit / norm) for g in grads], norm


class SGD:
    """w - learning_rate · g, or with momentum as in keras.optimizers.SGD."""

    def __init__(self, learning_rate=0.01, momentum=0.0):
        self.learning_rate, self.momentum = learning_rate, momentum
        self.velocity = None

    def step(self, weights, grads):
        """-> new weights; the old are not changed."""
        if self.velocity is None:
            self.velocity = [np.zeros_like(w) for w in weights]
        self.velocity = [self.momentum * v - self.learning_rate * g for v, g in zip(self.velocity, grads)]
        return [w + v for w, v in zip(weights, self.velocity)]


class Adam:
    """Kingma & Ba 2015, with the defaults and the ε of keras.optimizers.Adam."""

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t = 0
        self.m = self.v = None

    def step(self, weights, grads):
        """-> new weights; the old are not changed."""
        if self.m is None:
            self.m = [np.zeros_like(w) for w in weights]
            self.v = [np.zeros_like(w) for w in weights]
        self.t += 1
        self.m = [m + (g - m) * (1 - self.beta_1) for m, g in zip(self.m, grads)]
        self.v = [v + (np.square(g) - v) * (1 - self.beta_2) for v, g in zip(self.v, grads)]
        rate = self.learning_rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        return [w - (rate * m / (np.sqrt(v) + self.epsilon)).astype(w.dtype) for w, m, v in zip(weights, self.m, self.v)]


def fit(model, x, target, *, loss, optimizer, epochs, batch_size=32, rng, mask=None, clip=None, progress=None):
    """Train `model` (a layer or Sequential of numpy_layers) -> history {"loss": [...], "gradient_norm": [...]}.

    x (N, T, D); target (N, ...); loss: a name of LOSSES or a function (y, target) -> (loss, dy).
    clip: limit of the global norm, or None. One entry in the history for each epoch: means over batches.
    progress: True or False for the bar; None shows it where somebody watches.
    """
    loss = LOSSES[arguments.check_choice("loss", loss, LOSSES)] if not callable(loss) else loss
    epochs, batch_size = arguments.check_count("epochs", epochs), arguments.check_count("batch_size", batch_size)
    arguments.check_rng(rng)
    N = len(x)
    if len(target) != N:
        raise ValueError(f"target: expected {N} examples as in x, got {len(target)}")
    history = {"loss": [], "gradient_norm": []}
    for _ in bar(epochs, progress):
        order = rng.permutation(N)
        batches = [order[i : i + batch_size] for i in range(0, N, batch_size)]
        losses, norms = zip(*(_update(model, x[b], target[b], None if mask is None else mask[b], loss, optimizer, clip)
                              for b in batches))
        weights = [len(b) for b in batches]
        history["loss"].append(float(np.average(losses, weights=weights)))
        history["gradient_norm"].append(float(np.average(norms, weights=weights)))
    return history


def _update(model, x, target, mask, loss, optimizer, clip):
    y = model(x, mask=mask)
    value, dy = loss(y, target) if mask is None or y.ndim < 3 else loss(y, target, mask)
    model.backward(dy)
    grads, norm = clip_by_global_norm(model.gradients, np.inf if clip is None else clip)
    model.set_weights(optimizer.step(model.get_weights(), grads))
    return value, norm


class LinearProbe(NamedTuple):
    """A linear map from states to targets: W (H, C), b (C,)."""

    W: np.ndarray
    b: np.ndarray

    def predict(self, h):
        """h (N, H) -> (N, C). For one-hot targets, the argmax over C is the predicted class."""
        return h @ self.W + self.b


def linear_probe(h, targets, *, ridge=0.01):
    """Fit targets (N, C) as a linear function of states h (N, H) -> LinearProbe.

    Ridge regression on centred features: the bias is not penalised. Boolean targets count as 0 and
    1; for classes, pass a one-hot matrix. Columns are independent of one another, so any number of
    questions can be put side by side and share the one Gram matrix.
    ridge: penalty on the squared weights, as a fraction of the features' mean square.
    Products are taken in h's dtype, the solution in float64. Alain & Bengio 2017 (probes).
    """
    sizes = {}
    h = arguments.check("h", h, "N H", sizes)
    targets = np.asarray(targets).astype(h.dtype, copy=False)
    arguments.check("targets", targets, "N C", sizes)
    if not ridge > 0:
        raise ValueError(f"ridge: expected a positive number, got {ridge!r}")
    mean_h, mean_targets = h.mean(axis=0), targets.mean(axis=0)
    centred = h - mean_h
    gram = (centred.T @ centred).astype(float)
    penalty = ridge * np.diag(gram).mean() or 1.0  # constant features: any penalty gives W = 0
    np.fill_diagonal(gram, np.diag(gram) + penalty)
    W = np.linalg.solve(gram, (centred.T @ targets).astype(float)).astype(h.dtype)
    return LinearProbe(W, mean_targets - mean_h @ W)
