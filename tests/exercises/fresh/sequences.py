"""Fresh wrong attempts at the exercises of 01. Name: EXERCISE__SLIP; docstring: the true cause."""

import numpy as np


def how_equal__multiset_as_set(a, b):
    """The multiset forgets how often a word occurs."""
    return set(a) == set(b), set(a) == set(b), a == b


def how_equal__zip(a, b):
    """zip stops at the shorter list, so a prefix counts as equal."""
    same = all(x == y for x, y in zip(a, b, strict=False))
    return set(a) == set(b), sorted(a) == sorted(b), same


def how_equal__order(a, b):
    """The three answers come in another order: sequences first."""
    return a == b, sorted(a) == sorted(b), set(a) == set(b)


def how_equal__counts_by_one_side(a, b):
    """Counts only the words of a, so extra words of b go unseen."""
    return set(a) == set(b), all(a.count(w) == b.count(w) for w in a), a == b


def how_equal__subset(a, b):
    """The test for sets is a subset test."""
    return set(a) <= set(b), sorted(a) == sorted(b), list(a) == list(b)


def bag__mask_times_x(x, mask, V):
    """Padding becomes word 0 and is counted."""
    return np.array([np.bincount(row, minlength=V) for row in x * mask])


def bag__present(x, mask, V):
    """Notes whether a word occurs, not how often."""
    out = np.zeros((len(x), V))
    for b in range(len(x)):
        out[b, x[b, mask[b]]] = 1
    return out


def bag__fancy_add(x, mask, V):
    """out[…] += 1 with repeated indices adds only once."""
    out = np.zeros((len(x), V), int)
    for b in range(len(x)):
        out[b, x[b][mask[b]]] += 1
    return out


def bag__whole_batch(x, mask, V):
    """Counts over the whole batch, one row for all."""
    return np.bincount(x[mask], minlength=V)


def bag__no_mask(x, mask, V):
    """The mask is not used."""
    return np.stack([(x == v).sum(axis=1) for v in range(V)], axis=1)


def turned_over__all(x, stays):
    """Everything is reversed, the anchors too."""
    return x[:, ::-1]


def turned_over__reverse_then_put_back(x, stays):
    """Puts the anchors back over a full reversal, so elements get lost and doubled."""
    out = x[:, ::-1].copy()
    out[:, stays] = x[:, stays]
    return out


def turned_over__batch_axis(x, stays):
    """Works along the batch axis instead of the time axis."""
    out = x.copy()
    rest = [t for t in range(len(x)) if t not in stays]
    out[rest] = x[rest[::-1]]
    return out


def turned_over__in_place(x, stays):
    """Changes the caller's x."""
    rest = [t for t in range(x.shape[1]) if t not in stays]
    x[:, rest] = x[:, rest[::-1]]
    return x


def turned_over__reverses_the_anchors(x, stays):
    """The wrong way round: the anchors are reversed, the others stay."""
    out = x.copy()
    s = sorted(stays)
    out[:, s] = x[:, s[::-1]]
    return out


def teacher_forcing_pair__same(word, start, end, T):
    """The inputs contain the end as well."""
    n = len(word) + 1
    inputs, targets = np.zeros(T, int), np.zeros(T, int)
    both = [start, *word, end]
    inputs[: min(len(both), T)] = both[:T]
    targets[:n] = [*word, end]
    return inputs, targets, np.arange(T) < n


def teacher_forcing_pair__mask_short(word, start, end, T):
    """The step that predicts the end is masked out."""
    pad = [0] * (T - len(word) - 1)
    mask = np.arange(T) < len(word)
    return np.array([start, *word, *pad]), np.array([*word, end, *pad]), mask


def teacher_forcing_pair__swapped(word, start, end, T):
    """inputs and targets exchanged."""
    pad = [0] * (T - len(word) - 1)
    inputs, targets = np.array([start, *word, *pad]), np.array([*word, end, *pad])
    return targets, inputs, targets > 0


def teacher_forcing_pair__unshifted(word, start, end, T):
    """The targets are the inputs themselves: not shifted by one."""
    inputs = np.array([start, *word] + [0] * (T - len(word) - 1))
    return inputs, inputs.copy(), inputs > 0


def teacher_forcing_pair__left(word, start, end, T):
    """Pads on the left."""
    pad = [0] * (T - len(word) - 1)
    targets = np.array([*pad, *word, end])
    return np.array([*pad, start, *word]), targets, targets > 0
