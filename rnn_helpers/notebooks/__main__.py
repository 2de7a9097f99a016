"""python -m rnn_helpers.notebooks run|text|notebook; see the package."""

import argparse
import sys
import time
from pathlib import Path

from rnn_helpers import notebooks

COMMANDS = {"run": notebooks.run, "text": notebooks.to_text, "notebook": notebooks.from_text}


def main(argv=None):
    """The command line; sys.argv's without `argv`. Exits with one line where something fails."""
    parser = argparse.ArgumentParser(
        prog="python -m rnn_helpers.notebooks",
        description=notebooks.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("paths", nargs="*", type=Path)
    args = parser.parse_args(argv)
    pattern = "notebooks/.text/*.py" if args.command == "notebook" else "notebooks/*.ipynb"
    paths = args.paths or sorted(Path().glob(pattern))
    if not paths:
        parser.error(f"no path given, and nothing matches {pattern} here")
    for path in paths:
        start = time.perf_counter()
        try:
            done = COMMANDS[args.command](path)
        except notebooks.NotebookError as error:
            sys.exit(str(error))
        if args.command == "text":
            print(done)
        else:
            how = "changed" if done else "unchanged"
            print(f"{path}: {how}, {time.perf_counter() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main()
