"""The same Keras training on one device and on several, spread by Keras's own means.

    python -m rnn_helpers.benchmark.devices --backend jax --devices 2 --kind LSTM

prints one line of JSON: the losses of each library on one device and on several. The devices are
GPUs where there are enough of them, else virtual ones that share the CPU: those show that the
results are the same, and say nothing about speed. It needs a process of its own, because a backend
counts its devices when it starts.
"""

import argparse
import json
import os
import subprocess
import sys

from rnn_helpers.numpy_layers.kinds import KINDS

LIBRARIES = ("keras.layers", "keras_rnn")


def losses_on_devices(backend="tensorflow", devices=2, kind="SimpleRNN", steps=5):
    """Losses of the same training on one device and on several, computed in a process of its own.

    backend: "tensorflow" or "jax"; kind: "SimpleRNN", "LSTM" or "GRU"; steps: one batch each.
    -> {library: {"one": [...], "several": [...]}}. RuntimeError, one line, if it fails.
    """
    command = [sys.executable, "-m", "rnn_helpers.benchmark.devices", "--backend", backend]
    command += ["--devices", str(devices), "--kind", kind, "--steps", str(steps)]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        raise RuntimeError(f"{backend} on {devices} devices: {run.stderr.strip().splitlines()[-1]}")
    return json.loads(run.stdout.splitlines()[-1])


def make_devices(backend, n):
    """Names of n devices, virtual ones where GPUs are too few; call it before Keras starts."""
    os.environ["KERAS_BACKEND"] = backend
    if backend == "jax":
        flags = os.environ.get("XLA_FLAGS", "")
        os.environ["XLA_FLAGS"] = f"{flags} --xla_force_host_platform_device_count={n}"
        import jax

        found = jax.devices() if len(jax.devices()) >= n else jax.devices("cpu")
        return [f"{device.platform}:{device.id}" for device in found[:n]]
    import tensorflow as tf

    if len(tf.config.list_physical_devices("GPU")) >= n:
        return [f"GPU:{k}" for k in range(n)]
    cpu, virtual = tf.config.list_physical_devices("CPU")[0], tf.config.LogicalDeviceConfiguration()
    tf.config.set_logical_device_configuration(cpu, [virtual] * n)
    return [f"CPU:{k}" for k in range(n)]


def spread(backend, devices):
    """A context: a model built and trained in it splits every batch among the devices."""
    import contextlib

    import keras

    if backend == "jax":
        keras.distribution.set_distribution(keras.distribution.DataParallel(devices=devices))
        return contextlib.nullcontext()
    import tensorflow as tf

    reduction = tf.distribute.ReductionToOneDevice()
    return tf.distribute.MirroredStrategy(devices, cross_device_ops=reduction).scope()


def train(library, kind, steps, scope):
    """The loss of each batch, one per step; the weights start alike, whatever the devices."""
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
        record = keras.callbacks.LambdaCallback(
            on_train_batch_end=lambda _, logs: losses.append(float(logs["loss"]))
        )
        model.fit(x, y, batch_size=8, epochs=1, shuffle=False, verbose=0, callbacks=[record])
    return losses


def main():
    """The command: train each library on one device and on all of them, print one line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m rnn_helpers.benchmark.devices")
    parser.add_argument("--backend", choices=["tensorflow", "jax"], default="tensorflow")
    parser.add_argument("--devices", type=int, default=2)
    parser.add_argument("--kind", default="SimpleRNN", choices=list(KINDS))
    parser.add_argument("--steps", type=int, default=5)
    options = parser.parse_args()
    devices = make_devices(options.backend, options.devices)
    from rnn_helpers import backend  # noqa: F401 (starts Keras quietly)

    losses = {library: {} for library in LIBRARIES}
    for library, of in losses.items():
        for how, on in (("one", devices[:1]), ("several", devices)):
            scope = spread(options.backend, on)
            of[how] = train(library, options.kind, options.steps, scope)
    print(json.dumps(losses))


if __name__ == "__main__":
    main()
