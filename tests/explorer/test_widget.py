"""The explorer in a notebook, from Python's side: what the page sends is taken over, or refused with a reason."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from stresspain.model.catalogue import adaptogen
from stresspain.model.errors import InputError
from stresspain.show.explorer.explore import explore
from stresspain.show.explorer.widget import Explorer
from stresspain.simulation.scenario import scenario


@pytest.fixture
def explorer() -> Iterator[Explorer]:
    made = explore(scenario(load=0.4, start="painful", plan=[adaptogen(600, start=7, stop=70)]))
    yield made
    made.close()


def from_page(explorer: Explorer, plain: object) -> None:
    """Do what the widget's channel does when the page sends something."""
    explorer.set_state({"plain": json.loads(json.dumps(plain))})


def test_what_the_page_sends_is_the_scenario_of_python(explorer: Explorer) -> None:
    wanted = scenario(load=[(0, 0.2), (14, 0.9)], plan=[adaptogen(300, "trials", start=3)], days=120)
    from_page(explorer, wanted.to_dict())
    assert explorer.scenario == wanted
    assert explorer.run().scenario == wanted


def test_what_python_sets_is_what_the_page_is_given(explorer: Explorer) -> None:
    wanted = scenario(load=0.5)
    explorer.scenario = wanted
    assert explorer.get_state("plain") == {"plain": wanted.to_dict()}
    assert explorer.scenario == wanted


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("load", 99, "load = 99"),
        ("person", {"k_qz": 1}, "k_qs"),
        ("days", "soon", "days"),
        ("plan", [None], "plan|inter"),
    ],
)
def test_a_bad_value_from_the_page_is_refused_and_both_keep_what_they_had(
    explorer: Explorer, name: str, value: object, reason: str
) -> None:
    before = explorer.scenario
    from_page(explorer, {**before.to_dict(), name: value})
    assert explorer.scenario == before
    assert explorer.plain == before.to_dict()
    assert re.search(reason, explorer.refused)


def test_the_reason_goes_when_something_good_comes(explorer: Explorer) -> None:
    from_page(explorer, {})
    assert "person" in explorer.refused
    from_page(explorer, scenario().to_dict())
    assert explorer.refused == ""


@pytest.mark.parametrize("thing", ["calm", 3, {}])
def test_python_cannot_set_what_is_no_scenario(explorer: Explorer, thing: object) -> None:
    with pytest.raises(InputError, match=r"shows a scenario.*library"):
        explorer.scenario = thing
    with pytest.raises(InputError, match="shows a scenario"):
        explore(thing)


def test_where_no_widget_can_show_a_picture_and_its_words_stand_in(explorer: Explorer) -> None:
    data, _ = explorer._repr_mimebundle_()
    assert set(data) == {"application/vnd.jupyter.widget-view+json", "text/html", "image/png", "text/plain"}
    words = explorer.run().plot().alt
    assert data["text/plain"] == words
    assert f'alt="{words[:20]}' in data["text/html"]
