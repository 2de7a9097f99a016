"""Fresh wrong attempts at the exercises of 04. Name: EXERCISE__SLIP; docstring: the true cause."""

import numpy as np


def what_comes_back__lstm_one_state(kind, return_sequences, return_state, B, T, D, H):
    """An LSTM's second state is forgotten."""
    first = (B, T, H) if return_sequences else (B, H)
    return (2, first, (B, H)) if return_state else (1, first, first)


def what_comes_back__features(kind, return_sequences, return_state, B, T, D, H):
    """D in place of H in the shape of the sequence."""
    n = 1 + return_state * (2 if kind == "LSTM" else 1)
    first = (B, T, D) if return_sequences else (B, H)
    return n, first, (B, H) if return_state else first


def what_comes_back__gru_two(kind, return_sequences, return_state, B, T, D, H):
    """A GRU is given two states, like an LSTM."""
    n = 1 + return_state * (1 if kind == "SimpleRNN" else 2)
    first = (B, T, H) if return_sequences else (B, H)
    return n, first, (B, H) if return_state else first


def what_comes_back__states_only(kind, return_sequences, return_state, B, T, D, H):
    """With return_state the output itself is not counted."""
    n = (2 if kind == "LSTM" else 1) if return_state else 1
    first = (B, T, H) if return_sequences else (B, H)
    return n, first, (B, H) if return_state else first


def what_comes_back__state_sequence(kind, return_sequences, return_state, B, T, D, H):
    """The returned states are taken for sequences too."""
    n = 1 + return_state * (2 if kind == "LSTM" else 1)
    first = (B, T, H) if return_sequences else (B, H)
    return n, first, first


def last_real_state__minus_one(h, mask):
    """The last column, padding or not."""
    return h[:, -1]


def last_real_state__off_by_one(h, mask):
    """Uses the length as the index: one position too far."""
    n = np.minimum(mask.sum(axis=1), h.shape[1] - 1)
    return h[np.arange(len(h)), n]


def last_real_state__empty(h, mask):
    """An empty sentence gets index -1, hence the last padded state."""
    return h[np.arange(len(h)), mask.sum(axis=1) - 1]


def last_real_state__all_pairs(h, mask):
    """h[:, n] picks every index for every example: (B, B, H)."""
    return h[:, mask.sum(axis=1) - 1]


def last_real_state__mean(h, mask):
    """The mean of the real states, not the last."""
    return (h * mask[:, :, None]).sum(1) / np.maximum(mask.sum(1), 1)[:, None]


def stacked_layers__last_state_up(x, W_xh, W_hh, b_h, W_hk, W_kk, b_k):
    """The upper layer reads only the lower layer's last state."""
    h = np.zeros((len(x), len(b_h)))
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h)
    return np.tanh(h @ W_hk + b_k)


def stacked_layers__all_states(x, W_xh, W_hh, b_h, W_hk, W_kk, b_k):
    """Returns the upper layer's whole sequence."""
    h, g, out = np.zeros((len(x), len(b_h))), np.zeros((len(x), len(b_k))), []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h)
        g = np.tanh(h @ W_hk + g @ W_kk + b_k)
        out.append(g)
    return np.stack(out, axis=1)


def stacked_layers__previous_h(x, W_xh, W_hh, b_h, W_hk, W_kk, b_k):
    """The upper layer reads the lower state of the step before."""
    h, g = np.zeros((len(x), len(b_h))), np.zeros((len(x), len(b_k)))
    for t in range(x.shape[1]):
        g = np.tanh(h @ W_hk + g @ W_kk + b_k)
        h = np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h)
    return g


def stacked_layers__one_bias(x, W_xh, W_hh, b_h, W_hk, W_kk, b_k):
    """The upper layer has no bias."""
    h, g = np.zeros((len(x), len(b_h))), np.zeros((len(x), len(b_k)))
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h)
        g = np.tanh(h @ W_hk + g @ W_kk)
    return g


def stacked_layers__linear_between(x, W_xh, W_hh, b_h, W_hk, W_kk, b_k):
    """The upper layer lacks tanh."""
    h, g = np.zeros((len(x), len(b_h))), np.zeros((len(x), len(b_k)))
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h)
        g = h @ W_hk + g @ W_kk + b_k
    return g


def states_of_a_stream__never(W_xh, W_hh, b_h, x, begins, h_0):
    """Never resets."""
    h, out = h_0, []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h)
        out.append(h)
    return np.stack(out, axis=1)


def states_of_a_stream__to_h0(W_xh, W_hh, b_h, x, begins, h_0):
    """Resets to h_0 instead of zeros."""
    h, out = h_0, []
    for t in range(x.shape[1]):
        h = np.where(begins[:, t, None], h_0, h)
        h = np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h)
        out.append(h)
    return np.stack(out, axis=1)


def states_of_a_stream__after(W_xh, W_hh, b_h, x, begins, h_0):
    """Resets after the step, so the first element of a sequence is lost."""
    h, out = h_0, []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h)
        out.append(h)
        h = np.where(begins[:, t, None], 0, h)
    return np.stack(out, axis=1)


def states_of_a_stream__whole_batch(W_xh, W_hh, b_h, x, begins, h_0):
    """Resets the whole batch as soon as one sequence begins."""
    h, out = h_0, []
    for t in range(x.shape[1]):
        if begins[:, t].any():
            h = np.zeros_like(h)
        h = np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h)
        out.append(h)
    return np.stack(out, axis=1)


def states_of_a_stream__zero_start(W_xh, W_hh, b_h, x, begins, h_0):
    """Starts from zeros instead of h_0."""
    h, out = np.zeros_like(h_0), []
    for t in range(x.shape[1]):
        h = h * ~begins[:, t, None]
        h = np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h)
        out.append(h)
    return np.stack(out, axis=1)


def decode__first_state(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    """Starts from the encoder's first state."""
    s, y, out = h[:, 0], np.zeros((len(h), len(b_y))), []
    for _ in range(steps):
        s = np.tanh(y @ W_xh + s @ W_hh + b_h)
        y = s @ W_hy + b_y
        out.append(y)
    return np.stack(out, axis=1)


def decode__zero_input(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    """The output is never fed back."""
    s, zero, out = h[:, -1], np.zeros((len(h), len(b_y))), []
    for _ in range(steps):
        s = np.tanh(zero @ W_xh + s @ W_hh + b_h)
        out.append(s @ W_hy + b_y)
    return np.stack(out, axis=1)


def decode__zeros_out(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    """The zeros come out as the first output: one step late."""
    s, y, out = h[:, -1], np.zeros((len(h), len(b_y))), []
    for _ in range(steps):
        out.append(y)
        s = np.tanh(y @ W_xh + s @ W_hh + b_h)
        y = s @ W_hy + b_y
    return np.stack(out, axis=1)


def decode__states(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    """Returns the decoder's states instead of its outputs."""
    s, y, out = h[:, -1], np.zeros((len(h), len(b_y))), []
    for _ in range(steps):
        s = np.tanh(y @ W_xh + s @ W_hh + b_h)
        y = s @ W_hy + b_y
        out.append(s)
    return np.stack(out, axis=1)


def decode__one_more(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    """steps + 1 outputs: the zeros stand before them."""
    s, y = h[:, -1], np.zeros((len(h), len(b_y)))
    out = [y]
    for _ in range(steps):
        s = np.tanh(y @ W_xh + s @ W_hh + b_h)
        y = s @ W_hy + b_y
        out.append(y)
    return np.stack(out, axis=1)
