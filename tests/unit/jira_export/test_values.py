"""Days, minutes and words as exports write them, in several languages."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.jira_export.csv_rows import column_of, letters
from connectors.jira_export.values import NotUnderstood, day_from, minute_from, words_hash
from connectors.jira_export.words import COLUMNS, afternoons, categories, headers, months, tables

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("05/Oct/25 12:00 AM", "2025-10-05"),
        ("03/dic/25", "2025-12-03"),
        ("04/Nov./25", "2025-11-04"),
        ("5 sept. 2025", "2025-09-05"),
        ("2025-10-05 00:00", "2025-10-05"),
        ("2025/十月/5", "2025-10-05"),
        ("2025年10月5日", "2025-10-05"),
        ("Sun, 5 Oct 2025 00:00:00 +0000", "2025-10-05"),
        ("Sun, 5 Oct 2025 23:30:00 -0800", "2025-10-05"),
    ],
)
def test_a_day_is_the_one_that_is_written(written: str, day: str):
    assert day_from(written) == day


@pytest.mark.parametrize("written", ["", "soon", "32/Jan/26", "05/Foo/26", "5", "1/2"])
def test_what_is_no_day_is_not_guessed(written: str):
    with pytest.raises(NotUnderstood):
        day_from(written)


@pytest.mark.parametrize(
    ("written", "hour", "minute"),
    [
        ("05/Jan/26 12:00 AM", 0, 0),
        ("05/Jan/26 12:30 PM", 12, 30),
        ("05/Jan/26 1:05 p. m.", 13, 5),
        ("05/янв/26 1:05 ПП", 13, 5),
        ("05/1月/26 下午1:05", 13, 5),
        ("2026-01-05T13:05:59", 13, 5),
        ("2026-01-05 21:05+08:00", 13, 5),
    ],
)
def test_a_minute_is_an_interval(written: str, hour: int, minute: int):
    found = minute_from(written, LONDON)

    assert found.lo == datetime(2026, 1, 5, hour, minute, tzinfo=UTC)
    assert found.hi - found.lo == timedelta(seconds=59.999)


@pytest.mark.parametrize("written", ["05/Jan/26 13:05 PM", "05/Jan/26 9 Uhr", "05/Jan/26 25:00"])
def test_what_is_no_time_is_not_guessed(written: str):
    with pytest.raises(NotUnderstood):
        minute_from(written, LONDON)


def test_a_minute_that_occurs_twice_in_a_night_is_both():
    found = minute_from("25/Oct/26 1:30 AM", LONDON)

    assert found.lo == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert found.hi == datetime(2026, 10, 25, 1, 30, 59, 999000, tzinfo=UTC)


@given(st.integers(946_684_800, 4_102_444_799), st.data())
def test_every_minute_is_read_back_in_every_language(second: int, draw: st.DataObject):
    moment = datetime.fromtimestamp(second, UTC)
    table = draw.draw(st.sampled_from([one for one in tables().values() if "months" in one]))
    month = draw.draw(st.sampled_from(table["months"]))[moment.month - 1]
    half = table["pm" if moment.hour >= 12 else "am"][0]
    written = f"{moment:%d}/{month}/{moment:%y} {moment.hour % 12 or 12}:{moment:%M} {half}"

    assert minute_from(written, ZoneInfo("UTC")).lo == moment.replace(second=0)


def test_the_words_of_a_text_are_the_same_in_both_markups():
    wiki = "Is it *done*? See [the plan|https://plan.example] & {color:red}hurry{color} 🚀"
    page = "<p>Is it <b>done</b>? See <a href='x'>the plan</a> &amp; <i>hurry</i> \ufffd\ufffd</p>"

    assert words_hash(wiki) == words_hash(page)
    assert words_hash("other words") != words_hash(wiki)


@pytest.mark.parametrize("text", ["", " \n", "<p></p>", "<br/>"])
def test_a_text_without_words_is_none(text: str):
    assert words_hash(text) is None


def test_no_word_means_two_things():
    for name, found in (("columns", headers()), ("categories", categories())):
        for language, table in tables().items():
            for ours, words in table.get(name, {}).items():
                said = {column_of(word, {}) for word in words} if name == "columns" else {ours}
                assert said == {ours}, (language, ours, words)
        assert set(found.values()) <= COLUMNS | {"new", "indeterminate", "done"}
    for table in tables().values():
        for spelled in table["months"]:
            assert [months()[one.casefold()] for one in spelled] == list(range(1, 13))
    assert set(afternoons().values()) == {True, False}


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Issue key", "key"),
        ("  ISSUE KEY ", "key"),
        ("ID de la incidencia", "id"),
        ("Custom field (Start date)", "custom:Start date"),
        ("Custom field (Account  Type (old))", "custom:Account Type (old)"),
        ("Campo personalizado (Avance)", "custom:Avance"),
        ("Inward issue link (Blocks)", "link_in:Blocks"),
        ("Votes", ""),
    ],
)
def test_a_header_is_known_in_any_spelling(header: str, column: str):
    assert column_of(header, {}) == column


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_a_column_is_named_as_spreadsheets_name_it(place: int, name: str):
    assert letters(place) == name
