"""What the tests of the engines share: random networks of odd sizes, their inputs and masks."""

import numpy as np

from rnn_helpers import numpy_layers
from rnn_helpers.numpy_layers.kinds import KINDS

MASKS = ["none", "holes", "left", "right"]


class Case:
    """A random network of one kind, its input and a loss; B, T, D and H all differ.

    The loss is linear in the states, Σ state · dstate, so `dstates` are its gradients at them.
    kind: a name in KINDS. engine: the module to run, by default the one with the equations.
    initial=False leaves the initial states out: [None] for each. sizes: B, T, D, H, by default
    random ones.
    """

    def __init__(self, kind, seed, dtype="float64", mask="none", T_max=50, *, initial=True,
                 engine=None, sizes=None):
        rng = self.rng = np.random.default_rng(seed)
        described = KINDS[kind]
        self.kind, self.module, self.dtype = kind, engine or described.engine, np.dtype(dtype)
        self.state_names = described.states
        self.B, self.T, self.D, self.H = sizes or _different(rng, T_max)
        params = described.init_params(self.D, self.H, rng=rng, dtype=self.dtype)
        self.params = described.Params(*(p + self.normal(p.shape) / 10 for p in params))
        self.x = self.normal((self.B, self.T, self.D))
        self.mask = random_mask(mask, self.B, self.T, rng)
        self.initial = [
            self.normal((self.B, self.H)) if initial else None for _ in self.state_names
        ]
        self.dstates = [self.normal((self.B, self.T, self.H)) for _ in self.state_names]

    def normal(self, shape):
        """Standard normal numbers of this shape, in the case's dtype."""
        return self.rng.standard_normal(shape).astype(self.dtype)

    def listed(self, states):
        """What the engine returned, as a list: h alone is not a tuple there."""
        return list(states) if len(self.state_names) > 1 else [states]

    def step(self, x_t, states):
        """The engine's `step`: list of states (B, H) -> list of the next ones."""
        return self.listed(self.module.step(self.params, x_t, *states))

    def forward(self, *, params=None, x=None, initial=None, **options):
        """List of states (B, T, H), of this case or with something replaced."""
        params = self.params if params is None else params
        x = self.x if x is None else x
        initial = self.initial if initial is None else initial
        return self.listed(self.module.forward(params, x, *initial, mask=self.mask, **options))

    def loss(self, **replaced):
        """The loss, of this case or with something replaced."""
        states = self.forward(**replaced)
        return sum(float((s * d).sum()) for s, d in zip(states, self.dstates, strict=True))

    def bptt(self, *, states=None, **options):
        """name -> gradient: of every parameter, x and the initial states, "h_0"."""
        states = self.forward() if states is None else states
        dh, *others = self.dstates
        extra = {f"d{name}": d for name, d in zip(self.state_names[1:], others, strict=True)}
        grads, dx, *dinitial = self.module.bptt(
            self.params, self.x, *states, dh, *self.initial, mask=self.mask, **extra, **options
        )
        return self.named(grads, dx, dinitial)

    def named(self, grads, dx, dinitial):
        """Gradients of the parameters, x and the initial states -> name -> gradient."""
        initial = {f"{n}_0": d for n, d in zip(self.state_names, dinitial, strict=True)}
        return dict(zip(self.params._fields, grads, strict=True)) | {"x": dx} | initial

    def layer(self, **options):
        """The layer of `numpy_layers` of this kind, with this case's weights."""
        layer = getattr(numpy_layers, self.kind)(self.H, dtype=self.dtype, **options)
        layer.set_weights(self.params)
        return layer


def _different(rng, T_max):
    """Random B, T, D, H, no two of them equal: a transposed array cannot pass."""
    while True:
        sizes = [int(rng.integers(1, end)) for end in (7, T_max + 1, 6, 9)]
        if len(set(sizes)) == 4:
            return sizes


def random_mask(kind, B, T, rng):
    """(B, T) bool, or None for "none". Padding may cover a whole example; "holes" are anywhere."""
    if kind == "none":
        return None
    if kind == "holes":
        return rng.random((B, T)) < 0.6
    lengths = rng.integers(0, T + 1, (B, 1))
    right = np.arange(T) < lengths
    return right if kind == "right" else right[:, ::-1]


def relative(a, b):
    """max |a - b| / max |b|, written again so that the tests do not rely on `compare`."""
    assert a.shape == b.shape
    return np.abs(a - b).max() / max(np.abs(b).max(), np.finfo(b.dtype).tiny)
