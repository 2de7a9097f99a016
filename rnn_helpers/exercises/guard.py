"""Runs somebody else's code so that nothing but its answer reaches the notebook.

The code may raise, print, call exit(), seed NumPy's global generator or loop forever: `run` still
returns. The code runs in a thread of its own and is stopped by an exception thrown into it, which
works the same in a notebook's main thread, in any other thread, and on Windows.
"""

import contextlib
import ctypes
import functools
import io
import itertools
import os
import random
import sys
import threading
import time
import warnings
from typing import NamedTuple

import numpy as np

SLACK = 20  # times its limit a call may take on the clock: it may sleep, the machine may be busy
MOST_PRINTED = 1000  # characters
PATIENCE = 2.0  # seconds in which to stop a call; by then it must be in code that is not Python's
# Seconds between throws. A bare `except:` swallows them until one lands outside it, and at regular
# intervals none might.
PAUSES = 1e-5, 5e-5, 2e-4, 1e-3, 5e-3

_OBJECT = ctypes.py_object
# The third argument is not read: as sys.unraisablehook it is given one more than C asks for.
_set_exception = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_ulong, _OBJECT, _OBJECT)(
    ("PyThreadState_SetAsyncExc", ctypes.pythonapi))


class TimeUp(BaseException):
    """Thrown into a call whose time is up. `except Exception` must not catch it."""


class Outcome(NamedTuple):
    """What came of a call.

    error: the exception, or None; TimeUp for a call that did not finish.
    seconds: the processor time it took, or a part of the time on the clock if that is more.
    printed: the beginning of what it printed.
    """

    value: object
    error: object
    seconds: float
    printed: str = ""


class _Nowhere(io.TextIOWrapper):
    """A stream that goes nowhere and remembers how it began. text: the beginning."""

    text = ""

    def write(self, text):
        """As of every stream."""
        self.text += text[: MOST_PRINTED - len(self.text)]
        return len(text)


def run(function, arguments, seconds):
    """function(*arguments) within a time limit -> Outcome.

    seconds: of processor time, so that a busy machine makes no right answer wrong. What it
    prints is kept and not shown, and the random states of NumPy and Python are put back.
    """
    states = np.random.get_state(), random.getstate()
    call = _Call(function, arguments)
    try:
        with _silent() as printed:
            try:
                call.start()
                while call.seconds() < seconds and not call.finished.wait(min(seconds, 0.05)):
                    pass
            finally:  # also when the reader interrupts
                call.stop()
    finally:
        np.random.set_state(states[0])
        random.setstate(states[1])
    return Outcome(call.value, call.error, call.seconds(), printed.text)


class _Call(threading.Thread):
    """A thread for one call, which can be stopped."""

    def __init__(self, function, arguments):
        super().__init__(daemon=True)
        self.function, self.arguments = function, arguments
        self.value, self.error = None, TimeUp()  # unless it finishes
        # held while something is thrown, and by the thread itself from when it has finished
        self.gate = threading.RLock()
        self.clocks, self.took = None, None
        # is_alive() is not to be trusted: an interrupt of join() makes it False in Python 3.12
        self.finished = threading.Event()

    def run(self):
        processor = _processor_clock()
        self.clocks = processor, processor(), time.monotonic()
        try:
            self._answer()
        except TimeUp:  # it landed just after the call
            pass
        while True:
            try:
                self.gate.acquire()  # from here on nothing is thrown
                _set_exception(self.ident, _OBJECT(), None)
                break
            except TimeUp:  # the last one was on its way
                pass
        self.took = self.seconds()
        self.finished.set()

    def _answer(self):
        try:
            with np.errstate(all="ignore"):
                value = self.function(*self.arguments)
        except BaseException as error:  # noqa: BLE001  SystemExit and TimeUp too
            self.error = error
        else:
            self.value, self.error = value, None

    def seconds(self):
        """The time since it began, as it counts."""
        if self.took is not None or self.clocks is None:
            return self.took or 0.0
        processor, begin, on_the_clock = self.clocks
        passed = time.monotonic() - on_the_clock
        used = 0.0
        with contextlib.suppress(OSError):  # the thread has just ended, and its clock with it
            used = min(processor() - begin, passed)
        return max(used, passed / SLACK)

    def stop(self):
        """Throws TimeUp into the thread until it has finished, or PATIENCE is over."""
        end, pauses = time.monotonic() + PATIENCE, itertools.cycle(PAUSES)
        while not self.finished.wait(next(pauses)) and time.monotonic() < end:
            if self.clocks and self.gate.acquire(blocking=False):
                # if a destructor swallows it, this hook, in C, throws it again on the way out
                sys.unraisablehook = functools.partial(_set_exception, self.ident, TimeUp)
                _set_exception(self.ident, TimeUp, None)
                self.gate.release()
        if self.finished.is_set():
            self.join()


def _processor_clock():
    """-> a function that returns this thread's processor time, whichever thread calls it."""
    if not hasattr(time, "pthread_getcpuclockid"):
        return time.process_time  # Windows, macOS: all threads of the process together
    return functools.partial(time.clock_gettime, time.pthread_getcpuclockid(threading.get_ident()))


@contextlib.contextmanager
def _silent():
    """Nothing is printed; in a notebook nothing is displayed either. -> the stream, with .text."""
    with contextlib.ExitStack() as stack:
        stack.callback(setattr, sys, "unraisablehook", sys.unraisablehook)
        sys.unraisablehook = id  # ignores exceptions that nobody can catch
        nowhere = stack.enter_context(_Nowhere(open(os.devnull, "wb"), encoding="utf-8"))
        stack.enter_context(contextlib.redirect_stdout(nowhere))
        stack.enter_context(contextlib.redirect_stderr(nowhere))
        stack.enter_context(warnings.catch_warnings(action="ignore"))
        if "IPython" in sys.modules:
            from IPython.utils.capture import capture_output

            stack.enter_context(capture_output(stdout=False, stderr=False, display=True))
        yield nowhere
