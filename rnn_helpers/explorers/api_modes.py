"""A recurrent layer from outside: what comes out in each mode, its shape, and the line of code that asks for it."""

import ipywidgets as widgets
import numpy as np

from rnn_helpers import figures, numpy_layers
from rnn_helpers.explorers.core import Explorer, stage, wiped

KINDS = ("SimpleRNN", "LSTM", "GRU")
NAMES = ((), ("lower",), ("lower", "middle"))  # what lies between the layers
MOST_LAYERS = len(NAMES)
PADDED = 2  # steps at the end of each example, where the mask is on


def api_modes(x, units):
    """Explorer: choose a layer and its switches, see what leaves it. x (B, T, D), T above 2: of it the first steps are read.

    Each picture's shapes are those of a call just made. The code over it gives the same shapes in Keras.
    """
    B, T, D = x.shape
    if T <= PADDED:
        raise ValueError(f"x: expected (B, T, D) with T above {PADDED}, got {x.shape}")
    figure, ax = stage(height=4.6, bare=True)

    def draw(kind, return_sequences, return_state, layers, steps, mask):
        seen = np.arange(steps) < steps - PADDED if mask else None
        parts = _called(kind, x[:, :steps], units, return_sequences, return_state, layers, seen)
        code = keras_lines(kind, units, return_sequences, return_state, layers, mask)
        wiped(ax)
        figures.api_mode(kind, (B, steps, D), [part.shape for part in parts.values()], return_sequences=return_sequences,
                         return_state=return_state, layers=layers, mask=seen, code=code, ax=ax)
        shapes = ", ".join(f"{name} {part.shape}" for name, part in parts.items())
        repeat = f" The last {PADDED} steps repeat the state of step {steps - PADDED}." if mask else ""
        return figure, f"Out comes {shapes}.{repeat} In Keras: {'; '.join(code)}"

    for layers in range(1, MOST_LAYERS + 1):  # outlines of letters are made once: now, not at the first key press
        draw("LSTM", True, True, layers, T, False)
    return Explorer(draw, kind=widgets.Dropdown(options=KINDS, value="LSTM", description="layer"),
                    return_sequences=widgets.Checkbox(description="return_sequences"),
                    return_state=widgets.Checkbox(description="return_state"),
                    layers=widgets.IntSlider(1, 1, MOST_LAYERS, description="number of layers"),
                    steps=widgets.IntSlider(T, PADDED + 1, T, description="steps T"),
                    mask=widgets.Checkbox(description=f"mask: last {PADDED} steps padded"))


def keras_lines(kind, units, return_sequences, return_state, layers, mask):
    """What to write in Keras: a line for each layer, the lowest first. Below another layer return_sequences is needed."""
    lines, source = [], "x"
    for name in NAMES[layers - 1]:
        lines.append(_line(name, kind, [units, "return_sequences=True"], source, mask))
        source = name
    switches = {"return_sequences=True": return_sequences, "return_state=True": return_state}
    names = ", ".join(["y", *getattr(numpy_layers, kind).state_names] if return_state else ["y"])
    return [*lines, _line(names, kind, [units, *(switch for switch, on in switches.items() if on)], source, mask)]


def _line(names, kind, arguments, source, mask):
    return f"{names} = keras.layers.{kind}({', '.join(map(str, arguments))})({source}{', mask=mask' if mask else ''})"


def _called(kind, x, units, return_sequences, return_state, layers, seen):
    """name -> array of what a call of the stack returns."""
    layer = getattr(numpy_layers, kind)
    mask = None if seen is None else np.tile(seen, (len(x), 1))
    below = [layer(units, return_sequences=True, seed=n) for n in range(1, layers)]
    top = layer(units, return_sequences=return_sequences, return_state=return_state, seed=0)
    out = numpy_layers.Sequential([*below, top])(x, mask=mask)
    return dict(zip(["y", *layer.state_names], out if return_state else [out]))
