"""The words are data; a word means one thing, unless it is listed as ambiguous."""

import pytest

from connectors.workbook.headers import DATE, Guess, look_up
from connectors.workbook.owners import read_owners
from connectors.workbook.percent import NoPercent, factor_of, read_percent
from connectors.workbook.status import read_status
from connectors.workbook.words import LANGUAGES, language_file
from connectors.workbook.words.letters import compact


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_stands_under_two_columns(language):
    table = language_file(language)
    listed = [
        compact(w) for s in ("columns", "ambiguous") for ws in table.get(s, {}).values() for w in ws
    ]

    assert sorted(w for w in set(listed) if listed.count(w) > 1) == []


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("* 任务名称：", "title"),
        ("负责人 Owner", "owner"),
        ("计划完成日期(必填)", "planned_finish"),
        ("预计结束", "planned_finish"),
        ("实际启动日期", "actual_start"),
        ("缺陷描述", "title"),
        ("整改完成率", ""),
        ("Custom field (Due date)", "planned_finish"),
        ("Dependancies", "predecessor"),
        ("% of work complete", "percent_actual"),
        ("技术负责人", "owner"),
        ("计划工期", "other"),
    ],
)
def test_a_header_is_looked_up_by_its_parts(header, name):
    guess = look_up((header,))

    assert (guess.name if guess else "") == name


def test_a_group_above_gives_a_date_its_side():
    assert look_up(("计划", "完成时间")) == Guess("planned_finish", DATE)
    assert look_up(("Actual", "Start")) == Guess("actual_start", DATE)


@pytest.mark.parametrize(
    ("text", "state", "marker"),
    [
        ("正常-已完成", "done", ""),
        ("erp处理中", "in_progress", ""),
        ("基本完成", "in_progress", "hedged"),
        ("延期", "", "late_said"),
        ("不通过", "", ""),
        ("已完成，但客户要求重做", "", ""),
        ("To Do", "not_started", ""),
        ("En curso", "in_progress", ""),
    ],
)
def test_a_status_is_read_by_its_last_stage(text, state, marker):
    assert read_status(text) == (state, marker)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("80%", 80),
        ("８０％", 80),
        ("约80%", 80),
        ("八成", 80),
        ("80-90%", 80),
        ("4/5", 80),
        ("80", 80),
    ],
)
def test_a_percent_is_read(text, percent):
    assert read_percent(text) == percent


def test_a_percent_above_a_hundred_is_none():
    with pytest.raises(NoPercent):
        read_percent("120%")


def test_what_one_means_is_decided_for_the_whole_column():
    assert (factor_of([0.5, 1]), factor_of([50, 1]), factor_of([0, 1])) == (100.0, 1.0, None)


def test_owners_are_divided_and_freed_of_titles():
    assert read_owners("张三经理、李四（开发）") == ["张三", "李四"]
    assert read_owners("待定") == []
    assert read_owners("周和平") == ["周和平"]
    assert read_owners("张三和李四", {"张三", "李四"}.__contains__) == ["张三", "李四"]
