"""What stresspain wrote can be worked out again, and what was changed since is found. Illustrative, not clinical."""

import contextlib
import json
import random
import re

import pytest

import stresspain as sp
from stresspain.cli import main
from stresspain.exchange import again as module
from stresspain.exchange.records import read_record
from stresspain.simulation.record import record_of

KINDS = ("run.csv", "run.png", "run.svg", "run.pdf", "outcomes.csv", "comparison.png", "readings.csv", "readings.svg")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write one file of every kind."""
    place = tmp_path_factory.mktemp("files")
    herb = [sp.adaptogen(600, stop=84), sp.intervention("warm_baths", {"k_sm": 0.3}, start=10)]
    run = sp.simulate(sp.scenario(load=0.4, start="painful", plan=herb, days=120, title="Wärme (eine \\ Kur)"))
    told = sp.compare({"treated": run, "quiet": sp.simulate(days=20, engine="scipy")})
    found = sp.compare_readings(run.scenario)
    run.to_csv(place / "run.csv")
    for ending in ("png", "svg", "pdf"):
        run.plot("states").save(place / f"run.{ending}")
    told.to_csv(place / "outcomes.csv")
    told.plot().save(place / "comparison.png")
    found.to_csv(place / "readings.csv")
    found.plot().save(place / "readings.svg")
    return place


@pytest.mark.parametrize("name", KINDS)
def test_a_file_is_reproduced(folder, name):
    found = sp.reproduce(folder / name)
    assert found.same
    assert found.compared >= 8
    assert found.largest <= 1e-9
    assert f"{found.compared:,} numbers compared" in found.explain()
    assert not found.notes


@pytest.mark.parametrize("name", KINDS)
def test_a_file_holds_version_scenario_engine_and_tolerances(folder, name):
    record = read_record(folder / name).record
    assert record["version"] == sp.__version__
    if name == "run.csv":
        runs = {"it": {"provenance": record}}
    else:
        assert record["note"] == "illustrative, not clinical"
        runs = record["runs"]
        for one in runs.values():
            assert sp.Scenario.from_dict(one["scenario"]).digest == one["provenance"]["scenario"]
    for one in runs.values():
        assert one["provenance"]["engine"] in ("scipy", "heyoka")
        assert {"tol", "rtol"} & set(one["provenance"])


def test_each_run_is_worked_out_on_the_engine_that_made_it(folder):
    wanted = {one["provenance"]["engine"] for one in read_record(folder / "outcomes.csv").record["runs"].values()}
    assert set(sp.reproduce(folder / "outcomes.csv").engines) == wanted


def test_without_heyoka_the_other_engine_serves_and_says_so(folder, monkeypatch):
    record = record_of("run", {"it": sp.simulate(days=5, engine="scipy")})
    record["runs"]["it"]["provenance"]["engine"] = "heyoka"
    path = folder / "borrowed.svg"
    path.write_text(f'<svg><metadata id="stresspain">{json.dumps(record).replace(chr(34), "&quot;")}</metadata></svg>')
    monkeypatch.setattr(module, "has_heyoka", lambda: False)
    monkeypatch.setattr("stresspain.simulation.engines.has_heyoka", lambda: False)
    found = sp.reproduce(path)
    assert found.same
    assert "which is not installed here" in found.explain()


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("outcomes.csv", r"(?m)^(quiet,[^,]*,)[^,]*", r"\g<1>0.5", "quiet, in the table: mean was 0.5"),
        ("run.csv", r"(?m)^(20\.0,)[^,]*", r"\g<1>0.5", "day 20: stress was 0.5"),
        ("readings.csv", r"(?m)^(trials,[^,]*,[^,]*,)[^,]*", r"\g<1>9", "trials, in the table: last was 9"),
        ("readings.csv", r"(?m)^(none,[^,]*,[^,]*,)[^,]*", r"\g<1>", "last was nothing and is now"),
        ("readings.svg", r"&quot;last&quot;: [^,]*", "&quot;last&quot;: 7", "guide: last was 7"),
    ],
)
def test_a_number_that_was_changed_is_found(folder, tmp_path, name, old, new, said):
    text, count = re.subn(old, new, (folder / name).read_text(encoding="utf-8"), count=1)
    assert count == 1
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = sp.reproduce(tmp_path / name)
    assert not found.same
    assert said in found.explain()


def test_a_scenario_that_was_changed_is_found(folder, tmp_path):
    text = (folder / "comparison.png").read_bytes()
    changed = text.replace(b'"load": 0.4', b'"load": 0.5')
    assert changed != text
    (tmp_path / "c.png").write_bytes(changed)
    found = sp.reproduce(tmp_path / "c.png")
    assert not found.same
    assert "is not the one that ran: it was changed since" in found.explain()


def test_a_small_difference_is_none_within_the_tolerance_asked_for(folder, tmp_path):
    text = (folder / "outcomes.csv").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^(quiet,)([^,]*)", lambda m: f"{m[1]}{float(m[2]) + 1e-4}", text)
    (tmp_path / "o.csv").write_text(text, encoding="utf-8")
    assert not sp.reproduce(tmp_path / "o.csv").same
    loose = sp.reproduce(tmp_path / "o.csv", tolerance=1e-3)
    assert loose.same
    assert loose.largest == pytest.approx(1e-4, rel=1e-3)


def test_other_words_are_noted_and_are_no_difference(folder, tmp_path):
    text = (folder / "run.svg").read_text(encoding="utf-8")
    (tmp_path / "r.svg").write_text(
        re.sub("words&quot;: &quot;....", "words&quot;: &quot;0000", text), encoding="utf-8"
    )
    found = sp.reproduce(tmp_path / "r.svg")
    assert found.same
    assert found.notes == ("It would be described in other words now.",)


def test_the_command_ends_with_1_where_something_differs_and_2_where_nothing_is_known(folder, tmp_path, capsys):
    assert main(["reproduce", str(folder / "run.csv"), str(folder / "run.png")]) == 0
    assert capsys.readouterr().out.count("All agree") == 2
    changed = (folder / "run.csv").read_text(encoding="utf-8").replace("\n20.0,", "\n20.0,1")
    (tmp_path / "r.csv").write_text(changed, encoding="utf-8")
    assert main(["reproduce", str(tmp_path / "r.csv"), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)["files"][0]
    assert told["same"] is False
    assert told["differences"][0]["where"] == "day 20"
    (tmp_path / "bare.csv").write_text("day,load\n0,3\n", encoding="utf-8")
    assert main(["reproduce", str(tmp_path / "bare.csv")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "holds no record of stresspain" in said


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "holds no record"),
        (b"\x89PNG\r\n\x1a\n", "holds no record"),
        (b"\x89PNG\r\n\x1a\n\xff\xff\xff\xfftEXtstresspain\0{", "not JSON"),
        (b"%PDF-1.4 /Keywords (\\", "holds no record"),
        (b"# provenance: [1]\n", "record = "),
        (b"# provenance: {}\n", "has no 'version'"),
        (b'# provenance: {"version": 3}\n', "by version 3"),
        (b'# provenance: {"version": "9", "format": 2}\n', "reads format 1"),
        (b'# provenance: {"version": "0.1.0"}\n', "nothing to run again"),
        (b'# provenance: {"version": "0.1.0", "runs": 3}\n', "runs = 3 is not a table"),
        (b'# provenance: {"version": "0.1.0", "runs": {"a": {}}}\n', "has no 'provenance'"),
        (b'# provenance: {"version": "0.1.0", "runs": {}}\n', "nothing to run again"),
        (b'# stresspain run, format 1\n# provenance: {"version": "0.1.0"}\n# scenario: {\n', "scenario cannot be read"),
        (b"# provenance: " + b"[" * 100_000 + b"\n", "not JSON"),
        (b'# provenance: {"version": "0.1.0", "level": ' + b"9" * 5000 + b"}\n", "not JSON"),
    ],
)
def test_a_mangled_record_is_a_lesson(tmp_path, raw, said):
    path = tmp_path / "mangled"
    path.write_bytes(raw)
    with pytest.raises(sp.InputError, match=re.escape(said)):
        sp.reproduce(path)


@pytest.mark.parametrize(("engine", "said"), [("lsoda", "is not one of"), ([], "is not one of")])
def test_an_engine_that_nobody_knows_is_a_lesson(tmp_path, engine, said):
    record = record_of("run", {"it": sp.simulate(days=2)})
    record["runs"]["it"]["provenance"]["engine"] = engine
    (tmp_path / "x.csv").write_text(f"# provenance: {json.dumps(record)}\n")
    with pytest.raises(sp.InputError, match=said):
        sp.reproduce(tmp_path / "x.csv")


@pytest.mark.parametrize("name", ["outcomes.csv", "readings.svg", "run.png"])
def test_a_file_mangled_anywhere_gives_a_clear_error_or_an_answer(folder, tmp_path, name):
    draw = random.Random(f"mangled {name}")
    whole = (folder / name).read_bytes()
    start = whole.index(b"format")
    for _ in range(60):
        raw = bytearray(whole)
        at = draw.randrange(start - 60, min(start + 3000, len(whole)))
        how = draw.randrange(4)
        if how == 0:
            raw[at] = draw.randrange(256)
        elif how == 1:
            del raw[at : at + draw.randrange(1, 40)]
        elif how == 2:
            raw[at:at] = draw.choice([b"null", b"1e308", b"NaN", b"-1", b"[[", b'"', b"{}", b"true", b"9" * 30])
        else:
            del raw[at:]
        (tmp_path / name).write_bytes(raw)
        with contextlib.suppress(sp.InputError, sp.RunError):
            assert sp.reproduce(tmp_path / name).explain()
