"""Exercise: what the singular values make certain."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def largest_factor(W_hh, gamma, k):
    """W_hh (H, H); the slope of φ is at most gamma. -> the most by which k steps can stretch a gradient, one number."""
    largest = np.linalg.svd(W_hh, compute_uv=False)[0]
    return (gamma * largest) ** k


def inputs(case):
    return {"W_hh": case.normal("H "
                                "H", 1.2 * case.H**-0.5), "gamma": float(case.rng.choice([0.25, 0.5, 0.8])),
            "k": int(case.rng.integers(2, 5))}


def oracle(W_hh, gamma, k):
    """The stretch of W_hh by squaring W_hh.T @ W_hh again and again until only its largest direction is left."""
    power = W_hh.T @ W_hh
    for _ in range(30):
        power = power @ power
        power /= np.abs(power).max()
    direction = power[:, np.abs(power).max(axis=0).argmax()]
    return float((gamma * np.linalg.norm(W_hh @ direction) / np.linalg.norm(direction)) ** k)


def singular(W_hh):
    return np.linalg.svd(W_hh, compute_uv=False)


MISTAKES = {
    "spectral radius": Mistake(
        "This takes the largest eigenvalue. It tells about powers without end; over a few steps a "
        "gradient can grow by more. Take the largest singular value.",
        lambda W_hh, gamma, k: (gamma * np.abs(np.linalg.eigvals(W_hh)).max()) ** k),
    "smallest": Mistake(
        "This takes the smallest singular value: the least by which a product with W_hh stretches. "
        "Asked for is the most.",
        lambda W_hh, gamma, k: (gamma * singular(W_hh)[-1]) ** k),
    "Frobenius": Mistake(
        "np.linalg.norm of a matrix is the root of all its squared numbers. The most by which it "
        "stretches a vector is np.linalg.norm(W_hh, 2).",
        lambda W_hh, gamma, k: (gamma * np.linalg.norm(W_hh)) ** k),
    "squared": Mistake(
        "The eigenvalues of W_hh.T @ W_hh are the squares of the singular values. Take the root.",
        lambda W_hh, gamma, k: (gamma * singular(W_hh)[0] ** 2) ** k),
    "no slope": Mistake(
        "φ is left out. Each of the k factors is diag(φ′) W_hh, so each holds a slope, at most "
        "gamma.",
        lambda W_hh, gamma, k: singular(W_hh)[0] ** k),
    "slope once": Mistake(
        "gamma is taken once. There is a slope in each of the k factors.",
        lambda W_hh, gamma, k: gamma * singular(W_hh)[0] ** k),
    "one step": Mistake(
        "This is the bound for one step. For k steps there are k factors.",
        lambda W_hh, gamma, k: gamma * singular(W_hh)[0]),
    "times k": Mistake(
        "The factors of k steps are multiplied, not added up: to the power k.",
        lambda W_hh, gamma, k: k * gamma * singular(W_hh)[0]),
    "of the power": Mistake(
        "This takes W_hh to the power k as one matrix. Between any two of them stands a diag(φ′), "
        "which can undo what cancels, so only the bound of each single step is certain.",
        lambda W_hh, gamma, k: gamma**k * singular(np.linalg.matrix_power(W_hh, k))[0]),
    "divided": Mistake(
        "gamma is on the wrong side: a smaller slope makes each factor smaller.",
        lambda W_hh, gamma, k: (singular(W_hh)[0] / gamma) ** k),
}

EXERCISE = Exercise(
    place=1,
    title="What is certain",
    task="The slope of φ is nowhere larger than `gamma`. By what factor can the length of a "
         "gradient grow at most, over k steps back and whatever the input, as far as the singular "
         "values of `W_hh` tell?",
    solution=largest_factor,
    why="One step back multiplies by a slope, at most gamma, and by W_hh, which stretches no "
        "vector by more than its largest singular value. k steps do so k times. Eigenvalues give "
        "no such promise, as the chain has shown. If gamma times the largest singular value is "
        "below 1, the gradient vanishes; if it is above, it may explode and need not.",
    inputs=inputs,
    returns="factor",
    oracle=oracle,
    mistakes=MISTAKES,
    cases=(),
    plain=6,
    hints=(
        "What does one step back do to a gradient? It meets two things, and each can stretch it by "
        "so much and no more.",
        "The most by which W_hh stretches a vector is its largest singular value, "
        "np.linalg.svd(W_hh, compute_uv=False)[0].",
        "One step: gamma times the largest singular value. k steps: that to the power k.",
    ),
)
