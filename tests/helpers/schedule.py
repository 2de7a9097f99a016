"""Which tests several workers (`-n 2`) take together, and in what order.

Both workers should be busy to the end, so what takes long comes first.  A file's tests stay
together, since they share what the file makes; so do a notebook's cells, which share a kernel.
"""

from xdist.scheduler import LoadScopeScheduling

# What takes minutes; the short files fill up at the end.
LONGEST_FIRST = [
    "tests/notebooks/test_browser.py",
    "tests/notebooks/test_conclusions.py",
    "notebooks/",
    "tests/exercises/test_grading.py",
    "tests/exercises/test_attempts.py",
    "tests/char_rnn/",
    "tests/explorers/",
]
# Files whose tests share nothing: any worker may take any of them.
SPREAD = ["tests/notebooks/test_conclusions.py", "tests/exercises/test_attempts.py"]


def place(nodeid):
    """Where in the order a test comes."""
    found = (n for n, start in enumerate(LONGEST_FIRST) if nodeid.startswith(start))
    return next(found, len(LONGEST_FIRST))


class Schedule(LoadScopeScheduling):
    """xdist's scheduling by scope, with files for scopes, in the order in which they come."""

    def __init__(self, config, log):
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        return nodeid if file in SPREAD else file
