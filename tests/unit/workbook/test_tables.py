"""What a sheet is: a table, a template, a list, or nothing of the kind."""

import pytest

from connectors.workbook.tables import HEADERLESS, NOT_A_TABLE, TABLE, TEMPLATE, Told, tables_in
from tests.unit.workbook.sheets import EDITION, grid, names, table

PLAIN = """
任务名称|负责人|计划完成|状态
接口开发|张三|2026-03-20|进行中
数据导入|李四|2026-03-25|未开始
上线切换|王五|2026-03-30|未开始
"""


def test_a_plain_table_is_understood():
    found = table(PLAIN)

    assert found.verdict == TABLE
    assert found.header_rows == (1, 1)
    assert names(found) == {
        "任务名称": "title",
        "负责人": "owner",
        "计划完成": "planned_finish",
        "状态": "status",
    }


def test_a_weekly_timetable_is_no_table():
    found = table("时间|周一|周二|周三|周四|周五\n8:00|课|课||课|\n9:00||会||会|\n")

    assert found.verdict == NOT_A_TABLE


def test_a_second_title_starts_a_table_of_its_own_beside_the_first():
    sheet = grid(
        "任务名称|负责人|状态||问题描述|提出人|状态\n接口开发|张三|进行中||打印机不出纸|李四|处理中\n"
        "数据导入|李四|未开始||标签偏移|王五|处理中\n上线切换|王五|未开始||报表列宽|赵六|已关闭"
    )

    tasks, problems = tables_in(sheet)

    assert names(tasks) == {"任务名称": "title", "负责人": "owner", "状态": "status"}
    assert names(problems) == {"问题描述": "title", "提出人": "requester", "状态": "status"}
    assert problems.grid.cell(problems.data_from, 0) == "E2"


@pytest.mark.parametrize(
    "text",
    [
        "部门|人数||节日|放假日期||车间|班次\n生产部|52||春节|2026-02-17||一车间|两班\n"
        "质量部|11||清明节|2026-04-05||二车间|三班\n仓储部|9||劳动节|2026-05-01||三车间|两班",
        "姓名|电话||姓名|电话\n张三|13800000000||李四|13900000000\n王五|13700000000||赵六|13600000000",
    ],
)
def test_lists_side_by_side_are_no_table(text):
    assert table(text).verdict in (NOT_A_TABLE, HEADERLESS)


def test_a_list_without_header_is_told_apart():
    found = table("接口一报错|老是失败\n接口二很慢|超时\n页面三空白|不显示\n按钮四无效|没反应")

    assert found.verdict == HEADERLESS


def test_a_form_is_no_table():
    found = table("项目名称：|某系统\n项目经理：|张三\n开始日期：|2026-03-01\n备注：|无")

    assert found.verdict in (NOT_A_TABLE, HEADERLESS)


def test_a_header_without_rows_is_a_template():
    assert table("问题编号|问题描述|责任人|状态").verdict == TEMPLATE


def test_a_group_label_reaches_over_its_leaves():
    found = table(
        "任务名称|计划时间||实际时间||负责人\n|开始|完成|开始|完成|\n"
        "接口开发|2026-03-01|2026-03-05|2026-03-02||张三\n"
        "数据导入|2026-03-02|2026-03-06|2026-03-03||李四\n"
        "联调|2026-03-07|2026-03-09|||王五",
        merges=[(0, 1, 0, 2), (0, 3, 0, 4)],
    )

    assert names(found)["计划时间/完成"] == "planned_finish"
    assert names(found)["实际时间/完成"] == "actual_finish"
    assert found.header_rows == (1, 2)


def test_a_requester_is_never_the_owner():
    found = table("事项|需求方|状态\n加报表|张三|进行中\n改接口|李四|已完成\n调打印|王五|未开始")

    assert names(found) == {"事项": "title", "需求方": "requester", "状态": "status"}


def test_two_owners_keep_their_sides():
    found = table(
        "事项|甲方负责人|乙方负责人\n加报表|张三|赵六\n改接口|李四|孙七\n调打印|王五|周八"
    )

    owners = {c.side for c in found.columns.mapped if c.name == "owner"}
    assert owners == {"client", "vendor"}


def test_repeated_headers_start_blocks_of_one_table():
    found = tables_in(grid(PLAIN + "\n" + PLAIN.strip("\n")))

    assert [each.verdict for each in found] == [TABLE]


def test_a_different_header_below_starts_another_table():
    other = (
        "问题描述|提出人|严重程度|处理状态\n"
        "打不开|张三|高|处理中\n"
        "很慢|李四|低|已解决\n"
        "丢数据|王五|高|处理中\n"
    )
    found = tables_in(grid(PLAIN + "\n\n" + other))

    assert [each.header_rows for each in found] == [(1, 1), (7, 7)]


