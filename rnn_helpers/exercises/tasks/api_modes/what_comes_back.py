"""Exercise: what a recurrent layer returns, by its two switches."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def what_comes_back(kind, return_sequences, return_state, B, T, D, H):
    """What a layer of H units returns for x (B, T, D).

    kind: "SimpleRNN", "LSTM" or "GRU".
    -> how many arrays, shape of the first, shape of the last.
    """
    output = (B, T, H) if return_sequences else (B, H)
    if not return_state:
        return 1, output, output
    states = 2 if kind == "LSTM" else 1
    return 1 + states, output, (B, H)


def inputs(case):
    """Any kind of layer, in any of its modes."""
    kind = str(case.rng.choice(["SimpleRNN", "LSTM", "GRU"]))
    sequences, state = (bool(switch) for switch in case.rng.integers(0, 2, 2))
    return {"kind": kind, "return_sequences": sequences, "return_state": state,
            "B": case.B, "T": case.T, "D": case.D, "H": case.H}


def oracle(kind, return_sequences, return_state, B, T, D, H):
    """Asked of a live layer."""
    from rnn_helpers import numpy_layers

    make = getattr(numpy_layers, kind)
    layer = make(H, return_sequences=return_sequences, return_state=return_state, seed=0)
    parts = layer(np.ones((B, T, D), np.float32))
    parts = parts if return_state else [parts]
    return len(parts), parts[0].shape, parts[-1].shape


LSTM_HAS_TWO = {"LSTM": 2}


def usual(kind, sequences, state, B, T, H):
    """The shape of the output."""
    return (B, T, H) if sequences else (B, H)


def mistaken(states=LSTM_HAS_TWO, output=usual, last=lambda output, B, T, H: (B, H),
             count=lambda kind, states, state: states + 1):
    """The answer with one thing replaced. states: of each kind that does not have one."""
    def what_comes_back(kind, return_sequences, return_state, B, T, D, H):
        first = output(kind, return_sequences, return_state, B, T, H)
        arrays = count(kind, states.get(kind, 1) if return_state else 0, return_state)
        return arrays, first, last(first, B, T, H) if return_state else first

    return what_comes_back


MISTAKES = {
    "one state of the LSTM": Mistake(
        "An LSTM has two states, h and c, and return_state returns both.",
        mistaken(states={})),
    "two states of the GRU": Mistake(
        "A GRU has gates, but only one state, h. It is the LSTM that has a second one.",
        mistaken(states={"LSTM": 2, "GRU": 2})),
    "same array once": Mistake(
        "The output and the final h may be the same numbers, but both are returned: return_state "
        "gives the output, and then every state.",
        mistaken(count=lambda kind, states, state: max(states, 1))),
    "states alone": Mistake(
        "return_state does not replace the output. The output comes first, and the states follow.",
        mistaken(count=lambda kind, states, state: states if state else 1,
                 output=lambda kind, sequences, state, *sizes: usual(kind, sequences and not state,
                                                                     state, *sizes))),
    "state as the output": Mistake(
        "return_sequences adds a time axis to the output, not to the states. The last array is a "
        "final state, (B, H), in every mode with return_state.",
        mistaken(last=lambda output, B, T, H: output)),
    "states of all steps": Mistake(
        "A state has no time axis. return_state returns the final one; return_sequences is for "
        "all steps.",
        mistaken(last=lambda output, B, T, H: (B, T, H))),
    "switches exchanged": Mistake(
        "You swapped the two switches. return_sequences returns the output at all steps; "
        "return_state adds the final state.",
        lambda kind, sequences, state, *sizes: what_comes_back(kind, state, sequences, *sizes)),
    "no sequences": Mistake(
        "With return_sequences the output has a time axis: one output for each of the T steps.",
        mistaken(output=lambda kind, sequences, state, B, T, H: (B, H))),
    "always sequences": Mistake(
        "Without return_sequences only the output of the last step is returned, and it has no "
        "time axis.",
        mistaken(output=lambda kind, sequences, state, B, T, H: (B, T, H))),
    "features for units": Mistake(
        "The last axis of what is returned is H, the units. D, the features, is what goes in.",
        lambda kind, sequences, state, B, T, D, H: what_comes_back(
            kind, sequences, state, B, T, H, D)),
    "time first": Mistake(
        "In Keras the batch comes first: (B, T, H). Time first is PyTorch's default.",
        mistaken(output=lambda kind, sequences, state, B, T, H: (
            (T, B, H) if sequences else (B, H)))),
    "no batch": Mistake(
        "The batch axis is missing. Each array has one row per example, B in all.",
        mistaken(output=lambda kind, sequences, state, B, T, H: (T, H) if sequences else (H,),
                 last=lambda output, B, T, H: (H,))),
}

EXERCISE = Exercise(
    place=1,
    title="What comes back",
    stars=1,
    minutes=8,
    task="You call a layer once, on an array x of shape (B, T, D). For each kind of layer and "
         "each setting of the two switches, say how many arrays are returned, and the shapes of "
         "the first and the last one (the same if there is only one).",
    solution=what_comes_back,
    why="The first array is always the output, and return_sequences alone decides whether it has "
        "a time axis. return_state adds the final states after it: h, and for an LSTM also c. "
        "They are (B, H) in every mode. D appears in none of the shapes.",
    inputs=inputs,
    returns="arrays first last",
    oracle=oracle,
    exact=True,
    cases=(),
    plain=40,  # of 12 modes, so that each is met
    mistakes=MISTAKES,
    hints=(
        "Take the switches one at a time. Which of them opens the arrows at the top of the "
        "drawing, and which the arrows on the right?",
        "return_sequences alone decides the first shape. return_state decides how many arrays "
        "there are: one more, or two more for the layer with two states.",
        "The output is (B, T, H) with return_sequences and (B, H) without. With return_state "
        "there are 1 + 1 arrays, or 1 + 2 for an LSTM, and the last one is (B, H).",
    ),
)
