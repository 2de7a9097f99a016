"""What the tests of figures share: a figure drawn without a warning, and described."""

import warnings

import numpy as np
import pytest

NAN = float("nan")


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def drawn(figure):
    """It renders, and has alternative text of some words; -> the text."""
    assert figure.png().startswith(b"\x89PNG") and len(figure.alt.split()) >= 3
    data, metadata = figure._repr_mimebundle_()
    assert data["text/plain"] == metadata["image/png"]["alt"] == figure.alt
    return figure.alt
