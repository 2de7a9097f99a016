"""Which networks are measured, how much work each is, and whether it fits: all before anything is allocated."""

import os
import subprocess

GATES = {"SimpleRNN": 1, "LSTM": 4, "GRU": 3}

# (B, T, D, H)
SIZES = [(1, 25, 64, 100), (32, 50, 32, 64), (32, 100, 64, 128), (64, 100, 64, 256), (64, 200, 128, 512),
         (8, 2000, 64, 64), (8, 25, 64, 2048)]
FULL = [(32, T, 64, H) for H in (64, 256, 1024, 2048) for T in (25, 100, 500, 2000)]

# Values of size H that one engine keeps for each example and step, at its greediest
KEPT = {"SimpleRNN": 6, "LSTM": 24, "GRU": 24}
ENGINES = 5  # each holds x, dy, the weights and their gradients


def multiplications(kind, size, way="gradient"):
    """Forward: x W_x and h W_h. A gradient step besides: dz W_h', x' dz and h' dz; no gradient of x."""
    B, T, D, H = size
    return B * T * GATES[kind] * H * (D + H if way == "forward" else 2 * D + 3 * H)


def needed_bytes(kind, size):
    """About the most that a gradient step of all engines holds, float32."""
    B, T, D, H = size
    weights = GATES[kind] * H * (D + H + 2)
    return 4 * (ENGINES * (B * T * (D + H) + 2 * weights) + B * T * KEPT[kind] * H)


def free_bytes(device="CPU"):
    """Memory that is free on the "CPU" or the "GPU", or None where no way to ask is known."""
    if device == "GPU":
        try:
            told = subprocess.run(["nvidia-smi", "--query-gpu=memory.free", "--format=csv,noheader,nounits"],
                                  capture_output=True, text=True, check=True).stdout
            return int(told.split()[0]) * 2**20  # the first GPU, in MiB
        except (OSError, subprocess.CalledProcessError, ValueError, IndexError):
            return None
    try:
        with open("/proc/meminfo") as f:
            return next(int(row.split()[1]) * 1024 for row in f if row.startswith("MemAvailable"))
    except (OSError, StopIteration):
        names = getattr(os, "sysconf_names", {})
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if "SC_PHYS_PAGES" in names else None


def why_not(kind, size, rate, longest=None, free=None):
    """One line that says why this size is not measured, or None.

    rate: multiplications a second. longest: seconds that a gradient step may take at a quarter of that rate.
    """
    what, needed = f"{kind} {tuple(size)}: skipped,", needed_bytes(kind, size)
    if free is not None and needed > free:
        return f"{what} needs about {needed / 1e9:.1f} GB, {free / 1e9:.1f} GB are free"
    expected = 4 * multiplications(kind, size) / rate
    if longest is not None and expected > longest:
        return f"{what} a gradient step would take about {expected:.1f} s, the limit is {longest:g} s (--full has none)"
    return None
