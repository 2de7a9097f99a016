"""The NumPy engine in the shape of Keras layers: same argument names, defaults, weights and outputs.

    layer = SimpleRNN(8, return_sequences=True);  y = layer(x);  dx = layer.backward(dy)

Arrays as in Keras: x (B, T, D), y (B, H), or (B, T, H) with return_sequences. What Keras does by
autodiff is here `backward`: it returns dx and leaves the weights' gradients in `layer.gradients`.
"""

import numpy as np

from rnn_helpers import arguments, numpy_gru, numpy_lstm, numpy_rnn, numpy_skip
from rnn_helpers.activations import ACTIVATIONS


class Layer:
    """What all layers share: weights made at the first call, and arguments that are checked.

    dtype: "float32" or "float64"; inputs of the other float are cast, as in Keras.
    seed: of the starting weights; None takes a new one each time.
    """

    def __init__(self, *, name=None, dtype="float32", seed=None, **unknown):
        for argument in unknown:
            known = [*self.arguments, "name", "dtype", "seed"]
            raise TypeError(f"{type(self).__name__}: no argument "
                            f"{argument!r}{arguments.did_you_mean(argument, known)} (known: "
                            f"{', '.join(known)})")
        self.name = name or type(self).__name__.lower()
        self.dtype = np.dtype(arguments.check_choice("dtype", np.dtype(dtype).name, ("float32", "float64")))
        self.rng = np.random.default_rng(seed)
        self.weights = None
        self.gradients = None
        self._last_call = None  # what `backward` needs of it

    def _called(self):
        if self._last_call is None:
            raise ValueError(f"{self.name}: backward before the layer was called; call layer(x) "
                             "first")
        return self._last_call

    def get_weights(self):
        """Copies, in Keras's order; empty before the first call."""
        return [] if self.weights is None else [w.copy() for w in self.weights]

    def set_weights(self, weights):
        """weights: arrays in Keras's order; they are copied."""
        weights = [np.array(w, self.dtype) for w in weights]
        sizes = self.check_weights(weights)
        if sizes.get("H", self.units) != self.units:
            raise ValueError(f"weights: expected {self.units} units, got {sizes['H']}")
        self.weights = weights

    def _cast(self, name, value, axes, sizes):
        if hasattr(value, "__array__") and np.asarray(value).dtype in arguments.FLOATS:
            value = np.asarray(value).astype(self.dtype, copy=False)
        return arguments.check(name, value, axes, sizes, self.dtype)


