"""Files are the old one or the new one, whole; and the shipped data are found by name."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from stresspain import InputError
from stresspain.model.files import data_file, data_folder, write_whole


def test_a_file_holds_what_was_written_text_or_bytes(tmp_path):
    assert write_whole(tmp_path / "a" / "b" / "text.txt", "é\n").read_bytes() == "é\n".encode()
    assert write_whole(tmp_path / "raw.bin", b"\x00\r\n").read_bytes() == b"\x00\r\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "raw.bin"]


def test_a_new_file_has_the_usual_permissions(tmp_path):
    (tmp_path / "usual").write_text("")
    written = write_whole(tmp_path / "ours", "")
    assert written.stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize("broken", ["os.fdopen", "pathlib.Path.replace"])
@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), KeyboardInterrupt()])
def test_whatever_interrupts_writing_the_old_file_stays_whole_and_nothing_is_left_over(
    tmp_path, monkeypatch, broken, failure
):
    path = write_whole(tmp_path / "file.txt", "old")

    def fail(handle, *_):
        if isinstance(handle, int):
            os.close(handle)
        raise failure

    monkeypatch.setattr(broken, fail)
    with pytest.raises(InputError if isinstance(failure, OSError) else KeyboardInterrupt) as caught:
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["file.txt"]
    if isinstance(failure, OSError):
        assert "No space left on device. Choose another place" in str(caught.value)


def test_a_place_that_cannot_be_written_is_refused_with_the_reason(tmp_path):
    (tmp_path / "file").write_text("here")
    for place in (tmp_path / "file" / "below.txt", tmp_path, tmp_path / ("x" * 300), tmp_path / "a\0b"):
        with pytest.raises(InputError, match="cannot be written: "):
            write_whole(Path(place), "new")
    assert (tmp_path / "file").read_text() == "here"


def test_shipped_data_are_found_by_name_and_the_nearest_name_is_offered():
    assert data_file("diaries/exam_term.csv").is_file()
    assert data_folder() in data_file("README.md").parents
    with pytest.raises(
        InputError, match=r"No data file is called 'diaries/exam_terms.csv'; did you mean 'diaries/exam"
    ):
        data_file("diaries/exam_terms.csv")
    with pytest.raises(InputError, match="No data file is called"):
        data_file("../pyproject.toml")


def test_a_link_is_followed_and_stays_a_link(tmp_path):
    (tmp_path / "link.csv").symlink_to(tmp_path / "target.csv")
    write_whole(tmp_path / "link.csv", "new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "target.csv").read_text() == "new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name on this system")
def test_a_pipe_a_folder_and_a_device_are_never_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", tmp_path, Path(os.devnull)):
        with pytest.raises(InputError, match="no ordinary file"):
            write_whole(place, "new")
    assert not (tmp_path / "pipe").is_file()
    assert not Path(os.devnull).is_file()
