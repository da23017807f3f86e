"""Profiles: what a kind of document is for, as data; a platform's says only what differs."""

from datetime import date

import pytest
import xlsxwriter

from connectors.workbook import CONNECTOR
from connectors.workbook.frames import ColumnRule
from connectors.workbook.profiles import profile_named, shipped, written
from connectors.workbook.settings import WorkbookSettings
from connectors.workbook.values import FIELD_OF, UNTOLD
from hub.errors import Refused
from hub.model.commitments import CommitmentProposed, CommitmentRaised, Kind, Measure
from hub.model.event import Side
from hub.model.evidence import EvidenceSubmitted
from hub.model.facts import EditionRead, WorkItemFirstSeen
from tests.contract.workbook.test_editions import FIRST, Series

PLATFORMS = ("jiandaoyun", "kingdee", "yonyou", "sap", "mingdaoyun", "digiwin", "huatian")


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


@pytest.mark.parametrize("name", sorted(written()))
def test_a_profile_speaks_only_of_columns_that_exist(name):
    profile = shipped()[name]
    asked = {part for need in profile.needs for part in need.split("|")}

    assert profile.name == name
    of_sheet = {"week"}  # it stands above the table, or in the sheet's name
    assert set(profile.columns) | asked <= set(FIELD_OF) | set(UNTOLD) | of_sheet


@pytest.mark.parametrize("name", PLATFORMS)
def test_the_profile_of_a_platform_holds_only_what_differs(name):
    told, profile = written()[name], shipped()[name]
    base = shipped()[profile.extends]

    assert set(told) <= {"name", "extends", "file", "keep", "columns"}
    assert (profile.makes, profile.needs, profile.complete) == (
        base.makes,
        base.needs,
        base.complete,
    )
    assert not set(told["columns"]["id"]["words"]) & set(base.columns.get("id", ColumnRule()).words)


def test_a_projects_own_profile_may_extend_a_shipped_one(tmp_path):
    (tmp_path / "ours.toml").write_text(
        'name = "ours"\nextends = "kpi_list"\n[columns.title]\nwords = ["我方指标"]\n'
    )

    ours = profile_named("ours", tmp_path)

    assert ours.kind == "target"
    assert {"指标名称", "我方指标"} <= set(ours.columns["title"].words)


def test_the_export_of_a_form_is_read_by_the_words_of_its_platform(log, tmp_path):
    series = Series(log, tmp_path, profile="jiandaoyun")
    head = [
        "流水号",
        "问题描述",
        "处理状态",
        "提交人",
        "提交时间",
        "当前负责人",
        "流程状态",
        "当前节点",
    ]
    rows = [
        [
            f"2026030{n}",
            f"打印机{n}不出纸",
            "处理中",
            "张三",
            "2026-03-02 10:20:11",
            "李四",
            "进行中",
            "IT处理",
        ]
        for n in range(1, 4)
    ]

    [first, *_] = of(series.read(rows, head=head), WorkItemFirstSeen)

    assert first.key == "20260301"
    assert first.fields["raised_on"] == "2026-03-02"
    assert first.fields["extra:当前节点"] == "IT处理"
    assert {"assignee", "reporter", "status"} <= first.fields.keys()
    assert first.locators["extra:当前节点"].endswith("/周报!H4")


def test_goals_are_proposed_with_what_they_are_measured_by(log, tmp_path):
    series = Series(log, tmp_path, profile="kpi_list")
    head = ["序号", "指标名称", "单位", "现状值", "目标值", "责任部门", "完成时限"]
    rows = [
        ["1", "费用报销周期", "天", "7", "3", "财务部", "2026-09-30"],
        ["2", "库存准确率", "%", "92%", "99%", "仓储部", "2026-09-30"],
        ["3", "故障响应时间", "小时", "", "≤4小时", "设备部", "2026-12-31"],
    ]

    terms = [event.terms for event in of(series.read(rows, head=head), CommitmentProposed)]

    assert {each.kind for each in terms} == {Kind.TARGET}
    assert [each.measure for each in terms] == [
        Measure(unit="天", before=7, goal=3),
        Measure(unit="%", before=92, goal=99),
        Measure(unit="小时", before=None, goal=4),
    ]


def test_a_question_is_owed_by_the_side_that_is_asked(log, tmp_path):
    series = Series(log, tmp_path, profile="question_list", side="vendor")
    head = ["编号", "问题描述", "责任部门", "要求完成时间"]
    rows = [[f"Q-{n}", f"盘点规则第{n}条如何处理", "仓储部", "2026-03-06"] for n in range(1, 4)]

    [first, *_] = of(series.read(rows, head=head), CommitmentRaised)

    assert (first.terms.key, first.terms.kind, first.terms.side) == ("Q-1", "answer", "client")


