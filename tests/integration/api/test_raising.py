"""Problems, questions and requests: whoever raises them, the side that is asked owes them."""

from typing import Any

import pytest

from hub.model.commitments import CommitmentRaised
from hub.model.event import Side

QUESTION: dict[str, Any] = {"kind": "answer", "title": "盘点差异由谁确认？", "side": "client"}


def last(rollout) -> CommitmentRaised:
    """Give what was raised last."""
    events = rollout.hub.log.read(limit=10_000).events
    found = [e for e in events if isinstance(e, CommitmentRaised)]
    return found[-1]


def test_an_auditor_raises_nothing(reader):
    assert reader("auditor").write("/v1/commitments", QUESTION).status_code == 403


@pytest.mark.parametrize(("who", "side"), [("vendor", "vendor"), ("head", "client")])
def test_nobody_asks_their_own_side(reader, who, side):
    answer = reader(who).write("/v1/commitments", QUESTION | {"side": side})

    assert answer.status_code == 403
    assert "other side" in answer.json()["detail"]


@pytest.mark.parametrize(("who", "side"), [("vendor", "client"), ("coordinator", "vendor")])
def test_a_question_of_either_side_is_owed_by_the_other(reader, rollout, who, side):
    answer = reader(who).write("/v1/commitments", QUESTION | {"side": side})

    assert answer.status_code == 200
    raised = last(rollout)
    assert (raised.series, raised.terms.topic) == ("questions", "question")
    assert raised.terms.side is Side(side)


def test_anybody_says_that_a_problem_stops_the_work(reader, rollout):
    body = {"kind": "problem", "title": "产线停线", "side": "vendor", "priority": "major"}

    assert reader("head").write("/v1/commitments", body).status_code == 200
    assert last(rollout).terms.priority == "major"


def test_a_scope_line_is_not_raised_like_that(reader):
    body = {"kind": "scope", "title": "x", "side": "vendor"}

    assert reader("coordinator").write("/v1/commitments", body).status_code == 422


def test_the_same_request_raises_the_same_thing(reader, rollout):
    browser = reader("vendor")
    answers = [browser.write("/v1/commitments", QUESTION, key="q-1").json() for _ in "ab"]

    assert answers[0]["events"] == answers[1]["events"]
    assert answers[1]["repeated"]
