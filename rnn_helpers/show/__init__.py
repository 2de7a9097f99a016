"""What a notebook shows of the code itself: live source, read from the package when the cell runs."""

import ast
import html
import inspect
import textwrap


class _Table:
    """A small table: HTML where there is a page, aligned text where there is none."""

    def __init__(self, rows, head):
        self.rows, self.head = [[str(cell) for cell in row] for row in rows], list(head)

    def _repr_html_(self):
        def line(cells, tag):
            return "<tr>" + "".join(f"<{tag} "
                                    f"style='text-align:left'>{html.escape(c)}</{tag}>" for c in cells) + "</tr>"

        return f"<table>{line(self.head, 'th')}{''.join(line(row, 'td') for row in self.rows)}</table>"

    def __repr__(self):
        lines = [self.head, *self.rows]
        widths = [max(len(row[k]) for row in lines) for k in range(len(self.head))]
        return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(row, widths)).rstrip() for row in lines)


def table(rows, head):
    """rows: lists of cells, head: the columns' names."""
    return _Table(rows, head)


class _Sources:
    def __init__(self, named):
        self.named = named

    def _repr_html_(self):
        head = "".join("<th "
                       f"style='text-align:left'>{html.escape(name)}</th>" for name in self.named)
        cells = "".join("<td style='vertical-align:top;text-align:left'><pre "
                        f"style='text-align:left'>{html.escape(code)}</pre></td>" for code in self.named.values())
        return f"<table><tr>{head}</tr><tr>{cells}</tr></table>"

    def __repr__(self):
        return "\n\n".join(f"# {name}\n{code}" for name, code in self.named.items())


def source(*functions):
    """The live source of each function, beside each other, without its docstring and its checks of arguments."""
    return _Sources({f"{f.__module__.split('.')[-1]}.{f.__qualname__}": _body(f) for f in functions})


def _body(function):
    """Source as text, dedented; docstring lines and lines that only check arguments are left out."""
    text = textwrap.dedent(inspect.getsource(function))
    lines = text.splitlines()
    node = ast.parse(text).body[0]
    skip = set()
    for statement in node.body:
        docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if docstring or "shapes.check" in (ast.get_source_segment(text, statement) or ""):
            skip.update(range(statement.lineno - 1, statement.end_lineno))
    return "\n".join(line for n, line in enumerate(lines) if n not in skip)
