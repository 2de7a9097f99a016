"""A recurrent layer from outside: what each mode returns, with its shape and its code."""

import ipywidgets as widgets
import numpy as np

from rnn_helpers import figures, numpy_layers
from rnn_helpers.explorers.core import Explorer
from rnn_helpers.explorers.stage import stage, wiped
from rnn_helpers.numpy_layers.kinds import KINDS

BETWEEN = ((), ("lower",), ("lower", "middle"))  # names of what flows between the layers
MOST_LAYERS = len(BETWEEN)
PADDED = 2  # steps at the end of each example, where the mask is on


def api_modes(x, units):
    """Explorer: choose a layer and its switches, and see what it returns.

    x (B, T, D), with T above 2; its first steps are read. The shapes in each picture are those of
    a call just made; the code above it gives the same shapes in Keras.
    """
    B, T, D = x.shape
    if T <= PADDED:
        raise ValueError(f"x: expected (B, T, D) with T above {PADDED}, got {x.shape}")
    figure, ax = stage(height=4.6, bare=True)

    def draw(kind, return_sequences, return_state, layers, steps, mask):
        switches = {"return_sequences": return_sequences, "return_state": return_state}
        seen = np.arange(steps) < steps - PADDED if mask else None
        parts = _called(kind, x[:, :steps], units, layers, seen, switches)
        code = keras_lines(kind, units, layers, mask, switches)
        wiped(ax)
        figures.api_mode(
            kind, (B, steps, D), [part.shape for part in parts.values()],
            layers=layers, mask=seen, code=code, ax=ax, **switches,
        )
        shapes = ", ".join(f"{name} {part.shape}" for name, part in parts.items())
        said = f"The call returns {shapes}."
        if mask:
            said += f" The last {PADDED} steps repeat the state of step {steps - PADDED}."
        return figure, f"{said} In Keras: {'; '.join(code)}"

    for layers in range(1, MOST_LAYERS + 1):  # makes the outlines of letters before the first press
        draw("LSTM", True, True, layers, T, False)
    return Explorer(
        draw,
        kind=widgets.Dropdown(options=list(KINDS), value="LSTM", description="layer"),
        return_sequences=widgets.Checkbox(description="return_sequences"),
        return_state=widgets.Checkbox(description="return_state"),
        layers=widgets.IntSlider(1, 1, MOST_LAYERS, description="number of layers"),
        steps=widgets.IntSlider(T, PADDED + 1, T, description="steps T"),
        mask=widgets.Checkbox(description=f"mask: last {PADDED} steps padded"),
    )


def keras_lines(kind, units, layers, mask, switches):
    """The code in Keras: one line per layer, lowest first.

    switches: argument -> bool, of the top layer. A layer below another one needs
    return_sequences=True.
    """
    lines, source = [], "x"
    for name in BETWEEN[layers - 1]:
        lines.append(_line(name, kind, [units, "return_sequences=True"], source, mask))
        source = name
    names = ["y", *KINDS[kind].states] if switches["return_state"] else ["y"]
    arguments = [units, *(f"{name}=True" for name, on in switches.items() if on)]
    return [*lines, _line(", ".join(names), kind, arguments, source, mask)]


def _line(names, kind, arguments, source, mask):
    call = f"keras.layers.{kind}({', '.join(map(str, arguments))})"
    return f"{names} = {call}({source}{', mask=mask' if mask else ''})"


def _called(kind, x, units, layers, seen, switches):
    """What a call of the stack returns: name -> array."""
    layer = getattr(numpy_layers, kind)
    mask = None if seen is None else np.tile(seen, (len(x), 1))
    below = [layer(units, return_sequences=True, seed=n) for n in range(1, layers)]
    returned = numpy_layers.Sequential([*below, layer(units, seed=0, **switches)])(x, mask=mask)
    if not switches["return_state"]:
        return {"y": returned}
    return dict(zip(["y", *KINDS[kind].states], returned, strict=True))
