"""A second set, of less usual slips, written once the sentences of the listed mistakes were known
and before the general detectors were. Name: EXERCISE__SLIP; docstring: the true cause.
"""

import numpy as np


def how_equal__strings(a, b):
    """Answers with words, not with bools."""
    return "yes" if set(a) == set(b) else "no", "yes", "no"


def how_equal__one_bool(a, b):
    """Only one answer, the last."""
    return a == b


def bag__transposed(x, mask, V):
    """Words are rows, sentences are columns."""
    return np.stack([((x == v) & mask).sum(axis=1) for v in range(V)])


def bag__shares(x, mask, V):
    """Shares of the sentence, not counts."""
    out = np.stack([((x == v) & mask).sum(axis=1) for v in range(V)], axis=1)
    return out / mask.sum(axis=1)[:, None]


def turned_over__shuffled(x, stays):
    """Shuffles the rest instead of reversing it."""
    rest = [t for t in range(x.shape[1]) if t not in stays]
    out = x.copy()
    out[:, rest] = x[:, np.random.permutation(rest)]
    return out


def turned_over__rest_only(x, stays):
    """Returns the reversed rest without the anchors."""
    rest = [t for t in range(x.shape[1]) if t not in stays]
    return x[:, rest[::-1]]


def teacher_forcing_pair__mask_of_inputs(word, start, end, T):
    """The mask is all True."""
    pad = [0] * (T - len(word) - 1)
    return np.array([start, *word, *pad]), np.array([*word, end, *pad]), np.ones(T, bool)


def teacher_forcing_pair__not_padded(word, start, end, T):
    """Not padded to T."""
    return np.array([start, *word]), np.array([*word, end]), np.ones(len(word) + 1, bool)


def multiplications__exchanged(T, D, H, K):
    """The two answers in exchanged places."""
    return T * (D * H + H * H + H * K), sum(t * D * H + H * K for t in range(1, T + 1))


def multiplications__no_hidden_prefix(T, D, H, K):
    """The prefix network's first layer counted without D."""
    return sum(t * H + H * K for t in range(1, T + 1)), T * (D * H + H * H + H * K)


def loop__exchanged(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    """Outputs first, states second."""
    h, hs, ys = h_0, [], []
    for x_t in x:
        h = np.tanh(x_t @ W_xh + h @ W_hh + b_h)
        hs.append(h)
        ys.append(h @ W_hy + b_y)
    return np.array(ys), np.array(hs)


def loop__never_updated(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    """The state is computed from h_0 at every step: never carried on."""
    hs = np.array([np.tanh(x_t @ W_xh + h_0 @ W_hh + b_h) for x_t in x])
    return hs, hs @ W_hy + b_y


def loop__backwards(W_xh, W_hh, b_h, W_hy, b_y, x, h_0):
    """Reads the sequence from its end."""
    h, hs, ys = h_0, [], []
    for x_t in x[::-1]:
        h = np.tanh(x_t @ W_xh + h @ W_hh + b_h)
        hs.append(h)
        ys.append(h @ W_hy + b_y)
    return np.array(hs), np.array(ys)


def twin__random(W_hy, h_t):
    """A random state: the output moves."""
    return h_t + np.random.default_rng(0).standard_normal(len(h_t))


def twin__negative(W_hy, h_t):
    """The state with its sign changed."""
    return -h_t


def probe_pairs__all_states(h, words, k):
    """All states, labels rolled round: too many pairs."""
    return h, np.roll(words, k - 1)


def graph_size__order(T, k):
    """Shortest before longest."""
    return 3 * T + 1, 4 * T - k, 1 + (T - 1) // k + (T - 1) % k, T


def graph_size__no_outputs(T, k):
    """The outputs are forgotten, as nodes and as edges."""
    return 2 * T + 1, 3 * T - k, T, 1 + (T - 1) // k + (T - 1) % k


def losses_reaching__shift(looks):
    """Shifted by one: the last input is given the first total."""
    return list(np.roll(np.cumsum(looks[::-1])[::-1], 1))


def what_is_left__exchanged(W_xh, W_hh, x, h_0):
    """The inputs' terms come first."""
    T = x.shape[1]
    p = np.linalg.matrix_power
    return (np.stack([x[:, t] @ W_xh @ p(W_hh, T - 1 - t) for t in range(T)], 1),
            h_0 @ p(W_hh, T))


def what_is_left__summed(W_xh, W_hh, x, h_0):
    """The inputs' terms are added up: one sum, not one term each."""
    T = x.shape[1]
    p = np.linalg.matrix_power
    return h_0 @ p(W_hh, T), sum(x[:, t] @ W_xh @ p(W_hh, T - 1 - t) for t in range(T))


def forward__one_array(W_xh, W_hh, b_h, x, h_0, mask):
    """The same array is stored at every step."""
    h, out = h_0.copy(), []
    for t in range(x.shape[1]):
        new = np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h)
        h[mask[:, t]] = new[mask[:, t]]
        out.append(h)
    return np.stack(out, axis=1)


def forward__starts_with_h0(W_xh, W_hh, b_h, x, h_0, mask):
    """h_0 is stored first: all states a step late, the last one missing."""
    h, out = h_0, []
    for t in range(x.shape[1]):
        out.append(h)
        h = np.where(mask[:, t, None], np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h), h)
    return np.stack(out, axis=1)


