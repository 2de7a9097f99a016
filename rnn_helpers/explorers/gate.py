"""One gated unit: an input by hand, a slider for each gate, and what stays on the belt."""

import ipywidgets as widgets
import numpy as np

from rnn_helpers import figures, numpy_gru, numpy_lstm
from rnn_helpers.activations import sigmoid
from rnn_helpers.explorers.core import Explorer
from rnn_helpers.explorers.sliders import Rounded
from rnn_helpers.explorers.stage import stage, wiped

MOST = 40  # inputs
CANDIDATE = 2.0  # the weight from the input to the candidate: tanh(2) = 0.96


def gate(x="1 0 0 0 0 0 0 0 0 0 0 0 -1"):
    """Explorer: type the inputs of one unit of an LSTM or a GRU, and open and close its gates.

    The gates read nothing but their biases. x: numbers, separated by spaces; zeros follow them.
    """
    figure, ax = stage(height=4.2)

    def draw(unit, inputs, steps, keep, write, show):
        x = np.zeros(steps)
        given = _numbers(inputs)[:steps]
        x[: len(given)] = given
        if unit == "LSTM":
            c, h = _lstm(x, keep, write, show)
        else:
            h = c = _gru(x, keep)
        wiped(ax)
        figures.belt(x, c, h, ax=ax)
        f = float(sigmoid(keep))
        name, shown = ("forget", f", and h is {h[-1]:.2f}") if unit == "LSTM" else ("update", "")
        return figure, (
            f"The {name} gate is {f:.3f}: a value on the belt halves every "
            f"{np.log(0.5) / np.log(f):.3g} steps. At the end the belt holds {c[-1]:.2f}{shown}."
        )

    return Explorer(
        draw,
        unit=widgets.Dropdown(options=["LSTM", "GRU"], description="unit"),
        inputs=widgets.Text(x, description="inputs", continuous_update=False,
                            layout={"width": "24em"}),
        steps=widgets.IntSlider(MOST, 5, MOST, description="steps T"),
        keep=Rounded(1.0, min=-3, max=8, step=0.25, description="keep, bias"),
        write=Rounded(2.0, min=-6, max=6, step=0.25, description="write, bias"),
        show=Rounded(2.0, min=-6, max=6, step=0.25, description="show, bias"),
    )


def _lstm(x, keep, write, show):
    """c, h (T,) of a unit whose gates are held by their biases."""
    W_x = np.array([[0, 0, CANDIDATE, 0]])
    params = numpy_lstm.Params(W_x, np.zeros((1, 4)), np.array([write, keep, 0, show]))
    h, c = numpy_lstm.forward(params, x[None, :, None])
    return c[0, :, 0], h[0, :, 0]


def _gru(x, keep):
    """h (T,) of a unit whose gates are held by their biases: what it doesn't keep, it writes."""
    b = np.array([[keep, 0, 0], [0, 0, 0]], float)
    params = numpy_gru.Params(np.array([[0, 0, CANDIDATE]]), np.zeros((1, 3)), b)
    return numpy_gru.forward(params, x[None, :, None])[0, :, 0]


def _numbers(text):
    words = text.replace(",", " ").split()
    if not 1 <= len(words) <= MOST:
        raise ValueError(f"inputs: expected 1 to {MOST} numbers, got {len(words)}")
    numbers = []
    for word in words:
        try:
            numbers.append(float(word))
        except ValueError:
            raise ValueError(f"inputs: expected numbers, got {word[:20]!r}") from None
    for number in numbers:
        if not -10 <= number <= 10:  # nor is nan
            raise ValueError(f"inputs: expected numbers from -10 to 10, got {number:g}")
    return numbers
