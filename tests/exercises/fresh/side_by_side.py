"""Fresh wrong attempts at the exercises of 10. Name: EXERCISE__SLIP; docstring: the true cause."""

import numpy as np

GATES = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}


def gradient_multiplications__forward_only(kind, B, T, D, H):
    """Only the forward pass."""
    return GATES[kind] * B * T * (D * H + H * H)


def gradient_multiplications__three_times(kind, B, T, D, H):
    """Counts the gradient of x as well."""
    return 3 * GATES[kind] * B * T * (D * H + H * H)


def gradient_multiplications__no_gates(kind, B, T, D, H):
    """The gates are forgotten: every kind counts as a SimpleRNN."""
    return B * T * (2 * D * H + 3 * H * H)


def gradient_multiplications__no_batch(kind, B, T, D, H):
    """The batch is missing."""
    return GATES[kind] * T * (2 * D * H + 3 * H * H)


def gradient_multiplications__twice(kind, B, T, D, H):
    """Backward taken as dear as forward: the weights' gradients are missing or dh is."""
    return 2 * GATES[kind] * B * T * (D * H + H * H)


def filling_batch__floor(T, D, H, rate, launch):
    """Rounds down."""
    return int(launch * rate // (D * H + H * H))


def filling_batch__per_T(T, D, H, rate, launch):
    """The launches are counted T times, the products once."""
    return int(np.ceil(T * launch * rate / (D * H + H * H)))


def filling_batch__no_recurrent(T, D, H, rate, launch):
    """Only the product with x is counted."""
    return int(np.ceil(launch * rate / (D * H)))


def filling_batch__flops(T, D, H, rate, launch):
    """Counts a multiplication and an addition: twice the work."""
    return int(np.ceil(launch * rate / (2 * (D * H + H * H))))


def filling_batch__float(T, D, H, rate, launch):
    """Not rounded to a whole number."""
    return launch * rate / (D * H + H * H)
