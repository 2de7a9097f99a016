"""Minutes: the formula by hand on a small notebook, and courses that keep to their weeks."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from rnn_helpers.notebooks.minutes import COURSES, Plan, Section, sections, week_by_week, words


@pytest.mark.parametrize("markdown, count", [
    ("Two words.", 2),
    ("**Bold** and `some code here` and [a link](https://x.org/a b) end", 7),
    (r"A formula $\mathbf{h}_{(t)} = 1 + 2$ counts once", 5),
    ("$$a = b$$", 1),
    ("| a | b |\n| --- | --- |\n| c | 3 |", 4),
    ("<details><summary><b>Answer</b></summary>\n\nYes.\n\n</details>", 2),
    ("![alt text here](x.png) ```\ncode block\n```", 0),
    ("- one\n- two — three", 3),
])
def test_words_are_what_is_read(markdown, count):
    assert words(markdown) == count


def picture():
    return new_output("display_data", {"image/png": "cGlj", "text/plain": "[picture]"})


def table():
    return new_output("display_data", {"text/html": "<table>", "text/plain": "a"})


def tagged(*tags):
    return {"tags": list(tags)}


NOTEBOOK = new_notebook(cells=[
    new_markdown_cell("# 03 Title\n\nthree more words"),
    new_code_cell("import a\nimport b", metadata=tagged("hide-input")),
    new_code_cell("explorers.one(1)", metadata=tagged("lecture"), outputs=[picture()]),
    new_markdown_cell(f"end here\n\n## 1. First\n\nwords {128 * 'word '}",
                      metadata=tagged("lecture")),
    new_markdown_cell("**Predict.** a b c", metadata=tagged("lecture", "prediction")),
    new_code_cell("x = 1\n\ny = 2", metadata=tagged("lecture", "result"),
                  outputs=[picture(), table()]),
    new_markdown_cell("> **Common mistake.** no", metadata=tagged("mistake", "erratum-3")),
    new_markdown_cell("## Deeper: second\n\n*3 min.*", metadata=tagged("deeper")),
    new_code_cell("z = 3", metadata=tagged("deeper", "hide-input"), outputs=[table()]),
    new_markdown_cell("## Recap\n\none two"),
    new_markdown_cell("## Exercises\n\n### One ★☆☆ · 10 min\n\ntext", metadata=tagged("exercise")),
    new_markdown_cell("### Two ★☆☆ · 12 min", metadata=tagged("exercise")),
    new_markdown_cell("## Today\n\nfour words are here\n\n## References\n\n- one"),
])


def test_the_formula_by_hand():
    found = {(s.title, s.place): s for s in sections(NOTEBOOK)}
    assert list(found) == [("", "lecture"), ("1. First", "lecture"), ("1. First", "mistake"),
                           ("Deeper: second", "deeper"), ("Recap", "lecture"),
                           ("Exercises", "exercise"), ("Today", "reading"),
                           ("References", "reading")]
    opening, first = found["", "lecture"], found["1. First", "lecture"]
    assert opening.minutes == pytest.approx(7 / 130 + 2 + 3 / 60)  # 03, Title, three, …, end, here
    assert first.minutes == pytest.approx((131 + 4) / 130 + 1 + 2 * 0.5 + 2 * 3 / 60)
    assert found["Deeper: second", "deeper"].minutes == pytest.approx(4 / 130 + 0.5)
    assert found["Exercises", "exercise"].minutes == 22
    assert (opening.cells, first.cells) == (1, 1)


def test_a_lecture_stays_whole_and_deeper_sections_fill_the_week():
    def made(number, lecture, *deeper):
        parts = [Section("1. A", "lecture", words=130 * lecture)]
        parts += [Section(f"Deeper: {number}{n}", "deeper", words=130 * n) for n in deeper]
        return Plan(number, number, parts, None)

    plans = [made("00", 10, 5), made("01", 40, 30, 9), made("02", 45), made("03", 20, 70)]
    assert week_by_week(plans, 60) == [(1, "00, 01", 55, "005"), (2, "02", 45, ""),
                                       (3, "03", 20, "")]
    assert week_by_week(plans, 90) == [(1, "00, 01", 85, "005; 0130"), (2, "02, 03", 65, "")]
    for minutes in COURSES:
        rows = week_by_week(plans, minutes)
        assert all(row[2] <= minutes for row in rows)
        assert ", ".join(row[1] for row in rows) == "00, 01, 02, 03"