def test_what_stops_the_work_is_said_by_the_list_of_problems(log, tmp_path):
    series = Series(log, tmp_path, profile="problem_list", side="client")
    head = ["编号", "问题描述", "严重程度", "状态"]
    rows = [["P-1", "产线停线", "重大", "处理中"], ["P-2", "标签偏移", "一般", "处理中"]]
    rows += [["P-3", "报表列宽", "轻微", "处理中"]]

    raised = of(series.read(rows, head=head), CommitmentRaised)

    assert {each.terms.key: each.terms.priority for each in raised} == {
        "P-1": "major",
        "P-2": "",
        "P-3": "",
    }


def test_a_readiness_row_says_whether_go_live_can_do_without(log, tmp_path):
    series = Series(log, tmp_path, profile="readiness", side="client")
    head = ["编号", "检查项", "责任部门", "是否关键", "状态"]
    rows = [["R-1", "期初数据核对", "仓储部", "是", "进行中"]]
    rows += [["R-2", "海报张贴", "行政部", "否", "进行中"], ["R-3", "权限", "信息部", "", "进行中"]]

    proposed = of(series.read(rows, head=head), CommitmentProposed)

    assert {each.terms.key: each.terms.priority for each in proposed} == {
        "R-1": "",
        "R-2": "minor",
        "R-3": "",
    }


def test_a_plan_names_the_line_of_the_contract_that_a_row_is_for(log, tmp_path):
    series = Series(log, tmp_path, profile="baseline_plan")
    head = ["编号", "任务名称", "合同条款", "计划完成"]
    rows = [["T-1", "入库开发", "S-04", "2026-03-20"], ["T-2", "大屏开发", "", "2026-03-27"]]
    rows += [["T-3", "盘点开发", "S-05", "2026-03-27"]]

    proposed = of(series.read(rows, head=head), CommitmentProposed)

    assert [each.terms.refers_to for each in proposed] == ["S-04", "", "S-05"]


def test_a_list_of_who_came_is_evidence_and_says_of_nobody_that_he_stayed_away(log, tmp_path):
    series = Series(log, tmp_path, profile="attendance_list", shows="plan/T-12", side="client")
    body = attendance(tmp_path)

    events = series.take(body, FIRST)

    [shown] = of(events, EvidenceSubmitted)
    assert (shown.series, shown.key, shown.kind) == ("plan", "T-12", "attendance_list")
    assert (shown.title, shown.shown_on, shown.side) == (
        "MES 报工培训",
        date(2026, 3, 4),
        Side.CLIENT,
    )
    assert [e.rows_in for e in of(events, EditionRead)] == [3]
    assert not of(events, WorkItemFirstSeen)
    assert "李四" not in repr(series.events())


def attendance(folder) -> bytes:
    """Write a list with a subject, a date, and a column for signatures that is half blank."""
    import xlsxwriter

    path = folder / "签到表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("签到")
        sheet.write_row(0, 0, ["培训主题：MES 报工培训"])
        sheet.write_row(1, 0, ["日期：2026-03-04"])
        sheet.write_row(3, 0, ["序号", "姓名", "部门", "签字"])
        for number, name in enumerate(("张三", "李四", "王五"), 1):
            sheet.write_row(3 + number, 0, [number, name, "生产部", "张三" if number == 1 else ""])
    return path.read_bytes()


def test_the_next_list_is_read_although_other_people_came(log, tmp_path):
    series = Series(log, tmp_path, profile="attendance_list", shows="plan/T-12")
    head = ["序号", "姓名", "部门", "签字"]
    series.read([[str(n), f"员工{n}", "生产部", ""] for n in range(1, 13)], head=head)

    events = series.read([[str(n), f"同事{n}", "设备部", ""] for n in range(1, 13)], head=head)

    assert len(of(events, EvidenceSubmitted)) == 1


def test_evidence_for_nothing_is_refused_at_once():
    settings = WorkbookSettings(name="a", kind="workbook", project="p", profile="attendance_list")

    with pytest.raises(Refused, match="which commitment"):
        CONNECTOR.open(settings)


def test_an_action_of_minutes_also_cites_the_cell_that_names_its_meeting(log, tmp_path):
    series = Series(log, tmp_path, profile="minutes_table")
    path = tmp_path / "minutes.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("纪要")
        sheet.write_row(0, 0, ["会议主题：MES接口协调会"])
        sheet.write_row(1, 0, ["日期：2026-03-06"])
        sheet.write_row(3, 0, ["序号", "行动项", "负责人", "完成时限"])
        for number in range(1, 4):
            sheet.write_row(
                3 + number, 0, [str(number), f"提供第{number}份接口说明", "张三", "2026-03-13"]
            )

    found = of(series.take(path.read_bytes(), FIRST), CommitmentProposed)

    assert [each.terms.kind for each in found] == [Kind.ACTION] * 3
    assert {each.locators["meeting"].rpartition("/")[2] for each in found} == {"纪要!A1"}
