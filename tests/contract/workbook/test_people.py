"""Whom a file names: persons, departments that take part, companies."""

from pathlib import Path

import pytest

from hub.model.commitments import CommitmentProposed
from hub.model.event import Side
from hub.model.facts import (
    EditionRead,
    QuarantineAnswered,
    RecordQuarantined,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
)
from hub.model.parties import AssignRole, DeclareUnit
from hub.model.people import Role
from hub.store import Log
from tests.contract.workbook.test_editions import HEAD, ROWS, Series
from tests.contract.workbook.test_reading_again import COORDINATOR, act, of, sync


@pytest.fixture
def series(log: Log, tmp_path: Path) -> Series:
    """Give a series of a project in which a department and a company take part."""
    return declared(Series(log, tmp_path))


def declared(series: Series) -> Series:
    names = {"zh": "生产部", "en": "Production"}
    act(series, DeclareUnit(by=COORDINATOR, side=Side.CLIENT, key="production", names=names))
    who = AssignRole(
        by=COORDINATOR,
        person="person:v",
        role=Role.VENDOR_PM,
        side=Side.VENDOR,
        party="某软件公司",
    )
    act(series, who)
    return series


def owned_by(*owners: str) -> list[list[str]]:
    """Give the usual rows with other owners."""
    return [[*row[:3], owner, *row[4:]] for row, owner in zip(ROWS, owners, strict=True)]


def test_a_department_in_the_owner_s_column_is_the_department_of_the_row(series):
    events = series.read(owned_by("生产部", "PRODUCTION", "张三、生产部", "张三"))

    first = of(events, WorkItemFirstSeen)
    assert [event.fields.get("department") for event in first] == [
        "生产部",
        "PRODUCTION",
        "生产部",
        None,
    ]
    assert [bool(event.fields.get("assignee")) for event in first] == [False, False, True, True]
    assert first[0].locators["department"].endswith("周报!D4")


def test_two_departments_joined_by_and_are_no_person(series):
    events = series.read(owned_by("生产部和某软件公司", *["张三"] * 3))

    fields = of(events, WorkItemFirstSeen)[0].fields
    assert "assignee" not in fields
    assert (fields["department"], fields["side"]) == ("生产部", "vendor")


def test_a_company_tells_the_side_in_a_column_of_sides(series):
    head = [*HEAD, "责任方"]
    named = ["某软件公司", "甲方", "乙方", "别家"]
    rows = [[*row, side] for row, side in zip(ROWS, named, strict=True)]
    events = series.read(rows, head=head)

    sides = [event.fields.get("side") for event in of(events, WorkItemFirstSeen)]
    assert sides == ["vendor", "client", "vendor", None]
    assert [event.reason for event in of(events, RecordQuarantined)] == ["side_unknown"]


def test_known_departments_settle_a_column_that_could_be_people(series):
    head = [*HEAD[:3], "责任方", *HEAD[4:]]
    events = series.read(owned_by("生产部", "生产部", "Production", "生产部"), head=head)

    first = of(events, WorkItemFirstSeen)[0]
    assert first.fields["department"] == "生产部"
    assert "assignee" not in first.fields


def test_who_the_settings_name_is_accountable_before_a_stranger(log, tmp_path):
    series = Series(log, tmp_path, people={"李四": "person:li"})
    events = series.read(owned_by("张三、李四", *["张三"] * 3))

    assert of(events, WorkItemFirstSeen)[0].fields["assignee"] == "person:li"


def test_a_plan_s_department_is_the_declared_one_without_settings(log, tmp_path):
    series = declared(Series(log, tmp_path, profile="baseline_plan"))
    events = series.read(owned_by("生产部", *["张三"] * 3))

    terms = of(events, CommitmentProposed)[0].terms
    assert (terms.unit, terms.accountable) == ("production", "")


def test_each_side_s_owner_is_kept_and_the_one_of_the_row_s_side_is_held_to_it(series):
    head = ["编号", "任务名称", "责任方", "甲方负责人", "乙方负责人", "状态"]
    rows = [
        ["T-1", "接口开发", "乙方", "张三", "李四、赵六", "进行中"],
        ["T-2", "数据导入", "甲方", "张三", "李四", "进行中"],
        ["T-3", "上线切换", "", "", "李四", "进行中"],
    ]

    found = of(series.read(rows, head=head), WorkItemFirstSeen)

    who = {name: reference for reference, name in series.names.items()}
    assert [e.fields["assignee"] for e in found] == [who["李四"], who["张三"], who["李四"]]
    assert found[0].locators["assignee"].endswith("/周报!E4")
    assert found[0].fields["participants"] == f"{who['张三']},{who['赵六']}"
    assert found[1].fields["extra:vendor_owner"] == who["李四"]
    assert "extra:client_owner" not in found[2].fields


def test_a_department_that_is_declared_later_is_found_in_files_that_were_read(log, tmp_path):
    reports = Series(log, tmp_path)
    [read] = of(reports.read(owned_by("生产部", *["张三"] * 3)), EditionRead)
    declared(reports)

    events = sync(reports)

    changed = {(e.subject, e.field, e.new) for e in of(events, WorkItemFieldChanged)}
    assert changed == {("reports/T-1", "assignee", None), ("reports/T-1", "department", "生产部")}
    assert {e.occurred for e in of(events, WorkItemFieldChanged)} == {read.occurred}
    assert [e.about for e in sync(reports, 2)] == ["source"]


def test_a_company_that_is_declared_later_settles_what_was_set_aside(log, tmp_path):
    reports = Series(log, tmp_path)
    rows = [[*row, side] for row, side in zip(ROWS, ["某软件公司", *["甲方"] * 3], strict=True)]
    aside = of(reports.read(rows, head=[*HEAD, "责任方"]), RecordQuarantined)
    declared(reports)

    events = sync(reports)

    assert [each.reason for each in aside] == ["side_unknown"]
    assert [each.answer for each in of(events, QuarantineAnswered)] == ["read"]
    assert reports.item("T-1").value("side") == "vendor"


def test_a_name_that_stands_in_no_file_reads_none_again(log, tmp_path):
    reports = Series(log, tmp_path)
    reports.read(owned_by(*["张三"] * 4))
    declared(reports)

    assert [e.about for e in sync(reports)] == ["source"]


def test_an_owner_whose_column_holds_something_else_lends_its_cell_to_nobody(log, tmp_path):
    series = Series(log, tmp_path)
    head = ["编号", "任务名称", "甲方负责人", "乙方负责人", "状态"]
    rows = [[f"T-{n}", f"第{n}项工作", f"2026-03-0{n}", "李四", "进行中"] for n in range(1, 5)]

    [first, *_] = of(series.read(rows, head=head), WorkItemFirstSeen)

    assert series.names[first.fields["assignee"]] == "李四"
    assert first.locators["assignee"].endswith("/周报!D4")
