"""The same Keras training on one device and on several, with Keras's own ways to spread a batch.

    python -m rnn_helpers.benchmark.devices --backend jax --devices 2 --kind LSTM

prints one JSON line: the losses of each library on one device and on several. The devices are real GPUs
where there are enough of them, else virtual ones, made out of the CPU: that shows that the result is the
same, and nothing of speed. A process of its own, because devices are counted when a backend starts.
"""

import argparse
import json
import os
import subprocess
import sys

LIBRARIES = ("keras.layers", "keras_rnn")


def losses_on_devices(backend="tensorflow", devices=2, kind="SimpleRNN", steps=5):
    """-> {library: {"one": losses, "several": losses}}, in a process of its own."""
    run = subprocess.run([sys.executable, "-m", "rnn_helpers.benchmark.devices", "--backend", backend, "--devices", str(devices),
                          "--kind", kind, "--steps", str(steps)], capture_output=True, text=True)
    if run.returncode:
        raise RuntimeError(f"{backend} on {devices} devices: {run.stderr.strip().splitlines()[-1]}")
    return json.loads(run.stdout.splitlines()[-1])


def make_devices(backend, n):
    """n devices of the backend, virtual ones where the GPUs are too few. Before Keras starts it."""
    os.environ["KERAS_BACKEND"] = backend
    if backend == "jax":
        os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} --xla_force_host_platform_device_count={n}"
        import jax

        return [f"{d.platform}:{d.id}" for d in (jax.devices() if len(jax.devices()) >= n else jax.devices("cpu"))[:n]]
    import tensorflow as tf

    if len(tf.config.list_physical_devices("GPU")) >= n:
        return [f"GPU:{k}" for k in range(n)]
    tf.config.set_logical_device_configuration(tf.config.list_physical_devices("CPU")[0], [tf.config.LogicalDeviceConfiguration()] * n)
    return [f"CPU:{k}" for k in range(n)]


def spread(backend, devices):
    """-> a context in which a model is built and trained so that each device takes its share of every batch."""
    import contextlib

    import keras

    if backend == "jax":
        keras.distribution.set_distribution(keras.distribution.DataParallel(devices=devices))
        return contextlib.nullcontext()
    import tensorflow as tf

    return tf.distribute.MirroredStrategy(devices, cross_device_ops=tf.distribute.ReductionToOneDevice()).scope()


def train(library, kind, steps, scope):
    """Losses of one batch a step, from the same start, whatever the devices."""
    import keras
    import numpy as np

    from rnn_helpers import keras_rnn

    layer = getattr(keras.layers if library == "keras.layers" else keras_rnn, kind)
    rng = np.random.default_rng(0)
    x, y = (rng.standard_normal(s, dtype=np.float32) for s in ((8 * steps, 11, 3), (8 * steps, 2)))
    with scope:
        keras.utils.set_random_seed(0)
        model = keras.Sequential([keras.Input((11, 3)), layer(5), keras.layers.Dense(2)])
        model.compile(keras.optimizers.Adam(0.01), "mse")
        losses = []
        model.fit(x, y, batch_size=8, epochs=1, shuffle=False, verbose=0,
                  callbacks=[keras.callbacks.LambdaCallback(on_train_batch_end=lambda _, logs: losses.append(float(logs["loss"])))])
    return losses


def main():
    parser = argparse.ArgumentParser(prog="python -m rnn_helpers.benchmark.devices")
    parser.add_argument("--backend", choices=["tensorflow", "jax"], default="tensorflow")
    parser.add_argument("--devices", type=int, default=2)
    parser.add_argument("--kind", default="SimpleRNN", choices=["SimpleRNN", "LSTM", "GRU"])
    parser.add_argument("--steps", type=int, default=5)
    options = parser.parse_args()
    devices = make_devices(options.backend, options.devices)
    from rnn_helpers import backend  # noqa: F401 (starts Keras quietly)

    print(json.dumps({library: {how: train(library, options.kind, options.steps, spread(options.backend, on))
                                for how, on in (("one", devices[:1]), ("several", devices))} for library in LIBRARIES}))


if __name__ == "__main__":
    main()
