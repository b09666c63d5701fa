"""Pictures of what was found, not run, say where they come from too. Illustrative, not clinical."""

import ast
import json
import re
from pathlib import Path

import pytest

import stresspain as sp
import stresspain.show
from stresspain.exchange.records import read_record
from stresspain.population.findings import FINDINGS, record_of_finding

#: Findings that chance has a part in.
CHANCE = {
    "crowd",
    "set of responders",
    "set of trajectory groups",
    "share-out of variance",
    "trial of early warning",
    "virtual trial",
    "same people in every arm",
    "power of a trial",
    "verdicts of trials",
    "made-up diary",
    "fit of a diary",
    "test of recovery",
}
PAINFUL = sp.scenario(load=0.4, start="painful", plan=sp.adaptogen(600, stop=84), days=60)


def _made():
    """Make one finding of every kind: name -> its picture."""
    run = sp.simulate(PAINFUL)
    diary = sp.pain_diary(PAINFUL, noise=0.3, seed=3)
    crowd = sp.people(40, seed=3, spread={"load": (0.25, 0.6), "x_half": 0.2})
    many = sp.simulate_many(crowd, PAINFUL, outcomes=["last", "important_change"], days=range(0, 61, 5))
    answers = sp.sensitivities(PAINFUL, parameters=["load", "g"])
    return {
        "set of rests": sp.cobweb(load=0.4, plan=sp.movement()),
        "set of tipping points": sp.tipping_points("adaptogen", load=0.4, plan=sp.adaptogen(600)).plot(),
        "tipping map": sp.tipping_map("load", "g", size=(12, 12)).plot(),
        "set of loops": sp.diagram(run, day=30),
        "course of loops": run.plot("loops"),
        "plan": (sp.adaptogen(300, on=56, off=14) + sp.sleep()).plot(),
        "search": sp.smallest("dose", PAINFUL.but(days=365), between=(100.0, 2000.0)).plot(),
        "set of sensitivities": answers.plot(),
        "ranking": answers.ranking("last").plot(),
        "share-out of variance": sp.sobol(
            {"load": (0.1, 0.2), "k_ls": (0.5, 0.7)}, outcome="last", n=64, seed=3
        ).plot(),
        "crowd": many.plot(),
        "set of responders": sp.responders(many).plot(),
        "set of trajectory groups": sp.trajectory_groups(many).plot(),
        "trial of early warning": sp.early_warning(days=400, replicates=20, seed=3).plot(),
        "made-up diary": diary.plot(),
        "fit of a diary": sp.fit(diary, parameters=["k_qs"], scenario=PAINFUL, seed=3).plot(),
        "test of recovery": sp.recovery(PAINFUL, parameters=["k_qs"], diaries=5, seed=3).plot(),
        "virtual trial": sp.trial("salve_2019", 30, seed=3).plot(),
        "same people in every arm": sp.trial("salve_2019", 30, seed=3, crn=True).plot(),
        "power of a trial": sp.power("chandrasekhar_2012", [8, 16], replicates=20, seed=3).plot(),
        "verdicts of trials": sp.verdicts({"as read": "chandrasekhar_2012"}, 16, replicates=20, seed=3).plot(),
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("findings")
    for kind, picture in _made().items():
        picture.save(place / f"{kind}.svg")
    return place


def test_there_is_a_picture_of_every_kind_of_finding(folder):
    assert {path.stem for path in folder.iterdir()} == set(FINDINGS)


@pytest.mark.parametrize("kind", FINDINGS)
def test_a_finding_is_found_again(folder, kind):
    found = sp.reproduce(folder / f"{kind}.svg")
    assert found.kind == kind
    assert found.compared >= 2
    assert found.same
    assert found.largest <= 1e-9


@pytest.mark.parametrize("kind", FINDINGS)
def test_its_file_holds_version_scenario_engine_tolerances_and_seed(folder, kind):
    record = read_record(folder / f"{kind}.svg").record
    assert record["version"] == sp.__version__
    assert sp.Scenario.from_dict(record["given"]["scenario"])
    engine = record["provenance"]["engine"]
    assert engine == "the equations alone" or {"tol", "rtol"} & set(record["provenance"])
    assert ("seed" in record["given"]) == (kind in CHANCE)


@pytest.mark.parametrize("kind", FINDINGS)
def test_a_number_that_was_changed_is_found(folder, tmp_path, kind):
    text = (folder / f"{kind}.svg").read_text(encoding="utf-8")
    record = dict(read_record(folder / f"{kind}.svg").record)
    name = next(iter(record["numbers"]))
    record["numbers"] = {**record["numbers"], name: (record["numbers"][name] or 0.0) + 0.5}
    changed = re.sub(
        r'(<metadata id="stresspain">).*(</metadata>)',
        lambda m: m[1] + json.dumps(record).replace('"', "&quot;").replace(">", "&gt;") + m[2],
        text,
    )
    (tmp_path / "changed.svg").write_text(changed, encoding="utf-8")
    found = sp.reproduce(tmp_path / "changed.svg")
    assert not found.same
    assert f"{kind}: {name} was" in found.explain()


def test_another_person_is_another_finding(folder, tmp_path):
    text = (folder / "set of loops.svg").read_text(encoding="utf-8")
    assert "&quot;load&quot;: 0.4" in text
    (tmp_path / "x.svg").write_text(text.replace("&quot;load&quot;: 0.4", "&quot;load&quot;: 0.9"), encoding="utf-8")
    assert not sp.reproduce(tmp_path / "x.svg").same


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"kind": "horoscope", "given": {}}, "No kind of finding is called 'horoscope'"),
        ({"kind": [], "given": {}}, "No kind of finding"),
        ({"kind": "set of loops", "given": 3}, "what was given = 3 is not a table"),
        ({"kind": "set of loops", "given": {}}, "has no 'scenario'"),
        ({"kind": "plan", "given": {"scenario": {"plan": []}}}, "scenario has no 'person'"),
        ({"kind": "set of tipping points", "given": {"scenario": PAINFUL.to_dict()}}, "does not name 1 numbers"),
        (
            {"kind": "tipping map", "given": {"scenario": PAINFUL.to_dict(), "open": [["load", 0, 1], ["g", 0, 1]]}},
            "size",
        ),
        ({"kind": "search", "given": {"scenario": PAINFUL.to_dict()}}, "what = None is not a text"),
        (
            {"kind": "share-out of variance", "given": {"scenario": PAINFUL.to_dict(), "over": 3, "outcome": "last"}},
            "over = 3",
        ),
        (
            {"kind": "ranking", "given": {"scenario": PAINFUL.to_dict(), "engine": "abacus"}},
            "is not one of scipy, heyoka",
        ),
    ],
)
def test_a_mangled_finding_is_a_lesson(tmp_path, record, said):
    (tmp_path / "x.csv").write_text(f"# provenance: {json.dumps({'version': '0.1.0', **record})}\n", encoding="utf-8")
    with pytest.raises(sp.InputError, match=re.escape(said)):
        sp.reproduce(tmp_path / "x.csv")


def test_something_else_is_no_finding():
    with pytest.raises(sp.InputError, match="int is no finding that is kept in files"):
        record_of_finding(3)


def test_no_picture_is_made_without_its_record():
    for path in Path(stresspain.show.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Picture":
                assert "record" in {word.arg for word in node.keywords}, f"{path.name}, line {node.lineno}"
