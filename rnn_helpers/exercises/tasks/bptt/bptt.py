"""Exercise: the whole of BPTT, with a mask."""

from functools import partial

import numpy as np

from rnn_helpers import numpy_rnn
from rnn_helpers.exercises.core import Exercise, Mistake
from rnn_helpers.exercises.oracles import bptt_by_terms, bptt_with_mistake


def bptt(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    """x (B, T, D), h and from_loss (B, T, H), h_0 (B, H), mask (B, T) bool -> dW_xh, dW_hh, db_h, dx, dh_0."""
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
    params, x, h_0, mask = case.params(), case.normal("B T D"), case.start(), case.mask()
    h = numpy_rnn.forward(tuple(params.values()), x, h_0, mask=mask)
    return params | {"x": x, "h": h, "from_loss": case.normal("B T H"), "h_0": h_0, "mask": mask}


SAYS = {
    "no "
    "future": "The message from the future is not used: dh_t is from_loss at t plus what step t "
                 "+ 1 sends back.",
    "mask "
    "ignored": "The mask is not used. At a masked step the state was only copied, and no "
                    "weight was touched.",
    "mask "
    "stops": "At a masked step the gradient is stopped. There h_t was h_(t-1), so dh_t must "
                  "pass to the step before untouched.",
    "masked steps "
    "add": "Masked steps add to the gradients of the weights or the input. There dz_t "
                        "is zero: nothing was computed.",
    "no slope": "φ′ is missing: dz_t = dh_t * (1 - h_t**2).",
    "slope of h": "φ′ is taken at h_t, which is φ(z_t) already. The slope is 1 - h_t**2.",
    "slope 1 - "
    "z²": "The square is taken of z, before tanh. The slope at z is 1 - h**2 with h = "
                    "tanh(z).",
    "slope 1 - h": "The square is missing: the slope of tanh is 1 - h_t**2.",
    "slope not carried": "dh_t goes to the step before without passing φ. Send dz_t @ W_hh.T.",
    "W_hh not "
    "transposed": "W_hh is not transposed on the way back. No error tells you, because it "
                           "is square.",
    "no W_hh": "The message to the step before lacks W_hh: send dz_t @ W_hh.T.",
    "h of the same step": "dW_hh takes h_t. W_hh was multiplied by the state before, h_(t-1).",
    "wraps round": "At t = 0, h[:, t - 1] is the last state. Before the first step stands h_0.",
    "zero start": "dW_hh takes the state before the first step as zero. It is h_0.",
    "first step left out": "The loop leaves out the first step, t = 0.",
    "forwards": "The walk goes forwards in time. Begin at the last step: its message is needed by "
                "the one before.",
    "last loss "
    "only": "Only the last step's loss is used. There is one at every step, and each "
                      "enters at its own.",
    "not added "
    "up": "The gradients of the weights hold one step only. All steps share the weights: "
                    "add up with +=.",
    "dh_1": "dh_0 lacks one step: this is the gradient of h_1. Send it through the first step too.",
    "mean": "The gradients of the weights are averaged over the examples. Add them up; from_loss "
            "holds any 1/B already.",
}

EXERCISE = Exercise(
    place=5,
    title="The whole walk, with a mask",
    task="Write back propagation through time for a padded batch. A step whose mask is False has "
         "copied the state before it, and there may be a loss at every step, real or not.",
    solution=bptt,
    why="It is the walk of section 2 with two choices a step. Where the mask is False nothing was "
        "computed, so dz_t is zero and no weight and no input gets anything. But the state was "
        "handed on unchanged, so dh_t goes to the step before unchanged, the loss at the masked "
        "step with it. What is left after the first step is dh_0.",
    inputs=inputs,
    returns="dW_xh dW_hh db_h dx dh_0",
    oracle=bptt_by_terms,
    mistakes={name: Mistake(says, partial(bptt_with_mistake, wrong=name)) for name, says in SAYS.items()},
    hints=(
        "First write it without the mask, as in section 2. Then ask of each line: what happened "
        "here forwards, if the step only copied the state?",
        "At a masked step dz_t is zero, so nothing is added to the weights; and dh_t as a whole is "
        "handed to the step before.",
        "dz_t = np.where(mask[:, t, None], dh_t * (1 - h[:, t]**2), 0), and from_future = "
        "np.where(mask[:, t, None], dz_t @ W_hh.T, dh_t).",
    ),
)
