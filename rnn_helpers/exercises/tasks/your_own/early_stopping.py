"""Exercise: when to stop, and which epoch's weights to keep."""

from rnn_helpers.exercises.core import Exercise, Mistake


def early_stopping(losses, patience):
    """Which epoch to keep, and how many epochs are run: two whole numbers.

    losses: the validation loss after each epoch, a list; epochs count from 0. Training
    stops once `patience` epochs in a row have brought no loss below the best so far.
    """
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        if epoch - best >= patience:
            return best, epoch + 1
    return best, len(losses)


def inputs(case):
    """A curve that falls, wavers, and sometimes falls again after the stop."""
    many, patience = 9 + case.T, int(case.rng.integers(2, 5))
    turn = int(case.rng.integers(2, many - 1))
    losses = [round(float(abs(t - turn) + case.rng.integers(0, 4) + 1) / 10, 1)
              for t in range(many)]
    if case.rng.random() < 0.5:
        losses[-1] = 0.05  # the best of all, which nobody gets to see if training has stopped
    return {"losses": losses, "patience": patience}


def oracle(losses, patience):
    """For each possible stop: has nothing in the last `patience` epochs beaten what was before?"""
    for run in range(patience + 1, len(losses) + 1):
        before, last = losses[: run - patience], losses[run - patience : run]
        if min(last) >= min(before):
            return before.index(min(before)), run
    return losses.index(min(losses)), len(losses)


def kept(which):
    """The right number of epochs, with another one kept. which: (losses that were run) -> epoch."""
    def early_stopping(losses, patience):
        run = oracle(losses, patience)[1]
        return which(losses[:run]), run

    return early_stopping


def stopped(wait, better=lambda loss, losses, best: loss < losses[best]):
    """With another way to wait. wait: (epoch, best, times without a gain, patience) -> stop?"""
    def early_stopping(losses, patience):
        best = waited = 0
        for epoch, loss in enumerate(losses):
            if epoch and better(loss, losses, best):
                best, waited = epoch, 0
            elif epoch:
                waited += 1
            if wait(epoch, best, waited, patience):
                return best, epoch + 1
        return best, len(losses)

    return early_stopping


def never_reset(losses, patience):
    """Epochs without a gain are counted over the whole run."""
    best = waited = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch:
            waited += 1
        if waited >= patience:
            return best, epoch + 1
    return best, len(losses)


def rises_in_a_row(losses, patience):
    """Compared with the epoch before."""
    best = waited = 0
    for epoch in range(1, len(losses)):
        waited = 0 if losses[epoch] < losses[epoch - 1] else waited + 1
        best = epoch if losses[epoch] < losses[best] else best
        if waited >= patience:
            return best, epoch + 1
    return best, len(losses)


MISTAKES = {
    "last epoch kept": Mistake(
        "You keep the last epoch. Its weights are those that made you stop: keep the best.",
        kept(lambda losses: len(losses) - 1)),
    "never stopped": Mistake(
        "You look at all epochs. Training has stopped before some of them, and their losses are "
        "never known.",
        lambda losses, patience: (losses.index(min(losses)), len(losses))),
    "at the first rise": Mistake(
        "You stop at the first epoch that is no better. A loss wavers: wait for `patience` epochs.",
        stopped(lambda epoch, best, waited, patience: waited >= 1)),
    "one epoch late": Mistake(
        "You wait one epoch too long: stop after `patience` epochs without a gain.",
        stopped(lambda epoch, best, waited, patience: waited > patience)),
    "compared with the epoch before": Mistake(
        "You compare each loss with that of the epoch before. Compare it with the best so far.",
        rises_in_a_row),
    "count not reset": Mistake(
        "You count the epochs without a gain over the whole run. Each new best starts the count "
        "again.",
        never_reset),
    "equal counts as better": Mistake(
        "You take an equal loss for a better one. Only a loss below the best counts.",
        stopped(lambda epoch, best, waited, patience: waited >= patience,
                better=lambda loss, losses, best: loss <= losses[best])),
    "index of the last": Mistake(
        "The second number is how many epochs are run, one more than the index of the last.",
        lambda losses, patience: (oracle(losses, patience)[0], oracle(losses, patience)[1] - 1)),
    "from one": Mistake(
        "You count epochs from 1. Here they count from 0.",
        lambda losses, patience: (oracle(losses, patience)[0] + 1, oracle(losses, patience)[1])),
}

EXERCISE = Exercise(
    place=2,
    title="When to stop",
    stars=2,
    minutes=12,
    task="Given the validation losses and a patience, say which epoch's weights to keep and after "
         "how many epochs training stops. Only losses of epochs that are run may be used.",
    solution=early_stopping,
    why="Two numbers are kept while training runs: the best loss, and how long ago it was. "
        "Patience pays for noise in the validation loss. What is chosen this way has seen the "
        "validation set, which is why the result is reported on the test set, once. In Keras it is "
        "`EarlyStopping(patience=…, restore_best_weights=True)`.",
    inputs=inputs,
    returns="best run",
    oracle=oracle,
    exact=True,
    cases=(),
    plain=12,
    mistakes=MISTAKES,
    hints=(
        "Go through the losses 5, 4, 6, 5, 3 with patience 2, one by one. When do you stop, and "
        "what do you keep?",
        "Keep the epoch of the best loss so far. Stop as soon as the current epoch is `patience` "
        "after it.",
        "if loss < losses[best]: best = epoch; then, if epoch - best >= patience: return best, "
        "epoch + 1. And if nothing stops it?",
    ),
)
