"""The scanner's labels: against a second scanner that walks through the text, and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_helpers import data
from rnn_helpers.char_rnn import scanner

PIECES = ['#include "', "<", '"', "'a'", "'\"'", "//", "/*", "*/", "\n", "(", ")", "[", "]", "{",
          "}", "\\", " ", "if", "x", "#", "int ", "else"]


def slow(text):
    """In a comment, a string, a header name, after each character: a machine with one state."""
    comment, string, header = np.zeros((3, len(text)), bool)
    state, i = "code", 0
    while i < len(text):
        two = text[i : i + 2]
        if state == "code" and two in ("//", "/*"):
            state = two
            comment[i + 1] = True
            i += 2
            continue
        if state == "code" and text[i] == "'":  # a character: skipped whole, if it is one
            j = i + 1
            while j < len(text) and text[j] not in "'\n" :
                j += 2 if text[j] == "\\" and j + 1 < len(text) and text[j + 1] != "\n" else 1
                if text[j - 1 : j] == "\\":
                    break
            if i + 1 < j < len(text) and text[j] == "'":
                i = j + 1
                continue
        line = text[text.rfind("\n", 0, i) + 1 : i]
        if state == "code" and text[i] in '"<' and "".join(line.split()) == "#include":
            closer = '"' if text[i] == '"' else ">"
            while i < len(text) and text[i] != "\n" and not (text[i] == closer and header[i - 1]):
                header[i] = True
                i += 1
            i += i < len(text) and text[i] == closer
            continue
        if state == "//" and text[i] == "\n" and text[i - 1] != "\\":
            state = "code"
        elif state == "/*" and two == "*/":
            comment[i] = True
            state, i = "code", i + 2
            continue
        elif state == "code" and text[i] == '"':
            state = '"'
        elif state == '"' and text[i] == '"':
            state = "code"
        elif state == '"' and text[i] == "\n":
            state = "code"
        elif state == '"' and text[i] == "\\" and i + 1 < len(text):
            string[i : i + 2] = True
            i += 2
            continue
        comment[i] |= state in ("//", "/*")
        string[i] = state == '"'
        i += 1
    return comment, string, header


def test_agrees_with_a_slow_scanner_on_real_code():
    for text in data.load("code")["text"]:
        found = scanner.label(text)
        for name, expected in zip(("comment", "string", "header name"), slow(text), strict=True):
            differ = np.flatnonzero(found[name] != expected)
            assert not len(differ), (name, text[max(0, differ[0] - 40) : differ[0] + 20])


def marked(name, text):
    return "".join("^" if yes else "." for yes in scanner.label(text)[name])


@pytest.mark.parametrize("name, text, expected", [
    ("comment", "a // b\nc", "...^^^.."),
    ("comment", "/* a */ b", ".^^^^^..."),
    ("comment", '"//" // x', "......^^^"),
    ("comment", "/* never closed", ".^^^^^^^^^^^^^^"),
    ("string", 'f("a)") + "', "..^^^.....^"),
    ("string", r'"\"" x', "^^^..."),
    ("string", "'\"' x", "....."),
    ("string", "// \"x\"", "......"),
    ("string", '#include "a.h"', ".............."),
    ("string", '  # define A "a"', ".............^^."),
    ("header name", '  # include "a.h" // "b"', "............^^^^........"),
    ("header name", "#include <a>\n#include <b\nc", ".........^^...........^^.."),
    ("header name", 'x #include "a"', ".............."),
    ("in ( )", "f(a, (b)) c", ".^^^^^^^..."),
    ("in ( )", "f(\")\")", ".^^^^."),
    ("in [ ]", "a[i][j]", ".^^.^^."),
    ("in if ( )", "if (a(b)) f(c)", "...^^^^^......"),
    ("in if ( )", "elif(a)", "......."),
    ("keyword", "int iffy; return", "^^^.......^^^^^^"),
    ("preprocessor", "a\n  #if x\nb", "....^^^^^.."),
    ("line about to end", "0123456789ab\nxyz", "..^^^^^^^^^^.^^^"),
])
def test_yes_or_no(name, text, expected):
    assert marked(name, text) == expected


@pytest.mark.parametrize("name, text, expected", [
    ("depth of ( )", "f(a(b))c", "01122100"),
    ("depth of { }", "{ } {{", "110012"),
    ("depth of ( )", ")(", "01"),
    ("position in line", "ab\n cd", "120123"),
    ("position in line", "a\r\nb\x0cc\n", "1201230"),
    ("indentation", "  ab\n c", "12220" "11"),
])
def test_how_much(name, text, expected):
    assert "".join(map(str, scanner.label(text)[name])) == expected


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_has_a_label_at_each_character(text):
    found = scanner.label(text)
    assert list(found) == scanner.names()
    for each in scanner.LABELS:
        values = found[each.name]
        assert values.shape == (len(text),) and values.min(initial=0) >= 0
        assert (values.dtype == bool) == (each.kind == "yes or no")
    assert not (found["comment"] & found["string"]).any()


def test_labels_before_a_place_do_not_depend_on_what_follows():
    """A state cannot know the future, so nor should a label, but for two that have to."""
    text = data.load("code")["text"][4][:900]
    whole = scanner.label(text)
    for cut in (100, 333, 700):
        part = scanner.label(text[: text.rindex("\n", 0, cut) + 1])
        for name in set(whole) - {"line about to end", "in if ( )"}:
            n = len(part[name])
            np.testing.assert_array_equal(part[name], whole[name][:n], err_msg=name)


def test_wrong_type():
    with pytest.raises(TypeError, match="text: expected a str, got list"):
        scanner.label(["a"])
