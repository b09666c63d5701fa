"""The explorer's page: one file, no request, one script known by its hash."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

import pytest

from stresspain.show.explorer.page import bundle, explorer_page, unpacked
from stresspain.simulation.scenario import scenario


def policy_of(page: str) -> str:
    """Return the content security policy of a page."""
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert found
    return found[1]


def test_the_policy_lets_the_one_script_run_and_what_it_unpacks_and_nothing_else() -> None:
    page = explorer_page()
    rules = dict(rule.strip().split(" ", 1) for rule in policy_of(page).split(";"))
    scripts = (bundle(), unpacked(bundle()))
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert rules == {
        "default-src": "'none'",
        "script-src": " ".join(f"'sha256-{one}'" for one in hashes),
        "style-src": "'none'",
        "img-src": "data: blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert page.count("<script") == 2
    assert " style=" not in page.replace(bundle(), "")


@pytest.mark.needs_program("chromium")
def test_the_page_opens_from_a_disk_and_asks_for_nothing(open_explorer: Any) -> None:
    page = open_explorer()
    assert page.evaluate("performance.getEntriesByType('resource').length") == 0
    assert page.get_by_text("not clinical").first.is_visible()


@pytest.mark.needs_program("chromium")
def test_a_title_that_looks_like_markup_stays_a_text(open_explorer: Any) -> None:
    title = '</script><script>window.hit=1</script><img src=x onerror="window.hit=1">&lt;b&gt; <!-- '
    page = open_explorer(scenario(title=title, notes=title))
    assert page.evaluate("window.hit") is None
    assert page.locator("#stresspain-explorer img, #stresspain-explorer script").count() == 0


@pytest.mark.needs_program("chromium")
def test_the_policy_refuses_a_script_and_a_style_that_are_not_the_pages_own(
    open_explorer: Any, complaints: list[str]
) -> None:
    page = open_explorer()
    page.evaluate(
        """() => { const s = document.createElement("script"); s.textContent = "window.hit = 1";
        document.body.append(s);
        document.body.setAttribute("style", "margin-top: 77px"); }"""
    )
    assert page.evaluate("[window.hit ?? null, getComputedStyle(document.body).marginTop !== '77px']") == [None, True]
    page.wait_for_timeout(50)
    assert len(complaints) == 2
    assert all("Content Security Policy" in said for said in complaints)
    complaints.clear()
