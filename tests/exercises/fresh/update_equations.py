"""Fresh wrong attempts at the exercises of 05. Name: EXERCISE__SLIP; docstring: the true cause."""

import numpy as np


def parameter_count__times_T(T, D, H, K):
    """Counts the recurrent layer once per step."""
    return T * (D * H + H * H + H) + H * K + K


def parameter_count__no_dense_bias(T, D, H, K):
    """The Dense layer's bias is missing."""
    return D * H + H * H + H + H * K


def parameter_count__two_biases(T, D, H, K):
    """Two biases in the recurrent layer, as PyTorch has."""
    return D * H + H * H + 2 * H + H * K + K


def parameter_count__no_recurrent(T, D, H, K):
    """W_hh is missing."""
    return D * H + H + H * K + K


def parameter_count__dense_on_sequence(T, D, H, K):
    """The Dense layer is taken to read all T states flattened."""
    return D * H + H * H + H + T * H * K + K


def step__no_tanh(W_xh, W_hh, b_h, x_t, h_prev):
    """tanh is missing."""
    return x_t @ W_xh + h_prev @ W_hh + b_h


def step__half(W_xh, W_hh, b_h, x_t, h_prev):
    """Computed in float16."""
    x_t, W_xh, h_prev, W_hh, b_h = (a.astype(np.float16) for a in (x_t, W_xh, h_prev, W_hh, b_h))
    return np.tanh(x_t @ W_xh + h_prev @ W_hh + b_h)


def step__bias_outside(W_xh, W_hh, b_h, x_t, h_prev):
    """The bias is added outside of tanh."""
    return np.tanh(x_t @ W_xh + h_prev @ W_hh) + b_h


def step__columns(W_xh, W_hh, b_h, x_t, h_prev):
    """Returned with examples as columns."""
    return np.tanh(W_xh.T @ x_t.T + W_hh.T @ h_prev.T + b_h[:, None])


def step__left(W_xh, W_hh, b_h, x_t, h_prev):
    """Multiplies from the left, as the books do."""
    return np.tanh(W_xh @ x_t + W_hh @ h_prev + b_h)


def from_torch__no_transpose(weight_ih, weight_hh, bias_ih, bias_hh):
    """W_hh is not transposed."""
    return weight_ih.T, weight_hh, bias_ih + bias_hh


def from_torch__one_bias(weight_ih, weight_hh, bias_ih, bias_hh):
    """Only one of the two biases is kept."""
    return weight_ih.T, weight_hh.T, bias_ih


def from_torch__reshape(weight_ih, weight_hh, bias_ih, bias_hh):
    """reshape in place of a transpose."""
    return weight_ih.reshape(weight_ih.shape[::-1]), weight_hh.T, bias_ih + bias_hh


def from_torch__mean_bias(weight_ih, weight_hh, bias_ih, bias_hh):
    """The biases are averaged, not added."""
    return weight_ih.T, weight_hh.T, (bias_ih + bias_hh) / 2


def from_torch__two_biases(weight_ih, weight_hh, bias_ih, bias_hh):
    """Returns the two biases stacked."""
    return weight_ih.T, weight_hh.T, np.stack([bias_ih, bias_hh])


def stacked_step__wrong_order(W, b, x_t, h_prev):
    """Stacks [h, x] in place of [x, h]."""
    return np.tanh(np.concatenate([h_prev, x_t], axis=1) @ W.T + b)


def stacked_step__column_result(W, b, x_t, h_prev):
    """The result is left with examples as columns."""
    return np.tanh(W @ np.concatenate([x_t, h_prev], axis=1).T + b[:, None])


def stacked_step__no_bias(W, b, x_t, h_prev):
    """The bias is missing."""
    return np.tanh(np.hstack([x_t, h_prev]) @ W.T)


def stacked_step__not_transposed(W, b, x_t, h_prev):
    """W is not transposed."""
    return np.tanh(np.hstack([x_t, h_prev]) @ W + b)


def stacked_step__rows(W, b, x_t, h_prev):
    """Stacks along the batch axis."""
    return np.tanh(np.concatenate([x_t, h_prev], axis=0) @ W.T + b)
