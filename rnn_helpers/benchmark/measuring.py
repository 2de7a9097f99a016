"""The measurements as functions. See the package's docstring for what the numbers are."""

import statistics
import time
import tracemalloc

import numpy as np

from rnn_helpers import numpy_rnn
from rnn_helpers.benchmark import sizes as of
from rnn_helpers.arguments import check_choice


def network(kind, size, seed=0):
    """params, x, dy of one size (B, T, D, H), float32."""
    from rnn_helpers.benchmark.contenders import KINDS

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


def large_product(n=1024):
    """-> step, its multiplications: a product whose rate makes the floor, on the device in use."""
    return product(n, n, n), n**3


def product(m, inner, n):
    """(m, inner) @ (inner, n) as a step. On the CPU by NumPy, on a GPU by Keras's backend."""
    from rnn_helpers.benchmark import contenders
    from rnn_helpers.backend import ops

    rng = np.random.default_rng(0)
    a, b = (rng.standard_normal(s, dtype=np.float32) for s in ((m, inner), (inner, n)))
    if contenders.on_gpu():
        return contenders.compiled(ops.matmul, ops.convert_to_tensor(a), ops.convert_to_tensor(b))
    out = np.empty((m, n), np.float32)
    return lambda: np.matmul(a, b, out=out)


def product_steps(kind, size):
    """name -> one product of a gradient step at its real shape."""
    B, T, D, H = size
    gH = of.GATES[kind] * H
    return {"h W_h": product(B, H, gH), "dz W_h'": product(B, gH, H),
            "x "
            "W_x": product(B * T, D, gH), "x' "
                                            "dz": product(D, B * T, gH), "h' "
                                                                            "dz": product(H, B * T, gH)}


STEPS = 300  # of the tiny loop


def tiny_loop():
    """STEPS steps of the smallest recurrence, h_t = h_(t-1) w with one number, as one compiled loop of Keras's backend."""
    from rnn_helpers.benchmark import contenders
    from rnn_helpers.backend import ops

    def loop(h):
        def step(h, _):
            h = h @ h
            return h, h

        return ops.scan(step, h, None, length=STEPS)[0]

    return contenders.compiled(loop, ops.ones((1, 1)))


def measure(kinds=tuple(of.GATES), sizes=of.SIZES, seconds=3.0, ways=("forward", "gradient"), longest=None, tell=lambda line: None):
    """-> list of results, a dict for each kind, size and way: medians and floors in seconds.

    longest: sizes are skipped whose gradient step would take longer, in seconds; None skips none for that.
    """
    from rnn_helpers import backend
    from rnn_helpers.benchmark.records import line
    from rnn_helpers.benchmark.contenders import all_steps

    for kind in kinds:
        check_choice("kinds", kind, of.GATES)
    results = []
    large, count = large_product()
    rate = count / min(interleave({"large": large}, 0.3)["large"])
    for kind in kinds:
        for size in sizes:
            reason = of.why_not(kind, size, rate, longest, of.free_bytes(backend.device()))
            if reason:
                tell(reason)
                continue
            net = network(kind, size)
            steps = {(way, name): step for way in ways for name, step in all_steps(kind, *net, way).items()}
            steps |= {("alone", name): step for name, step in product_steps(kind, size).items()}
            times = interleave(steps | {("alone", "large"): large, ("alone", "tiny"): tiny_loop()}, seconds)
            medians = {key: statistics.median(t) for key, t in times.items()}
            for way in ways:
                results.append(_result(kind, size, way, medians, count) | {"rounds": len(times[way, "NumPy"])})
                tell(line(results[-1]))
    return results


