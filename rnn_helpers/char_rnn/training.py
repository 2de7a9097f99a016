"""Train a character network with Keras: parallel streams of text, checkpoints, a learning curve.

The text is cut into B streams that are read side by side; each update reads the next T characters
of every stream, and the state is carried over to the next update. This is truncated BPTT: gradients
reach back at most T characters, the state comes from further.
"""

import json
import os
import time
from pathlib import Path

import numpy as np

from rnn_helpers.backend import keras, machine, name, ops
from rnn_helpers.char_rnn.network import Network, V, init_network
from rnn_helpers.char_rnn.reading import bits_per_character
from rnn_helpers.char_rnn.torch_layer import TorchRecurrent
from rnn_helpers.numpy_layers import kinds
from rnn_helpers.show.progress import bar

DEFAULTS = {"units": 416, "streams": 64, "length": 128, "characters": 640_000_000,
            "learning_rate": 0.003, "seed": 0}
HELD = 150_000  # held-out characters behind each point of the learning curve


class Model(keras.Model):
    """Indices (B, T) -> logits (B, T, V). Stateful: each call goes on where the last one ended."""

    def __init__(self, kind, units):
        super().__init__()
        if name() == "torch":
            self.recurrent = TorchRecurrent(kind, units)
        else:
            layer = getattr(keras.layers, kind.name)
            self.recurrent = layer(units, return_sequences=True, stateful=True)
        self.dense = keras.layers.Dense(V)

    def build(self, shape):
        """shape: (B, T)."""
        self.recurrent.build((*shape, V))
        self.dense.build((*shape, self.recurrent.units))
        self.built = True

    def call(self, indices):
        """indices (B, T) -> logits (B, T, V)."""
        return self.dense(self.recurrent(ops.one_hot(indices, V)))

    def start_from(self, network):
        """Take the weights of a Network."""
        self.recurrent.set_weights(list(network.params))
        self.dense.set_weights([network.W_hy, network.b_y])


