"""Attempts at `forward`."""

import numpy as np

from rnn_helpers import numpy_rnn
from rnn_helpers.backend import ops


def example_by_example(W_xh, W_hh, b_h, x, h_0, mask):
    h = []
    for sequence, state, real_steps in zip(x, h_0, mask):
        states = []
        for x_t, real in zip(sequence, real_steps):
            if real:
                state = np.tanh(x_t @ W_xh + state @ W_hh + b_h)
            states.append(state)
        h.append(states)
    return np.array(h)


def rows_chosen(W_xh, W_hh, b_h, x, h_0, mask):
    h = np.zeros((*x.shape[:2], len(b_h)))
    h_t = h_0.copy()
    for t in range(x.shape[1]):
        real = mask[:, t]
        h_t[real] = np.tanh(x[real, t] @ W_xh + h_t[real] @ W_hh + b_h)
        h[:, t] = h_t
    return h


def mixed_by_product(W_xh, W_hh, b_h, x, h_0, mask):
    m = mask.astype(float)[:, :, None]
    h = [h_0]
    for t in range(x.shape[1]):
        h.append(m[:, t] * np.tanh(x[:, t] @ W_xh + h[-1] @ W_hh + b_h) + (1 - m[:, t]) * h[-1])
    return np.array(h[1:]).transpose(1, 0, 2)


def package(W_xh, W_hh, b_h, x, h_0, mask):
    return numpy_rnn.forward((W_xh, W_hh, b_h), x, h_0, mask=mask)


def keras_ops(W_xh, W_hh, b_h, x, h_0, mask):
    h_t, h = ops.convert_to_tensor(h_0), []
    for t in range(x.shape[1]):
        new = ops.tanh(ops.matmul(x[:, t], W_xh) + ops.matmul(h_t, W_hh) + b_h)
        h_t = ops.where(mask[:, t, None], new, h_t)
        h.append(h_t)
    return ops.stack(h, axis=1)


RIGHT = [example_by_example, rows_chosen, mixed_by_product, package, keras_ops]


def loop(W_xh, W_hh, b_h, x, h_0, choose=lambda t, new, h_t: new):
    """What the wrong ones below share: the loop, and what becomes of a step."""
    h_t, h = h_0, []
    for t in range(x.shape[1]):
        h_t = choose(t, np.tanh(x[:, t] @ W_xh + h_t @ W_hh + b_h), h_t)
        h.append(h_t)
    return np.stack(h, axis=1)


def every_step(W_xh, W_hh, b_h, x, h_0, mask):
    return loop(W_xh, W_hh, b_h, x, h_0)


def zeros_for_padding(W_xh, W_hh, b_h, x, h_0, mask):
    return loop(W_xh, W_hh, b_h, np.where(mask[..., None], x, 0), h_0)


def times_mask(W_xh, W_hh, b_h, x, h_0, mask):
    return loop(W_xh, W_hh, b_h, x, h_0, lambda t, new, h_t: new * mask[:, t, None])


def zeros_at_the_end(W_xh, W_hh, b_h, x, h_0, mask):
    h = example_by_example(W_xh, W_hh, b_h, x, h_0, mask)
    h[~mask] = 0
    return h


def starts_again(W_xh, W_hh, b_h, x, h_0, mask):
    return loop(W_xh, W_hh, b_h, x, h_0, lambda t, new, h_t: np.where(mask[:, [t]], new, h_0))


def skips_the_batch(W_xh, W_hh, b_h, x, h_0, mask):
    return loop(W_xh, W_hh, b_h, x, h_0, lambda t, new, h_t: h_t if (~mask[:, t]).any() else new)


def skips_if_all_are(W_xh, W_hh, b_h, x, h_0, mask):
    return loop(W_xh, W_hh, b_h, x, h_0, lambda t, new, h_t: h_t if not mask[:, t].any() else new)


def where_exchanged(W_xh, W_hh, b_h, x, h_0, mask):
    return loop(W_xh, W_hh, b_h, x, h_0, lambda t, new, h_t: np.where(mask[:, t, None], h_t, new))


def zeros_first(W_xh, W_hh, b_h, x, h_0, mask):
    return example_by_example(W_xh, W_hh, b_h, x, np.zeros((len(x), len(b_h))), mask)


def all_at_once(W_xh, W_hh, b_h, x, h_0, mask):
    h = np.tanh(x @ W_xh + (h_0 @ W_hh)[:, None] + b_h)
    return np.where(mask[..., None], h, h_0[:, None])


