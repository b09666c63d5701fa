"""Diaries of pain as files: there and back, or refused with line and reason. Illustrative, not clinical."""

import json
import subprocess
import sys

import numpy as np
import pytest

import stresspain as sp
from stresspain.model.files import data_file
from stresspain.population.findings import record_of_finding


def read(tmp_path, text, name="d.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return sp.read_pain_diary(path)


def test_days_and_readings_are_read_and_gaps_stay_gaps(tmp_path):
    diary = read(tmp_path, "# mine\nday,felt_pain,stress,mood\n0,2.5,1,x\n1,,2,x\n2.5,4,,x\n")
    assert diary.days.tolist() == [0, 1, 2.5]
    assert np.array_equal(diary["felt_pain"], [2.5, np.nan, 4], equal_nan=True)
    assert np.array_equal(diary["stress"], [1, 2, np.nan], equal_nan=True)
    assert list(diary.columns) == ["felt_pain", "stress"]
    assert not diary.synthetic
    assert diary.title == "d"


def test_dates_become_days_since_the_first(tmp_path):
    diary = read(tmp_path, "date,felt_pain\n2025-12-30,1\n2026-01-02,2\n")
    assert diary.days.tolist() == [0, 3]


def test_a_diary_comes_back_from_its_file_to_the_last_bit(tmp_path):
    made = sp.pain_diary(load=0.5, days=[0, 0.5, 3, 7.25], noise=0.3, missing=0.2, columns=["stress"], seed=2)
    again = sp.read_pain_diary(made.to_csv(tmp_path / "made.csv"))
    for name in made.columns:
        assert np.array_equal(made[name], again[name], equal_nan=True)
    assert np.array_equal(made.days, again.days)
    assert again.synthetic
    assert again.to_csv(tmp_path / "again.csv").read_text() == (tmp_path / "made.csv").read_text()


def test_a_made_up_diary_says_so_and_is_made_again_from_its_own_record(tmp_path):
    path = sp.pain_diary(load=0.5, days=20, seed=2).to_csv(tmp_path / "made.csv")
    assert "# synthetic: nobody wrote this" in path.read_text()
    assert sp.reproduce(path).same
    own = sp.PainDiary([0, 1], [1, 2]).to_csv(tmp_path / "own.csv")
    assert "synthetic" not in own.read_text()


def test_a_made_up_diary_keeps_each_reading_once_and_a_row_that_was_changed_is_found(tmp_path):
    path = sp.pain_diary(load=0.5, days=200, seed=2, columns=["stress"]).to_csv(tmp_path / "made.csv")
    written = path.read_text(encoding="utf-8")
    assert max(map(len, written.split("\n"))) < 600, "a person can open it"
    lines = written.split("\n")
    lines[10] = "6,5.5,5.5"
    path.write_text("\n".join(lines), encoding="utf-8")
    again = sp.reproduce(path)
    assert [(d.name, d.written) for d in again.differences] in (
        [("felt_pain on day 6", 5.5), ("stress on day 6", 5.5)],
        [("stress on day 6", 5.5), ("felt_pain on day 6", 5.5)],
    )
    path.write_text(written.replace("\n199,", "\nlast,"), encoding="utf-8")
    with pytest.raises(sp.InputError, match=r"made\.csv: line \d+: day 'last' is not a number"):
        sp.reproduce(path)


def test_a_file_of_an_earlier_version_with_all_readings_in_its_record_is_still_reproduced(tmp_path):
    diary = sp.pain_diary(load=0.5, days=20, seed=2)
    written = diary.to_csv(tmp_path / "made.csv").read_text(encoding="utf-8")
    line = next(line for line in written.split("\n") if line.startswith("# provenance: "))
    old = tmp_path / "old.csv"
    old.write_text(written.replace(line, f"# provenance: {json.dumps(record_of_finding(diary))}"), encoding="utf-8")
    assert len(old.read_text(encoding="utf-8")) > len(written) + 400
    assert (sp.reproduce(old).same, sp.reproduce(old).compared) == (True, 21)
    assert sp.read_pain_diary(old).made == sp.read_pain_diary(tmp_path / "made.csv").made


def test_the_shipped_diary_is_made_up_and_its_script_makes_it_again(tmp_path):
    shipped = data_file("diaries/pain_example.csv")
    assert sp.read_pain_diary(shipped).synthetic
    assert sp.reproduce(shipped).same
    script = data_file("diaries/make_pain_example.py").read_text(encoding="utf-8")
    (tmp_path / "make.py").write_text(script, encoding="utf-8")
    subprocess.run([sys.executable, tmp_path / "make.py"], check=True)
    again, before = sp.read_pain_diary(tmp_path / "pain_example.csv"), sp.read_pain_diary(shipped)
    assert again["felt_pain"] == pytest.approx(before["felt_pain"], abs=1e-6, nan_ok=True)
    known = sp.Scenario.from_file(data_file("diaries/pain_example.toml"))
    assert known == sp.Scenario.from_file(tmp_path / "pain_example.toml")
    assert known.person == sp.Person()


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("", "line 1: the diary is empty"),
        ("day,felt_pain\n", "line 1: no day follows the head"),
        ("day,pain\n0,1\n", r"there is no column 'felt_pain'.*did you mean 'felt_pain'"),
        ("tag,felt_pain\n0,1\n", r"there is no column 'day' or 'date'"),
        ("day,load\n0,1\n", "looks like a diary of load"),
        ("day;felt_pain\n0;1\n", "not separated by commas"),
        ("day,felt_pain,felt_pain\n0,1,1\n", "two columns are called 'felt_pain'"),
        ("day,date,felt_pain\n0,2025-01-01,1\n", "both 'date' and 'day'"),
        ("day,felt_pain\n0,1,2\n", "line 2: 3 cells, but the head has 2"),
        ("day,felt_pain\n0,much\n", "line 2: felt_pain 'much' is not a number"),
        ('day,felt_pain\n0,"3,5"\n', "Use a decimal point"),
        ("day,felt_pain\n0,nan\n", "felt_pain 'nan' is not a number such as 3.5; leave the cell empty"),
        ("day,felt_pain\n0,35\n", r"line 2: felt_pain '35' lies outside 0 to 10. Is it on another scale"),
        ("day,felt_pain\n0,1\n0,2\n", "line 3: day 0 stands twice"),
        ("day,felt_pain\n3,1\n1,2\n", "line 3: day 1 follows 3"),
        ("day,felt_pain\n-1,1\n", "line 2: day -1 lies before day 0"),
        ("day,felt_pain\nfirst,1\n", "line 2: day 'first' is not a number"),
        ("day,felt_pain\n99999,1\n", "lies beyond 36500"),
        ("date,felt_pain\n2025-02-30,1\n", "line 2: '2025-02-30' is not a date"),
        ("date,felt_pain\n30.1.2025,1\n", "year-month-day"),
        ("day,felt_pain\n0,\n1,\n", "every reading is missing"),
        ('day,felt_pain\n0,"1\n', "not a line of a CSV file"),
    ],
)
def test_what_is_no_diary_of_pain_is_refused_with_its_line(tmp_path, text, match):
    with pytest.raises(sp.InputError, match=match) as error:
        read(tmp_path, text)
    assert "d.csv" in str(error.value)


