"""Meetings: called, refused with a reason, held, minuted."""

from datetime import date

import pytest

from hub.errors import Refused
from hub.model.meetings import CallMeeting, HoldMeeting, PublishMinutes, RefuseMeeting
from tests.unit.model.acts import COORDINATOR, HEAD, Subject, after, names

ON = date(2026, 3, 9)
CALL = CallMeeting(
    by=COORDINATOR,
    meeting="K1",
    topic="kick_off",
    title="kick-off",
    on=ON,
    invited=("client:quality",),
)
REFUSE = RefuseMeeting(by=HEAD, meeting="K1", reason="production load")


def test_a_meeting_that_was_never_called_cannot_be_refused():
    with pytest.raises(Refused, match="never called"):
        Subject().do(REFUSE)


def test_a_refusal_names_the_court_and_its_stated_reason():
    [event] = after(CALL).do(REFUSE)

    assert (event.court, event.reason) == ("client:quality", "production load")


def test_one_court_refuses_one_call_once():
    assert after(CALL, REFUSE).do(REFUSE) == []


def test_the_lead_writes_down_what_a_court_said():
    said = RefuseMeeting(by=COORDINATOR, meeting="K1", court="client:it", reason="no time")

    [event] = after(CALL).do(said)

    assert (event.court, event.actor) == ("client:it", "p:coordinator")


def test_after_a_new_call_it_can_be_refused_again():
    again = CallMeeting(
        by=COORDINATOR,
        meeting="K1",
        topic="kick_off",
        title="kick-off",
        on=date(2026, 3, 16),
        invited=("client:quality",),
    )

    assert names(after(CALL, REFUSE, again).do(REFUSE)) == ["MeetingRefused"]


def test_held_is_held_and_minutes_may_follow():
    held = HoldMeeting(by=COORDINATOR, meeting="K1", on=ON, attended=("client:quality",))
    minutes = PublishMinutes(by=COORDINATOR, meeting="K1", lines=("go on",))
    meeting = after(CALL, held)

    assert meeting.do(held) == []
    assert names(meeting.do(minutes)) == ["MinutesPublished"]
