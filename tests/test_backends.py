"""The parity tests once more, each Keras backend in a process of its own."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ALREADY = os.environ.get("KERAS_BACKEND", "tensorflow")


@pytest.mark.parametrize("backend", [b for b in ("tensorflow", "jax", "torch") if b != ALREADY])
def test_parity_on(backend):
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed: `make bench` brings it")
    run = subprocess.run([sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", str(HERE / "test_parity.py")],
                         env={**os.environ, "KERAS_BACKEND": backend}, cwd=HERE.parent, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-1000:]
    assert "passed" in run.stdout


def test_a_backend_that_is_not_there_is_one_clear_line():
    code = ("import sys, importlib.util as u; real = u.find_spec;"
            "u.find_spec = lambda n, *a: None if n == 'torch' else real(n, *a); import rnn_helpers.backend")
    run = subprocess.run([sys.executable, "-c", code], env={**os.environ, "KERAS_BACKEND": "torch"}, capture_output=True, text=True)
    assert "KERAS_BACKEND: 'torch' is not installed" in run.stderr.strip().splitlines()[-1]


def test_importing_keras_is_quiet():
    code = "from rnn_helpers.backend import ops; import numpy as np; ops.matmul(np.ones((2, 2)), np.ones((2, 2)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
