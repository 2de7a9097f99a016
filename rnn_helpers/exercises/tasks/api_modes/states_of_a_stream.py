"""Exercise: a stateful layer that is reset where a new sequence begins."""

import itertools

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def states_of_a_stream(W_xh, W_hh, b_h, x, begins, h_0):
    """All states (B, T, H).

    W_xh (D, H), W_hh (H, H), b_h (H,), x (B, T, D), begins (B, T) bool,
    h_0 (B, H): the state kept from the previous call.
    """
    h_t, h = h_0, []
    for t in range(x.shape[1]):
        h_prev = np.where(begins[:, t, None], 0, h_t)
        h_t = np.tanh(x[:, t] @ W_xh + h_prev @ W_hh + b_h)
        h.append(h_t)
    return np.stack(h, axis=1)


def inputs(case):
    """Streams in which sequences go on, end and begin, also all at once."""
    begins = case.rng.random((case.B, case.T)) < 0.35
    if case.special == "no mask":
        begins[:] = False
    elif case.T > 1:
        begins[0, :2] = [False, True]  # one that goes on, and then ends
        begins[:, 2:3] = True  # and a step at which all begin
    return case.params() | {"x": case.normal("B T D"), "begins": begins, "h_0": case.start()}


def oracle(W_xh, W_hh, b_h, x, begins, h_0):
    """Each stream by itself, cut where a sequence begins, each piece in a run of its own."""
    from rnn_helpers import numpy_rnn

    params, h = (W_xh, W_hh, b_h), []
    for b in range(len(x)):
        cuts = [0, *(t for t in np.flatnonzero(begins[b]) if t > 0), x.shape[1]]
        runs = []
        for start, end in itertools.pairwise(cuts):
            state = np.zeros((1, len(b_h))) if begins[b, start] else h_0[b : b + 1]
            runs.append(numpy_rnn.forward(params, x[b : b + 1, start:end], state))
        h.append(np.concatenate(runs, axis=1)[0])
    return np.array(h)


def mistaken(reset=lambda begins, t: begins[:, t, None], to=lambda h_0: 0 * h_0,
             start=lambda h_0: h_0, after=False, state_zero=False):
    """The loop with one thing replaced.

    after: the reset comes after the step, and shows in the step's output if state_zero.
    """
    def states_of_a_stream(W_xh, W_hh, b_h, x, begins, h_0):
        h_t, h = start(h_0), []
        for t in range(x.shape[1]):
            if not after:
                h_t = np.where(reset(begins, t), to(h_0), h_t)
            h_t = np.tanh(x[:, t] @ W_xh + h_t @ W_hh + b_h)
            put_out = h_t
            if after:
                h_t = np.where(reset(begins, t), to(h_0), h_t)
            h.append(h_t if state_zero else put_out)
        return np.stack(h, axis=1)

    return states_of_a_stream


def previous(begins, t):
    """begins, one step late: (B, 1)."""
    return begins[:, t - 1, None] if t else np.zeros((len(begins), 1), bool)


MISTAKES = {
    "no reset": Mistake(
        "The state carries over from one sequence into the next. Where begins is True, the step "
        "must start from zeros.",
        mistaken(reset=lambda begins, t: False)),
    "input lost": Mistake(
        "Where a sequence begins, you set the state to zero after the step, so its first input is "
        "lost. Reset the state that goes into the step instead.",
        mistaken(after=True, state_zero=True)),
    "one step late": Mistake(
        "The reset comes one step late. At a step where begins is True, the state that goes in "
        "must already be zero.",
        mistaken(after=True)),
    "all reset": Mistake(
        "When a sequence begins in one stream, you reset all streams. Each has its own beginnings.",
        mistaken(reset=lambda begins, t: begins[:, t].any())),
    "only if all": Mistake(
        "You only reset when sequences begin in all streams at once. Each stream has its own "
        "beginnings.",
        mistaken(reset=lambda begins, t: begins[:, t].all())),
    "reset to h_0": Mistake(
        "You reset the state to h_0, which belongs to a sequence from the previous call. A new "
        "one starts from zeros.",
        mistaken(to=lambda h_0: h_0)),
    "h_0 forgotten": Mistake(
        "Your first step starts from zeros. Unless a sequence begins there, it continues from "
        "h_0, which was kept from the previous call.",
        mistaken(start=lambda h_0: 0 * h_0)),
    "h_0 in any case": Mistake(
        "You ignore begins at the first step. A sequence may begin there too, and then h_0 is not "
        "its state.",
        mistaken(reset=lambda begins, t: begins[:, t, None] & (t > 0))),
    "always reset": Mistake(
        "Every step starts from zeros, so nothing is remembered. Reset only where begins is True.",
        mistaken(reset=lambda begins, t: True)),
    "the wrong way round": Mistake(
        "The reset is the wrong way round: you keep the state where a sequence begins, and lose "
        "it everywhere else.",
        mistaken(reset=lambda begins, t: ~begins[:, t, None])),
    "W_hh transposed": Mistake(
        "W_hh is transposed. Examples are rows here, so the state multiplies from the left: "
        "h_prev @ W_hh.",
        lambda W_xh, W_hh, *others: states_of_a_stream(W_xh, W_hh.T, *others)),
}

EXERCISE = Exercise(
    place=4,
    title="A stateful layer that knows when to reset",
    stars=3,
    minutes=15,
    task="A stream consists of sequences one after another; `begins` is True at the first step "
         "of each, and `h_0` is the state kept from the previous call. Return all states, "
         "without letting any sequence see the one before it.",
    solution=states_of_a_stream,
    why="A reset changes what goes into a step: h_prev is zero where a sequence begins. The step "
        "itself is the same as ever, so the first input is read. np.where decides row by row, "
        "since each stream has its own beginnings. The first step is no exception: there, too, "
        "begins says whether h_0 still belongs to the sequence.",
    inputs=inputs,
    returns="h",
    oracle=oracle,
    mistakes=MISTAKES,
    cases=("B=1", "T=1", "D=H", "zero start"),
    hints=(
        "What does a stateful layer keep between two steps, and what should that be where a "
        "sequence begins?",
        "In the loop, before the step: make a state that is zero in the rows where begins[:, t] "
        "is True, and the previous state in the others.",
        "h_prev = np.where(begins[:, t, None], 0, h_t), then take the step from h_prev. Before "
        "the loop, h_t is h_0.",
    ),
)
