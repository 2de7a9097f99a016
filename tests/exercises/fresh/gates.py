"""Fresh wrong attempts at the exercises of 08. Name: EXERCISE__SLIP; docstring: the true cause."""

import numpy as np


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def lstm_step__g_sigmoid(W_x, W_h, b, x_t, h_prev, c_prev):
    """The candidate has a sigmoid in place of tanh."""
    i, f, g, o = (_sigmoid(z) for z in np.split(x_t @ W_x + h_prev @ W_h + b, 4, axis=1))
    c = f * c_prev + i * g
    return o * np.tanh(c), c


def lstm_step__no_tanh_c(W_x, W_h, b, x_t, h_prev, c_prev):
    """h_t = o c_t: tanh is missing."""
    i, f, g, o = np.split(x_t @ W_x + h_prev @ W_h + b, 4, axis=1)
    c = _sigmoid(f) * c_prev + _sigmoid(i) * np.tanh(g)
    return _sigmoid(o) * c, c


def lstm_step__order_ifog(W_x, W_h, b, x_t, h_prev, c_prev):
    """The quarters are read in the order i, f, o, g."""
    i, f, o, g = np.split(x_t @ W_x + h_prev @ W_h + b, 4, axis=1)
    c = _sigmoid(f) * c_prev + _sigmoid(i) * np.tanh(g)
    return _sigmoid(o) * np.tanh(c), c


def lstm_step__exchanged(W_x, W_h, b, x_t, h_prev, c_prev):
    """c_t and h_t returned in exchanged places."""
    i, f, g, o = np.split(x_t @ W_x + h_prev @ W_h + b, 4, axis=1)
    c = _sigmoid(f) * c_prev + _sigmoid(i) * np.tanh(g)
    return c, _sigmoid(o) * np.tanh(c)


def lstm_step__old_c(W_x, W_h, b, x_t, h_prev, c_prev):
    """The output reads the old belt, c_prev."""
    i, f, g, o = np.split(x_t @ W_x + h_prev @ W_h + b, 4, axis=1)
    c = _sigmoid(f) * c_prev + _sigmoid(i) * np.tanh(g)
    return _sigmoid(o) * np.tanh(c_prev), c


def gru_step__reset_before(W_x, W_h, b, x_t, h_prev):
    """The reset gate acts before the product."""
    H = h_prev.shape[1]
    a = x_t @ W_x + b[0]
    u = h_prev @ W_h + b[1]
    z, r = _sigmoid(a[:, :H] + u[:, :H]), _sigmoid(a[:, H:2 * H] + u[:, H:2 * H])
    g = np.tanh(a[:, 2 * H:] + (r * h_prev) @ W_h[:, 2 * H:] + b[1, 2 * H:])
    return z * h_prev + (1 - z) * g


def gru_step__z_flipped(W_x, W_h, b, x_t, h_prev):
    """z and 1 - z exchanged, as in PyTorch's paper version."""
    (az, ar, ag), (uz, ur, ug) = (np.split(m, 3, axis=1)
                                  for m in (x_t @ W_x + b[0], h_prev @ W_h + b[1]))
    z, r = _sigmoid(az + uz), _sigmoid(ar + ur)
    return (1 - z) * h_prev + z * np.tanh(ag + r * ug)


def gru_step__bias_outside_reset(W_x, W_h, b, x_t, h_prev):
    """b[1]'s third is added outside of the reset gate."""
    a, u = x_t @ W_x + b[0] + b[1], h_prev @ W_h
    (az, ar, ag), (uz, ur, ug) = np.split(a, 3, axis=1), np.split(u, 3, axis=1)
    z, r = _sigmoid(az + uz), _sigmoid(ar + ur)
    return z * h_prev + (1 - z) * np.tanh(ag + r * ug)


def gru_step__order_rz(W_x, W_h, b, x_t, h_prev):
    """The thirds are read as r, z, g."""
    (ar, az, ag), (ur, uz, ug) = (np.split(m, 3, axis=1)
                                  for m in (x_t @ W_x + b[0], h_prev @ W_h + b[1]))
    z, r = _sigmoid(az + uz), _sigmoid(ar + ur)
    return z * h_prev + (1 - z) * np.tanh(ag + r * ug)


def gru_step__no_reset(W_x, W_h, b, x_t, h_prev):
    """The reset gate is computed and not used."""
    (az, _, ag), (uz, _, ug) = (np.split(m, 3, axis=1)
                                for m in (x_t @ W_x + b[0], h_prev @ W_h + b[1]))
    z = _sigmoid(az + uz)
    return z * h_prev + (1 - z) * np.tanh(ag + ug)


