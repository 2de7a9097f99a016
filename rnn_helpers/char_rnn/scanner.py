"""What a programmer knows at each character of C or C++: in a comment, in a string, how deep.

A label describes the situation *after* its character, as a network's state does: after an opening
quote we are inside the string, after the closing one outside. What stands between quotes after
`#include` is a header name, not a string (C17, 6.4.7). Brackets within comments and strings do not
count. There is no preprocessor, so a text in which both branches of an `#if` open the same brace
is one level too deep from there on.
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
NEAR_END = 10  # a line is about to end this many characters before it does


class Label(NamedTuple):
    """One thing to know about a character.

    kind: "yes or no" (values bool) or "how much" (values int); says: what yes or the number means.
    """

    name: str
    kind: str
    says: str


LABELS = (
    Label("comment", "yes or no", "inside a comment"),
    Label("string", "yes or no", "inside a string"),
    Label("header name", "yes or no", "inside the file name of an #include"),
    Label("in ( )", "yes or no", "inside parentheses"),
    Label("in [ ]", "yes or no", "inside square brackets"),
    Label("in if ( )", "yes or no", "inside the condition of an if"),
    Label("keyword", "yes or no", "within a keyword, its last letter included"),
    Label("preprocessor", "yes or no", "on a line that starts with #"),
    Label("line about to end", "yes or no", f"at most {NEAR_END} characters from the line's end"),
    Label("depth of ( )", "how much", "number of open parentheses"),
    Label("depth of { }", "how much", "number of open braces"),
    Label("position in line", "how much", "characters since the line began"),
    Label("indentation", "how much", "blanks at the start of the line so far"),
)


def names():
    """The names of all labels, in the order of LABELS."""
    return [label.name for label in LABELS]


def label(text):
    """Label every character of a text (N characters) -> {name: (N,) array}.

    bool where the label says yes or no, integers where it says how much.
    """
    if not isinstance(text, str):
        raise TypeError(f"text: expected a str, got {type(text).__name__}")
    N = len(text)
    dtypes = {"yes or no": np.bool_, "how much": np.int32}
    found = {each.name: np.zeros(N, dtypes[each.kind]) for each in LABELS}
    _label_lines(text, found)
    _label_tokens(text, found)
    return found


def _label_tokens(text, found):
    """Fill in what follows from comments, strings, words and brackets."""
    change = {bracket: np.zeros(len(text), np.int32) for bracket in "([{"}  # of the depth
    waiting = []  # open brackets: which one, where, and whether it holds an if's condition
    before = ""  # the token before this one
    for token in TOKEN.finditer(text):
        kind = token.lastgroup
        start, end = token.span(kind)
        if kind == "comment":  # only its second character makes it one
            closed = text.endswith("*/", start + 2, end)
            found["comment"][start + 1 : end - closed] = True
            continue
        if kind in ("string", "header"):
            closed = text.endswith(">" if text[start] == "<" else '"', start + 1, end)
            found["string" if kind == "string" else "header name"][start : end - closed] = True
        elif kind == "word" and token[0] in KEYWORDS:
            found["keyword"][start:end] = True
        elif kind == "open":
            waiting.append((token[0], start, token[0] == "(" and before in ("if", "constexpr")))
            change[token[0]][start] += 1
        elif kind == "close" and waiting and waiting[-1][0] == CLOSES[token[0]]:
            bracket, since, condition = waiting.pop()
            change[bracket][start] -= 1
            found["in if ( )"][since:start] |= condition
        before = token[0]
    depth = {bracket: each.cumsum() for bracket, each in change.items()}
    found["in ( )"], found["in [ ]"] = depth["("] > 0, depth["["] > 0
    found["depth of ( )"], found["depth of { }"] = depth["("], depth["{"]


def _label_lines(text, found):
    """Fill in what follows from the lines alone."""
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
