"""The recurrent layers: each kind of network behind the API of its Keras layer."""

import numpy as np

from rnn_helpers import arguments, numpy_mingru, numpy_scan
from rnn_helpers.activations import ACTIVATIONS
from rnn_helpers.numpy_layers import skip
from rnn_helpers.numpy_layers.kinds import KINDS, Kind
from rnn_helpers.numpy_layers.layer import Layer


class Recurrent(Layer):
    """The API of a recurrent layer; a subclass names its kind.

    As in Keras: with return_sequences the output is (B, T, H), else (B, H); with return_state the
    last states come after it; go_backwards reads from the last step to the first; a stateful layer
    starts each call from the states that the call before ended with.
    """

    takes = ("units", "return_sequences", "return_state", "go_backwards", "stateful")
    kind = None

    def __init__(self, units, *, return_sequences=False, return_state=False, go_backwards=False,
                 stateful=False, **others):
        super().__init__(**others)
        self.units = arguments.check_count("units", units)
        self.return_sequences, self.return_state = bool(return_sequences), bool(return_state)
        self.go_backwards, self.stateful = bool(go_backwards), bool(stateful)
        self.options = {}  # of the engine
        self.start = {}  # of its init_params
        self.reset_state()

    @property
    def state_names(self):
        """Names of the states, in the order in which they are returned: "h", or "h" and "c"."""
        return self.kind.states

    @property
    def weight_names(self):
        """Names of the weights, in the order of `get_weights`."""
        return self.kind.Params._fields

    def check_weights(self, weights):
        """Sizes {D, H} of the weights; ValueError or TypeError where they do not fit each other."""
        return arguments.check_params(weights, self.kind.engine.LAYOUT)[0]

    def reset_state(self):
        """Forget: the next call of a stateful layer starts from zeros."""
        self.states = None

    def __call__(self, x, mask=None, initial_state=None):
        """x (B, T, D), mask (B, T) bool, initial_state (B, H) or a list -> y, or [y, *states]."""
        sizes = {"H": self.units} if self.weights is None else self.check_weights(self.weights)
        x = self.cast("x", x, "B T D", sizes)
        if self.weights is None:
            self.weights = list(self.kind.init_params(
                sizes["D"], self.units, rng=self.rng, dtype=self.dtype, **self.start))
        if mask is not None:
            mask = arguments.check("mask", mask, "B T", sizes, np.bool_)
        initial = self._initial(initial_state, sizes)
        if self.go_backwards:
            x, mask = x[:, ::-1], None if mask is None else mask[:, ::-1]
        params = self.kind.Params(*self.weights)
        states = self.kind.forward(params, x, initial, mask=mask, **self.options)
        last = [s[:, -1].copy() for s in states]
        if self.stateful:
            self.states = [s.copy() for s in last]
        self._last_call = params, x, mask, initial, states
        y = self._output(states[0], mask)
        return [y, *last] if self.return_state else y

    def _initial(self, given, sizes):
        names = [f"initial_state {name}_0" for name in self.state_names]
        if given is None and self.stateful and self.states is not None:
            if len(self.states[0]) != sizes["B"]:
                raise ValueError(
                    f"x: expected B={len(self.states[0])} as in the calls before, got "
                    f"{sizes['B']}; a stateful layer keeps one state for each example, "
                    "reset_state() forgets them"
                )
            return self.states
        if given is None:
            return [np.zeros((sizes["B"], self.units), self.dtype) for _ in names]
        given = list(given) if isinstance(given, (list, tuple)) else [given]
        if len(given) != len(names):
            raise ValueError(
                f"initial_state: expected {len(names)} arrays ({', '.join(self.state_names)}), "
                f"got {len(given)}"
            )
        return [self.cast(name, s, "B H", sizes) for name, s in zip(names, given, strict=True)]

    def _output(self, h, mask):
        y = h if self.return_sequences else h[:, -1]
        if mask is None:
            return y.copy()
        return np.where(self._seen(mask)[..., None], y, 0).astype(self.dtype)

    def _seen(self, mask):
        """Where the output is a state: before the first real step, Keras on TensorFlow puts out
        zeros, not h_0."""
        seen = np.logical_or.accumulate(mask, axis=1)
        return seen if self.return_sequences else seen[:, -1]

    def backward(self, dy):
        """Back through the last call -> dx (B, T, D).

        dy: the loss's gradient at the output; with return_state a list, one for each array that
        was returned, None where the loss does not look. Leaves `gradients`, in the order of the
        weights, and `initial_gradients`, of the initial states.
        """
        params, x, mask, initial, states = self.called()
        dstates = self._dstates(dy, states, mask)
        grads, dx, self.initial_gradients = self.kind.bptt(
            params, x, states, dstates, initial, mask=mask, **self.options
        )
        self.gradients = list(grads)
        return dx[:, ::-1] if self.go_backwards else dx

    def _dstates(self, dy, states, mask):
        """The loss's gradient at what the layer returned -> at each of its states, (B, T, H)."""
        B, T, H = states[0].shape
        dy, *dlast = dy if isinstance(dy, (list, tuple)) else [dy]
        if len(dlast) not in ((0, len(states)) if self.return_state else (0,)):
            raise ValueError(f"dy: expected one array for each output, got {1 + len(dlast)}")
        dstates = [np.zeros_like(s, order="C") for s in states]
        if dy is not None:
            axes = "B T H" if self.return_sequences else "B H"
            dy = self.cast("dy", dy, axes, {"B": B, "T": T, "H": H})
            seen = True if mask is None else self._seen(mask)[..., None]
            dstates[0][:, slice(None) if self.return_sequences else -1] += np.where(seen, dy, 0)
        for name, dstate, d in zip(self.state_names, dstates, dlast, strict=False):
            if d is not None:
                dstate[:, -1] += self.cast(f"dy of {name}_T", d, "B H", {"B": B, "H": H})
        return dstates


