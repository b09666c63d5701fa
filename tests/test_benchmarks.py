"""The frame of the benchmarks; what they measure is in benchmarks/results.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import report
from benchmarks.__main__ import SECTIONS, main

README = Path(report.__file__).with_name("README.md")


def test_the_readme_names_every_section() -> None:
    text = README.read_text(encoding="utf-8")
    assert [name for name in SECTIONS if f"| `{name}` |" not in text] == []


def test_a_section_measured_again_takes_its_old_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "RESULTS", tmp_path / "results.md")
    for title, number in (("One", "1"), ("Two", "2"), ("One", "3")):
        report.keep(report.Section(title, "What was done.", [report.Table(("ms",), [(number,)])]))
    text = report.RESULTS.read_text(encoding="utf-8")
    assert text.index("## One") < text.index("| 3 |") < text.index("## Two") < text.index("| 2 |")
    assert "| 1 |" not in text
    assert "not clinical" in text


def test_a_limit_is_kept_or_it_is_not() -> None:
    assert report.verdict(1.0, at_most=1.0) == report.verdict(2.0, at_least=2.0) == "pass"
    assert report.verdict(1.1, at_most=1.0) == report.verdict(1.9, at_least=2.0) == "**fail**"


def test_an_unknown_section_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense"]) == 2
    assert "whole_call" in capsys.readouterr().err
