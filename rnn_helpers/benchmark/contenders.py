"""One pass through the same network, forward or a gradient step, by each engine that can do it.

Each function takes the kind's name, its NumPy Params, x (B, T, D), dy (B, T, H) and the way:
"forward" computes all states, "gradient" goes forward and back to all weights. It returns a
function without arguments that does this once and returns when it is done: on a GPU a call returns
before the work is finished, so each waits for the device. float32. All run on the device that
Keras's backend uses, except NumPy, which is always on the CPU.
"""

import importlib.util

from rnn_helpers import backend, keras_rnn
from rnn_helpers.numpy_layers.kinds import KINDS
from rnn_helpers.weights import convert

WAYS = ("forward", "gradient")


def on_gpu():
    """Whether the work is done on a GPU."""
    return backend.device() == "GPU"


def numpy_step(kind, params, x, dy, way="gradient"):
    """The NumPy engine; with gates, they are kept on the way forward for the way back."""
    kind = KINDS[kind]

    def step():
        if way == "forward":
            return kind.forward(params, x)
        if kind.gates == 1:
            return kind.bptt(params, x, kind.forward(params, x), [dy])
        *states, gates = kind.forward(params, x, keep_gates=True)
        no_others = [None] * (len(states) - 1)
        return kind.bptt(params, x, states, [dy, *no_others], gates=gates)

    return step


def compiled(function, *arguments, jit=True):
    """function(*arguments) as a step, compiled as model.fit compiles on this backend and device.

    On TensorFlow that is XLA on a GPU (jit=False for a layer whose kernel XLA cannot take), and
    no XLA on a CPU.
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
    """A layer of `library`, keras.layers or keras_rnn; the whole step is one compiled function."""
    layer = getattr(library, kind)(params[1].shape[0], return_sequences=True)
    layer.build(x.shape)
    layer.set_weights(list(params))
    return layer_step(layer, x, dy, way)


def layer_step(layer, x, dy, way="gradient", **call):
    """A built Keras layer, with x and dy in its own precision; call: a mask."""
    x, dy = (backend.ops.convert_to_tensor(a, dtype=layer.compute_dtype) for a in (x, dy))
    weights = [v.value for v in layer.trainable_variables]
    if backend.name() == "jax":
        import jax

        fixed = [v.value for v in layer.non_trainable_variables]

        def run(w, x):
            return layer.stateless_call(w, fixed, x, **call)[0]

        def loss(w, x):
            return (run(w, x) * dy).sum()

        return compiled(run if way == "forward" else jax.grad(loss), weights, x)
    gradients = {"tensorflow": _tensorflow_gradients, "torch": _torch_gradients}[backend.name()]

    def step(x):
        if way == "forward":
            return _without_gradient(lambda: layer(x, **call))
        return gradients(lambda: layer(x, **call), dy, weights)

    return compiled(step, x, jit=layer.supports_jit)


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
    make = getattr(torch.nn, {"SimpleRNN": "RNN"}.get(kind, kind))
    layer = make(x.shape[2], dy.shape[2], batch_first=True)
    weights = convert(params, to="torch")._asdict()
    layer.load_state_dict({f"{name}_l0": torch.tensor(w) for name, w in weights.items()})
    layer.to(device)
    x, dy = torch.tensor(x, device=device), torch.tensor(dy, device=device)
    weights = list(layer.parameters())

    def step():
        if way == "gradient":
            return _torch_gradients(lambda: layer(x)[0], dy, weights)
        with torch.no_grad():
            return layer(x)[0]

    return lambda: _torch_done(step())


def jax_step(kind, params, x, dy, way="gradient"):
    """A jitted scan over the equations in jax.numpy."""
    from rnn_helpers.benchmark import jax_scan

    return jax_scan.scan_step(KINDS[kind], params, x, dy, way, "gpu" if on_gpu() else "cpu")


def all_steps(kind, params, x, dy, way="gradient"):
    """All that is installed and sees the device in use, Keras on its backend: name -> step."""
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
    """Why "torch.nn" or "JAX scan" cannot be measured here, one line, or None."""
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
