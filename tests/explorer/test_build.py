"""The built explorer: small, whole, the same wherever it is built, with the licences of what it holds."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from stresspain.cli.explorer import OPENING
from stresspain.exchange.library import library
from stresspain.show.explorer.page import bundle, explorer_page, unpacked

WEB = Path(__file__).parents[2] / "src" / "stresspain" / "show" / "explorer" / "web"
PAGE = Path(__file__).parents[2] / "docs" / "explorer.html"
LIMIT = 200_000


def test_the_bundle_is_small() -> None:
    assert len(bundle().encode()) <= LIMIT


def test_the_bundle_is_one_module_that_imports_only_what_it_unpacks() -> None:
    text = bundle()
    imports = re.compile(r"\bimport\s*[({\"'*]")
    assert imports.findall(text) == ["import("]
    assert imports.findall(unpacked(text)) == []
    for module in (text, unpacked(text)):
        assert {"default", "mount", "core"} <= set(re.findall(r"(\w+)[,}]", module[module.rindex("export{") :]))


def test_the_bundle_names_no_address_but_those_of_names() -> None:
    found = set(re.findall(r"https?://[\w./#-]+", unpacked(bundle())))
    assert {address for address in found if not address.startswith(("http://www.w3.org/", "https://doi.org/"))} == set()


def test_nothing_is_written_as_markup() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in (WEB / "src").rglob("*.js")}
    risky = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function)")
    assert {path.name: risky.findall(text) for path, text in sources.items() if risky.search(text)} == {}


def test_the_packages_are_pinned_and_their_licences_ship() -> None:
    told = json.loads((WEB / "package.json").read_text(encoding="utf-8"))
    text = (WEB / "dist" / "LICENCES.txt").read_text(encoding="utf-8")
    for name, version in {**told["dependencies"], **told["devDependencies"]}.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
    for name, version in told["dependencies"].items():
        assert f"{name} {version} (" in text
    assert text.count("Copyright (c)") == len(told["dependencies"])


def test_the_copy_that_the_readme_offers_is_what_the_command_writes() -> None:
    without_record = re.compile(r'<meta name="stresspain" content="[^"]*">')
    kept, made = PAGE.read_text(encoding="utf-8"), explorer_page(library()[OPENING])
    assert without_record.sub("", kept) == without_record.sub("", made), "make web"


@pytest.mark.needs_program("node")
def test_the_committed_bundle_is_what_the_sources_build(tmp_path: Path) -> None:
    if not (WEB / "node_modules" / "esbuild").is_dir():
        pytest.skip("esbuild is not here; type: make web")
    copy = tmp_path / "web"
    copy.mkdir()
    for name in ("src", "package.json", "build.mjs"):
        (shutil.copytree if (WEB / name).is_dir() else shutil.copy)(WEB / name, copy / name)
    (copy / "node_modules").symlink_to(WEB / "node_modules")
    subprocess.run(["node", "build.mjs"], cwd=copy, check=True, capture_output=True, timeout=60)
    for name in ("explorer.js", "LICENCES.txt"):
        assert (copy / "dist" / name).read_bytes() == (WEB / "dist" / name).read_bytes(), "make web"
