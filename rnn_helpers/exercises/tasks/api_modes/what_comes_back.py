"""Exercise: what a recurrent layer returns, by its two switches."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def what_comes_back(kind, return_sequences, return_state, B, T, D, H):
    """A "SimpleRNN", "LSTM" or "GRU" of H units reads x (B, T, D). -> how many arrays, shape of the first, of the last."""
    output = (B, T, H) if return_sequences else (B, H)
    if not return_state:
        return 1, output, output
    states = 2 if kind == "LSTM" else 1
    return 1 + states, output, (B, H)


def inputs(case):
    kind = str(case.rng.choice(["SimpleRNN", "LSTM", "GRU"]))
    sequences, state = (bool(switch) for switch in case.rng.integers(0, 2, 2))
    return {"kind": kind, "return_sequences": sequences, "return_state": state, "B": case.B, "T": case.T, "D": case.D,
            "H": case.H}


def oracle(kind, return_sequences, return_state, B, T, D, H):
    """Asked of a live layer."""
    from rnn_helpers import numpy_layers

    layer = getattr(numpy_layers, kind)(H, return_sequences=return_sequences, return_state=return_state, seed=0)
    parts = layer(np.ones((B, T, D), np.float32))
    parts = parts if return_state else [parts]
    return len(parts), parts[0].shape, parts[-1].shape


def mistaken(states={"LSTM": 2}, output=lambda kind, sequences, state, B, T, H: (B, T, H) if sequences else (B, H),
             last=lambda output, B, T, H: (B, H), count=lambda kind, states, state: states + 1):
    """The answer with one thing replaced. states: of each kind that has not one."""
    def what_comes_back(kind, return_sequences, return_state, B, T, D, H):
        first = output(kind, return_sequences, return_state, B, T, H)
        arrays = count(kind, states.get(kind, 1) if return_state else 0, return_state)
        return arrays, first, last(first, B, T, H) if return_state else first

    return what_comes_back


MISTAKES = {
    "one state of the LSTM": Mistake(
        "An LSTM has two states, h and c, and return_state brings both.", mistaken(states={})),
    "two states of the GRU": Mistake(
        "A GRU has gates, but one state only, h. It is the LSTM that has a second one.",
        mistaken(states={"LSTM": 2, "GRU": 2})),
    "same array once": Mistake(
        "The output and the final h are the same numbers, but both come back: with return_state "
        "there is the output, and then every state.",
        mistaken(count=lambda kind, states, state: max(states, 1))),
    "states alone": Mistake(
        "With return_state the output does not go away. It comes first, and the states come behind "
        "it.",
        mistaken(count=lambda kind, states, state: states if state else 1,
                 output=lambda kind, sequences, state, B, T, H: (B, T, H) if sequences and not state else (B, H))),
    "state as the output": Mistake(
        "return_sequences widens the output, not the states. The last array is a final state, (B, "
        "H), in every mode with return_state.",
        mistaken(last=lambda output, B, T, H: output)),
    "states of all steps": Mistake(
        "A state has no time axis. return_state returns the final one; all steps are what "
        "return_sequences is for.",
        mistaken(last=lambda output, B, T, H: (B, T, H))),
    "switches exchanged": Mistake(
        "The two switches are exchanged. return_sequences gives all steps of the output, "
        "return_state adds the final state.",
        lambda kind, return_sequences, return_state, *sizes: what_comes_back(kind, return_state, return_sequences, *sizes)),
    "no sequences": Mistake(
        "With return_sequences the output has a time axis: one output for each of the T steps.",
        mistaken(output=lambda kind, sequences, state, B, T, H: (B, H))),
    "always sequences": Mistake(
        "Without return_sequences the output of the last step comes back alone, and it has no time "
        "axis.",
        mistaken(output=lambda kind, sequences, state, B, T, H: (B, T, H))),
    "features for units": Mistake(
        "The last axis of what comes back has H, the units. D, the features, is what goes in.",
        lambda kind, sequences, state, B, T, D, H: what_comes_back(kind, sequences, state, B, T, H, D)),
    "time first": Mistake(
        "In Keras the batch comes first: (B, T, H). Time first is the habit of PyTorch.",
        mistaken(output=lambda kind, sequences, state, B, T, H: (T, B, H) if sequences else (B, H))),
    "no batch": Mistake(
        "The examples are missing. Each array has a row for each of the B examples.",
        mistaken(output=lambda kind, sequences, state, B, T, H: (T, H) if sequences else (H,), last=lambda output, B, T, H: (H,))),
}

EXERCISE = Exercise(
    place=1,
    title="What comes back",
    task="A layer is called once, on an array x of shape (B, T, D). Say for each kind of layer and "
         "each setting of the two switches how many arrays come back, and the shapes of the first "
         "and of the last (the same one, if only one comes).",
    solution=what_comes_back,
    why="The first array is always the output, and return_sequences alone decides whether it has a "
        "time axis. return_state adds the final states behind it: h, and for an LSTM c. They are "
        "(B, H) in every mode. D is seen in no shape.",
    inputs=inputs,
    returns="arrays first last",
    oracle=oracle,
    exact=True,
    cases=(),
    plain=40,  # of 12 modes, so that each is met
    mistakes=MISTAKES,
    hints=(
        "Take the switches one at a time. Which of them opens the arrows at the top of the "
        "drawing, and which those at the right?",
        "return_sequences decides the first shape alone. return_state decides how many arrays "
        "there are: one more, or two more for the layer with two states.",
        "The output is (B, T, H) with return_sequences and (B, H) without. With return_state come "
        "1 + 1 arrays, for an LSTM 1 + 2, and the last one is (B, H).",
    ),
)
