"""What the library says of arguments is told at the command line in the words that were typed there."""

from __future__ import annotations

import pytest

from stresspain.cli import main, parser
from stresspain.cli.typed import as_typed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("population", "--people", "0"), "--people 0 must be a whole number of at least 1"),
        (("population", "-n", "3000000000", "--sampling", "sobol"), "Use --sampling random for more."),
        (("population", "-n", "5", "--resume", "--store", "nobody.zarr"), "Leave out --resume to begin one."),
        (("compare", "desk_worker", "--outcomes", ","), "',' names nothing"),
        (("trial", "--people", "1"), "1 person is too few for 2 arms"),
        (("trial", "--noise", "-3"), "--noise -3 lies outside 0 to 10"),
        (("trial", "--analysis", "before-after"), "--analysis before-after looks at one arm alone"),
        (("diary", "--out", "x.csv", "--columns", "mood,luck"), "--columns mood,luck: a diary holds"),
        (("run", "--start", "painful", "--load", "0.01"), "Use --start calm, a higher load"),
        (("sensitivity", "--over", "load,g", "-n", "5"), "-n 5 lies outside 16 to 262144"),
        (("tipping", "g", "--within", "0", "99"), "--within 0 99 is no range for g"),
        (("population", "--level", "nan"), "--level nan is not a finite number"),
        (("trials", "--load", "0.2"), "--load 0.2: trials are set beside a calm and a painful start"),
        (("trial", "--power", "2,4"), "2 people are too few for 2 arms"),
        (("run", "--wander", "far"), "unrecognized arguments: --wander. Type: stresspain run --help"),
        (("trial", "--power", "\x1b[31m\u202e"), "--power \\x1b[31m\\u202e: whole numbers"),
        (("tipping", "--distance", "painful", "--load", "0.01"), "Use --distance calm."),
    ],
)
def test_an_error_names_the_option_that_was_typed(capsys, words, said):
    assert main(words) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "=" not in told


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("run --load 0.3", "load = 9 lies outside 0 to 1.5"),  # it stands in a file
        ("trials --load 0.3", "as in scenario(load=0.4, start='painful', plan=[adaptogen(600)])"),
        ("run", "as in scenario(...), or scenario(plan=PLAN), or scenario(plan=[nonsense(3)]), or scenario(load=)"),
        ("smallest stressor", "as in load=[(0, 0.3), (20, 0.9), (62, 0.3)]; this one has 1 levels"),
        ("population --vary k_qs=a", "Write k_qs=0.25 or load=0.2:0.5."),
        ("population", "No outcome is called 'x level=3'."),
        ("population --vary load=0.2", "as in --vary load=0.2:0.5"),
        ("run --set k_qs=1", "k_qs = 1 lies outside"),  # no option is called so
        ("run", "There is no scenario 'load=0.3.toml'."),
        ("diary --out x --columns a", r"columns = ['\\x1...']"),  # cut short in the middle of a sign
        ("run", "Nothing stands here."),
    ],
)
def test_what_cannot_be_typed_stays_as_it_is(words, message):
    assert as_typed(message, parser().parse_args(words.split())) == message


def test_a_list_of_names_is_typed_with_commas():
    given = parser().parse_args(["recover", "--parameters", "g"])
    assert as_typed("as in parameters=['k_qs', 'load']", given) == "as in --parameters k_qs,load"


def test_advice_to_make_a_scenario_is_given_as_it_is_typed(capsys):
    assert main(["smallest", "dose"]) == 2
    told = capsys.readouterr().err
    assert told.rstrip().endswith("as in --load 0.4 --start painful --take adaptogen:dose_mg=600.")
    assert main(["smallest", "dose", *told.rstrip(".\n").partition("as in ")[2].split(), "--days", "100"]) == 0
