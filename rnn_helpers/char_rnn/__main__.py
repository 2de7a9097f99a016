"""The commands `python -m rnn_helpers.char_rnn train`, `measure` and `sample`."""

import argparse

from rnn_helpers.char_rnn import corpus, measuring, training
from rnn_helpers.numpy_layers.kinds import KINDS


def main(argv=None):
    """Run the command in `argv`, a list of words; None takes those that were typed."""
    parser = argparse.ArgumentParser(
        prog="python -m rnn_helpers.char_rnn",
        description="Train a character network, and measure the trained ones.")
    commands = parser.add_subparsers(required=True, dest="command")
    train = commands.add_parser("train", help="train a network on this machine's headers")
    measure = commands.add_parser(
        "measure", help="bits per character of every network, on all held-out text")
    sample = commands.add_parser("sample", help="what LSTMs of several trainings write")
    sample.add_argument("folders", nargs="+", help="folders that `train` wrote to")
    train.add_argument("--kind", choices=[kind.key for kind in KINDS.values()], default="lstm")
    for each in (train, measure, sample):
        each.add_argument("--out", default="char_rnn",
                          help="folder for the checkpoint, the networks and their records")
    for key, value in training.DEFAULTS.items():
        train.add_argument(f"--{key.replace('_', '-')}", type=type(value), default=value)
    settings = vars(parser.parse_args(argv))
    command, out = settings.pop("command"), settings.pop("out")
    try:
        if command == "train":
            training.train(settings, corpus.load(projects=corpus.HELD_PROJECTS), out)
        elif command == "sample":
            for each in measuring.samples(settings["folders"], out):
                print(f"--- {each['characters']:,} characters\n{each['text']}")
        else:
            print(measuring.measure(corpus.load(projects=corpus.HELD_PROJECTS), out))
    except (ValueError, FileNotFoundError) as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
