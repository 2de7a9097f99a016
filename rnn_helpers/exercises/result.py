"""What `check` gives back, and how a notebook shows it."""

import base64
import html
import re
from dataclasses import dataclass, field

import numpy as np


class Note(str):
    """Text of ours, as a notebook shows it. code: Python above it, or "". W_hh and h**2 are no Markdown: only `this` is."""

    def __new__(cls, text, code=""):
        note = super().__new__(cls, f"{code}\n\n{text}" if code else text)
        note.text, note.code = text, code
        return note

    def __repr__(self):
        return str(self)

    def _repr_markdown_(self):
        text = re.sub(r"(`[^`]*`)|([*_<])", lambda found: found[1] or "\\" + found[2], self.text)
        return f"```python\n{self.code}\n```\n\n{text}" if self.code else text


@dataclass(frozen=True, repr=False)
class Result:
    """status: "not started", "failed" or "passed". score: 0 to 1, the share of what is returned that is right.

    mistake: the diagnosis in a word or two, "" if there is none. says, detail: in sentences, and with the numbers.
    inputs: the smallest failing input, name -> value. picture: (name, expected, got), or empty.
    """

    exercise: object
    status: str
    score: float = 0.0
    says: str = ""
    mistake: str = ""
    detail: str = ""
    picture: tuple = ()
    inputs: dict = field(default_factory=dict)

    @property
    def message(self):
        """One or two sentences."""
        return {"not started": "Not started.", "passed": "Passed."}.get(self.status, self.says)

    @property
    def hint(self):
        """The first hint; "" for who needs none."""
        return "" if self.status == "passed" else self.exercise.hints[0]

    def _lines(self):
        name = self.exercise.name
        if self.status == "not started":
            return [f"{name}: not started"]
        if self.status == "passed":
            return [f"{name}: passed. exercises.solution({name!r}) shows one way, and why."]
        lines = [f"{name}: not yet. "
                 f"{self.says}", self.detail, f"exercises.hint({name!r}) gives a "
                                                               "hint, level=2 and 3 more."]
        return [line for line in lines if line]

    def __repr__(self):
        return "\n".join(self._lines())

    def figure(self):
        """Expected + difference = got, as matrices in one scale of colours; None where there is nothing to compare."""
        if not self.picture:
            return None
        from rnn_helpers import figures

        name, right, got = self.picture
        right, got = (a.reshape(-1, a.shape[-1] if a.ndim else 1) for a in (right, got))
        figure = figures.matrix_sum(np.stack([right, got - right]), got, ["expected", "difference", "got"])
        figure.alt = f"{name} as expected, plus the difference, makes {name} as it came, as matrices of colours."
        return figure

    def _repr_html_(self):
        lines = re.sub("`([^`]*)`", r"<code>\1</code>", "<br>".join(map(html.escape, self._lines())))
        figure = self.figure()
        if figure is None:
            return f"<p>{lines}</p>"
        picture = base64.b64encode(figure.png()).decode()
        return f'<p>{lines}</p><img src="data:image/png;base64,{picture}" alt="{html.escape(figure.alt)}">'