def _result(kind, size, way, medians, count):
    alone = {name: seconds for (which, name), seconds in medians.items() if which == "alone"}
    T, back = size[1], way == "gradient"
    each_step = alone["h W_h"] + back * alone["dz W_h'"]
    at_once = alone["x W_x"] + back * (alone["x' dz"] + alone["h' dz"])
    return {
        "kind": kind, "size": list(size), "way": way,
        "medians": {name: seconds for (which, name), seconds in medians.items() if which == way},
        "floor": of.multiplications(kind, size, way) / count * alone["large"],
        "steps": T * (1 + back) * alone["tiny"] / STEPS,
        "products": T * each_step + at_once,
    }


CASES = {  # what Keras's documentation says of its fused kernel: whether a GPU takes it
    "as it is": ({}, True), "use_cudnn=False": ({"use_cudnn": False}, False),
    "activation='relu'": ({"activation": "relu"}, False),
    "recurrent_activation='hard_sigmoid'": ({"recurrent_activation": "hard_sigmoid"}, False),
    "use_bias=False": ({"use_bias": False}, False), "unroll=True": ({"unroll": True}, False),
    "reset_after=False": ({"reset_after": False}, False), "mask, padded "
                                                          "right": ({}, True), "mask, "
                                                                                            "padded "
                                                                                            "left": ({}, False),
}


def measure_fused(size=(32, 50, 64, 128), seconds=5.0, tell=lambda result: None):
    """Keras's LSTM and GRU with what its fused kernel takes and does not take -> a dict for each kind and case.

    A gradient step each; "seconds" is None and "error" a line where Keras refuses.
    """
    from rnn_helpers import backend
    from rnn_helpers.benchmark import contenders

    B, T, D, H = size
    results = []
    for kind in ("LSTM", "GRU"):
        _, x, dy = network(kind, size)
        steps, errors = {}, {}
        for case, (options, _) in CASES.items():
            if case == "reset_after=False" and kind == "LSTM":
                continue
            layer = getattr(backend.keras.layers, kind)(H, return_sequences=True, **options)
            layer.build(x.shape)
            mask = np.broadcast_to(np.arange(T) < T - T // 4, (B, T))
            call = {"mask": backend.ops.convert_to_tensor(mask if "right" in case else mask[:, ::-1])} if "mask" in case else {}
            try:
                step = contenders.layer_step(layer, x, dy, **call)
                step()
                steps[case] = step
            except Exception as error:  # what Keras refuses is a finding: TensorFlow on a GPU refuses left padding
                errors[case] = f"{type(error).__name__}: {str(error).splitlines()[0]}"
        medians = {case: statistics.median(t) for case, t in interleave(steps, seconds).items()}
        for case in [c for c in CASES if c in steps or c in errors]:
            results.append({"kind": kind, "case": case, "size": list(size), "documented": CASES[case][1],
                            "seconds": medians.get(case), "error": errors.get(case)})
            tell(results[-1])
    return results


def measure_scaling(tell=lambda result: None):
    """Time and peak memory of NumPy's SimpleRNN against T (10 to 10,000), B and H -> list of dicts with "over"."""
    sizes = [("T", (8, T, 16, 64)) for T in (10, 30, 100, 300, 1000, 3000, 10_000)]
    sizes += [("B", (B, 100, 16, 64)) for B in (1, 4, 16, 64, 256, 1024)]
    sizes += [("H", (8, 100, 16, H)) for H in (16, 32, 64, 128, 256, 512, 1024)]
    results = []
    for over, (B, T, D, H) in sizes:
        params, x, dy = network("SimpleRNN", (B, T, D, H))

        def step():
            h = numpy_rnn.forward(params, x)
            return numpy_rnn.bptt(params, x, h, dy)

        seconds = min(interleave({"NumPy": step}, 0.5)["NumPy"])  # nobody to compare with in this run: the least disturbed
        results.append({"over": over, "size": [B, T, D, H], "seconds": seconds, "peak_bytes": peak_bytes(step), "state_bytes": dy.nbytes})
        tell(results[-1])
    return results


def peak_bytes(step):
    """The most that NumPy held at once while `step` ran."""
    tracemalloc.start()
    try:
        step()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
