"""A Jupyter server of one's own for a while: its own folders, port and token; nothing of the user's is read or left.

The tests of the explorer use it too.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import stresspain

#: What starts each: the module, and where it opens a notebook.
HOMES = {"jupyterlab": "lab/tree", "notebook": "notebooks"}

_NO_NEWS = '{"fetchNews": "false", "checkForUpdates": false}'
#: So that kernels import the package that is at hand, installed or not.
_OURS = str(Path(stresspain.__file__).resolve().parents[1])
_START_S, _STOP_S = 60.0, 20.0


class Server(NamedTuple):
    """A running server."""

    url: str
    token: str
    folder: Path
    home: str

    def notebook(self, name: str) -> str:
        """Return the address that opens a notebook of the folder."""
        return f"{self.url}{HOMES[self.home]}/{name}?token={self.token}"


def write_notebook(path: Path, cells: Sequence[str]) -> Path:
    """Write a notebook of code cells."""
    code = [
        {"cell_type": "code", "id": f"cell-{i}", "metadata": {}, "source": text, "outputs": [], "execution_count": None}
        for i, text in enumerate(cells)
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path.write_text(json.dumps({"cells": code, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}))
    return path


@contextlib.contextmanager
def jupyter(home: str, folder: Path) -> Iterator[Server]:
    """Start JupyterLab or Notebook on a folder; stop it and its kernels at the end."""
    private = folder / ".jupyter"
    settings = private / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(_NO_NEWS)
    places = {name: str(private / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    runtime = private / "runtime"
    env = {
        **os.environ,
        **places,
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "JUPYTERLAB_SETTINGS_DIR": str(private / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(private / "workspaces"),
        "JUPYTER_TOKEN": (token := os.urandom(12).hex()),
        "PYTHONPATH": os.pathsep.join(filter(None, [_OURS, os.environ.get("PYTHONPATH")])),
    }
    command = [sys.executable, "-m", home, "--no-browser", "--ip=127.0.0.1", "--port=0", f"--notebook-dir={folder}"]
    command += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with (private / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield Server(_address(process, runtime, private / "server.log"), token, folder, home)
        finally:
            process.terminate()
            try:
                process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _address(process: subprocess.Popen[bytes], runtime: Path, log: Path) -> str:
    """Wait until the server says where it listens."""
    end = time.monotonic() + _START_S
    while time.monotonic() < end and process.poll() is None:
        for file in runtime.glob("jpserver-*.json"):
            with contextlib.suppress(ValueError):
                return str(json.loads(file.read_text())["url"])
        time.sleep(0.1)
    raise RuntimeError(f"Jupyter did not start:\n{log.read_text()}")
