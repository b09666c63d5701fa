"""Every notebook runs from a clean start, warns of nothing, and asserts what it claims. Illustrative, not clinical."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def _read(path):
    book = nbformat.read(path, as_version=4)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    prose = [cell for cell in book.cells if cell.cell_type == "markdown"]
    return book, code, prose


def test_there_are_notebooks():
    assert len(NOTEBOOKS) >= 2


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs_and_its_claim_holds(path, tmp_path):
    book, _, _ = _read(path)
    book.cells.insert(0, nbformat.v4.new_code_cell("import warnings\nwarnings.simplefilter('error')"))
    NotebookClient(book, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    images = [
        o.data for c in book.cells if c.cell_type == "code" for o in c.outputs if "image/png" in o.get("data", {})
    ]
    assert all(re.search(r'<img alt="[^"]{40,}"', data["text/html"]) for data in images), "a figure without words"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_is_in_the_house_style(path):
    _, code, prose = _read(path)
    first = prose[0].source
    words = sum(len(cell.source.split()) for cell in prose)
    imports = re.findall(r"^(?:import|from) .*$", "\n".join(cell.source for cell in code), flags=re.M)
    assert "*illustrative, not clinical" in first.lower()
    assert "One question" in first
    assert 400 <= words <= 1200
    assert len(code) <= 15
    assert all(1 <= len(cell.source.splitlines()) <= 8 for cell in code)
    assert len(prose) >= len(code)
    assert len(imports) <= 2
    assert not any("*" in line for line in imports)
    assert "assert" in code[-1].source
    assert not any(cell.outputs or cell.execution_count for cell in code), "outputs are stripped in git"
