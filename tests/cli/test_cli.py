"""The command as a user types it. Illustrative, not clinical."""

import csv
import html
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from stresspain import evidence
from stresspain.cli import main, parser

HERB = "adaptogen:dose_mg=600,reading=trials,stop=84"


def call(capsys, *words):
    """Run the command in this process: (exit code, what it printed, what it complained of)."""
    code = main([str(word) for word in words])
    out = capsys.readouterr()
    return code, out.out, out.err


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Run the demo once, in a process of its own, as `make demo` does."""
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "stresspain", "demo", "--out", str(folder)], capture_output=True, text=True, check=True
    )
    return folder, done.stdout


def test_the_demo_says_where_things_are_and_three_sentences(report):
    folder, said = report
    lines = said.splitlines()
    assert lines[0] == f"Report: {folder / 'report.html'}"
    assert [line[:2] for line in lines[2:5]] == ["1.", "2.", "3."]
    assert "not clinical" in lines[-1]
    for name in lines[1].removeprefix("Beside it: ").split(", "):
        assert (folder / name).stat().st_size > 0


def test_the_report_is_one_file_that_fetches_nothing(report):
    page = (report[0] / "report.html").read_text(encoding="utf-8")
    assert "http://" not in page
    assert "https://" not in page
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert page.count("<img alt=") == 9
    assert 'alt=""' not in page


def test_the_report_holds_the_disclaimer_the_table_the_words_and_the_safety_notes(report):
    folder, said = report
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page.count("Illustrative, not clinical") > 3
    for sentence in said.splitlines()[2:5]:
        assert html.escape(sentence[3:]) in page
    for topic in ("Liver injury", "Thyroid", "Adrenal", "Pregnancy", "Sedation", "Interactions", "Germany", "Denmark"):
        assert topic in page
    assert "does not repair a disc" in page
    for label in ("nothing taken", "painkiller", "adaptogen (guide)", "adaptogen (none)", "lifestyle measures"):
        assert f"<th scope='row'>{label}</th>" in page


def test_the_report_sets_the_claims_and_the_readings_beside_the_runs(report):
    page = (report[0] / "report.html").read_text(encoding="utf-8")
    for claim in evidence.claims():
        assert html.escape(claim.claim) in page
        assert html.escape(claim.second_hand) in page
    assert "the reading decides" in page
    assert "cortisol restrains inflammation (rho = -0.8)" in page


def test_the_demo_shows_that_the_reading_decides(report):
    folder, said = report
    with (folder / "outcomes.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        last = {row["label"]: float(row["last"]) for row in rows}
    assert last["nothing taken"] > 4
    assert last["adaptogen (guide)"] < 1
    assert last["adaptogen (trials)"] > 4
    assert last["adaptogen (none)"] == pytest.approx(last["nothing taken"], abs=1e-9)
    assert 4 < last["painkiller"] < last["nothing taken"]
    assert "mutes the pain and slows the cycle, no more" in said
    assert "hangs on what one believes" in said


def test_the_demo_can_be_given_another_diary(capsys, tmp_path):
    diary = tmp_path / "mine.csv"
    diary.write_text("# scale: 0-1\nday,load\n" + "".join(f"{d},0.2\n" for d in range(30)), encoding="utf-8")
    code, out, _ = call(capsys, "demo", "--diary", diary, "--out", tmp_path / "out")
    assert code == 0
    assert "this load does not tip anything here" in out
    assert "there was little to take off" in out
    assert "<title>mine, six plans" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "the readings agree" in out


def test_the_demo_does_not_blame_the_past_for_a_load_that_is_still_there(capsys, tmp_path):
    diary = tmp_path / "heavy.csv"
    diary.write_text("# scale: 0-1\nday,load\n" + "".join(f"{d},0.9\n" for d in range(200)), encoding="utf-8")
    code, out, _ = call(capsys, "demo", "--diary", diary, "--out", tmp_path / "out")
    assert code == 0
    assert "the load is still high on the last day" in out
    assert "outlasts" not in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["explorer", "-o", "/"], "it is no ordinary file"),
        (["run", "--csv", "folder"], "it is no ordinary file"),
        (["trial", "--plot", "folder.png"], "it is no ordinary file"),
        (["diary", "--out", "."], "it is no ordinary file"),
        (["demo", "--out", "note"], "it is no folder"),
        (["population", "--out", "note.zarr"], "it is no folder"),
        (["population", "--out", "folder.zarr"], "is not a store of stresspain"),
    ],
)
def test_what_stands_where_an_output_should_go_is_told_before_anything_runs(capsys, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    for name in ("folder", "folder.png", "folder.zarr"):
        (tmp_path / name).mkdir()
    for name in ("note", "note.zarr"):
        (tmp_path / name).write_text("dear diary", encoding="utf-8")
    for work in (
        "cli.runs.simulate",
        "cli.demo.simulate",
        "cli.trial.trial",
        "cli.fit.pain_diary",
        "cli.population.people",
    ):
        monkeypatch.setattr(f"stresspain.{work}", None)
    code, out, err = call(capsys, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert (tmp_path / "note").read_text(encoding="utf-8") == "dear diary"


def test_an_output_never_replaces_the_input_or_another_output(capsys, tmp_path):
    diary = tmp_path / "dia.csv"
    diary.write_text("# scale: 0-1\nday,load\n0,0.2\n1,0.2\n", encoding="utf-8")
    kept = diary.read_bytes()
    for words in (["--csv", diary], ["--plot", tmp_path / "a.svg", "--csv", tmp_path / "a.svg"]):
        code, _, err = call(capsys, "run", diary, *words)
        assert code == 2
        assert "named twice" in err
    assert diary.read_bytes() == kept


@pytest.mark.parametrize(
    "words",
    [
        ("run", "--days", "9", "--plot", "note/a.png"),
        ("run", "--days", "9", "--csv", "note/a.csv"),
        ("population", "--people", "2", "--out", "note/a.nc"),
        ("population", "--people", "2", "--store", "note/deep/a"),
        ("scenarios", "chronic", "--save", "note/a.toml"),
        ("tipping", "load", "--plot", "note/a.svg"),
    ],
)
def test_where_nothing_can_be_written_nothing_is_run(capsys, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    Path("note").write_text("kept", encoding="utf-8")
    code, out, err = call(capsys, *words)
    assert (code, out) == (2, "")
    assert err.endswith("cannot be written: 'note' is no folder. Choose another place.\n")
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("note", "kept")]


def test_a_file_may_be_run_twice_since_nothing_replaces_it(capsys, tmp_path):
    diary = tmp_path / "dia.csv"
    diary.write_text("# scale: 0-1\nday,load\n0,0.2\n1,0.2\n", encoding="utf-8")
    code, out, _ = call(capsys, "run", diary, diary)
    assert (code, out.count("Over 2 days, under a load of 0.2")) == (0, 2)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device on this system")
def test_a_full_output_is_one_line_and_exit_code_1():
    done = subprocess.run(
        f"{sys.executable} -m stresspain parameters > /dev/full",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("stresspain: the output cannot be written: No space left")
    assert done.stderr.count("\n") == 1


def test_a_terminal_that_lacks_a_letter_shows_a_question_mark():
    words = [sys.executable, "-m", "stresspain", "evidence", "safety"]
    done = subprocess.run(words, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}, check=True)
    assert b"Bj?rnsson" in done.stdout


def test_a_wrong_backend_of_matplotlib_ends_no_command_since_none_opens_a_window(tmp_path):
    words = [sys.executable, "-m", "stresspain", "run", "--days", "2", "--plot", str(tmp_path / "a.png")]
    done = subprocess.run(words, capture_output=True, text=True, env={**os.environ, "MPLBACKEND": "no"}, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "a.png").exists()


def test_run_tells_and_writes(capsys, tmp_path):
    code, out, err = call(
        capsys, "run", "--load", 0.4, "--start", "painful", "--take", HERB, "--days", 120,
        "--csv", tmp_path / "r.csv", "--plot", tmp_path / "r.png",
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert "adaptogen 600 mg a day (trials reading)" in out
    assert (tmp_path / "r.csv").exists()
    assert (tmp_path / "r.png").read_bytes().startswith(b"\x89PNG")


def test_run_as_json_is_json(capsys):
    code, out, _ = call(capsys, "run", "--days", 10, "--set", "k_qs=0.5", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["scenario"]["person"] == {"k_qs": 0.5}
    assert told["outcomes"]["run"]["recovery_day"] is None
    assert told["provenance"]["scenario"]


def test_run_reads_the_shipped_diary(capsys):
    from stresspain.model.files import data_file

    code, out, _ = call(capsys, "run", data_file("diaries/exam_term.csv"))
    assert code == 0
    assert "Over 182 days" in out


def test_run_takes_several_files_one_after_another(capsys, tmp_path):
    code, out, _ = call(capsys, "run", "desk_worker", "breaks", "--days", 30)
    assert code == 0
    assert out.count("Over 30 days") == 2
    told = json.loads(call(capsys, "run", "desk_worker", "breaks", "--days", 30, "--json")[1])
    assert [len(one["outcomes"]) for one in told] == [1, 1]
    code, _, err = call(capsys, "run", "desk_worker", "breaks", "--plot", tmp_path / "a.png")
    assert code == 2
    assert "write one run, and 2 files are given" in err


def test_compare_sets_files_side_by_side(capsys, tmp_path):
    for name, load in (("low", 0.2), ("high", 0.7)):
        (tmp_path / f"{name}.toml").write_text(f'load = {load}\ndays = 20\nstart = "calm"\n', encoding="utf-8")
    code, out, _ = call(capsys, "compare", tmp_path / "low.toml", tmp_path / "high.toml", "--csv", tmp_path / "t.csv")
    assert code == 0
    assert "lowest with 'low'" in out
    lines = (tmp_path / "t.csv").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if not line.startswith("#")]) == 3


def test_parameters_and_doctor_tell_what_there_is(capsys):
    code, out, _ = call(capsys, "parameters")
    assert code == 0
    assert "felt pain raises stress" in out
    rows = json.loads(call(capsys, "parameters", "--json")[1])["parameters"]
    assert len(rows) == 25
    code, out, _ = call(capsys, "doctor")
    assert code == 0
    assert "engine that 'auto' takes" in out
    assert json.loads(call(capsys, "doctor", "--json")[1])["packages"]["numpy"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "--load", "9"], "--load 9 lies outside 0 to 1.5"),
        (["run", "--load", "nan"], "not a finite number"),
        (["run", "--days", "0"], "whole number from 1"),
        (["run", "--set", "k_qss=1"], "did you mean 'k_qs'"),
        (["run", "--set", "k_qs=x"], "'x' is not a number"),
        (["run", "--set", "k_qs"], "'' is not a number"),
        (["run", "--take", "adaptogin"], "did you mean 'adaptogen'"),
        (["run", "--take", "adaptogen:dos_mg=3"], "did you mean 'dose_mg'"),
        (["run", "--take", "adaptogen:dose_mg=3000"], "dose_mg = 3000 lies outside 0 to 2000"),
        (["run", "--take", "adaptogen:reading=trial"], "did you mean 'trials'"),
        (["run", "--take", "sleep", "--take", "sleep"], "sleep stands twice"),
        (["run", "--start", "painful", "--load", "0"], "one ending only"),
        (["run", "--days", "3.5"], "--help"),
        (["run", "nowhere.csv"], "nowhere.csv"),
        (["run", "nowhere.toml"], "nowhere.toml"),
        (["run", "--plot", "x.gif"], "not as '.gif'"),
        (["run", "--days", "9", "--csv", "/proc/none/x.csv"], "cannot be written"),
        (["demo", "--out", "/proc/none"], "cannot be written"),
        (["dance"], "--help"),
        ([], "--help"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(capsys, words, said):
    code, out, err = call(capsys, *words)
    assert code == 2
    assert out == ""
    assert err.startswith("stresspain: ")
    assert err.count("\n") == 1
    assert said in err


def test_a_failed_run_is_one_line_and_exit_code_1(capsys, monkeypatch):
    from stresspain.model.errors import RunError
    from stresspain.simulation import engines

    def fail(*_):
        raise RunError("On day 20: the solver gave up.")

    broken = engines.ENGINES["scipy"]._replace(integrate=fail)
    monkeypatch.setitem(engines.ENGINES, "scipy", broken)
    code, _, err = call(capsys, "run", "--engine", "scipy")
    assert code == 1
    assert err == "stresspain: The run failed. On day 20: the solver gave up.\n"


def test_a_reader_who_leaves_early_is_no_error():
    done = subprocess.run(
        f"{sys.executable} -m stresspain parameters | head -1", shell=True, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert done.stdout.startswith("name")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "--set", "load=0.5"), "It comes from outside: give it as --load 0.5."),
        (("run", "--take", "painkiller", "--take", "painkiller"), "painkiller stands twice in the plan"),
        (("tipping", "--take", "painkiller", "--take", "painkiller"), "in a scenario file"),
    ],
)
def test_what_the_command_line_can_tell_better_it_tells_itself(capsys, words, said):
    code, _, err = call(capsys, *words)
    assert code == 2
    assert said in err


def test_interrupting_is_one_line_and_exit_code_130(capsys, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("stresspain.cli.runs.simulate", interrupt)
    code, _, err = call(capsys, "run")
    assert code == 130
    assert "interrupted" in err


def test_the_progress_bar_shows_after_a_second_where_somebody_watches(monkeypatch, capsys):
    from stresspain.cli import progress

    now = iter(range(0, 100, 2))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(now))
    monkeypatch.setattr(progress.sys.stderr, "isatty", lambda: True, raising=False)
    assert list(progress.watched([1, 2, 3], "running")) == [1, 2, 3]
    assert "running [####################..........] 2/3" in capsys.readouterr().err


def test_the_version_is_the_packages(capsys):
    from stresspain import __version__

    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out == f"stresspain {__version__}\n"


@pytest.mark.parametrize("way", [["-m", "stresspain"], ["-c", "from stresspain.cli import main; main()"]])
def test_help_comes_without_loading_the_heavy_things(way):
    code = subprocess.run(
        [sys.executable, *way, "--help"], capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert "Exit codes" in code.stdout


@pytest.mark.parametrize(
    ("closed", "code", "words"), [(1, 0, ["run"]), (2, 0, ["run"]), (2, 2, ["run", "--load", "9"])]
)
def test_whoever_closes_a_stream_is_told_nothing_and_the_code_is_that_of_the_run(closed, code, words):
    """Python has no stream where there is none: what is printed there goes nowhere."""
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}>&-', "sh", sys.executable, "-m", "stresspain", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_a_shipped_scenario_stands_beside_a_file_of_its_name(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exam_term.toml").write_text("load = 0.9\ndays = 30\n", encoding="utf-8")
    code, said, _ = call(capsys, "compare", "exam_term.toml", "exam_term", "exam_term.toml", "--json")
    runs = json.loads(said)["runs"]
    assert code == 0
    assert {label: run["scenario"]["days"] for label, run in runs.items()} == {
        "exam_term": 30,
        "exam_term (shipped)": 182,
    }


@pytest.mark.parametrize(
    "words",
    [
        ("readings", "diary.csv", "--csv", "diary.csv"),
        ("readings", "--csv", "x.png", "--plot", "x.png"),
        ("trials", "--csv", "x.png", "--plot", "x.png"),
        ("compare", "diary.csv", "--csv", "./diary.csv"),
    ],
)
def test_no_output_replaces_the_input_or_another(capsys, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    diary = tmp_path / "diary.csv"
    diary.write_text("# scale: 0-1\nday,load\n0,0.3\n", encoding="utf-8")
    code, _, said = call(capsys, *words)
    assert code == 2
    assert "is named twice" in said
    assert [path.name for path in tmp_path.iterdir()] == ["diary.csv"]
    assert diary.read_text(encoding="utf-8").startswith("# scale")


@pytest.mark.parametrize("command", sorted(parser()._subparsers._group_actions[0].choices))
def test_the_help_of_a_command_begins_with_what_it_does(capsys, command):
    with pytest.raises(SystemExit):
        main([command, "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "Illustrative, not clinical." in told.partition("options:")[0]


def test_a_process_that_is_given_no_surroundings_runs_all_the_same():
    """No home, no path: the fast engine has nowhere to keep what it compiles."""
    done = subprocess.run(
        [sys.executable, "-m", "stresspain", "run", "--days", "9"],
        env={name: value for name, value in os.environ.items() if name.startswith("PYTHON")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.needs_package("heyoka")
def test_who_interrupts_while_the_fast_engine_loads_gets_one_line():
    """An interrupt while SymPy is imported, which heyoka would swallow."""
    code = (
        "import sys\n"
        "class Interrupts:\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'sympy.core':\n"
        "            sys.meta_path.remove(self)\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupts())\n"
        "from stresspain.cli import main\n"
        "sys.exit(main(['run', '--engine', 'heyoka']))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (130, 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "--set", "k_qs=0.3", "--set", "k_qs=0.9"), "--set: k_qs is given twice"),
        (("run", "--take", "adaptogen:dose_mg=300,dose_mg=600"), "--take adaptogen: dose_mg is given twice"),
        (("population", "--vary", "k_qs=0.1,g,k_qs=0.3"), "--vary: k_qs is given twice"),
    ],
)
def test_a_number_that_is_given_twice_is_asked_for_once(capsys, words, said):
    code, _, complaint = call(capsys, *words)
    assert (code, complaint) == (2, f"stresspain: {said}. Give it once.\n")
