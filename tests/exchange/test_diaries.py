"""Diaries: what is read is what stands there; what cannot be read is refused with its line and value."""

from __future__ import annotations

import os
import runpy
from datetime import date

import pytest

from stresspain import InputError, read_diary, scenario, simulate
from stresspain.model.files import data_file


@pytest.fixture
def write(tmp_path):
    def written(content: str | bytes, name: str = "diary.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


# --- what is read ---------------------------------------------------------------------------------


def test_a_load_holds_for_its_whole_day_and_the_last_one_for_good(write):
    load = read_diary(write("day,load\n0,2\n1,5\n2,9\n"), scale="0-10").load
    assert [load.at(day) for day in (0, 0.999, 1, 1.999, 2, 100)] == [0.2, 0.2, 0.5, 0.5, 0.9, 0.9]


def test_a_diary_holds_what_is_written_and_its_dates(write):
    diary = read_diary(write("# scale: 0-10\ndate,load\n2024-02-28,2.5\n2024-02-29,3\n2024-03-01,.5\n", "leap.csv"))
    assert (diary.title, diary.scale, diary.days, diary.values) == ("leap", "0-10", (0, 1, 2), (2.5, 3.0, 0.5))
    assert diary.dates == (date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1))
    assert diary.length == 3


def test_both_scales_tell_the_same_load(write):
    ten = read_diary(write("# scale: 0-10\nday,load\n0,2\n1,7.5\n"))
    one = read_diary(write("day,load\n0,0.2\n1,0.75\n"), scale="0-1")
    assert ten.load == one.load
    assert ten.dates is None


def test_a_run_over_the_length_of_a_diary_feels_every_day_of_it(write):
    rows = "".join(f"{day},0.3\n" for day in range(9))
    calm = read_diary(write("day,load\n" + rows + "9,0.3\n"), scale="0-1")
    late = read_diary(write("day,load\n" + rows + "9,0.9\n"), scale="0-1")
    stress = [simulate(load=d.load, days=d.length, engine="scipy")["stress"] for d in (calm, late)]
    assert stress[0][9] == pytest.approx(stress[1][9], abs=1e-9)
    assert stress[1][10] > stress[0][10] + 0.01


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf# scale: 0-10\r\nday,load\r\n0,2\r\n1,3\r\n",
        b"# scale: 0-10\rday,load\r0,2\r1,3",
        b'"# made by me, with a comma",\n"# Scale : 0-10",\nday,load\n\n0,2\n,\n# lunch\n1,3\n\n',
        b'note,Load, Day \n# scale: 0-10\n"two\nlines, and a comma",2,0\n"a ""quote""",3,1\n',
        "# scale: 0\u201310\nday,load\n0,2.0e0\n1,+3.\n".encode(),
    ],
)
def test_marks_line_ends_comments_blank_lines_and_quotes_of_other_programs_change_nothing(write, content):
    diary = read_diary(write(content))
    assert diary.values == (2.0, 3.0)
    assert diary.days == (0, 1)


def test_other_columns_are_ignored_and_said_to_be(write):
    diary = read_diary(write("day,mood,load,note\n0,fine,2,__import__('os')\n"), scale="0-10")
    assert diary.ignored == ("mood", "note")
    assert diary.values == (2.0,)


# --- what is refused ------------------------------------------------------------------------------

