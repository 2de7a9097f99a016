"""Exercise: the effect of a state on a later one, as a product."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake
from rnn_helpers.exercises.oracles import slope


def state_effect(W_hh, h, t, k):
    """(B, H, H), in which [b, i, j] is ∂h_t[i] / ∂h_(t-k)[j].

    W_hh (H, H), h (B, T, H), t counted from 0.
    """
    product = np.broadcast_to(np.eye(len(W_hh)), (len(h), *W_hh.shape))
    for u in range(k):
        slope = 1 - h[:, t - u] ** 2
        product = product @ (slope[:, :, None] * W_hh.T)
    return product


def inputs(case):
    """States that some tanh network might have had, and two steps of them."""
    T = int(case.rng.integers(6, 10))  # long, and named by t and k
    t = int(case.rng.integers(3, T - 1))  # neither the first states nor the last
    k = int(case.rng.integers(2, t))
    W_hh = case.normal("H H", 1.5 * case.H**-0.5)
    h = np.tanh(0.7 * case.rng.standard_normal((case.B, T, case.H)))
    return {"W_hh": W_hh, "h": h, "t": t, "k": k}


def oracle(W_hh, h, t, k):
    """Central differences of the last k steps, run again from a moved state: no chain rule."""
    from rnn_helpers import gradients

    B, _, H = h.shape
    before = h[:, t - k : t]
    # what input and bias added at each step
    rest = np.arctanh(h[:, t - k + 1 : t + 1]) - before @ W_hh

    def run(moved):
        h_t = moved
        for u in range(k):
            h_t = np.tanh(h_t @ W_hh + rest[:, u])
        return h_t

    effect = np.empty((B, H, H))
    for i in range(H):
        def of_unit(moved, i=i):
            return run(moved)[:, i].sum()

        effect[:, i] = gradients.numerical_gradient(of_unit, h[:, t - k].copy())
    return effect


def product(W_hh, h, steps, wrong="", factor=lambda slope, W_hh: slope[:, :, None] * W_hh.T):
    """The product over these steps, in this order. wrong: a mistake in the slope."""
    J = np.broadcast_to(np.eye(len(W_hh)), (len(h), *W_hh.shape))
    for s in steps:
        J = J @ factor(slope(h[:, s], wrong), W_hh)
    return J


def back(t, k):
    """The k steps from t backwards."""
    return range(t, t - k, -1)


MISTAKES = {
    "as in the lecture": Mistake(
        "Your product has a factor for every step back to the start. There should be k of them, "
        "for u = 0 to k - 1.",
        lambda W_hh, h, t, k: product(W_hh, h, back(t, t))),
    "to the start": Mistake(
        "Your product goes back to the state before the first step. There should be k factors, "
        "for u = 0 to k - 1.",
        lambda W_hh, h, t, k: product(W_hh, h, back(t, t + 1))),
    "one factor too many": Mistake(
        "You have one factor too many: the last one is for the step from t - k to t - k + 1, so u "
        "runs from 0 to k - 1.",
        lambda W_hh, h, t, k: product(W_hh, h, back(t, k + 1))),
    "one factor too few": Mistake(
        "You have one factor too few: there is one for each of the k steps.",
        lambda W_hh, h, t, k: product(W_hh, h, back(t, k - 1))),
    "slope one step early": Mistake(
        "All your slopes are one step too early. The factor of the step from t - 1 to t contains "
        "the slope at h_t, which is h[:, t]: here t counts from 0.",
        lambda W_hh, h, t, k: product(W_hh, h, back(t - 1, k))),
    "order reversed": Mistake(
        "The factors are in reverse order. The latest step, t, is on the left, and matrices do "
        "not commute.",
        lambda W_hh, h, t, k: product(W_hh, h, list(back(t, k))[::-1])),
    "W_hh not transposed": Mistake(
        "You did not transpose W_hh. In code h_prev @ W_hh is a row; if [i, j] is the effect of "
        "unit j on unit i, the factor contains W_hh.T.",
        lambda W_hh, h, t, k: product(W_hh, h, back(t, k), factor=lambda s, W: s[:, :, None] * W)),
    "slope on the other side": Mistake(
        "The slope is on the wrong side of W_hh. It belongs to the new state, unit i, so it "
        "scales the rows: diag(φ′) W_hh.T.",
        lambda W_hh, h, t, k: product(
            W_hh, h, back(t, k), factor=lambda s, W: W.T * s[:, None, :])),
    "transposed": Mistake(
        "This is the transpose: [j, i] instead of [i, j]. Row i belongs to unit i of the later "
        "state.",
        lambda W_hh, h, t, k: product(W_hh, h, back(t, k)).swapaxes(1, 2)),
    "no slope": Mistake(
        "φ′ is missing, so this is W_hh to the power k. That is only right for a linear φ.",
        lambda W_hh, h, t, k: product(W_hh, h, back(t, k), wrong="no slope")),
    "one slope for all": Mistake(
        "You use the slope at t for all k factors. Each step has its own states, and so its own "
        "slope.",
        lambda W_hh, h, t, k: product(W_hh, h, [t] * k)),
    "slope of h": Mistake(
        "You evaluate φ′ at h_t, but h_t is already φ(z_t). The slope is 1 - h_t**2.",
        lambda W_hh, h, t, k: product(W_hh, h, back(t, k), wrong="slope of h")),
    "slope 1 - h": Mistake(
        "The square is missing: the slope of tanh is 1 - h_t**2.",
        lambda W_hh, h, t, k: product(W_hh, h, back(t, k), wrong="slope 1 - h")),
}

EXERCISE = Exercise(
    place=2,
    title="The effect of a state on a later one",
    stars=2,
    minutes=15,
    task="Write $\\partial\\mathbf{h}_{(t)}/\\partial\\mathbf{h}_{(t-k)}$ for a tanh network, "
         "for each example in a batch. Row i says how unit i of the later state depends on each "
         "unit of the earlier one.",
    solution=state_effect,
    why="There is one factor per step, diag(φ′) W_hh.T in our layout, with the latest on the "
        "left. The slope belongs to the state that the step produced, h_t, so it scales row i; "
        "W_hh.T[i, j] is the weight from unit j to unit i. There are k steps between the two "
        "states, so k factors. For k = 0 there are none, and the product is the identity.",
    inputs=inputs,
    returns="effect",
    oracle=oracle,
    mistakes=MISTAKES,
    cases=("B=1",),
    plain=6,
    hints=(
        "Write down one factor first, ∂h_t / ∂h_(t-1): how does unit i of h_t change if unit j "
        "of h_(t-1) changes?",
        "One factor is slope[:, :, None] * W_hh.T with slope = 1 - h[:, t]**2. How many steps "
        "are there from t - k to t, and which factor is on the left?",
        "Start with the identity. For u in range(k): product = product @ (slope[:, :, None] * "
        "W_hh.T), with the slope from h[:, t - u].",
    ),
)
