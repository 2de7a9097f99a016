"""The same training on one device and on several gives the same losses, on virtual CPU devices."""

import importlib.util

import numpy as np
import pytest

from rnn_helpers.benchmark import devices


@pytest.mark.parametrize("kind", ["SimpleRNN", "LSTM", "GRU"])
@pytest.mark.parametrize("backend, n", [("tensorflow", 2), ("jax", 4)])
def test_losses_are_those_of_one_device(backend, n, kind):
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed")
    losses = devices.losses_on_devices(backend, n, kind)
    assert set(losses) == {"keras.layers", "keras_rnn"}
    for library, of in losses.items():
        assert len(of["one"]) == 5 and len(set(of["one"])) == 5, "it trains"
        np.testing.assert_allclose(of["several"], of["one"], rtol=1e-5, err_msg=library)


def test_a_failure_is_one_line():
    with pytest.raises(RuntimeError, match="tensorflow on 2 devices: .*invalid choice: 'Elman'"):
        devices.losses_on_devices(kind="Elman")
