"""Training of character networks, on a text small enough for a test: the loss falls, a killed run goes on where it was."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from rnn_helpers import char_rnn
from rnn_helpers.char_rnn import corpus as char_corpus, training as char_training
from rnn_helpers.backend import name, ops

SETTINGS = {"kind": "gru", "units": 12, "streams": 4, "length": 20, "characters": 8000, "learning_rate": 0.05, "seed": 1}


@pytest.fixture(scope="module")
def corpus():
    line = "for (int i = 0; i < n; i++) { sum += x[i]; }  // add them up\n"
    text = char_corpus.encode(line * 120)
    return char_corpus.Corpus(text, char_corpus.encode(line * 20), [char_corpus.HeldFile("made "
                                                                                         "up", 20 * len(line), 0.0)], "no "
                                                                                                                           "checksum")


@pytest.fixture(autouse=True)
def few(monkeypatch):
    real = char_rnn.bits_per_character
    monkeypatch.setattr(char_rnn, "bits_per_character", lambda network, indices: real(network, indices, streams=2, skip=10))


def quiet(line):
    pass


@pytest.mark.parametrize("kind", ["lstm", "gru", "simple"])
def test_the_loss_falls_and_the_network_is_written(kind, corpus, tmp_path):
    run = char_training.train(SETTINGS | {"kind": kind}, corpus, tmp_path, points=4, tell=quiet)
    read, trained, held = zip(*run.curve)
    assert list(read) == [2000, 4000, 6000, 8000] and held[-1] < 0.8 * held[0] and trained[-1] < 0.8 * trained[0]
    network = char_rnn.load(kind, folder=tmp_path)
    assert char_rnn.bits_per_character(network, corpus.held) == pytest.approx(held[-1], abs=1e-3)
    record = json.loads((tmp_path / f"char_{kind}.json").read_text())
    assert record["settings"]["characters"] == 8000 and record["corpus"]["sha256"] == corpus.sha256
    assert str(tmp_path) not in json.dumps(record)


def test_streams_are_the_text_side_by_side(corpus):
    run = char_training.Run(SETTINGS, corpus)
    (x, y), (x_next, _) = run.batch(0), run.batch(1)
    stream = (len(corpus.train) - 1) // 4
    for b in range(4):
        np.testing.assert_array_equal(x[b], corpus.train[b * stream :][:20])
        np.testing.assert_array_equal(y[b], corpus.train[b * stream + 1 :][:20])
        np.testing.assert_array_equal(x_next[b], corpus.train[b * stream + 20 :][:20])


def test_the_state_is_carried_on(corpus):
    """The second step's prediction depends on the first step's text."""
    def second(first):
        run = char_training.Run(SETTINGS, corpus)
        run.model(first)
        return ops.convert_to_numpy(run.model(run.batch(1)[0]))

    x = char_training.Run(SETTINGS, corpus).batch(0)[0]
    assert np.abs(second(x) - second(x[:, ::-1].copy())).max() > 1e-4


@pytest.mark.parametrize("kind", ["lstm", "gru", "simple"])
def test_the_network_that_is_written_predicts_what_was_trained(kind, corpus):
    """On every backend; PyTorch's own kernel multiplies in bfloat16, with 8 bits behind the point."""
    run = char_training.Run(SETTINGS | {"kind": kind}, corpus)
    run.advance(3)
    for state in run.model.recurrent.states:
        state.assign(ops.zeros_like(state))
    x = corpus.train[:80].reshape(4, 20)
    logits = ops.convert_to_numpy(run.model(x.astype("int32")))
    network = run.network()  # rounded to 11 bits
    for text, each in zip(x, logits):
        expected = char_rnn.read(network, char_corpus.decode(text)).logits
        assert np.abs(each - expected).max() < (2**-6 if name() == "torch" else 2**-9)


def test_a_run_in_two_parts_equals_one(corpus, tmp_path):
    settings, whole = SETTINGS | {"characters": 1600}, char_training.Run(SETTINGS | {"characters": 1600}, corpus)
    whole.advance(20)
    first = char_training.Run(settings, corpus, tmp_path / "c.npz")
    first.advance(9)
    first.save()
    second = char_training.Run(settings, corpus, tmp_path / "c.npz")
    assert second.step == 9
    second.advance(11)
    for a, b in zip(whole.model.get_weights(), second.model.get_weights()):
        np.testing.assert_allclose(a, b, atol=1e-5)


def test_another_length_may_go_on_and_is_recorded(corpus, tmp_path):
    run = char_training.Run(SETTINGS, corpus, tmp_path / "c.npz")
    run.advance(5)
    run.save()
    assert char_training.Run(SETTINGS | {"characters": 4000}, corpus, tmp_path / "c.npz").plans == [[400, 8000]]


def test_a_checkpoint_of_another_run_is_refused(corpus, tmp_path):
    run = char_training.Run(SETTINGS, corpus, tmp_path / "c.npz")
    run.save()
    with pytest.raises(ValueError, match="^checkpoint: expected a run of .*'units': 13.*; delete "
                                         ".*c.npz to begin anew$"):
        char_training.Run(SETTINGS | {"units": 13}, corpus, tmp_path / "c.npz")


