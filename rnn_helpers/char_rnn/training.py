"""Training of a character network with Keras: streams of text, checkpoints, bits per character on held-out files.

The text is cut into B streams, side by side; every step reads the next T characters of each, and the state is
carried on from step to step: a gradient goes back T characters at most, the state comes from further.
"""

import argparse
import json
import os
import time
from functools import partial
from pathlib import Path

import numpy as np

from rnn_helpers import char_rnn
from rnn_helpers.char_rnn import ngram
from rnn_helpers.char_rnn.corpus import load as load_corpus
from rnn_helpers.show import progress
from rnn_helpers.backend import keras, machine, name, ops
from rnn_helpers.weights import convert

V = char_rnn.V
KERAS_NAMES = {"lstm": "LSTM", "gru": "GRU", "simple": "SimpleRNN"}
DEFAULTS = {"units": 416, "streams": 64, "length": 128, "characters": 640_000_000, "learning_rate": 0.003, "seed": 0}
HELD = 150_000  # characters of held-out text behind each point of the learning curve


class TorchRecurrent(keras.layers.Layer):
    """PyTorch's own LSTM, GRU or RNN as a Keras layer that carries its state on, for the PyTorch backend.

    On a CPU its fused kernel is three times as fast as a loop of Keras's steps, with bfloat16 products. An odd
    number of inputs gets one more, always 0: the products come in pairs, and the forward half is three times as
    fast when none is left over.
    """

    def __init__(self, kind, units, **kwargs):
        super().__init__(**kwargs)
        self.kind, self.units = kind, units

    def build(self, shape):
        import torch

        B, _, self.inputs = shape
        self.spare = self.inputs % 2
        module = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "simple": torch.nn.RNN}[self.kind]
        self.inner = keras.layers.TorchModuleWrapper(module(self.inputs + self.spare, self.units, batch_first=True))
        self.states = [self.add_weight(shape=(B, self.units), initializer="zeros", trainable=False)
                       for _ in range(2 if self.kind == "lstm" else 1)]

    def call(self, x):
        import torch

        before = [state.value.detach()[None].clone() for state in self.states]
        x = torch.nn.functional.pad(x, (0, self.spare))
        with torch.autocast(x.device.type, torch.bfloat16):
            h, after = self.inner.module(x, tuple(before) if self.kind == "lstm" else before[0])
        for state, value in zip(self.states, after if self.kind == "lstm" else [after]):
            state.assign(value[0].detach().float())
        return h.float()

    def get_weights(self):
        """In Keras's layout."""
        W_ih, *others = (w.detach().cpu().numpy() for w in self.inner.module.parameters())
        return list(convert([W_ih[:, :self.inputs], *others], from_="torch", to="keras"))

    def set_weights(self, weights):
        import torch

        W_ih, *others = convert(weights, to="torch")
        with torch.no_grad():
            for w, value in zip(self.inner.module.parameters(), [np.pad(W_ih, ((0, 0), (0, self.spare))), *others]):
                w.copy_(torch.as_tensor(value))


class Model(keras.Model):
    """(B, T) indices -> (B, T, V) logits."""

    def __init__(self, kind, units):
        super().__init__()
        if name() == "torch":
            self.recurrent = TorchRecurrent(kind, units)
        else:
            self.recurrent = getattr(keras.layers, KERAS_NAMES[kind])(units, return_sequences=True, stateful=True)
        self.dense = keras.layers.Dense(V)

    def build(self, shape):
        self.recurrent.build((*shape, V))
        self.dense.build((*shape, self.recurrent.units))
        self.built = True

    def call(self, indices):
        return self.dense(self.recurrent(ops.one_hot(indices, V)))


