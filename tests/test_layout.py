"""The frame of the repository: imports point down, tables agree, every public name is documented."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import stresspain
from stresspain.model.views import VIEWS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "stresspain"
MODULES = sorted(PACKAGE.rglob("*.py"))

#: Lowest first. Rooms on one floor do not import each other.
FLOORS = (
    ("model",),
    ("evidence",),
    ("cycle",),
    ("simulation",),
    ("population",),
    ("show", "exchange", "teach"),
    ("cli",),
)
FLOOR = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}

#: The longest a function's code may be, its docstring left out: one screen.
SCREEN = 50


def name_of(path: Path) -> str:
    """Return the dotted name of a module."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    """Return what stands after "stresspain." in a module's name: the folder, or the lone module."""
    return [*module.split("."), ""][1]


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> list[str]:
    """Return every module of ours that is imported anywhere in a file, also for type checking."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import hides where it points"
            found += (
                [node.module or ""] if node.module != "stresspain" else [f"stresspain.{a.name}" for a in node.names]
            )
    return [name for name in found if name.split(".")[0] == "stresspain" and name != "stresspain.__version__"]


def tracked(*endings: str) -> list[Path]:
    """Return the repository's files, whether or not git is there."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.splitlines() if listed.returncode == 0 else []
    paths = [ROOT / name for name in names] or [p for p in ROOT.rglob("*") if not is_made(p)]
    return [p for p in paths if p.is_file() and (not endings or p.name.endswith(endings))]


def is_made(path: Path) -> bool:
    """Return whether a file was made by some command, not written."""
    return any(part.startswith((".venv", ".git", "out", "dist")) for part in path.relative_to(ROOT).parts)


# --- imports ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_down(path: Path) -> None:
    room = room_of(name_of(path))
    if room in ("", "__main__"):
        return
    for name in imported(tree_of(path)):
        other = room_of(name)
        assert other in FLOOR, f"{name} stands on no floor"
        assert other == room or FLOOR[other] < FLOOR[room], f"{name_of(path)} imports {name}"


def test_only_the_front_door_and_the_views_find_modules_by_name() -> None:
    finders = set()
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node).endswith(
                ("import_module", "__import__")
            ):
                finders.add(name_of(path))
    assert finders == {"stresspain", "stresspain.model.views"}


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_names_a_function_that_is_there(name: str) -> None:
    module, _, function = VIEWS[name].partition(":")
    assert FLOOR[room_of(module)] > FLOOR["model"]
    assert callable(getattr(importlib.import_module(module), function))


def test_matplotlib_is_imported_in_show_only() -> None:
    for path in MODULES:
        names = [a.name for n in ast.walk(tree_of(path)) if isinstance(n, ast.Import) for a in n.names]
        names += [n.module or "" for n in ast.walk(tree_of(path)) if isinstance(n, ast.ImportFrom)]
        drawn = [name for name in names if name.split(".")[0] == "matplotlib"]
        assert not drawn or room_of(name_of(path)) == "show", f"{name_of(path)} imports {drawn}"


def test_no_function_is_longer_than_a_screen_and_no_module_is_called_utils() -> None:
    for path in MODULES:
        assert path.stem not in ("utils", "helpers", "misc")
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
                length = (node.end_lineno or 0) - body[0].lineno + 1
                assert length <= SCREEN, f"{name_of(path)}.{node.name} has {length} lines"


# --- tables that must agree --------------------------------------------------------------------------

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def names_and_floors(requirements: list[str]) -> dict[str, str]:
    """Split requirements such as "numpy>=1.26; marker" into name and floor."""
    split = (r.split(";")[0].strip().partition(">=") for r in requirements)
    return {name: floor for name, _, floor in split}


def test_environment_yml_agrees_with_pyproject() -> None:
    given = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    conda = names_and_floors([line for line in given["dependencies"] if isinstance(line, str)])
    extras = PROJECT["optional-dependencies"]
    offered = [line for name in ("notebook", "fast", "many", "scale", "dev") for line in extras[name]]
    wanted = names_and_floors([*PROJECT["dependencies"], *offered])
    wanted["heyoka.py"] = wanted.pop("heyoka")
    assert conda.pop("python") == PROJECT["requires-python"].removeprefix(">=")
    assert (conda.pop("pip"), conda.pop("jupyter")) == ("", "")
    assert conda == wanted
    assert given["channels"] == ["conda-forge"]
    assert given["dependencies"][-1] == {"pip": ["-e ."]}


