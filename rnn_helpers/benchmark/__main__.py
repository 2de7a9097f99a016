"""The command. Its help and the meaning of its numbers: see the package's docstring."""

import argparse
import importlib.util
import os
import sys

from rnn_helpers import benchmark
from rnn_helpers.benchmark import records
from rnn_helpers.benchmark.sizes import FULL, GATES, SIZES

BACKENDS = ["tensorflow", "jax", "torch"]


def parse(argv):
    parser = argparse.ArgumentParser(prog="python -m "
                                          "rnn_helpers.benchmark", description=benchmark.__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", nargs="+", default=list(GATES), choices=list(GATES))
    parser.add_argument("--backend", choices=BACKENDS, help="Keras's; default KERAS_BACKEND or "
                                                            "tensorflow")
    parser.add_argument("--device", choices=["cpu", "gpu"], help="default: a GPU where Keras sees "
                                                                 "one")
    parser.add_argument("--sizes", nargs="+", type=_size, metavar="B,T,D,H", help="instead of the "
                                                                                  "default ones")
    parser.add_argument("--full", action="store_true", help="T from 25 to 2000, H from 64 to 2048, "
                                                            "however long it takes")
    parser.add_argument("--seconds", type=float, default=3.0, help="for each kind and size "
                                                                   "(default 3)")
    parser.add_argument("--longest", type=float, default=0.5, help="default sizes with a longer "
                                                                   "gradient step are skipped "
                                                                   "(default 0.5 s)")
    parser.add_argument("--scaling", action="store_true", help="cost against T, B and H instead")
    parser.add_argument("--fused", action="store_true", help="Keras's LSTM and GRU with and "
                                                             "without what its fused kernel takes")
    parser.add_argument("--from", nargs="+", metavar="FILE", dest="records", help="measure "
                                                                                  "nothing: the "
                                                                                  "table of these "
                                                                                  "records")
    parser.add_argument("--json", metavar="FILE", help="write the results there")
    parser.add_argument("--figure", metavar="FILE", help="draw them there (.png, .svg)")
    return parser.parse_args(argv)


def _size(text):
    parts = text.split(",")
    if len(parts) != 4 or not all(p.isdigit() and int(p) for p in parts):
        raise argparse.ArgumentTypeError("expected B,T,D,H, four whole numbers of at least 1, got "
                                         f"{text!r}")
    return tuple(map(int, parts))


class Refused(Exception):
    """One line: what was asked for and is not there."""


def choose(backend, device):
    """Bring up Keras on this backend and device, before anything has brought it up otherwise."""
    if backend:
        if importlib.util.find_spec(backend) is None:
            raise Refused(f"--backend: {backend} is not installed; pip install {backend}, or leave "
                          "--backend out")
        os.environ["KERAS_BACKEND"] = backend
    if device == "cpu":
        os.environ.update(CUDA_VISIBLE_DEVICES="-1", JAX_PLATFORMS="cpu")
    # several frameworks on one GPU: none may take all of its memory
    os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")
    os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
    try:
        from rnn_helpers import backend as running
    except ImportError as error:
        raise Refused(str(error)) from None
    if backend and running.name() != backend:
        raise Refused(f"--backend: Keras already runs on {running.name()} in this process, "
                      f"expected {backend}")
    if device and running.device() != device.upper():
        seen = "sees no GPU here" if device == "gpu" else "already uses the GPU in this process"
        raise Refused(f"--device {device}: Keras on {running.name()} {seen}")


def measure(options, tell):
    """-> which kind of record, its results."""
    if options.scaling:
        return "scaling", benchmark.measure_scaling(lambda r: tell(records.scaling_line(r)))
    if options.fused:
        return "fused", benchmark.measure_fused(seconds=options.seconds, tell=lambda r: tell(records.fused_line(r)))
    from rnn_helpers.benchmark import contenders

    for name in ("torch.nn", "JAX scan"):
        if reason := contenders.why_absent(name):
            tell(f"{name}: not measured, {reason}")
    sizes = options.sizes or (FULL if options.full else SIZES)
    results = benchmark.measure(options.kinds, sizes, options.seconds, tell=tell,
                                longest=None if options.full or options.sizes else options.longest)
    if not results:
        raise Refused("nothing measured: every size was skipped")
    return "steps", results


def main(argv=None):
    options = parse(argv)
    tell = lambda line: print(line, flush=True)  # noqa: E731
    try:
        if options.records:
            found = [records.read(path) for path in options.records]
            for line in records.table(found):
                tell(line)
            record = found[0]
        else:
            choose(options.backend, options.device)
            from rnn_helpers.backend import machine  # not before the backend is chosen

            which, results = measure(options, tell)
            words = ["python -m rnn_helpers.benchmark", *(sys.argv[1:] if argv is None else argv)]
            record = {"machine": machine(), "command": " ".join(words), which: results}
            if record["machine"]["device"] == "CPU":
                tell("GPU: not measured")
    except (Refused, ValueError) as error:
        sys.exit(str(error))
    if options.json:
        records.write(options.json, record)
    if options.figure:
        from rnn_helpers import figures

        draw = {"steps": figures.benchmark_steps, "scaling": figures.benchmark_scaling, "fused": figures.benchmark_fused}
        which = next(name for name in draw if name in record)
        draw[which](record[which]).savefig(options.figure)


if __name__ == "__main__":
    main()
