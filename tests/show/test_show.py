"""Live source and tables, as a notebook shows them."""

import ast
import builtins
import html
import inspect
import re
import symtable
import textwrap

import numpy as np
import pytest

from helpers.places import NOTEBOOKS, code_cells
from rnn_helpers import arguments, numpy_rnn, show
from rnn_helpers.show.sources import shown


def sources(path):
    """(cell's number, function) of all that a notebook shows by `show.source(…)`."""
    imports = [node for _, cell in code_cells(path) for node in imports_of(cell.source)]
    names = {}
    for number, cell in code_cells(path):
        for node in ast.walk(parsed(cell.source)):
            if isinstance(node, ast.Expr) and called(node.value) == "show.source":
                if not names:
                    exec("\n".join(map(ast.unparse, imports)), names)
                yield from ((number, eval(ast.unparse(arg), names)) for arg in node.value.args)


def parsed(source):
    """Magics and shell lines are no Python."""
    return ast.parse("\n".join("" if line[:1] in "%!" else line for line in source.splitlines()))


def imports_of(source):
    return [node for node in parsed(source).body if isinstance(node, (ast.Import, ast.ImportFrom))]


def called(node):
    return ast.unparse(node.func) if isinstance(node, ast.Call) else None


def from_nowhere(text, outside):
    """Names that the code reads and that neither it, nor its module, nor Python binds."""

    def tables(table):
        yield table
        for child in table.get_children():
            yield from tables(child)

    symbols = [s for t in tables(symtable.symtable(text, "shown", "exec")) for s in t.get_symbols()]
    read = {s.get_name() for s in symbols if s.is_referenced() and s.is_global()}
    return read - set(outside) - set(vars(builtins))


SHOWING = [path for path in NOTEBOOKS if "show.source(" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", SHOWING, ids=lambda path: path.stem)
def test_no_name_in_what_a_notebook_shows_comes_from_nowhere(path):
    for number, function in sources(path):
        lost = from_nowhere(shown(function), inspect.unwrap(function).__globals__)
        assert not lost, f"cell {number}, {function.__qualname__}: {sorted(lost)} come from nowhere"


def test_a_name_from_nowhere_is_found():
    text = "def f(x):\n    h = [g(y) for y in x]\n    return h @ W, len(h), np.tanh(sizes)"
    assert from_nowhere(text, {"np": np, "g": None}) == {"W", "sizes"}


def test_some_notebook_shows_source():
    assert sum(len(list(sources(path))) for path in SHOWING) >= 5


@arguments.checked(numpy_rnn.LAYOUT, x="B T D")
def walked(params, x, h_0=None):
    """A docstring."""
    arguments.check_choice("a", "a", ["a"])
    D = arguments.check_count("D", 3)  # noqa: F841 (bound, and not used after it)
    T = arguments.check_count("T", 4)
    if T < 2:
        raise ValueError("T: too few")
    return "a < b" if T else "D"


def test_docstring_and_checks_go_and_what_binds_a_name_in_use_stays():
    assert shown(walked) == textwrap.dedent("""\
        def walked(params, x, h_0=None):
            T = arguments.check_count("T", 4)
            if T < 2:
                raise ValueError("T: too few")
            return "a < b" if T else "D\"""")


def test_source_is_live():
    text = repr(show.source(numpy_rnn.step))
    assert text.startswith("# numpy_rnn.step\ndef step(params, x_t, h_prev")
    assert "h_t = phi(x_t @ W_xh + h_prev @ W_hh + b_h)" in text
    assert '"""' not in text


def test_a_page_has_the_same_text_in_colour_and_nothing_wraps():
    page = show.source(walked, numpy_rnn.step)._repr_html_()
    cells = re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.S)
    for function, cell in zip((walked, numpy_rnn.step), cells, strict=True):
        assert html.unescape(re.sub(r"</?span[^>]*>", "", cell)) == shown(function)
    assert '<span class="k">return</span> <span class="s2">"a &lt; b"</span>' in page
    assert page.count('<div class="highlight"><pre style="white-space:pre') == 2
    assert page == show.source(walked, numpy_rnn.step)._repr_html_()


def test_a_function_is_named_as_a_reader_imports_it():
    from rnn_helpers import char_rnn, keras_rnn

    named = show.source(keras_rnn.LSTMCell.call, char_rnn.ablate_unit, numpy_rnn.step).named
    assert list(named) == ["keras_rnn.LSTMCell.call", "char_rnn.ablate_unit", "numpy_rnn.step"]


def test_table():
    table = show.table([["x", np.zeros((2, 3)).shape], ["<b>", 1]], ["name", "shape"])
    assert repr(table) == "name  shape\nx     (2, 3)\n<b>   1"
    assert '<td style="text-align:left">&lt;b&gt;</td>' in table._repr_html_()


@pytest.mark.parametrize("cells, side", [
    ((0.5, 12), "right"), (("0.31", "12 %"), "right"), (("-4", "≈ 3e-7", "–"), "right"),
    (("4.5 ms", "102 762", ""), "right"), ((np.float32(0.25), np.int64(3)), "right"),
    (("3 to 4", "5"), "left"), (("(2, 4)", "(3,)"), "left"), (("", "–"), "left"),
    (("t = 1", "2"), "left"), (("2nd one", "3"), "left"),
])
def test_numbers_are_aligned_right(cells, side):
    table = show.table([["a", cell] for cell in cells], ["name", "a long head"])
    assert table._repr_html_().count(f"text-align:{side}") >= len(cells) + 1
    assert table.sides == ["left", side]
    last = repr(table).splitlines()[-1]
    assert last.startswith("a") and (side == "left" or len(last) in (1, len("name  a long head")))


def test_a_table_with_a_row_too_long_is_refused():
    with pytest.raises(ValueError, match=r"rows: expected 2 cells in each, got \['1', '2', '3'\]"):
        show.table([[1, 2, 3]], ["a", "b"])
