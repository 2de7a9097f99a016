"""python -m rnn_helpers.notebooks COMMAND; see the package."""

import argparse
import sys
import time
from pathlib import Path

from rnn_helpers import notebooks

WRITING = {"run": notebooks.run, "text": notebooks.to_text, "notebook": notebooks.from_text}


def main(argv=None):
    """The command line; sys.argv's without `argv`. Exits with one line where something fails."""
    parser = argparse.ArgumentParser(
        prog="python -m rnn_helpers.notebooks",
        description=notebooks.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in (*WRITING, "plan", "errata", *notebooks.EDITIONS):
        command = commands.add_parser(name)
        command.add_argument("paths", nargs="*", type=Path)
        if name in notebooks.EDITIONS:
            command.add_argument("--out", type=Path, required=True, help="a folder of your own")
            command.add_argument("--restore", metavar="NN", help="bring this one notebook back")
    args = parser.parse_args(argv)
    pattern = "notebooks/.text/*.py" if args.command == "notebook" else "notebooks/*.ipynb"
    paths = args.paths or sorted(Path().glob(pattern))
    if not paths:
        parser.error(f"no path given, and nothing matches {pattern} here")
    try:
        if args.command == "plan":
            print(notebooks.report(paths))
        elif args.command == "errata":
            place = paths[0].resolve().parent.parent / "pages" / "errata.md"
            place.parent.mkdir(exist_ok=True)
            place.write_text(notebooks.page(paths), encoding="utf-8", newline="\n")
        elif args.command in notebooks.EDITIONS:
            done = notebooks.make(paths, args.command, args.out, restore=args.restore)
            print("\n".join(done))
        else:
            for path in paths:
                write(path, args.command)
    except notebooks.NotebookError as error:
        sys.exit(str(error))


def write(path, command):
    """Do one of WRITING with one file, and say what came of it."""
    start = time.perf_counter()
    done = WRITING[command](path)
    if command == "text":
        print(done)
    else:
        how = "changed" if done else "unchanged"
        print(f"{path}: {how}, {time.perf_counter() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main()
