"""One gradient step (forward, and back to all parameters) of the same network, by each who can do it.

Each function takes the kind, its NumPy Params, x (B, T, D) and dy (B, T, H), and returns a function
without arguments that does the step once and returns when it is done. float32.
"""

import importlib.util

from rnn_helpers import backend, numpy_gru, numpy_lstm, numpy_rnn
from rnn_helpers.layouts import convert

KINDS = {"SimpleRNN": numpy_rnn, "LSTM": numpy_lstm, "GRU": numpy_gru}


def numpy_step(kind, params, x, dy):
    engine = KINDS[kind]

    def step():
        if kind == "SimpleRNN":
            return engine.bptt(params, x, engine.forward(params, x), dy)
        *states, gates = engine.forward(params, x, keep_gates=True)
        return engine.bptt(params, x, *states, dy, gates=gates)

    return step


def keras_step(library, kind, params, x, dy):
    """library: keras.layers or keras_rnn. The whole step is one compiled function."""
    layer = getattr(library, kind)(params[1].shape[0], return_sequences=True)
    layer.build(x.shape)
    layer.set_weights(list(params))
    x, dy = backend.ops.convert_to_tensor(x), backend.ops.convert_to_tensor(dy)
    return {"tensorflow": _tensorflow, "jax": _jax_layer, "torch": _torch_layer}[backend.name()](layer, x, dy)


def _tensorflow(layer, x, dy):
    import tensorflow as tf

    weights = [v.value for v in layer.trainable_variables]

    @tf.function
    def gradients():
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(layer(x) * dy)
        return tape.gradient(loss, weights)

    return lambda: [g.numpy() for g in gradients()]


def _jax_layer(layer, x, dy):
    import jax

    fixed = [v.value for v in layer.non_trainable_variables]
    weights = [v.value for v in layer.trainable_variables]
    gradients = jax.jit(jax.grad(lambda w, x: (layer.stateless_call(w, fixed, x)[0] * dy).sum()))
    return lambda: jax.block_until_ready(gradients(weights, x))


def _torch_layer(layer, x, dy):
    return _torch_gradients(lambda: layer(x), dy, [v.value for v in layer.trainable_variables])


def _torch_gradients(run, dy, weights):
    import torch

    def step():
        grads = torch.autograd.grad((run() * dy).sum(), weights)
        return torch.cuda.synchronize() if dy.is_cuda else grads

    return step


def torch_step(kind, params, x, dy):
    """torch.nn.RNN, LSTM or GRU."""
    import torch

    layer = getattr(torch.nn, {"SimpleRNN": "RNN"}.get(kind, kind))(x.shape[2], dy.shape[2], batch_first=True)
    layer.load_state_dict({f"{name}_l0": torch.tensor(w) for name, w in convert(params, to="torch")._asdict().items()})
    x, dy = torch.tensor(x), torch.tensor(dy)
    return _torch_gradients(lambda: layer(x)[0], dy, list(layer.parameters()))


def jax_step(kind, params, x, dy):
    """A scan over the step, written out in jax.numpy and jitted; the inputs' product is outside the loop."""
    import jax
    import jax.numpy as jnp

    def step(params, states, zx_t):
        _, W_h, b = params
        if kind == "SimpleRNN":
            states = (jnp.tanh(zx_t + states[0] @ W_h),)
        elif kind == "LSTM":
            i, f, g, o = jnp.split(zx_t + states[0] @ W_h, 4, axis=-1)
            c = jax.nn.sigmoid(f) * states[1] + jax.nn.sigmoid(i) * jnp.tanh(g)
            states = (jax.nn.sigmoid(o) * jnp.tanh(c), c)
        else:
            xz, xr, xg = jnp.split(zx_t, 3, axis=-1)
            hz, hr, hg = jnp.split(states[0] @ W_h + b[1], 3, axis=-1)
            z = jax.nn.sigmoid(xz + hz)
            states = (z * states[0] + (1 - z) * jnp.tanh(xg + jax.nn.sigmoid(xr + hr) * hg),)
        return states, states[0]

    def loss(params, x, dy):
        W_x, W_h, b = params
        zx = jnp.swapaxes(x, 0, 1) @ W_x + (b[0] if kind == "GRU" else b)
        start = (jnp.zeros((x.shape[0], W_h.shape[0]), x.dtype),) * (2 if kind == "LSTM" else 1)
        _, h = jax.lax.scan(lambda states, zx_t: step(params, states, zx_t), start, zx)
        return (jnp.swapaxes(h, 0, 1) * dy).sum()

    arguments = tuple(map(jnp.asarray, params)), jnp.asarray(x), jnp.asarray(dy)
    gradients = jax.jit(jax.grad(loss))
    return lambda: jax.block_until_ready(gradients(*arguments))


def all_steps(kind, params, x, dy):
    """name -> step, for everything that is installed; Keras on the backend in use."""
    from rnn_helpers import keras_rnn

    steps = {
        "NumPy": numpy_step(kind, params, x, dy),
        f"Keras ({backend.name()})": keras_step(backend.keras.layers, kind, params, x, dy),
        f"keras_rnn ({backend.name()})": keras_step(keras_rnn, kind, params, x, dy),
    }
    if importlib.util.find_spec("torch"):
        steps["torch.nn"] = torch_step(kind, params, x, dy)
    if importlib.util.find_spec("jax"):
        steps["JAX scan"] = jax_step(kind, params, x, dy)
    return steps
