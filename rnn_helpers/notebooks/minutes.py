"""How long a notebook takes: minutes per section, by one formula, and courses made of them.

    visible words / 130, 1 for a prediction, 1/2 for a figure or a table, 2 for an explorer,
    3 seconds for each visible line of code

A cell's tag says where it belongs: `lecture`, `deeper`, `mistake`, `exercise`. Without one it is
the title or the recap, which belong to the lecture, or what stands at the end, for reading. A
formula counts as one word, and so does a name in code. An exercise states its own minutes.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from rnn_helpers.notebooks.files import read

WORDS_PER_MINUTE = 130
MINUTES = {"prediction": 1, "figure": 0.5, "explorer": 2, "line": 3 / 60}
PLACES = ("lecture", "deeper", "mistake", "exercise", "reading")
# What the syllabus allows a lecture, in minutes.
LIMITS = {"00": 10, "01": 40, "02": 40, "03": 30, "04": 40, "05": 30, "06": 45, "07": 45,
          "08": 40, "09": 45, "10": 30, "11": 45}
AT_THE_END = ("Today", "References")
COURSES = (60, 90, 150)  # minutes a week

HEADING = re.compile(r"^## +(.+)$", re.M)
EXPLORER = re.compile(r"^explorers\.\w+\(", re.M)
STATED = re.compile(r"^### .*· (\d+) min *$", re.M)
CLAIM = re.compile(r"\*\*Lecture\*\* (\d+) min · \*\*Self-study\*\* (\d+) min")
UNSPOKEN = [  # what is no word, and what to read in its place
    (re.compile(r"```.*?```|<!--.*?-->|!\[[^\]]*\]\([^)]*\)", re.S), " "),
    (re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$|`[^`\n]+`", re.S), " formula "),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"<[^>]+>"), " "),
]


@dataclass(frozen=True)
class Section:
    """What a reader meets under one heading in one place, counted.

    place: one of PLACES. stated: minutes that its exercises state themselves.
    """

    title: str
    place: str
    words: int = 0
    prediction: int = 0
    figure: int = 0
    explorer: int = 0
    line: int = 0
    cells: int = 0  # of visible code
    stated: int = 0

    @property
    def minutes(self):
        """By the formula of this module."""
        if self.place == "exercise":
            return self.stated
        counted = sum(each * getattr(self, name) for name, each in MINUTES.items())
        return self.words / WORDS_PER_MINUTE + counted

    def plus(self, **counts):
        """-> a Section with more in it."""
        return replace(self, **{name: getattr(self, name) + n for name, n in counts.items()})


def words(markdown):
    """How many words of a Markdown text are read or spoken."""
    for pattern, instead in UNSPOKEN:
        markdown = pattern.sub(instead, markdown)
    return sum(any(letter.isalnum() for letter in word) for word in markdown.split())


def sections(nb):
    """The Sections of a notebook in the order in which they begin.

    Where a section of the lecture holds a common mistake, that is a Section of its own.
    """
    found, title = {}, ""
    for cell in nb.cells:
        tags = cell.metadata.get("tags", [])
        for heading, text in _parts(cell):
            title = heading or title
            tagged = [tag for tag in tags if tag in PLACES]
            place = tagged[0] if tagged else "reading" if title in AT_THE_END else "lecture"
            section = found.get((title, place), Section(title, place))
            counts = _of_code(cell, tags) if text is None else _of_prose(text, tags)
            found[title, place] = section.plus(**counts)
    return [section for section in found.values() if section != Section(section.title, "lecture")]


def _parts(cell):
    """(heading or None, text) for each part of a Markdown cell; (None, None) for a code cell."""
    if cell.cell_type != "markdown":
        return [(None, None)]
    starts = [match.start() for match in HEADING.finditer(cell.source)]
    edges = [0, *(start for start in starts if start), len(cell.source)]
    texts = [cell.source[start:end] for start, end in pairwise(edges)]
    return [(match[1].strip() if (match := HEADING.match(text)) else None, text)
            for text in texts]


def _of_prose(text, tags):
    stated = sum(int(minutes) for minutes in STATED.findall(text))
    return {"words": words(text), "prediction": int("prediction" in tags), "stated": stated}


def _of_code(cell, tags):
    if cell.cell_type != "code":
        return {}
    explorer = len(EXPLORER.findall(cell.source))
    shown = sum(bool({"image/png", "text/html"} & set(output.get("data", {})))
                for output in cell.outputs)
    seen = "hide-input" not in tags
    lines = sum(bool(line.strip()) for line in cell.source.splitlines())
    return {"explorer": explorer, "figure": max(0, shown - explorer), "line": seen * lines,
            "cells": int(seen)}


@dataclass(frozen=True)
class Plan:
    """The minutes of one notebook. number: "03"; claimed: (lecture, self-study), or None."""

    number: str
    title: str
    sections: list
    claimed: tuple

    def minutes(self, *places):
        """Whole minutes of all sections in these places."""
        return round(sum(s.minutes for s in self.sections if s.place in places))

    @property
    def lecture(self):
        """Whole minutes of the lecture."""
        return self.minutes("lecture")

    @property
    def self_study(self):
        """Whole minutes for all of the notebook, rounded to the next 5."""
        return -(-self.minutes(*PLACES) // 5) * 5

    @property
    def cells(self):
        """Visible code cells of the lecture."""
        return sum(s.cells for s in self.sections if s.place == "lecture")


def plan(path):
    """-> Plan of a notebook file. Raises NotebookError where it is not a notebook."""
    nb = read(path)
    claim = CLAIM.search(nb.cells[0].source) if nb.cells else None
    title = nb.cells[0].source.splitlines()[0].lstrip("# ") if nb.cells else path.stem
    return Plan(path.stem[:2], title, sections(nb), claim and tuple(map(int, claim.groups())))


def week_by_week(plans, minutes):
    """A course of so many minutes a week -> rows (week, notebooks, minutes, deeper sections).

    Lectures stay whole and in order; what is left of a week goes to deeper sections of its
    notebooks, the first that fit.
    """
    weeks = []
    for each in plans:
        if weeks and sum(p.lecture for p in weeks[-1]) + each.lecture <= minutes:
            weeks[-1].append(each)
        else:
            weeks.append([each])
    rows = []
    for number, week in enumerate(weeks, start=1):
        used = sum(p.lecture for p in week)
        deeper = []
        for section in (s for p in week for s in p.sections if s.place == "deeper"):
            if used + section.minutes <= minutes:
                used += section.minutes
                deeper.append(section.title.removeprefix("Deeper: "))
        rows.append((number, ", ".join(p.number for p in week), round(used), "; ".join(deeper)))
    return rows


def report(paths):
    """The plan of these notebooks as text: of one, its sections; of several, the courses too."""
    from rnn_helpers.show import table

    plans = [plan(path) for path in paths]
    if len(plans) == 1:
        (only,) = plans
        rows = [[s.title[:60], s.place, f"{s.minutes:.1f}", s.words, s.prediction, s.figure,
                 s.explorer, s.line] for s in only.sections]
        head = ["section", "place", "minutes", "words", "predictions", "figures", "explorers",
                "lines"]
        return f"{table(rows, head)}\n\n{_summary(plans)}"
    courses = [
        f"{minutes} minutes a week\n{table(rows, ['week', 'notebooks', 'minutes', 'deeper'])}"
        for minutes in COURSES if (rows := week_by_week(plans, minutes))
    ]
    return "\n\n".join([str(_summary(plans)), *courses])


def _summary(plans):
    from rnn_helpers.show import table

    rows = [[p.title, p.lecture, LIMITS.get(p.number, "–"), p.cells, p.minutes("deeper"),
             p.minutes("mistake"), p.minutes("exercise"), p.self_study,
             "{} / {}".format(*p.claimed) if p.claimed else "–"] for p in plans]
    sums = (sum(row[k] for row in rows if row[k] != "–") for k in range(1, 8))
    rows.append(["in all", *sums, ""])
    return table(rows, ["notebook", "lecture", "at most", "code cells", "deeper", "mistakes",
                        "exercises", "self-study", "claimed"])
