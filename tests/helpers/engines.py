"""What the engine tests share: the three kinds, random networks of odd sizes, random masks."""

import numpy as np

from rnn_helpers import numpy_layers
from rnn_helpers.numpy_layers import kinds

KINDS = list(kinds.KINDS)
MASKS = ["none", "holes", "left", "right"]


class Case:
    """One random network and its input, B, T, D and H all different."""

    def __init__(self, kind, seed, dtype="float64", mask="none", T_max=50, initial=True,
                 engine=None):
        rng = self.rng = np.random.default_rng(seed)
        described = kinds.KINDS[kind]
        self.kind, self.module, self.dtype = kind, engine or described.engine, np.dtype(dtype)
        self.B, self.T, self.D, self.H = _different(rng, T_max)
        params = described.init_params(self.D, self.H, rng=rng, dtype=self.dtype)
        self.params = described.Params(*(p + self.normal(p.shape) / 10 for p in params))
        self.x = self.normal((self.B, self.T, self.D))
        self.mask = random_mask(mask, self.B, self.T, rng)
        n = 2 if kind == "LSTM" else 1
        self.initial = [self.normal((self.B, self.H)) for _ in range(n)] if initial else [None] * n
        self.dstates = [self.normal((self.B, self.T, self.H)) for _ in range(n)]

    def normal(self, shape):
        return self.rng.standard_normal(shape).astype(self.dtype)

    def forward(self, params=None, x=None, initial=None):
        """The states as a tuple, of this network or with something replaced."""
        states = self.module.forward(params or self.params, self.x if x is None else x,
                                     *(self.initial if initial is None else initial), mask=self.mask)
        return states if isinstance(states, tuple) else (states,)

    def loss(self, **replaced):
        return sum(float((s * d).sum()) for s, d in zip(self.forward(**replaced), self.dstates))

    def bptt(self, **options):
        """name -> gradient: of every parameter, x and the initial states."""
        extra = {"dc": self.dstates[1]} if self.kind == "LSTM" else {}
        grads, dx, *dinitial = self.module.bptt(self.params, self.x, *self.forward(), self.dstates[0], *self.initial,
                                                mask=self.mask, **extra, **options)
        return grads._asdict() | {"x": dx} | dict(zip(("h_0", "c_0"), dinitial))

    def layer(self, **options):
        layer = getattr(numpy_layers, self.kind)(self.H, dtype=self.dtype, **options)
        layer.set_weights(self.params)
        return layer


def _different(rng, T_max):
    while True:
        B, T, D, H = (int(n) for n in (rng.integers(1, 7), rng.integers(1, T_max + 1), rng.integers(1, 6), rng.integers(1, 9)))
        if len({B, T, D, H}) == 4:
            return B, T, D, H


def random_mask(kind, B, T, rng):
    """(B, T) bool. Padding may cover a whole example; "holes" are anywhere."""
    if kind == "none":
        return None
    if kind == "holes":
        return rng.random((B, T)) < 0.6
    lengths = rng.integers(0, T + 1, (B, 1))
    right = np.arange(T) < lengths
    return right if kind == "right" else right[:, ::-1]


def relative(a, b):
    """max |a - b| / max |b|, written again here so that the tests do not lean on `compare`."""
    assert a.shape == b.shape
    return np.abs(a - b).max() / max(np.abs(b).max(), np.finfo(b.dtype).tiny)
