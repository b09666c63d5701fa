"""Run files: a run comes back from its CSV file bit for bit, and a file that was touched is refused."""

from __future__ import annotations

import csv
import hashlib
import json

import pandas as pd
import pytest

from stresspain import InputError, Run, __version__, adaptogen, intervention, painkiller, simulate


def _some_runs() -> dict[str, Run]:
    first = simulate(plan=[adaptogen(600, stop=20).missing(3, 5), painkiller(on=2, off=1)], days=30, load=0.4)
    own = intervention("warm_baths", {"k_sm": -0.7, "k_ls": 1 / 3}, strength=0.1, tau_e=7.3)
    return {
        "default": simulate(days=9),
        "negative zero": simulate(days=9, person={"rho": -0.0}),
        "courses": first,
        "handed over": simulate(plan=[painkiller(0.5)], start=first, days=11),
        "days of its own": simulate(
            days=[0, 0.1, 1 / 3, 7.77], plan=[own], load=[(0, 0.3), (0.2, 0.9)], engine="scipy"
        ),
        "late days only": simulate(days=[3.3], damage=[(0, 0.1), (2, 0.0)], start=[0.1, 1.1, 0.2, 0.05, 0.02]),
        "painful": simulate(start="painful", load=0.4, person={"k_sm": 0.1 + 0.2 + 0.1, "tau_c": 1 / 3}, days=5),
    }


RUNS = _some_runs()
each = pytest.mark.parametrize("run", RUNS.values(), ids=list(RUNS))


@each
def test_a_run_comes_back_bit_for_bit(run, tmp_path):
    back = Run.from_csv(run.to_csv(tmp_path / "run.csv"))
    assert back.scenario == run.scenario
    assert back.scenario.digest == run.scenario.digest
    assert dict(back.provenance) == dict(run.provenance)
    for name in ("days", "states", "levels"):
        ours, theirs = getattr(run, name), getattr(back, name)
        assert ours.shape == theirs.shape
        assert ours.tobytes() == theirs.tobytes()
        assert not theirs.flags.writeable
    for name in run.columns:
        assert (back[name] == run[name]).all()


def test_titles_come_back_whatever_they_hold(tmp_path):
    for title in ('a "quoted", long\nline', "№ 1, café", "# scenario: {}", ""):
        run = simulate(RUNS["default"].scenario.but(title=title))
        assert Run.from_csv(run.to_csv(tmp_path / "run.csv")).scenario.title == title


@each
def test_other_readers_find_every_column_in_the_file(run, tmp_path):
    path = run.to_csv(tmp_path / "run.csv")
    frame = pd.read_csv(path, comment="#")
    assert tuple(frame.columns) == run.columns
    for name in run.columns:
        assert frame[name].to_numpy() == pytest.approx(run[name], rel=1e-14, abs=1e-300)
    with path.open() as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    assert len(rows) == len(run.days)


def test_the_file_says_what_it_is_and_what_ran(tmp_path):
    run = RUNS["courses"]
    lines = run.to_csv(tmp_path / "run.csv").read_text().splitlines()
    assert lines[0] == "# stresspain run, format 1: illustrative, not clinical"
    assert json.loads(lines[2].partition(": ")[2]) == dict(run.provenance)
    assert json.loads(lines[3].partition(": ")[2]) == run.scenario.to_dict()


def test_other_line_ends_do_not_matter(tmp_path):
    path = RUNS["default"].to_csv(tmp_path / "run.csv")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert Run.from_csv(path).scenario == RUNS["default"].scenario


def test_any_single_character_that_is_changed_or_lost_is_noticed(tmp_path):
    run = simulate(days=1)
    whole = run.to_csv(tmp_path / "run.csv").read_text()
    path = tmp_path / "touched.csv"
    for at in range(0, len(whole), 7):
        for touched in (whole[:at] + ("0" if whole[at] != "0" else "1") + whole[at + 1 :], whole[:at]):
            path.write_text(touched)
            with pytest.raises(InputError):
                Run.from_csv(path)


