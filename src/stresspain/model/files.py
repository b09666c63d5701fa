"""Files that are either the old one or the new one, whole; and where the shipped data lie."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from stresspain.model.errors import InputError, shown, unknown


def as_path(path: object, name: str = "path", kind: str = "folder", such: str = "run.zarr") -> Path:
    """Return a path, if one was given that a file or folder can have.

    Raises
    ------
    InputError
        If it is no path, or no name that a file can have.
    """
    if not isinstance(path, (str, Path)) or not str(path):
        raise InputError(f"{name} = {shown(path)} is not the path of a {kind}. Give a text, as in {name}='{such}'.")
    try:
        Path(path).lstat()
    except ValueError as error:
        raise InputError(f"{shown(str(path))} is no name that a file can have: {error}. Choose another.") from None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise InputError(f"{shown(str(path))} is no name that a file can have: too long. Choose another.") from None
    return Path(path)


def write_whole(path: Path, data: str | bytes) -> Path:
    """Write a file under a temporary name beside it and move it into place.

    Whatever interrupts it, the old file stays as it was. Missing folders are made, and a link is
    followed: the file it leads to is the one that is replaced.

    Raises
    ------
    InputError
        If the file cannot be written, with the system's reason; or if it is a device, a pipe or a
        folder, which a file may not replace.
    """
    raw = data.encode("utf-8") if isinstance(data, str) else data
    temporary = ""
    try:
        check_place(path)
        place = path.resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name[:40]}.")
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(place)
        temporary = ""
    except InputError:
        raise
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "its name holds a character that no file name can"
        raise InputError(f"{shown(str(path))} cannot be written: {reason}. Choose another place.") from None
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
    return path


def check_place(path: Path, *, folder: bool = False) -> None:
    """Make sure that a file or folder can be made here, as far as can be told without making it.

    Raises
    ------
    InputError
        If something else stands there, no folder can be made on the way, or nothing may be written in
        the one that is there.
    """
    try:
        place = path.resolve()
        taken = place.exists() and not (place.is_dir() if folder else place.is_file())
        there = next((outer for outer in place.parents if os.path.lexists(outer)), place)
    except (OSError, ValueError, RuntimeError):
        return  # whoever writes it tells why it can't be
    if taken:
        why = "it is no folder" if folder else "it is no ordinary file"
    elif not there.is_dir():
        why = f"{shown(there.name)} is no folder"
    elif not os.access(there, os.W_OK | os.X_OK):
        why = f"nothing may be written in {shown(str(there))}"
    else:
        return
    raise InputError(f"{shown(str(path))} cannot be written: {why}. Choose another place.")


def _umask() -> int:
    """Return the permissions that new files do without (reading them means setting them)."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def data_folder() -> Path:
    """Return the folder of the shipped data: in an installed package, or in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_data"
    return installed if installed.is_dir() else package.parents[1] / "data"


def data_file(name: str) -> Path:
    """Return the path of a shipped data file such as ``diaries/exam_term.csv``.

    Raises
    ------
    InputError
        If there is none of that name, with the nearest one.
    """
    folder = data_folder()
    known = {p.relative_to(folder).as_posix(): "" for p in sorted(folder.rglob("*")) if p.is_file()}
    if name not in known:
        raise unknown("data file", name, known)
    return folder / name
