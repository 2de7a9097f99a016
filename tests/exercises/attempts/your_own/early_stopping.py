"""Attempts at `early_stopping`."""

import numpy as np


def counting(losses, patience):
    best, at, waited = float("inf"), 0, 0
    for epoch, loss in enumerate(losses):
        if loss < best:
            best, at, waited = loss, epoch, 0
        else:
            waited += 1
            if waited == patience:
                return at, epoch + 1
    return at, len(losses)


def by_running_minimum(losses, patience):
    losses = np.array(losses)
    best_at = np.array([losses[: n + 1].argmin() for n in range(len(losses))])
    stop = np.flatnonzero(np.arange(len(losses)) - best_at >= patience)
    run = stop[0] + 1 if len(stop) else len(losses)
    return int(losses[:run].argmin()), int(run)


def while_loop(losses, patience):
    epoch = best = 0
    while epoch < len(losses) and epoch - best < patience:
        epoch += 1
        if epoch < len(losses) and losses[epoch] < losses[best]:
            best = epoch
    return {"best": best, "run": min(epoch + 1, len(losses))}


RIGHT = [counting, by_running_minimum, while_loop]


def the_last(losses, patience):
    _, run = counting(losses, patience)
    return run - 1, run


def the_minimum(losses, patience):
    return int(np.argmin(losses)), len(losses)


def impatient(losses, patience):
    for epoch in range(1, len(losses)):
        if losses[epoch] >= min(losses[:epoch]):
            return int(np.argmin(losses[:epoch])), epoch + 1
    return int(np.argmin(losses)), len(losses)


def waits_longer(losses, patience):
    return counting(losses, patience + 1)


def against_the_last(losses, patience):
    waited, best = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] >= losses[epoch - 1]:
            waited += 1
        else:
            waited = 0
        if losses[epoch] < losses[best]:
            best = epoch
        if waited == patience:
            return best, epoch + 1
    return best, len(losses)


def in_total(losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        else:
            waited += 1
        if waited == patience:
            return best, epoch + 1
    return best, len(losses)


def at_most(losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        best, waited = (epoch, 0) if losses[epoch] <= losses[best] else (best, waited + 1)
        if waited == patience:
            return best, epoch + 1
    return best, len(losses)


def last_index(losses, patience):
    best, run = counting(losses, patience)
    return best, run - 1


def numbered_from_one(losses, patience):
    best, run = counting(losses, patience)
    return best + 1, run


def exchanged(losses, patience):
    return counting(losses, patience)[::-1]


WRONG = {
    "last epoch kept": [the_last],
    "never stopped": [the_minimum],
    "at the first rise": [impatient],
    "one epoch late": [waits_longer],
    "compared with the epoch before": [against_the_last],
    "count not reset": [in_total],
    "equal counts as better": [at_most],
    "index of the last": [last_index],
    "from one": [numbered_from_one],
    "results exchanged": [exchanged],
}
