"""The explorer `api_modes`: its lines run in Keras and give the shapes in the picture."""

import itertools

import numpy as np
import pytest

from helpers.explorers_made import api_modes
from rnn_helpers import explorers
from rnn_helpers.figures import shapes

SWITCHES = (False, True)


@pytest.fixture(scope="module")
def made():
    return api_modes()


@pytest.fixture
def written(monkeypatch):
    """Every text that is drawn."""
    texts, add = [], shapes.Labels.add

    def remembered(self, x, y, text, **options):
        texts.append(text)
        add(self, x, y, text, **options)

    monkeypatch.setattr(shapes.Labels, "add", remembered)
    return texts


@pytest.mark.parametrize("kind", ["SimpleRNN", "LSTM", "GRU"])
@pytest.mark.parametrize("layers", [1, 2, 3])
def test_the_lines_shown_run_in_keras_and_give_the_shapes_shown(kind, layers, made, written):
    from rnn_helpers.backend import keras

    for sequences, state, masked in itertools.product(SWITCHES, repeat=3):
        steps = 5 if masked else 7
        written.clear()
        made.set(
            kind=kind,
            return_sequences=sequences,
            return_state=state,
            layers=layers,
            steps=steps,
            mask=masked,
        )
        code = [line for line in written if "keras" in line]
        mask = np.arange(steps) < steps - 2
        names = {
            "keras": keras,
            "x": np.ones((4, steps, 3), np.float32),
            "mask": np.tile(mask, (4, 1)),
        }
        for line in reversed(code):  # drawn from the lowest line up
            exec(line, names)  # noqa: S102
        assert len(code) == layers and all(f"layers.{kind}(" in line for line in code)
        assert all(line.endswith("mask=mask)") == masked for line in code)
        given = [name for name in ("y", "h", "c") if name in names]
        assert given == (["y", "h", "c"][: 3 if kind == "LSTM" else 2] if state else ["y"])
        shapes = ", ".join(f"{name} {tuple(names[name].shape)}" for name in given)
        assert f"The call returns {shapes}." in made.screen.words
        assert "; ".join(reversed(code)) in made.screen.words
        assert f"y {tuple(names['y'].shape)}" in written
        last_h = [text for text in written if text.startswith(f"$h_{{{steps}}}$ ")]
        assert last_h == ([f"$h_{{{steps}}}$ {tuple(names['h'].shape)}"] if state else [])
        assert written.count("pad") == 2 * masked and f"x (4, {steps}, 3)" in written


def test_two_controls_never_change_what_comes_out(made):
    """The notebook asks which."""

    def out(**values):
        made.set(
            **{
                "kind": "LSTM",
                "return_sequences": False,
                "return_state": False,
                "layers": 1,
                "steps": 7,
                "mask": False,
            }
            | values
        )
        return made.screen.words.split("The call returns ")[1].split(").")[0]

    modes = [
        {"return_sequences": a, "return_state": b, "kind": kind}
        for a, b, kind in itertools.product(SWITCHES, SWITCHES, ("LSTM", "GRU"))
    ]
    for name, values in {"layers": (1, 2, 3), "mask": SWITCHES}.items():
        for mode in modes:
            assert len({out(**mode, **{name: value}) for value in values}) == 1
    others = {
        "kind": ("LSTM", "GRU"),
        "return_sequences": SWITCHES,
        "return_state": SWITCHES,
        "steps": (3, 7),
    }
    for name, values in others.items():
        assert any(len({out(**mode | {name: value}) for value in values}) == 2 for mode in modes), (
            name
        )


def test_masked_steps_repeat_as_the_words_say(made):
    from rnn_helpers.explorers.api_modes import _called

    x = np.random.default_rng(1).standard_normal((4, 7, 3), dtype=np.float32)
    switches = {"return_sequences": True, "return_state": False}
    y = _called("GRU", x, 5, 3, np.arange(7) < 5, switches)["y"]
    assert (y[:, 5:] == y[:, 4:5]).all() and not np.allclose(y[:, 4], y[:, 3])
    made.set(kind="GRU", return_sequences=True, layers=3, steps=7, mask=True)
    assert "The last 2 steps repeat the state of step 5." in made.screen.words


def test_too_few_steps():
    with pytest.raises(
        ValueError, match=r"x: expected \(B, T, D\) with T above 2, got \(4, 2, 3\)"
    ):
        explorers.api_modes(np.ones((4, 2, 3), np.float32), 5)
