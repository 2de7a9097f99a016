"""Exercise: one step of back propagation through time."""

import numpy as np

from rnn_helpers import gradients
from rnn_helpers.exercises.core import Exercise, Mistake
from rnn_helpers.exercises.oracles import bptt_with_mistake


def step_back(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    """dx_t, dh_prev, dW_xh, dW_hh, db_h, each shaped like its array.

    W_xh (D, H), W_hh (H, H), x_t (B, D), h_prev, h_t and dh_t (B, H).
    """
    dz_t = dh_t * (1 - h_t**2)
    return dz_t @ W_xh.T, dz_t @ W_hh.T, x_t.T @ dz_t, h_prev.T @ dz_t, dz_t.sum(axis=0)


def inputs(case):
    """One step of a network, and the gradient that arrives there."""
    W_xh, W_hh, b_h = case.params().values()
    x_t, h_prev = case.normal("B D"), case.start()
    h_t = np.tanh(x_t @ W_xh + h_prev @ W_hh + b_h)
    return {"W_xh": W_xh, "W_hh": W_hh, "x_t": x_t, "h_prev": h_prev, "h_t": h_t,
            "dh_t": case.normal("B H")}


def oracle(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    """Central differences of the step itself: no chain rule."""
    b_h = np.arctanh(h_t) - x_t @ W_xh - h_prev @ W_hh  # equal rows; kept as they are

    def loss(theta):
        x, h, W, U, b = theta
        return float((dh_t * np.tanh(x @ W + h @ U + b_h + b)).sum())

    return gradients.numerical_gradient(loss, (x_t, h_prev, W_xh, W_hh, np.zeros(h_t.shape[1])))


def mistaken(wrong):
    """The step back as a BPTT of one step, with one of its mistakes."""
    def step_back(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
        x, h, from_loss = x_t[:, None], h_t[:, None], dh_t[:, None]
        *weights, dx, dh_prev = bptt_with_mistake(W_xh, W_hh, h_t[0], x, h, from_loss, h_prev,
                                                  wrong=wrong)
        return dx[:, 0], dh_prev, *weights

    return step_back


def but(**replaced):
    """The right step back but for one result. name -> function of (h_prev, dz_t)."""
    def wrong(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
        right = step_back(W_xh, W_hh, x_t, h_prev, h_t, dh_t)
        dz_t = dh_t * (1 - h_t**2)
        return (dict(zip(EXERCISE.parts, right, strict=True))
                | {name: f(h_prev, dz_t) for name, f in replaced.items()})

    return wrong


MISTAKES = {
    "no slope": Mistake(
        "φ′ is missing: dh_t must go through φ first, dz_t = dh_t * (1 - h_t**2).",
        mistaken("no slope")),
    "slope of h_t": Mistake(
        "You evaluate φ′ at h_t, but h_t is already φ(z_t). For tanh, φ′(z_t) = 1 - tanh(z_t)² = "
        "1 - h_t**2.",
        mistaken("slope of h")),
    "slope 1 - h": Mistake(
        "The square is missing: the slope of tanh is 1 - h_t**2.",
        mistaken("slope 1 - h")),
    "slope 1 - z²": Mistake(
        "You square z, the value before tanh. The slope at z is 1 - h_t**2, because h_t = "
        "tanh(z_t).",
        mistaken("slope 1 - z²")),
    "slope of the sigmoid": Mistake(
        "h_t * (1 - h_t) is the slope of the sigmoid. For tanh it is 1 - h_t**2.",
        mistaken("slope of the sigmoid")),
    "W_hh not transposed": Mistake(
        "You did not transpose W_hh in dh_prev. Forwards it is h_prev @ W_hh; backwards the "
        "gradient takes the same edge in the other direction, by W_hh.T.",
        mistaken("W_hh not transposed")),
    "mean": Mistake(
        "You average the gradients of the weights over the examples. Any 1/B is already in dh_t, "
        "so add them up.",
        mistaken("mean")),
    "h_t for h_prev": Mistake(
        "dW_hh uses the wrong state. W_hh was multiplied by h_prev, so dW_hh = h_prev.T @ dz_t.",
        mistaken("h of the same step")),
    "dW_hh transposed": Mistake(
        "dW_hh is transposed: row i belongs to unit i of h_prev. It is h_prev.T @ dz_t.",
        but(dW_hh=lambda h_prev, dz_t: dz_t.T @ h_prev)),
    "dh_prev without W_hh": Mistake(
        "W_hh is missing from dh_prev. The previous state reached z_t through these weights.",
        mistaken("no W_hh")),
    "dh_prev without slope": Mistake(
        "dh_prev must go through φ too: use dz_t, not dh_t, in all five results.",
        mistaken("slope not carried")),
    "db_h not summed": Mistake(
        "db_h has a row for each example. All examples share the bias, so sum over them: axis=0.",
        but(db_h=lambda h_prev, dz_t: dz_t)),
}

EXERCISE = Exercise(
    place=1,
    title="One step back",
    stars=2,
    minutes=15,
    task="`dh_t` is the gradient of the whole loss with respect to `h_t`, with everything from "
         "later steps already included. Send it one step back: to the input, to the previous "
         "state, and to the three arrays of weights.",
    solution=step_back,
    why="dh_t goes through φ once, which gives dz_t, and z_t is a sum of three terms. Each "
        "product a @ W sends dz_t @ W.T to a and a.T @ dz_t to W; the shapes leave no other "
        "choice, except for the square W_hh. The bias was added to every row, so its gradient is "
        "the sum over the rows.",
    inputs=inputs,
    returns="dx_t dh_prev dW_xh dW_hh db_h",
    oracle=oracle,
    mistakes=MISTAKES,
    hints=(
        "Begin with the last thing computed: h_t = tanh(z_t). What is dz_t in terms of h_t?",
        "z_t is x_t @ W_xh + h_prev @ W_hh + b_h. For a product a @ W: da = dz @ W.T and dW = "
        "a.T @ dz.",
        "dz_t = dh_t * (1 - h_t**2). Then dz_t @ W_xh.T, the same with W_hh, x_t.T @ dz_t, the "
        "same with h_prev, and a sum over the examples.",
    ),
)
