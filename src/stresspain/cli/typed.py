"""Errors in the words that were typed: what the library calls ``resume=True`` is ``--resume`` here.

The layers below speak to whoever calls functions. An option has the name of the argument that it stands for
(`_CALLED` holds the exceptions), so the usage of a command tells which of those names can be typed, and how.
"""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Mapping
from typing import Any

from stresspain.model.catalogue import CATALOGUE

#: An argument of the library -> the option that stands for it under another name.
_CALLED = {"n": "people", "crn": "same_people", "start": "distance"}

#: What may stand for one option: no list of pairs, and no range such as 0.2:0.5.
_VALUE = r"""True|'[^']*'|\[[^\[\]()]*\]|\([^()]*\)|-?(?:inf\b|nan\b|[\d.]+(?:e[-+]?\d+)?(?<!\.))(?![\w.]*:\d)"""

#: A call, with calls inside.
_CALL = r"(?<!\w)\w+\((?:[^()]|\([^()]*\))*\)"

#: What was given, in quotes; an option with what follows it; a call: left as they are (but for `_SCENARIO`).
_LEFT = rf"(?<!\w)'[^']*'(?!\w)|--[a-z][-\w]* \S+|{_CALL}"

#: Advice to make a scenario of one's own.
_SCENARIO = "scenario("

#: Or else ``name=value``, which is advice, or ``name = value``, which was given.
_SAID = re.compile(rf"{_LEFT}|(?<![\w.'/-])(?P<name>[a-z_]+)(?P<equals>=| = )(?P<value>{_VALUE})")


def as_typed(message: str, given: argparse.Namespace) -> str:
    """Return a message of the library with every argument that can be typed here written as it is typed.

    Examples
    --------
    >>> parser = argparse.ArgumentParser()
    >>> action = parser.add_argument("--level", type=float)
    >>> parser.set_defaults(parser=parser)
    >>> as_typed("level = 12 lies outside 0 to 10. Use level=3.", parser.parse_args(["--level", "12"]))
    '--level 12 lies outside 0 to 10. Use --level 3.'
    """
    if "parser" not in given:
        return message
    usage = re.findall(r"(?<!\w)--?[a-z][-\w]*", given.parser.format_usage())
    options = {option.lstrip("-").replace("-", "_"): option for option in usage}

    def translated(said: re.Match[str]) -> str:
        if said[0].startswith(_SCENARIO):
            try:
                return _scenario(said[0], options) or said[0]
            except (SyntaxError, ValueError, AttributeError, LookupError):
                return said[0]  # no scenario that can be typed here
        name = said["name"]
        name = name if name in options else _CALLED.get(name, name)
        if name not in options:
            return said[0]
        value = _written(_read(said["value"]))
        if said["equals"] != "=" and value != _written(getattr(given, name, None)):
            return said[0]  # it was not given with this option, but in a file, or along with something else
        return options[name] if value == "True" else f"{options[name]} {value}"

    return _SAID.sub(translated, message)


def _scenario(call: str, options: Mapping[str, str]) -> str:
    """Write the call that makes a scenario with options.

    Examples
    --------
    >>> options = {"load": "--load", "take": "--take"}
    >>> _scenario("scenario(load=0.4, plan=[adaptogen(600)])", options)
    '--load 0.4 --take adaptogen:dose_mg=600'
    """
    words = []
    for part in ast.parse(call, mode="eval").body.keywords:  # type: ignore[attr-defined]
        if part.arg == "plan":
            words += [f"{options['take']} {_taken(one)}" for one in part.value.elts]
        else:
            words.append(f"{options[part.arg]} {_written(ast.literal_eval(part.value))}")
    return " ".join(words)


def _taken(call: ast.Call) -> str:
    """Write a call that makes an intervention as it is given to ``--take``."""
    name = ast.unparse(call.func)
    given = [*zip(CATALOGUE[name].__annotations__, call.args, strict=False), *((k.arg, k.value) for k in call.keywords)]
    return ":".join(filter(None, [name, ",".join(f"{key}={_written(ast.literal_eval(v))}" for key, v in given)]))


def _read(text: str) -> Any:
    """Return the value that a text of Python stands for; the text where a message has cut it short."""
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return text


def _written(value: Any) -> str:
    """Return a value as it is typed: words with commas between, numbers with blanks."""
    if isinstance(value, (list, tuple)):
        return ("," if all(isinstance(one, str) for one in value) else " ").join(map(_written, value))
    return f"{value:.12g}" if isinstance(value, (int, float)) and value is not True else str(value)
