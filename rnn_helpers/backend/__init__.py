"""Keras, imported in one place and quietly; which backend and device it uses.

At import and at its first operation TensorFlow logs to file descriptor 2, whatever it is told.
Those lines are kept out of the notebooks here, and shown after all if the import fails.
"""

import contextlib
import json
import os
import sys
import tempfile
from importlib import util

BACKENDS = ("tensorflow", "jax", "torch")


@contextlib.contextmanager
def _quiet_stderr():
    """Send file descriptor 2 to a file for a while; show what came if something goes wrong."""
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as log:
        os.dup2(log.fileno(), 2)
        try:
            yield
        except BaseException:
            os.dup2(kept, 2)
            log.seek(0)
            sys.stderr.write(log.read().decode(errors="replace"))
            raise
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _chosen():
    """The backend that Keras will take, and what says so: the variable, a file, or nobody."""
    if "KERAS_BACKEND" in os.environ:
        return os.environ["KERAS_BACKEND"], "KERAS_BACKEND"
    folder = os.environ.get("KERAS_HOME") or os.path.join(os.path.expanduser("~"), ".keras")
    file = os.path.join(folder, "keras.json")  # perhaps left over from an earlier course
    with contextlib.suppress(OSError, ValueError), open(file, encoding="utf-8") as opened:
        settings = json.load(opened)
        if not isinstance(settings, dict):
            raise ImportError(f"{file}: expected Keras's settings, got {settings}; "
                              "delete that file")
        if "backend" in settings:
            return settings["backend"], file
    return "tensorflow", None


def _import_keras():
    chosen, where = _chosen()
    remedy = "unset KERAS_BACKEND" if where == "KERAS_BACKEND" else "delete that file"
    if chosen not in BACKENDS:
        raise ImportError(f"{where}: expected one of {', '.join(BACKENDS)}, got {chosen!r}; "
                          f"{remedy}")
    if util.find_spec(chosen) is None:
        raise ImportError(f"{where or 'Keras'}: {chosen!r} is not installed; pip install {chosen}, "
                          f"or {remedy}")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
    with _quiet_stderr():
        import keras

        keras.config.set_floatx("float32")  # whatever a file of settings says
        one = keras.ops.ones((1, 1))  # first operations start the device, and TensorFlow's logging
        keras.ops.convert_to_numpy(one @ one)
        keras.ops.convert_to_numpy(keras.ops.transpose(one > 0))
    return keras


keras = _import_keras()
ops = keras.ops


def name():
    """Keras's backend: "tensorflow", "jax" or "torch"."""
    return keras.backend.backend()


def device():
    """Where Keras computes: "GPU" if its backend sees one, else "CPU"."""
    if name() == "tensorflow":
        import tensorflow as tf

        return "GPU" if tf.config.list_physical_devices("GPU") else "CPU"
    if name() == "jax":
        import jax

        return "CPU" if jax.default_backend() == "cpu" else "GPU"
    import torch

    return "GPU" if torch.cuda.is_available() else "CPU"
