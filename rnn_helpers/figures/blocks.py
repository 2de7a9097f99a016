"""Arrays as blocks of coloured numbers: one step of the network, and the axes of a batch."""

from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle

from rnn_helpers.figures.canvas import DIVERGING, GREY, INK, ORANGE, Labels, Shapes, bare, cells, diverging, on, picture, styled

GAP = 0.7  # between blocks, in units of one number
UNIT = 0.6  # inches, at most: a number's side
NAMED, LETTER, OVER, UNDER = 0.67, 0.2, 0.6, 0.45  # inches: a block's name, a letter of a sign; above and below the blocks


class Block(NamedTuple):
    """An array with its name; the part of it that is followed; where two arrays meet in it (down, across), or None."""

    name: str
    array: np.ndarray
    part: tuple = ()
    seam: tuple = None

    @property
    def T(self):
        return Block(self.name, self.array.T, self.part[::-1], self.seam and self.seam[::-1])


@styled
def step_blocks(x_t, W_xh, h_prev, W_hh, b_h, h_t, ax=None, *, columns=False, stacked=False, phi="φ", follow=None, note=""):
    """One step h_t = φ(x_t W_xh + h_(t-1) W_hh + b_h), every array to scale with its shape under it.

    x_t (B, D), h_prev and h_t (B, H). columns=True draws the same numbers as books write them, each example a
    column: h_t = φ(W_xh x_t + W_hh h_(t-1) + b_h). stacked=True: the input and the state in one array, and the two
    matrices in another. follow: (example, unit) frames that number of h_t and all that it is made of; where there is
    room its numbers are written. note: a line under the blocks.
    """
    B, D, H = *np.shape(x_t), np.shape(h_t)[1]
    i, j = (slice(k, k + 1) for k in follow) if follow else (slice(0), slice(0))
    everything = slice(None)
    x, h = Block("$x_t$", np.asarray(x_t), (i, everything)), Block("$h_{t-1}$", np.asarray(h_prev), (i, everything))
    W, U = Block("$W_{xh}$", np.asarray(W_xh), (everything, j)), Block("$W_{hh}$", np.asarray(W_hh), (everything, j))
    b = Block("$b_h$", np.reshape(b_h, (1, -1)), (slice(bool(follow)), j))
    products = [(x, W), (h, U)]
    if stacked:
        products = [(Block("$x_t$, $h_{t-1}$", np.hstack([x_t, h_prev]), x.part, (0, D)),
                     Block("$W$", np.vstack([W_xh, W_hh]), W.part, (D, 0)))]
    terms = [Block("$h_t$", np.asarray(h_t), (i, j)), f"= {phi}("]
    for left, right in products:
        terms += [right.T, left.T, "+"] if columns else [left, right, "+"]
    terms = [*terms, b, ")"]
    if columns:
        terms[0], terms[-2] = terms[0].T, b.T
    blocks = [part for part in terms if isinstance(part, Block)]
    most, below = max(len(part.array) for part in blocks), UNDER + 0.6 * bool(note)
    own = ax is None
    width, height = (12, 9) if own else ax.figure.get_size_inches() * ax.get_position().size
    unit = _unit(terms, width, height - OVER - below, most)
    figure, ax = on(ax, width=width, height=most * unit + OVER + below)
    across = sum(_rooms(terms, unit)) + GAP * unit * len(terms)
    spare = 0.0 if own else max(0.0, height - OVER - below - most * unit) / 2
    ax.set(xlim=((across - max(width, across)) / 2, (across + max(width, across)) / 2), aspect="equal",
           ylim=(-most * unit - below - spare, OVER + spare))
    _lay_out(bare(ax), terms, unit, most)
    if note:
        labels = Labels()
        labels.add(across / 2, -most * unit - below + 0.25, note, size=17)
        labels.draw(ax)
    figure.alt = (f"One step drawn as blocks with B={B}, D={D}, H={H}, examples as "
                  f"{'columns' if columns else 'rows'}: "
                  + " ".join(part if isinstance(part, str) else f"{part.name.replace('$', '')} "
                                                                f"{part.array.shape}"
                             for part in terms))
    if follow:
        figure.alt += f"; framed: example {follow[0] + 1}, unit {follow[1] + 1}, and what it is made of"
    return figure


def _rooms(terms, unit):
    """Inches that each term takes."""
    return [LETTER * len(part) + 0.1 if isinstance(part, str) else max(part.array.shape[1] * unit, NAMED) for part in terms]


def _unit(terms, width, height, most):
    """Inches of a number's side, so that all terms fit."""
    low, high = 0.0, min(UNIT, max(height, 0.5) / most)
    for _ in range(20):
        middle = (low + high) / 2
        fits = sum(_rooms(terms, middle)) + GAP * middle * len(terms) <= width
        low, high = (middle, high) if fits else (low, middle)
    return high


