"""The kinds of recurrent network, each described once: name, engine, names of its states.

Whatever works with any of them takes a `Kind` and lists of states, [h] or [h, c], and need not
know which one it has.
"""

from types import ModuleType
from typing import NamedTuple

from rnn_helpers import arguments, numpy_gru, numpy_lstm, numpy_rnn
from rnn_helpers.fast import gru, lstm, rnn


class Kind(NamedTuple):
    """One kind of recurrent network.

    name: the class in `numpy_layers`, `keras_rnn` and keras.layers, "LSTM"; key: in file names and
    on the command line, "lstm". engine: the module with the equations; fast: one that computes the
    same numbers sooner. states: the names of its states, h first. gates: how many blocks of H
    columns its weights have.
    """

    name: str
    key: str
    engine: ModuleType
    fast: ModuleType
    states: tuple
    gates: int

    @property
    def Params(self):
        """The engine's named tuple of weights."""
        return self.engine.Params

    def init_params(self, D, H, *, rng, **options):
        """Starting weights for D features and H units."""
        return self.engine.init_params(D, H, rng=rng, **options)

    def step(self, params, x_t, states, **options):
        """One step: x_t (B, D), list of states (B, H) -> list of the next states."""
        return _listed(self.engine.step(params, x_t, *states, **options))

    def forward(self, params, x, states=(), *, mask=None, **options):
        """x (B, T, D), list of initial states (B, H), () for zeros -> list of states (B, T, H)."""
        return _listed(self.fast.forward(params, x, *states, mask=mask, **options))

    def bptt(self, params, x, states, dstates, initial=(), *, mask=None, truncate=None, **options):
        """BPTT -> grads (Params), dx (B, T, D), list of gradients (B, H) of the `initial` states.

        states: what `forward` gave; dstates: the loss's immediate gradient at each of them,
        (B, T, H), None for all but h where the loss does not look.
        """
        dh, *others = dstates
        options |= {f"d{name}": d for name, d in zip(self.states[1:], others, strict=True)}
        if truncate is not None:
            options["truncate"] = truncate
        grads, dx, *dinitial = self.fast.bptt(
            params, x, *states, dh, *initial, mask=mask, **options
        )
        return grads, dx, dinitial


def _listed(states):
    return list(states) if isinstance(states, tuple) else [states]


KINDS = {
    kind.name: kind
    for kind in (
        Kind("SimpleRNN", "simple", numpy_rnn, rnn, ("h",), 1),
        Kind("LSTM", "lstm", numpy_lstm, lstm, ("h", "c"), 4),
        Kind("GRU", "gru", numpy_gru, gru, ("h",), 3),
    )
}


def named(name):
    """The Kind of this name, "LSTM", or key, "lstm"; ValueError, with the nearest, for another."""
    by_key = {kind.key: kind for kind in KINDS.values()}
    if name in by_key:
        return by_key[name]
    return KINDS[arguments.check_choice("kind", name, KINDS)]
