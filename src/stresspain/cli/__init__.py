"""The command ``stresspain``: parse, call, print; no arithmetic. Illustrative, not clinical.

Exit codes: 0 done; 1 a run failed, or a file could not be reproduced; 2 the input cannot be used;
130 interrupted.
One file per group of commands; each has ``add(commands)``, which declares them.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from stresspain import __version__
from stresspain.cli.typed import as_typed
from stresspain.model.errors import InputError, RunError


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints fit on one line."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message}. Type: {self.prog} --help")


def parser() -> argparse.ArgumentParser:
    """Build the whole command line."""
    # Here, so that whoever interrupts while all this loads gets one line too.
    from stresspain.cli import (
        demo,
        doubt,
        explorer,
        fit,
        library,
        look,
        loops,
        numbers,
        population,
        runs,
        search,
        tipping,
        trial,
    )

    top = _Parser(
        prog="stresspain",
        description='Teach and explore the stress-pain "vicious cycle". Illustrative, not clinical.',
        epilog="Exit codes: 0 done; 1 a run failed; 2 the input cannot be used; 130 interrupted.",
    )
    top.add_argument("--version", action="version", version=f"stresspain {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    for group in (demo, library, explorer, runs, tipping, loops, numbers, population, trial, search, fit, doubt, look):
        group.add(commands)
    for listed in commands._choices_actions:  # argparse keeps the line of help for the list alone
        command, what = commands.choices[listed.dest], str(listed.help)
        command.description = command.description or f"{what[0].upper()}{what[1:]}. Illustrative, not clinical."
        command.set_defaults(parser=command)
    return top


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    _open_what_is_closed()
    os.environ.pop("MPLBACKEND", None)  # what opens windows: no command does, and a wrong one would end it
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows a question mark
    given = argparse.Namespace()
    try:
        given, left = parser().parse_known_args(words)
        if left:
            given.parser.error(f"unrecognized arguments: {' '.join(left)}")
        from stresspain.cli.given import check_files  # loaded by now, together with the commands

        check_files(given)
        code = int(given.call(given) or 0)
        sys.stdout.flush()
        return code
    except InputError as error:
        return _complain(as_typed(str(error), given), 2)
    except (RunError, ImportError) as error:
        return _complain(as_typed(str(error), given), 1)
    except KeyboardInterrupt as stopped:
        return _complain(as_typed(str(stopped), given) or "interrupted; files already there are whole", 130)
    except BrokenPipeError:
        # Whoever read our output has stopped reading: say nothing more, also at shutdown.
        _silence()
        return 0
    except OSError as error:
        _silence()
        return _complain(f"the output cannot be written: {error.strerror}", 1)


def _open_what_is_closed() -> None:
    """Print to nowhere where whoever called has closed a stream."""
    nowhere = Path(os.devnull)
    sys.stdout, sys.stderr = sys.stdout or nowhere.open("w"), sys.stderr or nowhere.open("w")


def _silence() -> None:
    """Send what is still to be printed nowhere, so that Python does not try again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(error: object, code: int) -> int:
    """Print one line to stderr; of what was given, nothing that a terminal would obey."""
    line = " ".join(str(error).split())
    print("stresspain:", "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line), file=sys.stderr)
    return code
