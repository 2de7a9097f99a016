"""What a programmer knows at each character of C or C++ text: in a comment, in a string, how deep in brackets.

Each label tells how things stand *after* the character, as the state of a network does: after an opening quote
one is inside the string, after the closing one outside. What stands between quotes after `#include` is the name of
a header and no string (C17, 6.4.7). Brackets in comments and strings do not count. No preprocessor runs, so a text in
which `#if` opens a brace twice is one level off from there.
"""

import re
from typing import NamedTuple

import numpy as np

KEYWORDS = frozenset(
    "auto bool break case catch char class const constexpr continue default delete do double else "
    "enum explicit extern false float for friend if inline int long namespace new noexcept nullptr "
    "operator override private protected public return short signed sizeof static static_cast "
    "struct switch template this throw true try typedef typename union unsigned using virtual void "
    "volatile while".split())
TOKEN = re.compile(r"""
    (?P<comment>//(?:\\\n|[^\n])*|/\*.*?(?:\*/|\Z))
  | ^[ \t]*\#[ \t]*include[ \t]*(?P<header>"[^"\n]*"?|<[^>\n]*>?)
  | (?P<string>"(?:\\.|[^"\\\n])*(?:"|(?=\n)|\Z))
  | (?P<character>'(?:\\.|[^'\\\n])+')
  | (?P<word>[A-Za-z_]\w*)
  | (?P<open>[(\[{])
  | (?P<close>[)\]}])""", re.X | re.S | re.M)
CLOSES = {")": "(", "]": "[", "}": "{"}
NEAR_END = 10  # characters before the end of a line from which it counts as about to end


class Label(NamedTuple):
    """One thing to know. kind: "yes or no" (values bool) or "how much" (values int); says: what is true when it is."""

    name: str
    kind: str
    says: str


LABELS = (
    Label("comment", "yes or no", "inside a comment"),
    Label("string", "yes or no", "inside a string"),
    Label("header name", "yes or no", "inside the name that an #include gives"),
    Label("in ( )", "yes or no", "inside parentheses"),
    Label("in [ ]", "yes or no", "inside square brackets"),
    Label("in if ( )", "yes or no", "inside the condition of an if"),
    Label("keyword", "yes or no", "within a keyword, its last letter included"),
    Label("preprocessor", "yes or no", "on a line that starts with #"),
    Label("line about to "
          "end", "yes or "
                               "no", f"at most {NEAR_END} characters before the end of the "
                                            "line"),
    Label("depth of ( )", "how much", "open parentheses"),
    Label("depth of { }", "how much", "open braces"),
    Label("position in line", "how much", "characters since the line began"),
    Label("indentation", "how much", "blanks at the start of the line so far"),
)


def names():
    """The names of all labels."""
    return [label.name for label in LABELS]


def label(text):
    """Labels of every character. text -> {name: (N,) array}, bool for yes or no, int32 for how much."""
    if not isinstance(text, str):
        raise TypeError(f"text: expected a str, got {type(text).__name__}")
    N = len(text)
    found = {each.name: np.zeros(N, bool if each.kind == "yes or "
                                                         "no" else np.int32) for each in LABELS}
    _lines(text, found)
    depth = {bracket: np.zeros(N + 1, np.int32) for bracket in "([{"}  # changes, summed up at the end
    opened, before = [], ""  # brackets that wait to be closed: which, since when, whether it is an if's; the token before
    for token in TOKEN.finditer(text):
        kind = token.lastgroup
        start, end = token.span(kind)
        if kind == "comment":  # that it is one is known after its second character
            found["comment"][start + 1 : end - text.endswith("*/", start + 2, end)] = True
            continue
        if kind in ("string", "header"):
            closed = text.endswith(">" if text[start] == "<" else '"', start + 1, end)
            found["string" if kind == "string" else "header name"][start : end - closed] = True
        elif kind == "word" and token[0] in KEYWORDS:
            found["keyword"][start:end] = True
        elif kind == "open":
            opened.append((token[0], start, token[0] == "(" and before in ("if", "constexpr")))
            depth[token[0]][start] += 1
        elif kind == "close" and opened and opened[-1][0] == CLOSES[token[0]]:
            bracket, since, condition = opened.pop()
            depth[bracket][start] -= 1
            found["in if ( )"][since:start] |= condition
        before = token[0]
    depth = {bracket: change[:N].cumsum() for bracket, change in depth.items()}
    found["in ( )"], found["in [ ]"] = depth["("] > 0, depth["["] > 0
    found["depth of ( )"], found["depth of { }"] = depth["("], depth["{"]
    return found


def _lines(text, found):
    """What follows from the lines alone."""
    start = 0
    for line in text.split("\n"):
        n = len(line)
        end, blanks = start + n, n - len(line.lstrip(" "))
        found["position in line"][start:end] = np.arange(1, n + 1)
        found["indentation"][start:end] = np.minimum(np.arange(1, n + 1), blanks)
        found["line about to end"][max(start, end - NEAR_END) : end] = True
        if line[blanks:].startswith("#"):
            found["preprocessor"][start + blanks : end] = True
        start = end + 1
