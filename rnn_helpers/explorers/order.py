"""Reorder words, prices or rows of an image, step by step, and see what a bag and a recurrent network say."""

from typing import Callable, NamedTuple

import ipywidgets as widgets
import numpy as np

from rnn_helpers import arguments, figures, numpy_rnn
from rnn_helpers.activations import ACTIVATIONS
from rnn_helpers.explorers.core import stage, wiped
from rnn_helpers.explorers.sliders import LimitedExplorer


class Task(NamedTuple):
    """Some examples of a task and two models for it, both as lists of weights in Keras's order.

    Each example has T elements. `recurrent`: SimpleRNN and Dense, with an Embedding before if x holds numbers of
    words. `bag_model`: Dense with ReLU, and Dense. One output is the logit of the second answer; K are logits of K.
    """

    shown: list  # what is drawn: T words, (T,) prices, or an image (T, W)
    x: list  # what is read: (T,) whole numbers, or (T, D)
    anchor: list  # (T,) bool, what "keep the anchor" holds in its place
    answers: list  # names
    recurrent: list
    bag_model: list
    bag: Callable  # x -> (n,) numbers that do not know the order


def order(tasks, rng, *, exchanges=3):
    """Explorer: choose a task and an example, exchange elements, hold the anchor or let it go. tasks: name -> a Task's fields.

    The exchanges of an example are always the same ones, so the slider goes back as well. Its end is fully mixed.
    """
    arguments.check_rng(rng)
    tasks = {name: Task(**task) for name, task in tasks.items()}
    counts = {name: len(task.x) for name, task in tasks.items()}
    if len(set(counts.values())) != 1:
        raise ValueError(f"tasks: expected as many examples in each, got {counts}")
    for name, task in tasks.items():
        for n, anchor in enumerate(task.anchor, start=1):
            if len(anchor) - np.sum(anchor) < 2:
                raise ValueError("tasks: expected two elements beside the anchor at least, got "
                                 f"{name!r}, example {n}")
    orders = {(name, n, keep): _orders(np.flatnonzero(~(np.asarray(anchor, bool) & keep)), len(anchor), rng)
              for name, task in tasks.items() for n, anchor in enumerate(task.anchor) for keep in (False, True)}
    figure, axes = stage(1, 3, height=4.3, bare=True, width_ratios=[6.6, 2.4, 2.4])

    def draw(what, example, keep, exchanges):
        task, stages, example = tasks[what], orders[what, example - 1, keep], example - 1
        now = stages[min(exchanges, len(stages) - 1)]
        x = np.asarray(task.x[example])
        models = {"bag": (_bag(task, x), _bag(task, x[now])), "recurrent": (_recurrent(task, x), _recurrent(task, x[now]))}
        wiped(*axes)
        held = task.anchor[example] if keep else None
        figures.reordered(task.shown[example], now, task.answers, models, anchor=held, ax=axes)
        return figure, " ".join(_said(name, task.answers, *shares) for name, shares in models.items())

    most = max(len(stages) for stages in orders.values()) - 1
    controls = {"what": widgets.Dropdown(options=list(tasks), description="sequence"),
                "example": widgets.IntSlider(1, 1, len(task.x), description="example"),
                "keep": widgets.Checkbox(False, description="keep the anchor", indent=False),
                "exchanges": widgets.IntSlider(min(exchanges, most), 0, most, description="exchanges")}

    def limit(now):
        return len(orders[now["what"], now["example"] - 1, now["keep"]]) - 1

    return LimitedExplorer(draw, "exchanges", limit, **controls)


def _orders(free, T, rng):
    """(F, T): the order after 0, 1, …, F - 1 exchanges of two free places each; Sattolo (1986): none comes to its own."""
    stages = [np.arange(T)]
    for last in range(len(free) - 1, 0, -1):
        a, b = free[last], free[rng.integers(last)]
        now = stages[-1].copy()
        now[[a, b]] = now[[b, a]]
        stages.append(now)
    return np.stack(stages)


def _recurrent(task, x):
    *embedding, W_xh, W_hh, b_h, W_hy, b_y = task.recurrent
    x = embedding[0][x] if embedding else x.astype(W_xh.dtype)
    h = numpy_rnn.forward(numpy_rnn.Params(W_xh, W_hh, b_h), x[None])
    return _shares(h[0, -1] @ W_hy + b_y)


def _bag(task, x):
    W_1, b_1, W_2, b_2 = task.bag_model
    return _shares(ACTIVATIONS["relu"].phi(task.bag(x) @ W_1 + b_1) @ W_2 + b_2)


def _shares(logits):
    """Softmax; one logit stands against a zero."""
    logits = np.concatenate([np.zeros(1), logits]) if len(logits) == 1 else logits
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()


def _said(name, answers, before, now):
    was, says = answers[before.argmax()], answers[now.argmax()]
    change = f"as before ({100 * before.max():.0f} %)" if was == says else f"before {was} ({100 * before.max():.0f} %)"
    return f"The {name} model says {says} ({100 * now.max():.0f} %), {change}."
