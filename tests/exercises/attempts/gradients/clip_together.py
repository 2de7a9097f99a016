"""Attempts at `clip_together`."""

import numpy as np

from rnn_helpers import numpy_training
from rnn_helpers.backend import ops


def package(dW_xh, dW_hh, db_h, limit):
    clipped, norm = numpy_training.clip_by_global_norm([dW_xh, dW_hh, db_h], limit)
    return clipped


def without_a_branch(dW_xh, dW_hh, db_h, limit):
    norm = np.linalg.norm(np.concatenate([dW_xh.ravel(), dW_hh.ravel(), db_h]))
    return tuple(grad * (limit / max(norm, limit)) for grad in (dW_xh, dW_hh, db_h))


def loop(dW_xh, dW_hh, db_h, limit):
    total = 0.0
    for grad in (dW_xh, dW_hh, db_h):
        for number in grad.flat:
            total += number * number
    if total <= limit * limit:
        return dW_xh, dW_hh, db_h
    return {
        name: grad / total**0.5 * limit
        for name, grad in (("dW_xh", dW_xh), ("dW_hh", dW_hh), ("db_h", db_h))
    }


def keras_ops(dW_xh, dW_hh, db_h, limit):
    norm = ops.sqrt(sum(ops.sum(ops.square(grad)) for grad in (dW_xh, dW_hh, db_h)))
    return [grad * (limit / ops.maximum(norm, limit)) for grad in (dW_xh, dW_hh, db_h)]


RIGHT = [package, without_a_branch, loop, keras_ops]


def norm_of(*grads):
    return sum(np.sum(np.square(grad)) for grad in grads) ** 0.5


def clip_value(dW_xh, dW_hh, db_h, limit):
    return [np.minimum(np.maximum(grad, -limit), limit) for grad in (dW_xh, dW_hh, db_h)]


def in_a_loop(dW_xh, dW_hh, db_h, limit):
    clipped = []
    for grad in (dW_xh, dW_hh, db_h):
        norm = np.linalg.norm(grad)
        clipped.append(grad * limit / norm if norm > limit else grad)
    return clipped


def normed_each(dW_xh, dW_hh, db_h, limit):
    return [limit * grad / np.linalg.norm(grad) for grad in (dW_xh, dW_hh, db_h)]


def always(dW_xh, dW_hh, db_h, limit):
    norm = norm_of(dW_xh, dW_hh, db_h)
    return dW_xh * limit / norm, dW_hh * limit / norm, db_h * limit / norm


def computed_and_not_used(dW_xh, dW_hh, db_h, limit):
    if norm_of(dW_xh, dW_hh, db_h) > limit:
        [grad * limit for grad in (dW_xh, dW_hh, db_h)]
    return dW_xh, dW_hh, db_h


def less_than(dW_xh, dW_hh, db_h, limit):
    norm = norm_of(dW_xh, dW_hh, db_h)
    if norm < limit:
        return [grad * (limit / norm) for grad in (dW_xh, dW_hh, db_h)]
    return dW_xh, dW_hh, db_h


def upside_down(dW_xh, dW_hh, db_h, limit):
    norm = norm_of(dW_xh, dW_hh, db_h)
    return [grad * norm / limit if norm > limit else grad for grad in (dW_xh, dW_hh, db_h)]


def sum_of_squares(dW_xh, dW_hh, db_h, limit):
    norm = np.sum(dW_xh**2) + np.sum(dW_hh**2) + np.sum(db_h**2)
    return [grad * limit / norm if norm > limit else grad for grad in (dW_xh, dW_hh, db_h)]


def three_norms(dW_xh, dW_hh, db_h, limit):
    norm = np.linalg.norm(dW_xh) + np.linalg.norm(dW_hh) + np.linalg.norm(db_h)
    return [grad * limit / max(norm, limit) for grad in (dW_xh, dW_hh, db_h)]


def longest(dW_xh, dW_hh, db_h, limit):
    norm = max(np.linalg.norm(grad) for grad in (dW_xh, dW_hh, db_h))
    return [grad * limit / max(norm, limit) for grad in (dW_xh, dW_hh, db_h)]


def largest(dW_xh, dW_hh, db_h, limit):
    size = max(np.abs(grad).max() for grad in (dW_xh, dW_hh, db_h))
    return [grad / size * limit if size > limit else grad for grad in (dW_xh, dW_hh, db_h)]


def unit_length(dW_xh, dW_hh, db_h, limit):
    norm = norm_of(dW_xh, dW_hh, db_h)
    return [grad / norm if norm > limit else grad for grad in (dW_xh, dW_hh, db_h)]


def matrices_only(dW_xh, dW_hh, db_h, limit):
    norm = norm_of(dW_xh, dW_hh)
    factor = min(1, limit / norm)
    return dW_xh * factor, dW_hh * factor, db_h


def overwrites(dW_xh, dW_hh, db_h, limit):
    norm = norm_of(dW_xh, dW_hh, db_h)
    if norm > limit:
        for grad in (dW_xh, dW_hh, db_h):
            grad *= limit / norm
    return dW_xh, dW_hh, db_h


def norm_first(dW_xh, dW_hh, db_h, limit):
    return numpy_training.clip_by_global_norm([dW_xh, dW_hh, db_h], limit)


def matrices_alone(dW_xh, dW_hh, db_h, limit):
    norm = np.hypot(np.linalg.norm(dW_xh), np.linalg.norm(dW_hh))
    return [grad * min(1, limit / norm) for grad in (dW_xh, dW_hh, db_h)]


WRONG = {
    "by value": [clip_value],
    "each by itself": [in_a_loop],
    "each to the limit": [normed_each],
    "short ones made longer": [always],
    "never": [computed_and_not_used],
    "wrong way round": [less_than],
    "inverse factor": [upside_down],
    "squared": [sum_of_squares],
    "sum of norms": [three_norms],
    "largest norm": [longest],
    "largest number": [largest],
    "to length 1": [unit_length],
    "bias left out": [matrices_only],
    "in place": [overwrites],
    "type": [norm_first],
    "norm without the bias": [matrices_alone],
}
