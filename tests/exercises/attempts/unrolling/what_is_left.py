"""Attempts at `what_is_left`."""

import numpy as np

from rnn_helpers.backend import ops


def carried_along(W_xh, W_hh, x, h_0):
    """All terms at once: each step multiplies those that are there and adds a new one."""
    terms = [h_0]
    for t in range(x.shape[1]):
        terms = [term @ W_hh for term in terms] + [x[:, t] @ W_xh]
    return terms[0], np.stack(terms[1:], axis=1)


def from_the_end(W_xh, W_hh, x, h_0):
    power, of_inputs = np.eye(len(W_hh)), np.zeros((*x.shape[:2], len(W_hh)))
    for t in reversed(range(x.shape[1])):
        of_inputs[:, t] = x[:, t] @ (W_xh @ power)
        power = W_hh @ power
    return h_0 @ power, of_inputs


def einsums(W_xh, W_hh, x, h_0):
    T = x.shape[1]
    powers = np.stack([np.linalg.matrix_power(W_hh, n) for n in range(T + 1)])
    return h_0 @ powers[T], np.einsum("btd,dk,tkh->bth", x, W_xh, powers[T - 1 :: -1])


def keras_ops(W_xh, W_hh, x, h_0):
    of_start, of_inputs = ops.convert_to_tensor(h_0), []
    for t in range(x.shape[1]):
        of_start = ops.matmul(of_start, W_hh)
        of_inputs = [ops.matmul(term, W_hh) for term in of_inputs] + [ops.matmul(x[:, t], W_xh)]
    return {"of_start": of_start, "of_inputs": ops.stack(of_inputs, axis=1)}


RIGHT = [carried_along, from_the_end, einsums, keras_ops]


def stars(W_xh, W_hh, x, h_0):
    T = x.shape[1]
    return h_0 @ W_hh**T, np.stack([x[:, t] @ W_xh @ W_hh ** (T - t - 1) for t in range(T)], axis=1)


def added_too_soon(W_xh, W_hh, x, h_0):
    terms = [h_0]
    for t in range(x.shape[1]):
        terms = [term @ W_hh for term in [*terms[:1], *terms[1:], x[:, t] @ W_xh]]
    return terms[0], np.stack(terms[1:], axis=1)


def h_0_as_the_first_input(W_xh, W_hh, x, h_0):
    T = x.shape[1]
    of_start, of_inputs = carried_along(W_xh, W_hh, x, h_0)
    for t in range(T):
        of_start = h_0 if t == 0 else of_start @ W_hh
    return of_start, of_inputs


def h_0_a_step_earlier(W_xh, W_hh, x, h_0):
    _, of_inputs = carried_along(W_xh, W_hh, x, h_0)
    for t in range(x.shape[1] + 1):
        h_0 = h_0 @ W_hh
    return h_0, of_inputs


def power_of_t(W_xh, W_hh, x, h_0):
    T = x.shape[1]
    of_inputs = [x[:, t] @ W_xh @ np.linalg.matrix_power(W_hh, t) for t in range(T)]
    return h_0 @ np.linalg.matrix_power(W_hh, T), np.stack(of_inputs, axis=1)


def once(W_xh, W_hh, x, h_0):
    of_inputs = x @ W_xh @ W_hh
    of_inputs[:, -1] = x[:, -1] @ W_xh
    return h_0 @ W_hh, of_inputs


def entered(W_xh, W_hh, x, h_0):
    return h_0, np.einsum("btd,dh->bth", x, W_xh)


def from_the_left(W_xh, W_hh, x, h_0):
    of_start, of_inputs = h_0.T, np.zeros((*x.shape[:2], len(W_hh)))
    for t in range(x.shape[1]):
        of_start = W_hh @ of_start
        term = (x[:, t] @ W_xh).T
        for _ in range(t + 1, x.shape[1]):
            term = W_hh @ term
        of_inputs[:, t] = term.T
    return of_start.T, of_inputs


def loop_states(W_xh, W_hh, x, h_0):
    h_t, h = h_0, []
    for t in range(x.shape[1]):
        h_t = x[:, t] @ W_xh + h_t @ W_hh
        h.append(h_t)
    return h_0 @ np.linalg.matrix_power(W_hh, x.shape[1]), np.stack(h, axis=1)


def added_up(W_xh, W_hh, x, h_0):
    of_start, of_inputs = carried_along(W_xh, W_hh, x, h_0)
    for t in range(1, x.shape[1]):
        of_inputs[:, t] += of_inputs[:, t - 1]
    return of_start, of_inputs


def one_sum(W_xh, W_hh, x, h_0):
    of_start, of_inputs = carried_along(W_xh, W_hh, x, h_0)
    return of_start, sum(of_inputs[:, t] for t in range(x.shape[1]))


def start_among_all(W_xh, W_hh, x, h_0):
    of_start, of_inputs = carried_along(W_xh, W_hh, x, h_0)
    return of_start + of_inputs.sum(axis=1), of_inputs


def array_of_list(W_xh, W_hh, x, h_0):
    of_start, of_inputs = carried_along(W_xh, W_hh, x, h_0)
    return of_start, np.array([of_inputs[:, t] for t in range(x.shape[1])])


def no_start(W_xh, W_hh, x, h_0):
    of_start, of_inputs = carried_along(W_xh, W_hh, x, h_0)
    return 0 * of_start, of_inputs


def inputs_only(W_xh, W_hh, x, h_0):
    return carried_along(W_xh, W_hh, x, h_0)[1]


def wrong_order(W_xh, W_hh, x, h_0):
    T = x.shape[1]
    return h_0 @ np.linalg.matrix_power(W_hh, T), np.stack(
        [W_xh @ x[:, t] for t in range(T)], axis=1
    )


WRONG = {
    "numbers raised": [stars],
    "one W_hh too many": [added_too_soon],
    "start one short": [h_0_as_the_first_input],
    "start one too many": [h_0_a_step_earlier],
    "wrong end": [power_of_t],
    "W_hh once": [once],
    "no W_hh": [entered],
    "W_hh transposed": [from_the_left],
    "states": [loop_states],
    "running sum": [added_up],
    "summed": [one_sum],
    "last state": [start_among_all],
    "time first": [array_of_list],
    "zeros only": [no_start],
    "type": [inputs_only],
    "sizes": [wrong_order],
}