def test_no_file_a_folder_and_other_bytes_are_refused(tmp_path):
    with pytest.raises(sp.InputError, match="There is no pain diary"):
        sp.read_pain_diary(tmp_path / "none.csv")
    with pytest.raises(sp.InputError, match="is a folder"):
        sp.read_pain_diary(tmp_path)
    (tmp_path / "b.csv").write_bytes(b"day,felt_pain\n0,\xff\n")
    with pytest.raises(sp.InputError, match="not UTF-8"):
        sp.read_pain_diary(tmp_path / "b.csv")


@pytest.mark.parametrize("record", ["", "{", "[]", '{"given": 3}', '{"given": {"seed": ' + "9" * 400 + "}}"])
def test_a_record_that_was_spoilt_leaves_the_readings_readable(tmp_path, record):
    diary = read(tmp_path, f"# synthetic: x\n# provenance: {record}\nday,felt_pain\n0,1\n1,2\n")
    assert diary.synthetic
    assert diary.to_csv(tmp_path / "out.csv").read_text().startswith("# pain diary")


def test_days_too_many_are_counted_to_the_last(tmp_path):
    file = tmp_path / "long.csv"
    file.write_text("day,felt_pain\n" + "".join(f"{day},1\n" for day in range(7000)), encoding="utf-8")
    with pytest.raises(sp.InputError, match="7,000 are more than the 5,000"):
        sp.read_pain_diary(file)
