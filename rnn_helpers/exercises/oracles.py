"""What several exercises are compared with: BPTT term by term, and the usual mistakes in it."""

import numpy as np

from rnn_helpers import gradients, numpy_rnn


def bptt_by_terms(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask=None):
    """The double sum over losses and steps, without a walk back. Pascanu et al. 2013.

    x (B, T, D), h and from_loss (B, T, H), h_0 (B, H), mask (B, T) bool or None -> dW_xh, dW_hh,
    db_h, dx, dh_0.
    """
    params = numpy_rnn.Params(W_xh, W_hh, b_h)
    # [b, s, t]: the gradient of the loss at s with respect to the state at t
    paths = gradients.loss_paths(params, h, from_loss, mask=mask)
    real = np.ones(h.shape[:2], bool) if mask is None else mask
    dz = np.einsum("bsth,bth,bt->bth", paths, 1 - h**2, real)
    first = gradients.jacobians(params, h, mask=mask)[:, 0]
    return (np.einsum("btd,bth->dh", x, dz),
            np.einsum("bti,bth->ih", previous_states(h, h_0), dz),
            dz.sum((0, 1)),
            np.einsum("bth,dh->btd", dz, W_xh),
            np.einsum("bsi,bij->bj", paths[:, :, 0], first))


def previous_states(h, h_0):
    """h_(t-1) for each step. h (B, T, H), h_0 (B, H) -> (B, T, H)."""
    return np.concatenate([h_0[:, None], h[:, :-1]], axis=1)


SLOPES = {
    "no slope": np.ones_like,
    "slope of h": lambda h: 1 - np.tanh(h) ** 2,
    "slope 1 - h": lambda h: 1 - h,
    "slope 1 - z²": lambda h: 1 - np.arctanh(h) ** 2,
    "slope of the sigmoid": lambda h: h * (1 - h),
}


def slope(h, wrong=""):
    """φ′ as tanh's, written with h = φ(z), or the mistake of this name."""
    return SLOPES.get(wrong, lambda h: 1 - h**2)(h)


def bptt_with_mistake(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask=None, *, wrong=""):
    """BPTT as a walk back, with one mistake. Arguments and results as of `bptt_by_terms`.

    wrong: the mistake's name, "" for none.
    """
    B, T, H = h.shape
    dW_xh, dW_hh, db_h, dx, carried = (np.zeros_like(a) for a in (W_xh, W_hh, b_h, x, h_0))
    all_real = mask is None or wrong == "mask ignored"
    steps = range(wrong == "first step left out", T)
    for t in steps if wrong == "forwards" else reversed(steps):
        real = True if all_real else mask[:, t, None]
        h_prev = h[:, t - 1] if t > 0 or wrong == "wraps round" else h_0
        if wrong == "zero start" and t == 0:
            h_prev = np.zeros_like(h_0)
        if wrong == "h_1 for h_0" and t == 0:
            h_prev = h[:, 0]
        if wrong == "h of the same step":
            h_prev = h[:, t]
        enters = 0 if wrong == "last loss only" and t < T - 1 else from_loss[:, t]
        if wrong == "masked losses lost" and not all_real:
            enters = np.where(mask[:, t, None], enters, 0)
        dh_t = enters + (0 if wrong == "no future" else carried)
        counts = True if wrong == "masked steps add" else real
        dz_t = np.where(counts, dh_t * slope(h[:, t], wrong), 0)
        if wrong == "not added up":
            dW_xh, dW_hh, db_h = 0 * dW_xh, 0 * dW_hh, 0 * db_h
        dW_xh = dW_xh + x[:, t].T @ dz_t
        dW_hh = dW_hh + h_prev.T @ dz_t
        db_h = db_h + dz_t.sum(axis=0)
        dx[:, t] = dz_t @ W_xh.T
        back = (dh_t if wrong == "slope not carried" else dz_t) @ (
            W_hh if wrong == "W_hh not transposed" else W_hh.T)
        if wrong == "no W_hh":
            back = dz_t
        carried = np.where(real, back, 0 if wrong == "mask stops" else dh_t)
        if wrong == "copied everywhere":
            carried = dh_t + np.where(real, back, 0)
        if wrong == "dh_1" and t == 0:
            carried = dh_t
    scale = 1 / B if wrong == "mean" else 1
    return scale * dW_xh, scale * dW_hh, scale * db_h, dx, carried


def recurrent_inputs(case):
    """Inputs of an exercise on the recurrent part of BPTT, for a Case: name -> array."""
    return {"W_hh": case.normal("H H", case.H**-0.5), "h": np.tanh(case.normal("B T H")),
            "from_loss": case.normal("B T H"), "h_0": case.start()}


def recurrent_part(bptt, W_hh, h, from_loss, h_0):
    """dW_hh (H, H) and dh_0 (B, H) of a BPTT; neither depends on the input or its weights."""
    W_xh, b_h, x = np.zeros((1, len(W_hh))), np.zeros(len(W_hh)), np.zeros((*h.shape[:2], 1))
    _, dW_hh, _, _, dh_0 = bptt(W_xh, W_hh, b_h, x, h, from_loss, h_0)
    return dW_hh, dh_0
