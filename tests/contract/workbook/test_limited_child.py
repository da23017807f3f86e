"""A parser may die; the hub reads the next file."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from connectors.workbook.book import read_book
from connectors.workbook.frames import Request
from hub.child import ChildEnded, ChildLimits, frames
from hub.refused_files import FileRefused
from tests.contract.workbook.hostile import FAR, packed, parts, sheet, text, with_sheet

ASKED = Request(name="周报.xlsx", received_on=date(2026, 3, 11))
CHILD = "tests.contract.workbook.misbehaving"


def misbehave(tmp_path: Path, how: str, **limits) -> str:
    """Run a child that misbehaves; return why it ended."""
    path = tmp_path / "any"
    path.write_bytes(b"x")
    with pytest.raises(ChildEnded) as ended:
        list(frames(CHILD, path, "original", how.encode(), ChildLimits(**limits)))
    return ended.value.code


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("memory", "too_much_memory"),
        ("abort", "too_much_memory"),
        ("leave", "damaged"),
        ("cut", "damaged"),
    ],
)
def test_the_death_of_a_child_is_a_refusal_with_a_reason(tmp_path, how, code):
    assert misbehave(tmp_path, how) == code


def test_a_far_cell_that_no_guard_refuses_kills_the_child_alone(tmp_path):
    path = tmp_path / "far"
    body = with_sheet(sheet(FAR))
    path.write_bytes(body)

    with pytest.raises(ChildEnded) as ended:
        list(frames(CHILD, path, "original.xlsx", b"unguarded", ChildLimits()))

    assert len(body) < 2000
    assert ended.value.code == "too_much_memory"


def test_a_child_that_only_waits_is_stopped(tmp_path):
    assert misbehave(tmp_path, "sleep", wall_s=0.5) == "too_slow"


def test_a_child_that_only_computes_is_stopped(tmp_path):
    assert misbehave(tmp_path, "compute", cpu_s=1) == "too_slow"


def test_a_frame_beyond_the_limit_ends_the_child(tmp_path):
    assert misbehave(tmp_path, "flood", frame=1000) == "too_much_memory"


def test_the_child_sees_no_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("HUB_TEST_SECRET", "1")
    path = tmp_path / "any"
    path.write_bytes(b"x")
    [names] = frames(CHILD, path, "original", b"environment", ChildLimits())

    assert "HUB_TEST_SECRET" not in msgspec.json.decode(names)


def test_a_file_is_read_to_rows():
    book = read_book(packed(parts()), ASKED)
    [frame] = list(book.rows())
    book.close()

    assert frame.texts["title"] == ["接口开发"]
    assert (book.end.rows_in, book.end.mapped) == (1, 1)


def test_a_refusal_comes_back_as_one():
    far = sheet(
        f'<row r="1">{text("A1", "x")}</row><row r="1048576">{text("XFD1048576", "x")}</row>'
    )
    with pytest.raises(FileRefused) as refused:
        read_book(packed({**parts(), "xl/worksheets/sheet1.xml": far}), ASKED)

    assert refused.value.code == "far_cell"
