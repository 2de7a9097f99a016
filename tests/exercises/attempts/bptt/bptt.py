"""Attempts at `bptt`."""

import numpy as np

from rnn_helpers import keras_rnn, numpy_rnn
from rnn_helpers.backend import autodiff, ops


def package(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    return numpy_rnn.bptt(numpy_rnn.Params(W_xh, W_hh, b_h), x, h, from_loss, h_0, mask=mask)


def package_in_order(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    grads, dx, dh_0 = package(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask)
    return {"dx": dx, "dh_0": dh_0, **{f"d{name}": grad for name, grad in grads._asdict().items()}}


def by_autodiff(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    layer = keras_rnn.SimpleRNN(len(b_h), return_sequences=True, dtype="float64")
    layer.build(x.shape)
    layer.set_weights([W_xh, W_hh, b_h])
    found = autodiff.vjp(layer, x, from_loss, mask=mask, initial_state=[h_0])
    leading = (
        np.cumsum(mask, axis=1) == 0
    )  # before the first real step Keras gives zeros for h, and no gradient
    return (
        *found.dweights,
        found.dx,
        found.dstates[0] + (leading[..., None] * from_loss).sum(axis=1),
    )


def example_by_example(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    dW_xh, dW_hh, db_h, dx, dh_0 = (np.zeros(a.shape) for a in (W_xh, W_hh, b_h, x, h_0))
    for i in range(len(x)):
        d = np.zeros(len(b_h))
        for t in range(x.shape[1] - 1, -1, -1):
            d = d + from_loss[i, t]
            if not mask[i, t]:
                continue
            h_prev = h_0[i] if t == 0 else h[i, t - 1]
            dz = d * (1 - h[i, t] ** 2)
            dW_xh, dW_hh, db_h = (
                dW_xh + np.outer(x[i, t], dz),
                dW_hh + np.outer(h_prev, dz),
                db_h + dz,
            )
            dx[i, t], d = W_xh @ dz, W_hh @ dz
        dh_0[i] = d
    return dW_xh, dW_hh, db_h, dx, dh_0


def keeps_dz(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    dz, future = np.zeros_like(h), 0
    for t in reversed(range(x.shape[1])):
        m = mask[:, [t]]
        dh = from_loss[:, t] + future
        dz[:, t] = m * dh * (1 - h[:, t] ** 2)
        future = m * (dz[:, t] @ W_hh.T) + (1 - m) * dh
    h_before = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
    return (
        np.einsum("btd,bth->dh", x, dz),
        np.einsum("btk,bth->kh", h_before, dz),
        dz.sum(axis=(0, 1)),
        dz @ W_xh.T,
        future,
    )


def keras_ops(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    dWs, dx, d = (
        [ops.zeros_like(W_xh), ops.zeros_like(W_hh), ops.zeros_like(b_h)],
        [],
        ops.zeros_like(h_0),
    )
    for t in reversed(range(x.shape[1])):
        m, d = mask[:, t, None], d + from_loss[:, t]
        dz = ops.where(m, d * (1 - ops.square(h[:, t])), 0.0)
        h_prev = h[:, t - 1] if t else h_0
        steps = ops.matmul(x[:, t].T, dz), ops.matmul(h_prev.T, dz), ops.sum(dz, axis=0)
        dWs, dx = [a + b for a, b in zip(dWs, steps)], [ops.matmul(dz, W_xh.T), *dx]
        d = ops.where(m, ops.matmul(dz, W_hh.T), d)
    return (*dWs, ops.stack(dx, axis=1), d)


by_autodiff.seeds = 5

RIGHT = [package, package_in_order, by_autodiff, example_by_example, keeps_dz, keras_ops]


def walk(
    future=lambda dz, dh, W_hh, m: np.where(m, dz @ W_hh.T, dh),
    slope=lambda h: 1 - h**2,
    dz_masked=lambda m: m,
    arriving=lambda from_loss, future, t, T: from_loss + future,
    before=lambda h, h_0, t: h[:, t - 1] if t else h_0,
    steps=lambda T: reversed(range(T)),
    add=lambda total, part: total + part,
    result=lambda grads, *rest: (*grads, *rest),
):
    """A student's loop, with one line of it written otherwise."""

    def attempt(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
        T = x.shape[1]
        grads, dx, d = [0 * W_xh, 0 * W_hh, 0 * b_h], np.zeros_like(x), np.zeros_like(h_0)
        for t in steps(T):
            m = mask[:, [t]]
            dh = arriving(from_loss[:, t], d, t, T)
            dz = dz_masked(m) * dh * slope(h[:, t])
            parts = x[:, t].T @ dz, before(h, h_0, t).T @ dz, dz.sum(0)
            grads = [add(total, part) for total, part in zip(grads, parts)]
            dx[:, t] = dz @ W_xh.T
            d = future(dz, dh, W_hh, m)
        return result(grads, dx, d)

    return attempt


def named(name, attempt):
    attempt.__name__ = name
    return attempt


def without_a_mask(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    return numpy_rnn.bptt((W_xh, W_hh, b_h), x, h, from_loss, h_0)


def one_step_too_few(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    found = list(package_in_order(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask).values())
    dx, dh_0, *grads = found
    if x.shape[1] > 1:
        dh_1 = numpy_rnn.bptt(
            (W_xh, W_hh, b_h), x[:, 1:], h[:, 1:], from_loss[:, 1:], h[:, 0], mask=mask[:, 1:]
        )[2]
    else:
        dh_1 = 0
    return *grads, dx, dh_1 + from_loss[:, 0]


def square_before_tanh(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    h_before = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
    z = x @ W_xh + h_before @ W_hh + b_h
    dz, future = np.zeros_like(h), 0
    for t in reversed(range(x.shape[1])):
        dh = from_loss[:, t] + future
        dz[:, t] = mask[:, [t]] * dh * (1 - z[:, t] ** 2)
        future = np.where(mask[:, [t]], dz[:, t] @ W_hh.T, dh)
    return (
        np.einsum("btd,bth->dh", x, dz),
        np.einsum("btk,bth->kh", h_before, dz),
        dz.sum(axis=(0, 1)),
        dz @ W_xh.T,
        future,
    )


def over_from_loss(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    for t in reversed(range(1, x.shape[1])):
        dz = from_loss[:, t] * (1 - h[:, t] ** 2)
        from_loss[:, t - 1] += np.where(mask[:, [t]], dz @ W_hh.T, from_loss[:, t])
    dz = mask[..., None] * from_loss * (1 - h**2)
    h_before = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
    return (
        np.einsum("btd,bth->dh", x, dz),
        np.einsum("btk,bth->kh", h_before, dz),
        dz.sum(axis=(0, 1)),
        dz @ W_xh.T,
        np.where(mask[:, [0]], dz[:, 0] @ W_hh.T, from_loss[:, 0]),
    )


def mask_without_an_axis(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    dz, future = np.zeros_like(h), 0
    for t in reversed(range(x.shape[1])):
        dh = from_loss[:, t] + future
        dz[:, t] = mask[:, t] * dh * (1 - h[:, t] ** 2)
        future = np.where(mask[:, t], dz[:, t] @ W_hh.T, dh)
    h_before = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
    return (
        np.einsum("btd,bth->dh", x, dz),
        np.einsum("btk,bth->kh", h_before, dz),
        dz.sum(axis=(0, 1)),
        dz @ W_xh.T,
        future,
    )


def through_the_engine(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    params = numpy_rnn.Params(W_xh, W_hh, b_h)
    grads, dx, dh_0 = numpy_rnn.bptt(params, x, h, from_loss * mask[..., None], h_0, mask=mask)
    return *grads, dx, dh_0


def always_passed_on(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    grads = [np.zeros_like(a) for a in (W_xh, W_hh, b_h, x)]
    dh = np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        dh = dh + from_loss[:, t]
        dz = dh * (1 - h[:, t] ** 2) * mask[:, t, None]
        grads[0] += x[:, t].T @ dz
        grads[1] += (h[:, t - 1] if t else h_0).T @ dz
        grads[2] += dz.sum(axis=0)
        grads[3][:, t] = dz @ W_xh.T
        dh = dh + dz @ W_hh.T
    return *grads, dh


WRONG = {
    "no future": [named("no_carry", walk(arriving=lambda from_loss, d, t, T: from_loss))],
    "mask ignored": [without_a_mask],
    "mask stops": [named("times_the_mask", walk(future=lambda dz, dh, W_hh, m: m * (dz @ W_hh.T)))],
    "masked steps add": [named("mask_for_the_carry_only", walk(dz_masked=lambda m: 1))],
    "no slope": [named("phi_left_out", walk(slope=lambda h: 1))],
    "slope of h": [named("tanh_of_tanh", walk(slope=lambda h: 1 / np.cosh(h) ** 2))],
    "slope 1 - z²": [square_before_tanh],
    "slope 1 - h": [named("no_square", walk(slope=lambda h: 1 - h))],
    "slope not carried": [
        named("dh_sent_on", walk(future=lambda dz, dh, W_hh, m: np.where(m, dh @ W_hh.T, dh)))
    ],
    "W_hh not transposed": [
        named("square_weights", walk(future=lambda dz, dh, W_hh, m: np.where(m, dz @ W_hh, dh)))
    ],
    "no W_hh": [named("dz_sent_on", walk(future=lambda dz, dh, W_hh, m: np.where(m, dz, dh)))],
    "h of the same step": [named("off_by_one", walk(before=lambda h, h_0, t: h[:, t]))],
    "wraps round": [named("minus_one", walk(before=lambda h, h_0, t: h[:, t - 1]))],
    "zero start": [
        named("from_zero", walk(before=lambda h, h_0, t: h[:, t - 1] if t else 0 * h_0))
    ],
    "first step left out": [named("down_to_one", walk(steps=lambda T: range(T - 1, 0, -1)))],
    "forwards": [named("range_of_T", walk(steps=range))],
    "last loss only": [
        named(
            "one_loss", walk(arriving=lambda from_loss, d, t, T: from_loss + d if t == T - 1 else d)
        )
    ],
    "not added up": [named("assigned", walk(add=lambda total, part: part))],
    "dh_1": [one_step_too_few],
    "mean": [
        named("averaged", walk(result=lambda grads, dx, d: (*(g / len(dx) for g in grads), dx, d)))
    ],
    "in place": [over_from_loss],
    "only B=1": [mask_without_an_axis],
    "type": [named("without_dh_0", walk(result=lambda grads, dx, d: (*grads, dx)))],
    "masked losses lost": [through_the_engine],
    "copied everywhere": [always_passed_on],
}
