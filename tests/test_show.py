"""Live source and tables, as a notebook shows them."""

import numpy as np

from rnn_helpers import numpy_rnn, show


def test_source_is_live_and_without_docstring_and_checks():
    text = repr(show.source(numpy_rnn.step))
    assert "h_t = phi(x_t @ W_xh + h_prev @ W_hh + b_h)" in text
    assert '"""' not in text and "shapes.check" not in text
    assert text.startswith("# numpy_rnn.step\ndef step(")


def test_source_escapes_html():
    def f(a):
        return a < 1 and a > 0

    assert "a &lt; 1" in show.source(f)._repr_html_()


def test_table():
    table = show.table([["x", np.zeros((2, 3)).shape], ["<b>", 1]], ["name", "shape"])
    assert repr(table) == "name  shape\nx     (2, 3)\n<b>   1"
    assert "&lt;b&gt;" in table._repr_html_()
