"""Exercise: weights carried from PyTorch's layout to Keras's."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    """weight_ih (H, D), weight_hh (H, H), bias_ih and bias_hh (H,) -> W_xh (D, H), W_hh (H, H), b_h (H,)."""
    return weight_ih.T, weight_hh.T, bias_ih + bias_hh


def inputs(case):
    return {"weight_ih": case.normal("H "
                                     "D"), "weight_hh": case.normal("H "
                                                                      "H"), "bias_ih": case.normal("H"),
            "bias_hh": case.normal("H")}


def oracle(weight_ih, weight_hh, bias_ih, bias_hh):
    """Read off from what PyTorch's sum does: one input, or one unit of the state, at 1 and all else at 0."""
    H, D = weight_ih.shape

    def z(x, h):
        return [sum(w * a for w, a in zip(weight_ih[j], x)) + sum(w * a for w, a in zip(weight_hh[j], h))
                + bias_ih[j] + bias_hh[j] for j in range(H)]

    b_h = np.array(z([0] * D, [0] * H))
    return np.array([z(x, [0] * H) for x in np.eye(D)]) - b_h, np.array([z([0] * D, h) for h in np.eye(H)]) - b_h, b_h


MISTAKES = {
    "W_hh not transposed": Mistake(
        "W_hh is not transposed. Being square it fits either way, and no error tells you.",
        lambda weight_ih, weight_hh, bias_ih, bias_hh: (weight_ih.T, weight_hh, bias_ih + bias_hh)),
    "nothing transposed": Mistake(
        "Both matrices must be transposed: PyTorch's multiply from the left, with the units first.",
        lambda weight_ih, weight_hh, bias_ih, bias_hh: (weight_ih, weight_hh, bias_ih + bias_hh)),
    "W_xh not transposed": Mistake(
        "W_xh is not transposed. PyTorch has (H, D), Keras (D, H).",
        lambda weight_ih, weight_hh, bias_ih, bias_hh: (weight_ih, weight_hh.T, bias_ih + bias_hh)),
    "reshaped": Mistake(
        "A reshape gives the right shape and moves the numbers to wrong places. Transpose instead.",
        lambda weight_ih, weight_hh, bias_ih, bias_hh: (weight_ih.reshape(weight_ih.T.shape), weight_hh.T, bias_ih + bias_hh)),
    "bias_hh lost": Mistake(
        "bias_hh is lost. PyTorch adds both biases, so b_h is their sum.",
        lambda weight_ih, weight_hh, bias_ih, bias_hh: (weight_ih.T, weight_hh.T, bias_ih)),
    "bias_ih lost": Mistake(
        "bias_ih is lost. PyTorch adds both biases, so b_h is their sum.",
        lambda weight_ih, weight_hh, bias_ih, bias_hh: (weight_ih.T, weight_hh.T, bias_hh)),
    "two biases": Mistake(
        "Keras has one bias (H,) here. The two only ever act as their sum, so add them.",
        lambda weight_ih, weight_hh, bias_ih, bias_hh: (weight_ih.T, weight_hh.T, np.stack([bias_ih, bias_hh]))),
    "biases averaged": Mistake(
        "The biases are averaged. Both enter the sum in full, so add them.",
        lambda weight_ih, weight_hh, bias_ih, bias_hh: (weight_ih.T, weight_hh.T, (bias_ih + bias_hh) / 2)),
}

EXERCISE = Exercise(
    place=3,
    title="From PyTorch to Keras",
    task="PyTorch writes one step as $\\varphi(\\mathbf{W}_{ih}\\mathbf{x}_{(t)} + "
         "\\mathbf{b}_{ih} + \\mathbf{W}_{hh}\\mathbf{h}_{(t-1)} + \\mathbf{b}_{hh})$. Turn its "
         "four arrays into the three that Keras takes, for the same network.",
    solution=from_torch,
    why="PyTorch multiplies from the left, as books do, and Keras from the right, so each matrix "
        "is transposed. The two biases are only ever added to each other; Keras keeps their sum. "
        "The transpose of W_hh is the one to watch, because forgetting it raises no error.",
    inputs=inputs,
    returns="W_xh W_hh b_h",
    oracle=oracle,
    mistakes=MISTAKES,
    hints=(
        "Write the shapes of both layouts beside each other. Which arrays must change theirs? And "
        "does one that keeps its shape stay the same?",
        "From left to right is a transpose, for both matrices. Then ask what the two biases do in "
        "PyTorch's sum.",
        "weight_ih.T, the same for weight_hh, and one bias which is the sum of two.",
    ),
)