def test_three_packages_are_enough() -> None:
    assert set(names_and_floors(PROJECT["dependencies"])) == {"numpy", "scipy", "matplotlib"}


def test_the_version_is_the_same_everywhere() -> None:
    version = stresspain.__version__
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## [{version}] - 20" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_version_in_the_changelog_says_whether_numbers_change() -> None:
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for entry in re.split(r"\n## ", log)[1:]:
        heading, _, text = entry.partition("\n")
        assert not text.strip() or "**Numbers" in text, heading


def test_contributing_names_every_room() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for room in {room_of(name_of(path)) for path in MODULES} & set(FLOOR):
        assert re.search(rf"^  {room}(/|\.py) ", text, re.MULTILINE), room


def test_contributing_names_only_files_that_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for name in re.findall(r"`([\w/]+/[\w/.]*)`", text):
        assert (ROOT / name).exists() or (PACKAGE / name).exists(), name


# --- public names ------------------------------------------------------------------------------------

PUBLIC = [name for name in stresspain.__all__ if name != "__version__"]


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_explains_everything_it_takes_or_holds(name: str) -> None:
    thing = getattr(stresspain, name)
    if not (inspect.isfunction(thing) or inspect.isclass(thing)):
        assert comment_above(name), f"{name} has no '#:' comment above it"
        return
    text = inspect.getdoc(thing) or ""
    assert len(text) > 20
    if inspect.isfunction(thing):
        taken = set(inspect.signature(thing).parameters)
    else:
        taken = {f.name for f in dataclasses.fields(thing)} if dataclasses.is_dataclass(thing) else set()
    assert not taken - explained(text), f"{name}: not explained"


def explained(docstring: str) -> set[str]:
    """Return the names that head the entries of "Parameters" or "Attributes"."""
    section = re.search(r"^(Parameters|Attributes)\n-+\n(.*?)(\n\n\w+\n---|\Z)", docstring, re.DOTALL | re.MULTILINE)
    heads = re.findall(r"^\S.*", section[2], re.MULTILINE) if section else []
    return {name.strip("* ") for head in heads for name in head.split(" : ")[0].split(",")}


def comment_above(name: str) -> bool:
    """Return whether a constant has a documenting comment in the module it lives in."""
    module = importlib.import_module(f"stresspain.{stresspain._HOMES[name]}")
    return bool(re.search(rf"^#: .*\n(?:#: .*\n)*{name}\b", inspect.getsource(module), re.MULTILINE))


# --- files -------------------------------------------------------------------------------------------


def test_no_file_holds_a_path_of_one_machine_or_the_address_of_a_registry() -> None:
    places = "|".join(("work", "tmp", "root", "farm", "home", "Users"))
    hosts = "|".join(rf"{name}\.org" for name in ("pypi", "npmjs", "pythonhosted"))
    alien = re.compile(rf"/({places})/|[A-Z]:\\\\|({hosts})")
    for path in tracked(".py", ".md", ".toml", ".yml", ".yaml", ".ipynb", ".cff", ".csv", "Makefile", ".js", ".html"):
        found = alien.search(path.read_text(encoding="utf-8"))
        assert not found, f"{path.relative_to(ROOT)}: {found and found[0]}"


@pytest.mark.parametrize("path", tracked(".md", ".cff"), ids=lambda path: path.name)
def test_every_page_says_that_it_is_illustrative(path: Path) -> None:
    assert "illustrative, not clinical" in path.read_text(encoding="utf-8").lower()


# --- CI ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ci", "options", "code"), [("true", [], 1), ("true", ["--may-skip"], 0), ("", [], 0)])
def test_in_ci_a_missing_program_is_a_failure(ci: str, options: list[str], code: int, tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_it.py").write_text(
        "import pytest\n@pytest.mark.needs_program('no-such-program')\ndef test_it(): pass\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    run = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"CI": ci}, capture_output=True, text=True, check=False
    )
    assert run.returncode == code, run.stdout
    assert "no-such-program" in run.stdout or code == 0
