"""A row under another title: asked about with both cells, answered once, and never merged alone."""

from datetime import timedelta

import pytest

from hub.model.event import Side
from hub.model.facts import (
    EditionHeld,
    RecordQuarantined,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemVanished,
)
from hub.model.people import Person, Role
from hub.model.runs import AnswerIdentity
from tests.contract.workbook.test_editions import FIRST, HEAD, ROWS, Series

COORDINATOR = Person("person:c", Side.CLIENT, Role.COORDINATOR)
NAMELESS = [row[1:] for row in ROWS]
RENAMED = [["MES", "接口开发与联调", *ROWS[0][3:]], *NAMELESS[1:]]


@pytest.fixture
def series(log, tmp_path):
    """Give a series whose first edition has no ids, and whose second names one row otherwise."""
    made = Series(log, tmp_path)
    made.read(NAMELESS, head=HEAD[1:])
    made.told = made.read(RENAMED, head=HEAD[1:])  # type: ignore[attr-defined]
    return made


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


def questions(events):
    return [e for e in of(events, RecordQuarantined) if e.reason == "maybe_same_item"]


def answer(series: Series, *, same: bool) -> None:
    """Answer the only question."""
    [asked] = questions(series.told)  # type: ignore[attr-defined]
    command = AnswerIdentity(
        by=COORDINATOR,
        source="workbook:reports",
        old=asked.values["old"],
        new=asked.values["new"],
        same=same,
    )
    at = FIRST + timedelta(days=7 * (series.week - 1), hours=5)
    series.log.act(command, project="p", run="act", recorded_at=at)


def test_a_renamed_row_is_asked_about_with_both_cells(series):
    [asked] = questions(series.told)

    assert asked.locator.endswith("/周报!B4")
    assert asked.values["other"].endswith("/周报!B4")
    assert asked.locator != asked.values["other"]
    assert len(of(series.told, WorkItemFirstSeen)) == 1
    assert not of(series.told, WorkItemVanished)
    assert not of(series.told, EditionHeld)


def test_a_row_that_is_the_same_goes_on_under_its_first_name(series):
    [asked] = questions(series.told)
    answer(series, same=True)
    later = [["MES", "接口开发与联调", *ROWS[0][3:6], "80%"], *NAMELESS[1:]]

    events = series.read(later, head=HEAD[1:])

    changed = of(events, WorkItemFieldChanged)
    assert {event.subject for event in changed} == {asked.values["old"]}
    assert {event.field for event in changed} == {"title", "percent"}
    assert {event.occurred.lo for event in changed} == {FIRST}
    assert [(e.subject, e.reason) for e in of(events, WorkItemVanished)] == [
        (asked.values["new"], "moved")
    ]
    assert not questions(events)


def test_a_pair_that_is_not_the_same_is_never_asked_about_again(series):
    answer(series, same=False)

    again = series.read(NAMELESS, head=HEAD[1:])
    events = series.read(RENAMED, head=HEAD[1:])

    assert not questions([*again, *events])
    assert not of(events, WorkItemFirstSeen)


def test_another_version_is_never_asked_about(series):
    first = [["MES", "结算 V1.0", *ROWS[0][3:]], *RENAMED[1:]]
    second = [["MES", "结算 V2.0", *ROWS[0][3:]], *RENAMED[1:]]
    series.read(first, head=HEAD[1:])

    assert not questions(series.read(second, head=HEAD[1:]))


def test_what_goes_on_under_its_first_name_is_told_once(series):
    answer(series, same=True)
    later = [["MES", "接口开发与联调", *ROWS[0][3:6], "80%"], *NAMELESS[1:]]
    series.read(later, head=HEAD[1:])

    events = series.read(later, head=HEAD[1:])

    assert not of(events, WorkItemFieldChanged)
    assert not of(events, WorkItemVanished)
