"""The three recurrences in keras.ops, each with a BPTT of its own: what `keras_rnn` runs where no mask is.

All is time first. Autodiff would add up a gradient of the weights at every step. Here the way back only walks
dz from step to step, and each gradient of the weights is one product for all steps, as in `numpy_*.bptt`.
A function with its gradient is one that returns h and the function for the way back (keras.ops.custom_gradient).
"""

from rnn_helpers.backend import keras, ops

# φ′ from the value h = φ(z)
SLOPES = {"tanh": lambda h: 1 - h * h, "relu": lambda h: ops.cast(h > 0, h.dtype),
          "sigmoid": lambda h: h * (1 - h), "linear": ops.ones_like}


def rows(a):
    """(T, B, n) -> (T · B, n)."""
    return ops.reshape(a, (-1, a.shape[-1]))


def before(states, start):
    """The state that each step began with: start, states 1 … T-1."""
    return ops.concatenate([start[None], states[:-1]])


def weight_gradients(x, h_prev, dz, W_x):
    """dx (T, B, D), dW_x, dW_h, db: one product each, for all steps."""
    dx = ops.reshape(rows(dz) @ ops.transpose(W_x), ops.shape(x))
    return dx, ops.transpose(rows(x)) @ rows(dz), ops.transpose(rows(h_prev)) @ rows(dz), ops.sum(rows(dz), axis=0)


def simple_rnn(phi):
    """(x (T, B, D), h_0 (B, H), W_xh, W_hh, b_h) -> h (T, B, H)."""
    slope = SLOPES[phi]
    phi = keras.activations.get(phi)

    @ops.custom_gradient
    def run(x, h_0, W_xh, W_hh, b_h):
        def forward(h_prev, x_t):
            h_t = phi(x_t @ W_xh + h_prev @ W_hh + b_h)
            return h_t, h_t

        _, h = ops.scan(forward, h_0, x)

        def bptt(*arguments, upstream=None):
            dh = arguments[0] if upstream is None else upstream  # PyTorch hands it over by name
            W_hh_T = ops.transpose(W_hh)

            def back(dz_next, at_t):
                dh_t, h_t = at_t
                dz_t = (dh_t + dz_next @ W_hh_T) * slope(h_t)  # from the loss at t, from the future; through φ
                return dz_t, dz_t

            _, dz = ops.scan(back, ops.zeros_like(h_0), (dh, h), reverse=True)
            dx, *dweights = weight_gradients(x, before(h, h_0), dz, W_xh)
            return dx, dz[0] @ W_hh_T, *dweights

        return h, bptt

    return run


@ops.custom_gradient
def lstm(x, h_0, c_0, W_x, W_h, b):
    """(x (T, B, D), h_0, c_0 (B, H), W_x, W_h, b) -> (T + 1, B, H): h_1 … h_T, and c_T behind them."""
    nothing = ops.zeros_like(h_0)

    def forward(states, x_t):
        h_prev, c_prev, *_ = states
        i, f, g, o = ops.split(x_t @ W_x + h_prev @ W_h + b, 4, axis=-1)
        i, f, g, o = ops.sigmoid(i), ops.sigmoid(f), ops.tanh(g), ops.sigmoid(o)
        c_t = f * c_prev + i * g
        h_t = o * ops.tanh(c_t)
        kept = h_t, c_t, i, f, g, o
        return kept, kept  # TensorFlow's scan puts out only what it also carries

    _, (h, c, i, f, g, o) = ops.scan(forward, (h_0, c_0, *[nothing] * 4), x)

    def bptt(*arguments, upstream=None):
        dh = arguments[0] if upstream is None else upstream
        W_h_T = ops.transpose(W_h)

        def back(future, at_t):
            dz_next, dc_t = future
            dh_t, c_t, c_prev, i, f, g, o = at_t
            tanh_c = ops.tanh(c_t)
            dh_t = dh_t + dz_next @ W_h_T  # from the loss at t, from the future
            dc_t = dc_t + dh_t * o * (1 - tanh_c * tanh_c)
            dz_t = ops.concatenate([dc_t * g * i * (1 - i), dc_t * c_prev * f * (1 - f), dc_t * i * (1 - g * g),
                                    dh_t * tanh_c * o * (1 - o)], axis=-1)
            return (dz_t, dc_t * f), (dz_t, dc_t * f)

        future = ops.concatenate([nothing] * 4, axis=-1), dh[-1]  # behind h_T stands c_T
        _, (dz, dc) = ops.scan(back, future, (dh[:-1], c, before(c, c_0), i, f, g, o), reverse=True)
        dx, *dweights = weight_gradients(x, before(h, h_0), dz, W_x)
        return dx, dz[0] @ W_h_T, dc[0], *dweights

    return ops.concatenate([h, c[-1:]]), bptt


@ops.custom_gradient
def gru(x, h_0, W_x, W_h, b):
    """(x (T, B, D), h_0 (B, H), W_x, W_h, b (2, 3H)) -> h (T, B, H)."""
    nothing = ops.zeros_like(h_0)

    def forward(states, x_t):
        h_prev, *_ = states
        xz, xr, xg = ops.split(x_t @ W_x + b[0], 3, axis=-1)
        hz, hr, hg = ops.split(h_prev @ W_h + b[1], 3, axis=-1)
        z, r = ops.sigmoid(xz + hz), ops.sigmoid(xr + hr)
        g = ops.tanh(xg + r * hg)
        h_t = z * h_prev + (1 - z) * g
        kept = h_t, z, r, g, hg
        return kept, kept

    _, (h, z, r, g, hg) = ops.scan(forward, (h_0, *[nothing] * 4), x)
    h_prev = before(h, h_0)

    def bptt(*arguments, upstream=None):
        dh = arguments[0] if upstream is None else upstream
        W_h_T = ops.transpose(W_h)

        def back(future, at_t):
            _, dhz_next, past_gates = future
            dh_t, h_prev, z, r, g, hg = at_t
            dh_t = dh_t + past_gates + dhz_next @ W_h_T  # from the loss at t; from t + 1, past its gates and through them
            dxg = dh_t * (1 - z) * (1 - g * g)
            dz, dr = dh_t * (h_prev - g) * z * (1 - z), dxg * hg * r * (1 - r)
            now = ops.concatenate([dz, dr, dxg], axis=-1), ops.concatenate([dz, dr, dxg * r], axis=-1), dh_t * z
            return now, now

        threefold = ops.concatenate([nothing] * 3, axis=-1)
        _, (dxz, dhz, past_gates) = ops.scan(back, (threefold, threefold, nothing), (dh, h_prev, z, r, g, hg), reverse=True)
        dx, dW_x, _, db_x = weight_gradients(x, h_prev, dxz, W_x)
        dW_h, db_h = ops.transpose(rows(h_prev)) @ rows(dhz), ops.sum(rows(dhz), axis=0)
        return dx, past_gates[0] + dhz[0] @ W_h_T, dW_x, dW_h, ops.stack([db_x, db_h])

    return h, bptt