class Run:
    """One training run: the model, its place in the text, its learning curve so far.

    settings: kind (a key, "lstm"), units, streams (B), length (T), characters (in all),
    learning_rate, seed. corpus: a `corpus.Corpus`. checkpoint: the file that `save` writes; if it
    is there, the run resumes from it. It may resume with another number of characters, which
    changes the schedule of the learning rate; `plans` records the earlier ones, each as
    [characters read by then, characters planned].

    step: updates made, of `steps`; curve: [characters read, bits per character in training, held
    out] for each measurement; seconds: spent on updates.
    """

    def __init__(self, settings, corpus, checkpoint=None):
        self.settings, self.corpus, self.checkpoint = settings, corpus, checkpoint
        self.kind = kinds.named(settings["kind"])
        shape = settings["streams"], settings["length"]
        self.characters_per_step = shape[0] * shape[1]
        self.steps = max(1, settings["characters"] // self.characters_per_step)
        self.step, self.curve, self.seconds, self.plans = 0, [], 0.0, []
        keras.utils.set_random_seed(settings["seed"])
        self.model = Model(self.kind, settings["units"])
        self.model.build(shape)
        self.model.compile(keras.optimizers.Adam(self._schedule(), global_clipnorm=1.0),
                           keras.losses.SparseCategoricalCrossentropy(from_logits=True))
        self.model.optimizer.build(self.model.trainable_variables)
        rng = np.random.default_rng(settings["seed"])
        self.model.start_from(init_network(self.kind.key, settings["units"], rng=rng))
        if checkpoint and Path(checkpoint).exists():
            self._restore()

    def _schedule(self):
        """One cycle of the learning rate: up over the first 2 % of updates, then a half cosine."""
        rate, warmup = self.settings["learning_rate"], max(1, self.steps // 50)
        return keras.optimizers.schedules.CosineDecay(
            rate / 20, self.steps - warmup, warmup_target=rate, warmup_steps=warmup)

    def batch(self, step):
        """What update `step` reads -> characters and those that follow, int32 (B, T) each."""
        B, T = self.settings["streams"], self.settings["length"]
        text = self.corpus.train
        stream = (len(text) - 1) // B  # characters in one; at its end it runs into the next
        at = (np.arange(B)[:, None] * stream + step * T + np.arange(T)) % (len(text) - 1)
        return text[at].astype("int32"), text[at + 1].astype("int32")

    def advance(self, steps):
        """Make at most `steps` updates -> their mean loss, in bits per character."""
        losses, start = [], time.perf_counter()
        for step in range(self.step, min(self.step + steps, self.steps)):
            losses.append(float(self.model.train_on_batch(*self.batch(step))))
            self.step = step + 1
        self.seconds += time.perf_counter() - start
        return float(np.mean(losses)) / np.log(2)

    @property
    def characters_read(self):
        """How many characters the run has read so far."""
        return self.step * self.characters_per_step

    def network(self):
        """The model as a Network, its weights rounded to the float16 in which it is stored."""
        arrays = [*self.model.recurrent.get_weights(), *self.model.dense.get_weights()]
        *params, W_hy, b_y = (np.asarray(w).astype(np.float16).astype(np.float32) for w in arrays)
        return Network(self.kind, self.kind.Params(*params), W_hy, b_y)

    def measure(self, loss):
        """Add a point to the learning curve -> the point. loss: bits per character in training."""
        held = bits_per_character(self.network(), self.corpus.sample(HELD))
        self.curve.append([self.characters_read, round(loss, 4), round(held, 4)])
        return self.curve[-1]

    def save(self):
        """Write the whole state of the run to `checkpoint`.

        A finished file replaces the old one, so nothing is lost if the process is killed meanwhile.
        """
        part = Path(f"{self.checkpoint}.part.npz")
        facts = {"step": self.step, "curve": self.curve, "seconds": self.seconds,
                 "settings": self.settings, "plans": self.plans, "corpus": self.corpus.sha256}
        values = {f"v{n}": ops.convert_to_numpy(v) for n, v in enumerate(self._variables())}
        np.savez(part, facts=json.dumps(facts), **values)
        os.replace(part, self.checkpoint)

    def _restore(self):
        with np.load(self.checkpoint, allow_pickle=False) as saved:
            facts = json.loads(str(saved["facts"]))
            planned, characters = facts["settings"]["characters"], self.settings["characters"]
            same_settings = facts["settings"] | {"characters": characters} == self.settings
            if not same_settings or facts["corpus"] != self.corpus.sha256:
                raise ValueError(
                    f"checkpoint: expected a run of {self.settings} on this text, got "
                    f"{facts['settings']}; to start again, delete {self.checkpoint}")
            for n, variable in enumerate(self._variables()):
                variable.assign(saved[f"v{n}"])
        self.step, self.curve, self.seconds = facts["step"], facts["curve"], facts["seconds"]
        self.plans = facts["plans"]
        if planned != characters:
            self.plans = [*self.plans, [self.characters_read, planned]]

    def _variables(self):
        # the states by name: Keras does not count those of its own layers among a model's variables
        return [*self.model.variables, *self.model.recurrent.states,
                *self.model.optimizer.variables]


def train(settings, corpus, out, *, points=28, report=print):
    """Train, measuring and saving `points` times on the way -> the Run, see there for `settings`.

    out: folder for char_KIND.npz, the network, char_KIND.json, the record of how it was made, and
    the checkpoint, from which an interrupted run resumes. report: receives one line per point.
    """
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    run = Run(settings, corpus, out / f"char_{settings['kind']}.checkpoint.npz")
    every = -(-run.steps // points)
    for _ in bar(-(-(run.steps - run.step) // every)):
        read, trained, held = run.measure(run.advance(every))
        run.save()
        write(run, out)
        report(f"{read / 1e6:.1f} million characters, {read / run.seconds:,.0f} per second: "
               f"{trained:.3f} bits per character in training, {held:.3f} held out")
    return run


def write(run, out):
    """Write a run's network to the folder `out` as float16 arrays, and beside it its record."""
    network = run.network()
    arrays = network.params._asdict() | {"W_hy": network.W_hy, "b_y": network.b_y}
    stem = Path(out) / f"char_{network.kind.key}"
    np.savez(stem.with_suffix(".npz"), **{key: w.astype(np.float16) for key, w in arrays.items()})
    record = {
        "command": command(run.settings),
        "settings": run.settings,
        "plans_before": run.plans,
        "corpus": {
            "sha256": run.corpus.sha256,
            "train": len(run.corpus.train),
            "held_out": len(run.corpus.held),
            "held_out_files": len(run.corpus.held_files),
        },
        "curve": {
            "columns": ["characters read", "bits per character trained on", "held out"],
            "points": run.curve,
        },
        "seconds": round(run.seconds),
        "machine": machine.describe(),
    }
    stem.with_suffix(".json").write_text(json.dumps(record, indent=1) + "\n")


def command(settings):
    """The command line that starts a run with these settings."""
    changed = [key for key, value in DEFAULTS.items() if settings[key] != value]
    options = "".join(f" --{key.replace('_', '-')} {settings[key]}" for key in changed)
    return f"python -m rnn_helpers.char_rnn train --kind {settings['kind']}{options}"
