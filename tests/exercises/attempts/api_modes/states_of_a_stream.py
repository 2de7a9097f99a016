"""Attempts at `states_of_a_stream`."""

import numpy as np

from rnn_helpers import numpy_layers, numpy_rnn
from rnn_helpers.backend import ops


def by_product(W_xh, W_hh, b_h, x, begins, h_0):
    h = np.empty((*x.shape[:2], len(b_h)))
    for t in range(x.shape[1]):
        h_prev = (h[:, t - 1] if t else h_0) * ~begins[:, [t]]
        h[:, t] = np.tanh(x[:, t] @ W_xh + h_prev @ W_hh + b_h)
    return h


def example_by_example(W_xh, W_hh, b_h, x, begins, h_0):
    all_states = []
    for stream, begin, state in zip(x, begins, h_0):
        states = []
        for x_t, new in zip(stream, begin):
            if new:
                state = np.zeros(len(b_h))
            state = np.tanh(x_t @ W_xh + state @ W_hh + b_h)
            states.append(state)
        all_states.append(states)
    return np.array(all_states)


def stateful_layers(W_xh, W_hh, b_h, x, begins, h_0):
    """A layer for each stream, called step by step and reset."""
    h = np.empty((*x.shape[:2], len(b_h)))
    for b in range(len(x)):
        layer = numpy_layers.SimpleRNN(len(b_h), stateful=True, dtype="float64")
        layer.set_weights([W_xh, W_hh, b_h])
        for t in range(x.shape[1]):
            if begins[b, t]:
                layer.reset_state()
            start = {"initial_state": [h_0[b : b + 1]]} if t == 0 and not begins[b, t] else {}
            h[b, t] = layer(x[b : b + 1, t : t + 1], **start)[0]
    return h


def keras_ops(W_xh, W_hh, b_h, x, begins, h_0):
    h = [ops.convert_to_tensor(h_0)]
    for t in range(x.shape[1]):
        h_prev = ops.where(begins[:, t : t + 1], ops.zeros_like(h[-1]), h[-1])
        h.append(ops.tanh(ops.matmul(x[:, t], W_xh) + ops.matmul(h_prev, W_hh) + b_h))
    return ops.stack(h[1:], axis=1)


RIGHT = [by_product, example_by_example, stateful_layers, keras_ops]


def never_reset(W_xh, W_hh, b_h, x, begins, h_0):
    return numpy_rnn.forward((W_xh, W_hh, b_h), x, h_0)


def as_a_mask(W_xh, W_hh, b_h, x, begins, h_0):
    h_t, h = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_xh + h_t @ W_hh + b_h) * (1 - begins[:, t, None])
        h.append(h_t)
    return np.stack(h, axis=1)


def resets_behind(W_xh, W_hh, b_h, x, begins, h_0):
    h_t, h = h_0.copy(), []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_xh + h_t @ W_hh + b_h)
        h.append(h_t.copy())
        h_t[begins[:, t]] = 0
    return np.stack(h, axis=1)


def any_of_them(W_xh, W_hh, b_h, x, begins, h_0):
    h_t, h = h_0, []
    for t in range(x.shape[1]):
        if np.any(begins[:, t]):
            h_t = np.zeros_like(h_t)
        h_t = np.tanh(x[:, t] @ W_xh + h_t @ W_hh + b_h)
        h.append(h_t)
    return np.stack(h, axis=1)


def all_of_them(W_xh, W_hh, b_h, x, begins, h_0):
    h_t, h = h_0, []
    for t in range(x.shape[1]):
        if np.all(begins[:, t]):
            h_t = np.zeros_like(h_t)
        h_t = np.tanh(x[:, t] @ W_xh + h_t @ W_hh + b_h)
        h.append(h_t)
    return np.stack(h, axis=1)


def back_to_h_0(W_xh, W_hh, b_h, x, begins, h_0):
    h_t, h = h_0.copy(), []
    for t in range(x.shape[1]):
        h_prev = h_t.copy()
        h_prev[begins[:, t]] = h_0[begins[:, t]]
        h_t = np.tanh(x[:, t] @ W_xh + h_prev @ W_hh + b_h)
        h.append(h_t)
    return np.stack(h, axis=1)


def begins_at_zero(W_xh, W_hh, b_h, x, begins, h_0):
    h_t, h = np.zeros_like(h_0), []
    for t in range(x.shape[1]):
        h_t = np.where(begins[:, [t]], 0, h_t)
        h_t = np.tanh(x[:, t] @ W_xh + h_t @ W_hh + b_h)
        h.append(h_t)
    return np.stack(h, axis=1)


def first_step_apart(W_xh, W_hh, b_h, x, begins, h_0):
    h_t = np.tanh(x[:, 0] @ W_xh + h_0 @ W_hh + b_h)
    h = [h_t]
    for t in range(1, x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_xh + (h_t * ~begins[:, [t]]) @ W_hh + b_h)
        h.append(h_t)
    return np.stack(h, axis=1)


def no_memory(W_xh, W_hh, b_h, x, begins, h_0):
    return np.tanh(x @ W_xh + b_h)


def wrong_branch(W_xh, W_hh, b_h, x, begins, h_0):
    h_t, h = h_0, []
    for t in range(x.shape[1]):
        h_t = np.where(begins[:, t, None], h_t, 0)
        h_t = np.tanh(x[:, t] @ W_xh + h_t @ W_hh + b_h)
        h.append(h_t)
    return np.stack(h, axis=1)


def columns(W_xh, W_hh, b_h, x, begins, h_0):
    h_t, h = h_0.T, []
    for t in range(x.shape[1]):
        h_t = np.tanh(W_xh.T @ x[:, t].T + W_hh @ np.where(begins[:, t], 0, h_t) + b_h[:, None])
        h.append(h_t.T)
    return np.stack(h, axis=1)


def into_h_0(W_xh, W_hh, b_h, x, begins, h_0):
    h = np.empty((*x.shape[:2], len(b_h)))
    for t in range(x.shape[1]):
        h_0[begins[:, t]] = 0
        h_0[:] = h[:, t] = np.tanh(x[:, t] @ W_xh + h_0 @ W_hh + b_h)
    return h


def mask_without_an_axis(W_xh, W_hh, b_h, x, begins, h_0):
    h_t, h = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_xh + np.where(begins[:, t], 0, h_t) @ W_hh + b_h)
        h.append(h_t)
    return np.stack(h, axis=1)


def last_only(W_xh, W_hh, b_h, x, begins, h_0):
    for t in range(x.shape[1]):
        h_0 = np.tanh(x[:, t] @ W_xh + np.where(begins[:, [t]], 0, h_0) @ W_hh + b_h)
    return h_0


WRONG = {
    "no reset": [never_reset],
    "input lost": [as_a_mask],
    "one step late": [resets_behind],
    "all reset": [any_of_them],
    "only if all": [all_of_them],
    "reset to h_0": [back_to_h_0],
    "h_0 forgotten": [begins_at_zero],
    "h_0 in any case": [first_step_apart],
    "always reset": [no_memory],
    "the wrong way round": [wrong_branch],
    "W_hh transposed": [columns],
    "in place": [into_h_0],
    "only B=1": [mask_without_an_axis],
    "last only": [last_only],
}
