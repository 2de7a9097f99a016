"""The explorer `update_step`: the number it follows is what the sentence says it is made of."""

import math
import re

import numpy as np
import pytest

from rnn_helpers import explorers

PHI = {
    "tanh": math.tanh,
    "relu": lambda z: max(0.0, z),
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "linear": lambda z: z,
}
SENTENCE = re.compile(
    r"Example (\d+), unit (\d+): h_t\[(\d+), (\d+)\] = (\w+)\((.*)\) = "
    r"\w+\((-?[\d.]+)\) = (-?[\d.]+)\."
)


@pytest.fixture(scope="module")
def explorer():
    return explorers.update_step()


def told(explorer):
    example, unit, first, second, phi, terms, z, value = SENTENCE.search(
        explorer.screen.words
    ).groups()
    return (int(example), int(unit)), (int(first), int(second)), phi, terms, float(z), float(value)


@pytest.mark.parametrize("phi", PHI)
@pytest.mark.parametrize("B, D, H", [(1, 1, 1), (3, 2, 4), (2, 4, 1), (5, 8, 8)])
def test_what_the_sentence_adds_up_is_the_number(explorer, phi, B, D, H):
    for follow in range(1, B * H + 1):
        explorer.set(B=B, D=D, H=H, form="rows", phi=phi, follow=follow)
        which, index, name, terms, z, value = told(explorer)
        assert (
            which == ((follow - 1) // H + 1, (follow - 1) % H + 1)
            and index == (which[0] - 1, which[1] - 1)
            and name == phi
        )
        numbers = re.sub(r" from \d+( products)? with \w+", "", terms)
        assert re.fullmatch(r"[-+·(). \d]+", numbers)
        assert abs(eval(numbers.replace("·", "*")) - z) < 0.03 * (1 + numbers.count("·"))
        assert abs(PHI[phi](z) - value) < 0.011
        assert numbers.count("·") in (D + H, 0)


def test_every_form_says_the_same_number(explorer):
    values = set()
    for form in ("rows", "columns", "rows+stacked", "columns+stacked"):
        explorer.set(B=3, D=2, H=4, form=form, phi="tanh", follow=7)
        which, index, *_, value = told(explorer)
        assert which == (2, 3) and index == ((2, 1) if "columns" in form else (1, 2))
        values.add(value)
    assert len(values) == 1


def test_a_larger_layer_keeps_the_numbers_it_had(explorer):
    """For example 1, unit 1, more features only add products."""

    def terms(D):
        explorer.set(B=2, D=D, H=2, form="rows", phi="linear", follow=1)
        return told(explorer)[3].split(" + ")

    assert terms(1)[:1] == terms(3)[:1] and terms(1)[1:] == terms(3)[3:]


def test_the_followed_number_must_exist(explorer):
    explorer.set(B=5, H=8, follow=40)
    explorer.controls["H"].value = 2
    assert explorer.values()["follow"] == 10
    explorer.controls["H"].value = 8
    assert explorer.values()["follow"] == 40
    explorer.set(B=1, D=1, H=1, follow=2)
    assert "There is no other number to follow." in explorer.screen.words


def test_its_numbers_come_from_rng():
    first, again, other = (
        explorers.update_step(np.random.default_rng(seed)).screen.words for seed in (5, 5, 6)
    )
    assert first == again != other
    with pytest.raises(TypeError, match="rng"):
        explorers.update_step(3)