def test_measure(corpus, tmp_path):
    """Of every network that is there, and of the counting; on all of the held-out text, and on what is unlike the rest."""
    other = char_corpus.encode("while (true) { run(); }\n" * 20)
    files = [char_corpus.HeldFile("alike", len(corpus.held), 0.2), char_corpus.HeldFile("unlike", len(other), 0.05)]
    corpus = corpus._replace(held=np.concatenate([corpus.held, other]), held_files=files)
    char_training.train(SETTINGS, corpus, tmp_path, points=2, tell=quiet)
    found = char_training.measure(corpus, tmp_path)
    record = json.loads((tmp_path / "char_held_out.json").read_text())
    assert record["bits_per_character"] == found and list(found) == ["gru", "5-gram"]
    few, nearly_all = record["unlike"]
    network = char_rnn.load("gru", folder=tmp_path)
    assert few["gru"] == pytest.approx(char_rnn.bits_per_character(network, other), abs=1e-4)
    assert few["gru"] > found["gru"]
    assert (few["characters"], nearly_all["characters"]) == (len(other), len(corpus.held)) and nearly_all["gru"] == found["gru"]


def test_the_command_that_is_recorded_gives_the_same_settings(monkeypatch):
    typed = []
    monkeypatch.setattr(char_train, "train", lambda settings, *args: typed.append(settings))
    monkeypatch.setattr(char_corpus, "load", lambda: None)
    for settings in (SETTINGS, char_training.DEFAULTS | {"kind": "simple"}):
        char_training.main(char_training.command(settings).split()[3:])
        assert typed.pop() == settings


KILLED = """
from rnn_helpers import char_rnn
from rnn_helpers.char_rnn import corpus as char_corpus, training as char_training
text = char_corpus.encode("int main();\\n" * 800)
char_rnn.bits_per_character = lambda network, indices: 0.0
settings = {settings}
run = char_training.train(settings, char_corpus.Corpus(text, text, [char_corpus.HeldFile("made up", len(text), 0.0)], "none"), {out!r}, points=50,
                       tell=lambda line: print(line, flush=True))
print("finished", run.curve[-1][0], len(run.curve), flush=True)
"""


@pytest.mark.slow
def test_a_killed_run_resumes(tmp_path):
    code = KILLED.format(settings=SETTINGS, out=str(tmp_path))
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    for _ in range(3):
        assert "million characters" in child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.wait()
    time.sleep(0.1)
    with np.load(tmp_path / "char_gru.checkpoint.npz") as saved:
        step = json.loads(str(saved["facts"]))["step"]
    assert 3 * 2 <= step < 100
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert again.stdout.splitlines()[-1] == "finished 8000 50", again.stderr[-2000:]
    assert len(again.stdout.splitlines()) - 1 <= 50 - step // 2


class TestCorpus:
    """Cleaning and splitting, on texts written for the purpose; the real headers are read once."""

    def test_clean(self):
        text = "/* Copyright X */\n// more\n#ifndef A\r\n#define A\n// Licensed under Y\n// second line\nint a;\t// keep \n\n\n\nint b;"
        assert char_corpus.clean(text) == "#ifndef A\n#define A\nint a;  // keep\n\nint b;\n"

    def test_near_copies_are_found(self):
        code = [f"    int variable_number_{n} = {n};" for n in range(20)]
        texts = {"held": code, "copy": code[:12] + ["double something_else = "
                                                    "1.0;"] * 3, "part": code[:3] + ["    "
                                                                                                             "float "
                                                                                                             f"another_variable_{n} "
                                                                                                             "= "
                                                                                                             f"{n};" for n in range(15)],
                 "other": [f"std::string name_{n} = \"a\";" for n in range(20)]}
        lines = {name: char_corpus.telling("\n".join(each)) for name, each in texts.items()}
        shares = char_corpus.near_shares(lines, {"held"})
        assert shares == {("copy", "held"): 12 / 13, ("part", "held"): 3 / 18}

    def test_held_files_unlike_those_trained_on(self):
        files = [char_corpus.HeldFile("a", 3, 0.0), char_corpus.HeldFile("b", 4, 0.4), char_corpus.HeldFile("c", 2, 0.1)]
        corpus = char_corpus.Corpus(np.arange(5), np.arange(9), files, "none")
        assert [list(corpus.held_unlike(most)) for most in (0.1, 0.0, 0.5)] == [[0, 1, 2, 7, 8], [0, 1, 2], list(range(9))]
        assert len(corpus.held_unlike(-1)) == 0

    @pytest.mark.slow
    def test_no_file_is_on_both_sides(self):
        named = dict(char_corpus.files())
        corpus = char_corpus.load()
        train = char_corpus.decode(corpus.train)
        assert len(corpus.held_files) > 100 and len(corpus.train) > 20 * len(corpus.held)
        assert sum(file.size for file in corpus.held_files) == len(corpus.held)
        for file in corpus.held_files[:60]:
            assert named[file.name][:400] not in train
        for word in ("Licensed under the "
                     "Apache", "Redistribution and use in "
                                                  "source", "Copyright "
                                                                                      "(c)"):
            assert word not in char_corpus.decode(corpus.held)
