"""Results as files, in seconds, and as the lines of a table, in milliseconds."""

import json

KINDS_OF_RECORD = ("steps", "scaling", "fused")


def write(path, record):
    """Write a record, a dict as `read` returns it, as JSON."""
    with open(path, "w") as f:
        json.dump(record, f, indent=1)
        f.write("\n")


def read(path):
    """A record -> dict with "machine", "command", and "steps", "scaling" or "fused".

    ValueError, one line, for a file that cannot be read as one.
    """
    try:
        with open(path) as f:
            record = json.load(f)
    except (OSError, ValueError) as error:
        raise ValueError(f"{path}: cannot be read as a record: "
                         f"{getattr(error, 'strerror', None) or error}") from None
    found = set(record) if isinstance(record, dict) else set()
    if "machine" not in found or not found & set(KINDS_OF_RECORD):
        raise ValueError(f"{path}: expected a record of the benchmark, with machine and one of "
                         f"{', '.join(KINDS_OF_RECORD)}")
    return record


def line(result):
    """A row for one of "steps": milliseconds, and in parentheses NumPy's time divided by each."""
    own = result["medians"]["NumPy"]
    rest = [(name, t) for name, t in result["medians"].items() if name != "NumPy"]
    rest += [(name, result[name]) for name in ("floor", "products", "steps") if name in result]
    return (f"{result['kind']:9} {tuple(result['size'])!s:19} {result['way']:8} NumPy "
            f"{1e3 * own:.2f} ms | "
            + ", ".join(f"{name} {1e3 * t:.2f} ({own / t:.2f})" for name, t in rest))


def fused_line(result):
    """A row for one of "fused": what Keras's documentation says, and what was measured."""
    documented = "fused on a GPU" if result["documented"] else "a loop on a GPU"
    measured = result["error"] or f"{1e3 * result['seconds']:.2f} ms"
    return f"{result['kind']:5} {result['case']:37} {documented:15} (documented), here: {measured}"


def scaling_line(result):
    """A row for one of "scaling": NumPy's time, per step and example, and its peak memory."""
    (B, T, _, H), seconds = result["size"], result["seconds"]
    memory = result["peak_bytes"] / result["state_bytes"]
    return (f"B={B:<5} T={T:<6} H={H:<5} {1e3 * seconds:9.2f} ms, {1e6 * seconds / T:8.2f} µs per "
            f"step, {1e9 * seconds / (T * B):8.0f} ns per step and example, peak memory "
            f"{memory:.2f} × the states h")


def table(records):
    """The lines of a table: each record's machine and rows; at the end, what was not measured."""
    for record in records:
        of = record["machine"]
        engines = ("numpy", "keras", "tensorflow", "jax", "torch")
        versions = ", ".join(f"{name} {v}" for name, v in of["versions"].items() if name in engines)
        load = of.get("load", "not recorded")
        yield (f"# {of['processor']}, {of['cores']} cores, {of['device']}, load {load}, "
               f"{of['date']}; {versions}")
        yield f"# {record['command']}"
        for name, row in zip(KINDS_OF_RECORD, (line, scaling_line, fused_line), strict=True):
            yield from map(row, record.get(name, []))
    if not any(record["machine"]["device"] == "GPU" for record in records):
        yield "GPU: not measured"
