"""A bar while training, where somebody watches; silence in notebooks that are only checked."""

import os
import sys


def bar(epochs, progress=None):
    """range(epochs), with a progress bar.

    progress: True or False; None shows the bar where somebody watches.  That is a terminal, or a
    notebook open in Jupyter, whose kernel knows the name of its session.  nbval and nbconvert give
    no such name: a checked notebook has the same outputs each time.
    """
    if progress is None:
        progress = sys.stderr.isatty() or "JPY_SESSION_NAME" in os.environ
    if not progress:
        return range(epochs)
    from tqdm.auto import tqdm

    return tqdm(range(epochs), desc="epochs", leave=False)
