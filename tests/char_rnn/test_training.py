"""Training, on a text small enough for a test: the loss falls, an interrupted run resumes."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from rnn_helpers import char_rnn
from rnn_helpers.backend import name, ops
from rnn_helpers.char_rnn import __main__ as commands
from rnn_helpers.char_rnn import corpus as char_corpus
from rnn_helpers.char_rnn import measuring, training
from rnn_helpers.numpy_layers.kinds import KINDS

SETTINGS = {"kind": "gru", "units": 12, "streams": 4, "length": 20, "characters": 8000,
            "learning_rate": 0.05, "seed": 1}
LINE = "for (int i = 0; i < n; i++) { sum += x[i]; }  // add them up\n"
every_kind = pytest.mark.parametrize("kind", [kind.key for kind in KINDS.values()])


@pytest.fixture(scope="module")
def corpus():
    """Long enough to be measured in 64 streams."""
    text, held = char_corpus.encode(LINE * 120), char_corpus.encode(LINE * 140)
    files = [char_corpus.HeldFile("made up", len(held), 0.0)]
    return char_corpus.Corpus(text, held, files, "no checksum")


def quiet(line):
    pass


@every_kind
def test_the_loss_falls_and_the_network_is_written(kind, corpus, tmp_path):
    run = training.train(SETTINGS | {"kind": kind}, corpus, tmp_path, points=4, report=quiet)
    read, trained, held = zip(*run.curve, strict=True)
    assert list(read) == [2000, 4000, 6000, 8000]
    assert held[-1] < 0.8 * held[0] and trained[-1] < 0.8 * trained[0]
    network = char_rnn.load(kind, folder=tmp_path)
    bits = char_rnn.bits_per_character(network, corpus.sample(training.HELD))
    assert bits == pytest.approx(held[-1], abs=1e-3)
    record = json.loads((tmp_path / f"char_{kind}.json").read_text())
    assert record["settings"]["characters"] == 8000 and record["corpus"]["sha256"] == corpus.sha256
    assert str(tmp_path) not in json.dumps(record)


def test_streams_are_the_text_side_by_side(corpus):
    run = training.Run(SETTINGS, corpus)
    (x, y), (x_next, _) = run.batch(0), run.batch(1)
    stream = (len(corpus.train) - 1) // 4
    for b in range(4):
        np.testing.assert_array_equal(x[b], corpus.train[b * stream :][:20])
        np.testing.assert_array_equal(y[b], corpus.train[b * stream + 1 :][:20])
        np.testing.assert_array_equal(x_next[b], corpus.train[b * stream + 20 :][:20])


def test_the_state_is_carried_on(corpus):
    """The second step's prediction depends on the first step's text."""
    def second(first):
        run = training.Run(SETTINGS, corpus)
        run.model(first)
        return ops.convert_to_numpy(run.model(run.batch(1)[0]))

    x = training.Run(SETTINGS, corpus).batch(0)[0]
    assert np.abs(second(x) - second(x[:, ::-1].copy())).max() > 1e-4


@every_kind
def test_the_network_that_is_written_predicts_what_was_trained(kind, corpus):
    """On every backend; PyTorch's own kernel multiplies in bfloat16, with 8 bits of precision."""
    run = training.Run(SETTINGS | {"kind": kind}, corpus)
    run.advance(3)
    for state in run.model.recurrent.states:
        state.assign(ops.zeros_like(state))
    x = corpus.train[:80].reshape(4, 20)
    logits = ops.convert_to_numpy(run.model(x.astype("int32")))
    network = run.network()  # rounded to 11 bits
    for text, each in zip(x, logits, strict=True):
        expected = char_rnn.read(network, char_corpus.decode(text)).logits
        assert np.abs(each - expected).max() < (2**-6 if name() == "torch" else 2**-9)


def test_a_run_in_two_parts_equals_one(corpus, tmp_path):
    settings = SETTINGS | {"characters": 1600}
    whole = training.Run(settings, corpus)
    whole.advance(20)
    first = training.Run(settings, corpus, tmp_path / "c.npz")
    first.advance(9)
    first.save()
    second = training.Run(settings, corpus, tmp_path / "c.npz")
    assert second.step == 9
    second.advance(11)
    for a, b in zip(whole.model.get_weights(), second.model.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, atol=1e-5)


