"""Exercise: a decoder that starts from an encoder's state and feeds itself."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def decode(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    """h (B, T, H): the encoder's states; W_xh (D, H), W_hh (H, H), b_h (H,), W_hy (H, D), b_y (D,) -> y (B, steps, D)."""
    h_t = h[:, -1]
    y_t, y = np.zeros((len(h), len(b_y))), []
    for t in range(steps):
        h_t = np.tanh(y_t @ W_xh + h_t @ W_hh + b_h)
        y_t = h_t @ W_hy + b_y
        y.append(y_t)
    return np.stack(y, axis=1)


def inputs(case):
    return {"h": np.tanh(case.normal("B T H"))} | case.params() | {
        "W_hy": case.normal("H D", case.H**-0.5), "b_y": case.normal("D", 0.5),
        "steps": int(case.rng.integers(6, 8))}  # more than T


def oracle(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    """Asked of a layer, one call a step: return_state gives what initial_state takes."""
    from rnn_helpers import numpy_layers

    layer = numpy_layers.SimpleRNN(len(b_h), return_state=True, dtype="float64")
    layer.set_weights((W_xh, W_hh, b_h))
    state, said = h[:, -1], np.zeros((len(h), 1, len(b_y)))
    for _ in range(steps):
        out, state = layer(said[:, -1:], initial_state=[state])
        said = np.concatenate([said, (out @ W_hy + b_y)[:, None]], axis=1)
    return said[:, 1:]


def mistaken(handed=lambda h: h[:, -1], kept=True, fed=True, before=False, phi=lambda y: y, turn=lambda W_hh: W_hh):
    """The decoder with one thing replaced. before: the output is made from the state before the step."""
    def decode(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
        start = h_t = handed(h)
        y_t, y = np.zeros((len(h), len(b_y))), []
        for _ in range(steps):
            if before:
                y_t = h_t @ W_hy + b_y
            h_t = np.tanh(y_t * fed @ W_xh + (h_t if kept else start) @ turn(W_hh) + b_h)
            if not before:
                y_t = phi(h_t @ W_hy + b_y)
            y.append(y_t)
        return np.stack(y, axis=1)

    return decode


MISTAKES = {
    "nothing handed over": Mistake(
        "The decoder starts from zeros, so nothing of the input reaches it. Its start is the "
        "encoder's last state.",
        mistaken(handed=lambda h: 0 * h[:, -1])),
    "handed over at each step": Mistake(
        "The decoder gets the encoder's state anew at each step. It is the start only; from there "
        "the decoder carries its own.",
        mistaken(kept=False)),
    "not fed back": Mistake(
        "The decoder's input stays at zeros. From the second step on it reads its own last output.",
        mistaken(fed=False)),
    "first state": Mistake(
        "The encoder's first state is handed over. Only its last one has read the whole input.",
        mistaken(handed=lambda h: h[:, 0])),
    "mean state": Mistake(
        "The mean of the encoder's states is handed over. It is the last one that return_state "
        "gives.",
        mistaken(handed=lambda h: h.mean(axis=1))),
    "output before the step": Mistake(
        "The output is made from the state before the step, so the first one is the encoder's. "
        "First do the decoder's step, then make y_t from its new state.",
        mistaken(before=True)),
    "phi on the output": Mistake(
        "φ is applied to the output. y_t is affine: h_t @ W_hy + b_y.",
        mistaken(phi=np.tanh)),
    "W_hh transposed": Mistake(
        "W_hh is transposed. Examples are rows here, so the state multiplies from the left: h_t @ "
        "W_hh.",
        mistaken(turn=lambda W_hh: W_hh.T)),
}

EXERCISE = Exercise(
    place=5,
    title="A decoder",
    task="An encoder has read its input, and `h` holds all its states; the decoder, with weights "
         "of its own, starts where the encoder ended. Its first input is zeros, then each time its "
         "own last output $\\mathbf{y}_{(t)} = \\mathbf{h}_{(t)}\\mathbf{W}_{hy} + \\mathbf{b}_y$: "
         "return its first `steps` outputs.",
    solution=decode,
    why="One array crosses from the encoder to the decoder, the last state, and it crosses once. "
        "The decoder's loop carries two things, its state and its last output. It cannot be one "
        "call of a layer: what it reads at a step is what it put out at the step before, so there "
        "is no array of inputs to give it at the start.",
    inputs=inputs,
    returns="y",
    oracle=oracle,
    mistakes=MISTAKES,
    cases=("B=1", "T=1", "D=H"),
    hints=(
        "Which of the encoder's states has read the whole input? How often does it cross to the "
        "decoder?",
        "The loop carries two things from step to step, the state and the last output. Before it "
        "they are h[:, -1] and zeros.",
        "In the loop: h_t = np.tanh(y_t @ W_xh + h_t @ W_hh + b_h), then y_t = h_t @ W_hy + b_y, "
        "and keep it. At the end stack along axis 1.",
    ),
)
