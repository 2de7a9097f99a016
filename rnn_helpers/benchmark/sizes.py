"""Which sizes are measured, how much work each is, and whether it fits into memory.

All of it is computed before anything is allocated. A size is (B, T, D, H); kinds go by name.
"""

import os
import subprocess

from rnn_helpers.numpy_layers.kinds import KINDS

SIZES = [
    (1, 25, 64, 100), (32, 50, 32, 64), (32, 100, 64, 128), (64, 100, 64, 256),
    (64, 200, 128, 512), (8, 2000, 64, 64), (8, 25, 64, 2048),
]
FULL = [(32, T, 64, H) for H in (64, 256, 1024, 2048) for T in (25, 100, 500, 2000)]

KEPT, KEPT_WITH_GATES = 6, 24  # vectors (H,) that the greediest engine keeps per example and step
ENGINES = 5  # each holds x, dy, the weights and their gradients


def multiplications(kind, size, way="gradient"):
    """How many multiplications the matrix products of one pass take.

    Forward they are x W_x and h W_h; a gradient step adds dz W_h', x' dz and h' dz. The gradient
    with respect to x is not computed.
    """
    B, T, D, H = size
    return B * T * KINDS[kind].gates * H * (D + H if way == "forward" else 2 * D + 3 * H)


def needed_bytes(kind, size):
    """Roughly the most memory that all engines hold together during a gradient step, float32."""
    (B, T, D, H), gates = size, KINDS[kind].gates
    weights = gates * H * (D + H + 2)
    kept = B * T * H * (KEPT_WITH_GATES if gates > 1 else KEPT)
    return 4 * (ENGINES * (B * T * (D + H) + 2 * weights) + kept)


def free_bytes(device="CPU"):
    """Free memory of the "CPU" or the "GPU" in bytes; None if there is no way to find out."""
    if device == "GPU":
        command = ["nvidia-smi", "--query-gpu=memory.free", "--format=csv,noheader,nounits"]
        try:
            answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            return int(answer.split()[0]) * 2**20  # the first GPU, in MiB
        except (OSError, subprocess.CalledProcessError, ValueError, IndexError):
            return None
    try:
        with open("/proc/meminfo") as f:
            return next(int(row.split()[1]) * 1024 for row in f if row.startswith("MemAvailable"))
    except (OSError, StopIteration):
        if "SC_PHYS_PAGES" not in getattr(os, "sysconf_names", {}):
            return None
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def why_not(kind, size, rate, longest=None, free=None):
    """One line that says why this size is not measured, or None if it is.

    rate: multiplications per second. longest: the most seconds that a gradient step may take at a
    quarter of that rate, or None. free: bytes of free memory, or None.
    """
    what, needed = f"{kind} {tuple(size)}: skipped,", needed_bytes(kind, size)
    if free is not None and needed > free:
        return f"{what} needs about {needed / 1e9:.1f} GB, {free / 1e9:.1f} GB are free"
    expected = 4 * multiplications(kind, size) / rate
    if longest is not None and expected > longest:
        return (f"{what} a gradient step would take about {expected:.1f} s, the limit is "
                f"{longest:g} s (--full has none)")
    return None
