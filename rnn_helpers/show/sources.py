"""The live source of functions beside each other, coloured as JupyterLab colours code."""

import ast
import html
import inspect
import itertools
import textwrap

from rnn_helpers import arguments

# JupyterLab's own colours, so that a page in its dark theme is dark; the fallbacks are for pages
# without them (GitHub, nbconvert).  Text and background come together: one never meets another's.
# Functions beside each other get smaller letters on a narrow page: two of 60 columns fit in 830 px.
STYLE = """
.rnn-source { overflow-x: auto; container-type: inline-size; }
.rnn-source .functions { border-collapse: separate; border-spacing: 4px 0; margin: 0; }
.rnn-source .functions th, .rnn-source .functions td {
  text-align: left; vertical-align: top; padding: 6px 8px; max-width: none;
  color: var(--jp-content-font-color1, #212121);
  background: var(--jp-cell-editor-background, #f5f5f5);
}
.rnn-source .functions th, .rnn-source .functions td pre {
  font-family: var(--jp-code-font-family, monospace); font-size: 13px; line-height: 1.31;
}
.rnn-source .functions td:not(:only-child) pre { font-size: clamp(11px, 1.3cqw, 13px); }
.rnn-source .functions td pre {
  margin: 0; padding: 0; white-space: pre; overflow: visible; color: inherit; background: none;
}
.rnn-source .functions th { padding-bottom: 0; }
.rnn-source .comment { color: var(--jp-content-font-color2, #5f5f5f); font-style: italic; }
.rnn-source .keyword { color: var(--jp-mirror-editor-keyword-color, #007000); font-weight: bold; }
.rnn-source .name { color: var(--jp-mirror-editor-def-color, #0000d0); }
.rnn-source .number { color: var(--jp-mirror-editor-number-color, #007000); }
.rnn-source .string { color: var(--jp-mirror-editor-string-color, #ba2121); }
"""


class Sources:
    """Source by name; `named` holds {"numpy_rnn.step": "def step(…", …}."""

    def __init__(self, named):
        self.named = named

    def _repr_html_(self):
        # Where <style> is taken away, on GitHub or in a notebook not yet trusted, the attributes
        # are what is left.
        left = 'style="text-align:left;vertical-align:top"'
        head = "".join(f"<th {left}>{html.escape(name)}</th>" for name in self.named)
        cells = "".join(
            f'<td {left}><pre style="white-space:pre">{coloured(code)}</pre></td>'
            for code in self.named.values()
        )
        return (
            f'<div class="rnn-source">\n<style>{STYLE}</style>\n'
            f'<table class="functions">\n<tr>{head}</tr>\n<tr>{cells}</tr>\n</table>\n</div>'
        )

    def __repr__(self):
        return "\n\n".join(f"# {name}\n{code}" for name, code in self.named.items())


def source(*functions):
    """The live source of each function, beside each other, to show in a notebook.

    Docstrings are left out, and so are checks of arguments, unless a name that a check binds is
    used in what is shown.
    """
    return Sources({f"{f.__module__.split('.')[-1]}.{f.__qualname__}": shown(f) for f in functions})


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
    """Python as HTML: comments, keywords, numbers, strings and the function's name in <span>s."""
    from pygments.lexers import PythonLexer
    from pygments.token import Comment, Keyword, Name, Number, Operator, String

    classes = {
        Comment: "comment",
        Keyword: "keyword",
        Operator.Word: "keyword",
        Name.Function: "name",
        Number: "number",
        String: "string",
    }

    def class_of(piece):
        return next((name for kind, name in classes.items() if piece[0] in kind), None)

    def span(name, pieces):
        text = html.escape("".join(text for _, text in pieces), quote=False)
        return f'<span class="{name}">{text}</span>' if name else text

    lexer = PythonLexer(stripnl=False, ensurenl=False)
    return "".join(span(*group) for group in itertools.groupby(lexer.get_tokens(code), class_of))