def test_another_number_of_characters_resumes_and_is_recorded(corpus, tmp_path):
    run = training.Run(SETTINGS, corpus, tmp_path / "c.npz")
    run.advance(5)
    run.save()
    longer = training.Run(SETTINGS | {"characters": 4000}, corpus, tmp_path / "c.npz")
    assert longer.plans == [[400, 8000]]


def test_a_checkpoint_of_another_run_is_refused(corpus, tmp_path):
    run = training.Run(SETTINGS, corpus, tmp_path / "c.npz")
    run.save()
    line = "^checkpoint: expected a run of .*'units': 13.*; to start again, delete .*c.npz$"
    with pytest.raises(ValueError, match=line):
        training.Run(SETTINGS | {"units": 13}, corpus, tmp_path / "c.npz")


def test_measure(corpus, tmp_path):
    """Every network in the folder and the n-grams, on all held-out text and on what is unlike."""
    other = char_corpus.encode("while (true) { run(); }\n" * 300)
    files = [char_corpus.HeldFile("alike", len(corpus.held), 0.2),
             char_corpus.HeldFile("unlike", len(other), 0.05)]
    corpus = corpus._replace(held=np.concatenate([corpus.held, other]), held_files=files)
    training.train(SETTINGS, corpus, tmp_path, points=2, report=quiet)
    found = measuring.measure(corpus, tmp_path)
    record = json.loads((tmp_path / "char_held_out.json").read_text())
    assert record["bits_per_character"] == found and list(found) == ["gru", "5-gram"]
    few, nearly_all = record["unlike"]
    network = char_rnn.load("gru", folder=tmp_path)
    assert few["gru"] == pytest.approx(char_rnn.bits_per_character(network, other), abs=1e-4)
    assert few["gru"] > found["gru"]
    assert (few["characters"], nearly_all["characters"]) == (len(other), len(corpus.held))
    assert nearly_all["gru"] == found["gru"]


def test_samples_are_what_each_network_writes(corpus, tmp_path):
    folders = [tmp_path / name for name in ("few", "many")]
    for n, folder in enumerate(folders, 1):
        settings = SETTINGS | {"kind": "lstm", "characters": 4000 * n}
        training.train(settings, corpus, folder, points=2, report=quiet)
    record = measuring.samples(folders, tmp_path, prompt="for ", length=30, seed=3)
    assert record == json.loads((tmp_path / "char_samples.json").read_text())
    assert [each["characters"] for each in record] == [4000, 8000]
    for each, folder in zip(record, folders, strict=True):
        network, rng = char_rnn.load("lstm", folder=folder), np.random.default_rng(3)
        assert each["text"] == "for " + char_rnn.generate(
            network, "for ", 30, temperature=0.8, rng=rng)
    assert record[0]["text"] != record[1]["text"]


def test_the_recorded_command_gives_the_same_settings(monkeypatch):
    typed = []
    monkeypatch.setattr(training, "train", lambda settings, *args: typed.append(settings))
    monkeypatch.setattr(char_corpus, "load", lambda **_: None)
    for settings in (SETTINGS, training.DEFAULTS | {"kind": "simple"}):
        commands.main(training.command(settings).split()[3:])
        assert typed.pop() == settings


INTERRUPTED = """
from rnn_helpers.char_rnn import training
from rnn_helpers.char_rnn.corpus import Corpus, HeldFile, encode
text = encode("int main();\\n" * 800)
corpus = Corpus(text, text, [HeldFile("made up", len(text), 0.0)], "none")
run = training.train({settings}, corpus, {out!r}, points=50,
                     report=lambda line: print(line, flush=True))
print("finished", run.curve[-1][0], len(run.curve), flush=True)
"""


@pytest.mark.slow
def test_a_killed_run_resumes(tmp_path):
    code = INTERRUPTED.format(settings=SETTINGS, out=str(tmp_path))
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, text=True, env=environment)
    for _ in range(3):
        assert "million characters" in child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.wait()
    time.sleep(0.1)
    with np.load(tmp_path / "char_gru.checkpoint.npz") as saved:
        step = json.loads(str(saved["facts"]))["step"]
    assert 3 * 2 <= step < 100
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                           env=environment)
    assert again.stdout.splitlines()[-1] == "finished 8000 50", again.stderr[-2000:]
    assert len(again.stdout.splitlines()) - 1 <= 50 - step // 2
