"""What the times are compared with: the multiplications alone, and the smallest dependent steps."""

import numpy as np

from rnn_helpers.backend import ops
from rnn_helpers.benchmark import contenders
from rnn_helpers.numpy_layers.kinds import KINDS

STEPS = 300  # of the tiny loop


def large_product(n=1024):
    """One large matrix product, whose rate makes the floor -> step, number of multiplications."""
    return product(n, n, n), n**3


def product(m, inner, n):
    """(m, inner) @ (inner, n) as a step, by NumPy on the CPU, by Keras's backend on a GPU."""
    rng = np.random.default_rng(0)
    a = rng.standard_normal((m, inner), dtype=np.float32)
    b = rng.standard_normal((inner, n), dtype=np.float32)
    if contenders.on_gpu():
        on_device = map(ops.convert_to_tensor, (a, b))
        return contenders.compiled(ops.matmul, *on_device)
    out = np.empty((m, n), np.float32)
    return lambda: np.matmul(a, b, out=out)


def product_steps(kind, size):
    """The products of a gradient step at their real shapes: name -> step."""
    B, T, D, H = size
    columns = KINDS[kind].gates * H
    return {
        "h W_h": product(B, H, columns),
        "dz W_h'": product(B, columns, H),
        "x W_x": product(B * T, D, columns),
        "x' dz": product(D, B * T, columns),
        "h' dz": product(H, B * T, columns),
    }


def tiny_loop():
    """STEPS steps of the smallest recurrence, h_t = h_(t-1)² with a single number, as one step.

    One compiled loop of Keras's backend.
    """

    def loop(h):
        def step(h, _):
            h = h @ h
            return h, h

        return ops.scan(step, h, None, length=STEPS)[0]

    return contenders.compiled(loop, ops.ones((1, 1)))
