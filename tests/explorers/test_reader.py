"""The explorer `reader`: one cell while a text is read, and the end of the text as its limit."""

import numpy as np
import pytest

from rnn_helpers import char_rnn, explorers

TEXT = "int n = 0;  // a\n"


@pytest.fixture
def network():
    made = char_rnn.init_network("lstm", 5, rng=np.random.default_rng(3))
    return made._replace(params=type(made.params)(*(4 * w for w in made.params)))


@pytest.mark.parametrize("cell", [2, 8])
@pytest.mark.parametrize("sign", [1, -1])
def test_words_tell_the_cell_of_h_or_c(network, cell, sign):
    explorer = explorers.reader(network, cell, TEXT, sign=sign)
    states = char_rnn.read(network, TEXT).states
    values = sign * states[cell // 5][:, cell % 5]
    for place in (1, 9, len(TEXT)):
        explorer.set(place=place)
        assert f"the cell is at {values[place - 1]:.2f} of" in explorer.screen.words
        assert explorer.screen.words.count(" %") == 5


def test_what_was_not_read_has_no_colour(network, monkeypatch):
    seen = []
    explorer = explorers.reader(network, 1, TEXT)
    from rnn_helpers import figures

    draw = figures.coloured_text
    monkeypatch.setattr(figures, "coloured_text",
                        lambda text, values, *a, **k: seen.append((values, k)) or
                        draw(text, values, *a, **k))
    explorer.set(place=6)
    values, options = seen[-1]
    assert np.isfinite(values).tolist() == [n < 6 for n in range(len(TEXT))]
    assert options["written"] == len(TEXT) - 6 and options["mark"] == 5


def test_the_slider_ends_where_the_text_does(network):
    explorer = explorers.reader(network, 1, TEXT)
    explorer.set(text=TEXT * 3)
    assert explorer.controls["place"].max == 3 * len(TEXT)
    explorer.set(place=3 * len(TEXT))
    explorer.set(text="ab")
    assert explorer.controls["place"].max == 2 and explorer.screen.message == ""
    explorer.set(text="")
    assert "expected 1 to 800 characters, got 0" in explorer.screen.message


def test_play_moves_the_slider_to_its_end(network):
    explorer = explorers.reader(network, 1, TEXT)
    play = explorer.children[0].children[0]
    assert (play.min, play.max) == (1, len(TEXT)) and play.interval > 50
