"""What may be given on the command line for a person, their surroundings and what is taken."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from stresspain.exchange.diary import read_diary
from stresspain.exchange.library import library
from stresspain.exchange.scenario_text import PREFIX, scenario_of_text
from stresspain.exchange.scenario_toml import read_scenario
from stresspain.model.catalogue import CATALOGUE
from stresspain.model.cut import cut
from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.files import check_place
from stresspain.model.interventions import Intervention
from stresspain.model.parameters import OUTSIDE, PARAMETERS
from stresspain.show.picture import format_of
from stresspain.simulation.outcomes import LEVEL
from stresspain.simulation.scenario import Scenario, scenario

T = TypeVar("T")

FILE_HELP = "scenario (.toml, or a name of `stresspain scenarios`) or diary (.csv); the default person if none"

#: Options and arguments that name what is read, what is written, and what of that are pictures or always folders.
_INPUTS = ("file", "files", "diary", "scenario")
_PICTURES = ("plot", "profiles")
_FOLDERS = ("store", "folder")
_OUTPUTS = (*_PICTURES, *_FOLDERS, "csv", "out", "save")


def add_setting(command: argparse.ArgumentParser) -> None:
    """Declare who, under what, taking what."""
    command.add_argument(
        "--take",
        action="append",
        default=[],
        metavar="WHAT",
        help="something of the catalogue, e.g. adaptogen:dose_mg=300,start=14,stop=98 (again for more)",
    )
    command.add_argument(
        "--cut", action="append", default=[], metavar="ARROW", help='e.g. "pain->stress" (again for more)'
    )
    command.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a person's number")
    command.add_argument("--load", type=float, help="load from outside, 0 to 1.5")
    command.add_argument("--damage", type=float, help="structural damage, 0 to 0.5")


def add_changes(command: argparse.ArgumentParser) -> None:
    """Declare what can be changed from the command line."""
    add_setting(command)
    command.add_argument("--scale", choices=("0-10", "0-1"), help="scale of a diary's load, if the file does not say")
    command.add_argument("--start", choices=("calm", "painful"), help="where the run begins")
    command.add_argument("--days", type=int, help="length in whole days")
    add_engine(command)


def add_engine(command: argparse.ArgumentParser) -> None:
    """Declare how it is integrated."""
    command.add_argument(
        "--engine", default="auto", choices=("auto", "scipy", "heyoka"), help="what integrates (auto: the fastest here)"
    )


def add_level(command: argparse.ArgumentParser) -> None:
    """Declare what counts as painful."""
    command.add_argument(
        "--level", type=float, default=LEVEL, help=f"felt pain, 0-10, above which a day counts as painful ({LEVEL:g})"
    )


def add_picture(command: argparse.ArgumentParser, what: str = "write a picture") -> None:
    """Declare that it can be drawn."""
    command.add_argument("--plot", type=Path, metavar="PATH", help=f"{what} (.png, .svg or .pdf)")


def add_json(command: argparse.ArgumentParser) -> None:
    """Declare that it can be told to another program."""
    command.add_argument("--json", action="store_true", help="print JSON")


def scenario_of(path: Path | None, given: argparse.Namespace) -> Scenario:
    """Read a file and apply the changes of the command line."""
    changes: dict[str, Any] = {}
    made = scenario() if path is None else any_scenario(path, scale=given.scale)
    if given.set:
        changes["person"] = made.person.but(**numbers(given))
    if given.take or given.cut:
        changes["plan"] = plan(given, already=made.plan)
    changes |= {n: v for n in ("load", "damage", "start", "days") if (v := getattr(given, n)) is not None}
    return made.but(**changes)


def any_scenario(what: str | Path, *, scale: str | None = None) -> Scenario:
    """Return the scenario of a word (sp1. ...) or link, a diary (.csv), a shipped name or a file, in this order."""
    path, word = Path(what), str(what)
    if word.startswith(PREFIX) or f"#{PREFIX}" in word:
        return scenario_of_text(word)
    if path.suffix.lower() == ".csv":
        diary = read_diary(path, scale=scale)
        return scenario(load=diary.load, days=diary.length, title=path.stem.encode("utf-8", "replace").decode())
    # A bare word is a name of the library, unless a file is called so.
    if word.isidentifier() and not path.exists():
        return library()[word]
    return read_scenario(path)


def check_files(given: argparse.Namespace) -> None:
    """Make sure, before anything is worked out, that what is to be written can be and replaces nothing read.

    Raises
    ------
    InputError
        If an output is an input or another output or lies in one, is a picture of an unknown ending, or
        lies where it cannot be made.
    """
    taken = {path.resolve() for name in _INPUTS for path in _paths(given, name)}
    written = [(name, path) for name in _OUTPUTS for path in _paths(given, name)]
    for name, path in written:
        place = path.resolve()
        if place in taken:
            raise InputError(
                f"{place.name} is named twice: an output would replace it. Give each file a name of its own."
            )
        taken.add(place)
        outer = next((other for _, other in written if other.resolve() in place.parents), None)
        if outer is not None:
            raise InputError(
                f"{shown(str(path))} would lie in {shown(str(outer))}, which is written too. Give it another place."
            )
        if name in _PICTURES:
            format_of(path)
        check_place(path, folder=name in _FOLDERS or path.suffix == ".zarr")


def _paths(given: argparse.Namespace, name: str) -> list[Path]:
    """Return the paths given under a name, which may be none, one or many."""
    found = getattr(given, name, None)
    many = found if isinstance(found, list) else [found]
    return [Path(path) for path in many if isinstance(path, (Path, str))]


def listed(text: str) -> list[str]:
    """Split names at commas."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        raise InputError(f"{text!r} names nothing. Write one name, or several with commas between.")
    return names


