"""Exercise: the way back through a linear recurrence, which is one too."""

import numpy as np

from rnn_helpers import gradients
from rnn_helpers.exercises.core import Exercise, Mistake


def linear_back(a, h, dh):
    """da and db, (B, T, H) each, of h_t = a_t h_(t-1) + b_t, which started from zeros.

    a, h (B, T, H): the factors and the states. dh (B, T, H): what the loss itself
    sends to each h_t.
    """
    db = np.empty_like(dh)
    arrives = np.zeros_like(dh[:, 0])
    for t in reversed(range(h.shape[1])):
        db[:, t] = dh[:, t] + arrives
        arrives = a[:, t] * db[:, t]
    h_prev = np.concatenate([np.zeros_like(h[:, :1]), h[:, :-1]], axis=1)
    return db * h_prev, db


def inputs(case):
    """Factors of either sign, and the states that they and some b give."""
    a, b = case.normal("B T H"), case.normal("B T H")
    h, h_t = np.empty_like(a), np.zeros_like(a[:, 0])
    for t in range(a.shape[1]):
        h_t = h[:, t] = a[:, t] * h_t + b[:, t]
    return {"a": a, "h": h, "dh": case.normal("B T H")}


def oracle(a, h, dh):
    """Central differences of the loop itself."""
    def loss(theta):
        a, b = theta
        h_t, total = np.zeros_like(a[:, 0]), 0.0
        for t in range(a.shape[1]):
            h_t = a[:, t] * h_t + b[:, t]
            total += (h_t * dh[:, t]).sum()
        return float(total)

    h_prev = np.concatenate([np.zeros_like(h[:, :1]), h[:, :-1]], axis=1)
    return gradients.numerical_gradient(loss, (a, h - a * h_prev))


def walked(a, h, dh, *, order=reversed):
    """db by a walk over the steps."""
    db, arrives = np.empty_like(dh), np.zeros_like(dh[:, 0])
    for t in order(range(h.shape[1])):
        db[:, t] = dh[:, t] + arrives
        arrives = a[:, t] * db[:, t]
    return db


def before(h):
    """h_(t-1), zeros first."""
    return np.concatenate([np.zeros_like(h[:, :1]), h[:, :-1]], axis=1)


def wrong_a(a, h, dh):
    """a_t multiplies at its own step, not on the way to the one before."""
    db, db_t = np.empty_like(dh), np.zeros_like(dh[:, 0])
    for t in reversed(range(h.shape[1])):
        db_t = db[:, t] = dh[:, t] + a[:, t] * db_t
    return db * before(h), db


MISTAKES = {
    "own loss only": Mistake(
        "You only take what the loss sends to h_t itself. h_t also acts on every later state.",
        lambda a, h, dh: (dh * before(h), dh)),
    "a of the same step": Mistake(
        "Between h_t and h_(t+1) stands a_(t+1), not a_t.", wrong_a),
    "forwards": Mistake(
        "You walk from the first step to the last. Gradients come from later steps: start at the "
        "end.",
        lambda a, h, dh: (walked(a, h, dh, order=iter) * before(h), walked(a, h, dh, order=iter))),
    "da with h_t": Mistake(
        "da_t is db_t times what a_t multiplied, and that is h_(t-1), not h_t.",
        lambda a, h, dh: (walked(a, h, dh) * h, walked(a, h, dh))),
    "no factor": Mistake(
        "You add up the gradients of all later steps without the factors a on the way.",
        lambda a, h, dh: (np.cumsum(dh[:, ::-1], 1)[:, ::-1] * before(h),
                          np.cumsum(dh[:, ::-1], 1)[:, ::-1])),
    "da without the state": Mistake(
        "da_t lacks its factor: a_t multiplied h_(t-1), so da_t is db_t times h_(t-1).",
        lambda a, h, dh: (walked(a, h, dh), walked(a, h, dh))),
    "da with dh": Mistake(
        "da_t uses only the loss's own dh_t. Take all that arrives at h_t, later steps included.",
        lambda a, h, dh: (dh * before(h), walked(a, h, dh))),
}

EXERCISE = Exercise(
    place=3,
    title="The way back is a recurrence too",
    stars=2,
    minutes=15,
    task="The states $\\mathbf{h}_{(t)} = \\mathbf{a}_{(t)} \\odot \\mathbf{h}_{(t-1)} + "
         "\\mathbf{b}_{(t)}$ were computed from zeros, and the loss sends `dh` to each of them. "
         "Find the gradients of all a's and b's. (A loop will do; then see that it is the same "
         "recurrence, backwards.)",
    solution=linear_back,
    why="b_t is added to h_t, so db_t is all that arrives at h_t: dh_t from the loss, and a_(t+1) "
        "db_(t+1) from the next step. That is a linear recurrence from the last step to the first, "
        "so a scan can compute it. And da_t is db_t times h_(t-1), which a_t multiplied.",
    inputs=inputs,
    returns="da db",
    oracle=oracle,
    mistakes=MISTAKES,
    cases=("B=1", "T=1"),
    hints=(
        "Who uses h_t? The loss, and the step after it. Both send a gradient back.",
        "db_t = dh_t + a_(t+1) * db_(t+1), from the last step to the first. Then da_t from h_t = "
        "a_t * h_(t-1) + b_t.",
        "Walk with for t in reversed(range(T)), carrying a[:, t] * db[:, t]; da = db * h_prev, "
        "where h_prev starts with zeros.",
    ),
)
