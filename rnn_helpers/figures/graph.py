"""The graph of one example, drawn from an actual run: as a loop, unrolled, and backward.

Every box is a vector, its numbers as colours. Every arrow carries a vector: its width, and the
number on it, are that vector's norm. What there is no room for is left out, so any number of steps
can be drawn.
"""

import numpy as np

from rnn_helpers.figures.canvas import bare, on, styled
from rnn_helpers.figures.graph_parts import BOTTOM, HEIGHT, Drawing, inches_across, norm
from rnn_helpers.figures.palette import BLUE, GREEN, GREY, ORANGE, RED

VIEWS = ("unrolled", "loop", "backward")
LEFT, RIGHT = 0.7, 0.2  # inches: for the rows' names, and for half of the last label


@styled
def unrolled(
    x, h, y=None, *, tokens=None, h_0=None, dh=None, from_loss=None, dx=None, dh_0=None,
    step=None, view="unrolled", ax=None,
):
    """The graph of one example. x (T, D), h (T, H), y (T, K) or None, h_0 (H,) or None for zeros.

    view: "unrolled", a column per step; "loop", one column, at one step, with the state fed back;
    "backward", the arrows reversed: the boxes hold dh (T, H) and dx (T, D), each loss enters
    through from_loss (T, H), its immediate gradient (None: at the last step only), and dh_0 (H,)
    leaves at the start. tokens: T short texts under the inputs. step: the last step that has been
    reached, 1 to T; "backward" comes from the other side, so there it is the first.
    """
    if view not in VIEWS:
        raise ValueError(f"view: expected one of {', '.join(VIEWS)}; got {view!r}")
    if view == "backward" and dh is None:
        raise ValueError("dh: expected (T, H) for the backward view, got None")
    x, h = np.asarray(x, float), np.asarray(h, float)
    y = None if y is None else np.asarray(y, float)
    T, H = h.shape
    h_0 = np.zeros(H) if h_0 is None else np.asarray(h_0, float)
    step = step or (1 if view == "backward" else T)
    figure, ax = _axes(ax, view, T, top="h" if y is None and view != "backward" else "y")
    drawing, steps = Drawing(bare(ax), view), range(1, T + 1)
    if view == "loop":
        _loop(drawing, x, h, y, h_0, step)
        steps, tokens = [step], tokens and [tokens[step - 1]]
        figure.alt = (
            f"The loop at step {step} of {T}: the state, {H} numbers, is fed back into the step "
            "that makes the next one."
        )
    elif view == "unrolled":
        _forward(drawing, x, h, y, h_0, step)
        above = "" if y is None else ", with an output above it"
        figure.alt = (
            f"The graph unrolled over {T} step{'s' * (T > 1)}: each state, {H} numbers, is made "
            f"from the input below it and the state to its left{above}."
        )
    else:
        dh = np.asarray(dh, float)
        _backward(drawing, dh, from_loss, dx, dh_0, step)
        figure.alt = (
            f"The graph of {T} step{'s' * (T > 1)} with its arrows reversed. Compared with the "
            f"gradient at the last step, the one at step {step} is "
            f"{_compared(*norm(dh)[[step - 1, -1]])}."
        )
    drawing.names(steps, tokens)
    drawing.finish()
    return figure


def _axes(ax, view, T, top):
    """Axes that count columns across and, nearly, inches upwards; `top` is the highest row."""
    columns, height = 2.3 if view == "loop" else T + 1, BOTTOM[top] + HEIGHT[top]
    figure, ax = on(ax, width=min(12, 2.1 * columns), height=height + 0.95)
    inch = columns / (inches_across(ax) - LEFT - RIGHT)
    start = 0.5 if view == "loop" else -0.5
    ax.set(xlim=(start - LEFT * inch, start + columns + RIGHT * inch), ylim=(-0.5, height + 0.45))
    return figure, ax


def _forward(drawing, x, h, y, h_0, step):
    """From the inputs up to the outputs, from left to right."""
    t = np.arange(1, len(h) + 1)
    reached = t <= step
    drawing.boxes("x", t, x, "$x_{t}$", GREEN)
    drawing.boxes("h", t, _only(reached, h), "$h_{t}$", BLUE)
    drawing.boxes("h", [0], h_0[None], "$h_{t}$", GREY)
    before = np.vstack([h_0, h[:-1]])
    drawing.across(t[reached] - 1, t[reached], before[reached], "$W_{hh}$")
    drawing.upright("x", "h", t[reached], x[reached], "$W_{xh}$")
    if y is not None:
        drawing.boxes("y", t, _only(reached, y), "$y_{t}$", ORANGE)
        drawing.upright("h", "y", t[reached], h[reached], "$W_{hy}$")


def _backward(drawing, dh, from_loss, dx, dh_0, step):
    """From the losses down to the inputs, from right to left."""
    T = len(dh)
    t = np.arange(1, T + 1)
    reached = t >= step
    if from_loss is None:
        from_loss = np.where(t[:, None] == T, dh, 0.0)
    from_loss = np.asarray(from_loss, float)
    drawing.boxes("h", t, _only(reached, dh), "$dh_{t}$", RED)
    enters = reached & (norm(from_loss) > 0)
    drawing.upright("y", "h", t[enters], from_loss[enters], "$L$")
    from_later, seen = (dh - from_loss)[:-1], reached[:-1]
    drawing.across(t[1:][seen], t[:-1][seen], from_later[seen], "$W_{hh}^{⊤}$")
    if dx is not None:
        dx = np.asarray(dx, float)
        drawing.boxes("x", t, _only(reached, dx), "$dx_{t}$", GREEN)
        drawing.upright("h", "x", t[reached], dx[reached], "$W_{xh}^{⊤}$")
    if dh_0 is not None and step == 1:
        dh_0 = np.asarray(dh_0, float)[None]
        drawing.boxes("h", [0], dh_0, "$dh_{t}$", GREY)
        drawing.across([1], [0], dh_0, "$W_{hh}^{⊤}$")


def _loop(drawing, x, h, y, h_0, step):
    """The one column that really exists, at one step."""
    now, previous = slice(step - 1, step), h[step - 2] if step > 1 else h_0
    drawing.boxes("x", [1], x[now], f"$x_{{{step}}}$", GREEN)
    drawing.boxes("h", [1], h[now], f"$h_{{{step}}}$", BLUE)
    drawing.upright("x", "h", [1], x[now], "$W_{xh}$")
    drawing.around(previous, f"$h_{{{step - 1}}}$", "$W_{hh}$")
    if y is not None:
        drawing.boxes("y", [1], y[now], f"$y_{{{step}}}$", ORANGE)
        drawing.upright("h", "y", [1], h[now], "$W_{hy}$")


def _only(reached, values):
    return np.where(reached[:, None], values, np.nan)


def _compared(value, other):
    if not (np.isfinite(value) and np.isfinite(other) and other > 0):
        return "not comparable: one of them is zero or not a number"
    limits = {
        1e-3: "less than a thousandth as long",
        0.1: "less than a tenth as long",
        0.5: "less than half as long",
        2: "about as long",
        10: "longer",
        np.inf: "more than ten times as long",
    }
    return next(said for limit, said in limits.items() if value / other <= limit)
