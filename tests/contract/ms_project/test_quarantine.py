"""Tasks, values and links that are not understood, and files that are refused."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.ms_project.frames import MOST_TASKS
from connectors.ms_project.links import circles
from connectors.ms_project.project import read_project
from hub.model.facts import EditionRead, RecordQuarantined
from hub.refused_files import FileRefused
from tests.contract.ms_project.plans import after, desk, plan, task

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_every_task_of_a_file_is_mapped_or_in_quarantine(database_url: str, tmp_path: Path):
    odd = [
        task(2, IsNull=1, Name=None),
        task(3, Name=None),
        task(4, UID=None),
        task(5),
        task(5, "Again"),
        task(6, ExternalTask=1),
    ]
    with desk(database_url, tmp_path) as it:
        it.read(plan(task(1), *odd))
        [edition] = it.of(EditionRead)
        reasons = sorted(each.reason for each in it.of(RecordQuarantined))

    assert (edition.rows_in, edition.mapped, edition.quarantined) == (8, 4, 4)
    assert reasons == ["duplicate_uid", "duplicate_uid", "no_title", "no_uid"]


@pytest.mark.parametrize(
    ("texts", "field", "reason"),
    [
        ({"PercentComplete": 130}, "percent", "percent_out_of_range"),
        ({"Start": "1984-01-01T00:00:00"}, "start", "date_out_of_range"),
        ({"Finish": "soon"}, "due", "date_not_understood"),
        ({"Finish": "2026-03-02T17:00:00"}, "due", "finish_before_start"),
        ({"Duration": "five days"}, "duration_d", "number_not_understood"),
    ],
)
def test_a_bad_value_is_in_quarantine_and_its_task_is_kept(
    texts: dict, field: str, reason: str, tmp_path: Path
):
    with desk(f"sqlite:///{tmp_path}/events.db", tmp_path) as it:
        it.read(plan(task(1, **texts)))
        told = {(each.field, each.reason): each for each in it.of(RecordQuarantined)}

        assert told[field, reason].item == "plan/1"
        assert told[field, reason].rows == 0
        assert it.item(1).title == "Task 1"


def test_a_value_in_quarantine_is_not_cleared(database_url: str, tmp_path: Path):
    with desk(database_url, tmp_path) as it:
        it.read(plan(task(1)))
        it.read(plan(task(1, Finish="soon"), saved="2026-03-12"))

        assert it.item(1).value("due") == "2026-03-13"


def test_links_that_lead_nowhere_or_in_a_circle_are_in_quarantine(
    database_url: str, tmp_path: Path
):
    ring = [task(1, more=[after(3)]), task(2, more=[after(1)]), task(3, more=[after(2)])]
    beside = task(4, more=[after(1), after(99), after(4)])
    with desk(database_url, tmp_path) as it:
        it.read(plan(*ring, beside))
        found = sorted((e.item, e.reason, e.text) for e in it.of(RecordQuarantined))

        assert found == [
            ("plan/1", "predecessor_circle", "3FS"),
            ("plan/2", "predecessor_circle", "1FS"),
            ("plan/3", "predecessor_circle", "2FS"),
            ("plan/4", "predecessor_circle", "4FS"),
            ("plan/4", "predecessor_missing", "99FS"),
        ]
        assert it.item(4).value("predecessor") == "1FS"


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=20))
def test_two_tasks_are_in_one_circle_only_if_each_follows_the_other(pairs: list[tuple[int, int]]):
    above: dict[str, list[str]] = {str(n): [] for n in range(7)}
    for one, other in pairs:
        above[str(one)].append(str(other))

    parts = circles(above)

    for here, there in itertools.product(above, above):
        together = there in reached(above, here) and here in reached(above, there)
        assert (parts[here] == parts[there]) == (together or here == there)


def reached(above: dict[str, list[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = list(above[start])
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += above[name]
    return found


HOSTILE = {
    "entities": (b'<!DOCTYPE p [<!ENTITY a "b">]>' + plan(task(1)), "dtd"),
    "no sign of Project": (b"<!--" + b" " * 5000 + b"-->" + plan(task(1)), "unknown_kind"),
    "cut": (plan(task(1), task(2))[:-40], "damaged_project"),
    "nested": (
        plan(task(1)).replace(b"<Tasks>", b"<a>" * 90 + b"</a>" * 90 + b"<Tasks>"),
        "damaged_project",
    ),
    "another root": (
        b'<Tasks xmlns="http://schemas.microsoft.com/project"></Tasks>',
        "unknown_kind",
    ),
    "a page": (b"<html><body>plan</body></html>", "unknown_kind"),
    "nothing": (b"", "empty_file"),
    "another container": (OLE + b"x" * 600, "unknown_kind"),
    "too many tasks": (
        plan() .replace(b"</Tasks>", b"<Task><IsNull>1</IsNull></Task>" * MOST_TASKS + b"</Tasks>"),
        "too_much_inside",
    ),
    "too large": (plan(task(1)) + b" " * (20 << 20), "too_large"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_by_its_reason(name: str):
    body, code = HOSTILE[name]

    with pytest.raises(FileRefused) as refused:
        read_project(body, "plan.xml")

    assert refused.value.code == code


def test_a_document_type_behind_a_long_comment_is_found():
    body = plan(task(1)).replace(
        b"<Project", b"<!--http://schemas.microsoft.com/project " + b" " * 5000 + b"-->"
        b'<!DOCTYPE p [<!ENTITY a "b">]><Project', 1
    )  # fmt: skip

    with pytest.raises(FileRefused) as refused:
        read_project(body, "plan.xml")

    assert refused.value.code == "dtd"


def test_a_file_of_project_itself_is_kept_and_gets_its_sentence(database_url: str, tmp_path: Path):
    body = OLE + b"MSProject.MPP14" * 100
    with desk(database_url, tmp_path) as it:
        outcome = it.read(body, "plan.mpp")
        [told] = it.of(RecordQuarantined)

        assert outcome.outcome == "good"
        assert told.reason == "mpp"
        assert "XML Format" in told.remedy
        assert it.originals.read(told.original) == body