def forward__last(W_xh, W_hh, b_h, x, h_0, mask):
    """Only the last state."""
    h = h_0
    for t in range(x.shape[1]):
        h = np.where(mask[:, t, None], np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h), h)
    return h


def what_comes_back__first_last(kind, return_sequences, return_state, B, T, D, H):
    """First and last shape in exchanged places."""
    n = 1 + return_state * (2 if kind == "LSTM" else 1)
    first = (B, T, H) if return_sequences else (B, H)
    return n, (B, H) if return_state else first, first


def what_comes_back__batch_last(kind, return_sequences, return_state, B, T, D, H):
    """The shapes are written time first."""
    n = 1 + return_state * (2 if kind == "LSTM" else 1)
    first = (T, B, H) if return_sequences else (B, H)
    return n, first, (B, H) if return_state else first


def last_real_state__first_true(h, mask):
    """argmax of the mask is the first True, not the last."""
    return h[np.arange(len(h)), mask.argmax(axis=1)] * mask.any(axis=1)[:, None]


def stacked_layers__same_weights(x, W_xh, W_hh, b_h, W_hk, W_kk, b_k):
    """Returns the lower layer's last state."""
    h = np.zeros((len(x), len(b_h)))
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h)
    return h


def states_of_a_stream__input_too(W_xh, W_hh, b_h, x, begins, h_0):
    """At a beginning the whole new state is zero: its input is lost."""
    h, out = h_0, []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h)
        h = np.where(begins[:, t, None], 0, h)
        out.append(h)
    return np.stack(out, axis=1)


