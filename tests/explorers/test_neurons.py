"""The explorer `neurons`: it shows what the package computes, and takes any text."""

import numpy as np
import pytest

from helpers.explorers_made import MADE
from rnn_helpers import char_rnn, explorers
from rnn_helpers.char_rnn import scanner, scores


@pytest.fixture
def explorer():
    made = MADE["neurons"]()
    made.set(length=0)
    return made


def test_a_label_moves_the_cell_and_is_drawn_once(explorer, monkeypatch):
    calls = []
    draw = explorer.draw
    monkeypatch.setattr(
        explorer,
        "draw",
        lambda **values: calls.append((values["label"], values["cell"])) or draw(**values),
    )
    explorer.controls["label"].value = "in ( )"
    assert calls == [
        ("in ( )", scanner.names().index("in ( )"))
    ]  # as explorers_made gives the cells
    explorer.controls["cell"].value = 4
    assert calls[-1] == ("in ( )", 4)


def test_another_network_has_its_own_cells(explorer):
    explorer.controls["cell"].value = 11
    explorer.controls["network"].value = "simple"
    assert explorer.controls["cell"].max == 5 and explorer.controls["cell"].value == 0
    assert explorer.screen.message == ""


def test_words_tell_the_cell_the_label_and_what_comes_next(explorer):
    explorer.set(place=9, cell=3)
    text = explorer.controls["text"].value
    assert f"“{text[8]}”" in explorer.screen.words and "comment: no" in explorer.screen.words
    assert explorer.screen.words.count(" %") == 5
    explorer.set(label="depth of ( )")
    assert f"depth of ( ): {scanner.label(text)['depth of ( )'][8]}" in explorer.screen.words


def test_the_pointer_finds_each_character_and_its_value(explorer):
    hover = explorer.screen.hover
    text = explorer.controls["text"].value
    assert hover["grid"][1] == 84 and len(hover["told"]) == len(text)
    assert hover["told"]["0,0"].startswith("“#” ") and hover["told"]["1,0"].startswith("“i” ")
    left, top, width, height = hover["box"]
    assert 0 <= left and left + width <= 1 and 0 <= top and top + height <= 1


def test_written_text_repeats_and_follows_the_temperature(explorer):
    first = explorer.screen.png
    explorer.controls["length"].value = 60
    cold = explorer.screen.png
    explorer.controls["temperature"].value = 1.5
    assert len({first, cold, explorer.screen.png}) == 3
    explorer.controls["temperature"].value = 1.0
    assert explorer.screen.png == cold


@pytest.mark.parametrize(
    "text", ["\n", "é日本\t", "a" * 1000, "\n" * 400, "/* never closed\n" * 30]
)
def test_any_text_is_read(explorer, text):
    for colour in ("value of the cell", "how far back it looks"):
        explorer.set(text=text, colour=colour)
        assert explorer.screen.message == "" and len(explorer.screen.png) > 1000


@pytest.mark.parametrize(
    "text, line",
    [
        ("", "text: expected 1 to 1000 characters, got 0"),
        ("x" * 1001, "text: expected 1 to 1000 characters, got 1001"),
        ("x" * 100_000, "text: expected 1 to 1000 characters, got 100000"),
    ],
)
def test_a_bad_entry_is_one_line_and_the_picture_stays(explorer, text, line):
    png = explorer.screen.png
    explorer.controls["text"].value = text
    assert explorer.screen.message == line and explorer.screen.png == png
    explorer.controls["text"].value = "int x;"
    assert explorer.screen.message == "" and explorer.screen.png != png


def test_looking_back_is_the_packages_own(explorer):
    explorer.set(colour="how far back it looks", place=12)
    text = explorer.controls["text"].value[:12]
    network = char_rnn.init_network("lstm", 6, rng=np.random.default_rng(0))
    network = network._replace(
        params=type(network.params)(*(4 * w for w in network.params)), W_hy=9 * network.W_hy
    )
    back = char_rnn.look_back(network, text)
    assert explorer.screen.hover["told"]["0,3"].endswith(f"{back[3] / back.max():.2f}")
    assert "0,12" not in explorer.screen.hover["told"]  # nothing is said of what comes after


def test_the_best_cell_has_its_sign_and_others_have_not():
    """One cell falls where its label holds: it is turned round, and its name says so."""
    rng = np.random.default_rng(0)
    network = char_rnn.init_network("lstm", 6, rng=rng)
    best = {"LSTM": {label: scores.Best(n % 6, -1, 0.9, 0.8, 1.0)
                     for n, label in enumerate(scanner.names())}}
    explorer = explorers.neurons({"LSTM": network}, best, "int x;")
    explorer.set(length=0, place=3)
    value = char_rnn.read(network, "int x;").h[2, 0]
    assert f"value of cell −h 0 is {-value:.2f}" in explorer.screen.words
    explorer.set(cell=5)
    value = char_rnn.read(network, "int x;").h[2, 5]
    assert f"value of cell h 5 is {value:.2f}" in explorer.screen.words
