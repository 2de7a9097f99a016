"""Cleaning and splitting: on texts written for the purpose, and on the headers of this machine."""

import numpy as np
import pytest

from helpers import headers
from rnn_helpers.char_rnn import corpus


def test_encode_and_decode():
    text = "".join(map(chr, range(32, 127))) + "\n"
    assert corpus.decode(corpus.encode(text)) == text
    assert corpus.decode(corpus.encode("a\té")) == "a   " + corpus.OTHER
    assert corpus.decode(corpus.encode("\0\x7f\x80日\ud800")) == 5 * corpus.OTHER
    assert corpus.decode([]) == ""


def test_clean():
    text = ("/* Copyright X */\n// more\n#ifndef A\r\n#define A\n// Licensed under Y\n"
            "// second line\nint a;\t// keep \n\n\n\nint b;")
    assert corpus.clean(text) == "#ifndef A\n#define A\nint a;  // keep\n\nint b;\n"


CODE = [f"    int variable_number_{n} = {n};" for n in range(20)]
TEXTS = {
    "held": CODE,
    "copy": [*CODE[:12], *[f"double something_else_{n} = 1.0;" for n in range(8)]],
    "part": [*CODE[:3], *[f"    float another_variable_{n} = {n};" for n in range(15)]],
    "other": [f'std::string name_{n} = "a";' for n in range(20)],
}


def test_overlaps():
    lines = {name: corpus.distinctive_lines("\n".join(each)) for name, each in TEXTS.items()}
    found = corpus.overlaps(lines, {"held"})
    assert found == {("copy", "held"): 12 / 20, ("part", "held"): 3 / 18}


@pytest.mark.parametrize("seed", range(6))
def test_near_copies_of_held_out_files_are_not_trained_on(seed):
    texts = {name: "\n".join(each) + "\n" for name, each in TEXTS.items()}
    split = corpus.load(texts, held_fraction=0.25, seed=seed)
    (held,) = split.held_files
    train, text = corpus.decode(split.train), corpus.decode(split.held)
    assert text == texts[held.name] + "\n" and held.size == len(text)
    dropped = {"held": {"copy"}, "copy": {"held"}}.get(held.name, set())
    for name in texts:
        assert (texts[name] in train) == (name not in {held.name, *dropped})
    assert held.overlap == {"held": 3 / 18, "copy": 3 / 18, "part": 3 / 18, "other": 0}[held.name]


@pytest.mark.parametrize("name, project", [
    ("tensorflow/external/hwloc/include/hwloc.h", "hwloc"), ("tensorflow/absl/strings/a.h", "absl"),
    ("numpy/numpy/ndarraytypes.h", "numpy"), ("python/object.h", "python"), ("tensorflow/a.h", ""),
])
def test_a_file_belongs_to_a_project(name, project):
    assert corpus.project(name) == project


def test_whole_projects_are_held_out():
    folders = {"held": "tensorflow/external/b/x/", "copy": "tensorflow/external/a/",
               "part": "tensorflow/absl/", "other": "tensorflow/external/b/"}
    texts = {f"{folders[name]}{name}.h": "\n".join(each) + "\n" for name, each in TEXTS.items()}
    split = corpus.load(texts, projects=("b",))
    assert {file.name.split("/")[-1]: file.overlap for file in split.held_files} == {
        "held.h": 3 / 18, "other.h": 0}
    assert corpus.decode(split.train) == texts["tensorflow/absl/part.h"] + "\n", "no near copy"
    with pytest.raises(ValueError, match="expected some of a, absl, b; got c, of which"):
        corpus.load(texts, projects=("b", "c"))


def test_held_out_files_with_little_overlap():
    sizes = (("a", 3, 0.0), ("b", 4, 0.4), ("c", 2, 0.1))
    files = [corpus.HeldFile(*each) for each in sizes]
    made = corpus.Corpus(np.arange(5), np.arange(9), files, "none")
    expectations = {0.1: [0, 1, 2, 7, 8], 0.0: [0, 1, 2], 0.5: [*range(9)], -1: []}
    for at_most, expected in expectations.items():
        assert made.held_with_overlap(at_most).tolist() == expected


def test_a_sample_is_spread_over_all_that_is_held_out():
    made = corpus.Corpus(np.zeros(0), np.arange(1003), [], "none")
    stretches = made.sample(90, stretches=9).reshape(9, 10)
    assert (np.diff(stretches) == 1).all()
    assert stretches[0, 0] == 0 and stretches[-1, -1] == 1002
    assert np.ptp(np.diff(stretches[:, 0])) <= 1
    np.testing.assert_array_equal(made.sample(10**6, stretches=1), np.arange(1003))


@pytest.mark.slow
def test_no_file_is_on_both_sides():
    texts, split = headers.texts(), headers.corpus()
    train, held = split.train.tobytes(), corpus.decode(split.held)
    assert len(split.held_files) > 100 and len(split.train) > 20 * len(split.held)
    assert sum(file.size for file in split.held_files) == len(split.held)
    for file in split.held_files[:60]:
        beginning = corpus.encode(texts[file.name][:400])
        assert corpus.decode(beginning) in held and beginning.tobytes() not in train
    for phrase in ("Licensed under the Apache", "Redistribution and use in source",
                   "Copyright (c)"):
        assert phrase not in held