def decode__tanh(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    """tanh on the outputs."""
    s, y, out = h[:, -1], np.zeros((len(h), len(b_y))), []
    for _ in range(steps):
        s = np.tanh(y @ W_xh + s @ W_hh + b_h)
        y = np.tanh(s @ W_hy + b_y)
        out.append(y)
    return np.stack(out, axis=1)


def decode__time_first(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    """The steps stand in front of the examples."""
    s, y, out = h[:, -1], np.zeros((len(h), len(b_y))), []
    for _ in range(steps):
        s = np.tanh(y @ W_xh + s @ W_hh + b_h)
        y = s @ W_hy + b_y
        out.append(y)
    return np.array(out)


def parameter_count__no_bias(T, D, H, K):
    """No biases at all."""
    return D * H + H * H + H * K


def step__exchanged(W_xh, W_hh, b_h, x_t, h_prev):
    """W_xh and W_hh are exchanged: raises."""
    return np.tanh(x_t @ W_hh + h_prev @ W_xh + b_h)


def step__bias_mean(W_xh, W_hh, b_h, x_t, h_prev):
    """One bias for all units."""
    return np.tanh(x_t @ W_xh + h_prev @ W_hh + b_h.mean())


def step__twice(W_xh, W_hh, b_h, x_t, h_prev):
    """tanh twice."""
    return np.tanh(np.tanh(x_t @ W_xh + h_prev @ W_hh + b_h))


def from_torch__order(weight_ih, weight_hh, bias_ih, bias_hh):
    """The bias comes first."""
    return bias_ih + bias_hh, weight_ih.T, weight_hh.T


def stacked_step__bias_twice(W, b, x_t, h_prev):
    """The bias is added twice."""
    D = x_t.shape[1]
    return np.tanh(x_t @ W[:, :D].T + b + h_prev @ W[:, D:].T + b)


def step_back__swapped_weights(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    """dW_xh and dW_hh exchanged."""
    dz = dh_t * (1 - h_t**2)
    return dz @ W_xh.T, dz @ W_hh.T, h_prev.T @ dz, x_t.T @ dz, dz.sum(axis=0)


def step_back__slope_of_prev(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    """The slope is taken at h_prev."""
    dz = dh_t * (1 - h_prev**2)
    return dz @ W_xh.T, dz @ W_hh.T, x_t.T @ dz, h_prev.T @ dz, dz.sum(axis=0)


def step_back__bias_not_summed(W_xh, W_hh, x_t, h_prev, h_t, dh_t):
    """db_h is dz, not yet summed over the batch."""
    dz = dh_t * (1 - h_t**2)
    return dz @ W_xh.T, dz @ W_hh.T, x_t.T @ dz, h_prev.T @ dz, dz


def contributions__reversed(h, h_0, dz):
    """In the order of the walk back: last step first."""
    prev = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
    return np.einsum("bti,btj->tij", prev, dz)[::-1]


def contributions__mean(h, h_0, dz):
    """Averaged over the batch."""
    prev = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
    return np.einsum("bti,btj->tij", prev, dz) / len(h)


def double_sum__last_loss(W_hh, h, from_loss, h_0):
    """Only the last loss is carried back."""
    total, d = np.zeros_like(W_hh), from_loss[:, -1]
    for s in range(h.shape[1] - 1, -1, -1):
        dz = d * (1 - h[:, s] ** 2)
        total += (h[:, s - 1] if s else h_0).T @ dz
        d = dz @ W_hh.T
    return total


def mended_bptt__order(W_hh, h, from_loss, h_0):
    """The two results exchanged."""
    dW, carried = np.zeros_like(W_hh), np.zeros_like(h_0)
    for t in reversed(range(h.shape[1])):
        prev = h[:, t - 1] if t > 0 else h_0
        dz = (from_loss[:, t] + carried) * (1 - h[:, t] ** 2)
        dW += prev.T @ dz
        carried = dz @ W_hh.T
    return carried, dW


def bptt__zeros(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    """Only zeros, shaped right: never filled in."""
    return tuple(np.zeros_like(a) for a in (W_xh, W_hh, b_h, x, h_0))


def bptt__dx_reversed(W_xh, W_hh, b_h, x, h, from_loss, h_0, mask):
    """dx is in the order of the walk back."""
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros_like(b_h)
    dxs, dh = [], np.zeros_like(h_0)
    for t in reversed(range(h.shape[1])):
        m = mask[:, t, None]
        dh = dh + from_loss[:, t]
        dz = dh * (1 - h[:, t] ** 2) * m
        dW_xh += x[:, t].T @ dz
        dW_hh += (h[:, t - 1] if t else h_0).T @ dz
        db_h += dz.sum(axis=0)
        dxs.append(dz @ W_xh.T)
        dh = dz @ W_hh.T + dh * ~m
    return dW_xh, dW_hh, db_h, np.stack(dxs, axis=1), dh


def largest_factor__array(W_hh, gamma, k):
    """All singular values, not the largest."""
    return (gamma * np.linalg.svd(W_hh, compute_uv=False)) ** k


def state_effect__mean(W_hh, h, t, k):
    """One Jacobian for the whole batch: the mean."""
    J = np.repeat(np.eye(len(W_hh))[None], len(h), axis=0)
    for u in range(t, t - k, -1):
        J = J @ ((1 - h[:, u] ** 2)[:, :, None] * W_hh.T)
    return J.mean(axis=0)


def clip_together__no_bias(dW_xh, dW_hh, db_h, limit):
    """The norm forgets db_h, which is scaled all the same."""
    s = min(1, limit / np.sqrt((dW_xh**2).sum() + (dW_hh**2).sum()))
    return dW_xh * s, dW_hh * s, db_h * s


def steady_W_hh__nearly(random, slope):
    """The identity plus a little noise, divided by the slope: not orthogonal enough."""
    return (np.eye(len(random)) + 0.01 * random) / slope


def past_lag_50__whole_bias(W_x, W_h, b):
    """Every bias is raised, the candidate's too."""
    return W_x, W_h, np.full_like(b, 5), 0.03


def lstm_step__i_and_f(W_x, W_h, b, x_t, h_prev, c_prev):
    """i and f exchanged."""
    f, i, g, o = np.split(x_t @ W_x + h_prev @ W_h + b, 4, axis=1)
    s = lambda z: 1 / (1 + np.exp(-z))  # noqa: E731
    c = s(f) * c_prev + s(i) * np.tanh(g)
    return s(o) * np.tanh(c), c


def lstm_step__sigmoid_sign(W_x, W_h, b, x_t, h_prev, c_prev):
    """The sigmoid has the wrong sign in its exponent."""
    i, f, g, o = np.split(x_t @ W_x + h_prev @ W_h + b, 4, axis=1)
    s = lambda z: 1 / (1 + np.exp(z))  # noqa: E731
    c = s(f) * c_prev + s(i) * np.tanh(g)
    return s(o) * np.tanh(c), c


def gru_step__one_bias(W_x, W_h, b, x_t, h_prev):
    """b[1] is forgotten."""
    (az, ar, ag), (uz, ur, ug) = (np.split(m, 3, axis=1) for m in (x_t @ W_x + b[0], h_prev @ W_h))
    z, r = 1 / (1 + np.exp(-az - uz)), 1 / (1 + np.exp(-ar - ur))
    return z * h_prev + (1 - z) * np.tanh(ag + r * ug)


def forget_bias__log(steps, left):
    """The logarithm of the gate, not its logit."""
    return np.log(left ** (1 / steps))


def belt_back__order(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    """The belt's gradient comes first."""
    dc = dc_t + dh_t * o * (1 - np.tanh(c_t) ** 2)
    return dc * f, dc * g, dc * c_prev, dc * i, dh_t * np.tanh(c_t)


def roc_auc__accuracy(values, label):
    """The accuracy at the threshold 0."""
    return ((values > 0) == label).mean()


def roc_auc__percent(values, label):
    """In percent."""
    d = values[label][:, None] - values[~label]
    return 100 * ((d > 0).mean() + 0.5 * (d == 0).mean())


def ablate_unit__output_left(W_h, W_hy, cell):
    """The output still reads the cell."""
    W_h = W_h.copy()
    W_h[cell] = 0
    return W_h, W_hy


def gradient_multiplications__one_step(kind, B, T, D, H):
    """A single time step."""
    n = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}[kind]
    return n * B * (2 * D * H + 3 * H * H)


def filling_batch__of_W(T, D, H, rate, launch):
    """Divides rate by launch, the wrong way round."""
    return int(np.ceil(rate / launch / (D * H + H * H)))
