"""Attempts at `linear_back`: three right ones, and what students hand in."""

import numpy as np


def shifted(h):
    return np.pad(h, ((0, 0), (1, 0), (0, 0)))[:, :-1]


def pairwise(a, h, dh):
    """Every loss to every earlier step, with the product between."""
    B, T, H = h.shape
    db = np.zeros_like(h)
    for t in range(T):
        for s in range(t, T):
            db[:, t] += np.prod(a[:, t + 1 : s + 1], axis=1) * dh[:, s]
    return db * shifted(h), db


def reversed_scan(a, h, dh):
    following = np.concatenate([a[:, 1:], np.zeros_like(a[:, :1])], axis=1)[:, ::-1]
    b, state = dh[:, ::-1], 0
    out = []
    for t in range(b.shape[1]):
        state = following[:, t] * state + b[:, t]
        out.append(state)
    db = np.stack(out, axis=1)[:, ::-1]
    return db * shifted(h), db


def as_dict(a, h, dh):
    T = h.shape[1]
    db, da = dh.copy(), np.zeros_like(a)
    for t in range(T - 1, 0, -1):
        da[:, t] = db[:, t] * h[:, t - 1]
        db[:, t - 1] = db[:, t - 1] + a[:, t] * db[:, t]
    return {"da": da, "db": db}


RIGHT = [pairwise, reversed_scan, as_dict]


def only_here(a, h, dh):
    return dh * shifted(h), dh.copy()


def same_step(a, h, dh):
    g, out = 0, []
    for t in range(h.shape[1] - 1, -1, -1):
        g = a[:, t] * g + dh[:, t]
        out.insert(0, g)
    db = np.stack(out, 1)
    return shifted(h) * db, db


def from_the_front(a, h, dh):
    g, out = np.zeros_like(dh[:, 0]), []
    for t in range(h.shape[1]):
        db_t = dh[:, t] + g
        out.append(db_t)
        g = a[:, t] * db_t
    db = np.stack(out, 1)
    return shifted(h) * db, db


def with_h_t(a, h, dh):
    _, db = as_dict(a, h, dh).values()
    return db * h, db


def sums(a, h, dh):
    db = np.flip(np.cumsum(np.flip(dh, 1), 1), 1)
    return db * shifted(h), db


def one_early(a, h, dh):
    db, g = np.empty_like(dh), np.zeros_like(dh[:, 0])
    for t in reversed(range(h.shape[1])):
        db[:, t] = dh[:, t] + g
        g = (a[:, t - 1] if t > 0 else 1) * db[:, t]
    return db * shifted(h), db


def the_same_twice(a, h, dh):
    db = as_dict(a, h, dh)["db"]
    return db, db


def da_from_dh(a, h, dh):
    return dh * shifted(h), as_dict(a, h, dh)["db"]


WRONG = {
    "own loss only": [only_here],
    "a of the same step": [same_step, one_early],
    "forwards": [from_the_front],
    "da with h_t": [with_h_t],
    "no factor": [sums],
    "da without the state": [the_same_twice],
    "da with dh": [da_from_dh],
}
