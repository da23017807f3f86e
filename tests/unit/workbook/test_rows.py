"""Every row has exactly one role, and every value that is not understood is kept."""

from hypothesis import given
from hypothesis import strategies as st

from connectors.workbook.cells import Odd
from connectors.workbook.frames import MAPPED_ROLES, QUARANTINED
from connectors.workbook.row_frames import groups_of, row_frames
from connectors.workbook.tables import tables_in
from connectors.workbook.typed_rows import typed_table
from tests.unit.workbook.sheets import ASKED, EDITION, grid, typed

HEAD = "编号|模块|任务名称|负责人|计划完成|状态|完成率|备注\n"
THREE = (
    "T-1|MES|接口开发|张三|2026-03-20|进行中|50%|\n"
    "T-2|MES|数据导入|李四|2026-03-25|未开始|0%|\n"
    "T-3|WMS|上线切换|王五|2026-03-30|已完成|100%|\n"
)


def roles(text: str, merges=()) -> list[str]:
    return typed(HEAD + text, merges).roles.of


def test_a_total_and_a_footer_are_no_items():
    found = roles(THREE + "合计||||||50%|\n备注：以上由项目部提供|||||||\n")

    assert found == ["item", "item", "item", "total", "note"]


def test_a_row_with_only_a_number_is_a_template():
    assert roles(THREE + "T-4|||||||")[-1] == "template"


def test_a_section_becomes_the_module_of_the_rows_below():
    found = typed(
        "任务名称|负责人|状态\n【1】准备阶段||\n接口开发|张三|进行中\n数据导入|李四|未开始\n上线切换|王五|未开始"
    )

    assert found.roles.of[0] == "section"
    assert found.modules[1] == "【1】准备阶段"


def test_a_row_without_title_but_with_claims_is_quarantined():
    found = typed(HEAD + THREE + "||||2026-03-30|进行中||")

    assert found.roles.of[-1] == QUARANTINED
    assert [p.reason for p in found.problems if p.whole_row] == ["no_title"]


def test_an_actual_finish_is_of_the_year_in_which_it_can_have_been():
    rows = "任务名称|计划开始|计划完成|实际完成\n"
    rows += "接口开发||2026-03-20|2月28日\n数据导入||2026-04-10|12月28日\n验收|2026-03-01|4月10日|"

    found = typed(rows)

    actual = [value and str(value.start) for value in found.columns["actual_finish"].typed.values]
    assert actual == ["2026-02-28", "2025-12-28", None]
    assert str(found.columns["planned_finish"].typed.values[2].start) == "2026-04-10"


def test_two_titles_under_one_id_are_both_quarantined():
    found = typed(HEAD + THREE + "T-3|WMS|另一件事|赵六|2026-03-30|进行中|10%|\n")

    assert found.roles.of == ["item", "item", QUARANTINED, QUARANTINED]


def test_a_running_number_is_no_identity_whatever_its_header():
    found = typed(
        "编号|任务名称|状态\n1|接口开发|进行中\n2|数据导入|未开始\n1|上线切换|未开始\n2|验收|未开始"
    )

    assert not found.is_identity


def test_a_date_merged_over_rows_binds_them_all_and_an_actual_value_is_one_claim():
    text = (
        "模块|任务名称|计划完成|完成率\nMES|接口开发|2026-03-20|80%\n|数据导入||\n|联调||\n"
        "WMS|上线切换|2026-03-25|10%\n"
    )
    found = typed(text, merges=[(1, 0, 3, 0), (1, 2, 3, 2), (1, 3, 3, 3)])
    [group] = groups_of(found)

    assert [str(v.start) for v in found.columns["planned_finish"].typed.values] == [
        "2026-03-20"
    ] * 3 + ["2026-03-25"]
    assert found.columns["percent_actual"].typed.values == [None, None, None, 10.0]
    assert (group.first_row, group.last_row, group.typed) == (2, 4, 80.0)


def test_an_error_is_a_quarantined_value_and_not_an_empty_one():
    sheet = grid(HEAD + THREE)
    sheet.rows[1][5] = Odd("error", "#N/A")
    found = typed_table(tables_in(sheet)[0], 0, EDITION, ASKED)

    assert [(p.row, p.letter, p.reason, p.text) for p in found.problems] == [
        (2, "F", "error_cell", "#N/A")
    ]


def test_a_finish_before_its_start_is_marked_and_kept():
    found = typed(
        "任务名称|开始日期|结束日期\n甲|2026-03-10|2026-03-05\n乙|2026-03-03|2026-03-04\n丙|2026-03-05|2026-03-06"
    )

    assert [p.reason for p in found.problems] == ["finish_before_start"]
    assert found.columns["planned_finish"].typed.values[0] is not None


def test_an_unknown_status_is_unknown_and_never_not_started():
    found = typed(HEAD + THREE + "T-4|WMS|验收|赵六|2026-03-30|看情况|10%|\n")

    assert found.columns["status"].typed.values[-1] is None
    assert [p.reason for p in found.problems] == ["status_unknown"]


cells = st.sampled_from(
    ["", "", "T-9", "接口", "2026-03-20", "进行中", "50%", "合计", "备注：x", "12", "任务名称"]
)


@given(st.lists(st.lists(cells, min_size=8, max_size=8), max_size=12))
def test_rows_in_are_rows_mapped_and_rows_quarantined(lines):
    text = HEAD + THREE + "".join("|".join(line) + "\n" for line in lines)
    sheet = grid(text)
    [found, *_] = [typed_table(t, 0, EDITION, ASKED) for t in tables_in(sheet)]
    filled = sum(
        any(v not in ("", None) for v in row)
        for row in sheet.rows[found.table.data_from : found.table.stop]
    )

    sent = [role for frame in row_frames(found) for role in frame.roles]
    assert len(sent) == filled
    assert set(sent) <= MAPPED_ROLES | {QUARANTINED}
