"""One step as blocks of numbers: its sizes, its conventions, and what one number of the new state is made of."""

import ipywidgets as widgets
import numpy as np

from rnn_helpers import arguments, figures, numpy_rnn
from rnn_helpers.activations import ACTIVATIONS
from rnn_helpers.explorers.core import stage, wiped
from rnn_helpers.explorers.sliders import LimitedExplorer

FORMS = {"rows": (False, False), "columns": (True, False), "rows+stacked": (False, True), "columns+stacked": (True, True)}
LARGEST = 8
SPELLED = 6  # products in a sentence


def update_step(rng=None, *, B=3, D=3, H=2):
    """Explorer: B examples, D features, H units; rows or columns, stacked or not; φ; and the number to follow.

    The numbers are random. A smaller block is the upper left part of a larger one.
    """
    rng = np.random.default_rng(0) if rng is None else arguments.check_rng(rng)
    x_all, W_all, U_all = (rng.standard_normal((LARGEST, LARGEST)) * scale for scale in (1.0, 0.7, 0.5))
    h_all, b_all = rng.uniform(-1, 1, (LARGEST, LARGEST)), rng.uniform(-0.5, 0.5, LARGEST)
    figure, ax = stage(height=4.2, bare=True)

    def draw(B, D, H, form, phi, follow):
        columns, stacked = FORMS[form]
        params = numpy_rnn.Params(W_all[:D, :H], U_all[:H, :H], b_all[:H])
        x_t, h_prev = x_all[:B, :D], h_all[:B, :H]
        h_t = numpy_rnn.step(params, x_t, h_prev, activation=phi)
        i, j = divmod(min(follow, B * H) - 1, H)
        from_x, from_h, bias = x_t[i] * params.W_xh[:, j], h_prev[i] * params.W_hh[:, j], params.b_h[j]
        z = from_x.sum() + from_h.sum() + bias
        note = (f"{from_x.sum():.2f} from x  +  {from_h.sum():.2f} from h  +  {bias:.2f} bias  =  "
                f"{z:.2f},   {phi}({z:.2f}) = {h_t[i, j]:.2f}")
        wiped(ax)
        figures.step_blocks(x_t, params.W_xh, h_prev, params.W_hh, params.b_h, h_t, ax=ax, columns=columns, stacked=stacked,
                            phi=phi, follow=(i, j), note=note.replace("-", "−"))
        name = f"h_t[{j}, {i}]" if columns else f"h_t[{i}, {j}]"
        pairs = [*zip(x_t[i], params.W_xh[:, j]), *zip(h_prev[i], params.W_hh[:, j])]
        summed = " + ".join(f"{_plain(a)}·{_plain(w)}" for a, w in pairs) if len(pairs) <= SPELLED else (
            f"{_plain(from_x.sum())} from {D} products with x_t + {_plain(from_h.sum())} from {H} "
            "with h_prev")
        now = f"Example {i + 1}, unit {j + 1}: {name} = {phi}({summed} + {_plain(bias)}) = {phi}({z:.2f}) = {h_t[i, j]:.2f}."
        return figure, now + " There is no other number to follow." * (B * H == 1)

    controls = {"B": widgets.IntSlider(B, 1, 5, description="B examples"),
                "D": widgets.IntSlider(D, 1, LARGEST, description="D features"),
                "H": widgets.IntSlider(H, 1, LARGEST, description="H units"),
                "form": widgets.Dropdown(options=list(FORMS), description="form"),
                "phi": widgets.Dropdown(options=list(ACTIVATIONS), description="φ"),
                "follow": widgets.IntSlider(1, 1, 5 * LARGEST, description="follow number")}
    return LimitedExplorer(draw, "follow", lambda now: now["B"] * now["H"], **controls)


def _plain(value):
    """A negative number in brackets, so that no two signs meet."""
    return f"({value:.2f})" if round(value, 2) < 0 else f"{abs(value):.2f}"
