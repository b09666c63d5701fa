"""What is handed on: a wheel that holds its data, and a source archive that can be built again."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DATA = sorted(path.relative_to(ROOT / "data").as_posix() for path in (ROOT / "data").rglob("*.*"))


def build(source: Path, kind: str, into: Path) -> Path:
    """Build a wheel or an sdist with the tools at hand, no network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into)]
    subprocess.run(command, cwd=source, check=True, capture_output=True, timeout=60)
    return next(into.glob("*.whl" if kind == "wheel" else "*.tar.gz"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


def test_a_wheel_holds_every_data_file_and_the_mark_of_types(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    assert DATA
    assert {f"stresspain/_data/{name}" for name in DATA} <= held
    assert "stresspain/py.typed" in held


def test_a_wheel_away_from_the_tree_finds_its_data(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    told = subprocess.run(
        [sys.executable, "-c", f"from stresspain.model import files; print(files.data_file({DATA[0]!r}))"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == str(tmp_path / "stresspain/_data" / DATA[0])


def test_a_source_archive_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(build(ROOT, "sdist", tmp_path)) as archive:
        archive.extractall(tmp_path, filter="data")
    again = build(next(tmp_path.glob("stresspain-*/")), "wheel", tmp_path / "again")
    assert set(zipfile.ZipFile(again).namelist()) == set(zipfile.ZipFile(wheel).namelist())
