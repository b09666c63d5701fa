"""The package from outside: what it loads, what is public, what the README promises. Illustrative, not clinical."""

import ast
import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import stresspain as sp
from stresspain.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
HEAVY = ("scipy.integrate", "scipy", "matplotlib", "sympy", "heyoka", "pandas")


def _loaded_after(statement: str) -> set[str]:
    """Return the heavy modules that a fresh interpreter has loaded after a statement."""
    ask = f"import sys; {statement}; print(*[m for m in {HEAVY} if m in sys.modules])"
    return set(subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout.split())


def test_importing_loads_nothing_heavy():
    assert _loaded_after("import stresspain") == set()


def test_naming_an_intervention_loads_nothing_heavy():
    assert _loaded_after("import stresspain; stresspain.adaptogen(); stresspain.Person(k_qs=0.5)") == set()


def test_a_run_loads_neither_matplotlib_nor_sympy():
    # The fast engine brings SymPy along where both are installed; that is its own doing.
    loaded = _loaded_after("import stresspain; stresspain.simulate(days=2, engine='scipy')")
    assert not loaded & {"matplotlib", "sympy", "heyoka", "pandas"}


def test_every_public_name_loads_and_is_documented():
    for name in sp.__all__:
        value = getattr(sp, name)
        if callable(value):
            assert value.__doc__, name


def test_the_names_for_type_checkers_are_the_names_at_run_time():
    tree = ast.parse((ROOT / "src/stresspain/__init__.py").read_text(encoding="utf-8"))
    checked = next(n for n in tree.body if isinstance(n, ast.If))
    homes = {a.name: n.module for n in checked.body if isinstance(n, ast.ImportFrom) for a in n.names}
    assert homes == {name: f"stresspain.{home}" for name, home in sp._HOMES.items()}


def test_every_public_name_stands_in_the_readme():
    missing = [name for name in sp.__all__ if not name.startswith("_") and f"`{name}`" not in README]
    assert not missing


def test_the_evidence_comes_with_the_package():
    asked = "import stresspain as sp; print(len(sp.evidence.safety()))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 5


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'simulat'"):
        sp.simulat  # noqa: B018


@pytest.mark.parametrize("block", re.findall(r"```python\n(.*?)```", README, flags=re.S))
def test_the_python_in_the_readme_runs(block, capsys):
    exec(compile(block, "README.md", "exec"), {})
    assert "Illustrative, not clinical" in capsys.readouterr().out


@pytest.mark.parametrize("line", re.findall(r"^stresspain .*$", README, flags=re.M))
def test_the_commands_in_the_readme_run(line, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").symlink_to(ROOT / "data")
    assert main(shlex.split(line, comments=True)[1:]) == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", README))
def test_the_links_in_the_readme_lead_somewhere(link):
    assert (ROOT / link).exists()


def test_doctests_run_as_part_of_the_suite():
    found = doctest.DocTestFinder().find(sys.modules[sp.simulate.__module__].simulate)
    assert any(test.examples for test in found)
