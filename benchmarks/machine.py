"""The machine in one line: what a time depends on, and nothing that names the host."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from pathlib import Path

_PACKAGES = ("numpy", "scipy", "heyoka", "libroadrunner", "diffrax", "jax")


def described() -> str:
    """Return processor, cores, how busy they are, system, Python and versions."""
    packages = ", ".join(f"{name} {version}" for name in _PACKAGES if (version := _version(name)))
    system = f"{platform.system()} {platform.machine()}"
    return f"{_processor()}, {os.cpu_count()} cores{_busy()}, {system}, {_python()}, {packages}"


def _processor() -> str:
    """Return the processor's name."""
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text().splitlines() if listed.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown processor"


def _busy() -> str:
    """Return the load average, where the system tells: with more than one process, times by the clock are too long."""
    return f" (load average {os.getloadavg()[0]:.1f})" if hasattr(os, "getloadavg") else ""


def _python() -> str:
    """Return the Python version."""
    return f"{platform.python_implementation()} {platform.python_version()}"


def _version(package: str) -> str | None:
    """Return a package's version, None where it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None
