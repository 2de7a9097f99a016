"""A bar while training, where somebody watches; silence in notebooks that are only checked."""

import os
import sys


def bar(epochs, progress=None):
    """range(epochs), with a bar. progress: True, False, or None for where somebody watches.

    That is a terminal, or a notebook open in Jupyter, whose kernel has a session's name. nbval and nbconvert
    give none: a checked notebook has the same outputs each time.
    """
    if progress is None:
        progress = sys.stderr.isatty() or "JPY_SESSION_NAME" in os.environ
    if not progress:
        return range(epochs)
    from tqdm.auto import tqdm

    return tqdm(range(epochs), desc="epochs", leave=False)
