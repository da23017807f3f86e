"""Times, bounds, waits and addresses: small calculations at the border to Jira."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.jira.address import Guard
from connectors.jira.client import Undecodable
from connectors.jira.cursor import Cursor, Run, cursor_from, written
from connectors.jira.errors import RateLimited
from connectors.jira.pacing import Gate, Pace, told_wait
from connectors.jira.payloads import Decoders
from connectors.jira.salvage import repaired, salvage
from connectors.jira.times import NoInstant, date_from, instant_from
from connectors.jira.window import bound, minute

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATEST = datetime(2026, 3, 3, tzinfo=UTC)
ZONES = st.sampled_from(
    ["America/Los_Angeles", "Europe/Berlin", "Asia/Shanghai", "Pacific/Kiritimati", "Asia/Tehran"]
)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02T12:00:00.000+0000",
        "2026-03-02T20:00:00.000+0800",
        "2026-03-02T20:00:00.000+08:00",
        "2026-03-02T04:00:00.000-0800",
        "1772452800000",
        1772452800000,
        1772452800000.0,
    ],
)
def test_an_instant_is_read_in_every_form(text):
    assert instant_from(text, LATEST) == NOON
    assert instant_from(text, LATEST).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02T12:00:00.000",
        "1989-12-31T23:59:59.000+0000",
        "2026-03-04T12:00:00.000+0000",
        "yesterday",
        "",
        "1e999",
        float("inf"),
        float("nan"),
        12,
        "9999-12-31T23:59:59.999-1200",
        "0001-01-01T00:00:00.000+1200",
    ],
)
def test_an_impossible_instant_is_refused(text):
    with pytest.raises(NoInstant):
        instant_from(text, LATEST)


def test_a_date_is_the_date_as_written():
    assert date_from("2009-04-28 00:00:00.0") == "2009-04-28"
    with pytest.raises(ValueError, match="day is out of range"):
        date_from("2026-02-30")


def test_a_bound_in_milliseconds_names_no_zone():
    found = bound("updated", ">=", NOON, epoch=True, zone="Asia/Shanghai")

    assert found == "updated >= 1772452800000"


@given(
    st.integers(0, 10 * 365 * 24 * 60),
    ZONES,
    st.sampled_from([0, 1]),
    st.booleans(),
)
def test_a_bound_in_minutes_is_never_on_the_wrong_side(minutes, zone, fold, later):
    instant = NOON - timedelta(days=5 * 365) + timedelta(minutes=minutes)

    text = minute(instant, zone, later=later)

    # However Jira reads an ambiguous or a skipped local time.
    meant = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
    assert meant >= instant if later else meant <= instant
    assert abs(meant - instant) <= timedelta(hours=6)


@pytest.mark.parametrize("zone", ["", "Nowhere/Unknown", "../etc/passwd"])
def test_without_a_zone_a_bound_lies_a_day_further_back(zone):
    assert minute(NOON, zone) == "2026-03-01 12:00"


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "3.5"}, 3.5),
        ({"retry-after": "-1"}, 0),
        (
            {
                "retry-after": "Mon, 02 Mar 2026 12:00:40 GMT",
                "date": "Mon, 02 Mar 2026 12:00:00 GMT",
            },
            40,
        ),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_the_wait_that_is_asked_for_is_read_in_every_form(headers, wait):
    assert told_wait(headers) == wait


def pace(waits: list[float], patience: int = 900) -> Pace:
    return Pace("jira:SRC", waits.append, lambda: 0.0, timedelta(seconds=patience), Gate(4))


def test_silent_refusals_wait_twice_as_long_each_time():
    waits: list[float] = []
    calm = pace(waits)

    for _ in range(3):
        calm.hold({})

    assert [round(wait) for wait in waits] == [30, 60, 120]


def test_patience_is_that_of_the_whole_run():
    waits: list[float] = []
    hurried = pace(waits, patience=60)
    hurried.hold({"retry-after": "40"})

    with pytest.raises(RateLimited, match="Nothing is lost"):
        hurried.hold({"retry-after": "40", "date": "Mon, 02 Mar 2026 12:00:00 GMT"})
    assert len(waits) == 1


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
    ],
)
def test_addresses_that_are_not_public_are_refused_unless_listed(address):
    assert not Guard([]).admits("jira.example.test", address)
    assert Guard(["Jira.Example.Test"]).admits("jira.example.test", address)


def test_a_listed_network_admits_its_own_addresses_alone():
    guard = Guard(["10.0.0.0/8"])

    assert guard.admits("jira.example.test", "10.1.2.3")
    assert not guard.admits("jira.example.test", "192.168.0.1")
    assert Guard([]).admits("jira.example.test", "93.184.215.14")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("😀".encode(), "😀"),
        (b"\xed\xa0\xbd\xed\xb8\x80", "😀"),
        (b"a\xffb", "a\ufffdb"),
        (b"\xed\xa0\xbdx", "\ufffdx"),
        (rb"\ud83d\ude00", rb"\ud83d\ude00".decode()),
        (rb"\ud83dx", r"\ufffdx"),
        (rb"\\ud83dx", r"\\ud83dx"),
    ],
)
def test_bytes_are_repaired_only_where_they_mean_no_character(raw, text):
    assert repaired(raw).decode() == text


@pytest.mark.parametrize("body", [b'{"issues":[{"id":"1"}', b'{"issues":[{"id":"1"},', b"[]", b""])
def test_a_page_that_ends_early_is_asked_for_again(body):
    with pytest.raises(Undecodable):
        salvage(body, "issues", bytes)


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers(), max_size=3), max_size=4))
def test_records_are_found_whatever_their_texts_hold(records):
    body = msgspec.json.encode({"total": 3, "issues": records, "isLast": True})

    found = salvage(body, "issues", msgspec.json.decode)

    assert found.read == records
    assert msgspec.json.decode(found.envelope) == {"total": 3, "issues": [], "isLast": True}


def test_a_cursor_survives_being_written():
    run = Run(started=NOON, kind="delta", jql="project in ()", token="t", last="7")
    cursor = Cursor(scope="s", watermark=NOON, seen={"status:1": "To Do"}, run=run)

    assert cursor_from(written(cursor)) == cursor


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"watermark": "never"}'])
def test_a_cursor_that_is_none_means_to_begin_anew(text):
    assert cursor_from(text) == Cursor()


def test_a_gate_opens_by_one_and_closes_by_half():
    gate = Gate(4)
    seen = []

    for _ in range(5):
        gate.widen()
        seen.append(int(gate.allowed))
    gate.narrow()
    seen.append(int(gate.allowed))
    for _ in range(3):
        gate.narrow()
    seen.append(int(gate.allowed))

    assert seen == [2, 3, 4, 4, 4, 2, 1]


@pytest.mark.parametrize("id_", ["../../etc/passwd", "", "a b", "class", "7"])
def test_an_id_of_a_field_that_is_no_name_is_not_asked_for(id_):
    assert id_ not in Decoders(frozenset({id_, "customfield_10030"})).asked