class SimpleRNN(Recurrent):
    """As keras.layers.SimpleRNN; weights W_xh (D, H), W_hh (H, H), b_h (H,). Elman 1990."""

    kind = KINDS["SimpleRNN"]
    takes = ("units", "activation", *Recurrent.takes[1:])

    def __init__(self, units, activation="tanh", **others):
        super().__init__(units, **others)
        activation = arguments.check_choice("activation", activation, ACTIVATIONS)
        self.options = {"activation": activation}


class SkipRNN(Recurrent):
    """SimpleRNN with a second path of `delay` steps (see `numpy_layers.skip`); Keras has none.

    Weights W_xh (D, H), W_hh (H, H), W_skip (H, H), b_h (H,).
    """

    kind = Kind("SkipRNN", "skip", skip, skip, ("h",), 1)
    takes = ("units", "delay", "activation", "return_sequences", "return_state", "go_backwards")

    def __init__(self, units, delay, activation="tanh", **others):
        if others.get("stateful"):
            raise ValueError(
                "stateful: expected False, got True; one state is not the whole past of a skip "
                "connection"
            )
        super().__init__(units, **others)
        activation = arguments.check_choice("activation", activation, ACTIVATIONS)
        self.options = {
            "delay": arguments.check_count("delay", delay), "activation": activation,
        }


class GRU(Recurrent):
    """As keras.layers.GRU; weights W_x (D, 3H), W_h (H, 3H), b (2, 3H). Cho et al. 2014."""

    kind = KINDS["GRU"]


class LSTM(Recurrent):
    """As keras.layers.LSTM; weights W_x (D, 4H), W_h (H, 4H), b (4H,); two states, h and c.

    Hochreiter & Schmidhuber 1997.
    """

    kind = KINDS["LSTM"]


class MinGRU(Recurrent):
    """A GRU whose gate does not see the state (see `numpy_mingru`); weights W_x (D, 2H), b (2H,).

    memory: the half-life in steps at the start, None as it comes; signed: a in (-1, 1); way: which
    of `numpy_scan.WAYS` computes the states. Keras has none; `keras_rnn.MinGRU` is its twin. Feng
    et al. 2024.
    """

    kind = Kind("MinGRU", "mingru", numpy_mingru, numpy_mingru, ("h",), 2)
    takes = ("units", "memory", "signed", "way", *Recurrent.takes[1:])

    def __init__(self, units, memory=None, signed=False, way="loop", **others):
        super().__init__(units, **others)
        numpy_scan.named(way)
        self.options = {"signed": bool(signed), "way": way}
        self.start = {"memory": memory, "signed": bool(signed)}
