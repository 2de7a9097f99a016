"""The live source of functions beside each other, coloured by Pygments.

The colours are those of the page: JupyterLab and nbconvert style Pygments' classes in their own
themes, light and dark, and also in a notebook that has not been run or trusted yet.
"""

import ast
import html
import inspect
import sys
import textwrap

from rnn_helpers import arguments


class Sources:
    """Source by name; `named` holds {"numpy_rnn.step": "def step(…", …}."""

    def __init__(self, named):
        self.named = named

    def _repr_html_(self):
        side = 'style="text-align:left;vertical-align:top"'
        small = ";font-size:11px" if len(self.named) > 1 else ""  # two of 60 columns fit 850 px
        head = "".join(f"<th {side}>{html.escape(name)}</th>" for name in self.named)
        cells = "".join(
            f'<td {side}><div class="highlight"><pre style="white-space:pre{small}">'
            f"{coloured(code)}</pre></div></td>"
            for code in self.named.values()
        )
        return f"<table>\n<tr>{head}</tr>\n<tr>{cells}</tr>\n</table>"

    def __repr__(self):
        return "\n\n".join(f"# {name}\n{code}" for name, code in self.named.items())


def source(*functions):
    """The live source of each function, beside each other, to show in a notebook.

    Docstrings are left out, and so are checks of arguments, unless a name that a check binds is
    used in what is shown.
    """
    return Sources({name(function): shown(function) for function in functions})


def name(function):
    """As a reader imports it: "numpy_rnn.step"; "keras_rnn.LSTMCell.call", not "cells.LSTMCell"."""
    package, _, module = function.__module__.rpartition(".")
    exported = hasattr(sys.modules.get(package), function.__qualname__.split(".")[0])
    return f"{package.rpartition('.')[2] if exported else module}.{function.__qualname__}"


def shown(function):
    """The text that `source` shows of one function, dedented."""
    function = inspect.unwrap(function)
    text = textwrap.dedent(inspect.getsource(function))
    lines, node = text.splitlines(), ast.parse(text).body[0]
    outside = function.__globals__
    dropped = [each for each in node.decorator_list if _checks(each, outside)]
    body = node.body[ast.get_docstring(node) is not None :]
    dropped += node.body[: len(node.body) - len(body)]
    for n, statement in enumerate(body):
        if _checks(statement, outside) and not _bound(statement) & _read(body[n + 1 :]):
            dropped.append(statement)
    without = {n for each in dropped for n in range(each.lineno, each.end_lineno + 1)}
    return "\n".join(line for n, line in enumerate(lines, start=1) if n not in without)


def _checks(node, outside):
    """Whether a statement or decorator calls something of `arguments` by the name it has here."""
    calls = (each.func for each in ast.walk(node) if isinstance(each, ast.Call))
    for called in calls:
        while isinstance(called, ast.Attribute):
            called = called.value
        if isinstance(called, ast.Name):
            found = outside.get(called.id)
            if found is arguments or getattr(found, "__module__", None) == arguments.__name__:
                return True
    return False


def _bound(node):
    stored = (ast.Store, ast.Del)
    return {e.id for e in ast.walk(node) if isinstance(e, ast.Name) and isinstance(e.ctx, stored)}


def _read(nodes):
    inside = (each for node in nodes for each in ast.walk(node))
    return {e.id for e in inside if isinstance(e, ast.Name) and isinstance(e.ctx, ast.Load)}


def coloured(code):
    """Python as HTML, with Pygments' short names of classes."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return highlight(code, PythonLexer(), HtmlFormatter(nowrap=True)).rstrip("\n")
