"""What `check` gives back, and how a notebook shows it."""

import base64
import html
import re
from dataclasses import dataclass, field

import numpy as np


class Note(str):
    """Text of ours, as a notebook shows it. code: Python above it, or "".

    In it only `this` is Markdown; W_hh and h**2 are not.
    """

    def __new__(cls, text, code=""):
        note = super().__new__(cls, f"{code}\n\n{text}" if code else text)
        note.text, note.code = text, code
        return note

    def __repr__(self):
        return str(self)

    def _repr_markdown_(self):
        escaped = re.sub(r"(`[^`]*`)|([*_<])", lambda m: m[1] or "\\" + m[2], self.text)
        return f"```python\n{self.code}\n```\n\n{escaped}" if self.code else escaped


@dataclass(frozen=True, repr=False)
class Result:
    """status: "not started", "failed" or "passed". score: 0 to 1, the fraction of parts right.

    mistake: the diagnosis in a word or two, "" if there is none. says, detail: in sentences, and
    with the numbers. inputs: the input that they speak of, name -> value. picture: (name,
    expected, got), or empty. printed: what the attempt printed for that input.
    """

    exercise: object
    status: str
    score: float = 0.0
    says: str = ""
    mistake: str = ""
    detail: str = ""
    picture: tuple = ()
    inputs: dict = field(default_factory=dict)
    printed: str = ""

    @property
    def message(self):
        """One or two sentences."""
        return self.says if self.status == "failed" else f"{self.status.capitalize()}."

    @property
    def hint(self):
        """The first hint; "" for who needs none."""
        return "" if self.status == "passed" else self.exercise.hints[0]

    def __repr__(self):
        name = self.exercise.name
        if self.status == "not started":
            return f"{name}: not started"
        if self.status == "passed":
            return f"{name}: passed. exercises.solution({name!r}) shows one way to do it, and why."
        more = f"exercises.hint({name!r}) gives a hint; level=2 and level=3 say more."
        printed = self.printed and f"It printed:\n{self.printed}"
        lines = f"{name}: not yet. {self.says}", self.detail, printed, more
        return "\n".join(filter(None, lines))

    def figure(self):
        """Expected + difference = got, as matrices; None where there is nothing to compare."""
        if not self.picture:
            return None
        from rnn_helpers import figures

        name, *both = self.picture
        right, got = (a.reshape(-1, a.shape[-1] if a.ndim else 1) for a in both)
        titles = ["expected", "difference", "got"]
        figure = figures.matrix_sum(np.stack([right, got - right]), got, titles)
        figure.alt = (f"Three colour-coded matrices: {name} as expected, plus the difference, "
                      f"gives {name} as your function returned it.")
        return figure

    def _repr_html_(self):
        lines = html.escape(repr(self)).replace("\n", "<br>")
        lines = re.sub("`([^`]*)`", r"<code>\1</code>", lines)
        figure = self.figure()
        if figure is None:
            return f"<p>{lines}</p>"
        picture = base64.b64encode(figure.png()).decode()
        alt = html.escape(figure.alt)
        return f'<p>{lines}</p><img src="data:image/png;base64,{picture}" alt="{alt}">'
