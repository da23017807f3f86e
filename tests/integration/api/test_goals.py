"""Measured goals: nothing is proved without a value before, and a wrong value is never changed."""

from datetime import date
from uuid import uuid4

import pytest

from hub.model.commitment_acts import RaiseCommitment
from hub.model.commitments import Kind, Measure, Terms
from hub.model.event import Side
from tests.integration.api.place import PEOPLE

TERMS = {
    "title": "Expenses settled",
    "kind": Kind.TARGET,
    "side": Side.CLIENT,
    "unit": "finance",
    "accountable": "person:head",
    "finish_on": date(2025, 12, 31),
}
IN_DAYS = Measure(unit="d", before=7, goal=3)


@pytest.fixture
def goal(rollout):
    """Raise a goal of its own for each test, and give its row as the coordinator sees it."""

    def raised(reader, **terms):
        by, key = PEOPLE["coordinator"], f"G-{uuid4().hex[:8]}"
        owed = Terms(**{**TERMS, "key": key, "measure": IN_DAYS, **terms})
        rollout.hub.act(RaiseCommitment(by=by, series="goals", terms=owed))
        return row(reader, key)

    return raised


def row(reader, key, who="coordinator", **asked):
    rows = reader(who).get("/v1/goals", params=asked).json()["items"]
    return next(found for found in rows if found["key"] == key)


def measured(reader, goal, value, who="coordinator", **more):
    body = {"on": "2025-08-20", "value": value, **more}
    return reader(who).write(f"/v1/goals/{goal['id']}/measure", body)


def test_a_vendor_sees_the_goals_and_enters_nothing(reader, goal):
    mine = goal(reader)

    assert row(reader, mine["key"], "vendor")["values"] == []
    assert measured(reader, mine, 5, who="vendor").status_code == 403


def test_a_day_that_has_not_come_is_refused(reader, goal):
    answer = measured(reader, goal(reader), 5, on="2035-08-30")

    assert answer.status_code == 422
    assert "has not come" in answer.json()["detail"]


def test_a_goal_without_a_measure_takes_no_value(reader, goal):
    answer = measured(reader, goal(reader, measure=None), 5)

    assert answer.status_code == 422
    assert "unit" in answer.json()["remedy"]


def test_without_a_value_measured_before_nothing_can_be_proved(reader, goal):
    mine = goal(reader, measure=Measure(unit="d", goal=3))
    measured(reader, mine, 2)

    found = row(reader, mine["key"])
    assert (found["state"], found["share"], found["lacks"]) == ("not_provable", None, ["before"])


@pytest.mark.parametrize(
    ("values", "state", "share"),
    [([], "unmeasured", None), ([5], "under_way", 0.5), ([5, 3], "reached", 1.0)],
)
def test_a_goal_stands_where_its_last_value_is(reader, goal, values, state, share):
    mine = goal(reader)
    for value in values:
        assert measured(reader, mine, value).status_code == 200

    found = row(reader, mine["key"])
    assert (found["state"], found["share"]) == (state, share)
    assert [each["value"] for each in found["values"]] == values


def test_a_goal_whose_day_has_passed_was_missed(reader, goal):
    mine = goal(reader, finish_on=date(2025, 7, 1))
    measured(reader, mine, 5)

    assert row(reader, mine["key"])["state"] == "missed"


def test_the_view_of_an_earlier_hour_does_not_know_a_later_value(reader, goal, rollout):
    mine = goal(reader)
    before = rollout.clock.at.isoformat()
    rollout.later(minutes=5)
    measured(reader, mine, 5)

    assert row(reader, mine["key"], as_of=before)["values"] == []


def test_the_page_lets_the_coordinator_enter_a_value(reader, goal):
    mine = goal(reader)
    browser = reader("coordinator")

    browser.submit(f"/goals/{mine['id']}/measure", on="2025-08-20", value="4.5", words="by report")

    text = browser.get("/goals").text
    assert "4.5" in text
    assert "by report" in text
