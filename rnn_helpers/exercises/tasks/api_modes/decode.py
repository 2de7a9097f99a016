"""Exercise: a decoder that starts from an encoder's state and feeds itself."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def decode(h, W_xh, W_hh, b_h, W_hy, b_y, steps):
    """The decoder's first outputs y (B, steps, D).

    h (B, T, H): the encoder's states.
    Decoder: W_xh (D, H), W_hh (H, H), b_h (H,), W_hy (H, D), b_y (D,).
    """
    h_t = h[:, -1]
    y_t, y = np.zeros((len(h), len(b_y))), []
    for _ in range(steps):
        h_t = np.tanh(y_t @ W_xh + h_t @ W_hh + b_h)
        y_t = h_t @ W_hy + b_y
        y.append(y_t)
    return np.stack(y, axis=1)


def inputs(case):
    """An encoder's states, and a decoder that runs for longer than it did."""
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


def mistaken(handed=lambda h: h[:, -1], kept=True, fed=True, before=False, phi=lambda y: y,
             turn=lambda W_hh: W_hh):
    """The decoder with one thing replaced. before: y_t comes from the state before the step."""
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
        "Your decoder starts from zeros, so nothing of the input reaches it. Start it from the "
        "encoder's last state.",
        mistaken(handed=lambda h: 0 * h[:, -1])),
    "handed over at each step": Mistake(
        "Your decoder gets the encoder's state again at every step. That is only its initial "
        "state; from there the decoder carries its own.",
        mistaken(kept=False)),
    "not fed back": Mistake(
        "The decoder's input stays zero. From the second step on it reads its own previous output.",
        mistaken(fed=False)),
    "first state": Mistake(
        "You pass on the encoder's first state. Only the last one has read the whole input.",
        mistaken(handed=lambda h: h[:, 0])),
    "mean state": Mistake(
        "You pass on the mean of the encoder's states. Use the last one, which return_state gives.",
        mistaken(handed=lambda h: h.mean(axis=1))),
    "output before the step": Mistake(
        "You compute the output from the state before the step, so the first one comes from the "
        "encoder's state. Take the decoder's step first, then compute y_t from its new state.",
        mistaken(before=True)),
    "phi on the output": Mistake(
        "You apply φ to the output. y_t is affine: h_t @ W_hy + b_y.",
        mistaken(phi=np.tanh)),
    "W_hh transposed": Mistake(
        "W_hh is transposed. Examples are rows here, so the state multiplies from the left: h_t @ "
        "W_hh.",
        mistaken(turn=lambda W_hh: W_hh.T)),
}

EXERCISE = Exercise(
    place=5,
    title="A decoder",
    stars=3,
    minutes=15,
    task="An encoder has read its input, and `h` holds all its states; the decoder, with weights "
         "of its own, starts where the encoder ended. Its first input is zeros, and every later "
         "one its own previous output $\\mathbf{y}_{(t)} = \\mathbf{h}_{(t)}\\mathbf{W}_{hy} + "
         "\\mathbf{b}_y$: return its first `steps` outputs.",
    solution=decode,
    why="A single array passes from the encoder to the decoder, the last state, and only once. "
        "The decoder's loop carries two things, its state and its last output. It cannot be a "
        "single call of a layer: the input at each step is the output of the step before, so "
        "there is no array of inputs to pass in at the start.",
    inputs=inputs,
    returns="y",
    oracle=oracle,
    mistakes=MISTAKES,
    cases=("B=1", "T=1", "D=H"),
    hints=(
        "Which of the encoder's states has read the whole input? How often is it passed to the "
        "decoder?",
        "The loop carries two things from step to step, the state and the last output. Before "
        "the loop they are h[:, -1] and zeros.",
        "In the loop: h_t = np.tanh(y_t @ W_xh + h_t @ W_hh + b_h), then y_t = h_t @ W_hy + b_y, "
        "and store y_t. At the end, stack along axis 1.",
    ),
)
