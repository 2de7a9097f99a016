"""What the trained networks achieve: bits per character, against counting, and what they write."""

import json
from functools import partial
from pathlib import Path

import numpy as np

from rnn_helpers.char_rnn import ngram
from rnn_helpers.char_rnn.network import V, load
from rnn_helpers.char_rnn.reading import bits_per_character, generate
from rnn_helpers.numpy_layers.kinds import KINDS


def measure(corpus, out, *, order=5):
    """Measure every network in the folder `out`, and n-grams of length `order` -> {name: bits}.

    Writes char_held_out.json to `out`: the same numbers, and those for the held-out files that have
    few distinctive lines in common with any file trained on.
    """
    out = Path(out)
    models = {kind.key: partial(bits_per_character, load(kind.key, folder=out))
              for kind in KINDS.values() if (out / f"char_{kind.key}.npz").exists()}
    counted = ngram.count(corpus.train, order, size=V)
    models[f"{order}-gram"] = partial(ngram.bits_per_character, counted, size=V)

    def measured(text):
        return {name: round(float(bits(text)), 4) for name, bits in models.items()}

    parts = {at_most: corpus.held_with_overlap(at_most) for at_most in (0.1, 0.3)}
    record = {
        "command": "python -m rnn_helpers.char_rnn measure",
        "corpus": corpus.sha256,
        "characters": {"train": len(corpus.train), "held_out": len(corpus.held)},
        "bits_per_character": measured(corpus.held),
        "unlike": [
            {"share of lines, at most": at_most, "characters": len(part), **measured(part)}
            for at_most, part in parts.items() if len(part)
        ],
    }
    (out / "char_held_out.json").write_text(json.dumps(record, indent=1) + "\n")
    return record["bits_per_character"]


def samples(folders, out, *, prompt="bool IsEmpty(", length=200, temperature=0.8, seed=0):
    """What LSTMs write, each trained on another number of characters -> list of records.

    folders: where `training.train` left them. Writes char_samples.json to `out`.
    """
    record = []
    for folder in map(Path, folders):
        trained = json.loads((folder / "char_lstm.json").read_text())
        rng = np.random.default_rng(seed)
        written = generate(load("lstm", folder=folder), prompt, length,
                           temperature=temperature, rng=rng)
        record.append({"characters": trained["settings"]["characters"],
                       "held_out": trained["curve"]["points"][-1][2],
                       "temperature": temperature, "text": prompt + written})
    (Path(out) / "char_samples.json").write_text(json.dumps(record, indent=1) + "\n")
    return record
