"""How long a step takes and how much memory: contenders take turns within one run."""

import time
import tracemalloc

REST = 0.05  # seconds between contenders, in which the previous one's threads stop spinning
TURN = 0.03  # seconds of a contender's turn, which is at least three steps


def interleave(steps, seconds):
    """Time functions without arguments, in turns, for about `seconds` in all.

    steps: name -> function. -> name -> list of its times, in seconds. Each turn starts with a step
    that does not count: it wakes threads and fills caches.
    """
    for step in steps.values():
        step()  # compiles
    times = {name: [] for name in steps}
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times[next(iter(times))]) < 9:
        for name, step in steps.items():
            time.sleep(REST)
            step()
            times[name] += _turn(step)
    return times


def _turn(step):
    times, start = [], time.perf_counter()
    while len(times) < 3 or sum(times) < TURN:
        step()
        times.append(time.perf_counter() - start)
        start = time.perf_counter()
    return times


def peak_bytes(step):
    """The most memory that NumPy held at once while `step` ran, in bytes."""
    tracemalloc.start()
    try:
        step()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
