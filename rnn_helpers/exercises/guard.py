"""Somebody else's code, run so that nothing of it reaches the notebook but its answer.

It may raise, print, call exit(), seed NumPy's global generator or never end: `run` returns all the same.
"""

import contextlib
import ctypes
import io
import itertools
import random
import signal
import sys
import threading
import time
import warnings
from typing import NamedTuple

import numpy as np


PATIENCE = 2.0  # seconds to get an attempt out of its thread; then it sits in code that is not Python's, and is left alone


# Seconds from one alarm to the next. A bare `except:` or a destructor swallows an alarm, until one lands outside of it;
# at equal distances it might never.
PAUSES = 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 5e-4, 2e-3


class TimeUp(BaseException):
    """Thrown into an attempt whose time is over. No Exception: `except Exception` must not swallow it."""


class Outcome(NamedTuple):
    """What came of a call. error: the exception, or None; TimeUp for a call that did not end. seconds: what it took."""

    value: object
    error: object
    seconds: float


def run(function, arguments, seconds):
    """function(*arguments) within a time limit -> Outcome. Silent, and NumPy's and Python's random states are put back."""
    begin = time.perf_counter()
    states = np.random.get_state(), random.getstate()
    limited = _by_alarm if _has_alarm() else _in_a_thread
    try:
        with _silent(), np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value, error = limited(function, arguments, seconds)
    finally:
        np.random.set_state(states[0])
        random.setstate(states[1])
    return Outcome(value, error, time.perf_counter() - begin)


class _Nowhere(io.TextIOBase):
    """A stream that forgets: an endless loop that prints must not fill the memory."""

    def write(self, text):
        return len(text)

    def writable(self):
        return True


@contextlib.contextmanager
def _silent():
    hook = sys.unraisablehook
    sys.unraisablehook = id  # drops what is raised where nobody can catch it. A function in C: no alarm interrupts it
    try:
        with contextlib.redirect_stdout(_Nowhere()), contextlib.redirect_stderr(_Nowhere()), _nothing_displayed():
            yield
    finally:
        sys.unraisablehook = hook


def _nothing_displayed():
    """In a notebook: pictures and widgets stay away too."""
    if "IPython" not in sys.modules:
        return contextlib.nullcontext()
    from IPython.utils.capture import capture_output

    return capture_output(stdout=False, stderr=False, display=True)


def _call(function, arguments):
    """The frame by which the alarm tells the attempt's code from ours."""
    return function(*arguments)


def _outcome(function, arguments):
    """-> value, error. KeyboardInterrupt is the reader's own and goes through."""
    try:
        return _call(function, arguments), None
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001  SystemExit and TimeUp too
        return None, error


def _has_alarm():
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


def _by_alarm(function, arguments, seconds):
    """In the main thread, where notebooks run. A signal interrupts Python code between two instructions."""

    pauses = itertools.cycle(PAUSES)

    def on_alarm(_, frame):
        if _within(frame) and frame.f_code not in (on_alarm.__code__, _within.__code__):  # on a busy machine it meets itself
            signal.setitimer(signal.ITIMER_REAL, next(pauses), 5e-3)
            raise TimeUp

    before = signal.signal(signal.SIGALRM, on_alarm)
    timer = signal.setitimer(signal.ITIMER_REAL, seconds, 5e-3)
    try:
        return _outcome(function, arguments)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before if before is not None else signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, *timer)


def _within(frame):
    """Whether the frame is the attempt's: called, however deep, from `_call`."""
    while frame := frame.f_back:
        if frame.f_code is _call.__code__:
            return True
    return False


def _in_a_thread(function, arguments, seconds):
    """Where there is no alarm: on Windows, or off the main thread. The exception is put into a thread of its own."""
    found = []
    thread = threading.Thread(target=lambda: found.append(_outcome(function, arguments)), daemon=True)
    thread.start()
    thread.join(seconds)
    end = time.monotonic() + PATIENCE
    while thread.is_alive() and time.monotonic() < end:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(TimeUp))
        thread.join(0.001)
    return found[0] if found else (None, TimeUp())
