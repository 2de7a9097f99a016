"""Reorder words, prices or rows of an image; see what two kinds of model make of it."""

from collections.abc import Callable
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from rnn_helpers import activations, arguments, figures, numpy_rnn
from rnn_helpers.explorers.sliders import LimitedExplorer
from rnn_helpers.explorers.stage import stage, wiped


class Task(NamedTuple):
    """Some examples of a task and two models for it, both as lists of weights in Keras's order.

    Each example has T elements. `recurrent`: SimpleRNN and Dense, with an Embedding before if x
    holds word numbers. `bag_model`: Dense with ReLU, and Dense. A single output is the logit of the
    second answer; K outputs are the logits of K answers.
    """

    shown: list  # what is drawn: T words, (T,) prices, or an image (T, W)
    x: list  # what is read: (T,) whole numbers, or (T, D)
    anchor: list  # (T,) bool, what "keep the anchor" holds in place
    answers: list  # names
    recurrent: list
    bag_model: list
    bag: Callable  # x -> (n,) numbers that do not depend on the order


def order(tasks, rng, *, exchanges=3):
    """Explorer: choose a task and an example, exchange elements, hold the anchor or let it go.

    tasks: name -> the fields of a Task. The exchanges of an example are always the same ones, so
    the slider can go back as well; at its end, no element is where it was.
    """
    arguments.check_rng(rng)
    tasks = {name: Task(**task) for name, task in tasks.items()}
    _check(tasks)
    orders = {
        (name, n, keep): _orders(~(np.asarray(anchor, bool) & keep), rng)
        for name, task in tasks.items()
        for n, anchor in enumerate(task.anchor)
        for keep in (False, True)
    }
    figure, axes = stage(1, 3, height=4.3, bare=True, width_ratios=[6.6, 2.4, 2.4])

    def draw(what, example, keep, exchanges):
        task, stages, n = tasks[what], orders[what, example - 1, keep], example - 1
        now = stages[min(exchanges, len(stages) - 1)]
        x = np.asarray(task.x[n])
        models = {
            "bag": (_bag(task, x), _bag(task, x[now])),
            "recurrent": (_recurrent(task, x), _recurrent(task, x[now])),
        }
        held = task.anchor[n] if keep else None
        wiped(*axes)
        figures.reordered(task.shown[n], now, task.answers, models, anchor=held, ax=axes)
        said = [_said(name, task.answers, *both) for name, both in models.items()]
        return figure, " ".join(said)

    most = max(len(stages) for stages in orders.values()) - 1
    examples = len(next(iter(tasks.values())).x)
    controls = {
        "what": widgets.Dropdown(options=list(tasks), description="sequence"),
        "example": widgets.IntSlider(1, 1, examples, description="example"),
        "keep": widgets.Checkbox(False, description="keep the anchor", indent=False),
        "exchanges": widgets.IntSlider(min(exchanges, most), 0, most, description="exchanges"),
    }

    def limit(values):
        return len(orders[values["what"], values["example"] - 1, values["keep"]]) - 1

    return LimitedExplorer(draw, "exchanges", limit, **controls)


def _check(tasks):
    counts = {name: len(task.x) for name, task in tasks.items()}
    if len(set(counts.values())) != 1:
        raise ValueError(f"tasks: expected the same number of examples in each, got {counts}")
    for name, task in tasks.items():
        for n, anchor in enumerate(task.anchor, start=1):
            if (free := len(anchor) - np.sum(anchor)) < 2:
                raise ValueError(
                    "tasks: expected at least two elements outside the anchor, got "
                    f"{free} in {name!r}, example {n}"
                )


def _orders(free, rng):
    """The order after 0, 1, …, F - 1 exchanges of two free places each: free (T,) bool -> (F, T).

    Sattolo 1986: in the last of them, no free element is in its own place.
    """
    stages, places = [np.arange(len(free))], np.flatnonzero(free)
    for last in range(len(places) - 1, 0, -1):
        a, b = places[last], places[rng.integers(last)]
        now = stages[-1].copy()
        now[[a, b]] = now[[b, a]]
        stages.append(now)
    return np.stack(stages)


def _recurrent(task, x):
    *embedding, W_xh, W_hh, b_h, W_hy, b_y = task.recurrent
    x = embedding[0][x] if embedding else x.astype(W_xh.dtype)
    h = numpy_rnn.forward(numpy_rnn.Params(W_xh, W_hh, b_h), x[None])
    return _probabilities(h[0, -1] @ W_hy + b_y)


def _bag(task, x):
    W_1, b_1, W_2, b_2 = task.bag_model
    return _probabilities(activations.relu(task.bag(x) @ W_1 + b_1) @ W_2 + b_2)


def _probabilities(logits):
    """Of the answers; a single logit is that of the second, against zero for the first."""
    return activations.softmax(np.append(0.0, logits) if len(logits) == 1 else logits)


def _said(name, answers, before, now):
    was, says = answers[before.argmax()], answers[now.argmax()]
    change = "as before" if was == says else f"before {was}"
    return (
        f"The {name} model says {says} ({100 * now.max():.0f} %), "
        f"{change} ({100 * before.max():.0f} %)."
    )
