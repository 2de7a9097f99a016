"""What all tests of figures share: numbers at random, no warnings, and the texts that are drawn."""

import warnings

import numpy as np
import pytest

from rnn_helpers.figures import shapes


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def written(monkeypatch):
    """Every text that is drawn as an outline -> its places, in data coordinates."""
    places, add = {}, shapes.Labels.add

    def remembered(self, x, y, text, **options):
        places.setdefault(str(text), []).append((x, y))
        add(self, x, y, text, **options)

    monkeypatch.setattr(shapes.Labels, "add", remembered)
    return places