def _forged(path, change):
    """Change the lines of a run file and put a check on it that fits."""
    lines = path.read_text().split("\n")
    change(lines)
    rest = [*lines[:4], *lines[5:]]
    lines[4] = f"# check: {hashlib.sha256(chr(10).join(rest).encode()).hexdigest()[:16]}"
    path.write_text("\n".join(lines))


def _set(at, old, new):
    def change(lines):
        assert old in lines[at]
        lines[at] = lines[at].replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set(3, '"load": 0.3', '"load": 0.31'), "line 3: the provenance speaks of another scenario"),
        (_set(3, '"load": 0.3', '"load": 9'), "load = 9 lies outside"),
        (_set(3, '"load"', '"lod"'), "No entry of scenario is called 'lod'; did you mean 'load'"),
        (_set(3, '"damage": 0.0, ', ""), "scenario has no 'damage'"),
        (_set(3, '"plan": []', '"plan": {}'), "plan = {} is not a list"),
        (_set(3, '"plan": []', '"plan": [{"name": "x"}]'), "intervention has no 'reductions'"),
        (_set(3, '"plan": []', '"plan": [' + "[" * 20_000), "line 4: the scenario is not JSON"),
        (_set(3, '"plan": []', '"plan": ' + "[" * 20 + "]" * 20), "nested more than"),
        (_set(3, '"days": 2', '"days": 1' + "0" * 300), "more than 64 bits"),
        (_set(3, "{", "[{"), "line 4: the scenario is not JSON"),
        (_set(2, '"engine": "', '"engine": "x'), "line 3: the provenance must name the version and the engine"),
        (_set(2, f'"{__version__}"', "3"), "line 3: the provenance must name the version and the engine"),
        (_set(2, "{", '{"tol2": "high", '), "tol2 = 'high' is not a number"),
        (_set(2, "{", '{"tol2": NaN, '), "tol2 = nan is not a finite number"),
        (_set(5, "stress", "strain"), "the columns .* are not those of its scenario"),
        (_set(7, "1.0,", "1.5,"), "the days of the table are not those"),
        (_set(7, "1.0,", "one,"), "the table cannot be read"),
        (_set(7, "1.0,", "nan,"), "rows of finite numbers"),
        (_set(7, "1.0,", ""), "the table cannot be read|all of one length"),
        (lambda lines: lines.pop(8), "the days of the table are not those"),
        (lambda lines: lines.__delitem__(slice(6, None)), "rows of finite numbers"),
        (lambda lines: lines.__delitem__(slice(5, None)), "the table cannot be read"),
    ],
)
def test_a_file_whose_check_fits_is_still_read_with_care(tmp_path, change, said):
    path = simulate(days=2, engine="scipy").to_csv(tmp_path / "run.csv")
    _forged(path, change)
    with pytest.raises(InputError, match=said) as caught:
        Run.from_csv(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a run written by run.to_csv"),
        (b"day,load\n0,3\n", "not a run written by run.to_csv"),
        (b"# stresspain run, format 1: illustrative, not clinical\n", "line 5 does not give the check"),
        (b"\x80", "not UTF-8"),
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path, content, said):
    path = tmp_path / "else.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        Run.from_csv(path)
    with pytest.raises(InputError, match="There is no run"):
        Run.from_csv(tmp_path / "none.csv")


def test_a_run_that_cannot_be_written_leaves_the_older_file_whole(tmp_path, monkeypatch):
    path = RUNS["default"].to_csv(tmp_path / "run.csv")
    before = path.read_bytes()
    monkeypatch.setattr("os.fdopen", _full_disk)
    with pytest.raises(InputError, match="cannot be written: No space left on device"):
        RUNS["courses"].to_csv(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["run.csv"]


def _full_disk(handle, *_):
    import errno
    import os

    os.close(handle)
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
