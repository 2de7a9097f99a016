"""Exercise: choose W_hh so that gradients neither vanish nor explode over 100 steps."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake

STEPS = 100


def steady_W_hh(random, slope):
    """W_hh (H, H) for a network with φ(z) = slope · z.

    random (H, H): random numbers, to be used or not.
    """
    Q, _ = np.linalg.qr(random)
    return Q / slope


def inputs(case):
    """Random numbers for W_hh, and the slope of φ."""
    return {"random": case.normal("H H"), "slope": round(float(case.rng.uniform(0.4, 0.9)), 2)}


def right(parts, inputs):
    """Whether up to 100 steps back scale every gradient by between 1/10 and 10."""
    W_hh = np.asarray(parts["W_hh"], float)
    if not _square(W_hh, inputs):
        return False
    product = np.eye(len(W_hh))
    for _ in range(STEPS):
        product = product @ (inputs["slope"] * W_hh.T)
        stretch = np.linalg.svd(product, compute_uv=False)
        if not 0.1 < stretch[-1] <= stretch[0] < 10:
            return False
    return True


def _square(W_hh, inputs):
    return W_hh.shape == inputs["random"].shape and bool(np.isfinite(W_hh).all())


def seen(says, test):
    """A mistake by the singular values σ of one factor and the sizes of its eigenvalues λ.

    test: (σ, λ, slope) -> bool, both with the largest first.
    """
    def shows(parts, inputs):
        W_hh = np.asarray(parts["W_hh"], float)
        if not _square(W_hh, inputs):
            return False
        factor = inputs["slope"] * W_hh
        sigma = np.linalg.svd(factor, compute_uv=False)
        return test(sigma, np.sort(np.abs(np.linalg.eigvals(factor)))[::-1], inputs["slope"])

    return Mistake(says, shows=shows)


def one(*sizes):
    """Whether all these sizes are about 1."""
    return bool(np.allclose(sizes, 1, atol=0.02))


MISTAKES = {
    "not H by H": Mistake(
        "W_hh must be (H, H): it maps a state to a state.",
        shows=lambda parts, inputs: parts["W_hh"].shape != inputs["random"].shape),
    "slope ignored": seen(
        "W_hh itself preserves lengths, but one factor is slope · W_hh, so every gradient "
        "vanishes. W_hh has to make up for the slope.",
        lambda sigma, lam, slope: one(*sigma / slope)),
    "slope on the wrong side": seen(
        "You multiply W_hh by the slope, so the slope counts twice. Divide by it.",
        lambda sigma, lam, slope: one(*sigma / slope**2)),
    "vanishes": seen(
        "Every gradient vanishes: all singular values of slope · W_hh are below 1, and you "
        "multiply by it 100 times.",
        lambda sigma, lam, slope: sigma[0] < 0.98),
    "explodes": seen(
        "Every gradient explodes: all singular values of slope · W_hh are above 1, and you "
        "multiply by it 100 times.",
        lambda sigma, lam, slope: sigma[-1] > 1.02),
    "only eigenvalues": seen(
        "All eigenvalues of slope · W_hh have absolute value 1, but its singular values differ "
        "from 1. As in the chain of the deeper section on traps, some gradients grow all the "
        "same.",
        lambda sigma, lam, slope: one(*lam)),
    "only the largest": seen(
        "The largest singular value of slope · W_hh is 1, which keeps gradients from exploding. "
        "The others are below 1, so most gradients vanish: all must be 1.",
        lambda sigma, lam, slope: one(sigma[0])),
    "only the spectral radius": seen(
        "The spectral radius of slope · W_hh is 1. That is just one direction; in the others "
        "gradients vanish, or grow first. All singular values must be 1.",
        lambda sigma, lam, slope: one(lam[0])),
    "not quite": seen(
        "The singular values of slope · W_hh are all near 1, but not at 1, and 100 steps multiply "
        "even 1 % to 170 %. Make them exactly 1.",
        lambda sigma, lam, slope: 0.8 < sigma[-1] <= sigma[0] < 1.25),
    "not all equal": seen(
        "The singular values of slope · W_hh are far from equal, so some gradients grow or vanish "
        "relative to others. No common factor can fix that: choose another kind of matrix.",
        lambda sigma, lam, slope: sigma[0] > 1.2 * sigma[-1]),
}

EXERCISE = Exercise(
    place=4,
    title="Neither vanish nor explode",
    stars=2,
    minutes=12,
    task="In a network with $\\varphi(z) = \\text{slope} \\cdot z$, choose `W_hh` so that over "
         "up to 100 steps back the length of every gradient, whatever its direction, stays "
         "between a tenth of and ten times what it was. You may use the random numbers.",
    solution=steady_W_hh,
    why="One factor is slope · W_hh, transposed. If it is orthogonal, all its singular values "
        "are 1, and it rotates a vector without changing its length, however often. qr turns "
        "random numbers into an orthogonal matrix, and dividing by the slope makes up for φ. "
        "With tanh the slope depends on the state, so such an initial matrix only helps while "
        "the states stay small.",
    inputs=inputs,
    returns="W_hh",
    right=right,
    mistakes=MISTAKES,
    cases=(),
    plain=5,
    hints=(
        "By how much may a single step change a length, if a hundred steps may change it at most "
        "tenfold? And which matrices change no length at all?",
        "np.linalg.qr turns a random matrix into an orthogonal one. Which matrix has to be "
        "orthogonal here: W_hh, or slope times W_hh?",
        "Q, _ = np.linalg.qr(random); then slope · W_hh is orthogonal if W_hh is Q divided by "
        "slope.",
    ),
)
