"""An attempt in a process of its own: whatever it does there, it cannot reach the one judging it.

A notebook's cells and the inputs go there. Bytes come back, and they are read only as arrays of
numbers: no object of the other process is ever created here.
"""

import __future__

import ast
import contextlib
import functools
import inspect
import io
import multiprocessing
import os
import sys
import time
from unittest import mock

import numpy as np

from rnn_helpers.exercises import attempt as attempts
from rnn_helpers.exercises import core, get, guard

NOT_STARTED, ANSWER, ERROR = b".", b"=", b"!"
MOST = 2**28  # bytes in one answer
OURS = {"NoAnswer": core.NoAnswer, "InPlace": core.InPlace, "TimeUp": guard.TimeUp}
GONE = guard.TimeUp, OSError, EOFError  # the other process has ended, or does not answer


class Remote:
    """Runs the cells of a notebook in a process of their own, one by one. Close it after use.

    seconds: on the clock, for one cell. A process that does not answer in time is ended; for the
    next cell another one starts, and runs the earlier cells that finished.
    """

    def __init__(self, seconds):
        self.seconds, self.cells, self.process, self.busy = seconds, [], None, False

    def define(self, source, everything=True):
        """Runs a cell. everything=False: only what it defines, so that no training runs twice."""
        with contextlib.suppress(*GONE):
            self._ready()
            self._ask(self.seconds, "define", source, everything)
            self.cells.append((source, everything))

    def attempt(self, name, seconds):
        """The function of this name over there, as a function here.

        seconds: of processor time, for one call.
        """
        with contextlib.suppress(*GONE):
            self._ready()  # outside of the attempt's own time
        return functools.partial(self._call, name, seconds)

    def close(self):
        """Ends the process."""
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.connection.close()
        self.process, self.busy = None, False

    def _call(self, name, seconds, *arguments):
        limit = guard.SLACK * seconds + guard.PATIENCE
        reply = self._ask(limit, "call", name, arguments, seconds)
        kind, rest = reply[:1], reply[1:]
        if kind == NOT_STARTED:
            return ...
        if kind == ERROR:
            error, _, words = rest.decode(errors="replace").partition("\n")
            raise (OURS.get(error) or type(error, (Exception,), {}))(words)
        with np.load(io.BytesIO(rest), allow_pickle=False) as parts:
            return dict(parts) or None

    def _ready(self):
        if self.busy:
            self.close()
        if self.process is None:
            # not fork: nothing of this process should be in the other one
            context = multiprocessing.get_context("spawn")
            self.connection, other = context.Pipe()
            self.process = context.Process(target=_serve, args=(other,), daemon=True)
            # otherwise it would first import what runs here: nbgrader, which takes seconds
            with mock.patch.dict(vars(sys.modules["__main__"]), __spec__=None, __file__=None):
                self.process.start()
            other.close()
            for cell in self.cells:
                self._ask(self.seconds, "define", *cell)

    def _ask(self, seconds, *what):
        if self.busy or self.process is None:
            raise ChildProcessError("it ended the process that it ran in, or kept it busy")
        self.busy = True  # until an answer comes: a late one must not be taken for the next
        self.connection.send(what)
        end = time.monotonic() + seconds
        while not self.connection.poll(0.1):
            if time.monotonic() > end:
                raise guard.TimeUp
        reply = self.connection.recv_bytes(MOST)
        self.busy = False
        return reply


def _serve(connection):
    """The other process: silent, and there for as long as somebody asks."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.environ["MPLBACKEND"] = "agg"
    space = {"__name__": "__main__"}
    with contextlib.suppress(EOFError, OSError):
        while True:
            what, *given = connection.recv()
            try:
                reply = (_define if what == "define" else _answer)(space, *given)
            except BaseException as error:  # noqa: BLE001  SystemExit too
                reply = ERROR + f"{type(error).__name__}\n{error}".encode()[:1000]
            connection.send_bytes(reply)


def _define(space, source, everything):
    """Runs every statement, also after an error, as a reader goes on after a red cell."""
    source = _without_cell_magic(source)
    tree = ast.parse(_shell(space).transform_cell(source))
    future = 0
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            for name in statement.names:  # it holds for its cell, whose statements run one by one
                future |= getattr(__future__, name.name).compiler_flag
        elif everything or _defines(statement):
            with contextlib.suppress(Exception):
                code = compile(ast.Module([statement], []), "<cell>", "exec", future, True)
                exec(code, space)  # noqa: S102
    return ANSWER


def _without_cell_magic(source):
    """The cell below a line such as %%time; nothing of a cell in another language."""
    first, _, rest = source.lstrip().partition("\n")
    if not first.startswith("%%"):
        return source
    ours = first.split()[0] in ("%%time", "%%timeit", "%%capture", "%%prun")
    return _without_cell_magic(rest) if ours else ""


def _shell(space):
    """IPython's, so that a cell finds `display`, `get_ipython` and the line magics."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.display import display

    shell = InteractiveShell.instance(user_ns=space)
    space.setdefault("display", display)
    space.setdefault("get_ipython", lambda: shell)
    return shell


def _defines(statement):
    """An import, a function, a class, or a name for something that is there already.

    Also a function by another name, and an import with a way out.
    """
    if isinstance(statement, ast.Try):
        parts = [*statement.body, *statement.orelse, *statement.finalbody,
                 *(one for handler in statement.handlers for one in handler.body)]
        return all(map(_defines, parts))
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        return not _calls(statement.value)
    return isinstance(statement, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef,
                                  ast.Pass))


def _calls(node):
    """Whether something is called when this is computed; a lambda calls nothing by itself."""
    if node is None or isinstance(node, ast.Lambda):
        return False
    return isinstance(node, ast.Call) or any(map(_calls, ast.iter_child_nodes(node)))


def _answer(space, name, arguments, seconds):
    """Calls the answer's function, within the time. -> the reply."""
    if name not in space:
        raise NameError(f"there is no function {name}")
    exercise, function = get(name), space[name]
    if attempts.untouched(exercise, function):
        return NOT_STARTED
    inputs = dict(zip(inspect.signature(exercise.solution).parameters, arguments, strict=True))
    outcome = attempts.ask(exercise, function, inputs, seconds)
    if outcome.value is ... or isinstance(outcome.error, NotImplementedError):
        return NOT_STARTED
    if outcome.error is not None:
        raise outcome.error
    answer = io.BytesIO()
    np.savez(answer, **outcome.value or {})
    return ANSWER + answer.getvalue()
