"""Somebody else's code, run so that nothing of it reaches the notebook but its answer.

It may raise, print, call exit(), seed NumPy's global generator or never end: `run` returns all
the same. The code runs in a thread of its own, and what stops it is an exception that is thrown
into that thread. That is the same in a notebook's main thread, in any other, and on Windows.
"""

import contextlib
import ctypes
import functools
import io
import itertools
import random
import sys
import threading
import time
import warnings
from typing import NamedTuple

import numpy as np

SLACK = 6  # a call that sleeps, or waits for a busy machine, gets so many times its limit
PATIENCE = 2.0  # seconds to stop a call; after that it sits in code that is not Python's
# Seconds between throws. A bare `except:` swallows them until one lands outside of it; at equal
# distances it might never.
PAUSES = 1e-5, 5e-5, 2e-4, 1e-3, 5e-3

_OBJECT = ctypes.py_object
# The third argument is not read: as sys.unraisablehook it is given one more than C asks for.
_set_exception = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_ulong, _OBJECT, _OBJECT)(
    ("PyThreadState_SetAsyncExc", ctypes.pythonapi))


class TimeUp(BaseException):
    """Thrown into a call whose time is over. No Exception: `except Exception` must not catch it."""


class Outcome(NamedTuple):
    """What came of a call.

    error: the exception, or None; TimeUp for a call that did not end.
    seconds: processor time that it took, or a sixth of the time on the clock if that is more.
    """

    value: object
    error: object
    seconds: float


def run(function, arguments, seconds):
    """function(*arguments) within a time limit -> Outcome.

    seconds: of processor time, so that a busy machine makes no right answer wrong. Nothing is
    printed or displayed, and the random states of NumPy and Python are put back.
    """
    states = np.random.get_state(), random.getstate()
    call = _Call(function, arguments)
    try:
        with _silent():
            try:
                call.start()
                while call.is_alive() and call.seconds() < seconds:
                    call.join(min(seconds, 0.05))
            finally:  # also when the reader interrupts
                call.stop()
    finally:
        np.random.set_state(states[0])
        random.setstate(states[1])
    return Outcome(call.value, call.error, call.seconds())


class _Call(threading.Thread):
    """One call, in a thread that can be stopped."""

    def __init__(self, function, arguments):
        super().__init__(daemon=True)
        self.function, self.arguments = function, arguments
        self.value, self.error = None, TimeUp()  # unless it ends by itself
        self.gate = threading.RLock()  # held by who throws, and for good by a thread that is done
        self.clocks, self.took = None, None

    def run(self):
        processor = _processor_clock()
        self.clocks = processor, processor(), time.monotonic()
        try:
            self._answer()
        except TimeUp:  # one that landed behind the call
            pass
        while True:
            try:
                self.gate.acquire()  # from here on nothing is thrown
                _set_exception(self.ident, _OBJECT(), None)
                break
            except TimeUp:  # the last one was on its way
                pass
        self.took = self.seconds()

    def _answer(self):
        try:
            with np.errstate(all="ignore"):
                value = self.function(*self.arguments)
        except BaseException as error:  # noqa: BLE001  SystemExit and TimeUp too
            self.error = error
        else:
            self.value, self.error = value, None

    def seconds(self):
        """What counts of the time since it began."""
        if self.took is not None or self.clocks is None:
            return self.took or 0.0
        processor, begin, on_the_clock = self.clocks
        passed = time.monotonic() - on_the_clock
        used = 0.0
        with contextlib.suppress(OSError):  # the thread has just ended, and its clock with it
            used = min(processor() - begin, passed)
        return max(used, passed / SLACK)

    def stop(self):
        """Throws TimeUp into the thread until it is out, or for as long as PATIENCE lasts."""
        end = time.monotonic() + PATIENCE
        for pause in itertools.cycle(PAUSES):
            if not self.is_alive() or time.monotonic() > end:
                break
            if self.clocks and self.gate.acquire(blocking=False):
                # one that is swallowed in a destructor is thrown again, by C, as it is left
                sys.unraisablehook = functools.partial(_set_exception, self.ident, TimeUp)
                _set_exception(self.ident, TimeUp, None)
                self.gate.release()
            self.join(pause)


def _processor_clock():
    """-> a function that tells this thread's processor time, whichever thread calls it."""
    if not hasattr(time, "pthread_getcpuclockid"):
        return time.process_time  # Windows, macOS: all threads of the process together
    return functools.partial(time.clock_gettime, time.pthread_getcpuclockid(threading.get_ident()))


class _Nowhere(io.TextIOBase):
    """A stream that forgets: an endless loop that prints must not fill the memory."""

    def write(self, text):
        return len(text)

    def writable(self):
        return True


@contextlib.contextmanager
def _silent():
    """Nothing is printed, warned of or, in a notebook, displayed."""
    with contextlib.ExitStack() as stack:
        stack.callback(setattr, sys, "unraisablehook", sys.unraisablehook)
        sys.unraisablehook = id  # drops what is raised where nobody can catch it
        stack.enter_context(contextlib.redirect_stdout(_Nowhere()))
        stack.enter_context(contextlib.redirect_stderr(_Nowhere()))
        stack.enter_context(warnings.catch_warnings(action="ignore"))
        if "IPython" in sys.modules:
            from IPython.utils.capture import capture_output

            stack.enter_context(capture_output(stdout=False, stderr=False, display=True))
        yield