def forget_bias__gate(steps, left):
    """Returns the gate's value, not its bias."""
    return left ** (1 / steps)


def forget_bias__divided(steps, left):
    """Divides by the steps instead of taking the root."""
    f = left / steps
    return np.log(f / (1 - f))


def forget_bias__sign(steps, left):
    """The sign of the bias is wrong."""
    f = left ** (1 / steps)
    return np.log((1 - f) / f)


def forget_bias__tanh(steps, left):
    """Inverts tanh, not the sigmoid."""
    return np.arctanh(left ** (1 / steps))


def forget_bias__linear(steps, left):
    """Loses an equal amount at each step: 1 - (1 - left) / steps."""
    f = 1 - (1 - left) / steps
    return np.log(f / (1 - f))


def _try_orders(W_x, W_h, b, x_t, h_prev, c_prev, h_t, c_t, parts, check_h=True):
    from itertools import permutations

    H = h_prev.shape[1]
    for order in permutations(range(4)):
        take = np.concatenate([np.arange(H) + H * q for q in order])
        z = x_t @ W_x[:, take] + h_prev @ W_h[:, take] + b[take]
        i, f, g, o = np.split(z, 4, axis=1)
        c = _sigmoid(f) * c_prev + _sigmoid(i) * np.tanh(g)
        h = _sigmoid(o) * np.tanh(c)
        if np.allclose(c, c_t) and (not check_h or np.allclose(h, h_t)):
            return parts(take)
    return None


def gates_in_order__b_left(W_x, W_h, b, x_t, h_prev, c_prev, h_t, c_t):
    """The bias is returned in its old order."""
    return _try_orders(W_x, W_h, b, x_t, h_prev, c_prev, h_t, c_t,
                       lambda take: (W_x[:, take], W_h[:, take], b))


def gates_in_order__inverse(W_x, W_h, b, x_t, h_prev, c_prev, h_t, c_t):
    """The order is applied backwards: the inverse permutation."""
    return _try_orders(W_x, W_h, b, x_t, h_prev, c_prev, h_t, c_t, lambda take: tuple(
        a[..., np.argsort(take)] for a in (W_x, W_h, b)))


def gates_in_order__torch(W_x, W_h, b, x_t, h_prev, c_prev, h_t, c_t):
    """Takes the order i, f, o, g for granted and never looks at the recorded step."""
    def put(a):
        i, f, o, g = np.split(a, 4, axis=-1)
        return np.concatenate([i, f, g, o], axis=-1)

    return put(W_x), put(W_h), put(b)


def gates_in_order__unchanged(W_x, W_h, b, x_t, h_prev, c_prev, h_t, c_t):
    """Returned as they came."""
    return W_x, W_h, b


def gates_in_order__tanh_on_o(W_x, W_h, b, x_t, h_prev, c_prev, h_t, c_t):
    """Finds the order, then returns i, f, o, g."""
    def put(take):
        H = len(take) // 4
        take = np.concatenate([take[:2 * H], take[3 * H:], take[2 * H:3 * H]])
        return W_x[:, take], W_h[:, take], b[take]

    return _try_orders(W_x, W_h, b, x_t, h_prev, c_prev, h_t, c_t, put)


def belt_back__belt_forgotten(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    """The gradient that arrives along the belt is forgotten."""
    dc = dh_t * o * (1 - np.tanh(c_t) ** 2)
    return dc * g, dc * c_prev, dc * i, dh_t * np.tanh(c_t), dc * f


def belt_back__h_forgotten(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    """What arrives at h_t is not sent on to the belt."""
    return dc_t * g, dc_t * c_prev, dc_t * i, dh_t * np.tanh(c_t), dc_t * f


def belt_back__no_slope(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    """The slope of tanh(c_t) is missing."""
    dc = dc_t + dh_t * o
    return dc * g, dc * c_prev, dc * i, dh_t * np.tanh(c_t), dc * f


def belt_back__through_sigma(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    """Goes on through σ and tanh, to the pre-activations."""
    dc = dc_t + dh_t * o * (1 - np.tanh(c_t) ** 2)
    return (dc * g * i * (1 - i), dc * c_prev * f * (1 - f), dc * i * (1 - g**2),
            dh_t * np.tanh(c_t) * o * (1 - o), dc * f)


def belt_back__f_and_c(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    """df and dc_prev in exchanged places."""
    dc = dc_t + dh_t * o * (1 - np.tanh(c_t) ** 2)
    return dc * g, dc * f, dc * i, dh_t * np.tanh(c_t), dc * c_prev
