"""`fit` for Keras models, in the manner of `numpy_training.fit`: seeded, quiet, a bar where somebody watches."""

from rnn_helpers.show import progress as progress_bar
from rnn_helpers import arguments
from rnn_helpers.backend import keras

LOSSES = {
    "mean_squared_error": lambda: keras.losses.MeanSquaredError(),
    "softmax_cross_entropy": lambda: keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    "sigmoid_cross_entropy": lambda: keras.losses.BinaryCrossentropy(from_logits=True),
}


def seed(number):
    """Seeds Keras's weights and shuffling. Call it before the model is built, so that a run repeats."""
    keras.utils.set_random_seed(number)


def fit(model, x, target, *, loss, epochs, learning_rate=0.01, batch_size=32, mask=None, progress=None):
    """Train with Adam -> list of the loss, one number an epoch. mask (N, T) bool: targets that count."""
    model.compile(keras.optimizers.Adam(learning_rate), LOSSES[arguments.check_choice("loss", loss, LOSSES)]())
    epoch = iter(progress_bar.bar(epochs, progress))
    tick = keras.callbacks.LambdaCallback(on_epoch_begin=lambda *_: next(epoch), on_train_end=lambda *_: next(epoch, None))
    history = model.fit(x, target, sample_weight=None if mask is None else mask.astype("float32"), batch_size=batch_size,
                        epochs=epochs, verbose=0, callbacks=[tick])
    return history.history["loss"]


def predict(model, x):
    """Outputs for all of x at once, as a NumPy array.

    A plain call: model.predict compiles a function for each model, and TensorFlow warns of that in the notebook.
    """
    return keras.ops.convert_to_numpy(model(x, training=False))
