"""Exercise: the whole of BPTT, with a mask."""

import numpy as np

from rnn_helpers import numpy_rnn
from rnn_helpers.exercises.core import Exercise, mistakes
from rnn_helpers.exercises.oracles import bptt_by_terms, bptt_with_mistake


def bptt(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    """dW_xh, dW_hh, db_h, dx, dh_0, each shaped like its array.

    x (B, T, D), h and from_loss (B, T, H), h_0 (B, H), mask (B, T) bool.
    """
    dW_xh, dW_hh, db_h, dx = (np.zeros_like(a) for a in (W_xh, W_hh, b_h, x))
    from_future = np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h_0
        real = mask[:, t, None]
        dh_t = from_loss[:, t] + from_future
        dz_t = np.where(real, dh_t * (1 - h[:, t] ** 2), 0)
        dW_xh += x[:, t].T @ dz_t
        dW_hh += h_prev.T @ dz_t
        db_h += dz_t.sum(axis=0)
        dx[:, t] = dz_t @ W_xh.T
        from_future = np.where(real, dz_t @ W_hh.T, dh_t)
    return dW_xh, dW_hh, db_h, dx, from_future


def inputs(case):
    """A padded batch, its states, and a loss at every step."""
    params, x, h_0, mask = case.params(), case.normal("B T D"), case.start(), case.mask()
    h = numpy_rnn.forward(tuple(params.values()), x, h_0, mask=mask)
    return params | {"x": x, "h": h, "from_loss": case.normal("B T H"), "h_0": h_0, "mask": mask}


SAYS = {
    "no future":
        "You don't use the gradient from later steps: dh_t is from_loss at t plus what step t + 1 "
        "sends back.",
    "mask ignored":
        "You don't use the mask. A masked step only copied the state and used no weights.",
    "masked losses lost":
        "You drop the loss at masked steps. It depends on the state there, which was copied, so "
        "it goes back to the last real step.",
    "copied everywhere":
        "dh_t passes unchanged only at masked steps. At a real one it goes through φ and W_hh, "
        "and nothing of it is left over.",
    "mask stops":
        "You stop the gradient at a masked step. There h_t was h_(t-1), so dh_t must pass "
        "unchanged to the step before.",
    "masked steps add":
        "Masked steps contribute to the gradients of the weights or the input. There dz_t is "
        "zero: nothing was computed.",
    "no slope": "φ′ is missing: dz_t = dh_t * (1 - h_t**2).",
    "slope of h": "You evaluate φ′ at h_t, but h_t is already φ(z_t). The slope is 1 - h_t**2.",
    "slope 1 - z²":
        "You square z, the value before tanh. The slope at z is 1 - h**2 with h = tanh(z).",
    "slope 1 - h": "The square is missing: the slope of tanh is 1 - h_t**2.",
    "slope not carried":
        "You send dh_t to the step before without passing through φ. Send dz_t @ W_hh.T.",
    "W_hh not transposed":
        "You did not transpose W_hh on the way back. It is square, so no error tells you.",
    "no W_hh": "W_hh is missing on the way to the step before: send dz_t @ W_hh.T.",
    "h of the same step": "dW_hh uses h_t. W_hh was multiplied by the previous state, h_(t-1).",
    "wraps round":
        "At t = 0, h[:, t - 1] is the last state. The state before the first step is h_0.",
    "zero start": "dW_hh uses zero for the state before the first step. It is h_0.",
    "first step left out": "Your loop leaves out the first step, t = 0.",
    "forwards":
        "Your loop runs forwards in time. Start at the last step: each step needs what the one "
        "after it sends back.",
    "last loss only":
        "You only use the loss at the last step. There is one at every step, and each enters at "
        "its own.",
    "not added up":
        "The gradients of the weights come from a single step. All steps share the weights: add "
        "up with +=.",
    "dh_1":
        "dh_0 is one step short: this is the gradient of h_1. Send it through the first step too.",
    "mean":
        "You average the gradients of the weights over the examples. Add them up; any 1/B is "
        "already in from_loss.",
}

EXERCISE = Exercise(
    place=5,
    title="All of BPTT, with a mask",
    stars=3,
    minutes=25,
    task="Write back propagation through time for a padded batch. A step whose mask is False has "
         "copied the state before it, and there may be a loss at every step, real or not.",
    solution=bptt,
    why="It is the backward pass of section 2 with two choices per step. Where the mask is False "
        "nothing was computed, so dz_t is zero, and neither weights nor input get anything. But "
        "the state was passed on unchanged, so dh_t, including the loss at the masked step, goes "
        "unchanged to the step before. What is left after the first step is dh_0.",
    inputs=inputs,
    returns="dW_xh dW_hh db_h dx dh_0",
    oracle=bptt_by_terms,
    mistakes=mistakes(bptt_with_mistake, SAYS),
    hints=(
        "First write it without the mask, as in section 2. Then ask of each line: what happened "
        "here in the forward pass, if the step only copied the state?",
        "At a masked step dz_t is zero, so nothing is added to the weights, and all of dh_t goes "
        "to the step before.",
        "dz_t = np.where(mask[:, t, None], dh_t * (1 - h[:, t]**2), 0), and from_future = "
        "np.where(mask[:, t, None], dz_t @ W_hh.T, dh_t).",
    ),
)
