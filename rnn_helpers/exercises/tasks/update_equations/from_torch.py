"""Exercise: weights carried from PyTorch's layout to Keras's."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    """PyTorch's arrays in Keras's layout.

    weight_ih (H, D), weight_hh (H, H), bias_ih and bias_hh (H,).
    -> W_xh (D, H), W_hh (H, H), b_h (H,).
    """
    return weight_ih.T, weight_hh.T, bias_ih + bias_hh


def inputs(case):
    """PyTorch's four arrays."""
    return {"weight_ih": case.normal("H D"), "weight_hh": case.normal("H H"),
            "bias_ih": case.normal("H"), "bias_hh": case.normal("H")}


def oracle(weight_ih, weight_hh, bias_ih, bias_hh):
    """Read off PyTorch's sum, with one input, or one unit of the state, at 1 and all else at 0."""
    H, D = weight_ih.shape

    def z(x, h):
        return np.array([np.inner(weight_ih[j], x) + np.inner(weight_hh[j], h)
                         + bias_ih[j] + bias_hh[j] for j in range(H)])

    no_x, no_h = np.zeros(D), np.zeros(H)
    b_h = z(no_x, no_h)
    W_xh, W_hh = [z(x, no_h) for x in np.eye(D)], [z(no_x, h) for h in np.eye(H)]
    return W_xh - b_h, W_hh - b_h, b_h


MISTAKES = {
    "W_hh not transposed": Mistake(
        "You did not transpose W_hh. It is square, so it fits either way and raises no error.",
        lambda W_x, W_h, b_x, b_h: (W_x.T, W_h, b_x + b_h)),
    "nothing transposed": Mistake(
        "Transpose both matrices: PyTorch's multiply from the left, with the units first.",
        lambda W_x, W_h, b_x, b_h: (W_x, W_h, b_x + b_h)),
    "W_xh not transposed": Mistake(
        "You did not transpose W_xh. PyTorch has (H, D), Keras (D, H).",
        lambda W_x, W_h, b_x, b_h: (W_x, W_h.T, b_x + b_h)),
    "reshaped": Mistake(
        "reshape gives the right shape but puts the numbers in the wrong places. Transpose "
        "instead.",
        lambda W_x, W_h, b_x, b_h: (W_x.reshape(W_x.T.shape), W_h.T, b_x + b_h)),
    "bias_hh lost": Mistake(
        "You lost bias_hh. PyTorch adds both biases, so b_h is their sum.",
        lambda W_x, W_h, b_x, b_h: (W_x.T, W_h.T, b_x)),
    "bias_ih lost": Mistake(
        "You lost bias_ih. PyTorch adds both biases, so b_h is their sum.",
        lambda W_x, W_h, b_x, b_h: (W_x.T, W_h.T, b_h)),
    "two biases": Mistake(
        "Keras has a single bias here, (H,). The two only ever act as their sum, so add them.",
        lambda W_x, W_h, b_x, b_h: (W_x.T, W_h.T, np.stack([b_x, b_h]))),
    "biases averaged": Mistake(
        "You averaged the biases. Both enter the sum in full, so add them.",
        lambda W_x, W_h, b_x, b_h: (W_x.T, W_h.T, (b_x + b_h) / 2)),
}

EXERCISE = Exercise(
    place=3,
    title="From PyTorch to Keras",
    stars=2,
    minutes=12,
    task="PyTorch writes one step as $\\varphi(\\mathbf{W}_{ih}\\mathbf{x}_{(t)} + "
         "\\mathbf{b}_{ih} + \\mathbf{W}_{hh}\\mathbf{h}_{(t-1)} + \\mathbf{b}_{hh})$. Turn its "
         "four arrays into the three that Keras needs for the same network.",
    solution=from_torch,
    why="In PyTorch the weights stand on the left, as in books, and in Keras on the right, so "
        "each matrix is transposed. The two biases are only ever added to each other; Keras "
        "keeps their sum. Watch the transpose of W_hh, because forgetting it raises no error.",
    inputs=inputs,
    returns="W_xh W_hh b_h",
    oracle=oracle,
    mistakes=MISTAKES,
    hints=(
        "Write the shapes of both layouts side by side. Which arrays change theirs? And is an "
        "array whose shape stays the same really unchanged?",
        "Moving a matrix from the left to the right transposes it, and that goes for both. Then "
        "ask what the two biases do in PyTorch's sum.",
        "weight_ih.T, the same for weight_hh, and a single bias that is the sum of two.",
    ),
)
