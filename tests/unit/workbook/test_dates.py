"""Dates as people write them, read for an edition of Wednesday 2026-03-11."""

from datetime import date

import pytest

from connectors.workbook.dates import NotUnderstood, Situation, read_date, read_number

EDITION = date(2026, 3, 11)
PLANNED = Situation(EDITION)

DAYS = """
2026年3月20日 | 2026年03月20号 | 3月20日 | 3月20 | 03/20 | 3.20 | 2026.3.20 | 2026/3/20 18:00
2026-03-20T18:00:00+08:00 | 20260320 | 260320 | 26/3/20 | 2026年3月20日（周五） | 3月20日下午
二〇二六年三月二十日 | 三月二十日 | ２０２６／３／２０ | 20/Mar/26 6:00 PM
20-Mar-2026 | Mar 20, 2026 | Fri 20/03/26 | 下周五 | 20 de marzo de 2026
"""
SPANS = [
    ("2026-03-20～3-25", "2026-03-20", "2026-03-25", "range"),
    ("3.20-3.25", "2026-03-20", "2026-03-25", "range"),
    ("2026/3/30至2026/4/3", "2026-03-30", "2026-04-03", "range"),
    ("3月20/21日", "2026-03-20", "2026-03-21", "range"),
    ("？-2026/3/20", "2026-03-20", "2026-03-20", "until"),
    ("2026/3/20-", "2026-03-20", "2026-03-20", "since"),
    ("3月20日起", "2026-03-20", "2026-03-20", "since"),
    ("3月20日前", "2026-03-20", "2026-03-20", "until"),
    ("by 20 Mar", "2026-03-20", "2026-03-20", "until"),
    ("3月上旬", "2026-03-01", "2026-03-10", "third"),
    ("3月初", "2026-03-01", "2026-03-10", "third"),
    ("3月中旬", "2026-03-11", "2026-03-20", "third"),
    ("3月下旬", "2026-03-21", "2026-03-31", "third"),
    ("3月底", "2026-03-21", "2026-03-31", "third"),
    ("3月末", "2026-03-21", "2026-03-31", "third"),
    ("月底", "2026-03-31", "2026-03-31", "until"),
    ("月底前", "2026-03-31", "2026-03-31", "until"),
    ("3月下旬至4月初", "2026-03-21", "2026-04-10", "range"),
    ("2026年3月", "2026-03-01", "2026-03-31", "month"),
    ("Mar 2026", "2026-03-01", "2026-03-31", "month"),
    ("本周五", "2026-03-13", "2026-03-13", "day"),
    ("周五", "2026-03-13", "2026-03-13", "day"),
    ("下周", "2026-03-16", "2026-03-22", "week"),
    ("W12", "2026-03-16", "2026-03-22", "week"),
    ("第12周", "2026-03-16", "2026-03-22", "week"),
    ("Q2", "2026-04-01", "2026-06-30", "quarter"),
    ("2026Q2", "2026-04-01", "2026-06-30", "quarter"),
    ("二季度", "2026-04-01", "2026-06-30", "quarter"),
    ("上半年", "2026-01-01", "2026-06-30", "half"),
    ("H1 2026", "2026-01-01", "2026-06-30", "half"),
    ("11/abr/26", "2026-04-11", "2026-04-11", "day"),
    ("2026年内", "2026-12-31", "2026-12-31", "until"),
    ("年底", "2026-12-31", "2026-12-31", "until"),
    ("明年1月15日", "2027-01-15", "2027-01-15", "day"),
    ("6月1-2日", "2026-06-01", "2026-06-02", "range"),
]
NO_DATES = """
TBD|待定|？|-|N/A|尽快|年后尽快|已完成|3天|6个工作日|1.2|V2.0|100%|2/29|2026-13-01
2026-02-30|Mon 20/03/26
每周五|APP3.4后|验收后两周|第3版|00:00|20260399|Sprint 12|四季|12|3/|月
"""


@pytest.mark.parametrize(
    "text", [t.strip() for line in DAYS.split("\n") for t in line.split("|") if t.strip()]
)
def test_a_day_is_read(text):
    value = read_date(text, PLANNED)

    assert (value.start, value.end, value.precision) == (
        date(2026, 3, 20),
        date(2026, 3, 20),
        "day",
    )


@pytest.mark.parametrize(("text", "start", "end", "precision"), SPANS)
def test_a_span_is_read(text, start, end, precision):
    value = read_date(text, PLANNED)

    assert (str(value.start), str(value.end), value.precision) == (start, end, precision)


@pytest.mark.parametrize(
    "text", [t.strip() for t in NO_DATES.replace("\n", "|").split("|") if t.strip()]
)
def test_what_is_no_date_is_not_made_one(text):
    with pytest.raises(NotUnderstood):
        read_date(text, PLANNED)


def test_a_number_that_could_be_two_dates_is_none():
    with pytest.raises(NotUnderstood) as refused:
        read_number(4.2, "4.2", PLANNED)

    assert refused.value.reason == "number_not_date"


def test_a_serial_number_is_a_day():
    assert read_number(46101.0, "46101", PLANNED).start == date(2026, 3, 20)


def test_an_actual_date_without_a_year_lies_before_the_edition():
    value = read_date("12月28日", Situation(date(2026, 1, 5), is_actual=True))

    assert (value.start, value.year_from) == (date(2025, 12, 28), "edition")


def test_a_date_without_a_year_takes_it_from_its_row():
    value = read_date("3月20日", Situation(EDITION, row_date=date(2024, 3, 1)))

    assert (value.start, value.year_from) == (date(2024, 3, 20), "row")


def test_day_and_month_are_told_by_the_column_or_not_at_all():
    with pytest.raises(NotUnderstood) as refused:
        read_date("03/04/2026", PLANNED)

    assert refused.value.reason == "date_order_unknown"
    assert read_date("03/04/2026", Situation(EDITION, order="dmy")).start == date(2026, 4, 3)


def test_a_year_that_is_a_typing_error_is_out_of_range():
    with pytest.raises(NotUnderstood) as refused:
        read_date("2206-03-20", PLANNED)

    assert refused.value.reason == "date_out_of_range"
