"""The equations in jax.numpy as a jitted scan: what plain JAX does, without Keras.

The products with x need no state and stand outside the loop. Imports JAX.
"""

import jax
import jax.numpy as jnp
from jax.nn import sigmoid


def simple_rnn(zx_t, states, W_h, b_h):
    """zx_t (B, H), [h] -> [h_t]."""
    (h,) = states
    return [jnp.tanh(zx_t + h @ W_h)]


def lstm(zx_t, states, W_h, b_h):
    """zx_t (B, 4H), [h, c] -> [h_t, c_t]."""
    h, c = states
    i, f, g, o = jnp.split(zx_t + h @ W_h, 4, axis=-1)
    c = sigmoid(f) * c + sigmoid(i) * jnp.tanh(g)
    return [sigmoid(o) * jnp.tanh(c), c]


def gru(zx_t, states, W_h, b_h):
    """zx_t (B, 3H), [h] -> [h_t]."""
    (h,) = states
    x_z, x_r, x_g = jnp.split(zx_t, 3, axis=-1)
    h_z, h_r, h_g = jnp.split(h @ W_h + b_h, 3, axis=-1)
    z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
    return [z * h + (1 - z) * jnp.tanh(x_g + r * h_g)]


STEPS = {"SimpleRNN": simple_rnn, "LSTM": lstm, "GRU": gru}


def forward(kind, params, x):
    """A Kind, its params, x (B, T, D) -> h (B, T, H)."""
    W_x, W_h, b = params
    b_x, b_h = b if b.ndim == 2 else (b, None)  # a GRU has a bias beside each product
    step = STEPS[kind.name]
    start = [jnp.zeros((x.shape[0], W_h.shape[0]), x.dtype) for _ in kind.states]

    def one(states, zx_t):
        states = step(zx_t, states, W_h, b_h)
        return states, states[0]

    _, h = jax.lax.scan(one, start, jnp.swapaxes(x, 0, 1) @ W_x + b_x)
    return jnp.swapaxes(h, 0, 1)


def scan_step(kind, params, x, dy, way, device):
    """One pass, "forward" or "gradient", as a function without arguments; device: "cpu", "gpu"."""
    params, x, dy = jax.device_put((tuple(params), x, dy), jax.devices(device)[0])

    def loss(params, x):
        return (forward(kind, params, x) * dy).sum()

    run = jax.jit(jax.grad(loss) if way == "gradient" else lambda p, x: forward(kind, p, x))
    return lambda: jax.block_until_ready(run(params, x))
