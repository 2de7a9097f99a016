"""Exercise: what the singular values make certain."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def largest_factor(W_hh, gamma, k):
    """The most by which k steps can stretch a gradient, one number.

    W_hh (H, H); the slope of φ is at most gamma.
    """
    largest = np.linalg.svd(W_hh, compute_uv=False)[0]
    return (gamma * largest) ** k


def inputs(case):
    """Weights that may stretch, and a bound on the slope."""
    gamma = float(case.rng.choice([0.25, 0.5, 0.8]))
    return {"W_hh": case.normal("H H", 1.2 * case.H**-0.5), "gamma": gamma,
            "k": int(case.rng.integers(2, 5))}


def oracle(W_hh, gamma, k):
    """W_hh.T @ W_hh squared again and again, until only its largest direction is left."""
    power = W_hh.T @ W_hh
    for _ in range(30):
        power = power @ power
        power /= np.abs(power).max()
    direction = power[:, np.abs(power).max(axis=0).argmax()]
    return float((gamma * np.linalg.norm(W_hh @ direction) / np.linalg.norm(direction)) ** k)


def singular(W_hh):
    """The singular values, the largest first."""
    return np.linalg.svd(W_hh, compute_uv=False)


MISTAKES = {
    "spectral radius": Mistake(
        "You take the largest eigenvalue. It describes very long products; over a few steps a "
        "gradient can grow by more. Take the largest singular value.",
        lambda W_hh, gamma, k: (gamma * np.abs(np.linalg.eigvals(W_hh)).max()) ** k),
    "smallest": Mistake(
        "You take the smallest singular value, the least by which W_hh stretches a vector. The "
        "question is the most.",
        lambda W_hh, gamma, k: (gamma * singular(W_hh)[-1]) ** k),
    "Frobenius": Mistake(
        "np.linalg.norm of a matrix is the square root of the sum of its squared entries. The "
        "most by which it stretches a vector is np.linalg.norm(W_hh, 2).",
        lambda W_hh, gamma, k: (gamma * np.linalg.norm(W_hh)) ** k),
    "squared": Mistake(
        "The eigenvalues of W_hh.T @ W_hh are the squares of the singular values. Take the square "
        "root.",
        lambda W_hh, gamma, k: (gamma * singular(W_hh)[0] ** 2) ** k),
    "no slope": Mistake(
        "You left out φ. Each of the k factors is diag(φ′) W_hh, so each includes a slope, at "
        "most gamma.",
        lambda W_hh, gamma, k: singular(W_hh)[0] ** k),
    "slope once": Mistake(
        "You use gamma once. There is a slope in each of the k factors.",
        lambda W_hh, gamma, k: gamma * singular(W_hh)[0] ** k),
    "one step": Mistake(
        "This is the bound for one step. For k steps there are k factors.",
        lambda W_hh, gamma, k: gamma * singular(W_hh)[0]),
    "times k": Mistake(
        "The factors of k steps are multiplied, not added: raise to the power k.",
        lambda W_hh, gamma, k: k * gamma * singular(W_hh)[0]),
    "of the power": Mistake(
        "You take the power W_hh^k as one matrix. Between any two factors there is a diag(φ′), "
        "which can undo cancellations, so only the bound of each single step is guaranteed.",
        lambda W_hh, gamma, k: gamma**k * singular(np.linalg.matrix_power(W_hh, k))[0]),
    "divided": Mistake(
        "gamma is on the wrong side: a smaller slope makes each factor smaller.",
        lambda W_hh, gamma, k: (singular(W_hh)[0] / gamma) ** k),
}

EXERCISE = Exercise(
    place=1,
    title="A guaranteed bound",
    stars=1,
    minutes=8,
    task="The slope of φ is nowhere larger than `gamma`. By what factor can the length of a "
         "gradient grow at most over k steps back, whatever the input, judging by the singular "
         "values of `W_hh`?",
    solution=largest_factor,
    why="One step back multiplies by a slope, at most gamma, and by W_hh, which stretches no "
        "vector by more than its largest singular value. k steps do so k times. Eigenvalues "
        "promise nothing of the kind, as the chain showed. If gamma times the largest singular "
        "value is below 1, the gradient must vanish; if it is above 1, the gradient may explode, "
        "but need not.",
    inputs=inputs,
    returns="factor",
    oracle=oracle,
    mistakes=MISTAKES,
    cases=(),
    plain=6,
    hints=(
        "What does one step back do to a gradient? It meets two factors, and each can stretch it "
        "only so much.",
        "The most by which W_hh stretches a vector is its largest singular value, "
        "np.linalg.svd(W_hh, compute_uv=False)[0].",
        "One step: gamma times the largest singular value. k steps: that to the power k.",
    ),
)
