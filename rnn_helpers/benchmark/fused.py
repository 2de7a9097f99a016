"""What Keras's LSTM and GRU cost with and without what their fused kernel on a GPU takes."""

import statistics
from typing import NamedTuple

import numpy as np

from rnn_helpers.benchmark.measuring import network
from rnn_helpers.benchmark.timing import interleave


class Case(NamedTuple):
    """options: of the layer; fused: whether a GPU takes the kernel, by Keras's documentation.

    real: the steps that are real, a function of T -> (T,) bool, or None for no mask.
    kinds: the layers that have this option.
    """

    options: dict
    fused: bool
    real: object = None
    kinds: tuple = ("LSTM", "GRU")


CASES = {
    "as it is": Case({}, True),
    "use_cudnn=False": Case({"use_cudnn": False}, False),
    "activation='relu'": Case({"activation": "relu"}, False),
    "recurrent_activation='hard_sigmoid'": Case({"recurrent_activation": "hard_sigmoid"}, False),
    "use_bias=False": Case({"use_bias": False}, False),
    "unroll=True": Case({"unroll": True}, False),
    "reset_after=False": Case({"reset_after": False}, False, kinds=("GRU",)),
    "mask, padded right": Case({}, True, lambda T: np.arange(T) < T - T // 4),
    "mask, padded left": Case({}, False, lambda T: np.arange(T) >= T // 4),
}


def measure_fused(size=(32, 50, 64, 128), seconds=5.0, tell=lambda result: None):
    """Time a gradient step in each case -> list of dicts, one per kind and case.

    Where Keras refuses a case, "seconds" is None and "error" one line. tell: called with each
    result.
    """
    results = []
    for kind in ("LSTM", "GRU"):
        cases = {name: case for name, case in CASES.items() if kind in case.kinds}
        _, x, dy = network(kind, size)
        steps, errors = {}, {}
        for name, case in cases.items():
            step = _step(kind, case, x, dy)
            try:
                step()
                steps[name] = step
            except Exception as error:  # a finding: TensorFlow on a GPU refuses left padding
                errors[name] = f"{type(error).__name__}: {str(error).splitlines()[0]}"
        times = interleave(steps, seconds)
        for name, case in cases.items():
            results.append({
                "kind": kind,
                "case": name,
                "size": list(size),
                "documented": case.fused,
                "seconds": statistics.median(times[name]) if name in times else None,
                "error": errors.get(name),
            })
            tell(results[-1])
    return results


def _step(kind, case, x, dy):
    from rnn_helpers import backend  # imports Keras, which `CASES` does not need
    from rnn_helpers.benchmark import contenders

    B, T, H = dy.shape
    layer = getattr(backend.keras.layers, kind)(H, return_sequences=True, **case.options)
    layer.build(x.shape)
    if case.real is None:
        return contenders.layer_step(layer, x, dy)
    mask = np.broadcast_to(case.real(T), (B, T))
    return contenders.layer_step(layer, x, dy, mask=backend.ops.convert_to_tensor(mask))
