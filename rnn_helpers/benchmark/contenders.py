"""One pass of the same network, forward or a gradient step, by each who can do it.

Each function takes the kind, its NumPy Params, x (B, T, D), dy (B, T, H) and the way: "forward" gives all
states, "gradient" goes forward and back to all parameters. It returns a function without arguments that
does this once and returns when it is done: on a GPU a call returns before the work does, so each waits
for the device. float32. All run on the device that Keras's backend uses, NumPy always on the CPU.
"""

import importlib.util

from rnn_helpers import backend, numpy_gru, numpy_lstm, numpy_rnn
from rnn_helpers.weights import convert

KINDS = {"SimpleRNN": numpy_rnn, "LSTM": numpy_lstm, "GRU": numpy_gru}
WAYS = ("forward", "gradient")


def on_gpu():
    return backend.device() == "GPU"


def numpy_step(kind, params, x, dy, way="gradient"):
    engine = KINDS[kind]

    def step():
        if way == "forward":
            return engine.forward(params, x)
        if kind == "SimpleRNN":
            return engine.bptt(params, x, engine.forward(params, x), dy)
        *states, gates = engine.forward(params, x, keep_gates=True)
        return engine.bptt(params, x, *states, dy, gates=gates)

    return step


def compiled(function, *arguments, jit=True):
    """function(*arguments), compiled as model.fit compiles on this backend and device, with the wait for its end.

    On TensorFlow that is XLA on a GPU (jit=False where a layer wants a kernel that XLA cannot take), and none on a CPU.
    """
    if backend.name() == "tensorflow":
        import tensorflow as tf

        run = tf.function(function, jit_compile=on_gpu() and jit)

        def step():
            result = run(*arguments)
            if on_gpu():
                tf.test.experimental.sync_devices()
            return result

        return step
    if backend.name() == "jax":
        import jax

        run = jax.jit(function)
        return lambda: jax.block_until_ready(run(*arguments))
    return lambda: _torch_done(function(*arguments))


def keras_step(library, kind, params, x, dy, way="gradient"):
    """library: keras.layers or keras_rnn. The whole step is one compiled function."""
    layer = getattr(library, kind)(params[1].shape[0], return_sequences=True)
    layer.build(x.shape)
    layer.set_weights(list(params))
    return layer_step(layer, x, dy, way)


def layer_step(layer, x, dy, way="gradient", **call):
    """Of a built Keras layer, x and dy in its own precision; call: a mask."""
    x, dy = (backend.ops.convert_to_tensor(a, dtype=layer.compute_dtype) for a in (x, dy))
    weights = [v.value for v in layer.trainable_variables]
    if backend.name() == "jax":
        import jax

        fixed = [v.value for v in layer.non_trainable_variables]

        def run(w, x):
            return layer.stateless_call(w, fixed, x, **call)[0]

        return compiled(run if way == "forward" else jax.grad(lambda w, x: (run(w, x) * dy).sum()), weights, x)
    if way == "forward":
        return compiled(lambda x: _without_gradient(lambda: layer(x, **call)), x, jit=layer.supports_jit)
    gradients = {"tensorflow": _tensorflow_gradients, "torch": _torch_gradients}[backend.name()]
    return compiled(lambda x: gradients(lambda: layer(x, **call), dy, weights), x, jit=layer.supports_jit)


def _without_gradient(run):
    if backend.name() != "torch":
        return run()
    import torch

    with torch.no_grad():
        return run()


def _tensorflow_gradients(run, dy, weights):
    import tensorflow as tf

    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(run() * dy)
    return tape.gradient(loss, weights)


def _torch_gradients(run, dy, weights):
    import torch

    return torch.autograd.grad((run() * dy).sum(), weights)


def _torch_done(result):
    import torch

    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return result


def torch_step(kind, params, x, dy, way="gradient"):
    """torch.nn.RNN, LSTM or GRU: on a GPU, cuDNN's fused kernels."""
    import torch

    device = "cuda" if on_gpu() else "cpu"
    layer = getattr(torch.nn, {"SimpleRNN": "RNN"}.get(kind, kind))(x.shape[2], dy.shape[2], batch_first=True)
    layer.load_state_dict({f"{name}_l0": torch.tensor(w) for name, w in convert(params, to="torch")._asdict().items()})
    layer.to(device)
    x, dy = torch.tensor(x, device=device), torch.tensor(dy, device=device)

    def forward():
        with torch.no_grad():
            return layer(x)[0]

    weights = list(layer.parameters())
    return lambda: _torch_done(forward() if way == "forward" else _torch_gradients(lambda: layer(x)[0], dy, weights))


def jax_step(kind, params, x, dy, way="gradient"):
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

    def states(params, x):
        W_x, W_h, b = params
        zx = jnp.swapaxes(x, 0, 1) @ W_x + (b[0] if kind == "GRU" else b)
        start = (jnp.zeros((x.shape[0], W_h.shape[0]), x.dtype),) * (2 if kind == "LSTM" else 1)
        _, h = jax.lax.scan(lambda states, zx_t: step(params, states, zx_t), start, zx)
        return jnp.swapaxes(h, 0, 1)

    device = jax.devices("gpu" if on_gpu() else "cpu")[0]
    params, x, dy = jax.device_put((tuple(params), x, dy), device)
    run = jax.jit(states if way == "forward" else jax.grad(lambda params, x: (states(params, x) * dy).sum()))
    return lambda: jax.block_until_ready(run(params, x))


def all_steps(kind, params, x, dy, way="gradient"):
    """name -> step, for everything that is installed and sees the device in use; Keras on the backend in use."""
    from rnn_helpers import keras_rnn

    network = kind, params, x, dy, way
    steps = {
        "NumPy": numpy_step(*network),
        f"Keras ({backend.name()})": keras_step(backend.keras.layers, *network),
        f"keras_rnn ({backend.name()})": keras_step(keras_rnn, *network),
    }
    for name, step in {"torch.nn": torch_step, "JAX scan": jax_step}.items():
        if why_absent(name) is None:
            steps[name] = step(*network)
    return steps


def why_absent(name):
    """Why torch.nn or the JAX scan cannot be measured here, or None."""
    module = {"torch.nn": "torch", "JAX scan": "jax"}[name]
    if importlib.util.find_spec(module) is None:
        return f"{module} is not installed"
    if not on_gpu():
        return None
    if module == "torch":
        import torch

        return None if torch.cuda.is_available() else "torch sees no GPU"
    import jax

    return None if jax.default_backend() != "cpu" else "jax sees no GPU"