def test_a_day_grid_is_not_mapped():
    days = "|".join(str(n) for n in range(1, 32))
    found = table(
        f"任务名称|开始日期|结束日期|{days}\n甲|2026-03-01|2026-03-02|1\n乙|2026-03-03|2026-03-04\n丙|2026-03-05|2026-03-06"
    )

    assert set(names(found).values()) == {"title", "planned_start", "planned_finish"}


def test_progress_is_a_percent_or_a_status_by_its_values():
    numbers = table("任务|负责人|进度\n甲事|张三|0.5\n乙事|李四|0.8\n丙事|王五|1")
    words = table("任务|负责人|进度\n甲事|张三|进行中\n乙事|李四|已完成\n丙事|王五|未开始")

    assert names(numbers)["进度"] == "percent_actual"
    assert names(words)["进度"] == "status"


def test_finish_beside_a_planned_finish_is_the_actual_one():
    alone = table(
        "任务|负责人|完成时间\n甲事|张三|2026-03-01\n乙事|李四|2026-03-02\n丙事|王五|2026-03-03"
    )
    beside = table(
        "任务|计划完成时间|完成时间\n甲事|2026-03-01|2026-03-01\n乙事|2026-03-02|2026-03-04\n丙事|2026-03-03|2026-03-03"
    )

    assert names(alone)["完成时间"] == "planned_finish"
    assert names(beside)["完成时间"] == "actual_finish"


def test_english_and_spanish_headers_are_read():
    english = table(
        "WBS #|Task Title|Assigned To|Start Date|Due Date|% Complete\n"
        "1.1|Set up|Ann|2026-03-01|2026-03-02|50%\n"
        "1.2|Load|Ben|2026-03-03|2026-03-04|0%\n"
        "1.3|Test|Cat|2026-03-05|2026-03-06|0%\n"
    )
    spanish = table(
        "Clave|Resumen|Responsable|Estado|Fecha de vencimiento\n"
        "A-1|Crear|Ana|En curso|2026-03-01\n"
        "A-2|Probar|Luis|Hecho|2026-03-02\n"
        "A-3|Subir|Eva|Por hacer|2026-03-03\n"
    )

    assert set(names(english).values()) == {
        "wbs",
        "title",
        "owner",
        "planned_start",
        "planned_finish",
        "percent_actual",
    }
    assert set(names(spanish).values()) == {"id", "title", "owner", "status", "planned_finish"}


def test_a_header_whose_words_end_in_a_colon_is_no_form():
    found = table(
        "任务名称：|负责人：|计划完成：|状态：\n接口开发|张三|2026-03-20|进行中\n"
        "数据导入|李四|2026-03-25|未开始\n上线切换|王五|2026-03-30|未开始"
    )

    assert set(names(found).values()) == {"title", "owner", "planned_finish", "status"}


def test_two_languages_are_told_apart_at_a_percent_sign():
    found = table(
        "任务名称 Task|负责人 Owner|完成比例 % Complete\n甲事|张三|50\n乙事|李四|80\n丙事|王五|0"
    )

    assert names(found)["完成比例 % Complete"] == "percent_actual"


def test_dates_of_a_report_are_actual_ones_only_where_they_lie_behind():
    def named(*days: str) -> str:
        rows = "".join(f"事{n}|张三|{day}\n" for n, day in enumerate(days))
        sheet = grid(f"任务|负责人|完成时间\n{rows}")
        return names(tables_in(sheet, Told(EDITION))[0])["完成时间"]

    assert named("2026-03-01", "2026-03-02", "2026-03-03") == "actual_finish"
    assert named("2026-03-01", "2026-04-02", "2026-05-03") == "planned_finish"


@pytest.mark.parametrize(
    "text",
    [
        "任务名称|状态\n接口开发|进行中",
        "序号|事项|责任人|完成时间|进展\n1|接口联调|张三|3月20日|已完成80%，等客户确认",
        "里程碑|计划完成|状态\n蓝图确认|2026-03-20|未开始",
        "Item|Owner|Status\nFix login|Bob|Open",
    ],
)
def test_a_list_with_one_row_is_a_table(text):
    found = table(text)

    assert (found.verdict, found.data_from, found.stop) == ("table", 1, 2)


@pytest.mark.parametrize(
    "text", ["项目名称|项目经理|状态\nMES|张三|进行中", "Item|Owner|Status\n1|Bob|Open"]
)
def test_one_row_that_names_a_project_or_counts_is_none(text):
    assert table(text).verdict == "not_a_table"
