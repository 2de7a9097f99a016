"""`fit` for Keras models; `numpy_training.fit` is its twin for layers of `numpy_layers`."""

import warnings

import numpy as np

from rnn_helpers import arguments
from rnn_helpers.backend import keras, name, ops
from rnn_helpers.show.progress import bar

LOSSES = {
    "mean_squared_error": keras.losses.MeanSquaredError,
    "sigmoid_cross_entropy": keras.losses.BinaryCrossentropy,
    "softmax_cross_entropy": keras.losses.SparseCategoricalCrossentropy,
}
OPTIMIZERS = {"adam": keras.optimizers.Adam, "sgd": keras.optimizers.SGD}


def seed(number):
    """Seed Keras's weights and its shuffling; call it before the model is built."""
    keras.utils.set_random_seed(number)


def fit(model, x, target, *, loss, epochs, optimizer="adam", learning_rate=None, batch_size=32,
        rng=None, mask=None, clip=None, progress=None):
    """Train a Keras model -> {"loss": [...], "gradient_norm": [...]}, a value per epoch.

    x (N, T, D), or a list of inputs; target (N, ...), which may leave out a last axis of 1.
    loss: a name in LOSSES, or one of keras.losses; by name, the model's outputs are logits.
    optimizer: "adam" or "sgd" at `learning_rate` (None: 0.01), or one of keras.optimizers, which
    is copied as it starts.
    rng: shuffles the examples before each epoch; None leaves that to Keras and its `seed`. A model
    with a stateful layer gets them in their order, and starts each epoch from zeros; on JAX,
    where Keras drops its state, ValueError.
    mask (N, T) bool: the time steps that are real, for the layers (if x is one array) and, with an
    output per step, for the loss. clip: the largest global norm of a gradient, or None.
    progress: True or False for the bar; None shows it in a terminal and in JupyterLab.
    Losses and norms (before clipping) are means over the batches, weighted by their examples.
    """
    loss = _loss(loss)
    epochs = arguments.check_count("epochs", epochs)
    batch_size = arguments.check_count("batch_size", batch_size)
    target, weights, trained = np.asarray(target), None, model
    N = len(target)
    if mask is not None:
        first = [a[:1] for a in x] if isinstance(x, (list, tuple)) else (x[:1], mask[:1])
        if not isinstance(x, (list, tuple)):
            x, trained = (x, mask), _Masked(model)
        if len(trained(first).shape) == 3:  # an output per step
            weights = mask.astype("float32")
            real = mask.reshape(mask.shape + (1,) * (target.ndim - 2))
            target = np.where(real, target, np.zeros((), target.dtype))  # whatever stood there
    sizes = np.diff([*range(0, N, batch_size), N])
    optimizer = arguments.named_optimizer(optimizer, learning_rate, OPTIMIZERS)
    optimizer = _watched(optimizer, len(sizes), clip)
    trained.compile(optimizer, loss)
    history = {"loss": [], "gradient_norm": []}
    watch = _Watch(bar(epochs, progress), optimizer, sizes, history)
    how = {"epochs": epochs, "verbose": 0, "callbacks": [watch]}
    if stateful := [layer for layer in _layers(model) if getattr(layer, "stateful", False)]:
        if name() == "jax":  # Keras's RNN does not list its states as variables
            raise ValueError(f"{stateful[0].name}: expected a layer that is not stateful, because "
                             "Keras's fit forgets its state between batches on JAX; train it with "
                             "another backend")
        how["callbacks"].append(keras.callbacks.LambdaCallback(
            on_epoch_begin=lambda epoch, logs: [layer.reset_state() for layer in stateful]))
    if rng is None or stateful:
        trained.fit(x, target, sample_weight=weights, batch_size=batch_size,
                    shuffle=not stateful, **how)
    else:
        data = (x, target) if weights is None else (x, target, weights)
        data = _Shuffled(data, batch_size, arguments.check_rng(rng))
        how["callbacks"].append(keras.callbacks.LambdaCallback(on_epoch_begin=data.shuffle))
        trained.fit(data, shuffle=False, **how)
    return history


