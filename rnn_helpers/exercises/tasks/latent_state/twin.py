"""Exercise: another state with the same output."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def twin(W_hy, h_t):
    """Another state with the same output, at least 0.1 away.

    W_hy (H, K) with H > K, h_t (H,) -> (H,).
    """
    unseen = np.linalg.svd(W_hy.T)[2][-1]  # length 1, and W_hy.T @ unseen is zero
    return h_t + unseen


def inputs(case):
    """More units than outputs; in half of them h_t is a mix of what the output sees."""
    K = int(case.rng.integers(2, 5))
    case.sizes["H"] = K + int(case.rng.integers(1, 4))
    W_hy, h_t = case.normal(f"H {K}"), case.start("H")
    return {"W_hy": W_hy, "h_t": W_hy @ h_t[:K] if case.rng.random() < 0.5 else h_t}


def output_moves(other, W_hy, h_t):
    """Whether the output differs from that of h_t."""
    return np.abs((other - h_t) @ W_hy).max() > 1e-4


def same_shape(parts, inputs):
    """Whether the answer is a state at all, of finite numbers."""
    return parts["other"].shape == inputs["h_t"].shape and np.isfinite(parts["other"]).all()


def right(parts, inputs):
    """Whether it is far enough away and has the same output."""
    other, h_t = parts["other"], inputs["h_t"]
    return (same_shape(parts, inputs) and np.linalg.norm(other - h_t) >= 0.0999
            and not output_moves(other, **inputs))


def if_it_fits(shows):
    """shows(other, W_hy, h_t), asked only of an answer that is a state."""
    return lambda parts, inputs: (same_shape(parts, inputs)
                                  and bool(shows(parts["other"], inputs["W_hy"], inputs["h_t"])))


def in_plane(other, W_hy, h_t):
    """Whether the step away from h_t lies in what W_hy sees, and nowhere else."""
    step = other - h_t
    seen = W_hy @ np.linalg.lstsq(W_hy, step, rcond=None)[0]
    return np.linalg.norm(step) > 1e-6 and np.allclose(seen, step, atol=1e-5)


def along(other, h_t):
    """Whether the one is a multiple of the other."""
    return np.allclose(np.outer(other, h_t), np.outer(h_t, other), atol=1e-6)


MISTAKES = {
    "shape": Mistake(
        "Return one state with as many numbers as h_t, none of them NaN.",
        shows=lambda parts, inputs: not same_shape(parts, inputs)),
    "too near": Mistake(
        "This is h_t itself, or very close to it. Go at least 0.1 away.",
        shows=if_it_fits(lambda other, W_hy, h_t: np.linalg.norm(other - h_t) < 0.0999)),
    "direction alone": Mistake(
        "This is a direction that the output does not see, so its own output is b_y. Add it to "
        "h_t.",
        shows=if_it_fits(lambda other, W_hy, h_t: (np.abs(other @ W_hy).max() < 1e-4
                                                   and output_moves(other, W_hy, h_t)))),
    "longer or shorter": Mistake(
        "This is a multiple of h_t, so the output h_t @ W_hy is multiplied as well.",
        shows=if_it_fits(lambda other, W_hy, h_t: along(other, h_t))),
    "direction seen": Mistake(
        "You leave h_t in a direction made of columns of W_hy, and those are exactly what the "
        "output sees. Take a direction orthogonal to all K columns.",
        shows=if_it_fits(in_plane)),
    "output moves": Mistake(
        "The output changes. The step from h_t to the other state, times W_hy, must be zero in "
        "all K outputs.",
        shows=if_it_fits(output_moves)),
}

EXERCISE = Exercise(
    place=3,
    title="Two states, one output",
    stars=3,
    minutes=15,
    task="The output is $\\mathbf{h}_{(t)}\\mathbf{W}_{hy} + \\mathbf{b}_y$, and the state has "
         "more numbers than the output. Find another state with the same output, at least 0.1 "
         "away from `h_t`.",
    solution=twin,
    why="The outputs are equal if the difference between the two states, times W_hy, is zero. K "
        "outputs are K conditions on H numbers, which leaves H - K directions free. The singular "
        "value decomposition lists those directions last. Along them the state can store what "
        "the output does not show yet.",
    inputs=inputs,
    returns="other",
    right=right,
    cases=(),
    plain=12,
    mistakes=MISTAKES,
    hints=(
        "Write the other state as h_t plus a step. What must be true of the step for the output "
        "to stay the same?",
        "step @ W_hy must be zero, so the step is orthogonal to each column of W_hy. Section 4 "
        "finds such a direction; or take any step and subtract its projection onto the columns.",
        "The last row of np.linalg.svd(W_hy.T)[2] is such a step, of length 1. Add it to h_t.",
    ),
)
