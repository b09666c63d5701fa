"""The JSON Schema of scenario files: made of the declarations, shipped as made, and of one mind with the reader."""

from __future__ import annotations

import json
import tomllib

import pytest
from jsonschema import Draft7Validator

from stresspain import InputError, adaptogen, cut, library, painkiller, read_scenario, scenario
from stresspain.exchange.scenario_schema import NAME, schema, schema_text
from stresspain.exchange.scenario_toml import KEYS
from stresspain.exchange.scenario_write import toml_of
from stresspain.model.files import data_file
from stresspain.model.parameters import PARAMETERS, PERSONAL

VALIDATOR = Draft7Validator(schema())


def valid(written: str) -> bool:
    return VALIDATOR.is_valid(tomllib.loads(written))


def test_the_shipped_schema_is_the_one_that_the_declarations_make():
    shipped = data_file(f"scenarios/{NAME}").read_text(encoding="utf-8")
    assert shipped == schema_text(), "run: stresspain scenarios --schema > data/scenarios/scenario.schema.json"
    Draft7Validator.check_schema(json.loads(shipped))


@pytest.mark.parametrize("name", library())
def test_every_shipped_scenario_is_valid_as_it_stands_and_as_we_write_it(name):
    assert valid(data_file(f"scenarios/{name}.toml").read_text(encoding="utf-8"))
    assert valid(toml_of(library()[name]))


def test_what_is_written_out_whole_is_valid():
    plan = [cut("pain->stress"), painkiller().stopped(), adaptogen().during((0, 9), (9, None, 300))]
    assert valid(toml_of(scenario(plan=plan, start=[0.1, 1.1, 0.2, 0.1, 0], days=[0, 0.5])))


def test_the_schema_knows_every_entry_and_every_number_of_a_person_with_its_range():
    made = schema()["properties"]
    assert list(made) == list(KEYS)
    for name in PERSONAL:
        number = made["person"]["properties"][name]
        assert (number["minimum"], number["maximum"]) == (PARAMETERS[name].low, PARAMETERS[name].high)


@pytest.mark.parametrize(
    "wrong",
    [
        *("dayz = 9", "days = 0", "days = '9'", "load = 2", "load = [[0]]", "start = 'fine'", "start = [1]"),
        *("title = 5", "damage = -1", "load = {scale = '0-1'}", "person = {k_qz = 1}", "person = {load = 1}"),
        *("person = {rho = -2}", "plan = {}", "plan = [{}]", "plan = [{intervention = 'adaptogin'}]"),
        *("plan = [{intervention = 'posture', dose_mg = 5}]", "plan = [{intervention = 'adaptogen', reading = 'x'}]"),
        *("plan = [{name = 'x'}]", "plan = [{name = 'a b', reductions = {k_sm = 1}}]", "levels = 3"),
        "plan = [{name = 'x', reductions = {tau_s = 0.1}}]",
    ],
)
def test_what_the_schema_refuses_the_reader_refuses_too(wrong, tmp_path):
    path = tmp_path / "wrong.toml"
    path.write_text(wrong, encoding="utf-8")
    assert not valid(wrong)
    with pytest.raises(InputError, match=r"wrong\.toml"):
        read_scenario(path)
