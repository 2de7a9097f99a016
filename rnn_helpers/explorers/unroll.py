"""Step through a sentence: the loop and the unrolled graph of the same run, forward or backward."""

import ipywidgets as widgets
import numpy as np

from rnn_helpers import figures, gradients, numpy_rnn
from rnn_helpers.arguments import did_you_mean
from rnn_helpers.explorers.sliders import LimitedExplorer
from rnn_helpers.explorers.stage import stage, wiped

LONGEST = 14  # words


def unroll(params, embedding, W_hy, b_y, index, *, text="machine learning is easy not difficult"):
    """Explorer: type a sentence, step through time, look forward or backward.

    params: numpy_rnn.Params; embedding (V, D); W_hy (H, 1), b_y (1,); index: word -> row of the
    embedding. "backward" shows the gradient of the last output, as far back as the step.
    """
    figure, (left, right) = stage(1, 2, height=4.5, bare=True, width_ratios=[3.4, 10])

    def draw(words, step, direction):
        tokens = _tokens(words, index)
        T = len(tokens)
        step = min(step, T)
        x = embedding[[index[token] for token in tokens]]
        h = numpy_rnn.forward(params, x[None])[0]
        y = h @ W_hy + b_y
        at = f"step {step} of {T}"
        wiped(left, right)
        figures.unrolled(x, h, y, tokens=tokens, step=step, view="loop", ax=left)
        if direction == "forward":
            figures.unrolled(x, h, y, tokens=tokens, step=step, ax=right)
            return figure, f"After {tokens[step - 1]!r}, {at}, the output is {y[step - 1, 0]:.1f}."
        back = _gradient(params, x, h, W_hy)
        figures.unrolled(x, h, y, tokens=tokens, step=step, view="backward", ax=right, **back)
        norm = np.linalg.norm(back["dh"][step - 1])
        return figure, f"Back at {at}, {tokens[step - 1]!r}, the gradient has norm {norm:.2g}."

    controls = {
        "words": widgets.Text(
            text, description="words", continuous_update=False, layout={"width": "32em"}
        ),
        "step": widgets.IntSlider(len(text.split()), 1, LONGEST, description="step t"),
        "direction": widgets.Dropdown(options=["forward", "backward"], description="direction"),
    }
    return LimitedExplorer(
        draw, "step", lambda values: len(_tokens(values["words"], index)), **controls
    )


def _gradient(params, x, h, W_hy):
    """Of the last output, in all that `figures.unrolled` shows of it."""
    from_loss = np.zeros_like(h)
    from_loss[-1] = W_hy[:, 0]
    dh = gradients.loss_paths(params, h[None], from_loss[None])[0, -1]
    _, dx, dh_0 = numpy_rnn.bptt(params, x[None], h[None], from_loss[None])
    return {"dh": dh, "from_loss": from_loss, "dx": dx[0], "dh_0": dh_0[0]}


def _tokens(words, index):
    tokens = words.lower().split()
    if not 1 <= len(tokens) <= LONGEST:
        raise ValueError(f"words: expected 1 to {LONGEST} words, got {len(tokens)}")
    for token in tokens:
        if token not in index:
            near = did_you_mean(token, index)
            raise ValueError(f"words: expected words from the training set, got {token!r}{near}")
    return tokens
