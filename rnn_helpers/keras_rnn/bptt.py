"""The three recurrences in keras.ops, each with its own BPTT: what the layers run without a mask.

Time comes first in all arrays. Autodiff would add up the gradient of the weights step by step. Here
the way back only carries dz from step to step, and the gradient of each weight is one product over
all steps, as in `numpy_rnn.bptt`. For keras.ops.custom_gradient, each returns its states and the
function for the way back.
"""

from rnn_helpers.backend import keras, ops
from rnn_helpers.keras_rnn.gates import gru_gates, lstm_gates

SLOPES = {  # φ′(z), from the value h = φ(z); a reader's own tanh is another function
    keras.activations.tanh: lambda h: 1 - h * h,
    keras.activations.relu: lambda h: ops.cast(h > 0, h.dtype),
    keras.activations.sigmoid: lambda h: h * (1 - h),
    keras.activations.linear: ops.ones_like,
}


def rows(a):
    """(T, B, n) -> (T · B, n)."""
    return ops.reshape(a, (-1, a.shape[-1]))


def previous_states(states, start):
    """The state before each step, (T, B, H): start, then all states but the last."""
    return ops.concatenate([start[None], states[:-1]])


def weight_gradients(x, h_prev, dz, W_x):
    """dx (T, B, D), dW_x, dW_h, db: one product each, over all steps."""
    dx = ops.reshape(rows(dz) @ ops.transpose(W_x), ops.shape(x))
    dW_x, dW_h = ops.transpose(rows(x)) @ rows(dz), ops.transpose(rows(h_prev)) @ rows(dz)
    return dx, dW_x, dW_h, ops.sum(rows(dz), axis=0)


def simple_rnn(phi):
    """The vanilla network with φ, one of SLOPES: x (T, B, D), h_0 (B, H), W_xh, W_hh, b_h -> h."""
    slope = SLOPES[phi]

    @ops.custom_gradient
    def run(x, h_0, W_xh, W_hh, b_h):
        def forward(h_prev, x_t):
            h_t = phi(x_t @ W_xh + h_prev @ W_hh + b_h)
            return h_t, h_t

        _, h = ops.scan(forward, h_0, x)

        def bptt(*arguments, upstream=None):
            dh = arguments[0] if upstream is None else upstream  # PyTorch passes it by name
            W_hh_T = ops.transpose(W_hh)

            def back(dz_next, at_t):
                dh_t, h_t = at_t
                dz_t = (dh_t + dz_next @ W_hh_T) * slope(h_t)  # loss at t, later steps; through φ
                return dz_t, dz_t

            _, dz = ops.scan(back, ops.zeros_like(h_0), (dh, h), reverse=True)
            dx, *dweights = weight_gradients(x, previous_states(h, h_0), dz, W_xh)
            return dx, dz[0] @ W_hh_T, *dweights

        return h, bptt

    return run


@ops.custom_gradient
def lstm(x, h_0, c_0, W_x, W_h, b):
    """x (T, B, D), h_0 and c_0 (B, H), W_x, W_h, b -> (T + 1, B, H): all h, and the last c."""
    nothing = ops.zeros_like(h_0)

    def forward(states, x_t):
        h_prev, c_prev, *_ = states
        i, f, g, o = lstm_gates(x_t @ W_x + h_prev @ W_h + b)
        c_t = f * c_prev + i * g
        h_t = o * ops.tanh(c_t)
        kept = h_t, c_t, i, f, g, o
        return kept, kept  # TensorFlow's scan returns only what it also carries

    _, (h, c, i, f, g, o) = ops.scan(forward, (h_0, c_0, *[nothing] * 4), x)

    def bptt(*arguments, upstream=None):
        dh = arguments[0] if upstream is None else upstream
        W_h_T = ops.transpose(W_h)

        def back(later, at_t):
            dz_next, dc_t = later
            dh_t, c_t, c_prev, i, f, g, o = at_t
            tanh_c = ops.tanh(c_t)
            dh_t = dh_t + dz_next @ W_h_T  # from the loss at t, and from later steps
            dc_t = dc_t + dh_t * o * (1 - tanh_c * tanh_c)  # h_t = o tanh(c_t)
            di, df, dg, do = dc_t * g, dc_t * c_prev, dc_t * i, dh_t * tanh_c
            slopes = i * (1 - i), f * (1 - f), 1 - g * g, o * (1 - o)
            dz_t = ops.concatenate([di, df, dg, do], axis=-1) * ops.concatenate(slopes, axis=-1)
            return (dz_t, dc_t * f), (dz_t, dc_t * f)

        later = ops.concatenate([nothing] * 4, axis=-1), dh[-1]  # dh[-1] is of the last c
        at = dh[:-1], c, previous_states(c, c_0), i, f, g, o
        _, (dz, dc) = ops.scan(back, later, at, reverse=True)
        dx, *dweights = weight_gradients(x, previous_states(h, h_0), dz, W_x)
        return dx, dz[0] @ W_h_T, dc[0], *dweights

    return ops.concatenate([h, c[-1:]]), bptt


@ops.custom_gradient
def gru(x, h_0, W_x, W_h, b):
    """x (T, B, D), h_0 (B, H), W_x, W_h, b (2, 3H) -> h (T, B, H)."""
    nothing = ops.zeros_like(h_0)

    def forward(states, x_t):
        h_prev, *_ = states
        zh = h_prev @ W_h + b[1]
        z, r, g = gru_gates(x_t @ W_x + b[0], zh)
        h_t = z * h_prev + (1 - z) * g
        kept = h_t, z, r, g, ops.split(zh, 3, axis=-1)[2]
        return kept, kept

    _, (h, z, r, g, h_g) = ops.scan(forward, (h_0, *[nothing] * 4), x)
    h_prev = previous_states(h, h_0)

    def bptt(*arguments, upstream=None):
        dh = arguments[0] if upstream is None else upstream
        W_h_T = ops.transpose(W_h)

        def back(later, at_t):
            _, dzh_next, past_gates = later
            dh_t, h_prev, z, r, g, h_g = at_t
            # from the loss at t; from step t + 1, past its gates and through its sums
            dh_t = dh_t + past_gates + dzh_next @ W_h_T
            dg = dh_t * (1 - z) * (1 - g * g)
            dz, dr = dh_t * (h_prev - g) * z * (1 - z), dg * h_g * r * (1 - r)
            dzx, dzh = (ops.concatenate([dz, dr, d], axis=-1) for d in (dg, dg * r))
            return (dzx, dzh, dh_t * z), (dzx, dzh, dh_t * z)

        threefold = ops.concatenate([nothing] * 3, axis=-1)
        at = dh, h_prev, z, r, g, h_g
        start = threefold, threefold, nothing
        _, (dzx, dzh, past_gates) = ops.scan(back, start, at, reverse=True)
        dx, dW_x, _, db_x = weight_gradients(x, h_prev, dzx, W_x)
        dW_h, db_h = ops.transpose(rows(h_prev)) @ rows(dzh), ops.sum(rows(dzh), axis=0)
        return dx, past_gates[0] + dzh[0] @ W_h_T, dW_x, dW_h, ops.stack([db_x, db_h])

    return h, bptt
