"""Jira's XML: its prologue, its ids, its half-empty elements, and hostile files in its place."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.jira_export.moment import from_comment
from hub.model.facts import (
    AnnotationRecorded,
    RecordQuarantined,
    SourceObserved,
    State,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemVanished,
)
from tests.contract.jira_export.files import csv_of, desk, item, row, xml_of

MARCH_2 = datetime(2026, 3, 2, 8, tzinfo=UTC)
AT_9 = "Mon Mar 09 08:00:00 UTC 2026"
BOMB = "<!DOCTYPE rss [{}]>".format("".join(f'<!ENTITY a{n} "&a{n - 1};">' for n in range(1, 9)))


def test_the_comment_before_it_tells_when_it_was_made(tmp_path: Path):
    it = desk(tmp_path)
    it.upload("SearchRequest.xml", xml_of(item(1)))

    [seen] = it.of(WorkItemFirstSeen)
    assert (seen.occurred.hi, seen.fields["title"]) == (MARCH_2, "Item 1")


@pytest.mark.parametrize(
    "prologue",
    [
        b"",
        b"<?xml version='1.0' encoding='UTF-8'?>\n",
        b"\xef\xbb\xbf<?xml version='1.0' encoding='UTF-8'?>\n",
        b"\n\n<?xml-stylesheet href='x'?>\n",
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_the_declaration_may_stand_before_the_comment_or_behind_it(
    tmp_path: Path, prologue: bytes, is_first: bool
):
    whole = xml_of(item(1))
    comment, mark, rest = whole.partition(b"<rss")
    it = desk(tmp_path)
    it.upload("a.xml", prologue + whole if is_first else comment + prologue.lstrip() + mark + rest)

    assert [seen.occurred.hi for seen in it.of(WorkItemFirstSeen)] == [MARCH_2]


def test_nobody_and_unresolved_and_empty_tags_are_nothing(tmp_path: Path):
    it = desk(tmp_path)
    it.upload("a.xml", xml_of(item(1, "<environment></environment><description/>")))

    assert it.of(WorkItemFirstSeen)[0].fields == {
        "title": "Item 1",
        "status": "To Do",
        "extra:status_id": "3",
        "reporter": "jira_export:ABC/person/acc-1",
    }


def test_a_localised_status_is_understood_by_the_key_of_its_category(tmp_path: Path):
    it = desk(tmp_path)
    it.upload("a.xml", xml_of(item(1, status="Готово к проверке", category="indeterminate")))

    assert it.of(WorkItemFirstSeen)[0].state is State.IN_PROGRESS


def test_a_renamed_status_is_no_change_and_another_one_is(tmp_path: Path):
    it = desk(tmp_path)
    it.upload("a.xml", xml_of(item(1, status="To Do", status_id="3")))
    it.upload("b.xml", xml_of(item(1, status="待办", status_id="3", category="new"), at=AT_9))
    renamed = it.of(WorkItemFieldChanged)
    later = "Tue Mar 10 08:00:00 UTC 2026"
    it.upload("c.xml", xml_of(item(1, status="完成", status_id="5", category="done"), at=later))

    assert renamed == []
    changed = {fact.field: fact.new for fact in it.of(WorkItemFieldChanged)}
    assert changed == {"status": "完成", "extra:status_id": "5"}


def test_due_is_the_date_as_written(tmp_path: Path):
    it = desk(tmp_path, zone="America/Los_Angeles")
    it.upload("a.xml", xml_of(item(1, "<due>Sun, 5 Apr 2026 00:00:00 +0000</due>")))

    assert it.of(WorkItemFirstSeen)[0].fields["due"] == "2026-04-05"


def test_a_due_date_that_is_left_out_of_a_full_export_was_cleared(tmp_path: Path):
    it = desk(tmp_path)
    it.upload("a.xml", xml_of(item(1, "<due>Sun, 5 Apr 2026 00:00:00 +0000</due>")))
    it.upload("b.xml", xml_of(item(1), at=AT_9))

    [changed] = it.of(WorkItemFieldChanged)
    assert (changed.field, changed.old, changed.new) == ("due", "2026-04-05", None)


@pytest.mark.parametrize(("total", "gone"), [(11, 1), (12, 0)])
def test_a_part_of_the_result_proves_nothing_gone(tmp_path: Path, total: int, gone: int):
    it = desk(tmp_path)
    it.upload("a.xml", xml_of(*map(item, range(12))))
    it.upload("b.xml", xml_of(*map(item, range(11)), at=AT_9, total=total))

    assert len(it.of(WorkItemVanished)) == gone
    assert [look.complete for look in it.of(SourceObserved) if look.kind == "snapshot"] == [
        True,
        total == 11,
    ]


def test_comments_are_the_same_comments_in_both_forms(tmp_path: Path):
    said = (
        '<comments><comment id="7" author="acc-1" created="Mon, 16 Feb 2026 09:30:41 +0000">'
        "&lt;p&gt;Is it &lt;b&gt;done&lt;/b&gt;?&lt;/p&gt;</comment></comments>"
    )
    it = desk(tmp_path)
    it.upload("a.xml", xml_of(item(1, said)))
    in_csv = row(1, Reporter="Li Wei", **{"Reporter Id": "acc-1"})
    in_csv["Comment"] = "16/Feb/26 9:30 AM;acc-1;Is it *done*?"
    it.upload("b.csv", csv_of(in_csv), datetime(2026, 3, 9, tzinfo=UTC))

    assert it.kinds() == {"WorkItemFirstSeen": 1, "AnnotationRecorded": 1}
    assert it.of(AnnotationRecorded)[0].locator.endswith("/xml!ABC-1/comments#7")


def test_a_character_that_jira_breaks_in_its_xml_is_no_change(tmp_path: Path):
    it = desk(tmp_path)
    it.upload("a.csv", csv_of(row(1, Summary="Start 🚀 now")), MARCH_2)
    it.upload("b.xml", xml_of(item(1, summary="Start \ufffd\ufffd now"), at=AT_9))

    assert [fact.field for fact in it.of(WorkItemFieldChanged)] == ["reporter"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (f"{BOMB}<rss>&a8;</rss>", "jira_dtd"),
        ("<?xml version='1.0'?><!DOCTYPE rss SYSTEM 'file:///etc/passwd'><rss/>", "jira_dtd"),
        ("<!-- a --><!DOCTYPE rss><rss/>", "jira_dtd"),
        ("<rss><channel><item>" + "<a>" * 300 + "</a>" * 300, "damaged_export"),
        ("<?xml version='1.0' encoding='no-such'?><rss/>", "damaged_export"),
        ("<rss><channel><item>&undefined;</item></channel></rss>", "damaged_export"),
        ("<svg><rss/></svg>", "no_jira_export"),
    ],
)
def test_a_hostile_file_is_refused(tmp_path: Path, body: str, code: str):
    it = desk(tmp_path)
    it.upload("a.xml", body.encode(), MARCH_2)

    assert [waiting.reason for waiting in it.of(RecordQuarantined)] == [code]
    assert it.kinds() == {}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Thu Sep 25 21:31:43 UTC 2025", datetime(2025, 9, 25, 21, 31, 43, tzinfo=UTC)),
        ("Thu Sep 25 21:31:43 CST 2025", datetime(2025, 9, 25, 13, 31, 43, tzinfo=UTC)),
        ("Thu Sep 25 21:31:43 GMT+02:00 2025", datetime(2025, 9, 25, 19, 31, 43, tzinfo=UTC)),
        ("Thu Sep 25 21:31:43 EST 2025", None),
        ("Thu Sep 31 21:31:43 UTC 2025", None),
        ("", None),
    ],
)
def test_a_zone_that_may_mean_several_is_believed_only_of_the_source(
    written: str, found: datetime | None
):
    from zoneinfo import ZoneInfo

    assert from_comment(written, ZoneInfo("Asia/Shanghai")) == found