def _lay_out(ax, terms, unit, most):
    """Blocks and signs from left to right, in inches, hanging around the middle of the tallest."""
    blocks = [part for part in terms if isinstance(part, Block)]
    finite = np.abs(np.concatenate([part.array[np.isfinite(part.array)] for part in blocks]))
    largest = float(finite.max(initial=0)) or 1.0
    labels, corners, values, frames, seams, left = Labels(), [], [], [], [], GAP * unit / 2
    for part, room in zip(terms, _rooms(terms, unit)):
        middle = left + room / 2
        if isinstance(part, str):
            labels.add(middle, -most * unit / 2, part, size=24)
        else:
            rows, columns = part.array.shape
            x, y = middle - columns * unit / 2, -(most - rows) / 2 * unit
            xs, ys = x + unit * np.arange(columns + 1), y - unit * np.arange(rows + 1)
            corners.append(cells(xs, ys))
            values.append(part.array.ravel())
            labels.add(middle, y + 0.12, part.name, size=22, va="bottom")
            labels.add(middle, ys[-1] - 0.1, f"{rows}×{columns}", size=16, va="top")
            if part.seam:
                down, along = part.seam
                seams.append([(xs[0], ys[down]), (xs[-1], ys[down])] if down else [(xs[along], ys[0]), (xs[along], ys[-1])])
            if part.part and part.array[part.part].size:
                inside = [np.arange(n)[chosen] for n, chosen in zip((rows, columns), part.part)]
                ends = [(line[0], line[-1] + 1) for line in inside]
                frames.append(cells(xs[list(ends[1])], ys[list(ends[0])])[0])
                if unit >= 0.43:
                    for row in inside[0]:
                        for column in inside[1]:
                            number = part.array[row, column]
                            labels.add(xs[column] + unit / 2, ys[row] - unit / 2, f"{number:.1f}", size=13,
                                       color="white" if abs(number) > 0.6 * largest else INK)
        left += room + GAP * unit
    shapes = Shapes()
    shapes.polygons(np.concatenate(corners), diverging(np.concatenate(values), largest), edges=GREY, width=0.5)
    for seam in seams:
        shapes.line(seam, INK, 2.5)
    if frames:
        shapes.polygons(frames, edges=ORANGE, width=3.5)
    shapes.draw(ax)
    labels.draw(ax)


@styled
def batch_axes(x, example, time, feature, ax=None):
    """A batch x (B, T, D) as sheets, one an example, with the element x[example, time, feature] marked."""
    figure, ax = on(ax, height=4.6)
    bare(ax)
    B, T, D = x.shape
    shift, rise, largest = 0.9, 1.15, np.abs(x).max() or 1.0
    for i in reversed(range(B)):
        left, bottom = i * shift, i * rise
        ax.imshow(x[i].T, cmap=DIVERGING, vmin=-largest, vmax=largest, origin="lower", zorder=B - i,
                  extent=(left, left + T, bottom, bottom + D))
        ax.add_patch(Rectangle((left, bottom), T, D, fill=False, edgecolor=INK, zorder=B - i + 0.5))
    left, bottom = example * shift + time, example * rise + feature
    ax.add_patch(Rectangle((left, bottom), 1, 1, fill=False, edgecolor=ORANGE, linewidth=4, zorder=B + 2))
    label = rf"$x_{{({time + 1}),{feature + 1}}}^{{({example + 1})}}$"
    ax.annotate(label, (left + 1, bottom + 0.5), (B * shift + T + 0.6, bottom + 0.5), fontsize=22, va="center", color=INK,
                arrowprops={"arrowstyle": "-", "color": ORANGE, "linewidth": 2}, zorder=B + 3)
    ax.text(T / 2, -0.25, f"time t = 1 … {T}", ha="center", va="top")
    ax.text(-0.25, D / 2, f"feature j = 1 … {D}", ha="right", va="center", rotation=90)
    ax.text((B - 1) * shift / 2 - 0.3, D + (B - 1) * rise / 2 + 0.4, "example i = 1 … "
                                                                     f"{B}", ha="right", va="bottom")
    ax.set(xlim=(-2.2, B * shift + T + 2.8), ylim=(-1.1, (B - 1) * rise + D + 0.3), aspect="equal")
    figure.alt = (f"A batch of {B} examples, each a sheet of {T} time steps by {D} features; "
                  f"marked: example {example + 1}, time {time + 1}, feature {feature + 1}.")
    return figure


@styled
def phi_and_states(curves, states):
    """Left, each activation φ; right, the largest |h_t| of one run with it, on a logarithmic axis.

    curves: name -> (z, φ(z)); states: name -> (T,) the size of the state at each step.
    """
    figure, (left, right) = picture(1, 2, width=12, height=4.6)
    dashes = dict(zip(curves, ("-", "--", "-.", ":") * len(curves)))  # colour is not the only sign
    for name, (z, values) in curves.items():
        left.plot(z, values, dashes[name], label=name)
    left.set(xlabel="z", ylabel="φ(z)", ylim=(-2, 2), title="the function")
    left.axhline(0, color=GREY, linewidth=0.8)
    for name, size in states.items():
        right.semilogy(np.arange(1, len(size) + 1), size, dashes[name], label=name)
    right.set(xlabel="time step t", ylabel="largest |h$_t$|", title="the same run with it")
    figure.legend(*left.get_legend_handles_labels(), loc="outside upper center", ncols=len(curves))
    figure.alt = "The same network run with each activation; largest state at the last step: " + ", ".join(
        f"{name} {size[-1]:.0e}" for name, size in states.items()) + "."
    return figure
