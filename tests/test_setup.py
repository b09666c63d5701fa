"""The two commands on a fresh machine: what `make` sets up, and how it fails.

Each test works in a small copy: the real Makefile and .ci/setup around a package of one line that
needs no download, so that set-up takes seconds.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.needs_program("make")

PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "stresspain"
requires-python = ">=3.11"
"""

BACKEND = """
import pathlib, time, zipfile
HEAD = "Metadata-Version: 2.1\\nName: stresspain\\nVersion: 1\\n"
def build_editable(folder, settings=None, metadata=None):
    if pathlib.Path("slow").exists():
        pathlib.Path("building").touch()
        time.sleep(60)
    needs = pathlib.Path("needs.txt").read_text()
    with zipfile.ZipFile(pathlib.Path(folder, "stresspain-1-py3-none-any.whl"), "w") as wheel:
        wheel.writestr("stresspain.py", "print('the demo ran')")
        wheel.writestr("stresspain-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any")
        wheel.writestr("stresspain-1.dist-info/RECORD", "")
        wheel.writestr("stresspain-1.dist-info/METADATA", HEAD + needs)
    return "stresspain-1-py3-none-any.whl"
"""


@dataclass
class Tree:
    """A small copy of the repository on a machine with no network."""

    path: Path
    bin: Path
    env: dict[str, str] = field(default_factory=dict)

    def make(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["make", *words], cwd=self.path, env=self.env, capture_output=True, text=True, timeout=120, check=False
        )

    @property
    def venv(self) -> Path:
        return self.path / ".venv"

    def needs(self, text: str) -> None:
        """Write what the package depends on; a changed pyproject.toml makes the next set-up look again."""
        (self.path / "needs.txt").write_text(text)
        later = time.time() + 1
        os.utime(self.path / "pyproject.toml", (later, later))

    def program(self, name: str, script: str) -> None:
        """Put a program in front of the system's."""
        (self.bin / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.bin / name).chmod(0o755)

    def python_with(self, **modules: str) -> None:
        """Make `python3` a Python in which some modules are others."""
        for name, text in modules.items():
            (self.bin / f"{name}.py").write_text(text)
        self.program("python3", f'PYTHONPATH="{self.bin}" exec "{REAL}" "$@"')


#: The interpreter under the environment that the tests run in.
REAL = sys._base_executable


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    made = Tree(tmp_path / "a tree", tmp_path / "bin")
    (made.path / ".ci").mkdir(parents=True)
    made.bin.mkdir()
    for name in ("Makefile", ".ci/setup"):
        shutil.copy(ROOT / name, made.path / name)
    (made.path / "pyproject.toml").write_text(PYPROJECT)
    (made.path / "backend.py").write_text(BACKEND)
    (made.path / "needs.txt").write_text("")
    made.program("python3", f'exec "{REAL}" "$@"')
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PYTHON", "MAKE", "MFLAGS"))}
    made.env = kept | {
        "PATH": f"{made.bin}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "LC_ALL": "C",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "0",
        "PIP_NO_CACHE_DIR": "1",
    }
    return made


def the_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line on stderr beside make's own."""
    said = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
    assert done.returncode != 0
    assert len(said) == 1, done.stderr
    assert "; type: " in said[0] or ", then type: " in said[0] or "again type: " in said[0]
    return said[0]


def test_one_command_makes_the_environment_and_runs_the_demo(tree: Tree) -> None:
    first = tree.make("demo")
    assert first.returncode == 0, first.stderr
    assert "the demo ran" in first.stdout
    assert (tree.venv / "demo.ready").exists()

    began = time.perf_counter()
    second = tree.make("demo")
    assert second.stdout == "the demo ran\n"
    assert time.perf_counter() - began < 2

    more = tree.make(".venv/test.ready")
    assert more.returncode == 0, more.stderr
    assert {p.name for p in tree.venv.glob("*.ready")} == {"demo.ready", "test.ready"}
    assert tree.make("demo").stdout == "the demo ran\n"


def test_a_changed_pyproject_is_installed_again(tree: Tree) -> None:
    tree.make("demo")
    tree.needs("Summary: changed")
    assert "Setting up" in tree.make("demo").stdout


def test_a_failed_download_leaves_nothing_and_the_next_make_starts_again(tree: Tree, tmp_path: Path) -> None:
    tree.needs("Requires-Dist: tiny-thing")
    said = the_sentence(tree.make("demo"))
    assert "could not be downloaded" in said
    assert said.endswith("type: make demo")
    assert not tree.venv.exists()
    assert "tiny-thing" in (tree.path / "out/set-up.log").read_text()

    stand_in(tree.venv, "exit 0")  # and what a machine that lost power leaves behind
    tree.env["PIP_FIND_LINKS"] = str(wheelhouse(tmp_path / "wheels"))
    again = tree.make("demo")
    assert again.returncode == 0, again.stderr
    assert "the demo ran" in again.stdout


