"""What every test may ask for. In CI nothing is left out quietly: a skip there is a failure."""

from __future__ import annotations

import importlib.util
import os
import shutil

import pytest

IN_CI = bool(os.environ.get("CI"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--may-skip",
        action="store_true",
        help="let tests be skipped in CI too (for runs without the optional packages)",
    )
    parser.addoption("--long", action="store_true", help="statistics at full length (make validate)")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs_program(name): skipped where a system program is not installed")
    config.addinivalue_line("markers", "needs_package(name): skipped where an optional package is not installed")


@pytest.fixture
def long(request: pytest.FixtureRequest) -> bool:
    """Whether to run a statistic at full length."""
    return bool(request.config.getoption("--long"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs_program"):
        if shutil.which(marker.args[0]) is None:
            pytest.skip(f"the program {marker.args[0]!r} is not installed here")
    for marker in item.iter_markers("needs_package"):
        if importlib.util.find_spec(marker.args[0]) is None:
            pytest.skip(f"the package {marker.args[0]!r} is not installed here")


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport, config: pytest.Config) -> None:
    """Turn a skip into a failure in CI, where everything that a test needs is installed."""
    if not IN_CI or not report.skipped or hasattr(report, "wasxfail") or config.getoption("--may-skip"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"In CI nothing may be skipped. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = yield
    _fail_if_skipped(report, item.config)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    report = yield
    _fail_if_skipped(report, collector.config)
    return report
