"""JQL: what is refused, in which words, and what dates mean in whose zone."""

import pytest

from tests.jira_server import LocalJira
from tests.jira_server.exchange import Refused
from tests.jira_server.jql import parsed
from tests.jira_server.jql_meaning import meaning


def found(jira: LocalJira, jql: str) -> list[str]:
    jira.access.authenticated = True
    query = parsed(jql)
    test = meaning(query.where, jira.asker())
    return [issue.key for issue in jira.index.found(jql, query, test, jira.visible)]


def updated_at(moment: str, zone: str = "UTC") -> LocalJira:
    jira = LocalJira("dc", at="2024-01-01T00:00:00Z", zone=zone)
    jira.script.create("ALPHA", at=moment)
    return jira


@pytest.mark.parametrize(
    ("jql", "words"),
    [
        ("project = ORDER", "'ORDER' is a reserved JQL word"),
        ("project ALPHA", "Expecting operator but got 'ALPHA'"),
        ("(project = ALPHA", "Expecting ')' but got the end"),
        ("project = ALPHA status = Done", "Expecting either 'OR' or 'AND' but got 'status'"),
        ('project = "ALPHA', "The quoted string has not been completed"),
        ("project = ALPHA ORDER BY", "Expecting a field name"),
        ("colour = red", "Field 'colour' does not exist"),
        ("status > Done", "The operator '>' is not supported by the 'status' field"),
        ("project = GAMMA", "The value 'GAMMA' does not exist for the field 'project'"),
        ("issue in (ALPHA-1, ALPHA-99)", "An issue with key 'ALPHA-99' does not exist"),
        ('updated >= "2026-03-02 10:00:00"', "Date value '2026-03-02 10:00:00'"),
        ('updated >= "2026-03-02T10:00+08:00"', "Date value"),
        ('updated >= "2026-02-30"', "Date value '2026-02-30' for field 'updated' is invalid"),
    ],
)
def test_a_wrong_query_is_refused_in_jiras_words(jql, words):
    with pytest.raises(Refused) as refusal:
        found(updated_at("2026-03-02T10:00:00Z"), jql)

    assert refusal.value.status == 400
    assert words in refusal.value.messages[0]


@pytest.mark.parametrize(
    ("jql", "expected"),
    [
        ("project = alpha AND NOT status = Done", ["ALPHA-1", "ALPHA-3"]),
        ("project = ALPHA AND (status = Done OR labels in (late))", ["ALPHA-2", "ALPHA-3"]),
        ("assignee != li", ["ALPHA-3"]),
        ("NOT assignee = li", ["ALPHA-3"]),
        ("assignee is EMPTY", ["ALPHA-2"]),
        ("assignee is not EMPTY ORDER BY key DESC", ["ALPHA-3", "ALPHA-1"]),
        ("statusCategory = done", ["ALPHA-2"]),
        ("key >= ALPHA-2", ["ALPHA-2", "ALPHA-3"]),
        ("id in (10003, 10001) ORDER BY id", ["ALPHA-1", "ALPHA-3"]),
        ("duedate <= 2026-04-01", ["ALPHA-1"]),
        ("due is not empty and type = Story", []),
        ('fixVersion = "1.0"', ["ALPHA-3"]),
    ],
)
def test_a_query_finds_what_it_says(jql, expected):
    jira = LocalJira("cloud")
    jira.script.create("ALPHA", assignee="li", duedate="2026-04-01")
    jira.script.create("ALPHA", status="Done")
    jira.script.create("ALPHA", labels=["late"], assignee="wu", fixVersions=["1.0"])

    assert found(jira, jql) == expected


@pytest.mark.parametrize(
    ("zone", "hour"), [("UTC", "10"), ("Etc/GMT+8", "02"), ("Asia/Shanghai", "18")]
)
def test_a_date_is_in_the_callers_zone(zone, hour):
    jira = updated_at("2026-03-02T10:30:15Z", zone)

    assert found(jira, f'updated >= "2026-03-02 {hour}:30"') == ["ALPHA-1"]
    assert found(jira, f'updated >= "2026/03/02 {hour}:31"') == []