def stand_in(venv: Path, script: str) -> None:
    """Put a program where an environment's interpreter should be."""
    (venv / "bin").mkdir(parents=True)
    (venv / "bin/python").write_text(f"#!/bin/sh\n{script}\n")
    (venv / "bin/python").chmod(0o755)


def wheelhouse(folder: Path) -> Path:
    """Make a folder that pip can install `tiny-thing` from."""
    folder.mkdir()
    info = "tiny_thing-1.dist-info"
    with zipfile.ZipFile(folder / "tiny_thing-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: tiny-thing\nVersion: 1\n")
        wheel.writestr(f"{info}/RECORD", "")
    return folder


def test_a_failed_upgrade_leaves_what_worked_before(tree: Tree) -> None:
    tree.make("demo")
    tree.needs("Provides-Extra: dev\nRequires-Dist: tiny-thing; extra == 'dev'")
    assert the_sentence(tree.make(".venv/test.ready")).endswith("type: make test")
    assert (tree.venv / "demo.ready").exists()
    assert not (tree.venv / "test.ready").exists()
    assert tree.make("demo").returncode == 0


def test_an_interrupted_set_up_leaves_nothing(tree: Tree) -> None:
    (tree.path / "slow").touch()
    # What runs in the background may have been told to let interrupts pass, and would hand that on.
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        ["make", "demo"], cwd=tree.path, env=tree.env, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        signal.signal(signal.SIGINT, heard)
        until(lambda: (tree.path / "building").exists())
        os.killpg(running.pid, signal.SIGINT)
        said = running.communicate(timeout=30)[1]
    assert "to start again type: make demo" in said
    assert "Traceback" not in said
    assert not tree.venv.exists()


def until(true, seconds: float = 60) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_moved_folder_gets_a_new_environment(tree: Tree) -> None:
    tree.make("demo")
    tree.path = tree.path.rename(tree.path.with_name("moved"))
    moved = tree.make("demo")
    assert moved.returncode == 0, moved.stderr
    assert "Setting up" in moved.stdout


def test_another_python_asked_for_by_name_replaces_the_environment(tree: Tree) -> None:
    tree.make("demo")
    tree.program("python-of-mine", f'exec "{REAL}" "$@"')
    assert "Setting up" in tree.make("demo", "PYTHON=python-of-mine").stdout
    assert tree.make("demo").stdout == "the demo ran\n"  # and stays
    assert "there is no python-gone here" in the_sentence(tree.make("demo", "PYTHON=python-gone"))
    assert tree.make("demo").stdout == "the demo ran\n"  # a slip of the pen destroys nothing


def test_a_python_that_is_too_old_is_named_with_the_command_to_type(tree: Tree) -> None:
    tree.python_with(sitecustomize="import sys; sys.version_info = (3, 9, 18, 'final', 0)")
    said = the_sentence(tree.make("demo"))
    assert said.startswith("stresspain needs Python 3.11 or newer and python3 is Python 3.9; type: ")
    assert "make demo PYTHON=python3" in said
    assert not tree.venv.exists()


#: Fails as on Debian without python3-venv: `bin/python` is there all the same.
HALF_A_VENV = """
import pathlib, sys
if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1], "bin")
    folder.mkdir(parents=True)
    (folder / "python").touch()
    sys.exit("ensurepip is not available")
"""


@pytest.mark.parametrize(
    "modules",
    [{"sitecustomize": "import sys; sys.modules['ensurepip'] = None"}, {"venv": HALF_A_VENV}],
    ids=["ensurepip missing", "half an environment made"],
)
def test_a_missing_venv_module_is_named_with_the_command_to_type(tree: Tree, modules: dict[str, str]) -> None:
    tree.python_with(**modules)
    tree.program("apt-get", "exit 1")
    tree.program("id", "echo 1000")
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    said = the_sentence(tree.make("demo"))
    assert said.startswith("python3 cannot make a virtual environment")
    assert said.endswith(f"type: sudo apt-get update && sudo apt-get install python{version}-venv && make demo")
    assert not tree.venv.exists()


@pytest.mark.parametrize(("user", "allowed"), [("0", True), ("1000", False)])
def test_jupyterlab_runs_as_root_only_for_root_and_asks_for_no_news(tree: Tree, user: str, allowed: bool) -> None:
    (tree.path / ".ci/setup").write_text("exit 0\n")
    stand_in(tree.venv, 'echo "$@"')
    tree.program("id", f"echo {user}")
    started = tree.make("lab").stdout
    assert started.startswith("-m jupyterlab")
    assert ("--allow-root" in started) is allowed
    settings = (tree.venv / "share/jupyter/lab/settings/overrides.json").read_text()
    assert '"fetchNews": "false"' in settings


def test_help_names_every_goal(tree: Tree) -> None:
    goals = next(line for line in (ROOT / "Makefile").read_text().splitlines() if line.startswith(".PHONY:"))
    said = tree.make("help").stdout
    assert all(f"make {goal} " in said for goal in goals.split()[1:] if goal not in ("help", "set-up"))
