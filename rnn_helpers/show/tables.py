"""A small table: HTML where there is a page, aligned text where there is none."""

import html
import re

# "0.31", "-4", "102 762", "≈ 3e-7", "12 %", "4.5 ms": a number, perhaps with a sign and a unit.
NUMBER = re.compile(r"[-−+±<>≈~]?\s?\d[\d., ]*(e[-+]?\d+)?(\s?(%|°|×|[a-zA-Zµ]{1,3}))?")
EMPTY = ("", "–", "-")


class Table:
    """Rows of text under a head: columns of numbers are aligned right, all others left."""

    def __init__(self, rows, head):
        self.rows, self.head = [[str(cell) for cell in row] for row in rows], list(head)
        for row in self.rows:
            if len(row) != len(self.head):
                raise ValueError(f"rows: expected {len(self.head)} cells in each, got {row}")
        self.sides = ["right" if numeric(column) else "left" for column in self._columns()]

    def _columns(self):
        return [[row[k] for row in self.rows] for k in range(len(self.head))]

    def _repr_html_(self):
        def line(cells, tag):
            sided = zip(cells, self.sides, strict=True)
            return "".join(
                f'<{tag} style="text-align:{side}">{html.escape(cell)}</{tag}>'
                for cell, side in sided
            )

        head, *rows = line(self.head, "th"), *(line(row, "td") for row in self.rows)
        body = "\n".join(f"<tr>{row}</tr>" for row in rows)
        return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"

    def __repr__(self):
        lines = [self.head, *self.rows]
        widths = [max(len(row[k]) for row in lines) for k in range(len(self.head))]

        def aligned(cell, width, side):
            return cell.rjust(width) if side == "right" else cell.ljust(width)

        return "\n".join(
            "  ".join(map(aligned, row, widths, self.sides)).rstrip() for row in lines
        )


def table(rows, head):
    """A table to show in a notebook or to print.

    rows: lists of cells, each shown as `str` gives it. head: the columns' names.
    Raises ValueError for a row with more or fewer cells than the head.
    """
    return Table(rows, head)


def numeric(column):
    """Whether each cell (a text) is a number or empty, and one at least is a number."""
    filled = [cell for cell in column if cell not in EMPTY]
    return bool(filled) and all(NUMBER.fullmatch(cell) for cell in filled)
