"""The measurements, as a command and as functions: one gradient step of the same network by every engine.

    python -m rnn_helpers.benchmark                          the table, SimpleRNN, LSTM and GRU
    python -m rnn_helpers.benchmark --kinds GRU --backend jax --seconds 10
    python -m rnn_helpers.benchmark --json FILE --figure FILE.png
    python -m rnn_helpers.benchmark --scaling                cost against T and B, peak memory

All contenders take turns in one run, so a slow moment of the machine hits them alike; medians are given,
and ratios within the run. `floor` is the time that the step's multiplications alone would take at the rate
of a large matrix product in the same run. `products` are the same multiplications at their real shapes,
each timed alone: T small ones forward, T back, one each for the weights.
"""

import argparse
import datetime
import json
import os
import platform
import statistics
import sys
import time
import tracemalloc

import numpy as np

from rnn_helpers import numpy_rnn
from rnn_helpers.shapes import check_choice

SIZES = [(1, 25, 64, 100), (32, 50, 32, 64), (32, 100, 64, 128), (64, 100, 64, 256), (64, 200, 128, 512)]
GATES = {"SimpleRNN": 1, "LSTM": 4, "GRU": 3}


def network(kind, size, seed=0):
    """params, x, dy of one size (B, T, D, H), float32."""
    from rnn_helpers.contenders import KINDS

    B, T, D, H = size
    rng = np.random.default_rng(seed)
    params = KINDS[kind].init_params(D, H, rng=rng)
    return params, *(rng.standard_normal((B, T, n), dtype=np.float32) for n in (D, H))


REST = 0.05  # seconds between contenders: the threads of the one before have stopped spinning by then
TURN = 0.03  # seconds of a contender's turn, at least three steps


def interleave(steps, seconds):
    """name -> list of times of each step. They take turns, for about `seconds` of work in all.

    A turn starts with a step that does not count: it wakes threads and fills caches.
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


def multiplications(kind, size):
    """Of one gradient step: forward x W_x and h W_h, backward dz W_h', x' dz and h' dz. No gradient of x."""
    B, T, D, H = size
    return B * T * GATES[kind] * H * (2 * D + 3 * H)


def product_steps(kind, size):
    """name -> one product: a large one, whose rate makes the floor, and those of the step at their real shapes."""
    B, T, D, H = size
    rng = np.random.default_rng(0)
    gH = GATES[kind] * H
    n = 1024

    def product(rows, inner, columns):
        a, b = (rng.standard_normal(s, dtype=np.float32) for s in ((rows, inner), (inner, columns)))
        out = np.empty((rows, columns), np.float32)
        return lambda: np.matmul(a, b, out=out)

    return {"large": product(n, n, n), "h W_h": product(B, H, gH), "dz W_h'": product(B, gH, H),
            "x W_x": product(B * T, D, gH), "x' dz": product(D, B * T, gH), "h' dz": product(H, B * T, gH)}, n**3


def measure(kinds=tuple(GATES), sizes=SIZES, seconds=10.0, tell=lambda line: None):
    """-> list of results, a dict for each kind and size: medians (seconds), floor and products (seconds)."""
    from rnn_helpers.contenders import all_steps

    results = []
    for kind in kinds:
        check_choice("kinds", kind, GATES)
        for size in sizes:
            products, large = product_steps(kind, size)
            times = interleave(all_steps(kind, *network(kind, size)) | products, seconds)
            medians = {name: statistics.median(t) for name, t in times.items()}
            alone = {name: medians.pop(name) for name in products}
            result = {
                "kind": kind, "size": list(size), "rounds": len(times["NumPy"]), "medians": medians,
                "floor": multiplications(kind, size) / large * alone.pop("large"),
                "products": size[1] * (alone.pop("h W_h") + alone.pop("dz W_h'")) + sum(alone.values()),
            }
            results.append(result)
            tell(line(result))
    return results