def appended_before(W_xh, W_hh, b_h, x, h_0, mask):
    h = example_by_example(W_xh, W_hh, b_h, x, h_0, mask)
    return np.concatenate([h_0[:, None], h[:, :-1]], axis=1)


def book_order(W_xh, W_hh, b_h, x, h_0, mask):
    h_t, h = h_0.T, []
    for t in range(x.shape[1]):
        h_t = np.where(mask[:, t], np.tanh(W_xh.T @ x[:, t].T + W_hh @ h_t + b_h[:, None]), h_t)
        h.append(h_t.T)
    return np.stack(h, axis=1)


def no_b(W_xh, W_hh, b_h, x, h_0, mask):
    return rows_chosen(W_xh, W_hh, np.zeros_like(b_h), x, h_0, mask)


def no_tanh(W_xh, W_hh, b_h, x, h_0, mask):
    return numpy_rnn.forward((W_xh, W_hh, b_h), x, h_0, mask=mask, activation="linear")


def only_the_end(W_xh, W_hh, b_h, x, h_0, mask):
    return example_by_example(W_xh, W_hh, b_h, x, h_0, mask)[:, -1]


def list_from_the_start(W_xh, W_hh, b_h, x, h_0, mask):
    h = [h_0]
    for t in range(x.shape[1]):
        h.append(np.where(mask[:, t, None], np.tanh(x[:, t] @ W_xh + h[-1] @ W_hh + b_h), h[-1]))
    return np.stack(h, axis=1)


def array_of_list(W_xh, W_hh, b_h, x, h_0, mask):
    return np.array(list(rows_chosen(W_xh, W_hh, b_h, x, h_0, mask).swapaxes(0, 1)))


def over_examples(W_xh, W_hh, b_h, x, h_0, mask):
    h_t, h = h_0, []
    for x_t in x:
        h_t = np.tanh(x_t @ W_xh + h_t @ W_hh + b_h)
        h.append(h_t)
    return np.stack(h, axis=1)


def into_h_0(W_xh, W_hh, b_h, x, h_0, mask):
    h = np.zeros((*x.shape[:2], len(b_h)))
    for t in range(x.shape[1]):
        real = mask[:, t]
        h_0[real] = np.tanh(x[real, t] @ W_xh + h_0[real] @ W_hh + b_h)
        h[:, t] = h_0
    return h


def mask_of_the_first(W_xh, W_hh, b_h, x, h_0, mask):
    return loop(W_xh, W_hh, b_h, x, h_0, lambda t, new, h_t: new if mask[0, t] else h_t)


def before_wraps_round(W_xh, W_hh, b_h, x, h_0, mask):
    h = np.zeros((*x.shape[:2], len(b_h)))
    for t in range(x.shape[1]):
        new = np.tanh(x[:, t] @ W_xh + h[:, t - 1] @ W_hh + b_h)
        h[:, t] = np.where(mask[:, t, None], new, h[:, t - 1])
    return h


def nothing_before_the_first(W_xh, W_hh, b_h, x, h_0, mask):
    h_t, out, begun = h_0, [], np.zeros(len(x), bool)
    for t in range(x.shape[1]):
        real = mask[:, t, None]
        h_t = np.where(real, np.tanh(x[:, t] @ W_xh + h_t @ W_hh + b_h), h_t)
        begun = begun | mask[:, t]
        out.append(np.where(begun[:, None], h_t, 0))
    return np.stack(out, axis=1)


def goes_on_with_the_new(W_xh, W_hh, b_h, x, h_0, mask):
    old, out = h_0, []
    for t in range(x.shape[1]):
        new = np.tanh(x[:, t] @ W_xh + old @ W_hh + b_h)
        out.append(np.where(mask[:, t, None], new, old))
        old = new
    return np.stack(out, axis=1)


WRONG = {
    "mask ignored": [every_step],
    "input zeroed": [zeros_for_padding],
    "state zeroed": [times_mask],
    "shown as zero": [zeros_at_the_end],
    "back to the start": [starts_again],
    "all or none": [skips_the_batch],
    "any": [skips_if_all_are],
    "first mask": [mask_of_the_first],
    "mask turned round": [where_exchanged],
    "zero start": [zeros_first, before_wraps_round],
    "state not carried": [all_at_once],
    "one late": [appended_before],
    "W_hh transposed": [book_order],
    "no bias": [no_b],
    "no phi": [no_tanh],
    "last only": [only_the_end],
    "start too": [list_from_the_start],
    "time first": [array_of_list],
    "sizes": [over_examples],
    "in place": [into_h_0],
    "zeros in front": [nothing_before_the_first],
    "shown, not kept": [goes_on_with_the_new],
}
