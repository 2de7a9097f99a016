"""Exercise: one step of back propagation through time."""

import numpy as np

from rnn_helpers import gradients
from rnn_helpers.exercises.core import Exercise, Mistake


def step_back(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    """x_t (B, D), h_prev, h_t and dh_t (B, H) -> dx_t (B, D), dh_prev (B, H), dW_xh (D, H), dW_hh (H, H), db_h (H,)."""
    dz_t = dh_t * (1 - h_t**2)
    return dz_t @ W_xh.T, dz_t @ W_hh.T, x_t.T @ dz_t, h_prev.T @ dz_t, dz_t.sum(axis=0)


def inputs(case):
    W_xh, W_hh, b_h = case.params().values()
    x_t, h_prev = case.normal("B D"), case.start()
    return {"W_xh": W_xh, "W_hh": W_hh, "x_t": x_t, "h_prev": h_prev, "h_t": np.tanh(x_t @ W_xh + h_prev @ W_hh + b_h),
            "dh_t": case.normal("B H")}


def oracle(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    """Central differences of the step itself: no chain rule."""
    b_h = np.arctanh(h_t) - x_t @ W_xh - h_prev @ W_hh  # equal rows; kept as they are

    def loss(theta):
        x, h, W, U, b = theta
        return float((dh_t * np.tanh(x @ W + h @ U + b_h + b)).sum())

    return gradients.numerical_gradient(loss, (x_t, h_prev, W_xh, W_hh, np.zeros(h_t.shape[1])))


def mistaken(slope=lambda h_t: 1 - h_t**2, share=1.0, U=lambda W_hh: W_hh.T, state=lambda h_prev, h_t: h_prev):
    """The step back with one thing replaced."""
    def step_back(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
        dz_t = dh_t * slope(h_t)
        B = len(x_t)
        scale = B**-1.0 if share == "mean" else 1.0
        return dz_t @ W_xh.T, dz_t @ U(W_hh), scale * x_t.T @ dz_t, scale * state(h_prev, h_t).T @ dz_t, scale * dz_t.sum(axis=0)

    return step_back


def only(**replaced):
    """The right step back with one of its results replaced. name -> function of (W_xh, W_hh, x_t, h_prev, h_t, dh_t, dz_t)."""
    def wrong(*arguments):
        right = dict(zip(EXERCISE.parts, step_back(*arguments)))
        dz_t = arguments[-1] * (1 - arguments[-2] ** 2)
        return right | {name: f(*arguments, dz_t) for name, f in replaced.items()}

    return wrong


MISTAKES = {
    "no slope": Mistake(
        "φ′ is missing: dh_t must go through φ first, dz_t = dh_t * (1 - "
        "h_t**2).", mistaken(slope=lambda h_t: 1.0)),
    "slope of h_t": Mistake(
        "φ′ is taken at h_t, which is φ(z_t) already. For tanh, φ′(z_t) = 1 - tanh(z_t)² = 1 - "
        "h_t**2.",
        mistaken(slope=lambda h_t: 1 - np.tanh(h_t) ** 2)),
    "slope 1 - h": Mistake(
        "The square is missing: the slope of tanh is 1 - "
        "h_t**2.", mistaken(slope=lambda h_t: 1 - h_t)),
    "slope 1 - z²": Mistake(
        "The square is taken of z, before tanh. The slope at z is 1 - h_t**2, because h_t = "
        "tanh(z_t).",
        mistaken(slope=lambda h_t: 1 - np.arctanh(h_t) ** 2)),
    "slope of the sigmoid": Mistake(
        "h_t * (1 - h_t) is the slope of the sigmoid. That of tanh is 1 - "
        "h_t**2.", mistaken(slope=lambda h_t: h_t * (1 - h_t))),
    "W_hh not transposed": Mistake(
        "W_hh is not transposed in dh_prev. Forward it is h_prev @ W_hh; backward the same edge is "
        "walked the other way, by W_hh.T.",
        mistaken(U=lambda W_hh: W_hh)),
    "mean": Mistake(
        "The gradients of the weights are averaged over the examples. The loss's gradient dh_t "
        "holds any 1/B already, so add them up.", mistaken(share="mean")),
    "h_t for h_prev": Mistake(
        "dW_hh meets the wrong state. W_hh was multiplied by h_prev, so dW_hh = h_prev.T @ dz_t.",
        mistaken(state=lambda h_prev, h_t: h_t)),
    "dW_hh transposed": Mistake(
        "dW_hh is transposed: row i belongs to unit i of h_prev. It is h_prev.T @ dz_t.",
        only(dW_hh=lambda W_xh, W_hh, x_t, h_prev, h_t, dh_t, dz_t: dz_t.T @ h_prev)),
    "dh_prev without W_hh": Mistake(
        "dh_prev lacks W_hh. The state before reached z_t through these weights.",
        only(dh_prev=lambda W_xh, W_hh, x_t, h_prev, h_t, dh_t, dz_t: dz_t)),
    "dh_prev without slope": Mistake(
        "dh_prev must go through φ too: use dz_t, not dh_t, in every one of the five.",
        only(dh_prev=lambda W_xh, W_hh, x_t, h_prev, h_t, dh_t, dz_t: dh_t @ W_hh.T)),
    "db_h not summed": Mistake(
        "db_h has a row for each example. All examples share the bias, so sum over them: axis=0.",
        only(db_h=lambda W_xh, W_hh, x_t, h_prev, h_t, dh_t, dz_t: dz_t)),
}

EXERCISE = Exercise(
    place=1,
    title="One step back",
    task="`dh_t` is the gradient of the whole loss for `h_t`, with the future's message already in "
         "it. Send it one step back, to the input, to the state before, and to the three arrays of "
         "weights.",
    solution=step_back,
    why="dh_t goes through φ once, which gives dz_t, and z_t is a sum of three terms. Each product "
        "a @ W sends dz_t @ W.T to a and a.T @ dz_t to W; the shapes leave no other choice, except "
        "for the square W_hh. The bias was added to every row, so its gradient is the sum over the "
        "rows.",
    inputs=inputs,
    returns="dx_t dh_prev dW_xh dW_hh db_h",
    oracle=oracle,
    mistakes=MISTAKES,
    hints=(
        "Begin with what is nearest: h_t = tanh(z_t). What is dz_t, written with h_t?",
        "z_t is x_t @ W_xh + h_prev @ W_hh + b_h. For a product a @ W: da = dz @ W.T and dW = a.T "
        "@ dz.",
        "dz_t = dh_t * (1 - h_t**2). Then dz_t @ W_xh.T, the same with W_hh, x_t.T @ dz_t, the "
        "same with h_prev, and a sum over the examples.",
    ),
)
