"""One step as blocks of numbers: its sizes, its conventions, and how one new number comes about."""

import ipywidgets as widgets
import numpy as np

from rnn_helpers import arguments, figures, numpy_rnn
from rnn_helpers.activations import ACTIVATIONS
from rnn_helpers.explorers.sliders import LimitedExplorer
from rnn_helpers.explorers.stage import stage, wiped

FORMS = {
    "rows": {"columns": False, "stacked": False},
    "columns": {"columns": True, "stacked": False},
    "rows+stacked": {"columns": False, "stacked": True},
    "columns+stacked": {"columns": True, "stacked": True},
}
LARGEST = 8
SPELLED_OUT = 6  # products in a sentence, at most


def update_step(rng=None, *, B=3, D=3, H=2):
    """Explorer: B examples, D features, H units, the form of the equation, φ, the number to follow.

    The numbers are random. A smaller block is the upper left part of a larger one.
    """
    rng = np.random.default_rng(0) if rng is None else arguments.check_rng(rng)
    square = (LARGEST, LARGEST)
    x_all, W_all, U_all = (rng.standard_normal(square) * scale for scale in (1.0, 0.7, 0.5))
    h_all, b_all = rng.uniform(-1, 1, square), rng.uniform(-0.5, 0.5, LARGEST)
    figure, ax = stage(height=4.2, bare=True)

    def draw(B, D, H, form, phi, follow):
        params = numpy_rnn.Params(W_all[:D, :H], U_all[:H, :H], b_all[:H])
        x_t, h_prev = x_all[:B, :D], h_all[:B, :H]
        h_t = numpy_rnn.step(params, x_t, h_prev, activation=phi)
        i, j = divmod(min(follow, B * H) - 1, H)
        parts = (x_t[i], params.W_xh[:, j]), (h_prev[i], params.W_hh[:, j])
        bias, value = params.b_h[j], h_t[i, j]
        from_x, from_h = (a @ w for a, w in parts)
        z = from_x + from_h + bias
        note = (
            f"{from_x:.2f} from x  +  {from_h:.2f} from h  +  {bias:.2f} bias  =  {z:.2f},   "
            f"{phi}({z:.2f}) = {value:.2f}"
        )
        wiped(ax)
        figures.step_blocks(
            x_t, params.W_xh, h_prev, params.W_hh, params.b_h, h_t,
            ax=ax, phi=phi, follow=(i, j), note=note.replace("-", "−"), **FORMS[form],
        )
        name = f"h_t[{j}, {i}]" if FORMS[form]["columns"] else f"h_t[{i}, {j}]"
        now = (
            f"Example {i + 1}, unit {j + 1}: {name} = {phi}({_sum(parts)} + {_plain(bias)}) = "
            f"{phi}({z:.2f}) = {value:.2f}."
        )
        return figure, now if B * H > 1 else f"{now} There is no other number to follow."

    controls = {
        "B": widgets.IntSlider(B, 1, 5, description="B examples"),
        "D": widgets.IntSlider(D, 1, LARGEST, description="D features"),
        "H": widgets.IntSlider(H, 1, LARGEST, description="H units"),
        "form": widgets.Dropdown(options=list(FORMS), description="form"),
        "phi": widgets.Dropdown(options=list(ACTIVATIONS), description="φ"),
        "follow": widgets.IntSlider(1, 1, 5 * LARGEST, description="follow number"),
    }
    return LimitedExplorer(draw, "follow", lambda values: values["B"] * values["H"], **controls)


def _sum(parts):
    """Every product, or where there are too many, what each part adds up to."""
    pairs = [pair for a, w in parts for pair in zip(a, w, strict=True)]
    if len(pairs) <= SPELLED_OUT:
        return " + ".join(f"{_plain(a)}·{_plain(w)}" for a, w in pairs)
    (x, W), (h, U) = parts
    return (
        f"{_plain(x @ W)} from {len(x)} products with x_t + "
        f"{_plain(h @ U)} from {len(h)} with h_prev"
    )


def _plain(value):
    """A negative number in parentheses, so that no two signs meet."""
    return f"({value:.2f})" if round(value, 2) < 0 else f"{abs(value):.2f}"
