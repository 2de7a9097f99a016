"""Fresh wrong attempts at the exercises of 03. Name: EXERCISE__SLIP; docstring: the true cause."""

import numpy as np


def graph_size__no_skip_edges(T, k):
    """The skip connections are missing from the edges."""
    return 3 * T + 1, 3 * T, T + 1 - 1, 1 + (T - 1) // k + (T - 1) % k


def graph_size__skip_from_h0(T, k):
    """Counts a skip connection from h_0 as well."""
    return 3 * T + 1, 4 * T - k + 1, T, 1 + (T - 1) // k + (T - 1) % k


def graph_size__no_h0(T, k):
    """The node h_0 is missing."""
    return 3 * T, 4 * T - k, T, 1 + (T - 1) // k + (T - 1) % k


def graph_size__shortest_without_x(T, k):
    """The edge from x_1 to h_1 is missing from both paths."""
    return 3 * T + 1, 4 * T - k, T - 1, (T - 1) // k + (T - 1) % k


def graph_size__ceil(T, k):
    """Takes the rest in a single jump: the remainder needs single steps."""
    return 3 * T + 1, 4 * T - k, T, 1 + -(-(T - 1) // k)


def losses_reaching__forward(looks):
    """Counts the losses before, not after."""
    return list(np.cumsum(looks))


def losses_reaching__strictly_later(looks):
    """Leaves out the loss at the step itself."""
    return [sum(looks[t + 1:]) for t in range(len(looks))]


def losses_reaching__total(looks):
    """Every input is given all losses."""
    return [sum(looks)] * len(looks)


def losses_reaching__one_or_zero(looks):
    """Says whether any loss reaches it, not how many."""
    return [int(any(looks[t:])) for t in range(len(looks))]


def losses_reaching__unreversed(looks):
    """The cumulative sum from the end is not turned back."""
    return list(np.cumsum(looks[::-1]))


def what_is_left__powers_reversed(W_xh, W_hh, x, h_0):
    """The powers run the wrong way: the first input gets the power 0."""
    T = x.shape[1]
    p = np.linalg.matrix_power
    terms = [x[:, t] @ W_xh @ p(W_hh, t) for t in range(T)]
    return h_0 @ p(W_hh, T), np.stack(terms, axis=1)


def what_is_left__one_too_many(W_xh, W_hh, x, h_0):
    """One power too many for the inputs: the last one must have none."""
    T = x.shape[1]
    p = np.linalg.matrix_power
    terms = [x[:, t] @ W_xh @ p(W_hh, T - t) for t in range(T)]
    return h_0 @ p(W_hh, T), np.stack(terms, axis=1)


def what_is_left__elementwise(W_xh, W_hh, x, h_0):
    """W_hh ** n raises each element to the power, not the matrix."""
    T = x.shape[1]
    terms = [x[:, t] @ W_xh @ W_hh ** (T - 1 - t) for t in range(T)]
    return h_0 @ W_hh**T, np.stack(terms, axis=1)


def what_is_left__time_first(W_xh, W_hh, x, h_0):
    """The terms are stacked time first."""
    T = x.shape[1]
    p = np.linalg.matrix_power
    return h_0 @ p(W_hh, T), np.array([x[:, t] @ W_xh @ p(W_hh, T - 1 - t) for t in range(T)])


def what_is_left__states(W_xh, W_hh, x, h_0):
    """Returns the running states, not the terms."""
    h, out = h_0, []
    for t in range(x.shape[1]):
        h = x[:, t] @ W_xh + h @ W_hh
        out.append(h)
    return h_0 @ np.linalg.matrix_power(W_hh, x.shape[1]), np.stack(out, axis=1)


def forward__zero_when_masked(W_xh, W_hh, b_h, x, h_0, mask):
    """A masked step sets the state to zero."""
    h, out = h_0, []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h) * mask[:, t, None]
        out.append(h)
    return np.stack(out, axis=1)


def forward__input_masked(W_xh, W_hh, b_h, x, h_0, mask):
    """Masks the input, but the state is updated all the same."""
    h, out = h_0, []
    for t in range(x.shape[1]):
        h = np.tanh((x[:, t] * mask[:, t, None]) @ W_xh + h @ W_hh + b_h)
        out.append(h)
    return np.stack(out, axis=1)


def forward__inverted(W_xh, W_hh, b_h, x, h_0, mask):
    """The mask is inverted."""
    h, out = h_0, []
    for t in range(x.shape[1]):
        new = np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h)
        h = np.where(mask[:, t, None], h, new)
        out.append(h)
    return np.stack(out, axis=1)


def forward__time_first(W_xh, W_hh, b_h, x, h_0, mask):
    """The states are stacked time first."""
    h, out = h_0, []
    for t in range(x.shape[1]):
        new = np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h)
        h = np.where(mask[:, t, None], new, h)
        out.append(h)
    return np.array(out)


def forward__where_after(W_xh, W_hh, b_h, x, h_0, mask):
    """Only the stored state is masked; the loop goes on with the new one."""
    h, out = h_0, []
    for t in range(x.shape[1]):
        new = np.tanh(x[:, t] @ W_xh + h @ W_hh + b_h)
        out.append(np.where(mask[:, t, None], new, h))
        h = new
    return np.stack(out, axis=1)
