"""What was measured, as files and as lines of a table. Times are seconds in a file, milliseconds in a line."""

import json

KINDS_OF_RECORD = ("steps", "scaling", "fused")


def write(path, record):
    with open(path, "w") as f:
        json.dump(record, f, indent=1)
        f.write("\n")


def read(path):
    """A record -> dict: machine, command, and steps, scaling or fused. ValueError, one line, if it is none."""
    try:
        with open(path) as f:
            record = json.load(f)
    except (OSError, ValueError) as error:
        raise ValueError(f"{path}: cannot be read as a record: "
                         f"{getattr(error, 'strerror', None) or error}") from None
    if not isinstance(record, dict) or "machine" not in record or not set(KINDS_OF_RECORD) & set(record):
        raise ValueError(f"{path}: expected a record of the benchmark, with machine and one of "
                         f"{', '.join(KINDS_OF_RECORD)}")
    return record


def line(result):
    """One row of the table: milliseconds, and in brackets NumPy's time as a multiple of each."""
    own = result["medians"]["NumPy"]
    rest = [(name, t) for name, t in result["medians"].items() if name != "NumPy"]
    rest += [(name, result[name]) for name in ("floor", "products", "steps") if name in result]
    return (f"{result['kind']:9} {tuple(result['size'])!s:19} {result['way']:8} NumPy "
            f"{1e3 * own:.2f} ms | "
            + ", ".join(f"{name} {1e3 * t:.2f} ({own / t:.2f})" for name, t in rest))


def fused_line(result):
    documented = "fused on a GPU" if result["documented"] else "a loop on a GPU"
    measured = result["error"] or f"{1e3 * result['seconds']:.2f} ms"
    return f"{result['kind']:5} {result['case']:37} {documented:15} (documented), here: {measured}"


def scaling_line(result):
    (B, T, _, H), seconds = result["size"], result["seconds"]
    return (f"B={B:<5} T={T:<6} H={H:<5} {1e3 * seconds:9.2f} ms, {1e6 * seconds / T:8.2f} µs a "
            f"step, {1e9 * seconds / (T * B):8.0f} ns a step and example, peak memory "
            f"{result['peak_bytes'] / result['state_bytes']:.2f} x the states h")


def table(records):
    """Lines: each record's machine and its rows; at the end, what is not measured."""
    for record in records:
        of = record["machine"]
        versions = ", ".join(f"{name} "
                             f"{v}" for name, v in of["versions"].items() if name in ("numpy", "keras", "tensorflow", "jax", "torch"))
        yield f"# {of['processor']}, {of['cores']} cores, {of['device']}, load {of.get('load', 'not noted')}, {of['date']}; {versions}"
        yield f"# {record['command']}"
        for name, row in zip(KINDS_OF_RECORD, (line, scaling_line, fused_line)):
            yield from map(row, record.get(name, []))
    if not any(record["machine"]["device"] == "GPU" for record in records):
        yield "GPU: not measured"
