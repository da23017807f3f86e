"""Which files of a drop folder are taken."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub.drop_folder import MOST_BYTES, arrivals
from hub.errors import SourceFailed

LATER = datetime(2100, 1, 1, tzinfo=UTC)


def names(folder: Path, at: datetime = LATER) -> list[str]:
    return [each.name for each in arrivals(folder, "ms_project:plan", at)]


def test_a_folder_that_is_not_there_makes_the_source_fail(tmp_path: Path):
    with pytest.raises(SourceFailed):
        names(tmp_path / "gone")


def test_files_are_taken_by_name(tmp_path: Path):
    for name in ("b.xml", "a.xml"):
        (tmp_path / name).write_bytes(b"plan")

    assert names(tmp_path) == ["a.xml", "b.xml"]


@pytest.mark.parametrize("name", ["~$plan.xml", ".plan.xml", "plan.xml.part", "plan.TMP"])
def test_a_file_that_is_not_finished_waits(name: str, tmp_path: Path):
    (tmp_path / name).write_bytes(b"plan")

    assert names(tmp_path) == []


def test_a_file_that_was_just_changed_waits(tmp_path: Path):
    path = tmp_path / "plan.xml"
    path.write_bytes(b"plan")
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)

    assert names(tmp_path, changed + timedelta(seconds=2)) == []
    assert names(tmp_path, changed + timedelta(seconds=6)) == ["plan.xml"]


def test_links_lead_nowhere(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "soft.xml").symlink_to(secret)
    os.link(secret, folder / "hard.xml")
    os.mkfifo(folder / "pipe.xml")

    assert names(folder) == []


def test_one_byte_more_than_allowed_is_read_and_no_more(tmp_path: Path):
    (tmp_path / "plan.xml").write_bytes(b"x" * (MOST_BYTES + 100))

    [taken] = arrivals(tmp_path, "ms_project:plan", LATER)

    assert len(taken.body) == MOST_BYTES + 1