def _layers(model):
    """A layer and all those inside it."""
    yield model
    for inner in getattr(model, "layers", ()):
        yield from _layers(inner)


def predict(model, x):
    """The model's outputs for all of x at once, as a NumPy array.

    A plain call: model.predict compiles a function for each model, and TensorFlow warns of that in
    the notebook.
    """
    return ops.convert_to_numpy(model(x, training=False))


def _loss(loss):
    """A loss by its name, over logits; a mean over what is real, not over what is there."""
    if callable(loss):
        return loss
    make = LOSSES[arguments.check_choice("loss", loss, LOSSES)]
    logits = {} if loss == "mean_squared_error" else {"from_logits": True}
    return make(reduction="mean_with_sample_weight", **logits)


def _watched(optimizer, batches, clip):
    """A copy of the optimizer that clips gradients and keeps the norms of an epoch's batches."""

    class Watched(type(optimizer)):
        def build(self, variables):
            if not self.built:
                self.norms = self.add_variable((batches,), name="gradient_norms")
                self.shapes = [v.shape for v in variables]
            super().build(variables)

        def apply(self, grads, trainable_variables=None):
            if not self.built:
                self.build(list(trainable_variables))
            # TensorFlow gives an embedding's gradient in pieces, one per word: a sum joins them
            joined = [g if g is None else ops.add(g, ops.zeros(shape, g.dtype))
                      for g, shape in zip(grads, self.shapes, strict=True)]
            norm = ops.sqrt(sum(ops.sum(ops.square(g)) for g in joined if g is not None))
            if clip is not None:
                scale = ops.minimum(1.0, clip / norm)
                grads = [g if g is None else g * scale for g in joined]
            now = ops.equal(ops.arange(batches), ops.mod(self.iterations.value, batches))
            self.norms.assign(ops.where(now, norm, self.norms.value))
            super().apply(grads, trainable_variables)

    return Watched.from_config(optimizer.get_config())


class _Watch(keras.callbacks.Callback):
    """Moves the bar, and writes an epoch's loss and mean gradient norm into the history."""

    def __init__(self, epochs, optimizer, sizes, history):
        super().__init__()
        self.epochs, self.optimizer = iter(epochs), optimizer
        self.sizes, self.history = sizes, history

    def on_epoch_begin(self, epoch, logs=None):
        next(self.epochs)

    def on_epoch_end(self, epoch, logs=None):
        norms = ops.convert_to_numpy(self.optimizer.norms)
        self.history["loss"].append(float(logs["loss"]))
        self.history["gradient_norm"].append(float(np.average(norms, weights=self.sizes)))

    def on_train_end(self, logs=None):
        next(self.epochs, None)  # takes the bar away


class _Masked(keras.Model):
    """A model whose layers get the mask along with the input: [x, mask] -> model(x, mask=mask)."""

    def __init__(self, model):
        super().__init__(name="masked")
        self.model = model

    def call(self, inputs):
        x, mask = inputs
        with warnings.catch_warnings():
            # Keras warns that a Sequential drops the mask, right after its layers have used it
            warnings.filterwarnings("ignore", "Layer .* was passed an input with a mask")
            return self.model(x, mask=mask)


class _Shuffled(keras.utils.PyDataset):
    """Batches of examples in an order that `rng` draws anew for each epoch."""

    def __init__(self, data, batch_size, rng):
        super().__init__()
        self.data, self.batch_size, self.rng = data, batch_size, rng
        self.order = np.arange(len(data[1]))

    def shuffle(self, epoch, logs):
        self.order = self.rng.permutation(len(self.order))

    def __len__(self):
        return -(-len(self.order) // self.batch_size)

    def __getitem__(self, batch):
        chosen = self.order[batch * self.batch_size : (batch + 1) * self.batch_size]
        # TensorFlow's adapter wants several inputs as a tuple
        return tuple(tuple(a[chosen] for a in part) if isinstance(part, (list, tuple))
                     else part[chosen] for part in self.data)