class Run:
    """A training run: the model, where it is in the text, what it learned so far. `save` and a new Run go on from there.

    settings: kind, units, streams (B), length (T), characters (in all), learning_rate, seed. A run may go on with
    another number of characters, and so another way down of the learning rate; `plans` then holds what was
    planned before: [characters read until then, characters planned].
    """

    def __init__(self, settings, corpus, checkpoint=None):
        self.settings, self.corpus, self.checkpoint = settings, corpus, checkpoint
        B, T = settings["streams"], settings["length"]
        self.steps = max(1, settings["characters"] // (B * T))
        self.step, self.curve, self.seconds, self.plans = 0, [], 0.0, []
        keras.utils.set_random_seed(settings["seed"])
        self.model = Model(settings["kind"], settings["units"])
        self.model.build((B, T))
        # one cycle: up over the first fiftieth, then a half cosine down to nothing
        warm = max(1, self.steps // 50)
        rate = keras.optimizers.schedules.CosineDecay(
            settings["learning_rate"] / 20, self.steps - warm, warmup_target=settings["learning_rate"], warmup_steps=warm)
        self.model.compile(keras.optimizers.Adam(rate, global_clipnorm=1.0),
                           keras.losses.SparseCategoricalCrossentropy(from_logits=True))
        self.model.optimizer.build(self.model.trainable_variables)
        start = char_rnn.init_network(settings["kind"], settings["units"], rng=np.random.default_rng(settings["seed"]))
        self.model.recurrent.set_weights([*start.params, *self.model.recurrent.get_weights()[len(start.params):]])
        self.model.dense.set_weights([start.W_hy, start.b_y])
        if checkpoint and Path(checkpoint).exists():
            self._restore()

    def batch(self, step):
        """Characters and the ones that follow them, (B, T) int32 each, of this step."""
        B, T = self.settings["streams"], self.settings["length"]
        text = self.corpus.train
        stream = (len(text) - 1) // B  # characters of one stream; at its end it goes on at the next one's start
        at = (np.arange(B)[:, None] * stream + step * T + np.arange(T)) % (len(text) - 1)
        return text[at].astype("int32"), text[at + 1].astype("int32")

    def advance(self, steps):
        """Train for so many steps at most -> mean loss, bits per character."""
        losses, start = [], time.perf_counter()
        for self.step in range(self.step + 1, min(self.step + steps, self.steps) + 1):
            losses.append(float(self.model.train_on_batch(*self.batch(self.step - 1))))
        self.seconds += time.perf_counter() - start
        return float(np.mean(losses)) / np.log(2)

    def network(self):
        """As a char_rnn.Network, weights rounded to the float16 that is stored."""
        count = len(char_rnn.ENGINES[self.settings["kind"]].LAYOUT)
        weights = [*self.model.recurrent.get_weights()[:count], *self.model.dense.get_weights()]
        *params, W_hy, b_y = (np.asarray(w).astype(np.float16).astype(np.float32) for w in weights)
        kind = self.settings["kind"]
        return char_rnn.Network(kind, char_rnn.ENGINES[kind].Params(*params), W_hy, b_y)

    def measure(self, loss):
        """Adds a point to the learning curve: characters read, bits per character trained on, held out."""
        held = char_rnn.bits_per_character(self.network(), self.corpus.held[:HELD])
        read = self.step * self.settings["streams"] * self.settings["length"]
        self.curve.append([read, round(loss, 4), round(held, 4)])
        return self.curve[-1]

    def save(self):
        """The whole state of the run, by a rename, so that a kill in the middle loses nothing."""
        part = Path(f"{self.checkpoint}.part.npz")
        facts = {"step": self.step, "curve": self.curve, "seconds": self.seconds, "settings": self.settings,
                 "plans": self.plans, "corpus": self.corpus.sha256}
        np.savez(part, facts=json.dumps(facts), **{f"v{n}": ops.convert_to_numpy(v) for n, v in enumerate(self._variables())})
        os.replace(part, self.checkpoint)

    def _restore(self):
        with np.load(self.checkpoint, allow_pickle=False) as saved:
            facts = json.loads(str(saved["facts"]))
            planned, read = facts["settings"]["characters"], facts["step"] * self.settings["streams"] * self.settings["length"]
            if (facts["settings"] | {"characters": self.settings["characters"]}, facts["corpus"]) != (self.settings, self.corpus.sha256):
                raise ValueError(f"checkpoint: expected a run of {self.settings} on this text, got "
                                 f"{facts['settings']}; delete {self.checkpoint} to begin anew")
            self.plans = facts["plans"] + ([[read, planned]] if planned != self.settings["characters"] else [])
            for n, variable in enumerate(self._variables()):
                variable.assign(saved[f"v{n}"])
        self.step, self.curve, self.seconds = facts["step"], facts["curve"], facts["seconds"]

    def _variables(self):
        # the carried states by name: Keras does not count those of its own layers among a model's variables
        return [*self.model.variables, *self.model.recurrent.states, *self.model.optimizer.variables]


def train(settings, corpus, out, *, points=28, tell=print):
    """Train -> the Run. `points` times on the way it is measured and saved; a run that was killed goes on from there.

    out: folder for char_KIND.npz, the network, and char_KIND.json, how it was made.
    """
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    run = Run(settings, corpus, out / f"char_{settings['kind']}.checkpoint.npz")
    every = -(-run.steps // points)
    for _ in progress.bar(-(-(run.steps - run.step) // every)):
        loss = run.advance(every)
        read, trained, held = run.measure(loss)
        run.save()
        write(run, out)
        tell(f"{read / 1e6:.1f} million characters, {read / run.seconds:,.0f} a second: "
             f"{trained:.3f} bits per character trained on, {held:.3f} held out")
    return run


def write(run, out):
    """The network as float16 arrays, and beside it the record of how it was made."""
    network = run.network()
    arrays = network.params._asdict() | {"W_hy": network.W_hy, "b_y": network.b_y}
    stem = out / f"char_{network.kind}"
    np.savez(stem.with_suffix(".npz"), **{key: w.astype(np.float16) for key, w in arrays.items()})
    record = {
        "command": command(run.settings),
        "settings": run.settings, "plans_before": run.plans,
        "corpus": {"sha256": run.corpus.sha256, "train": len(run.corpus.train), "held_out": len(run.corpus.held),
                   "held_out_files": len(run.corpus.held_files)},
        "curve": {"columns": ["characters "
                              "read", "bits per character trained "
                                                 "on", "held "
                                                                                  "out"], "points": run.curve},
        "seconds": round(run.seconds),
        "machine": machine(),
    }
    stem.with_suffix(".json").write_text(json.dumps(record, indent=1) + "\n")


def command(settings):
    """What to type for a run with these settings."""
    other = "".join(f" --{key.replace('_', '-')} "
                    f"{settings[key]}" for key, value in DEFAULTS.items() if settings[key] != value)
    return f"python -m rnn_helpers.char_rnn train --kind {settings['kind']}{other}"


def measure(corpus, out, *, order=5):
    """Bits per character on all held-out text, of every network in `out` and of an n-gram model -> dict, and a record.

    The record also has them for the files that share few of their telling lines with any file trained on.
    """
    models = {kind: partial(char_rnn.bits_per_character, char_rnn.load(kind, folder=out))
              for kind in KERAS_NAMES if (Path(out) / f"char_{kind}.npz").exists()}
    models[f"{order}-gram"] = partial(ngram.bits_per_character, ngram.count(corpus.train, order, size=V), size=V)
    found = {name: round(float(bits(corpus.held)), 4) for name, bits in models.items()}
    unlike = []
    for most in (0.1, 0.3):
        part = corpus.held_unlike(most)
        if len(part):
            unlike.append({"share of lines, at most": most, "characters": len(part)}
                          | {name: round(float(bits(part)), 4) for name, bits in models.items()})
    record = {"command": "python -m rnn_helpers.char_rnn measure", "corpus": corpus.sha256,
              "characters": {"train": len(corpus.train), "held_out": len(corpus.held)}, "bits_per_character": found,
              "unlike": unlike}
    (Path(out) / "char_held_out.json").write_text(json.dumps(record, indent=1) + "\n")
    return found


def main(argv=None):
    parser = argparse.ArgumentParser(prog="python -m "
                                          "rnn_helpers.char_rnn", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True, dest="command")
    training = commands.add_parser("train", help="train a network on this machine's headers")
    measuring = commands.add_parser("measure", help="bits per character of all networks, on all "
                                                    "held-out text")
    training.add_argument("--kind", choices=list(KERAS_NAMES), default="lstm")
    for command in (training, measuring):
        command.add_argument("--out", default="char_rnn", help="folder for the checkpoint, the "
                                                               "networks and their records")
    for key, value in DEFAULTS.items():
        training.add_argument(f"--{key.replace('_', '-')}", type=type(value), default=value)
    settings = vars(parser.parse_args(argv))
    command, out = settings.pop("command"), settings.pop("out")
    try:
        if command == "train":
            train(settings, load_corpus(), out)
        else:
            print(measure(load_corpus(), out))
    except (ValueError, FileNotFoundError) as error:
        raise SystemExit(str(error)) from None
