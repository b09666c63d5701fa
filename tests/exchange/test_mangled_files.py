"""Mangled files: whatever stands in a file, it is read or refused with a reason, in one line and at once.

The mangling is seeded. `make fuzz` tries ten thousand of each kind (STRESSPAIN_FUZZ=10000).
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import json
import os
import random
import re
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from stresspain import InputError, Run, Scenario, adaptogen, library, painkiller, read_diary, read_scenario, simulate
from stresspain.cli import main
from stresspain.model.files import data_file

COUNT = int(os.environ.get("STRESSPAIN_FUZZ", "250"))
BATCH = 50

TOML = b"""# illustrative, not clinical
title = "a term"
days = 120
start = "calm"
load = [[0, 0.3], [20, 0.9], [62, 0.3]]
damage = 0.0
[person]
k_sm = 0.4
[[plan]]
intervention = "adaptogen"
reading = "trials"
courses = [[0, 28, 300], [28, 84, 600]]
[[plan]]
intervention = "posture"
on = 5
off = 2
[[plan]]
name = "warm_baths"
reductions = { k_ls = 0.3 }
"""

SHORT = b"""title = "a month"
notes = "for people"
days = 28
load = [[0, 0.3], [7, 0.9], [21, 0.3]]
[person]
g = 4
[[plan]]
intervention = "adaptogen"
dose_mg = 600
stop = 21
missing = [3]
adherence = 0.9
seed = 1
"""

NASTY = [
    *(b"nan", b"inf", b"-inf", b"1e308", b"1e999", b"-5", b"1e-320", b"0", b"-0.0", b"36501", b"9" * 25, b"9" * 5000),
    *(b"0x" + b"f" * 5000, b"true", b"null", b"{}", b"[]", b"[[]]", b'""', b"'", b'"', b"1979-05-27", b"1_000"),
    *(
        b"\x00",
        b"\xff",
        b"\xc3\x28",
        b"\xed\xa0\x80",
        b"\xe2\x80\xa8",
        b"\x1c",
        b"\x85",
        b"\xef\xbb\xbf",
        b"\r",
        b"\r\n",
    ),
    *(
        b",",
        b";",
        b"=",
        b"#",
        b"[",
        b"]",
        b"{",
        b"[[",
        b"self",
        b"__class__",
        b"{0.__class__}",
        b"%s",
        b"\\",
        b"\\u0000",
    ),
    *(b"[" * 3000, b"{a=" * 3000, b"a." * 3000, b'{"a":' * 3000, b"," * 3000, b'"' * 3001, b"x" * 200_000),
]

Mangler = Callable[[bytes, random.Random], bytes]


def cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def flip(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 5)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def insert(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.choice(NASTY) + raw[at:]


def other_value(raw: bytes, chance: random.Random) -> bytes:
    """Put something nasty in the place of a number or a word."""
    places = list(re.finditer(rb"-?\d[\d.e-]*|[A-Za-z_]+", raw)) or [re.match(b"", raw)]
    place = chance.choice(places)
    return raw[: place.start()] + chance.choice(NASTY) + raw[place.end() :]


def lines(raw: bytes, chance: random.Random) -> bytes:
    """Lose, double, swap or repeat lines."""
    rows = raw.split(b"\n")
    i, j = chance.randrange(len(rows)), chance.randrange(len(rows))
    what = chance.randrange(4)
    if what == 0:
        del rows[i]
    elif what == 1:
        rows.insert(i, rows[j])
    elif what == 2:
        rows[i], rows[j] = rows[j], rows[i]
    else:
        rows[i:i] = [rows[j]] * 2000
    return b"\n".join(rows)


def encoding(raw: bytes, chance: random.Random) -> bytes:
    text = raw.decode("utf-8", "replace")
    names = ("utf-16", "utf-16-le", "utf-32", "utf-7", "cp500", "latin-1", "utf-8-sig", "shift-jis")
    return text.encode(chance.choice(names), "replace")


def line_ends(raw: bytes, chance: random.Random) -> bytes:
    return raw.replace(b"\n", chance.choice([b"\r\n", b"\r", b"\n\n", b"\x0b", b"\n\r"]))


def noise(raw: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(chance.randrange(300))


MANGLERS: tuple[Mangler, ...] = (
    cut,
    flip,
    insert,
    insert,
    other_value,
    other_value,
    other_value,
    lines,
    encoding,
    line_ends,
)


def mangled(raw: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 3)):
        raw = chance.choice(MANGLERS)(raw, chance) if raw else noise(raw, chance)
    return raw


def check_diary(path) -> None:
    diary = read_diary(path)
    assert 1 <= diary.length <= 36_500
    assert 0 <= min(diary.load.values) <= max(diary.load.values) <= 1


def check_scenario(path) -> None:
    made = read_scenario(path)
    assert Scenario.from_dict(made.to_dict()) == made


def check_word(path) -> None:
    made = Scenario.from_text(path.read_bytes().decode("latin-1"))
    assert Scenario.from_text(made.to_text()) == made


def check_command(path) -> None:
    """Run the file as the command does: one line says what is wrong, or a whole file is written, never half of one."""
    out = path.with_name("out.csv")
    out.unlink(missing_ok=True)
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        code = main(["run", str(path), "--csv", str(out), "--engine", "scipy"])
    assert code in (0, 2), said.getvalue()
    assert {each.name for each in path.parent.iterdir()} - {path.name, "diary.csv"} == (
        {"out.csv"} if code == 0 else set()
    )
    if code:
        raise InputError(said.getvalue().strip())
    assert np.isfinite(Run.from_csv(out).states).all()


def check_run(path) -> None:
    run = Run.from_csv(path)
    assert run.states.shape == (len(run.days), 5)
    assert run.scenario.digest == run.provenance["scenario"]


def with_a_check_that_fits(raw: bytes) -> bytes:
    """Forge the check of a run file, so that what was mangled is reached."""
    rows = raw.split(b"\n")
    if len(rows) > 5:
        rest = b"\n".join([*rows[:4], *rows[5:]])
        rows[4] = b"# check: " + hashlib.sha256(rest).hexdigest()[:16].encode()
    return b"\n".join(rows)


@pytest.fixture(scope="module")
def run_file(tmp_path_factory) -> bytes:
    run = simulate(plan=[adaptogen(stop=4), painkiller(0.2)], days=6, engine="scipy")
    return run.to_csv(tmp_path_factory.mktemp("run") / "run.csv").read_bytes()


def refusal(check: Callable[[Path], None], path: Path, which: str, seconds: float = 1.0) -> str:
    """Return why a file was refused, or an empty text if it was read; anything else is a failure."""
    said = ""
    begun = time.process_time()
    try:
        check(path)
    except InputError as error:
        said = str(error)
    except Exception as error:
        error.add_note(f"while reading {which}")
        raise
    assert time.process_time() - begun < seconds, f"{which} took too long"
    assert len(said) < 1000, f"{which}: a message of {len(said)} characters, {said[:200]}"
    assert "\n" not in said, f"{which}: a message of several lines, {said[:200]!r}"
    return said


def forged(raw: bytes) -> bytes:
    """Pack mangled JSON as a word, so that what is behind the packing is reached."""
    return b"sp1." + base64.urlsafe_b64encode(zlib.compress(raw)).rstrip(b"=")


WHOLE = {
    "diary": lambda _: data_file("diaries/exam_term.csv").read_bytes(),
    "scenario": lambda _: TOML,
    "run": lambda run_file: run_file,
    "word": lambda _: json.dumps(library()["missed_doses"].to_dict(), indent=1).encode(),
    "command.toml": lambda _: SHORT,
    "command.csv": lambda _: b"# scale: 0-10\n" + b"day,load\n" + b"".join(b"%d,%d\n" % (n, n % 9) for n in range(28)),
}

CHECKS = {
    "diary": check_diary,
    "scenario": check_scenario,
    "run": check_run,
    "word": check_word,
    "command.toml": check_command,
    "command.csv": check_command,
}


def prepared(kind: str, raw: bytes, chance: random.Random) -> bytes:
    """Let what was mangled be reached behind checks and packing, most of the time."""
    if kind == "word":
        return forged(raw) if chance.random() < 0.7 else mangled(forged(raw)[:5000], chance)
    return with_a_check_that_fits(raw) if kind == "run" and chance.random() < 0.7 else raw


@pytest.mark.parametrize("batch", range(-(-COUNT // BATCH)))
@pytest.mark.parametrize("kind", WHOLE)
def test_a_mangled_file_is_read_or_refused_in_one_line_within_a_second(kind, batch, run_file, tmp_path):
    whole, check = WHOLE[kind](run_file), CHECKS[kind]
    path = tmp_path / (kind if "." in kind else f"{kind}.toml")
    outcomes = set()
    for number in range(batch * BATCH, min((batch + 1) * BATCH, COUNT)):
        chance = random.Random(f"{kind} {number}")
        raw = mangled(whole, chance)
        path.write_bytes(prepared(kind, raw, chance))
        said = refusal(check, path, f"{kind} {number}")
        outcomes.add("refused" if said else "read")
    assert "refused" in outcomes


@pytest.mark.parametrize(
    "raw",
    [
        *(b"a=" + opening * 100_000 for opening in (b"[", b"{a=", b'"""', b"'''")),
        *(b"a" + b".a" * 200_000 + end for end in (b"=1", b"]", b"")),
        b"[a" + b".a" * 200_000 + b"]",
        b"".join(b"[a" + b".a" * 15 + b".b%d]\n" % n for n in range(10_000)),
        b"".join(b'"' + b"a" * 201 + b'".b%d=1\n' % n for n in range(2_000)),
        b".".join([b'"' + b"a" * 201 + b'"'] * 2_400) + b"=1",
        b'\\"' * 249_000,
        b"[[plan]]\n" * 50_000,
        b"".join(b"[[plan]]\nintervention='posture'\non=0.2\noff=0.2\n" for _ in range(7)),
        b"load=[" + b",".join(b"[%d,0.%d]" % (n, n % 2) for n in range(45_000)) + b"]",
        b"days=[" + b",".join(b"%d" % n for n in range(36_500)) + b"]",
        b"\n" * 499_000,
        b"# " * 249_000,
    ],
    ids=lambda raw: raw[:30].decode(),
)
def test_no_scenario_file_takes_more_than_seconds_or_much_memory(raw, tmp_path):
    path = tmp_path / "large.toml"
    path.write_bytes(raw)
    refusal(check_scenario, path, "large scenario", seconds=3.0)


@pytest.mark.parametrize(
    "raw",
    [
        b"# scale: 0-10\nday,load\n" + b"".join(b"%d,3\n" % n for n in range(36_500)),
        b"# scale: 0-10\n" * 300_000,
        b"# scale: 0-10\nday,load\n" + b"0," + b"1" * 4_900_000,
        b'# scale: 0-10\nday,load\n0,"' + b"1\n" * 2_000_000,
        b"# scale: 0-10\nday,load" + b",x" * 2_000_000 + b"\n0,3",
        b"# scale: 0-10\nday,load\n" + b"1 " * 2_400_000,
        b"#" * 4_900_000,
        b"\n" * 4_900_000,
    ],
    ids=lambda raw: raw[14:40].decode(),
)
def test_no_diary_takes_more_than_seconds(raw, tmp_path):
    path = tmp_path / "large.csv"
    path.write_bytes(raw)
    refusal(check_diary, path, "large diary", seconds=5.0)