def line(result):
    """One row of the table: milliseconds, and in brackets NumPy's time as a multiple of each."""
    own = result["medians"]["NumPy"]
    rest = [f"{name} {1e3 * t:.2f} ({own / t:.2f})" for name, t in result["medians"].items() if name != "NumPy"]
    rest += [f"{name} {1e3 * result[name]:.2f} ({own / result[name]:.2f})" for name in ("floor", "products")]
    return f"{result['kind']:9} {tuple(result['size'])!s:19} NumPy {1e3 * own:.2f} ms | " + ", ".join(rest)


def measure_scaling(tell=lambda line: None):
    """Time and peak memory of NumPy's SimpleRNN against T (10 to 10,000) and B -> list of dicts."""
    sizes = [(8, T, 16, 64) for T in (10, 30, 100, 300, 1000, 3000, 10_000)]
    sizes += [(B, 100, 16, 64) for B in (1, 4, 16, 64, 256, 1024)]
    results = []
    for B, T, D, H in sizes:
        params, x, dy = network("SimpleRNN", (B, T, D, H))

        def step():
            h = numpy_rnn.forward(params, x)
            return numpy_rnn.bptt(params, x, h, dy)

        seconds = statistics.median(interleave({"NumPy": step}, 0.5)["NumPy"])
        results.append({"size": [B, T, D, H], "seconds": seconds, "peak_bytes": peak_bytes(step), "state_bytes": dy.nbytes})
        tell(f"B={B:<5} T={T:<6} {1e3 * seconds:9.2f} ms, {1e6 * seconds / T:8.2f} µs a step, {1e9 * seconds / (T * B):8.0f} ns a step and "
             f"example, peak memory {results[-1]['peak_bytes'] / dy.nbytes:.2f} x the states h")
    return results


def peak_bytes(step):
    """The most that NumPy held at once while `step` ran."""
    tracemalloc.start()
    try:
        step()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def machine():
    """What was measured on, without names of machines or people."""
    from rnn_helpers import backend

    return {"date": datetime.date.today().isoformat(), "processor": _processor(), "cores": os.cpu_count(),
            "system": platform.system(), "device": backend.device(), "versions": backend.versions()}


def _processor():
    try:
        with open("/proc/cpuinfo") as f:
            return next(row.split(":", 1)[1].strip() for row in f if row.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def parse(argv):
    parser = argparse.ArgumentParser(prog="python -m rnn_helpers.benchmark", description=__doc__.splitlines()[0])
    parser.add_argument("--kinds", nargs="+", default=list(GATES), choices=list(GATES))
    parser.add_argument("--backend", choices=["tensorflow", "jax", "torch"], help="Keras's; default KERAS_BACKEND or tensorflow")
    parser.add_argument("--sizes", nargs="+", type=_size, default=SIZES, metavar="B,T,D,H")
    parser.add_argument("--seconds", type=float, default=10.0, help="for each kind and size (default 10)")
    parser.add_argument("--scaling", action="store_true", help="cost against T and B instead")
    parser.add_argument("--json", metavar="FILE", help="write the results there")
    parser.add_argument("--figure", metavar="FILE", help="draw them there (.png, .svg)")
    return parser.parse_args(argv)


def _size(text):
    parts = text.split(",")
    if len(parts) != 4 or not all(p.isdigit() and int(p) for p in parts):
        raise argparse.ArgumentTypeError(f"expected B,T,D,H, four whole numbers of at least 1, got {text!r}")
    return tuple(map(int, parts))


def main(argv=None):
    options = parse(argv)
    if options.backend:
        os.environ["KERAS_BACKEND"] = options.backend
    tell = lambda line: print(line, flush=True)  # noqa: E731
    results = measure_scaling(tell) if options.scaling else measure(options.kinds, options.sizes, options.seconds, tell)
    record = {"machine": machine(), "command": " ".join(["python -m rnn_helpers.benchmark", *(sys.argv[1:] if argv is None else argv)]),
              "scaling" if options.scaling else "steps": results}
    if options.json:
        with open(options.json, "w") as f:
            json.dump(record, f, indent=1)
            f.write("\n")
    if options.figure:
        from rnn_helpers import figures

        draw = figures.benchmark_scaling if options.scaling else figures.benchmark_steps
        draw(results).savefig(options.figure)


if __name__ == "__main__":
    main()