def test_the_same_day_is_another_one_at_the_other_end_of_the_world():
    jira = updated_at("2026-03-02T10:30:00Z", "Pacific/Kiritimati")

    assert found(jira, "updated >= 2026-03-03") == ["ALPHA-1"]


def test_equal_means_the_whole_minute():
    jira = updated_at("2026-03-02T10:30:59.999Z")

    assert found(jira, 'updated = "2026-03-02 10:30"') == ["ALPHA-1"]
    assert found(jira, 'updated > "2026-03-02 10:30"') == ["ALPHA-1"]
    assert found(jira, 'updated != "2026-03-02 10:30"') == []


def test_an_unquoted_integer_is_an_instant_to_the_millisecond():
    jira = updated_at("2026-03-02T10:30:00.500Z")
    at = int(jira.documents["ALPHA-1"].updated)

    assert found(jira, f"updated >= {at}") == ["ALPHA-1"]
    assert found(jira, f"updated >= {at + 1}") == []


def test_an_unquoted_integer_can_be_refused():
    jira = updated_at("2026-03-02T10:30:00Z")
    jira.knobs.epoch_bound = False

    with pytest.raises(Refused, match="Date value '1732877091000'"):
        found(jira, "updated >= 1732877091000")


def test_a_time_that_occurs_twice_is_the_earlier_or_the_later_one():
    jira = updated_at("2026-10-25T00:45:00Z", "Europe/Berlin")
    jql = 'updated >= "2026-10-25 02:30"'

    earlier = found(jira, jql)
    jira.knobs.ambiguous_fold = 1

    assert (earlier, found(jira, jql + " ")) == (["ALPHA-1"], [])


def test_a_time_that_does_not_exist_is_moved_behind_the_gap():
    jira = updated_at("2026-03-29T01:29:00Z", "Europe/Berlin")

    assert found(jira, 'updated >= "2026-03-29 02:30"') == []
    assert found(jira, 'updated >= "2026-03-29 02:29"') == ["ALPHA-1"]


@pytest.mark.parametrize(
    "bound", ["-1d", '"-25h"', "now(-1d)", "startOfDay()", "startOfDay(-1)", '"-1w 2d"']
)
def test_a_bound_may_be_relative_to_the_virtual_clock(bound):
    jira = updated_at("2026-03-02T10:30:00Z")
    jira.clock.advance(hours=2)

    assert found(jira, f"updated >= {bound}") == ["ALPHA-1"]
    assert found(jira, "updated >= now()") == []


@pytest.mark.parametrize(
    ("jql", "expected"),
    [
        ('duedate in ("2026-04-01", "2026-05-01")', ["ALPHA-1"]),
        ("duedate not in (2026-04-01)", ["ALPHA-2"]),
        ("due = 2026-04-01 OR due > 2026-05-31", ["ALPHA-1", "ALPHA-2"]),
        ("sprint = One ORDER BY duedate DESC, status, project", ["ALPHA-2", "ALPHA-1"]),
        ("sprint is EMPTY", ["ALPHA-3"]),
        ("assignee = currentUser()", ["ALPHA-3"]),
        ("labels = LATE", ["ALPHA-2"]),
    ],
)
def test_a_query_finds_by_dates_sprints_and_people(jql, expected):
    jira = LocalJira("dc")
    sprint = jira.script.add_sprint(jira.script.add_board("Plan", "ALPHA"), "One")
    jira.script.create("ALPHA", duedate="2026-04-01", sprint=[sprint])
    jira.script.create("ALPHA", duedate="2026-06-01", sprint=[sprint], labels=["late"])
    jira.script.create("ALPHA", assignee="reader")

    assert found(jira, jql) == expected
