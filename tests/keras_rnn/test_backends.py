"""The parity tests once more, each Keras backend in a process of its own."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.engines import Case, relative
from keras_rnn.test_parity import MODES
from rnn_helpers import keras_rnn
from rnn_helpers.backend import autodiff

HERE = Path(__file__).parent
TESTS = [HERE / "test_parity.py", HERE / "test_linear.py",
         HERE.parent / "backend" / "test_training.py"]
ALREADY = os.environ.get("KERAS_BACKEND", "tensorflow")


@pytest.mark.parametrize("backend", [b for b in ("tensorflow", "jax", "torch") if b != ALREADY])
def test_parity_on(backend, tmp_path):
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed: `make bench` brings it")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    quick = {  # outside jax.jit, JAX compiles a loop anew each time it runs, unless it is cached
        "JAX_COMPILATION_CACHE_DIR": str(tmp_path),
        "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
        "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
        "JAX_DISABLE_MOST_OPTIMIZATIONS": "1",
    }
    run = subprocess.run([*command, *map(str, TESTS)], cwd=HERE.parent.parent, text=True,
                         env={**os.environ, **quick, "KERAS_BACKEND": backend},
                         capture_output=True)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-1000:]
    assert "passed" in run.stdout


@pytest.mark.skipif(ALREADY != "tensorflow", reason="the other backends use it anyway")
@pytest.mark.parametrize("kind", ["LSTM", "GRU"])
def test_own_bptt_where_tensorflow_on_a_cpu_would_not_take_it(kind, monkeypatch):
    """Outputs and gradients in float64, in all modes, as on a GPU, where gated layers use it."""
    from keras_rnn.test_parity import keras_layer

    monkeypatch.setattr(keras_rnn.layers.Layer, "own_bptt", lambda self: True)
    own = []
    recurrence = getattr(keras_rnn, kind).recurrence
    monkeypatch.setattr(
        getattr(keras_rnn, kind), "recurrence",
        lambda self, *a: own.append(1) or recurrence(self, *a),
    )
    for seed, mode in enumerate(MODES):
        case = Case(kind, 100 + seed, "float64")
        y = case.layer(**mode)(case.x, initial_state=case.initial)
        outputs = y if isinstance(y, list) else [y]
        dy = [case.normal(a.shape) for a in outputs]
        ours, theirs = (
            autodiff.vjp(keras_layer(case, of, **mode), case.x, dy, initial_state=case.initial)
            for of in ("keras_rnn", "keras")
        )
        pairs = zip(
            [*ours.outputs, *ours.dweights, ours.dx, *ours.dstates],
            [*theirs.outputs, *theirs.dweights, theirs.dx, *theirs.dstates],
            strict=True,
        )
        for got, expected in pairs:
            assert relative(got, expected) < 1e-10, (mode, seed)
    assert len(own) >= len(MODES)


def test_a_backend_that_is_not_there_is_one_clear_line():
    code = ("import sys, importlib.util as u; real = u.find_spec;u.find_spec = lambda n, *a: None "
            "if n == 'torch' else real(n, *a); import rnn_helpers.backend")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                         env={**os.environ, "KERAS_BACKEND": "torch"})
    assert "KERAS_BACKEND: 'torch' is not installed" in run.stderr.strip().splitlines()[-1]


def test_importing_keras_is_quiet():
    code = ("from rnn_helpers.backend import ops; import numpy as np; "
            "ops.matmul(np.ones((2, 2)), np.ones((2, 2)))")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
