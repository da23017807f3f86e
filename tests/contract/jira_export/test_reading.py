"""What exports say, edition after edition, and what is not taken for true."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from connectors.jira_export.connector import JiraExportConnector
from connectors.jira_export.reading import accepts
from hub.model.event import Interval
from hub.model.facts import (
    AnnotationRecorded,
    EditionHeld,
    EditionRead,
    RecordQuarantined,
    SourceObserved,
    State,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemMembersChanged,
    WorkItemRekeyed,
    WorkItemVanished,
)
from hub.store import Originals
from tests.contract.jira_export.files import csv_of, desk, item, row, table, xml_of

MARCH_2 = datetime(2026, 3, 2, 8, tzinfo=UTC)
MARCH_9 = datetime(2026, 3, 9, 8, tzinfo=UTC)
PLAIN = ("Issue key", "Issue id", "Summary", "Status")


def test_the_first_edition_tells_what_it_shows(tmp_path: Path):
    it = desk(tmp_path)
    it.upload("a.csv", csv_of(row(1, Created="16/Feb/26 9:30 AM", Status="Done")), MARCH_2)

    [seen] = it.of(WorkItemFirstSeen)
    assert (seen.subject, seen.key, seen.fields) == (
        "10001",
        "ABC-1",
        {"title": "Item 1", "status": "Done"},
    )
    assert seen.occurred == Interval(datetime(2026, 2, 16, 9, 30, tzinfo=UTC), MARCH_2)
    assert seen.locators["status"].endswith("/csv!D2")


def test_a_change_lies_between_the_two_exports(tmp_path: Path):
    it = desk(tmp_path)
    it.upload("a.csv", csv_of(row(1)), MARCH_2)
    done = row(1, Status="Done") | {"Status Category": "Done"}
    it.upload("b.csv", csv_of(done), MARCH_9)

    [changed] = it.of(WorkItemFieldChanged)
    assert (changed.field, changed.old, changed.new) == ("status", "To Do", "Done")
    assert changed.state is State.DONE
    assert (changed.basis, changed.occurred) == ("diffed", Interval(MARCH_2, MARCH_9))


def test_the_same_file_again_tells_nothing(tmp_path: Path):
    it = desk(tmp_path)
    it.upload("a.csv", csv_of(row(1)), MARCH_2)
    before = it.kinds()
    it.upload("again.csv", csv_of(row(1)), MARCH_2)

    assert it.kinds() == before
    assert len(it.of(EditionRead)) == 1


def test_an_old_state_that_comes_back_is_a_new_edition(tmp_path: Path):
    it = desk(tmp_path)
    for day, status in ((2, "To Do"), (9, "Done"), (16, "To Do")):
        it.upload(f"export-2026-03-{day:02}.csv", csv_of(row(1, Status=status)))

    changes = [(fact.old, fact.new) for fact in it.of(WorkItemFieldChanged)]
    assert changes == [("To Do", "Done"), ("Done", "To Do")]
    assert len(it.of(EditionRead)) == 3


def test_an_unchanged_export_tells_no_change(tmp_path: Path):
    it = desk(tmp_path)
    body = csv_of(row(1, Labels="one"), row(2, Labels=""))
    it.upload("a.csv", body, MARCH_2)
    it.upload("b.csv", body + b"\n", MARCH_9)

    assert it.kinds() == {"WorkItemFirstSeen": 2}
    assert len(it.of(EditionRead)) == 2


def test_repeated_columns_are_one_list_and_every_value_stays_in_its_column(tmp_path: Path):
    headers = [*PLAIN, "Labels", "Labels", "Sprint", "Labels", "Sprint"]
    headers += ["Inward issue link (Blocks)", "Inward issue link (Blocks)"]
    values = ["ABC-1", "10001", "Item", "To Do", "b", "", "S1, late", "a", "S2", "ABC-7", "ABC-8"]
    it = desk(tmp_path)
    it.upload("a.csv", table(headers, values), MARCH_2)

    assert it.of(WorkItemFirstSeen)[0].members == {
        "labels": ["a", "b"],
        "sprints": ["S1, late", "S2"],
        "links": ["ABC-7", "ABC-8"],
    }


def test_a_member_that_is_gone_is_removed(tmp_path: Path):
    it = desk(tmp_path)
    it.upload("a.csv", csv_of(row(1, **{"Fix versions": "1.0"})), MARCH_2)
    it.upload("b.csv", csv_of(row(1, **{"Fix versions": "1.1"})), MARCH_9)

    [changed] = it.of(WorkItemMembersChanged)
    assert (changed.field, changed.added, changed.removed) == ("fix_versions", ["1.1"], ["1.0"])


def test_a_column_that_is_not_there_says_nothing(tmp_path: Path):
    it = desk(tmp_path)
    it.upload("a.csv", csv_of(row(1, **{"Due date": "20/Mar/26 12:00 AM"})), MARCH_2)
    it.upload("b.csv", csv_of(row(1)), MARCH_9)
    it.upload("c.csv", csv_of(row(1, **{"Due date": ""})), MARCH_9 + timedelta(days=7))

    [changed] = it.of(WorkItemFieldChanged)
    assert (changed.field, changed.old, changed.new) == ("due", "2026-03-20", None)


def test_ids_decide_where_there_are_ids(tmp_path: Path):
    it = desk(tmp_path)
    it.upload("a.csv", csv_of(row(1)), MARCH_2)
    it.upload("b.csv", csv_of(row(1, **{"Issue key": "XYZ-9"})), MARCH_9)

    [moved] = it.of(WorkItemRekeyed)
    assert (moved.subject, moved.old_key, moved.new_key) == ("10001", "ABC-1", "XYZ-9")


@pytest.mark.parametrize("ids_first", [True, False])
def test_an_issue_is_the_same_with_and_without_its_id(tmp_path: Path, ids_first: bool):
    with_id = csv_of(row(1))
    without = csv_of({name: text for name, text in row(1).items() if name != "Issue id"})
    it = desk(tmp_path)
    first, second = (with_id, without) if ids_first else (without, with_id)
    it.upload("a.csv", first, MARCH_2)
    it.upload("b.csv", second, MARCH_9)

    assert it.kinds() == {"WorkItemFirstSeen": 1}


def test_comments_and_work_logs_are_split_where_jira_divides_them(tmp_path: Path):
    comment = "16/Feb/26 9:30 AM;acc-1;One; two\nthree; four"
    work = "Wired; tested;16/Feb/26 10:00 AM;acc-2;5400"
    it = desk(tmp_path)
    it.upload("a.csv", csv_of(row(1, Comment=comment, **{"Log Work": work})), MARCH_2)

    said = {fact.kind: fact for fact in it.of(AnnotationRecorded)}
    authors = (said["comment"].author, said["worklog"].author)
    assert authors == ("jira_export:ABC/person/acc-1", "jira_export:ABC/person/acc-2")
    assert said["worklog"].amount_s == 5400
    minute = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)
    assert said["comment"].occurred == Interval(minute, minute + timedelta(seconds=59.999))
    assert "One" not in str(said)


def test_an_edited_comment_is_the_same_comment(tmp_path: Path):
    it = desk(tmp_path)
    for day, words in ((MARCH_2, "Is it done?"), (MARCH_9, "Is it done now?")):
        body = csv_of(row(1, Comment=f"16/Feb/26 9:30 AM;acc-1;{words}"))
        it.upload(f"{day:%Y-%m-%d}.csv", body, day)

    assert it.kinds() == {
        "WorkItemFirstSeen": 1,
        "AnnotationRecorded": 1,
        "AnnotationRevised": 1,
    }


def test_a_comment_that_was_deleted_is_told_and_one_that_is_not_shown_is_not(tmp_path: Path):
    said = "16/Feb/26 9:30 AM;acc-1;Done"
    it = desk(tmp_path)
    it.upload("a.csv", csv_of(row(1, Comment=said)), MARCH_2)
    it.upload("b.csv", csv_of(row(1)), MARCH_9)
    without = it.kinds()["AnnotationRemoved"]
    it.upload("c.csv", csv_of(row(1, Comment="")), MARCH_9 + timedelta(days=1))

    assert (without, it.kinds()["AnnotationRemoved"]) == (0, 1)


def test_names_without_accounts_stand_in_no_event(tmp_path: Path):
    it = desk(tmp_path, people={"Wang Fang": "hub:wang"})
    it.upload("a.csv", csv_of(row(1, Assignee="Li Wei"), row(2, Assignee="Wang Fang")), MARCH_2)

    first, second = it.of(WorkItemFirstSeen)
    assert first.fields["assignee"].startswith("jira_export:ABC/person/")
    assert second.fields["assignee"] == "hub:wang"
    assert "Li Wei" not in str(it.log.read(limit=100).events)
    assert "Li Wei" in it.people.values()


def test_an_original_names_the_people_in_it(tmp_path: Path):
    it = desk(tmp_path)
    more = {"Assignee": "Li Wei", "Assignee Id": "acc-2"}
    it.upload("a.csv", csv_of(row(1, Comment="16/Feb/26 9:30 AM;acc-1;Done", **more)), MARCH_2)

    [read] = it.of(EditionRead)
    note = Originals(tmp_path / "originals").about(read.original)
    people = {f"jira_export:ABC/person/acc-{number}" for number in (1, 2)}
    assert people <= set(note.mentions)


def test_custom_fields_are_read_as_the_settings_say(tmp_path: Path):
    fields = {"start": ["customfield_10015"], "percent": ["Progress"], "extra": ["Line"]}
    it = desk(tmp_path, fields=fields, custom_fields={"Start date": "customfield_10015"})
    more = {
        "Custom field (Start date)": "09/Mar/26",
        "Custom field (Progress)": "40",
        "Custom field (Line)": "L3",
    }
    it.upload("a.csv", csv_of(row(1, **more)), MARCH_2)

    shown = it.of(WorkItemFirstSeen)[0].fields
    assert (shown["start"], shown["percent"], shown["extra:Line"]) == ("2026-03-09", 40.0, "L3")


def test_a_value_that_is_not_understood_waits_alone(tmp_path: Path):
    it = desk(tmp_path, fields={"percent": ["Progress"]})
    more = {"Custom field (Progress)": "140", "Due date": "soon"}
    it.upload("a.csv", csv_of(row(1, **more)), MARCH_2)

    waiting = {one.field: (one.reason, one.rows) for one in it.of(RecordQuarantined)}
    assert waiting == {
        "percent": ("percent_out_of_range", 0),
        "due": ("date_not_understood", 0),
    }
    assert it.item("10001").value("title") == "Item 1"


def test_a_row_of_another_width_waits_and_the_others_are_read(tmp_path: Path):
    body = csv_of(row(1), row(2), row(3)) + b"ABC-4,10004\n"
    it = desk(tmp_path)
    it.upload("a.csv", body, MARCH_2)

    [read] = it.of(EditionRead)
    assert (read.rows_in, read.mapped, read.quarantined, read.complete) == (4, 3, 1, False)


def test_an_issue_that_stands_twice_is_read_once(tmp_path: Path):
    it = desk(tmp_path)
    it.upload("a.csv", csv_of(row(1), row(1, Summary="Other")), MARCH_2)

    [read] = it.of(EditionRead)
    [waiting] = it.of(RecordQuarantined)
    assert (read.rows_in, read.mapped, read.quarantined) == (2, 1, 1)
    assert (waiting.reason, it.item("10001").value("title")) == ("duplicate_key", "Item 1")


def test_what_a_complete_export_does_not_show_is_gone(tmp_path: Path):
    it = desk(tmp_path)
    it.upload("a.csv", csv_of(*map(row, range(12))), MARCH_2)
    it.upload("b.csv", csv_of(*map(row, range(11))), MARCH_9)
    it.upload("c.csv", csv_of(*map(row, range(12))), MARCH_9 + timedelta(days=1))

    assert [fact.subject for fact in it.of(WorkItemVanished)] == ["10011"]
    assert it.item("10011").vanished == ""


@pytest.mark.parametrize(("settings", "rows"), [({"row_limit": 11}, 11), ({"complete": False}, 11)])
def test_what_is_not_complete_proves_nothing_gone(tmp_path: Path, settings: dict, rows: int):
    it = desk(tmp_path, **settings)
    it.upload("a.csv", csv_of(*map(row, range(12))), MARCH_2)
    it.upload("b.csv", csv_of(*map(row, range(rows))), MARCH_9)

    assert it.of(WorkItemVanished) == []
    assert [look.complete for look in it.of(SourceObserved) if look.kind == "snapshot"][-1] is False


def test_an_export_of_another_project_is_held(tmp_path: Path):
    it = desk(tmp_path)
    it.upload("a.csv", csv_of(*map(row, range(20))), MARCH_2)
    outcome = it.upload("b.csv", csv_of(*map(row, range(100, 120))), MARCH_9)

    assert outcome.outcome == "held"
    assert [held.reason for held in it.of(EditionHeld)] == ["held_churn"]
    assert len(it.of(WorkItemFirstSeen)) == 20


def test_a_project_may_grow(tmp_path: Path):
    it = desk(tmp_path)
    it.upload("a.csv", csv_of(*map(row, range(5))), MARCH_2)
    it.upload("b.csv", csv_of(*map(row, range(50))), MARCH_9)

    assert len(it.of(WorkItemFirstSeen)) == 50


def test_when_it_was_made_is_asked_and_never_taken_from_the_file_system(tmp_path: Path):
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "export.csv").write_bytes(csv_of(row(1)))
    it = desk(tmp_path, drop=folder)
    it.clock = datetime(2100, 1, 1, tzinfo=UTC)
    it.read(JiraExportConnector(it.settings))
    it.read(JiraExportConnector(it.settings))

    [waiting] = it.of(RecordQuarantined)
    assert waiting.reason == "as_of_unknown"
    assert it.kinds() == {}


def test_a_drop_folder_is_read_in_the_order_in_which_the_exports_were_made(tmp_path: Path):
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "a 2026-03-09.csv").write_bytes(csv_of(row(1, Status="Done")))
    (folder / "b 2026-03-02.csv").write_bytes(csv_of(row(1)))
    it = desk(tmp_path, drop=folder)
    it.clock = datetime(2100, 1, 1, tzinfo=UTC)
    it.read(JiraExportConnector(it.settings))

    assert it.item("10001").value("status") == "Done"
    assert [read.edition.edition_on.day for read in it.of(EditionRead)] == [2, 9]
    assert {read.edition.dated_by for read in it.of(EditionRead)} == {"file_name"}


def test_an_older_export_does_not_tell_the_present_as_the_past(tmp_path: Path):
    it = desk(tmp_path)
    it.upload("b.csv", csv_of(row(1, Status="Done")), MARCH_9)
    it.upload("a.csv", csv_of(row(1)), MARCH_2)

    assert it.item("10001").value("status") == "Done"
    assert [waiting.reason for waiting in it.of(RecordQuarantined)] == ["older_export"]


@pytest.mark.parametrize("ahead", [date(2026, 6, 3), datetime(2026, 6, 1, 1, tzinfo=UTC)])
def test_an_export_is_not_from_the_future(tmp_path: Path, ahead: date):
    it = desk(tmp_path)
    it.upload("a.csv", csv_of(row(1)), ahead)

    assert [waiting.reason for waiting in it.of(RecordQuarantined)] == ["as_of_ahead"]


def test_headers_of_an_unknown_language_are_listed_and_can_be_filled_in(tmp_path: Path):
    body = table(["Saki atslēga", "Kopsavilkums", "Stāvoklis"], ["ABC-1", "Item", "Done"])
    it = desk(tmp_path)
    it.upload("a.csv", body, MARCH_2)
    columns = {"Saki atslēga": "key", "Kopsavilkums": "title", "Stāvoklis": "status"}
    again = desk(tmp_path, columns=columns)
    again.upload("a.csv", body, MARCH_2)

    [waiting] = it.of(RecordQuarantined)
    assert waiting.reason == "export_headers"
    assert waiting.values["columns"] == "Saki atslēga, Kopsavilkums, Stāvoklis"
    assert again.item("ABC-1").value("status") == "Done"


@pytest.mark.parametrize(
    ("headers", "created"),
    [
        (["Clave de incidencia", "Resumen", "Estado", "Creada"], "04/nov/25 1:16 PM"),
        (["Vorgangsschlüssel", "Zusammenfassung", "Status", "Erstellt"], "04/Nov./25 1:16 PM"),
        (["Clé de ticket", "Résumé", "État", "Création"], "04/nov./25 1:16 PM"),
        (["Ключ проблемы", "Тема", "Статус", "Создано"], "04/ноя/25 1:16 PM"),
        (["问题关键字", "概要", "状态", "创建日期"], "2025/11/4 1:16 下午"),
        (["事务关键字", "摘要", "状态", "已创建"], "04/十一月/25 1:16 下午"),
        (["課題キー", "要約", "ステータス", "作成日"], "2025/11/04 13:16"),
        (["Chave da item", "Resumo", "Status", "Criado"], "04/nov/25 1:16 PM"),
    ],
)
def test_headers_and_months_of_other_languages_are_known(
    tmp_path: Path, headers: list[str], created: str
):
    it = desk(tmp_path)
    it.upload("a.csv", table(headers, ["ABC-1", "Item", "X", created]), MARCH_2)

    [seen] = it.of(WorkItemFirstSeen)
    assert seen.fields == {"title": "Item", "status": "X"}
    assert seen.occurred.lo == datetime(2025, 11, 4, 13, 16, tzinfo=UTC)
    assert seen.state is State.UNKNOWN


def test_the_exporters_zone_places_the_minute(tmp_path: Path):
    it = desk(tmp_path, zone="Asia/Shanghai")
    it.upload("a.csv", csv_of(row(1, Created="01/Mar/26 7:59 AM")), MARCH_2)

    assert it.of(WorkItemFirstSeen)[0].occurred.lo == datetime(2026, 2, 28, 23, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("a.xls", b"<html><table><tr><td>ABC-1</td></tr></table></html>", "jira_page"),
        ("a.csv", b"", "empty_file"),
        ("a.csv", b"PK\x03\x04rest", "no_jira_export"),
        ("a.xml", b"<project/>", "no_jira_export"),
        ("a.xml", b"<!-- never closed", "damaged_export"),
        ("a.xml", b"<rss><channel><item></channel></rss>", "damaged_export"),
        ("a.csv", b"\x00\x01\x02,\x00", "encoding"),
    ],
)
def test_what_is_no_export_is_refused_with_what_to_do(
    tmp_path: Path, name: str, body: bytes, code: str
):
    it = desk(tmp_path)
    outcome = it.upload(name, body, MARCH_2)

    [waiting] = it.of(RecordQuarantined)
    assert (outcome.outcome, waiting.reason) == ("good", code)
    assert waiting.remedy


@pytest.mark.parametrize(
    ("head", "is_export"),
    [
        (csv_of(row(1)), True),
        (xml_of(item(1)), True),
        (table(["Clave de incidencia", "Resumen"], ["A-1", "x"]), True),
        (table(["No.", "Task", "Owner"], ["1", "x", "y"]), False),
        (b"<html><rss></html>", False),
        (b"<Project xmlns='http://schemas.microsoft.com/project'/>", False),
        (b"PK\x03\x04", False),
    ],
)
def test_an_export_is_told_by_its_first_bytes(head: bytes, is_export: bool):
    assert accepts(head, "file") is is_export
