"""What a measurement ran on: processor, versions, load."""

import datetime
import os
import platform
from importlib import metadata

from rnn_helpers.backend import device, name


def versions():
    """Versions of Python and of the packages that the series is built on: name -> version."""
    packages = ["numpy", "keras", name(), "matplotlib", "jupyterlab", "ipywidgets"]
    found = {"python": platform.python_version()}
    for package in packages:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


def describe():
    """What a benchmark's record says of the machine, a dict; it names no host and no person."""
    return {
        "date": datetime.date.today().isoformat(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "backend": name(),
        "device": device(),
        "load": _load(),
        "versions": versions(),
    }


def _load():
    """Processes that wanted to run, averaged over the last minute; None where that is not known.

    Well above one per core, trust the ratios of the measured times more than the times.
    """
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None


def _processor():
    try:
        with open("/proc/cpuinfo") as f:
            return next(row.split(":", 1)[1].strip() for row in f if row.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
