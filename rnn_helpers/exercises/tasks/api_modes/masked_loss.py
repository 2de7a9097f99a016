"""Exercise: a loss over the real steps only."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def masked_loss(y_pred, y_true, mask):
    """The mean squared error of all real steps, one number.

    y_pred and y_true (B, T, K), mask (B, T) bool. Padding may hold anything, even NaN.
    """
    error = y_pred[mask] - y_true[mask]  # (real steps, K): chosen, not multiplied by 0
    return (error**2).mean()


def inputs(case):
    """Predictions with padding of several lengths; in some, the padding holds no numbers."""
    mask = case.mask()
    y_true = case.normal("B T 6")
    if case.special in ("B=1", ""):
        y_true[~mask] = np.nan
    return {"y_pred": case.normal("B T 6"), "y_true": y_true, "mask": mask}


def oracle(y_pred, y_true, mask):
    """Number by number."""
    total, many = 0.0, 0
    for b, t, k in np.ndindex(y_pred.shape):
        if mask[b, t]:
            total, many = total + (y_pred[b, t, k] - y_true[b, t, k]) ** 2, many + 1
    return total / many


def squares(y_pred, y_true, mask):
    """Squared errors, zero in the padding."""
    return np.where(mask[:, :, None], (y_pred - y_true) ** 2, 0)


MISTAKES = {
    "mask ignored": Mistake(
        "You don't use the mask: the padding counts like real steps.",
        lambda y_pred, y_true, mask: ((y_pred - y_true) ** 2).mean()),
    "times zero": Mistake(
        "You multiply the padding by 0, but 0 times NaN is NaN. Choose the real steps instead: "
        "y_pred[mask], or np.where.",
        lambda y_pred, y_true, mask: (
            ((y_pred - y_true) ** 2 * mask[:, :, None]).sum() / mask.sum() / y_pred.shape[-1])),
    "mean over padding": Mistake(
        "You divide by all steps, including the padding, so more padding makes the loss smaller. "
        "Divide by the number of real ones.",
        lambda y_pred, y_true, mask: squares(y_pred, y_true, mask).mean()),
    "summed over outputs": Mistake(
        "You divide by the number of real steps, but each has K outputs: divide by those, too.",
        lambda y_pred, y_true, mask: squares(y_pred, y_true, mask).sum() / mask.sum()),
    "mean of means": Mistake(
        "You average the examples' means, so a step of a short sentence counts more than one of a "
        "long sentence. Take one mean over all real steps.",
        lambda y_pred, y_true, mask: np.mean(
            [squares(y_pred, y_true, mask)[b].sum() / max(mask[b].sum(), 1) / y_pred.shape[-1]
             for b in range(len(mask))])),
    "a sum": Mistake(
        "This is the sum of the squared errors. Divide by how many there are.",
        lambda y_pred, y_true, mask: squares(y_pred, y_true, mask).sum()),
    "absolute": Mistake(
        "You take the absolute errors. Square them.",
        lambda y_pred, y_true, mask: np.abs(y_pred[mask] - y_true[mask]).mean()),
}

EXERCISE = Exercise(
    place=7,
    title="A loss that respects the mask",
    stars=2,
    minutes=12,
    task="Compute the mean squared error over the real steps of a padded batch. What stands in the "
         "padding must not change it, and neither must the amount of padding.",
    solution=masked_loss,
    why="The mask chooses; it does not multiply. Multiplying by zero works until the padding holds "
        "NaN or infinity, and then the whole loss is lost. And the mean is taken over what is "
        "real: dividing by B·T would make the loss smaller the more padding there is.",
    inputs=inputs,
    returns="loss",
    oracle=oracle,
    cases=("B=1", "no mask", "D=H"),
    plain=4,
    mistakes=MISTAKES,
    hints=(
        "How many squared errors are real? That is what the mean divides by.",
        "y_pred[mask] has the shape (real steps, K). What is left to do with it?",
        "It is one line: ((y_pred[mask] - y_true[mask]) ** 2).mean()",
    ),
)
