"""Exercises, all together.

    solve FOLDER --out DIR   copies the notebooks, with the solutions filled in
    check FOLDER             tries what stands in the notebooks' exercise cells
    course FOLDER --out DIR  makes an nbgrader course of them (extra: grading)
    text NAME …              an exercise's cells, to be put into a notebook's text
    mistakes [NAME …]        the mistakes that each exercise knows, and what it says
"""

import argparse
import sys

from rnn_helpers import exercises, show
from rnn_helpers.exercises import edition


def main(argv=None):
    """The command. argv: its arguments, for the tests. -> the exit status."""
    parser = argparse.ArgumentParser(prog="python -m rnn_helpers.exercises", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["solve", "check", "course", "text", "mistakes"])
    parser.add_argument("what", nargs="*")
    parser.add_argument("--out", help="of solve and course: where they go")
    args = parser.parse_args(argv)
    folder = args.what[0] if args.what else "notebooks"
    if args.command in ("solve", "course") and not args.out:
        parser.error(f"{args.command} needs --out DIR")
    try:
        if args.command == "solve":
            print(f"{edition.solve(folder, args.out)} exercises filled in, in {args.out}")
        elif args.command == "course":
            from rnn_helpers.exercises import grading

            print(f"assignments in {args.out}: {', '.join(grading.course(folder, args.out))}")
        elif args.command == "check":
            return _check(folder)
        elif args.command == "text":
            print("\n".join(map(edition.text, args.what)))
        else:
            rows = [[name, mistake, known.says] for name in args.what or exercises.names()
                    for mistake, known in exercises.get(name).mistakes.items()]
            print(show.table(rows, ["exercise", "mistake", "what it says"]))
    except ValueError as error:
        sys.exit(str(error))
    except ModuleNotFoundError as error:
        if error.name != "nbgrader":
            raise
        sys.exit("course: needs nbgrader, which comes with the extra `grading`: "
                 "pip install -c constraints.txt -e '.[grading]'")
    return 0


def _check(folder):
    """Prints a line for each exercise. -> 0 if all are passed, 1 if not."""
    rows = [[path.stem, name, result.status, f"{result.score:.2f}", result.says]
            for path in edition.notebooks(folder) for name, result in edition.results(path).items()]
    print(show.table(rows, ["notebook", "exercise", "status", "score", ""]))
    passed = sum(row[2] == "passed" for row in rows)
    print(f"{passed} of {len(rows)} passed")
    return int(passed < len(rows))


if __name__ == "__main__":
    sys.exit(main())