def between(text: str, option: str, example: str) -> tuple[str, tuple[float, float]]:
    """Read ``name=low:high``."""
    name, _, bounds = text.strip().partition("=")
    try:
        low, high = (float(bound) for bound in bounds.split(":"))
    except ValueError:
        raise InputError(f"{option} {text}: {bounds!r} is not a range. Write it as in {option} {example}.") from None
    return name, (low, high)


def once(pairs: Iterable[tuple[str, T]], where: str) -> dict[str, T]:
    """Return names with what is given for each; none may be given twice, since only one would count."""
    found: dict[str, T] = {}
    for name, value in pairs:
        if name in found:
            raise InputError(f"{where}: {name} is given twice. Give it once.")
        found[name] = value
    return found


def numbers(given: argparse.Namespace) -> dict[str, float]:
    """Return a person's numbers that were set."""
    found = once((_pair(text, "--set") for text in given.set), "--set")
    for name in filter(found.__contains__, OUTSIDE):
        raise InputError(
            f"--set {name}={found[name]:g}: {name} is not one of a person's numbers ({PARAMETERS[name].meaning}). "
            f"It comes from outside: give it as --{name} {found[name]:g}."
        )
    return found


def plan(given: argparse.Namespace, already: Iterable[Intervention] = ()) -> list[Intervention]:
    """Return what is taken already, what is taken and what is cut."""
    found = [*already, *map(_taken, given.take), *map(cut, given.cut)]
    names = [taken.name for taken in found]
    for name in names:
        if names.count(name) > 1:
            raise InputError(
                f"{name} stands twice in the plan. One intervention has one effect level: give it once with --take "
                "or --cut, or put its courses together in a scenario file."
            )
    return found


def setting(given: argparse.Namespace) -> dict[str, Any]:
    """Return person, load, damage and plan by name, as the functions about endings and loops take them."""
    outside = {name: value for name in ("load", "damage") if (value := getattr(given, name)) is not None}
    return {"person": numbers(given) or None, "plan": plan(given), **outside}


def _taken(text: str) -> Intervention:
    """Make an intervention of ``name:key=value,key=value``."""
    name, _, rest = text.partition(":")
    if name not in CATALOGUE:
        raise unknown(
            "intervention",
            name,
            {
                n: (f.__doc__ or "").removeprefix("Return ").split("\n")[0].split(":")[0].rstrip(".")
                for n, f in CATALOGUE.items()
            },
        )
    allowed = {n: "" for n in CATALOGUE[name].__annotations__ if n != "return"}

    def option(part: str) -> tuple[str, Any]:
        key, value = part.partition("=")[::2]
        if key not in allowed:
            raise unknown(f"option of {name}", key, allowed)
        return (key, value) if key == "reading" else _pair(part, "--take", "adaptogen:dose_mg=300")

    options = once(map(option, filter(None, rest.split(","))), f"--take {name}")
    return CATALOGUE[name](**options)


def _pair(text: str, where: str, example: str = "k_qs=0.4") -> tuple[str, float]:
    """Split ``name=value`` and read the number."""
    name, _, value = text.partition("=")
    try:
        return name, float(value)
    except ValueError:
        raise InputError(f"{where} {text}: {value!r} is not a number. Write it as in {where} {example}.") from None