class _Recurrent(Layer):
    """The API of a recurrent layer; a subclass names its engine and its states."""

    arguments = ("units", "return_sequences", "return_state", "go_backwards", "stateful")
    engine = None
    state_names = ("h",)

    def __init__(self, units, *, return_sequences=False, return_state=False, go_backwards=False, stateful=False, **others):
        super().__init__(**others)
        self.units = arguments.check_count("units", units)
        self.return_sequences, self.return_state = bool(return_sequences), bool(return_state)
        self.go_backwards, self.stateful = bool(go_backwards), bool(stateful)
        self.options = {}  # of the engine
        self.reset_state()

    @property
    def weight_names(self):
        return self.engine.Params._fields

    def check_weights(self, weights):
        return arguments.check_params(weights, self.engine.LAYOUT)[0]

    def reset_state(self):
        """Forget: the next call of a stateful layer starts at zeros."""
        self.states = None

    def __call__(self, x, mask=None, initial_state=None):
        """x (B, T, D), mask (B, T) bool, initial_state (B, H) or a list of them -> y, or [y, *states]."""
        sizes = {"H": self.units} if self.weights is None else self.check_weights(self.weights)
        x = self._cast("x", x, "B T D", sizes)
        if self.weights is None:
            self.weights = list(self.engine.init_params(sizes["D"], self.units, rng=self.rng, dtype=self.dtype))
        if mask is not None:
            mask = arguments.check("mask", mask, "B T", sizes, np.bool_)
        initial = self._initial(initial_state, sizes)
        if self.go_backwards:
            x, mask = x[:, ::-1], None if mask is None else mask[:, ::-1]
        params = self.engine.Params(*self.weights)
        states = self.engine.forward(params, x, *initial, mask=mask, **self.options)
        states = states if isinstance(states, tuple) else (states,)
        last = [s[:, -1].copy() for s in states]
        if self.stateful:
            self.states = [s.copy() for s in last]
        self._last_call = params, x, mask, initial, states
        y = self._output(states[0], mask)
        return [y, *last] if self.return_state else y

    def _initial(self, given, sizes):
        names = [f"initial_state {n}_0" for n in self.state_names]
        if given is None and self.stateful and self.states is not None:
            if len(self.states[0]) != sizes["B"]:
                raise ValueError(f"x: expected B={len(self.states[0])} as in the calls before, got "
                                 f"{sizes['B']}; a stateful layer keeps one state for each "
                                 "example, reset_state() forgets them")
            return self.states
        if given is None:
            return [np.zeros((sizes["B"], self.units), self.dtype) for _ in names]
        given = list(given) if isinstance(given, (list, tuple)) else [given]
        if len(given) != len(names):
            raise ValueError(f"initial_state: expected {len(names)} arrays "
                             f"({', '.join(self.state_names)}), got {len(given)}")
        return [self._cast(n, s, "B H", sizes) for n, s in zip(names, given)]

    def _output(self, h, mask):
        y = h if self.return_sequences else h[:, -1]
        if mask is None:
            return y.copy()
        return np.where(self._seen(mask)[..., None], y, 0).astype(self.dtype)

    def _seen(self, mask):
        """Where the output is a state: Keras on TensorFlow puts out zeros, not h_0, until a step is unmasked."""
        seen = np.logical_or.accumulate(mask, axis=1)
        return seen if self.return_sequences else seen[:, -1]

    def backward(self, dy):
        """Back through the last call. dy: the loss's gradient at the output; with return_state a list, one for
        each array returned, None where the loss does not look. -> dx (B, T, D).

        Leaves `gradients` (in the order of the weights) and `initial_gradients` (of the initial states).
        """
        params, x, mask, initial, states = self._called()
        B, T, H = states[0].shape
        dy, *dlast = dy if isinstance(dy, (list, tuple)) else [dy]
        if len(dlast) not in ((0, len(states)) if self.return_state else (0,)):
            raise ValueError(f"dy: expected one array for each output, got {1 + len(dlast)}")
        dstates = [np.zeros_like(s, order="C") for s in states]
        if dy is not None:
            dy = self._cast("dy", dy, "B T "
                                      "H" if self.return_sequences else "B "
                                                                            "H", {"B": B, "T": T, "H": H})
            seen = True if mask is None else self._seen(mask)[..., None]
            dstates[0][:, slice(None) if self.return_sequences else -1] += np.where(seen, dy, 0)
        for name, dstate, d in zip(self.state_names, dstates, dlast):
            if d is not None:
                dstate[:, -1] += self._cast(f"dy of {name}_T", d, "B H", {"B": B, "H": H})
        grads, dx, *self.initial_gradients = self._bptt(params, x, states, dstates, initial, mask)
        self.gradients = list(grads)
        return dx[:, ::-1] if self.go_backwards else dx

    def _bptt(self, params, x, states, dstates, initial, mask):
        return self.engine.bptt(params, x, *states, *dstates, *initial, mask=mask, **self.options)


class SimpleRNN(_Recurrent):
    """As keras.layers.SimpleRNN; weights W_xh (D, H), W_hh (H, H), b_h (H,)."""

    engine = numpy_rnn
    arguments = ("units", "activation", *_Recurrent.arguments[1:])

    def __init__(self, units, activation="tanh", **others):
        super().__init__(units, **others)
        self.options = {"activation": arguments.check_choice("activation", activation, ACTIVATIONS)}


class SkipRNN(_Recurrent):
    """SimpleRNN with a second path of `delay` steps; Keras has none. Weights W_xh, W_hh, W_skip (H, H), b_h."""

    engine = numpy_skip
    arguments = ("units", "delay", "activation", "return_sequences", "return_state", "go_backwards")

    def __init__(self, units, delay, activation="tanh", **others):
        if others.get("stateful"):
            raise ValueError("stateful: expected False, got True; one state is not the whole past "
                             "of a skip connection")
        super().__init__(units, **others)
        self.options = {"delay": arguments.check_count("delay", delay),
                        "activation": arguments.check_choice("activation", activation, ACTIVATIONS)}


