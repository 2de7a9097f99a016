"""An attempt in a process of its own: whatever it does there, it cannot reach the process that judges it.

What goes there are a notebook's cells and the inputs. What comes back are bytes, and they are read as arrays of numbers
only: no object of the other process is ever made here.
"""

import ast
import contextlib
import copy
import functools
import io
import multiprocessing
import os
import sys
from unittest import mock

import numpy as np

from rnn_helpers.exercises import attempt as attempts
from rnn_helpers.exercises import core, get, guard

NOT_STARTED, ANSWER, ERROR = b".", b"=", b"!"
MOST = 2**28  # bytes in one answer


class Remote:
    """Cells of a notebook, run in a process of their own, one after the other. Close it after use.

    It ends when it keeps us waiting; for the next cell it starts again, with the cells before that did end.
    """

    def __init__(self, seconds):
        self.seconds, self.cells, self.process, self.busy = seconds, [], None, False  # seconds: for one cell

    def define(self, source, everything=True):
        """Runs a cell. everything=False: only what it defines, so that a long training is not run once more."""
        with contextlib.suppress(guard.TimeUp, OSError, EOFError):
            self._ready()
            self._ask(("define", source, everything), self.seconds)
            self.cells.append((source, everything))

    def attempt(self, name, seconds):
        """The function of this name as it is there, as a function here. seconds: for one call."""
        with contextlib.suppress(guard.TimeUp, OSError, EOFError):
            self._ready()  # outside of the attempt's own time
        return functools.partial(self._call, name, seconds)

    def _call(self, name, seconds, *arguments):
        reply = self._ask(("call", name, arguments), seconds)
        kind, rest = reply[:1], reply[1:]
        if kind == NOT_STARTED:
            return ...
        if kind == ERROR:
            error, _, words = rest.decode(errors="replace").partition("\n")
            raise core.NoAnswer(words) if error == "NoAnswer" else type(error, (Exception,), {})(words)
        with np.load(io.BytesIO(rest), allow_pickle=False) as parts:
            return {part: parts[part] for part in parts.files}

    def _ready(self):
        if self.busy:
            self.close()
        if self.process is None:
            context = multiprocessing.get_context("spawn")  # no fork: nothing of this process is in the other one
            self.connection, other = context.Pipe()
            self.process = context.Process(target=_serve, args=(other,), daemon=True)
            with mock.patch.dict(sys.modules["__main__"].__dict__, __spec__=None, __file__=None):
                self.process.start()  # or it would first import whatever runs here: nbgrader, seconds of it
            other.close()
            for cell in self.cells:
                self._ask(("define", *cell), self.seconds)

    def _ask(self, what, seconds):
        if self.busy or self.process is None:
            raise ChildProcessError("it has ended the process that it ran in, or kept it busy")
        self.busy = True  # and so it stays if no answer comes: the next one could be an answer to this question
        self.connection.send(what)
        if not self.connection.poll(seconds):
            raise guard.TimeUp
        reply = self.connection.recv_bytes(MOST)
        self.busy = False
        return reply

    def close(self):
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.connection.close()
        self.process, self.busy = None, False


def _serve(connection):
    """The other process: silent, and no longer than somebody asks."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.environ["MPLBACKEND"] = "agg"
    space = {"__name__": "__main__"}
    with contextlib.suppress(EOFError, OSError):
        while True:
            what, *given = connection.recv()
            try:
                reply = (_define if what == "define" else _call)(space, *given)
            except BaseException as error:  # noqa: BLE001  SystemExit too
                reply = ERROR + f"{type(error).__name__}\n{error}".encode()[:1000]
            connection.send_bytes(reply)


def _define(space, source, everything):
    """Statement by statement, and on after an error, as a reader goes on after a red cell."""
    from IPython.core.inputtransformer2 import TransformerManager

    for statement in ast.parse(TransformerManager().transform_cell(source)).body:
        if everything or _defines(statement):
            with contextlib.suppress(Exception):
                exec(compile(ast.Module([statement], []), "<cell>", "exec"), space)  # noqa: S102
    return ANSWER


def _defines(statement):
    """An import, a function, a class, or a name for something that is there already."""
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        return not any(isinstance(node, ast.Call) for node in ast.walk(statement))
    return isinstance(statement, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef))


def _call(space, name, arguments):
    if name not in space:
        raise NameError(f"there is no function {name}")
    exercise, function, given = get(name), space[name], copy.deepcopy(arguments)
    if attempts.untouched(exercise, function):
        return NOT_STARTED
    try:
        value = function(*given)
    except NotImplementedError:
        return NOT_STARTED
    if value is ...:
        return NOT_STARTED
    if not all(map(attempts.same, arguments, given)):
        raise ValueError("an argument has been changed in place")
    answer = io.BytesIO()
    np.savez(answer, **core.arrays(exercise, value))
    return ANSWER + answer.getvalue()
