"""The C and C++ headers of this machine, read once for all tests that need them."""

from functools import lru_cache

from rnn_helpers.char_rnn import corpus as char_corpus


@lru_cache
def texts():
    """Name -> cleaned text of every header."""
    return dict(char_corpus.files())


@lru_cache
def corpus():
    """The headers, split as for the committed networks."""
    return char_corpus.load(texts(), projects=char_corpus.HELD_PROJECTS)