class GRU(_Recurrent):
    """As keras.layers.GRU; weights W_x (D, 3H), W_h (H, 3H), b (2, 3H)."""

    engine = numpy_gru


class LSTM(_Recurrent):
    """As keras.layers.LSTM; weights W_x (D, 4H), W_h (H, 4H), b (4H,); two states, h and c."""

    engine = numpy_lstm
    state_names = ("h", "c")

    def _bptt(self, params, x, states, dstates, initial, mask):
        (h, c), (dh, dc) = states, dstates
        return self.engine.bptt(params, x, h, c, dh, *initial, dc=dc, mask=mask)


class Dense(Layer):
    """y = φ(x W + b) over the last axis, as keras.layers.Dense; weights W (n, units), b (units,)."""

    arguments = ("units", "activation")
    weight_names = ("W", "b")

    def __init__(self, units, activation="linear", **others):
        super().__init__(**others)
        self.units = arguments.check_count("units", units)
        self.activation = arguments.check_choice("activation", "linear" if activation is None else activation, ACTIVATIONS)

    def check_weights(self, weights):
        sizes = {}
        if len(weights) != 2:
            raise ValueError(f"weights: expected [W, b], got {len(weights)} arrays")
        for name, w, axes in zip(("W", "b"), weights, ("D H", "H")):
            arguments.check(name, w, axes, sizes, self.dtype)
        return sizes

    def __call__(self, x, mask=None):
        """x (..., D) -> (..., units). The mask is taken and not used, as in Keras."""
        sizes = {} if self.weights is None else {"D": self.check_weights(self.weights)["D"]}
        axes = " ".join(("B", "T", "T2", "T3")[: max(np.ndim(x) - 1, 1)]) + " D"
        x = self._cast("x", x, axes, sizes)
        if self.weights is None:
            self.weights = [glorot_uniform(sizes["D"], self.units, rng=self.rng, dtype=self.dtype),
                            np.zeros(self.units, self.dtype)]
        W, b = self.weights
        y = ACTIVATIONS[self.activation].phi(x @ W + b)
        self._last_call = x, y
        return y.copy()

    def backward(self, dy):
        """dy (..., units) -> dx (..., D); leaves `gradients`, [dW, db]."""
        x, y = self._called()
        if np.shape(dy) != y.shape:
            raise ValueError(f"dy: expected {y.shape}, got {np.shape(dy)}")
        W, b = self.weights
        dz = np.asarray(dy, self.dtype) * ACTIVATIONS[self.activation].slope(y)
        dz_rows = dz.reshape(-1, self.units)
        self.gradients = [x.reshape(-1, x.shape[-1]).T @ dz_rows, dz_rows.sum(axis=0)]
        return dz @ W.T


class Sequential:
    """Layers one after the other, as keras.Sequential: a mask goes to each of them."""

    def __init__(self, layers):
        self.layers = list(layers)

    def __call__(self, x, mask=None):
        for layer in self.layers:
            x = layer(x, mask=mask)
        return x

    def backward(self, dy):
        """-> dx; leaves `gradients` in each layer."""
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        return dy

    @property
    def weight_names(self):
        return [f"{layer.name} {n}" for layer in self.layers for n in layer.weight_names]

    @property
    def gradients(self):
        return [g for layer in self.layers for g in layer.gradients]

    def get_weights(self):
        return [w for layer in self.layers for w in layer.get_weights()]

    def set_weights(self, weights):
        weights = list(weights)
        for layer in self.layers:
            n = len(layer.weight_names)
            layer.set_weights(weights[:n])
            weights = weights[n:]
        if weights:
            raise ValueError(f"weights: {len(weights)} arrays too many for these layers")

    def reset_state(self):
        for layer in self.layers:
            if isinstance(layer, _Recurrent):
                layer.reset_state()
