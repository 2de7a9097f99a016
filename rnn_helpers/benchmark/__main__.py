"""The command; the package's docstring is its help and says what the numbers mean."""

import argparse
import importlib.util
import os
import sys

from rnn_helpers import benchmark
from rnn_helpers.benchmark import records
from rnn_helpers.benchmark.sizes import FULL, SIZES
from rnn_helpers.numpy_layers.kinds import KINDS

BACKENDS = ["tensorflow", "jax", "torch"]


def parse(argv):
    """The command's options; a bad one ends the program with one line."""
    parser = argparse.ArgumentParser(
        prog="python -m rnn_helpers.benchmark", description=benchmark.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--kinds", nargs="+", default=list(KINDS), choices=list(KINDS))
    add("--backend", choices=BACKENDS, help="Keras's; default: KERAS_BACKEND, or tensorflow")
    add("--device", choices=["cpu", "gpu"], help="default: a GPU where Keras sees one")
    add("--sizes", nargs="+", type=_size, metavar="B,T,D,H", help="instead of the default ones")
    add("--full", action="store_true",
        help="T from 25 to 2000 and H from 64 to 2048, however long it takes")
    add("--seconds", type=float, default=3.0, help="for each kind and size (default: 3)")
    add("--longest", type=float, default=0.5,
        help="skip default sizes whose gradient step takes longer (default: 0.5 s)")
    add("--scaling", action="store_true", help="cost against T, B and H instead")
    add("--fused", action="store_true",
        help="Keras's LSTM and GRU with and without what its fused kernel takes")
    add("--from", nargs="+", metavar="FILE", dest="records",
        help="measure nothing, print the table of these records")
    add("--json", metavar="FILE", help="write the results to this file")
    add("--figure", metavar="FILE", help="draw them into this file (.png, .svg)")
    return parser.parse_args(argv)


def _size(text):
    parts = text.split(",")
    if len(parts) != 4 or not all(p.isdigit() and int(p) for p in parts):
        raise argparse.ArgumentTypeError("expected B,T,D,H, four whole numbers of at least 1, got "
                                         f"{text!r}")
    return tuple(map(int, parts))


class Refused(Exception):
    """Something was asked for that is not available; one line says what."""


def choose(backend, device):
    """Import Keras on this backend and device; Refused where it is not, or runs on another."""
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
    """Measure what the options ask for -> which kind of record it is, and the results."""
    if options.scaling:
        return "scaling", benchmark.measure_scaling(lambda r: tell(records.scaling_line(r)))
    if options.fused:
        def tell_fused(result):
            tell(records.fused_line(result))

        return "fused", benchmark.measure_fused(seconds=options.seconds, tell=tell_fused)
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
    """Measure or read, print the table, and write the files that were asked for."""
    options = parse(argv)

    def tell(line):
        print(line, flush=True)

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
            record = {"machine": machine.describe(), "command": " ".join(words), which: results}
            if record["machine"]["device"] == "CPU":
                tell("GPU: not measured")
    except (Refused, ValueError) as error:
        sys.exit(str(error))
    if options.json:
        records.write(options.json, record)
    if options.figure:
        from rnn_helpers import figures

        draw = {
            "steps": figures.benchmark_steps,
            "scaling": figures.benchmark_scaling,
            "fused": figures.benchmark_fused,
        }
        which = next(name for name in draw if name in record)
        draw[which](record[which]).savefig(options.figure)


if __name__ == "__main__":
    main()
