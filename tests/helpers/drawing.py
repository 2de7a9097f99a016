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


def lines(shapes):
    """Of a collection that Shapes drew: (ends, width, dash) of each line of two points."""
    looks = zip(shapes.get_paths(), shapes.get_linewidths(), shapes.get_linestyles() * len(shapes.get_paths()))
    return [(path.vertices, width, dash[1]) for path, width, dash in looks if len(path.vertices) == 2]


def polygons(shapes, edged=False):
    """Of a collection that Shapes drew: the corners of each polygon with a face, or of each with nothing but an edge."""
    looks = zip(shapes.get_paths(), shapes.get_facecolor())
    return [path.vertices[:-1] for path, face in looks if len(path.vertices) > 3 and (face[3] == 0) == edged]


def drawn(figure):
    """It renders, and has alternative text of some words; -> the text."""
    assert figure.png().startswith(b"\x89PNG") and len(figure.alt.split()) >= 3
    data, metadata = figure._repr_mimebundle_()
    assert data["text/plain"] == metadata["image/png"]["alt"] == figure.alt
    return figure.alt
