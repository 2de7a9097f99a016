"""Every explorer without a browser: controls are set, the real callback runs, nothing is raised.

tests/notebooks/test_browser.py moves the same controls in a notebook, by keyboard and by mouse.
"""

import io
import itertools
import random
import subprocess
import sys

import ipywidgets as widgets
import pytest
from PIL import Image

from helpers.explorers_made import MADE
from rnn_helpers import explorers
from rnn_helpers.explorers.core import STILL, Explorer
from rnn_helpers.explorers.stage import stage

BAD_TEXTS = ["", "   ", "§ £ ¶", "word " * 500, "x" * 10_000]


@pytest.fixture(scope="module")
def made():
    """name -> the explorer, made once and put back to its first state for each test."""
    explorers_of, first = {}, {}

    def get(name):
        if name not in explorers_of:
            explorers_of[name] = MADE[name]()
            first[name] = explorers_of[name].values()
        explorers_of[name].set(**first[name])
        return explorers_of[name]

    return get


every_explorer = pytest.mark.parametrize("name", MADE)


def values(control):
    """Values to set: all there are, or the ends and some between."""
    if isinstance(control, widgets.Dropdown):
        return list(control.options)
    if isinstance(control, widgets.Checkbox):
        return [True, False]
    if isinstance(control, (widgets.IntSlider, widgets.FloatSlider)):
        steps = round((control.max - control.min) / control.step)
        chosen = (
            range(steps + 1) if steps <= 20 else [0, 1, steps // 3, steps // 2, steps - 1, steps]
        )
        return [type(control.value)(control.min + n * control.step) for n in chosen]
    return [control.value]


def drawn(explorer):
    """What it shows now; fails if it complains or shows no picture."""
    assert explorer.screen.message == "", f"{explorer.values()}: {explorer.screen.message}"
    assert Image.open(io.BytesIO(explorer.screen.png)).size[0] > 300
    assert len(explorer.screen.words.split()) > 5
    return explorer.screen.png, explorer.screen.words


def test_each_is_made_here():
    assert set(explorers.__all__) == set(MADE)


def test_a_move_is_not_sent_back_to_the_browser():
    """In a process of its own: ipywidgets reads the switch once."""
    code = """if True:
        from rnn_helpers import explorers
        import ipywidgets
        sent = []
        slider = ipywidgets.IntSlider()
        slider._send = lambda message, buffers=None: sent.append(message["method"])
        slider.set_state({"value": 7})
        print(slider.value, sent)"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "7 []"


@every_explorer
def test_every_value_of_every_control(name, made):
    explorer = made(name)
    for control in explorer.controls.values():
        first = control.value
        for value in values(control):
            control.value = value
            drawn(explorer)
            if not isinstance(control, widgets.Checkbox):
                said = control.label if hasattr(control, "label") else control.value
                assert f"{control.description}: {said}" in explorer.screen.words
        control.value = first


@every_explorer
def test_every_end_with_every_other(name, made):
    """Any two controls at once: of a slider both ends, of the others all there is."""
    explorer = made(name)
    first, sliders = explorer.values(), (widgets.IntSlider, widgets.FloatSlider)
    grid = {
        key: [control.min, control.max] if isinstance(control, sliders) else values(control)
        for key, control in explorer.controls.items()
    }
    for a, b in itertools.combinations(grid, 2):
        for of_a, of_b in itertools.product(grid[a], grid[b]):
            explorer.set(**first | {a: of_a, b: of_b})
            drawn(explorer)


@every_explorer
def test_random_settings(name, made):
    explorer, chance = made(name), random.Random(0)
    for _ in range(60):
        explorer.set(
            **{key: chance.choice(values(control)) for key, control in explorer.controls.items()}
        )
        drawn(explorer)


@every_explorer
def test_every_control_changes_what_is_shown(name, made):
    explorer = made(name)
    for key, control in explorer.controls.items():
        assert control.description, f"{key} has no description"
        before = drawn(explorer)
        others = [value for value in values(control) if value != control.value]
        if not others:
            continue  # a text
        first, changed = control.value, set()
        for value in others:
            control.value = value
            now = drawn(explorer)
            changed.add(now[0] != before[0])
            control.value = first
        assert True in changed, f"{key}: no value changes the picture"
        assert drawn(explorer) == before, f"{key}: back at its first value it shows something else"


@every_explorer
def test_a_bad_entry_is_one_line_and_the_picture_stays(name, made):
    explorer = made(name)
    for key, control in explorer.controls.items():
        if isinstance(control, widgets.Text):
            good, picture = control.value, explorer.screen.png
            for text in BAD_TEXTS:
                control.value = text
                message = explorer.screen.message
                assert (
                    "expected" in message and "got" in message and len(message.splitlines()) == 1
                ), (text[:20], message)
                assert len(message) < 200
                assert explorer.screen.png == picture
            control.value = good
            assert drawn(explorer)[0] == picture, f"{key}: the good entry is not shown again"


@every_explorer
def test_where_nothing_runs_there_is_a_picture(name, made):
    data, metadata = made(name)._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG") and len(data["image/png"]) < 150_000
    assert data["text/plain"] == metadata["image/png"]["alt"] and data["text/plain"].startswith(
        STILL
    )
    assert "application/vnd.jupyter.widget-view+json" in data


@pytest.mark.parametrize(
    "name, text, longest", [("unroll", "words", "not " * 14), ("bptt", "word", "seventhevent")]
)
def test_a_step_can_be_chosen_as_far_as_the_text_goes(name, text, longest, made):
    """And comes back after a shorter text, or a bad one."""
    explorer = made(name)
    slider, first = explorer.controls["step"], explorer.controls["step"].value
    explorer.controls[text].value = longest
    assert slider.max == (12 if name == "bptt" else 14) and slider.value == first
    slider.value = slider.max
    explorer.controls[text].value = "not easy" if name == "unroll" else "te"
    assert slider.max == slider.value == 2
    explorer.controls[text].value = "?"
    assert explorer.screen.message and slider.max == slider.value == 2
    explorer.controls[text].value = longest
    assert slider.value == slider.max and not explorer.screen.message


class TestExplorer:
    """The base class, with a draw that counts."""

    @pytest.fixture
    def counted(self):
        figure, ax = stage()
        calls = []

        def draw(a, b):
            calls.append((a, b))
            if a == 3:
                raise ValueError("a: expected anything else,\ngot 3")
            if a == 4:
                raise TypeError("a: expected a good number, got 4")
            ax.set_title(f"{a} {b}")
            figure.alt = "a picture"
            return figure, f"a is {a}"

        made = Explorer(
            draw, a=widgets.IntSlider(1, 0, 9, description="a"), b=widgets.Checkbox(description="b")
        )
        return made, calls

    def test_it_draws_when_made_and_at_each_change(self, counted):
        explorer, calls = counted
        explorer.controls["a"].value = 2
        explorer.controls["b"].value = True
        assert calls == [(1, False), (2, False), (2, True)]
        assert explorer.screen.words == "a: 2, b: on. a is 2"

    def test_set_draws_once(self, counted):
        explorer, calls = counted
        explorer.set(a=5, b=True)
        assert calls == [(1, False), (5, True)]
        with pytest.raises(KeyError):
            explorer.set(c=1)
        explorer.controls["a"].value = 6
        assert calls[-1] == (6, True), "a failed set must not leave it silent"

    @pytest.mark.parametrize(
        "bad, line", [(3, "a: expected anything else,"), (4, "a: expected a good number, got 4")]
    )
    def test_a_complaint_leaves_the_picture_and_goes_with_the_next_good_value(
        self, counted, bad, line
    ):
        explorer, _ = counted
        png = explorer.screen.png
        explorer.controls["a"].value = bad
        assert explorer.screen.message == line and explorer.screen.png == png
        explorer.controls["a"].value = 2
        assert explorer.screen.message == "" and explorer.screen.png != png

    def test_a_mistake_of_ours_is_not_hidden(self):
        def draw(a):
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            Explorer(draw, a=widgets.IntSlider(description="a"))
