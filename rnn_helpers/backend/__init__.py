"""Keras, imported in one place and quietly; what machine and backend it found.

TensorFlow writes log lines of its own at import and at the first operation, through file
descriptor 2 and whether asked to or not. They are kept out of the notebooks here, and shown
after all if the import fails.
"""

import contextlib
import datetime
import os
import platform
import sys
import tempfile
from importlib import metadata, util

BACKENDS = {"tensorflow": "tensorflow", "jax": "jax", "torch": "torch"}


@contextlib.contextmanager
def _quiet_stderr():
    """Send file descriptor 2 to a file for a while; print it if something goes wrong."""
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


def _import_keras():
    chosen = os.environ.get("KERAS_BACKEND", "tensorflow")
    if chosen in BACKENDS and util.find_spec(BACKENDS[chosen]) is None:
        raise ImportError(f"KERAS_BACKEND: {chosen!r} is not installed; pip install "
                          f"{BACKENDS[chosen]}, or unset KERAS_BACKEND")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
    with _quiet_stderr():
        import keras

        one = keras.ops.ones((1, 1))  # first operations wake the device, and TensorFlow's log lines
        keras.ops.convert_to_numpy(one @ one)
        keras.ops.convert_to_numpy(keras.ops.transpose(one > 0))
    return keras


keras = _import_keras()
ops = keras.ops


def name():
    """"tensorflow", "jax" or "torch"."""
    return keras.backend.backend()


def device():
    """"GPU" if Keras's backend sees one, else "CPU"."""
    if name() == "tensorflow":
        import tensorflow as tf

        return "GPU" if tf.config.list_physical_devices("GPU") else "CPU"
    if name() == "jax":
        import jax

        return "CPU" if jax.default_backend() == "cpu" else "GPU"
    import torch

    return "GPU" if torch.cuda.is_available() else "CPU"


def versions():
    """What this machine runs: name -> version, for the packages the series stands on."""
    packages = ["numpy", "keras", BACKENDS[name()], "matplotlib", "jupyterlab", "ipywidgets"]
    found = {"python": platform.python_version()}
    for package in packages:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


def machine():
    """What was measured on, without names of machines or people."""
    return {"date": datetime.date.today().isoformat(), "processor": _processor(), "cores": os.cpu_count(),
            "system": platform.system(), "backend": name(), "device": device(), "load": _load(), "versions": versions()}


def _load():
    """Processes that wanted to run, on average over the last minute: well above 1 a core, times say little and ratios more."""
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None


def _processor():
    try:
        with open("/proc/cpuinfo") as f:
            return next(row.split(":", 1)[1].strip() for row in f if row.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
