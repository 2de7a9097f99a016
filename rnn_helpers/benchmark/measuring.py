"""Each contender's time on the same network, and NumPy's cost against its size."""

import statistics

import numpy as np

from rnn_helpers.arguments import check_choice
from rnn_helpers.benchmark import sizes as of
from rnn_helpers.benchmark.records import line
from rnn_helpers.benchmark.timing import interleave, peak_bytes
from rnn_helpers.numpy_layers.kinds import KINDS


def network(kind, size, seed=0):
    """A random network and its work, float32 -> params, x (B, T, D), dy (B, T, H).

    kind: "SimpleRNN", "LSTM" or "GRU"; size: (B, T, D, H).
    """
    B, T, D, H = size
    rng = np.random.default_rng(seed)
    params = KINDS[kind].init_params(D, H, rng=rng)
    return params, *(rng.standard_normal((B, T, n), dtype=np.float32) for n in (D, H))


def measure(kinds=tuple(KINDS), sizes=of.SIZES, seconds=3.0, ways=("forward", "gradient"),
            longest=None, tell=lambda line: None):
    """Time all contenders -> list of results, a dict per kind, size and way, in seconds.

    seconds: for each kind and size. longest: sizes whose gradient step would take longer, in
    seconds, are skipped; None skips none for that. tell: called with a line for each result and
    for each size skipped.
    """
    from rnn_helpers import backend  # imports Keras, which `network` does not need
    from rnn_helpers.benchmark import floors
    from rnn_helpers.benchmark.contenders import all_steps

    for kind in kinds:
        check_choice("kinds", kind, KINDS)
    results = []
    large, count = floors.large_product()
    rate = count / min(interleave({"large": large}, 0.3)["large"])
    for kind in kinds:
        for size in sizes:
            reason = of.why_not(kind, size, rate, longest, of.free_bytes(backend.device()))
            if reason:
                tell(reason)
                continue
            steps, of_network = {}, network(kind, size)
            for way in ways:
                for name, step in all_steps(kind, *of_network, way).items():
                    steps[way, name] = step
            for name, step in floors.product_steps(kind, size).items():
                steps["alone", name] = step
            steps |= {("alone", "large"): large, ("alone", "tiny"): floors.tiny_loop()}
            times = interleave(steps, seconds)
            medians = {key: statistics.median(t) for key, t in times.items()}
            for way in ways:
                result = _result(kind, size, way, medians, large=count, tiny=floors.STEPS)
                results.append(result | {"rounds": len(times[way, "NumPy"])})
                tell(line(results[-1]))
    return results


def _result(kind, size, way, medians, *, large, tiny):
    """large: multiplications of the large product; tiny: steps of the tiny loop."""
    alone = {name: seconds for (which, name), seconds in medians.items() if which == "alone"}
    T, back = size[1], way == "gradient"
    each_step = alone["h W_h"] + back * alone["dz W_h'"]
    at_once = alone["x W_x"] + back * (alone["x' dz"] + alone["h' dz"])
    return {
        "kind": kind,
        "size": list(size),
        "way": way,
        "medians": {name: seconds for (which, name), seconds in medians.items() if which == way},
        "floor": of.multiplications(kind, size, way) / large * alone["large"],
        "steps": T * (1 + back) * alone["tiny"] / tiny,
        "products": T * each_step + at_once,
    }


def measure_scaling(tell=lambda result: None):
    """Time and peak memory of NumPy's SimpleRNN against T, B and H -> list of dicts.

    "over" names the letter that varies; T goes from 10 to 10,000. tell: called with each result.
    """
    sizes = [("T", (8, T, 16, 64)) for T in (10, 30, 100, 300, 1000, 3000, 10_000)]
    sizes += [("B", (B, 100, 16, 64)) for B in (1, 4, 16, 64, 256, 1024)]
    sizes += [("H", (8, 100, 16, H)) for H in (16, 32, 64, 128, 256, 512, 1024)]
    simple, results = KINDS["SimpleRNN"], []
    for over, size in sizes:
        params, x, dy = network("SimpleRNN", size)

        def step(params=params, x=x, dy=dy):
            return simple.bptt(params, x, simple.forward(params, x), [dy])

        # with nothing to compare within this run, the time that was disturbed least
        seconds = min(interleave({"NumPy": step}, 0.5)["NumPy"])
        results.append({
            "over": over,
            "size": list(size),
            "seconds": seconds,
            "peak_bytes": peak_bytes(step),
            "state_bytes": dy.nbytes,
        })
        tell(results[-1])
    return results