TEN = "# scale: 0-10\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("day,load\n0,3\n", "nothing says whether .* 0-10 or 0-1.*scale='0-10'"),
        ("# scale: 0-5\nday,load\n0,3\n", "line 1: the scale '0-5' is not known. Use 0-10 or 0-1"),
        (TEN + "# scale: 0-1\nday,load\n0,3\n", r"two are stated, 0-10 \(line 1\) and 0-1 \(line 2\)"),
        ("# scale: 0-1\nday,load\n0,0.3\n1,3.5\n", "line 4: load '3.5' lies outside 0 to 1.*wrong scale"),
        (TEN + "day,load\n0,30\n", "line 3: load '30' lies outside 0 to 10.*wrong scale"),
        (TEN + "day,load\n0,-1\n", "line 3: load '-1' lies outside"),
        (TEN + "day,load\n0,nan\n", "line 3: load 'nan' is not a number"),
        (TEN + "day,load\n0,inf\n", "line 3: load 'inf' is not a number"),
        (TEN + "day,load\n0,1e999\n", "line 3: load '1e999' lies outside"),
        (TEN + "day,load\n0,\n", "line 3: the load is missing"),
        (TEN + "day,load\n0,high\n", "line 3: load 'high' is not a number such as 3.5"),
        (TEN + "day,load\n0,\u0663\n", "line 3: load '\u0663' is not a number"),
        (TEN + 'note,load,day\n"two\nlines",high,0\n', "line 3: load 'high' is not a number"),
        (TEN + "day,load\n0,1_0\n", "line 3: load '1_0' is not a number"),
        (TEN + 'day,load\n0,"3,5"\n', "line 3: load '3,5' is not a number such as 3.5. Use a decimal point"),
        (TEN + "day,load\n0,3,5\n", "line 3: 3 cells, but the head has 2"),
        (TEN + "day,load\n0\n", "line 3: 1 cells, but the head has 2"),
        (TEN + "day,load\n0,3\n1,3\n1,4\n", "line 5: day 1 stands twice"),
        (TEN + "day,load\n0,3\n2,4\n1,4\n", "line 4: day 2 follows day 0, so a load is missing for day 1. Give"),
        (TEN + "day,load\n0,3\n9,4\n", "missing for day 1, day 2, day 3, day 4, day 5 and 3 more days"),
        (TEN + "day,load\n0,3\n1,3\n0,4\n", "line 5: day 0 follows day 1. List the days in order"),
        (TEN + "day,load\n1,3\n2,4\n", "line 3: the first day is 1. A diary begins on day 0"),
        (TEN + "day,load\n0.5,3\n", "line 3: day '0.5' is not a whole number"),
        (TEN + "date,load\n2025-10-05,3\n2025-10-07,3\n", "line 4: 2025-10-07 .* missing for 2025-10-06"),
        (TEN + "date,load\n06.10.2025,3\n", "line 3: '06.10.2025' is not a date. Write year-month-day"),
        (TEN + "date,load\n2025-02-30,3\n", "line 3: '2025-02-30' is not a date"),
        (TEN + "date,load\n20251006,3\n", "line 3: '20251006' is not a date"),
        (TEN + "day,lod\n0,3\n", "line 2: there is no column 'load'.*'lod'; did you mean 'load'"),
        (TEN + "when,load\n0,3\n", "line 2: there is no column 'date' or 'day'"),
        (TEN + "day;load\n0;3\n", "line 2: the columns are not separated by commas"),
        (TEN + "day,load,load\n0,3,4\n", "line 2: two columns are called 'load'"),
        (TEN + "day,date,load\n0,2025-10-06,4\n", "line 2: both 'date' and 'day' say when"),
        (TEN + 'day,load\n0,"3\n1,4\n', "line 3: this is not a line of a CSV file"),
        (TEN + "day,load\n", "line 2: no day follows the head"),
        (TEN, "the diary is empty"),
        (TEN + "day,load\n" + "".join(f"{d},3\n" for d in range(36_501)), "at most 36,500 days"),
        (TEN + "day,load\n0,3\x00\n", "line 3: a zero byte"),
        ((TEN + "day,load\n0,3\n").encode("utf-16"), "UTF-16. Save it as UTF-8"),
        (b"# scale: 0-10\nday,load,note\n0,3,caf\xe9\n", "line 3: byte 0xe9 is not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "line 1: byte 0x89 is not UTF-8"),
        (b"#" * 5_000_001, "larger than 5,000,000 bytes"),
    ],
    ids=lambda value: str(value[:60]),
)
def test_what_is_not_a_diary_is_refused_with_its_line_and_value(write, content, said):
    path = write(content)
    with pytest.raises(InputError, match=said) as caught:
        read_diary(path)
    assert str(path) in str(caught.value)


def test_an_empty_file_says_that_a_scale_or_more_is_missing(write):
    with pytest.raises(InputError, match="the diary is empty"):
        read_diary(write(""), scale="0-1")


def test_two_scales_that_differ_are_refused_and_two_that_agree_are_fine(write):
    path = write("# scale: 0-10\nday,load\n0,0.3\n")
    with pytest.raises(InputError, match=r"two are stated, 0-10 \(line 1\) and 0-1 \(given with the call\)"):
        read_diary(path, scale="0-1")
    assert read_diary(path, scale="0-10").values == (0.3,)
    with pytest.raises(InputError, match="'0-100' is not known"):
        read_diary(path, scale="0-100")


def test_what_is_not_a_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for place, said in (
        (tmp_path / "none.csv", "There is no diary"),
        (tmp_path / "no folder" / "none.csv", "and no folder"),
        (tmp_path, "is a folder"),
        (tmp_path / "pipe", "not an ordinary file"),
        (tmp_path / ("x" * 5000), "cannot be read"),
        ("a\0b.csv", "no diary|cannot be read"),
        (5, "5 is not the path"),
    ):
        with pytest.raises(InputError, match=said):
            read_diary(place, scale="0-10")


# --- the diary that is shipped --------------------------------------------------------------------


def test_the_exam_term_is_what_its_script_writes():
    written = runpy.run_path(str(data_file("diaries/make_exam_term.py")))["text"]()
    assert data_file("diaries/exam_term.csv").read_text(encoding="utf-8") == written


def test_the_exam_term_is_marked_as_made_for_teaching():
    text = data_file("diaries/exam_term.csv").read_text(encoding="utf-8")
    assert text.startswith("# made for teaching; nobody's diary; illustrative, not clinical\n")


def test_the_exam_term_has_calmer_weekends_and_seven_weeks_of_exams():
    diary = read_diary(data_file("diaries/exam_term.csv"))
    assert (diary.length, diary.scale) == (182, "0-10")
    weekends = [value for day, value in zip(diary.dates, diary.values, strict=True) if day.weekday() >= 5]
    assert sum(weekends) / len(weekends) < sum(diary.values) / diary.length - 0.4
    assert min(diary.values[84:133]) >= 6.0
    assert max(diary.values[:84] + diary.values[154:]) < 7.0


def test_the_exam_term_ends_where_two_endings_coexist():
    load = read_diary(data_file("diaries/exam_term.csv")).load
    week = [load.at(day) for day in range(175, 182)]
    assert 0.2323 < sum(week) / 7 < 0.5469
    assert 0.2323 < load.values[-1] < 0.5469
    assert scenario(load=load.values[-1], start="painful").initial()
