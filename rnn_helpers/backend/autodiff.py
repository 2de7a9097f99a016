"""Gradients of any Keras layer by its backend's own autodiff, to hold BPTT against."""

from typing import NamedTuple

from rnn_helpers.backend import keras, name, ops


class Result(NamedTuple):
    """What `vjp` returns, as NumPy arrays.

    outputs, dstates: lists; dweights: a list in the order of layer.get_weights(); dx like x.
    """

    outputs: list
    dweights: list
    dx: object
    dstates: list


def vjp(layer, x, dy, *, mask=None, initial_state=None):
    """The outputs of layer(x), and a vector-Jacobian product -> Result.

    The gradients are those of sum(output · dy), for the weights, x and the initial states.
    x (B, T, D). dy: one array per output, like that output; a single array for a single output,
    and None in the list for an output that the loss does not depend on.
    mask (B, T) bool. initial_state: list of (B, H), or None.
    """
    dy = list(dy) if isinstance(dy, (list, tuple)) else [dy]
    states = [] if initial_state is None else list(initial_state)
    call = {} if mask is None else {"mask": ops.convert_to_tensor(mask)}
    run = {"tensorflow": _tensorflow, "jax": _jax, "torch": _torch}[name()]
    x = ops.convert_to_tensor(x, dtype=layer.compute_dtype)
    states = [ops.convert_to_tensor(s, dtype=layer.compute_dtype) for s in states]
    dy = [None if d is None else ops.convert_to_tensor(d, dtype=layer.compute_dtype) for d in dy]
    if not layer.built:
        layer.build(x.shape)
    result = run(layer, x, dy, states, call)
    return Result(*keras.tree.map_structure(ops.convert_to_numpy, tuple(result)))


def _call(layer, x, states, call):
    outputs = layer(x, initial_state=states, **call) if states else layer(x, **call)
    return list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]


def _loss(outputs, dy):
    if len(outputs) != len(dy):
        raise ValueError(f"dy: expected {len(outputs)} arrays, one per output, got {len(dy)}")
    return sum(ops.sum(y * d) for y, d in zip(outputs, dy, strict=True) if d is not None)


def _tensorflow(layer, x, dy, states, call):
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch([x, *states])
        outputs = _call(layer, x, states, call)
        loss = _loss(outputs, dy)
    weights = [v.value for v in layer.trainable_variables]
    dweights, dx, dstates = tape.gradient(loss, (weights, x, states), unconnected_gradients="zero")
    return outputs, dweights, dx, dstates


def _jax(layer, x, dy, states, call):
    import jax

    fixed = [v.value for v in layer.non_trainable_variables]

    def loss(weights, x, states):
        more = {"initial_state": states, **call} if states else call
        outputs, _ = layer.stateless_call(weights, fixed, x, **more)
        outputs = list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
        return _loss(outputs, dy), outputs

    weights = [v.value for v in layer.trainable_variables]
    gradient = jax.value_and_grad(loss, argnums=(0, 1, 2), has_aux=True)
    (_, outputs), grads = gradient(weights, x, states)
    return outputs, *grads


def _torch(layer, x, dy, states, call):
    import torch

    weights = [v.value for v in layer.trainable_variables]
    x, *states = (a.detach().requires_grad_() for a in (x, *states))
    outputs = _call(layer, x, states, call)
    with torch.enable_grad():
        inputs = [*weights, x, *states]
        grads = torch.autograd.grad(_loss(outputs, dy), inputs, materialize_grads=True)
    dweights, (dx, *dstates) = grads[: len(weights)], grads[len(weights) :]
    return [y.detach() for y in outputs], dweights, dx, dstates
