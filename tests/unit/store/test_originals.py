"""Original bytes: kept once, whole, by what they are; redacted with a trace."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import Broken, NotFound
from hub.store import Originals

AT = datetime(2025, 3, 3, tzinfo=UTC)


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    """Give an empty folder."""
    return Originals(tmp_path)


def keep(originals: Originals, body: bytes, *mentions: str) -> str:
    """Keep *body*."""
    return originals.keep(
        body, kind="workbook", origin="周报 w9.xlsx", received_at=AT, mentions=mentions
    )


@pytest.mark.parametrize("name", ["", "0" * 64, "../../etc/passwd", "F" * 64])
def test_what_was_never_kept_is_not_found(originals: Originals, name: str):
    with pytest.raises(NotFound):
        originals.read(name)
    with pytest.raises(NotFound):
        originals.about(name)


def test_any_bytes_come_back(tmp_path: Path):
    originals = Originals(tmp_path)

    @given(st.binary(max_size=200))
    def come_back(body: bytes) -> None:
        assert originals.read(keep(originals, body)) == body

    come_back()


def test_a_note_tells_where_they_came_from(originals: Originals):
    note = originals.about(keep(originals, b"rows", "10001", "10002"))

    assert (note.kind, note.origin, note.received_at) == ("workbook", "周报 w9.xlsx", AT)
    assert (note.size, note.mentions, note.redaction) == (4, ("10001", "10002"), None)


def test_the_same_bytes_are_kept_once(originals: Originals, tmp_path: Path):
    first = keep(originals, b"rows")
    files = sorted(tmp_path.rglob("*"))

    assert keep(originals, b"rows") == first
    assert sorted(tmp_path.rglob("*")) == files


def test_a_crash_between_bytes_and_note_is_mended_by_keeping_again(
    originals: Originals, tmp_path: Path
):
    name = keep(originals, b"rows")
    (tmp_path / name[:2] / f"{name}.json").unlink()

    keep(originals, b"rows")

    assert originals.about(name).size == 4


def test_altered_bytes_are_refused(originals: Originals, tmp_path: Path):
    name, other = keep(originals, b"rows"), keep(originals, b"other rows")
    path = tmp_path / name[:2] / f"{name}.z"
    path.write_bytes((tmp_path / other[:2] / f"{other}.z").read_bytes())
    with pytest.raises(Broken, match=name):
        originals.read(name)

    path.write_bytes(b"not compressed")
    with pytest.raises(Broken, match=name):
        originals.read(name)


def test_a_redacted_original_leaves_its_name_and_a_copy(originals: Originals):
    name = keep(originals, b"Li Wei: late", "10001")

    copy = originals.redact(name, copy=b"***: late", reason="asked to", by="p1", at=AT)

    with pytest.raises(NotFound, match=copy):
        originals.read(name)
    assert originals.read(copy) == b"***: late"
    redaction = originals.about(name).redaction
    assert redaction
    assert (redaction.copy, redaction.by, redaction.reason) == (copy, "p1", "asked to")


def test_reading_the_source_again_does_not_bring_redacted_bytes_back(originals: Originals):
    name = keep(originals, b"Li Wei: late")
    originals.redact(name, copy=None, reason="asked to", by="p1", at=AT)

    keep(originals, b"Li Wei: late")

    with pytest.raises(NotFound, match="redacted"):
        originals.read(name)


def test_no_draft_is_left_behind(originals: Originals, tmp_path: Path):
    keep(originals, os.urandom(1000))

    assert not [path for path in tmp_path.rglob("*") if path.name.startswith(".")]
