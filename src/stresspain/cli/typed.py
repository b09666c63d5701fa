"""Errors in the words that were typed: what the library calls ``resume=True`` is ``--resume`` here.

The layers below speak to whoever calls functions. An option has the name of the argument that it stands for
(`_CALLED` holds the exceptions), so the usage of a command tells which of those names can be typed, and how.
"""

from __future__ import annotations

import argparse
import ast
import re
from typing import Any

#: An argument of the library -> the option that stands for it under another name.
_CALLED = {"n": "people", "crn": "same_people", "start": "distance"}

_VALUE = r"""True|'[^']*'|\[[^\]]*\]|\([^()]*\)|-?[\d.]+(?:e[-+]?\d+)?(?<!\.)"""

#: An option with what follows it, or a call: left as they are.
_LEFT = r"--[a-z][-\w]* \S+|\w+\((?:[^()]|\([^()]*\))*\)"

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
        name = said["name"]
        name = name if name in options else _CALLED.get(name, name)
        if name not in options:
            return said[0]
        value = _written(_read(said["value"]))
        if said["equals"] != "=" and value != _written(getattr(given, name, None)):
            return said[0]  # it was not given with this option, but in a file, or along with something else
        return options[name] if value == "True" else f"{options[name]} {value}"

    return _SAID.sub(translated, message)


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
