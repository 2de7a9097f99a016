"""What several exercises are held against: BPTT term by term, and the walk back with one usual mistake in it."""

import numpy as np

from rnn_helpers import gradients, numpy_rnn


def bptt_by_terms(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask=None):
    """The double sum over losses and steps, without a walk back. -> dW_xh, dW_hh, db_h, dx, dh_0. Pascanu et al. 2013.

    x (B, T, D), h and from_loss (B, T, H), h_0 (B, H), mask (B, T) bool or None.
    """
    params = numpy_rnn.Params(W_xh, W_hh, b_h)
    paths = gradients.loss_paths(params, h, from_loss, mask=mask)  # [b, s, t]: of the loss at s for the state at t
    real = np.ones(h.shape[:2], bool) if mask is None else mask
    dz = np.einsum("bsth,bth,bt->bth", paths, 1 - h**2, real)
    first = gradients.jacobians(params, h, mask=mask)[:, 0]
    return (np.einsum("btd,bth->dh", x, dz), np.einsum("bti,bth->ih", before(h, h_0), dz), dz.sum((0, 1)),
            np.einsum("bth,dh->btd", dz, W_xh), np.einsum("bsi,bij->bj", paths[:, :, 0], first))


def before(h, h_0):
    """h_(t-1) for each step: (B, T, H)."""
    return np.concatenate([h_0[:, None], h[:, :-1]], axis=1)


def walk_back(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask=None, *, wrong=""):
    """BPTT as a walk, with one mistake: wrong names it, "" for none. -> dW_xh, dW_hh, db_h, dx, dh_0."""
    B, T, H = h.shape
    dW_xh, dW_hh, db_h, dx, carried = (np.zeros_like(a) for a in (W_xh, W_hh, b_h, x, h_0))
    real_steps = np.ones((B, T), bool) if mask is None or wrong == "mask ignored" else mask
    for t in range(T) if wrong == "forwards" else reversed(range(1 if wrong == "first step left "
                                                                               "out" else 0, T)):
        h_prev = h[:, t - 1] if t > 0 or wrong == "wraps round" else 0 * h_0 if wrong == "zero start" else h_0
        h_prev = h[:, t] if wrong == "h of the same step" else h_prev
        real = real_steps[:, t, None]
        dh_t = carried + (0 if wrong == "last loss only" and t < T - 1 else from_loss[:, t])
        dh_t = from_loss[:, t] if wrong == "no future" else dh_t
        slope = {"slope of "
                 "h": 1 - np.tanh(h[:, t]) ** 2, "slope 1 - "
                                                          "z²": 1 - np.arctanh(h[:, t]) ** 2,
                 "slope 1 - h": 1 - h[:, t], "no slope": 1}.get(wrong, 1 - h[:, t] ** 2)
        dz_t = dh_t * slope * (1 if wrong == "masked steps add" else real)
        keep = 0 if wrong == "not added up" else 1
        dW_xh = keep * dW_xh + x[:, t].T @ dz_t
        dW_hh = keep * dW_hh + h_prev.T @ dz_t
        db_h = keep * db_h + dz_t.sum(axis=0)
        dx[:, t] = dz_t @ W_xh.T
        back = dz_t if wrong == "no W_hh" else dz_t @ (W_hh if wrong == "W_hh not "
                                                                        "transposed" else W_hh.T)
        back = dh_t @ W_hh.T if wrong == "slope not carried" else back
        carried = dh_t if wrong == "dh_1" and t == 0 else back * real if wrong == "mask stops" else np.where(real, back, dh_t)
    scale = 1 / B if wrong == "mean" else 1
    return scale * dW_xh, scale * dW_hh, scale * db_h, dx, carried


def recurrent_part(bptt, W_hh, h, from_loss, h_0):
    """dW_hh and dh_0 of a BPTT; neither depends on the input or its weights."""
    W_xh, b_h, x = np.zeros((1, len(W_hh))), np.zeros(len(W_hh)), np.zeros((*h.shape[:2], 1))
    _, dW_hh, _, _, dh_0 = bptt(W_xh, W_hh, b_h, x, h, from_loss, h_0)
    return dW_hh, dh_0
